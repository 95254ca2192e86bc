"""Who books goods under sibling codes, and how often."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.trade.misclassified.candidates import ABSORB_M, ABSORB_X, KINDS, TWIN
from henequen.trade.misclassified.rates import (
    Exposure,
    MisclassificationRates,
    exposure_of,
    learn_rates,
    reporter_log_odds,
)
from henequen.trade.model.pair_key import PairKey


@given(st.floats(0.001, 0.5), st.integers(0, len(KINDS) - 1))
def test_who_strays_as_everybody_was_taken_to_gains_nothing(misclassified: float, kind: int) -> None:
    alike = MisclassificationRates(np.full(3, misclassified / 2), np.full(3, misclassified / 2))
    assert reporter_log_odds(np.array([1]), np.array([kind]), alike, misclassified) == pytest.approx(0.0, abs=1e-12)


def test_an_importer_that_never_strays_absorbs_nothing() -> None:
    rates = MisclassificationRates(np.full(2, 0.1), np.array([0.1, 1e-5]))
    more = reporter_log_odds(np.array([0, 1]), np.array([ABSORB_M, ABSORB_M]), rates, 0.2)
    assert more[0] == pytest.approx(0.0)
    assert more[1] == pytest.approx(np.log(1e-4))


def test_shares_come_out_on_the_scale_of_all_strays() -> None:
    # importer 1 strays in 10 % of 10,000 rows, importer 0 in 2 %, half of either together with others; exporters never
    rows, company = 10_000, 0.5
    pr = np.concatenate([np.full(1000, 1), np.full(200, 0)])
    kind = np.where(np.arange(pr.size) % 2 == 0, ABSORB_M, TWIN)
    exposure = Exposure(np.array([0, 1]), np.full(2, 1.0 * rows), np.full(2, company), 2)
    found = learn_rates(pr, kind, np.full(pr.size, 5.0), exposure)
    assert found.importer[1] == pytest.approx(0.1, rel=0.1)
    assert found.importer[0] == pytest.approx(0.02, rel=0.2)
    assert found.exporter.max() < 1e-3


@pytest.mark.parametrize("level", [(0.08, 0.05), (0.2, 0.0), (0.0, 0.2)])
def test_twins_tell_who_strays_by_all_the_pairs_a_reporter_is_in(level: tuple[float, float]) -> None:
    rng = np.random.default_rng(11)
    areas, rows, filled = 40, 400, 0.3
    y, x = (np.minimum(rng.gamma(0.7, mean / 0.7, areas), 0.5) if mean else np.zeros(areas) for mean in level)
    e, i = np.divmod(np.arange(areas**2), areas)
    pr = PairKey.pair(e, i)

    def drawn(share: np.ndarray, kind: int) -> tuple[np.ndarray, np.ndarray]:
        n = rng.poisson(rows * share)
        return np.repeat(pr, n), np.full(int(n.sum()), kind)

    parts = [
        drawn((1 - filled) * (x[e] + y[i]), TWIN),
        drawn(0.1 * filled * x[e], ABSORB_X),  # few of the shared bookings are plain
        drawn(0.1 * filled * y[i], ABSORB_M),
    ]
    held, kind = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
    two_sided = np.full(pr.size, float(rows)) - np.bincount(np.searchsorted(pr, held[kind == TWIN]), minlength=pr.size)
    found = learn_rates(
        held,
        kind,
        np.full(held.size, 5.0),
        exposure_of({"pair": pr, "rows": two_sided, "filled": np.full(pr.size, filled)}, areas),
    )
    for told, true in ((found.exporter, x), (found.importer, y)):
        if true.any():
            assert np.corrcoef(told, true)[0, 1] > 0.98
        else:
            assert told.max() < 0.01
