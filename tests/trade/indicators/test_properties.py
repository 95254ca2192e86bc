"""What must hold for any data: bounds, identities, and that units and order do not matter."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from henequen.model.errors import HenequenError
from henequen.trade.indicators import (
    advantage,
    advantage_matrix,
    complexity,
    concentration,
    constant_market_share,
    country_bias,
    export_potential,
    grubel_lloyd,
    margins,
    michaely_complementarity,
    price_index,
    relative_preference_margin,
    similarity,
)
from henequen.trade.indicators.indicator import Array, exact_sum

CALM = settings(deadline=None)
VALUES = st.one_of(st.just(0.0), st.floats(1, 1e9).map(lambda value: round(value, 2)))


def vectors(*columns: int) -> st.SearchStrategy[Array]:
    return arrays(np.float64, st.tuples(*map(st.just, columns), st.integers(1, 12)), elements=VALUES)


def close(first: Array, second: Array) -> bool:
    return bool(np.allclose(first, second, rtol=1e-9, atol=1e-12, equal_nan=True))


@CALM
@given(vectors(2))
def test_the_weighted_mean_of_advantage_is_one(two: Array) -> None:
    own, rest = two
    found = advantage(own, own + rest)
    if own.sum() == 0:
        assert np.isnan(found.values("rca")).all()
        return
    rca, weight = found.values("rca"), found.values("world_share")
    assert math.fsum((rca * weight)[weight > 0]) == pytest.approx(1)
    symmetric = found.values("symmetric")
    assert ((symmetric >= -1) & (symmetric <= 1) | np.isnan(symmetric)).all()


@CALM
@given(vectors(2), st.sampled_from([0.001, 1000.0, 1200.0]), st.randoms())
def test_units_and_order_do_not_matter(two: Array, unit: float, random: object) -> None:
    order = np.random.default_rng(len(two[0])).permutation(two.shape[1])
    x, m = two
    for index in (michaely_complementarity, similarity, grubel_lloyd):
        total = index(x, m).values()[-1]
        assert close(index(x * unit, m * unit).values()[-1], total)
        assert close(index(x[order], m[order]).values()[-1], total)
        assert math.isnan(total) or -1e-12 <= total <= 1 + 1e-12
    assert close(concentration(x * unit).values(), concentration(x).values())
    assert close(concentration(x[order]).values(), concentration(x).values())
    assert close(similarity(x, m).values(), similarity(m, x).values())
    assert close(michaely_complementarity(x, m).values()[-1], similarity(x, m).values()[-1])


@CALM
@given(vectors(2))
def test_grubel_lloyd_lies_between_none_and_all(two: Array) -> None:
    values = grubel_lloyd(*two).values()
    assert ((values >= 0) & (values <= 1) | np.isnan(values)).all()
    assert np.nanmax(grubel_lloyd(two[0], two[0]).values(), initial=1.0) == 1


@CALM
@given(vectors())
def test_concentration_stays_in_its_bounds(values: Array) -> None:
    n, hhi, number, normal, *leading = concentration(values).values()
    if n == 0:
        assert math.isnan(hhi)
        return
    assert 1 / n - 1e-12 <= hhi <= 1 + 1e-12
    assert 1 - 1e-9 <= number <= n + 1e-9
    assert n == 1 or -1e-9 <= normal <= 1 + 1e-9
    assert leading == sorted(leading)


@CALM
@given(vectors(4))
def test_the_parts_of_the_market_share_sum_exactly(four: Array) -> None:
    v, v2, rest, rest2 = (one[:, None] for one in four)
    if (v + rest).sum() == 0:
        return
    *parts, total = constant_market_share(v, v2, v + rest, v2 + rest2).table["value"]
    assert sum((Decimal(str(part)) for part in parts), Decimal(0)) == total
    assert float(str(total)) == pytest.approx(float(v2.sum() - v.sum()), abs=0.01)


@CALM
@given(vectors(2))
def test_the_margins_multiply_to_the_share(two: Array) -> None:
    x, rest = two
    row = next(margins(x, x + rest).rows())
    if row["share"] is not None and row["intensive"] is not None:
        assert float(str(row["extensive"])) * float(str(row["intensive"])) == pytest.approx(float(str(row["share"])))


@CALM
@given(arrays(np.float64, st.tuples(st.just(4), st.integers(1, 8)), elements=st.floats(1, 1e6)))
def test_intensity_splits_into_fit_and_bias(four: Array) -> None:
    x_ij, rest, m_j, market = four
    found = country_bias(x_ij, x_ij + rest, m_j, m_j + market, np.zeros_like(m_j))
    assert found.values("intensity")[-1] == pytest.approx(float(str(found.diagnostics["intensity_from_totals"])))
    product = found.values("complementarity")[-1] * found.values("bias")[-1]
    assert product == pytest.approx(found.values("intensity")[-1])


@CALM
@given(vectors(4))
def test_without_growth_the_potential_sums_to_the_trade(four: Array) -> None:
    own, rest, market, actual = four
    total = export_potential(own, own + rest, market, actual)
    potential, real, known = total.values("potential")[-1], total.values("actual")[-1], total.values("potential")[:-1]
    if not math.isnan(potential) and potential > 0:
        assert potential == pytest.approx(real)
        assert (np.nan_to_num(known) >= 0).all()
        both = total.values("realised")[-1] + total.values("unrealised")[-1]
        assert both >= total.values("potential")[-1] * (1 - 1e-9)


@CALM
@given(vectors(2))
def test_equal_prices_give_an_index_of_one(two: Array) -> None:
    q0, q1 = two
    row = next(price_index(3 * q0, q0, 3 * q1, q1).rows())
    assert row["fisher"] is None or float(str(row["fisher"])) == pytest.approx(1)


@CALM
@given(
    arrays(np.float64, st.tuples(st.integers(2, 5), st.integers(1, 4)), elements=st.floats(1, 1e6)), st.floats(0, 0.5)
)
def test_one_duty_for_all_leaves_no_margin(imports: Array, duty: float) -> None:
    found = relative_preference_margin(np.full(imports.shape, duty), imports)
    assert np.abs(found.values()).max() < 1e-12


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_complexity_does_not_depend_on_order_and_has_its_moments(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rca = advantage_matrix(rng.lognormal(0, 2, (6, 15)))
    made = rca >= 1
    rows, columns = rng.permutation(6), rng.permutation(15)
    try:
        areas, products = complexity(made)
        turned, _ = complexity(made[np.ix_(rows, columns)])
    except HenequenError:
        return
    eci = areas.values("eci")
    assert abs(np.nanmean(eci)) < 1e-9
    assert np.nanstd(eci) == pytest.approx(1)
    lean = float(str(areas.diagnostics["correlation_with_diversity"]))
    if lean > 1e-6:
        assert np.allclose(turned.values("eci"), eci[rows], atol=1e-6, equal_nan=True)
    assert math.isnan(lean) or lean > -1e-9
    assert abs(np.nanmean(products.values("pci"))) < 1e-9


@CALM
@given(st.lists(st.floats(-1e15, 1e15), max_size=30))
def test_sums_do_not_depend_on_order(values: list[float]) -> None:
    assert exact_sum(values) == exact_sum(values[::-1]) == exact_sum(sorted(values))
