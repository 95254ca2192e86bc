"""Scenarios as a whole: staging, draws, losers, third suppliers, places, origin; each against a rule of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from henequen.model.errors import DataError
from henequen.scenarios import Table, run_scenario, spec_from
from henequen.scenarios.bases import Base
from henequen.scenarios.summary import preset_pages

pytestmark = pytest.mark.world

PAIR: dict[str, Any] = {"among": ["KOR", "MEX"], "set": 0.0}


def scenario(*changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"title": "x", "baseline": {"tariffs": "2005"}, "counterfactual": {"change": list(changes)}, **more}


def rows(table: Table, **where: object) -> list[dict[str, Any]]:
    return [row for row in table.rows() if all(row[key] == value for key, value in where.items())]


def test_the_last_year_of_a_linear_calendar_is_the_whole_cut(cp_base: Base) -> None:
    staging = {"start": 2027, "end": 2030, "category": [{"name": "C", "kind": "linear", "years": 4}]}
    staged = run_scenario(spec_from(scenario(PAIR, staging=staging)), cp_base)
    whole = run_scenario(spec_from(scenario(PAIR)), cp_base)
    mexico = [row["exact_real_income"] for row in rows(staged.tables["years"], region="MEX")]
    wages = [row["real_wage"] for row in rows(staged.tables["years"], region="MEX")]
    assert len(mexico) == 4 and wages == sorted(wages)
    assert (
        max(mexico) > mexico[-1]
    )  # the last step costs income: a small tariff on imports of this size pays the importer
    assert mexico[-1] == pytest.approx(rows(whole.table, region="MEX")[0]["exact_real_income"], abs=1e-9)
    assert rows(staged.table, region="MEX")[0]["exact_real_income"] == pytest.approx(mexico[-1], abs=1e-9)


def test_an_excluded_sector_keeps_its_tariff(cp_base: Base) -> None:
    staging = {
        "start": 2027,
        "end": 2027,
        "category": [
            {"name": "E", "kind": "exclusion", "sectors": ["Agriculture", "Food"]},
            {"name": "A", "kind": "immediate"},
        ],
    }
    staged = run_scenario(spec_from(scenario(PAIR, staging=staging)), cp_base)
    without = run_scenario(spec_from(scenario({**PAIR, "except_sectors": ["Agriculture", "Food"]})), cp_base)
    for one, two in zip(staged.table.rows(), without.table.rows(), strict=True):
        assert one["exact_real_income"] == pytest.approx(two["exact_real_income"], abs=1e-9)


def test_relief_and_coverage_are_between_nothing_and_everything(cp_base: Base) -> None:
    rise = {"importers": ["MEX"], "exporters": ["KOR"], "sectors": ["Auto"], "set": 0.5}
    found = [
        rows(
            run_scenario(spec_from(scenario({**rise, "coverage": share})), cp_base).tables["trade"],
            importer="MEX",
            exporter="KOR",
            sector="Auto",
        )[0]["change"]
        for share in (0.0, 0.4, 1.0)
    ]
    assert found[0] == pytest.approx(1, abs=1e-9) and found[0] > found[1] > found[2]


def test_bands_hold_the_point_and_do_not_depend_on_who_else_is_drawn(cp_base: Base) -> None:
    draws = {"n": 40, "seed": 3, "elasticities": {"distribution": "lognormal", "sigma": 0.15}}
    first = run_scenario(spec_from(scenario(PAIR, draws=draws)), cp_base)
    again = run_scenario(spec_from(scenario(PAIR, draws=draws)), cp_base)
    for row, same in zip(first.table.rows(), again.table.rows(), strict=True):
        assert row == same
        assert row["real_wage_lower"] <= row["real_wage_upper"]  # type: ignore[operator]
    mexico = rows(first.table, region="MEX")[0]
    assert mexico["exact_real_income_lower"] < mexico["exact_real_income"] < mexico["exact_real_income_upper"]
    assert {"change_lower", "change_upper"} <= set(first.tables["trade"].columns)
    assert any("lognormal" in line for line in first.assumptions)


def test_third_suppliers_lose_what_the_favoured_take(cp_base: Base) -> None:
    result = run_scenario(spec_from(scenario({"importers": ["MEX"], "exporters": ["KOR"], "set": 0.0})), cp_base)
    third = result.tables["third_suppliers"]
    assert {row["importer"] for row in third.rows()} == {"MEX"}
    favoured = rows(third, role="favoured")
    assert [row["exporter"] for row in favoured] == ["KOR"] and favoured[0]["difference"] > 0
    assert all(row["difference"] < 0 for row in rows(third, role="third", exporter="JPN"))
    assert rows(result.tables["losers"], kind="third_supplier", who="JPN")


@pytest.mark.system(56)
def test_losers_name_agriculture_where_it_loses() -> None:
    pack = Path(__file__).resolve().parents[2] / "packs" / "mexico_korea"
    pages = {page["id"]: page for page in preset_pages(pack)}
    losers = [row for row in pages["zero-tariffs-1993"]["tables"]["losers"] if row["kind"] == "sector"]
    agriculture = [row for row in losers if row["who"] in ("Agriculture", "Food")]
    assert agriculture and all(row["change"] < 0 for row in losers)
    assert {row["region"] for row in losers} == {"MEX", "KOR"}


@pytest.mark.system(111)
def test_overlapping_agreements_are_presets() -> None:
    pack = Path(__file__).resolve().parents[2] / "packs" / "mexico_korea"
    pages = {page["id"]: page for page in preset_pages(pack)}
    for name, absent in (("cptpp", "Viet Nam"), ("pacific-alliance", "Colombia")):
        assert pages[name]["computed"] and any(absent in limit for limit in pages[name]["limits"])


def test_places_read_the_national_result_through_their_mix(cp_base: Base) -> None:
    mix = Table(
        "mix.csv",
        {
            "place": ["XX-A", "XX-A", "XX-B"],
            "region": ["MEX"] * 3,
            "sector": ["Auto", "Textile", "Agriculture"],
            "share": ["0.4", "0.1", "1.0"],
            "source": ["an invented table of this test"] * 3,
        },
    )
    result = run_scenario(spec_from(scenario(PAIR)), cp_base, places=mix)
    draws = {"n": 40, "seed": 3, "elasticities": {"distribution": "lognormal", "sigma": 0.25}}
    drawn = run_scenario(spec_from(scenario(PAIR, draws=draws)), cp_base, places=mix).tables["places"]
    for row in drawn.rows():
        assert row["exposure_lower"] < row["exposure"] < row["exposure_upper"]  # type: ignore[operator]
    assert "exposure_lower" not in result.tables["places"].columns
    change = {row["sector"]: 100 * (row["output"] - 1) for row in rows(result.tables["sectors"], region="MEX")}
    place = rows(result.tables["places"], place="XX-A")[0]
    assert place["exposure"] == pytest.approx(0.4 * change["Auto"] + 0.1 * change["Textile"])
    assert place["covered"] == 0.5 and place["source"] == "an invented table of this test"
    bad = Table("mix.csv", {**mix.columns, "source": ["", "", ""]})
    with pytest.raises(DataError, match=r"line 2: a share needs its source"):
        run_scenario(spec_from(scenario(PAIR)), cp_base, places=bad)


def test_a_higher_tariff_cannot_be_escaped_by_origin(cp_base: Base) -> None:
    rise = {"importers": ["MEX"], "exporters": ["KOR"], "set": 0.9, "utilisation": 0.2}
    plain = {"importers": ["MEX"], "exporters": ["KOR"], "set": 0.9}
    one, two = (run_scenario(spec_from(scenario(change)), cp_base) for change in (rise, plain))
    first, second = (np.array(result.tables["trade"].columns["value_after"], dtype=float) for result in (one, two))
    assert np.allclose(first, second)


def test_iceberg_shock_adds_a_third_term_to_the_path(cp_base: Base) -> None:
    change = {"importers": ["MEX"], "exporters": ["KOR"], "iceberg": 0.95}
    row = rows(run_scenario(spec_from(scenario(change)), cp_base).table, region="MEX")[0]
    total = sum(row[f"path_{name}"] for name in ("terms_of_trade", "volume_of_trade", "technical_efficiency"))
    assert total == pytest.approx(100 * np.log1p(row["exact_real_income"] / 100), abs=1e-9)
    assert row["path_technical_efficiency"] > 0


def test_a_tariff_base_is_no_gravity_base(cp_base: Base) -> None:
    with pytest.raises(DataError, match="needs a one_sector base"):
        run_scenario(spec_from({"title": "x", "model": "gravity"}), cp_base)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"model": "gravity", "staging": {"start": 1, "end": 2, "category": []}}, "staging and places"),
        (
            {"model": "gravity", "draws": {"n": 9, "elasticities": {"distribution": "normal", "sigma": 0.1}}},
            "standard errors",
        ),
        ({"draws": {"n": 9, "iceberg": {"distribution": "normal", "sigma": 0.1}}}, "needs a change with iceberg"),
        (
            {"counterfactual": {"change": [{"among": ["A", "B"], "iceberg": 0.9, "utilisation": 0.5}]}},
            "belong to tariffs",
        ),
        ({"model": "partial", "partial": {"lines": "x.csv", "method": "wits"}}, "smart"),
    ],
)
def test_a_key_that_would_have_no_effect_is_an_error(more: dict[str, Any], words: str) -> None:
    with pytest.raises(DataError, match=words):
        spec_from({"title": "x", **more})
