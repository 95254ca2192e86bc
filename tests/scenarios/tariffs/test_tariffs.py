"""What negotiators change: each rule on a case worked by hand, and what no rule may do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.model.errors import DataError
from henequen.scenarios.bases import Base
from henequen.scenarios.tariffs.aggregation import aggregate
from henequen.scenarios.tariffs.depth import cost_factor_of_depth
from henequen.scenarios.tariffs.equivalents import ad_valorem_equivalent
from henequen.scenarios.tariffs.formulas import cut, sensitive_cut
from henequen.scenarios.tariffs.from_lines import add_tariff_lines
from henequen.scenarios.tariffs.origin import relieved, used_preference
from henequen.scenarios.tariffs.staging import phase, staged_rates

rates = st.lists(st.floats(0, 3), min_size=1, max_size=20).map(np.array)


@given(rates, st.floats(0.01, 1))
def test_swiss_never_exceeds_its_coefficient_and_keeps_the_order(rate: np.ndarray, coefficient: float) -> None:  # type: ignore[type-arg]
    after = cut(rate, "swiss", coefficient=coefficient)
    assert (after <= coefficient + 1e-12).all() and (after <= rate + 1e-12).all()
    assert (np.diff(after[np.argsort(rate)]) >= -1e-12).all()


def test_tiers_and_sensitive_lists() -> None:
    rate = np.array([0.05, 0.30, 0.90])
    after = cut(rate, "tiered", tiers=[(0.0, 0.4), (0.2, 0.5), (0.6, 0.7)])
    assert after == pytest.approx([0.03, 0.15, 0.27])
    kept = sensitive_cut(rate, after, np.array([False, False, True]), 1 / 3)
    assert kept == pytest.approx([0.03, 0.15, 0.69])
    with pytest.raises(DataError, match="ascend"):
        cut(rate, "tiered", tiers=[(0.2, 0.5), (0.0, 0.4)])


@pytest.mark.parametrize(
    ("kind", "terms", "expected"),
    [
        ("immediate", {}, [1, 1, 1, 1]),
        ("linear", {"years": 4}, [0.25, 0.5, 0.75, 1]),
        ("linear", {"years": 2, "grace": 1}, [0, 0.5, 1, 1]),
        ("back_loaded", {"years": 4}, [0.0625, 0.25, 0.5625, 1]),
        ("partial", {"years": 2, "share": 0.5}, [0.25, 0.5, 0.5, 0.5]),
        ("exclusion", {}, [0, 0, 0, 0]),
        ("quota", {"share": 0.3}, [0.3] * 4),
        ("seasonal", {"years": 1, "months": 6}, [0.5] * 4),
    ],
)
def test_every_category_year_by_year(kind: str, terms: dict[str, float], expected: list[float]) -> None:
    assert [phase(kind, k, **terms) for k in range(4)] == pytest.approx(expected)  # type: ignore[arg-type]


def test_erosion_of_the_general_rate_eats_the_preference() -> None:
    general, rate = staged_rates(np.array([0.1]), np.array([0.0]), [0.1], erosion=0.5, k=0)
    assert (
        general[0] == 0.05 and rate[0] == 0.05
    )  # the staged 0.09 is above the general rate of the year: nobody pays it


def test_preferences_below_their_cost_are_not_used() -> None:
    rate, factor = used_preference(np.array([0.02, 0.20]), np.zeros(2), 0.5, 0.03)
    assert rate == pytest.approx([0.02, 0.10]) and factor == pytest.approx([1.0, 1.015])
    raised, _ = used_preference(np.array([0.05]), np.array([0.35]), 0.5, 0.03)
    assert raised[0] == 0.35  # an increase is paid by everybody
    assert relieved(np.array([0.35]), 0.0, 0.64)[0] == pytest.approx(0.126)


@pytest.mark.parametrize(
    ("kind", "expected", "formula"),
    [
        ("specific", 0.2, "0.36 / 1.8"),
        ("compound", 0.3, "0.1 + 0.36 / 1.8"),
        ("mixed_max", 0.2, "max(0.1, 0.36 / 1.8)"),
        ("mixed_min", 0.1, "min(0.1, 0.36 / 1.8)"),
    ],
)
def test_equivalents_keep_their_formula(kind: str, expected: float, formula: str) -> None:
    found = ad_valorem_equivalent(kind, rate=0.1, specific=0.36, unit_value=1.8)  # type: ignore[arg-type]
    assert found.rate == pytest.approx(expected) and found.formula == formula
    with pytest.raises(DataError, match="unit value"):
        ad_valorem_equivalent(kind, rate=0.1, specific=0.36)  # type: ignore[arg-type]


@given(st.floats(0, 2), st.integers(1, 8), st.floats(1, 20))
def test_averages_of_a_uniform_tariff_are_that_tariff(rate: float, lines: int, theta: float) -> None:
    found = aggregate(np.full(lines, rate), np.ones(lines), np.zeros(lines, dtype=int), np.array([theta]))[0]
    assert found.simple == pytest.approx(rate, abs=1e-9)
    assert found.theta == pytest.approx(rate, abs=1e-9) and found.spread == pytest.approx(0, abs=1e-9)


def test_a_peak_that_lets_little_through_weighs_less_by_trade_than_by_price() -> None:
    found = aggregate(np.array([0.0, 1.0]), np.array([99.0, 1.0]), np.array([0, 0]), np.array([3.0]))[0]
    assert found.weighted < found.theta < found.simple
    assert found.spread == pytest.approx(found.simple - found.weighted)
    with pytest.raises(DataError, match="without tariff lines"):
        aggregate(np.array([0.1]), np.array([1.0]), np.array([0]), np.array([3.0, 4.0]))


def test_depth_never_raises_costs() -> None:
    assert cost_factor_of_depth(0.05, 5.0, 0.2) == 1.0
    assert cost_factor_of_depth(0.5, 5.0) == pytest.approx(np.exp(-0.1))


def test_lines_become_a_tariff_set_and_their_spread_is_told(cp_base: Base, tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(
        "importer,exporter,line,sector,rate,value,kind,specific,unit_value\n"
        "MEX,KOR,870321,Auto,50,10,,,\nMEX,KOR,870899,Auto,10,90,,,\nKOR,MEX,020329,Food,0,5,specific,0.5,2\n"
    )
    found = add_tariff_lines(cp_base, file, "lines", "weighted")
    mex, kor = cp_base.regions.index("MEX"), cp_base.regions.index("KOR")
    auto, food = cp_base.sectors.index("Auto"), cp_base.sectors.index("Food")
    assert found.tariffs("lines")[mex, kor, auto] == pytest.approx(0.14)
    assert found.tariffs("lines")[kor, mex, food] == pytest.approx(0.25)
    assert found.tariffs("lines")[mex, 0, auto] == cp_base.tariffs("1993")[mex, 0, auto]
    told = next(item for item in found.adjustments if item.rule == "tariff_lines_averages_differ")
    assert told.cells == 1 and told.where[0].startswith("importer MEX, exporter KOR, Auto")
    file.write_text(
        "importer,exporter,line,sector,rate,value,kind,specific,unit_value\nMEX,KOR,1,Auto,0,1,specific,3,0\n"
    )
    with pytest.raises(DataError, match="row 1"):
        add_tariff_lines(cp_base, file, "lines")
