from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from henequen.model.errors import DataError
from henequen.record.mirror.editions import compare, rows_of
from henequen.record.mirror.plan import Plan
from henequen.record.mirror.reconcile import AreaCodes, reconcile
from henequen.sources.trade import area_kinds, area_numbers, open_reported

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
    with pytest.raises(DataError, match="knows nothing of this period"):
        _run(
            tmp_path, "next", write_rows(tmp_path / "b.csv", [row("X", "AUS", "BRA", "100110", 5, period="2020")]), base
        )
