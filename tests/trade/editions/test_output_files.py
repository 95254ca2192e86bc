"""OUT and what stands beside it come together, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from henequen.files.checksum import digest_of
from henequen.model.errors import DataError
from henequen.trade.editions.checksum_file import check_seal
from henequen.trade.editions.edition import rows_of
from henequen.trade.readers import area_kinds, area_numbers, open_reported
from henequen.trade.reconcile.pipeline import reconcile
from henequen.trade.reconcile.plan import Plan
from henequen.trade.staging.areas import AreaCodes

Toy = Callable[..., Any]
ALL = {"out.parquet", "out.parquet.sha256", "out.report.json", "out.model.json"}


def run(folder: Path, path: Path, out: str = "out", **options: Any) -> dict[str, Any]:
    plan = Plan(open_reported([path], folder / "read"), folder / "made" / f"{out}.parquet", **options)
    return reconcile(plan, AreaCodes(area_kinds(), area_numbers()))


def beside(folder: Path) -> set[str]:
    return {path.name for path in (folder / "made").iterdir()}


def told(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "made" / "out.report.json").read_text(encoding="utf-8"))
    return found


def test_the_report_that_is_returned_stands_beside_out_and_is_of_it(
    tmp_path: Path, world: Toy, write_rows: Toy
) -> None:
    report = run(tmp_path, write_rows(tmp_path / "rows.csv", world(areas=5, products=60)))
    assert told(tmp_path) == report
    assert report["sha256"] == digest_of(tmp_path / "made" / "out.parquet")
    assert beside(tmp_path) == ALL


def test_what_an_earlier_result_had_beside_it_and_this_one_lacks_goes(
    tmp_path: Path, world: Toy, write_rows: Toy
) -> None:
    rows = world(areas=6, products=60)
    path = write_rows(tmp_path / "rows.csv", rows)
    late = write_rows(tmp_path / "late.csv", [r for r in rows if r["reporterISO"] == "FRA"])
    run(tmp_path, path, "base")
    run(tmp_path, late, base=tmp_path / "made" / "base.parquet")
    assert "out.edition.json" in beside(tmp_path)
    run(tmp_path, path, method="bimts")
    assert {name for name in beside(tmp_path) if name.startswith("out")} == ALL - {"out.model.json"}


def test_a_failure_leaves_the_earlier_result_as_it_was(tmp_path: Path, world: Toy, row: Toy, write_rows: Toy) -> None:
    rows = world(areas=5, products=60)
    run(tmp_path, write_rows(tmp_path / "rows.csv", rows))
    before = {path: path.read_bytes() for path in (tmp_path / "made").iterdir()}
    odd = [row("X", "AUS", "BRA", "970110", value) for value in (1, 2)]
    with pytest.raises(DataError, match="twice"):
        run(tmp_path, write_rows(tmp_path / "odd.csv", [*rows, *odd]))
    assert {path: path.read_bytes() for path in (tmp_path / "made").iterdir()} == before


@pytest.mark.parametrize("earlier", [False, True])
def test_a_hand_over_that_was_interrupted_is_finished_by_the_next_reader(
    tmp_path: Path, world: Toy, write_rows: Toy, monkeypatch: pytest.MonkeyPatch, earlier: bool
) -> None:
    rows = world(areas=5, products=60)
    path = write_rows(tmp_path / "rows.csv", rows)
    if earlier:
        run(tmp_path, path, method="bimts")

    def stop(main: Path) -> bool:
        raise KeyboardInterrupt  # as a kill: nothing after the journal is done

    with monkeypatch.context() as patched:
        patched.setattr("henequen.files.handover.recover", stop)
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path, path)
    out = tmp_path / "made" / "out.parquet"
    duckdb.execute(f"select count(*) from ({rows_of(out)})")
    check_seal(out)
    assert told(tmp_path)["method"] == "two_level"
    assert beside(tmp_path) == ALL
