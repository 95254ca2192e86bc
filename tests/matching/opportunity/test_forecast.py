"""The forecast of new products sees nothing of the year that it is asked, and finds a planted rule."""

from __future__ import annotations

import numpy as np
import pytest

from henequen.matching.opportunity.forecast import average_precision, forecast_new_products
from henequen.model.errors import DataError


def panel(seed: int = 3) -> dict[int, np.ndarray]:
    """Areas on a line make products near them and move by one product a year."""
    rng = np.random.default_rng(seed)
    areas, products = 30, 60
    home = rng.uniform(0, products, areas)
    found = {}
    for step in range(4):
        apart = np.abs((home + 4 * step)[:, None] - np.arange(products)[None, :])
        found[2000 + 5 * step] = np.exp(-apart / 4) * rng.lognormal(0, 0.6, (areas, products))
    return found


def test_forecast_beats_chance_on_a_planted_rule_and_is_repeatable() -> None:
    first, second = (forecast_new_products(panel(), draws=20) for _ in range(2))
    assert first == second and first.years == (2010, 2015)
    assert first.areas["forecast"] > first.base_rate and first.areas["density"] > first.base_rate
    low, high = first.intervals["forecast"]
    assert low <= first.areas["forecast"] <= high


def test_forecast_does_not_read_the_year_it_is_asked() -> None:
    """With the outcome year replaced by noise the scores stay the same, so that the area falls to chance."""
    given = panel()
    years = {year: given[year] for year in (2000, 2005, 2010)}
    noise = years | {2010: np.random.default_rng(0).permutation(given[2010].ravel()).reshape(given[2010].shape)}
    assert (
        forecast_new_products(noise, draws=5).areas["forecast"]
        < forecast_new_products(years, draws=5).areas["forecast"]
    )


def test_average_precision_counts_equal_scores_together() -> None:
    assert average_precision(np.array([True, False]), np.array([1.0, 1.0])) == 0.5


def test_forecast_needs_two_lags() -> None:
    with pytest.raises(DataError, match="two lags"):
        forecast_new_products({2000: np.ones((3, 3)), 2005: np.ones((3, 3))})
