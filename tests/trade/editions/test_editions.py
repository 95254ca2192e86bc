from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from henequen.cli.app import app
from henequen.model.errors import DataError, UsageError
from henequen.trade.editions.edition import compare, rows_of
from henequen.trade.editions.lineage import chain_of, source_of_flow
from henequen.trade.editions.sidecar import read_sidecar
from henequen.trade.gap.edition import explain_edition
from henequen.trade.readers import area_kinds, area_numbers, open_reported
from henequen.trade.reconcile.pipeline import reconcile
from henequen.trade.reconcile.plan import Plan
from henequen.trade.staging.areas import AreaCodes

Toy = Callable[..., Any]


def _run(folder: Path, name: str, path: Path, base: Path | None = None) -> Path:
    files = open_reported([path], folder / f"read-{name}")
    reconcile(Plan(files, folder / f"{name}.parquet", base=base), AreaCodes(area_kinds(), area_numbers()))
    return folder / f"{name}.parquet"


def test_an_update_touches_only_the_reporter(tmp_path: Path, world: Toy, write_rows: Toy) -> None:
    rows = world(seed=9)
    late = [r for r in rows if r["reporterISO"] == "FRA"]
    base = _run(tmp_path, "base", write_rows(tmp_path / "early.csv", [r for r in rows if r["reporterISO"] != "FRA"]))
    update = _run(tmp_path, "update", write_rows(tmp_path / "late.csv", late), base)
    whole = _run(tmp_path, "whole", write_rows(tmp_path / "all.csv", rows))
    parties = duckdb.execute(f"select count(*) from '{update}' where 'FRA' not in (exporter, importer)").fetchone()
    assert parties == (0,)
    apart = duckdb.execute(
        f"select count(*), max(abs(ln(u.value / w.value))) from ({rows_of(update)}) u join '{whole}' w "
        "using (period, exporter, importer, product) where u.value > 0 and w.value > 0"
    ).fetchone()
    total = duckdb.execute(f"select count(*) from '{whole}'").fetchone()
    assert apart is not None
    assert total is not None
    assert apart[0] > 0.98 * total[0]
    assert apart[1] < 0.5
    same = duckdb.execute(
        f"select count(*) from ({rows_of(update)}) u join '{whole}' w using (period, exporter, importer, product) "
        "where u.x_value is distinct from w.x_value or u.m_value is distinct from w.m_value"
    ).fetchone()
    assert same == (0,)


def test_who_has_no_usable_row_is_not_touched(tmp_path: Path, world: Toy, write_rows: Toy) -> None:
    rows = world(seed=9)
    late = [r for r in rows if r["reporterISO"] == "FRA"]
    odd = next(r for r in rows if r["reporterISO"] == "DEU") | {"primaryValue": 0}
    base = _run(tmp_path, "base", write_rows(tmp_path / "early.csv", [r for r in rows if r["reporterISO"] != "FRA"]))
    alone = _run(tmp_path, "alone", write_rows(tmp_path / "late.csv", late), base)
    update = _run(tmp_path, "update", write_rows(tmp_path / "odd.csv", [*late, odd]), base)
    told = json.loads(update.with_suffix(".report.json").read_text())
    assert told["touched"] == [["2019", "FRA"]]
    assert [(item["reason"], item["rows"]) for item in told["dropped"]] == [("value_zero", 1)]
    differ = f"(from '{update}' except all from '{alone}') union all (from '{alone}' except all from '{update}')"
    assert duckdb.execute(f"select count(*) from ({differ})").fetchone() == (0,)


def test_an_update_without_a_usable_row_is_refused(tmp_path: Path, world: Toy, write_rows: Toy) -> None:
    rows = world(seed=9, areas=5)
    base = _run(tmp_path, "base", write_rows(tmp_path / "early.csv", rows))
    with pytest.raises(DataError, match="no usable row"):
        _run(tmp_path, "update", write_rows(tmp_path / "odd.csv", [rows[0] | {"primaryValue": 0}]), base)


