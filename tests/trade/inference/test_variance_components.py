"""The linear algebra of the components, against the library's own on the whole matrix; and rates drawn together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.trade.inference.shrinkage import shrunk_rates
from henequen.trade.inference.variance_components import _inverse_diagonal, _solve


@given(st.integers(1, 12), st.integers(0, 10_000))
def test_the_schur_complement_solves_the_whole_matrix(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    cross = rng.normal(0, 1, (n, n))
    diagonal = np.abs(cross).sum() + rng.uniform(1, 2, 2 * n)
    whole = np.block([[np.diag(diagonal[:n]), cross], [cross.T, np.diag(diagonal[n:])]])
    right = rng.normal(0, 1, 2 * n)
    assert _solve(diagonal, cross, right) == pytest.approx(np.linalg.solve(whole, right), rel=1e-9, abs=1e-12)
    assert _inverse_diagonal(diagonal, cross) == pytest.approx(np.diag(np.linalg.inv(whole)), rel=1e-9)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 5000)), min_size=1, max_size=30))
def test_a_drawn_rate_lies_between_the_areas_own_and_that_of_all(areas: list[tuple[int, int]]) -> None:
    hits, tries = (np.array(part, dtype=float) for part in zip(*areas, strict=True))
    usual = (hits.sum() + 0.5) / (tries.sum() + 1.0)
    own, drawn = hits / tries, shrunk_rates(hits, tries)
    assert np.all(drawn >= np.minimum(own, usual) - 1e-9)
    assert np.all(drawn <= np.maximum(own, usual) + 1e-9)
