"""The Poisson estimate where a variable has no bounded effect: it is named, with the reason."""

from __future__ import annotations

import numpy as np
import pytest

from henequen.model.errors import HenequenError
from henequen.scenarios.one_sector.ppml import estimate_ppml


@pytest.mark.parametrize("size", [6, 12])
def test_a_separated_variable_is_named_with_the_reason(size: int) -> None:
    rng = np.random.default_rng(5)
    trade = np.exp(rng.normal(3, 1, (size, size)))
    distance = rng.normal(0, 1, (size, size))
    sanctions = np.zeros((size, size))
    for one, other in ((0, 1), (2, 3), (4, 2)):
        sanctions[one, other] = 1.0
        trade[one, other] = 0.0
    with pytest.raises(HenequenError) as caught:
        estimate_ppml(trade, {"distance": distance, "sanctions": sanctions})
    said = str(caught.value)
    assert "sanctions" in said and "distance" not in said
    assert "separation" in said