def test_a_diff_says_what_changed_and_why(tmp_path: Path, world: Toy, write_rows: Toy) -> None:
    rows = world(seed=4, areas=6)
    old = _run(tmp_path, "old", write_rows(tmp_path / "old.csv", rows))
    assert compare(old, old) == ([], [])
    revised = [dict(r) for r in rows]
    target = next(r for r in revised if r["flowCode"] == "X")
    target["primaryValue"] = 3 * target["primaryValue"]
    new = _run(tmp_path, "new", write_rows(tmp_path / "new.csv", revised))
    changes, largest = compare(old, new)
    reasons = {change.reason: change for change in changes}
    assert reasons["exporter revised"].rows == 1
    top = next(row for row in largest if row["reason"] == "exporter revised")
    assert (top["exporter"], top["importer"], top["product"]) == (
        target["reporterISO"], target["partnerISO"], target["cmdCode"])  # fmt: skip


def test_an_update_of_an_unknown_year_is_refused(tmp_path: Path, world: Toy, write_rows: Toy, row: Toy) -> None:
    base = _run(tmp_path, "base", write_rows(tmp_path / "a.csv", world(areas=5)))
    with pytest.raises(DataError, match="does not contain this period"):
        _run(
            tmp_path, "next", write_rows(tmp_path / "b.csv", [row("X", "AUS", "BRA", "100110", 5, period="2020")]), base
        )


def test_the_verbs_read_editions_and_refuse_damaged_ones(tmp_path: Path, world: Toy, write_rows: Toy) -> None:
    rows = world(seed=4, areas=6)
    old = _run(tmp_path, "old", write_rows(tmp_path / "old.csv", [r for r in rows if r["reporterISO"] != "DEU"]))
    new = _run(tmp_path, "new", write_rows(tmp_path / "new.csv", [r for r in rows if r["reporterISO"] == "DEU"]), old)
    run = CliRunner()
    done = run.invoke(app, ["mirror", "diff", str(old), str(new), "--pair", "DEU,BRA", "--json", "--top", "5"])
    assert done.exit_code == 3
    told = [json.loads(line) for line in done.stdout.splitlines()]
    totals, flows = ([row for row in told if row["kind"] == kind] for kind in ("total", "flow"))
    assert {"exporter's report arrived", "importer's report arrived"} <= {row["reason"] for row in totals}
    assert len(flows) == 5 and all({row["exporter"], row["importer"]} == {"DEU", "BRA"} for row in flows)
    pair = duckdb.execute(
        f"select count(*) from ({rows_of(new)}) where exporter in ('DEU', 'BRA') and importer in ('DEU', 'BRA')"
    ).fetchone()
    assert pair is not None
    assert 0 < sum(row["rows"] for row in totals) <= pair[0]
    assert chain_of(new) == [old.resolve(), new]
    assert str(new) in source_of_flow(new, "2019", "DEU", "BRA")
    assert str(old.resolve()) in source_of_flow(new, "2019", "CHL", "BRA")
    done = run.invoke(app, ["mirror", "explain", "DEU", "BRA", "2019", str(new), "--json"])
    assert [json.loads(line)["importer_value"] is None for line in done.stdout.splitlines()] == [False, False]
    whole = old.read_bytes()
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(whole[: len(whole) // 2])
    for order in (["diff", str(old), str(broken)], ["explain", "DEU", "BRA", "2019", str(broken)]):
        done = run.invoke(app, ["mirror", *order])
        assert isinstance(done.exception, DataError)
    for wrong in ("DEU", "DEU,DEU", "DEU,BRA,CHL"):
        assert isinstance(
            run.invoke(app, ["mirror", "diff", str(old), str(new), "--pair", wrong]).exception, UsageError
        )


def test_a_side_that_is_silent_in_the_edition_is_missing(tmp_path: Path, world: Toy, write_rows: Toy) -> None:
    rows = [r for r in world(seed=4, areas=6) if r["reporterISO"] != "DEU"]
    edition = _run(tmp_path, "old", write_rows(tmp_path / "old.csv", rows))
    found = explain_edition(edition, "BRA", "DEU", "2019")[0]
    assert found.exporter_value is not None
    assert (found.importer_value, found.gap) == (None, None)


@pytest.mark.parametrize("text", ["{", "[1]", '{"findings": [], "findings": []}', "[" * 100_000])
def test_a_damaged_file_next_to_a_result_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "flows.report.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"next to the result is damaged") as refused:
        read_sidecar(path)
    assert str(path) in str(refused.value)
