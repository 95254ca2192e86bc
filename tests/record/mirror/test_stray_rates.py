"""Who books goods under sibling codes, and how often."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.record.mirror.stage import AREA_BASE
from henequen.record.mirror.stray_rates import Chances, StrayRates, chances_of, known_strays, learn_rates
from henequen.record.mirror.traces import ABSORB_M, KINDS, TWIN


def test_chances_are_the_two_sided_rows_that_have_company() -> None:
    pairs = {
        "pr": np.array([0 * AREA_BASE + 1, 0 * AREA_BASE + 2]), "rows": np.array([100, 10]), "filled": np.array([0.5, 0.1]),
    }  # fmt: skip
    found = chances_of(pairs, 3)
    assert (found.exporter.tolist(), found.importer.tolist(), found.rows) == ([51, 0, 0], [0, 50, 1], 110)


@given(st.floats(0.001, 0.5), st.integers(0, len(KINDS) - 1))
def test_who_strays_as_everybody_was_taken_to_gains_nothing(strays: float, kind: int) -> None:
    alike = StrayRates(np.full(3, strays / 2), np.full(3, strays / 2))
    assert known_strays(np.array([1]), np.array([kind]), alike, strays) == pytest.approx(0.0, abs=1e-12)


def test_an_importer_that_never_strays_absorbs_nothing() -> None:
    rates = StrayRates(np.full(2, 0.1), np.array([0.1, 1e-5]))
    more = known_strays(np.array([0, 1]), np.array([ABSORB_M, ABSORB_M]), rates, 0.2)
    assert more[0] == pytest.approx(0.0)
    assert more[1] == pytest.approx(np.log(1e-4))


def test_shares_come_out_on_the_scale_of_all_strays() -> None:
    # importer 1 strays in 10 % of 10,000 rows, importer 0 in 2 %, half of either together with others; exporters never
    rows, company = 10_000, 0.5
    pr = np.concatenate([np.full(1000, 1), np.full(200, 0)])
    kind = np.where(np.arange(pr.size) % 2 == 0, ABSORB_M, TWIN)
    chances = Chances(np.full(2, rows * company), np.full(2, rows * company), 2.0 * rows)
    found = learn_rates(pr, kind, np.full(pr.size, 5.0), chances)
    assert found.importer[1] == pytest.approx(0.1, rel=0.1)
    assert found.importer[0] == pytest.approx(0.02, rel=0.2)
    assert found.exporter.max() < 1e-3
