"""Value-added trade: identities, a world small enough to do by hand, the published table through the verb, balances."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from at_hand import models_folder
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from henequen.cli.scenario import app
from henequen.model.errors import DataError
from henequen.scenarios.value_added.balance import Uses, balance_rows, split_to_the_cent
from henequen.scenarios.value_added.leontief import (
    InputOutput,
    Leontief,
    content_of_exports,
    final_demand_by_last_seller,
    identity_gap,
    table_of,
)
from henequen.scenarios.value_added.read import read_archive
from henequen.scenarios.value_added.shipped import value_added_tables, write_tables

pytestmark = pytest.mark.world


def _world(seed: int, areas: int = 3, sectors: int = 2, idle: bool = False) -> InputOutput:
    rng = np.random.default_rng(seed)
    size = areas * sectors
    used = rng.uniform(0, 1, (size, size))
    final = rng.uniform(1, 5, (size, areas)) * sectors * areas
    if idle:
        used[1], final[1] = 0.0, 0.0
        final[1, 0], final[1, 1] = 4.0, -4.0
    names = tuple("ABCDEF"[:areas])
    return InputOutput(names, tuple(f"s{k}" for k in range(sectors)), used, final, 2020, "money", "made up")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(1, 4), st.booleans())
def test_identities_hold_in_any_world(seed: int, areas: int, sectors: int, idle: bool) -> None:
    table = _world(seed, areas, max(sectors, 2), idle)
    solved = Leontief(table)
    assert identity_gap(solved) < 1e-9
    rows = content_of_exports(solved, "A", "B")
    assert sum(row["value"] for row in rows) == pytest.approx(solved.exports("A", "B").sum(), rel=1e-9)
    last = [row for origin in table.areas for row in final_demand_by_last_seller(solved, origin, "B")]
    assert sum(row["value"] for row in last) == pytest.approx(solved.table.final[:, 1].sum(), rel=1e-9)


def test_content_of_a_world_done_by_hand() -> None:
    # A sells 50 to B as an input, B makes 100 of it (50 of its own work) and sells 80 to C and 20 at home; C makes nothing.
    used = np.zeros((3, 3))
    used[0, 1] = 50.0
    final = np.array([[0.0, 0.0, 0.0], [0.0, 20.0, 80.0], [0.0, 0.0, 10.0]])
    solved = Leontief(InputOutput(("A", "B", "C"), ("s",), used, final, 2020, "money", "by hand"))
    content = {row["origin"]: row["value"] for row in content_of_exports(solved, "B", "C")}
    assert content == pytest.approx({"A": 40.0, "B": 40.0, "C": 0.0})
    last = {row["last_seller"]: row["value"] for row in final_demand_by_last_seller(solved, "A", "C")}
    assert last == pytest.approx({"A": 0.0, "B": 40.0, "C": 0.0})


def test_table_of_a_base_splits_inputs_in_proportion_and_keeps_sales() -> None:
    trade = np.array([[[60.0], [20.0]], [[10.0], [90.0]]])
    table = table_of(("A", "B"), ("s",), trade, np.full((2, 1, 1), 0.4), year=1, unit="m", source="x")
    assert not table.exact
    assert table.intermediate.sum(axis=1) + table.final.sum(axis=1) == pytest.approx(trade.sum(axis=0).ravel())
    assert table.intermediate[0, 0] == pytest.approx(0.4 * 70 * 60 / 80)
    assert identity_gap(Leontief(table)) < 1e-12


@pytest.mark.system(16)
def test_value_added_verb_shows_the_triangle_from_the_table_of_2011(tmp_path: Path) -> None:
    table = models_folder() / "wiod_wiot2011.npz"
    order = ["value-added", str(table), "--side", "MEX", "--side", "KOR", "--third", "USA", "--year", "2011", "--json"]
    done = CliRunner().invoke(app, [*order, "--fuels", "c2", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    content = {(r["seller"], r["buyer"], r["origin"]): r for r in rows if r["table"] == "content"}
    assert sum(r["value"] for r in content.values() if (r["seller"], r["buyer"]) == ("MEX", "USA")) == pytest.approx(
        227_467
    )
    assert content["MEX", "USA", "KOR"]["share"] == pytest.approx(0.01403, abs=5e-5)
    assert content["KOR", "USA", "MEX"]["share"] == pytest.approx(0.00217, abs=5e-5)
    # TiVA and WIOD studies put the foreign part of Mexico's exports to the United States at about a third in these years.
    assert 0.25 < 1 - content["MEX", "USA", "MEX"]["share"] < 0.4
    last = {(r["origin"], r["buyer"], r["last_seller"]): r["value"] for r in rows if r["table"] == "last_seller"}
    assert last["KOR", "USA", "MEX"] == pytest.approx(1568, abs=1)
    check = next(r for r in rows if r["table"] == "check")
    assert check["identity_gap"] < 1e-9
    assert (tmp_path / "content.csv").is_file()
    plain = CliRunner().invoke(app, [*order[:-1]])
    assert "KOR to USA" in plain.stdout and "identities hold" in plain.stdout


def test_tables_of_another_year_stay_when_one_is_written(tmp_path: Path) -> None:
    for year in (2005, 2011, 2005):
        table = _world(year)
        write_tables(value_added_tables(replace(table, year=year), ["A", "B"], ["C"]), tmp_path)
    lines = (tmp_path / "check.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines] == ["year", "2005", "2011"]


@pytest.mark.parametrize("change", ["shape", "nan", "missing", "text", "names"])
def test_damaged_table_is_refused_by_name(change: str, tmp_path: Path) -> None:
    path = tmp_path / "wiot.npz"
    table = _world(1)
    arrays = {
        "intermediate": table.intermediate,
        "final": table.final,
        "country": np.array(table.areas),
        "sector": np.array(table.sectors),
    }
    if change == "shape":
        arrays["final"] = arrays["final"][:-1]
    elif change == "nan":
        arrays["intermediate"] = arrays["intermediate"] * np.nan
    elif change == "missing":
        del arrays["sector"]
    elif change == "names":
        arrays["country"] = arrays["country"][:-1]
    np.savez(path, **arrays)
    if change == "text":
        path.write_text("not an archive", encoding="utf-8")
    with pytest.raises(DataError, match=r"wiot\.npz"):
        read_archive(path, year=2020, source="x")


@given(st.decimals(-(10**12), 10**12, places=2), st.lists(st.floats(0, 1e9), min_size=1, max_size=6))
def test_split_adds_up_to_the_cent(total: Decimal, weights: list[float]) -> None:
    if sum(weights) <= 0:
        with pytest.raises(DataError):
            split_to_the_cent(total, weights)
        return
    parts = split_to_the_cent(total, weights)
    assert sum(parts) == total
    assert all(part.as_tuple().exponent == -2 for part in parts)


def test_balance_rows_add_up_to_each_sides_own_totals() -> None:
    uses = {(2005, "A", "B"): Uses(1.0, 2.0, 3.0), (2005, "B", "A"): Uses(0.0, 7.0, 1.0)}
    counts = [(2005, "A", Decimal("100.01"), Decimal("7000.33")), (2005, "B", Decimal("90"), Decimal("6500"))]
    rows = balance_rows([*counts, (2006, "A", Decimal(1), Decimal(1))], ("A", "B"), uses)
    assert {row["year"] for row in rows} == {2005}
    for year, reporter, exports, imports in counts:
        own = [row for row in rows if (row["year"], row["reporter"]) == (year, reporter)]
        assert sum(row["exports"] for row in own) == exports
        assert sum(row["imports"] for row in own) == imports
        assert sum(row["balance"] for row in own) == exports - imports
