"""Formulas, sensitive lists and depth as keys of a file: rates worked by hand, and worlds that move the right way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from henequen.model.errors import DataError
from henequen.scenarios import run_scenario, spec_from
from henequen.scenarios.bases import Base
from henequen.scenarios.bases.lines import Lines
from henequen.scenarios.spec.shocks import Shock, build_shock
from henequen.scenarios.spec.spec import read_spec

A_FROM_B = {"importers": ["A"], "exporters": ["B"]}
BETWEEN = {"among": ["A", "B"]}
TIERS = [{"above": 0.0, "reduction": 0.5}, {"above": 0.2, "reduction": 0.7}]


@pytest.fixture
def small() -> Base:
    """Three equal regions, two sectors, no intermediates; A levies 10 % on farm goods and 50 % on cars of B and C."""
    regions, sectors = ("A", "B", "C"), ("farm", "cars")
    trade = np.full((3, 3, 2), 10.0)
    trade[np.arange(3), np.arange(3)] = 60.0
    tariff = np.zeros((3, 3, 2))
    tariff[0, 1:] = (0.1, 0.5)
    expenditure = (trade * (1 + tariff)).sum(axis=1)
    made = trade.sum(axis=0)
    arrays = {
        "trade": trade,
        "io_coef": np.zeros((3, 2, 2)),
        "va_share": np.ones((3, 2)),
        "final_share": expenditure / expenditure.sum(axis=1, keepdims=True),
        "expenditure": expenditure,
        "value_added": made.sum(axis=1),
        "surplus": np.zeros(3),
        "theta": np.array([4.0, 5.0]),
        "tariff:now": tariff,
    }
    return Base("multi_sector", "small", 2020, "invented", "none", regions, regions, sectors, sectors, arrays, "now")


def file(*changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"title": "x", "counterfactual": {"change": list(changes)}, **more}


def shock(base: Base, *changes: dict[str, Any]) -> Shock:
    return build_shock(spec_from(file(*changes)), base)


def rates(base: Base, change: dict[str, Any]) -> list[float]:
    """What A levies on farm goods and on cars of B."""
    found: list[float] = shock(base, {**A_FROM_B, **change}).after[0, 1].tolist()
    return found


HALF_FARM = {"sectors": ["farm"], "treatment": "half"}


@pytest.mark.parametrize(
    ("change", "farm", "cars"),
    [
        ({"cut": "linear", "reduction": 0.4}, 0.06, 0.30),
        ({"cut": "swiss", "coefficient": 0.1}, 0.05, 0.05 / 0.6),
        ({"cut": "tiered", "tiers": TIERS}, 0.05, 0.15),
        ({"cut": "tiered", "tiers": TIERS[1:]}, 0.10, 0.15),  # no tier below 20 %
        ({"cut": "linear", "reduction": 1, "coverage": 0.5}, 0.05, 0.25),
        ({"set": 0.0, "sensitive": {"sectors": ["cars"]}}, 0.0, 0.50),
        ({"set": 0.0, "sensitive": {"sectors": ["cars"], "share": 0.05}}, 0.0, 0.025),
        ({"set": 0.0, "sensitive": {"share": 0.05}}, 0.005, 0.025),  # of every sector
        ({"set": 0.0, "sensitive": HALF_FARM}, 0.05, 0.0),
        ({"set": 0.0, "sensitive": {**HALF_FARM, "share": 0.2}}, 0.01, 0.0),
        ({"cut": "tiered", "tiers": TIERS, "sensitive": {"sectors": ["cars"], "share": 0.2}}, 0.05, 0.22),
        # 8 of 10 points are claimed outside the list, none on it: 0.5 x 0.02 + 0.5 x 0.10
        ({"set": 0.0, "utilisation": 0.8, "sensitive": {"sectors": ["farm"], "share": 0.5}}, 0.06, 0.10),
    ],
)
def test_the_rate_of_every_cell_is_the_one_worked_by_hand(
    small: Base, change: dict[str, Any], farm: float, cars: float
) -> None:
    assert rates(small, change) == pytest.approx([farm, cars])


def test_only_the_cells_named_change(small: Base) -> None:
    made = shock(small, {**A_FROM_B, "cut": "tiered", "tiers": TIERS})
    other = np.ones_like(made.after, dtype=bool)
    other[0, 1] = False
    assert (made.after[other] == made.before[other]).all() and made.iceberg is None


def test_swiss_by_either_name_is_the_same(small: Base) -> None:
    assert rates(small, {"swiss": 0.2}) == rates(small, {"cut": "swiss", "coefficient": 0.2})


def test_half_a_margin_may_not_be_worth_its_proof(small: Base) -> None:
    """Farm: ten points are worth a proof of six, five are not; so the list pays all, the rest nothing but the proof."""
    change = {"set": 0.0, "compliance_cost": 0.06, "sensitive": {**HALF_FARM, "share": 0.5}}
    made = shock(small, {**A_FROM_B, **change})
    assert made.after[0, 1].tolist() == pytest.approx([0.05, 0.0])
    assert made.iceberg is not None and made.iceberg[0, 1].tolist() == pytest.approx([1.03, 1.06])


def test_depth_multiplies_costs_by_the_level(small: Base) -> None:
    deep = {"depth": {"from": 1, "to": 5, "cost_per_level": 0.98}}
    made = shock(small, {**BETWEEN, **deep, "sectors": ["cars"]})
    assert made.iceberg is not None and (made.after == made.before).all()
    assert made.iceberg[0, 1].tolist() == pytest.approx([1.0, 0.98**4])
    assert made.iceberg[1, 0, 1] == pytest.approx(0.98**4) and (made.iceberg[2] == 1).all()
    shallow = {"depth": {"from": 5, "to": 1, "cost_per_level": 0.98}}
    back = shock(small, {**BETWEEN, **deep}, {**BETWEEN, **shallow})
    assert back.iceberg is not None and np.allclose(back.iceberg, 1, rtol=1e-15)
    part = shock(small, {**BETWEEN, **deep, "coverage": 0.5}).iceberg
    assert part is not None and part[0, 1, 0] == pytest.approx(0.98**2)


def sold(base: Base, change: dict[str, Any], sector: str = "cars") -> float:
    """The change of what B sells to A."""
    rows = run_scenario(spec_from(file({**A_FROM_B, **change})), base).tables["trade"].rows()
    asked = ("A", "B", sector)
    return next(float(row["change"]) for row in rows if (row["importer"], row["exporter"], row["sector"]) == asked)  # type: ignore[arg-type]


def test_the_world_moves_the_way_of_the_cut(small: Base) -> None:
    free = sold(small, {"set": 0.0})
    tiered = sold(small, {"cut": "tiered", "tiers": TIERS})
    linear = sold(small, {"cut": "linear", "reduction": 0.5})
    half = sold(small, {"set": 0.0, "sensitive": {"sectors": ["cars"], "treatment": "half"}})
    listed = sold(small, {"set": 0.0, "sensitive": {"sectors": ["cars"], "share": 0.05}})
    kept = sold(small, {"set": 0.0, "sensitive": {"sectors": ["cars"]}})
    assert free > listed > tiered > linear > 1 and linear == pytest.approx(half, rel=0.05)
    assert kept < linear


def test_depth_moves_the_world_and_no_depth_does_not(small: Base) -> None:
    found = [
        run_scenario(spec_from(file({**BETWEEN, "depth": {"from": 1, "to": to, "cost_per_level": 0.98}})), small)
        for to in (1, 3, 5)
    ]
    income = [{row["region"]: float(row["exact_real_income"]) for row in result.table.rows()} for result in found]  # type: ignore[arg-type]
    assert all(abs(value) < 1e-9 for value in income[0].values())
    assert all(row["change"] == pytest.approx(1, abs=1e-9) for row in found[0].tables["trade"].rows())
    assert 0 < income[1]["A"] < income[2]["A"] and 0 < income[1]["B"] < income[2]["B"]
    assert any("from 1 to 5" in line and "0.98" in line for line in found[2].assumptions)


def test_depth_can_be_drawn(small: Base) -> None:
    draws = {"n": 20, "seed": 2, "iceberg": {"distribution": "lognormal", "sigma": 0.3}}
    deep = {**BETWEEN, "depth": {"from": 0, "to": 4, "cost_per_level": 0.98}}
    row = next(iter(run_scenario(spec_from(file(deep, draws=draws)), small).table.rows()))
    low, middle, high = (row[f"exact_real_income{end}"] for end in ("_lower", "", "_upper"))
    assert low < middle < high  # type: ignore[operator]


def test_depth_in_gravity_is_its_iceberg() -> None:
    trade = np.full((3, 3), 10.0) + 50 * np.eye(3)
    arrays = {"trade": trade, "output": trade.sum(axis=0), "expenditure": trade.sum(axis=1)}
    names = ("A", "B", "C")
    base = Base("one_sector", "g", 2020, "invented", "none", names, names, ("all",), ("all",), arrays)
    deep = {**BETWEEN, "depth": {"from": 0, "to": 2, "cost_per_level": 0.9}}
    one, two = (
        run_scenario(spec_from(file(change, model="gravity")), base) for change in (deep, {**BETWEEN, "iceberg": 0.81})
    )
    assert one.table.columns["exact_real_income"] == pytest.approx(two.table.columns["exact_real_income"])
    assert one.table.columns["exact_real_income"][0] > 0.1
    with pytest.raises(DataError, match="not tariffs"):
        run_scenario(spec_from(file({**BETWEEN, "cut": "linear", "reduction": 0.5}, model="gravity")), base)


def test_lines_take_formulas_and_sensitive_products() -> None:
    before = np.array([[0.1], [0.5], [0.5]])
    names = ("0101", "8703", "8708")
    ones = np.ones(3)
    lines = Lines(names, ("B",), np.full((3, 1), 100.0), before, None, -ones, 1.5 * ones, 99 * ones, ("x",) * 3)

    def after(**change: Any) -> list[float]:
        spec = spec_from(file({**A_FROM_B, **change}, model="partial", partial={"lines": "x.csv"}))
        found: list[float] = run_scenario(spec, None, lines=lines).tables["lines"].columns["tariff_after"]
        return found

    assert after(cut="tiered", tiers=TIERS) == pytest.approx([0.05, 0.15, 0.15])
    listed = {"sectors": ["8703*"], "share": 0.4, "treatment": "half"}
    assert after(cut="tiered", tiers=TIERS, sensitive=listed) == pytest.approx([0.05, 0.22, 0.15])
    with pytest.raises(DataError, match="reaches no such line"):
        after(set=0.0, sensitive={"sectors": ["99*"]})
    with pytest.raises(DataError, match="lines know"):
        after(depth={"from": 0, "to": 1, "cost_per_level": 0.9})


def test_a_list_outside_the_change_is_an_error(small: Base) -> None:
    with pytest.raises(DataError, match=r"sensitive\.sectors") as caught:
        shock(small, {**A_FROM_B, "sectors": ["farm"], "set": 0.0, "sensitive": {"sectors": ["cars"]}})
    assert "cars" in str(caught.value)
    with pytest.raises(DataError, match=r"sensitive\.sectors: the base has no such sector"):
        shock(small, {**A_FROM_B, "set": 0.0, "sensitive": {"sectors": ["crs"]}})


DEPTH = {"from": 1, "to": 5, "cost_per_level": 0.98}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cut": "harmonised"}, r"0\.cut"),
        ({"cut": "tiered"}, "needs tiers"),
        ({"cut": "linear"}, "needs reduction"),
        ({"cut": "swiss"}, "needs coefficient"),
        ({"cut": "linear", "reduction": 40}, r"0\.reduction"),
        ({"cut": "linear", "reduction": True}, r"0\.reduction"),
        ({"cut": "linear", "reduction": 0.4, "coefficient": 0.1}, r"coefficient belongs to cut = .swiss"),
        ({"set": 0.0, "tiers": TIERS}, r"tiers belongs to cut = .tiered"),
        ({"cut": "swiss", "coefficient": 25}, r"0\.coefficient"),
        ({"cut": "swiss", "coefficient": 0}, r"0\.coefficient"),
        ({"cut": "tiered", "tiers": []}, r"0\.tiers"),
        ({"cut": "tiered", "tiers": TIERS[::-1]}, "tiers must ascend"),
        ({"cut": "tiered", "tiers": [{"above": 0.0, "reduction": 1.5}]}, r"tiers\.0\.reduction"),
        ({"cut": "tiered", "tiers": [{"above": -0.1, "reduction": 0.5}]}, r"tiers\.0\.above"),
        ({"cut": "tiered", "tiers": [{"above": float("inf"), "reduction": 0.5}]}, r"tiers\.0\.above"),
        ({"cut": "tiered", "tiers": [{"over": 0.1, "above": 0.1, "reduction": 0.5}]}, r"tiers\.0\.over"),
        ({"cut": "linear", "reduction": 0.4, "set": 0.1}, "exactly one of"),
        ({"set": 0.0, "sensitive": {"share": 5}}, r"sensitive\.share"),
        ({"set": 0.0, "sensitive": {"share": float("nan")}}, r"sensitive\.share"),
        ({"set": 0.0, "sensitive": {"treatment": "third"}}, r"sensitive\.treatment"),
        ({"set": 0.0, "sensitive": {"sectors": []}}, r"sensitive\.sectors"),
        ({"set": 0.0, "sensitive": {"sector": ["cars"]}}, r"sensitive\.sector\b"),
        ({"depth": DEPTH, "sensitive": {"share": 0.1}}, "sensitive belongs to tariffs"),
        ({"depth": DEPTH, "utilisation": 0.5}, "belong to tariffs"),
        ({"depth": {**DEPTH, "cost_per_level": 98}}, r"depth\.cost_per_level"),
        ({"depth": {**DEPTH, "cost_per_level": 0}}, r"depth\.cost_per_level"),
        ({"depth": {**DEPTH, "to": 2.5}}, r"depth\.to"),
        ({"depth": {**DEPTH, "from": -1}}, r"depth\.from"),
        ({"depth": {"to": 5, "cost_per_level": 0.98}}, r"depth\.from"),
        ({"depth": {**DEPTH, "level": 3}}, r"depth\.level"),
        ({"variable": "pta", "value": 1.0, "depth": DEPTH}, "depth: not with a variable"),
    ],
)
def test_what_cannot_be_meant_names_its_key(change: dict[str, Any], words: str) -> None:
    with pytest.raises(DataError, match=words):
        spec_from(file({**BETWEEN, **change}))


def test_the_examples_of_the_reference_page_are_read(tmp_path: Path) -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "scenario-files.md"
    blocks = [part.split("```")[0] for part in page.read_text(encoding="utf-8").split("```toml\n")[1:]]
    assert len(blocks) >= 3
    for block in blocks:
        path = tmp_path / "x.toml"
        path.write_text(f'title = "x"\n{block}', encoding="utf-8")
        assert read_spec(path).counterfactual.change
