"""What nobody should get a number for: each is refused with its place, and nothing is taken for everything in silence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from henequen.model.errors import DataError
from henequen.scenarios import run_scenario, spec_from
from henequen.scenarios.bases import Base, save_base
from henequen.scenarios.bases.lines import read_lines
from henequen.scenarios.bases.long import import_long
from henequen.scenarios.bases.tariffs import add_tariffs
from henequen.scenarios.bases.world_lines import read_world_lines
from henequen.scenarios.multi_sector import Economy, solve

ROWS = """importer,exporter,sector,value,tariff
A,A,g,900,0
A,B,g,60,0.1
A,C,g,140,0.05
B,A,g,40,0.2
B,B,g,1200,0
B,C,g,160,0.05
C,A,g,160,0.05
C,B,g,140,0.05
C,C,g,5000,0
"""


def made(folder: Path, rows: str = ROWS, theta: str = "sector,theta\ng,4\n") -> Base:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "trade.csv").write_text(rows, encoding="utf-8")
    (folder / "theta.csv").write_text(theta, encoding="utf-8")
    return import_long(folder)


def asked(**change: Any) -> dict[str, Any]:
    return {"title": "x", "counterfactual": {"change": [change]}}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return made(tmp_path_factory.mktemp("world"))


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"among": ["A", "Z"], "set": 0.0}, "no such region"),
        ({"among": ["A", "B"], "sectors": ["h"], "set": 0.0}, "no such sector"),
        ({"among": ["A", "B"], "set": -1.0}, "-100 %"),
        ({"among": ["A", "B"], "add": -3.0}, "-100 %"),
        ({"importers": ["A"], "exporters": ["A"], "set": 0.0}, "reaches no cell"),
        ({"among": "all", "except_exporters": ["A", "B", "C"], "set": 0.0}, "reaches no cell"),
    ],
)
def test_a_change_that_does_not_fit_the_base_is_refused(world: Base, change: dict[str, Any], part: str) -> None:
    with pytest.raises(DataError, match=part) as error:
        run_scenario(spec_from(asked(**change)), world)
    assert "counterfactual.change 1" in str(error.value)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"among": [], "set": 0.0}, "two members"),
        ({"among": ["A"], "set": 0.0}, "two members"),
        ({"among": ["A", "A"], "set": 0.0}, "two members"),
        ({"importers": [], "exporters": ["B"], "set": 0.0}, "importers is empty"),
        ({"importers": ["A"], "exporters": [], "set": 0.0}, "exporters is empty"),
        ({"among": ["A", "B"], "sectors": [], "set": 0.0}, "sectors is empty"),
        ({"among": ["A", "B"], "set": float("nan")}, "finite"),
        ({"among": ["A", "B"], "set": float("inf")}, "finite"),
        ({"among": ["A", "B"], "iceberg": float("inf")}, "finite"),
        ({"among": ["A", "B"], "iceberg": 0.0}, "greater than 0"),
        ({"among": ["A", "B"], "set": 0.0, "scale": 0.5}, "exactly one"),
    ],
)
def test_a_change_that_says_nothing_or_no_number_is_refused_when_read(change: dict[str, Any], part: str) -> None:
    with pytest.raises(DataError, match=part):
        spec_from(asked(**change))


def test_a_percentage_where_a_fraction_belongs_is_marked(world: Base) -> None:
    found = run_scenario(spec_from(asked(importers=["A"], exporters=["B"], set=35.0)), world)
    (mark,) = [m for m in found.diagnostics["marks"] if m["rule"] == "rate_very_high"]
    assert mark["count"] > 0
    assert "3,500 %" in mark["text"] and "0.35 is 35 %" in mark["text"]
    assert mark["text"] in found.limits
    led = run_scenario(spec_from(asked(importers=["A"], exporters=["B"], scale=200.0)), world)
    assert [m["rule"] for m in led.diagnostics["marks"]] == ["rate_very_high"]


def test_high_rates_below_the_bound_are_not_marked_and_a_cost_variable_is_no_rate(world: Base) -> None:
    found = run_scenario(spec_from(asked(among=["A", "B"], set=9.9)), world)
    assert found.diagnostics["marks"] == []
    spec_from({"model": "gravity", **asked(among=["A", "B"], variable="distance", value=4000.0)})


@pytest.mark.parametrize("method", ["smart", "gsim"])
@pytest.mark.parametrize("column", ["tariff_before", "tariff_after"])
def test_a_table_of_lines_in_percent_is_refused(tmp_path: Path, method: str, column: str) -> None:
    cells = {"tariff_before": "0.1", "tariff_after": "0.0", column: "35"}
    rows = f"g,B,A,100,{cells['tariff_before']},{cells['tariff_after']}"
    path = tmp_path / "l.csv"
    path.write_text(
        f"product,supplier,importer,value,tariff_before,tariff_after\ng,C,A,10,0.1,0.1\n{rows}\n", encoding="utf-8"
    )
    with pytest.raises(DataError, match="1000 % or more") as error:
        if method == "smart":
            read_lines(path)
        else:
            read_world_lines(path, demand=-1.0, substitution=2.0, supply=2.0)
    assert f"row 2, column {column}" in str(error.value) and error.value.hint == "write 0.35 if 35 % is meant"


def test_a_base_in_percent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="row 2, column tariff") as error:
        made(tmp_path, ROWS.replace("60,0.1", "60,10"))
    assert error.value.expected == "a fraction: 0.35 is 35 %"


def test_a_tariff_table_of_percentages_is_taken_up_to_1000(tmp_path: Path, world: Base) -> None:
    path = tmp_path / "t.csv"
    path.write_text("importer,exporter,sector,rate\nA,all,g,887.4\n", encoding="utf-8")
    assert add_tariffs(world, path, "high").tariffs("high")[0, 1, 0] == pytest.approx(8.874)
    path.write_text("importer,exporter,sector,rate\nA,all,g,1000\n", encoding="utf-8")
    with pytest.raises(DataError, match="a percentage below 1000"):
        add_tariffs(world, path, "high")


@pytest.mark.parametrize(
    ("asked_for", "where", "expected", "hint"),
    [
        ({"title": "x", "modell": "gravity"}, "scenario: modell", "title, id, model, mode", "did you mean model?"),
        ({}, "scenario: title", "title = ... at the top of the file", None),
        (asked(among=["A", "B"], sett=0.1), "counterfactual.change.0.sett", "from, set, scale", "did you mean set?"),
        (
            {"title": "x", "staging": {"start": 2027, "category": []}},
            "scenario: staging.end",
            "end = ... in staging",
            None,
        ),
        (
            asked(among=["A", "B"], depth={"from": 1, "to": 2, "cost_per_level": 0.9, "levels": 3}),
            "depth.levels",
            "one of from, to, cost_per_level",
            None,
        ),
        (asked(among=["A", "B"], coverage=2.0), "coverage", "less than or equal to 1", None),
    ],
)
def test_a_misspelt_or_missing_key_is_told_with_the_keys_that_are_known(
    asked_for: dict[str, Any], where: str, expected: str, hint: str | None
) -> None:
    with pytest.raises(DataError) as error:
        spec_from(asked_for)
    assert where in str(error.value.where) and expected in str(error.value.expected)
    assert hint is None or error.value.hint == hint
    assert "Extra inputs" not in str(error.value) and "Field required" not in str(error.value)


def test_a_calendar_that_ends_before_it_starts_says_so_first() -> None:
    staging = {"start": 2030, "end": 2020, "category": [{"name": "a", "kind": "linear", "years": 5}]}
    with pytest.raises(DataError, match=r"^scenario: staging: the calendar ends \(2020\) before it starts \(2030\)"):
        spec_from({**asked(among=["A", "B"], set=0.0), "staging": staging})


def test_among_all_is_everybody(world: Base) -> None:
    one = run_scenario(spec_from(asked(among="all", set=0.0)), world).table
    two = run_scenario(spec_from(asked(importers="all", exporters="all", set=0.0)), world).table
    three = run_scenario(spec_from(asked(among=["A", "B", "C"], set=0.0)), world).table
    assert one.columns["exact_real_income"] == two.columns["exact_real_income"] == three.columns["exact_real_income"]


@pytest.mark.parametrize(
    ("rows", "theta", "words"),
    [
        (ROWS.replace("A,A,g,900", "A,A,g,-900"), "g,4", ("importer A, exporter A, g", "-900", "negative")),
        (ROWS.replace("A,B,g,60,0.1", "A,B,g,60,-1"), "g,4", ("importer A, exporter B, g", "-100 %")),
        (ROWS.replace("140,0.05\nC,C,g,5000", "0,0\nC,C,g,0").replace("B,C,g,160", "B,C,g,0").replace(
            "A,C,g,140", "A,C,g,0"), "g,4", ("C: a region has no output",)),
        (ROWS, "g,0", ("sector g", "elasticity")),
        (ROWS, "g,-2", ("sector g", "elasticity")),
        (ROWS, "g,101", ("sector g", "at most 100")),
        (ROWS, "h,4", ("g",)),
        (ROWS + "A,A,g,900,0\n", "g,4", ("A",)),
        (ROWS.replace("A,B,g,60,0.1", "A,B,g,sixty,0.1"), "g,4", ("row 2", "sixty")),
        ("importer,exporter,sector,value,tariff\n", "g,4", ("no rows",)),
    ],
)  # fmt: skip
def test_a_table_that_is_not_right_names_the_cell(
    tmp_path: Path, rows: str, theta: str, words: tuple[str, ...]
) -> None:
    with pytest.raises(DataError) as error:
        made(tmp_path, rows, f"sector,theta\n{theta}\n")
    assert all(word in str(error.value) for word in words), error.value


def test_sixty_five_and_a_sector_without_trade_are_recorded(tmp_path: Path) -> None:
    idle = "".join(f"{a},{b},h,{100 if a == b else 0},0\n" for a in "ABC" for b in "ABC")
    base = made(tmp_path, ROWS + idle, "sector,theta\ng,65\nh,5\n")
    rules = {item.rule: item for item in base.adjustments}
    assert rules["elasticity_very_high"].cells == 1 and "g" in str(rules["elasticity_very_high"])
    assert rules["sector_without_trade"].cells == 1
    result = run_scenario(spec_from(asked(among=["A", "B"], set=0.0)), base)
    assert np.isfinite(np.array(result.table.columns["exact_real_income"], dtype=float)).all()
    told = {check["rule"] for check in result.diagnostics["base"]["checks"]}
    assert {"elasticity_very_high", "sector_without_trade"} <= told


def test_the_solver_names_the_cell_that_it_cannot_take(cp_economy: Economy) -> None:
    tariff, none = cp_economy.data_tariff, np.zeros(31)
    for value in (-1.0, -2.0, np.nan, np.inf):
        bad = tariff.copy()
        bad[17, 19, 18] = value
        with pytest.raises(DataError, match="importer MEX, exporter KOR, Auto"):
            solve(cp_economy, bad, surplus=none)
    with pytest.raises(DataError, match="do not sum to zero"):
        solve(cp_economy, tariff, surplus=np.full(31, 1e-3))
    with pytest.raises(DataError, match="elasticity"):
        solve(cp_economy, tariff, surplus=none, theta=np.zeros(20))
    with pytest.raises(DataError, match="trade costs"):
        solve(cp_economy, tariff, surplus=none, iceberg=np.zeros_like(tariff))


@pytest.mark.parametrize("prohibitive", [{"set": 1e9}, {"set": 1e12}, {"iceberg": 1e9}])
def test_a_prohibitive_tariff_is_no_trade(world: Base, prohibitive: dict[str, float]) -> None:
    """Tariff or cost, it comes to the same world: no trade between the two, no revenue from it, the same real income."""
    reference = run_scenario(spec_from(asked(importers=["A"], exporters=["B"], iceberg=1e8)), world)
    found = run_scenario(spec_from(asked(importers=["A"], exporters=["B"], **prohibitive)), world)
    flows = {(r["importer"], r["exporter"]): r["value_after"] for r in found.tables["trade"].rows()}
    assert flows["A", "B"] < 1e-20
    assert np.allclose(
        np.array(found.table.columns["exact_real_income"], dtype=float),
        np.array(reference.table.columns["exact_real_income"], dtype=float),
        atol=1e-8,
    )


def test_a_run_that_does_not_converge_exits_with_one_and_leaves_nothing(world: Base, tmp_path: Path) -> None:
    save_base(world, tmp_path / "base")
    file = tmp_path / "s.toml"
    file.write_text('title = "x"\n[[counterfactual.change]]\namong = "all"\nset = 0.5\n', encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "henequen",
        "scenario",
        "run",
        str(file),
        "--base",
        str(tmp_path / "base"),
        "--out",
    ]
    assert subprocess.run([*command, str(tmp_path / "out")], capture_output=True, check=False).returncode == 0
    assert (tmp_path / "out" / "regions.csv").is_file()
    with file.open("a", encoding="utf-8") as more:
        more.write("[solver]\nmax_iterations = 2\n")
    done = subprocess.run([*command, str(tmp_path / "out")], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and not list((tmp_path / "out").iterdir())
    for word in ("2 sweeps", "residual", "worst:"):
        assert word in done.stderr


def test_a_calendar_that_is_cut_short_says_so_and_a_whole_one_does_not(world: Base) -> None:
    def marks(end: int, **category: Any) -> Any:
        staging = {"start": 2026, "end": end, "category": [{"name": "ten", "years": 10, **category}]}
        result = run_scenario(spec_from({**asked(among=["A", "B"], set=0.0), "staging": staging}), world)
        found = result.diagnostics["marks"]
        assert [mark["text"] for mark in found] == list(result.limits[: len(found)])
        return found

    (mark,) = marks(2030)
    assert (mark["rule"], mark["count"], mark["cells"]) == ("calendar_cut_short", 1, 2)
    assert "ends in 2030" in mark["text"] and "ten 50 % of 100 %" in mark["text"]
    assert marks(2035) == [] and marks(2030, kind="exclusion") == [] and marks(2030, kind="quota", share=0.5) == []
    assert "ten 25 % of 50 %" in marks(2030, kind="partial", share=0.5)[0]["text"]


def test_a_scenario_that_changes_nothing_says_so(world: Base) -> None:
    for more in ({"counterfactual": {}}, asked(importers=["A"], exporters=["B"], set=0.1)):
        result = run_scenario(spec_from({"title": "x", **more}), world)
        assert [mark["rule"] for mark in result.diagnostics["marks"]] == ["nothing_changed"]
        assert result.limits[0].startswith("Nothing is changed: 0 cells")
    changed = run_scenario(spec_from(asked(importers=["A"], exporters=["B"], set=0.2)), world)
    assert changed.diagnostics["marks"] == []
