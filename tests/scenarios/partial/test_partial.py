"""Partial equilibrium: SMART's printed formula, sums that must be zero, GSIM against a small world market by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from henequen.model.errors import DataError
from henequen.scenarios.partial import gsim, smart


def case(seed: int, lines: int = 6, suppliers: int = 5):  # type: ignore[no-untyped-def]
    g = np.random.default_rng(seed)
    value = g.lognormal(0, 2, (lines, suppliers)) * (g.uniform(size=(lines, suppliers)) > 0.2)
    before = g.uniform(0, 0.4, (lines, suppliers))
    after = before * g.uniform(0, 1.5, (lines, suppliers))
    return value, before, after, -g.uniform(0.3, 2, lines), g.uniform(0.5, 3, lines), g.uniform(0.5, 50, lines)


def test_the_formula_of_the_manual() -> None:
    """Laird and Yeats (1986): creation M h dt/(1+t) / (1 - h/e); diversion with one favoured supplier."""
    value, before, after = np.array([[200.0, 600.0]]), np.array([[0.25, 0.25]]), np.array([[0.0, 0.25]])
    found = smart(value, before, after, np.array([-1.2]), np.array([1.5]), np.array([1e12]))
    r = -0.25 / 1.25
    assert found.creation[0, 0] == pytest.approx(200 * -1.2 * r)
    by_hand = 200 * 600 * (-1.5 * r) / (200 + 600 - 1.5 * r * 200)
    assert found.diversion[0] == pytest.approx([by_hand, -by_hand])
    finite = smart(value, before, after, np.array([-1.2]), np.array([1.5]), np.array([2.0]))
    assert finite.creation[0, 0] == pytest.approx(200 * -1.2 * r / (1 + 1.2 / 2))
    assert finite.price[0, 0] == pytest.approx(r * -1.2 / (2 + 1.2)) and finite.price[0, 0] > 0


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["linear", "ces"]))
def test_diversion_sums_to_zero_and_revenue_adds_up(seed: int, form: str) -> None:
    value, before, after, *terms = case(seed)
    found = smart(value, before, after, *terms, form=form)  # type: ignore[arg-type]
    assert np.abs(found.diversion.sum(axis=1)).max() < 1e-9 * max(1, value.sum())
    assert np.allclose(found.revenue_after, after * found.after)
    assert np.allclose(found.welfare, found.consumer + found.revenue_after - found.revenue_before)
    assert (found.after >= 0).all() and (found.diversion[value == 0] == 0).all()


def test_no_change_of_duties_changes_nothing() -> None:
    value, before, _, *terms = case(1)
    found = smart(value, before, before, *terms)
    for values in (found.creation, found.diversion, found.price, found.consumer, found.welfare):
        assert np.abs(values).max() < 1e-12


def test_linear_and_ces_agree_for_small_cuts() -> None:
    value, before, _, *terms = case(2)
    after = before * (1 - 1e-4)
    one, two = smart(value, before, after, *terms), smart(value, before, after, *terms, form="ces")
    assert np.allclose(one.diversion, two.diversion, atol=1e-7 * value.sum())


def test_a_small_cut_without_diversion_gains_half_the_wedge() -> None:
    """Small country, one supplier: welfare is the mean duty times the growth of imports (Harberger)."""
    found = smart(*(np.array([[v]]) for v in (100.0, 0.2, 0.1)), np.array([-1.0]), np.array([1.0]), np.array([1e12]))
    assert found.welfare[0, 0] == pytest.approx(0.15 * found.creation[0, 0], rel=1e-9)


@pytest.mark.parametrize("position", [3, 4, 5])
def test_wrong_signs_are_refused(position: int) -> None:
    arguments = list(case(3))
    arguments[position] = -arguments[position]
    with pytest.raises(DataError, match="wrong sign"):
        smart(*arguments)


def test_gsim_clears_the_market_of_every_exporter() -> None:
    g = np.random.default_rng(5)
    value = g.lognormal(0, 1, (4, 5, 5))
    before = g.uniform(0, 0.3, value.shape)
    after = before.copy()
    after[:, 0, 1] = after[:, 1, 0] = 0
    demand, substitution, supply = -np.ones((4, 5)), np.full(4, 3.0), np.full((4, 5), 1.5)
    found = gsim(value, before, after, demand, substitution, supply)
    quantity = found.after / (1 + found.price[:, None, :]) / value - 1
    share = value / value.sum(axis=1, keepdims=True)
    assert np.allclose((share * quantity).sum(axis=1), supply * found.price, atol=1e-12)
    still = gsim(value, before, before, demand, substitution, supply)
    assert np.abs(still.price).max() < 1e-14 and np.abs(still.welfare).max() < 1e-12


def test_gsim_with_one_region_pair_by_hand() -> None:
    """One importer (B) of one exporter (A), no substitutes: p = -m T / (m - x) for demand m, supply x, duty change T."""
    value = np.array([[[0.0, 0.0], [10.0, 0.0]]])
    before, after = np.zeros_like(value), np.zeros_like(value)
    before[0, 1, 0], after[0, 1, 0] = 0.2, 0.0
    found = gsim(value, before, after, np.full((1, 2), -1.5), np.array([2.0]), np.full((1, 2), 3.0))
    shift = np.log(1 / 1.2)
    assert found.price[0, 0] == pytest.approx(-1.5 * shift / (3.0 + 1.5))


# The example of Francois and Hall (2003): trade and duties by exporter (row) and importer (column), in the order United
# States, Japan, European Union, rest of the world; the United States and the Union drop the duties between them.
TRADE = [[0, 50, 200, 300], [500, 0, 150, 200], [300, 100, 200, 200], [50, 100, 110, 20]]
POWER = [[1.00, 1.21, 1.41, 1.22], [1.37, 1.00, 1.31, 1.23], [1.32, 1.36, 1.00, 1.18], [1.57, 1.41, 1.25, 1.15]]
PRINTED_PRICES = [0.0792, -0.0316, 0.0480, -0.0184]


def test_gsim_gives_the_prices_that_its_article_prints() -> None:
    """Demand -1.25, substitution 5, supply 1.5: prices received, to the four printed decimals."""
    value, before = np.array(TRADE, dtype=float).T[None], np.array(POWER).T[None] - 1
    after = before.copy()
    after[0, 0, 2] = after[0, 2, 0] = 0
    terms = np.full((1, 4), -1.25), np.array([5.0]), np.full((1, 4), 1.5)
    found = gsim(value, before, after, *terms, duty_change="proportional")
    assert found.price[0].round(4).tolist() == PRINTED_PRICES
    # In logs the same removal is a larger cut, and every price moves further.
    logs = gsim(value, before, after, *terms)
    assert (np.abs(logs.price) > np.abs(found.price)).all()
    small = before.copy()
    small[0, 0, 2] *= 0.999
    one, two = (gsim(value, before, small, *terms, duty_change=form) for form in ("log", "proportional"))  # type: ignore[arg-type]
    assert np.abs(one.price - two.price).max() < 1e-7
