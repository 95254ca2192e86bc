"""The two machines on a generated world of some 60,000 rows: hubs, rows misfiled by both sides, modules, two editions, all methods."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from henequen.trade.editions.columns import OUTPUT_COLUMNS
from henequen.trade.readers import area_kinds, area_numbers, convert_editions, open_reported
from henequen.trade.reconcile.pipeline import reconcile
from henequen.trade.reconcile.plan import METHODS, Plan
from henequen.trade.staging.areas import AreaCodes

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

MAKER = Path(__file__).resolve().parents[3] / "benchmarks" / "mirror_world.py"
KEYS = ("period", "exporter", "importer", "classification", "product")
TEXTS = ("rule", "netted_with", "module", "fob_reported")
NUMBERS = tuple(name for name in OUTPUT_COLUMNS if name not in (*KEYS, *TEXTS))


@pytest.fixture(scope="module")
def world(spark: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Rows of a year with hubs, a third of the reporters in another edition; and a concordance between the two."""
    folder = tmp_path_factory.mktemp("world")
    subprocess.run(
        [sys.executable, str(MAKER), str(folder), "--rows", "60000", "--world", "rough", "--seed", "4"], check=True
    )
    rows, table = folder / "rows.parquet", folder / "table.csv"
    duckdb.execute(
        f"copy (select * replace (case when ascii(left(\"reporterISO\", 1)) % 3 = 0 then 'H6' else 'H5' end "
        f"as \"classificationCode\") from '{folder / 'reported.parquet'}') to '{rows}'"
    )
    codes = [
        str(code) for (code,) in duckdb.execute(f"select distinct \"cmdCode\" from '{rows}' order by 1").fetchall()
    ]
    with table.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["from_classification", "to_classification", "from_code", "to_code", "share"])
        for k, code in enumerate(codes):
            if k % 50 == 1:  # several become one
                writer.writerow(["H6", "H5", code, codes[k - 1], ""])
            elif k % 50 == 7:  # one becomes two
                writer.writerows([["H6", "H5", code, code, "0.6"], ["H6", "H5", code, codes[k - 1], "0.4"]])
            elif k % 50 != 11:  # the rest is the same, but for some that are not in the table
                writer.writerow(["H6", "H5", code, code, ""])
    return rows, table


@pytest.mark.parametrize(
    ("method", "converted"),
    [pytest.param(method, True, id=f"{method}, one edition") for method in METHODS if method != "two_level"]
    + [pytest.param("two_level", False, id="two_level, two editions")],
)
def test_spark_gives_what_duckdb_gives(world: tuple[Path, Path], tmp_path: Path, method: str, converted: bool) -> None:
    rows, table = world
    files = open_reported([rows], tmp_path / "read")
    if converted:
        files = convert_editions(files, table, tmp_path)
    reports = {}
    for engine in ("duckdb", "spark"):
        plan = Plan(files, tmp_path / f"{engine}.parquet", method=method, engine=engine, threads=2)  # type: ignore[arg-type]
        reports[engine] = reconcile(plan, AreaCodes(area_kinds(), area_numbers()))
    ours, theirs = (f"'{tmp_path / name}.parquet'" for name in ("duckdb", "spark"))
    counted = duckdb.execute(f"select (select count(*) from {ours}), (select count(*) from {theirs})").fetchone()
    assert counted is not None
    assert counted[0] == counted[1] > 20_000
    on = " and ".join(f"a.{name} is not distinct from b.{name}" for name in KEYS)
    apart = " or ".join(
        [f"cast(a.{name} as varchar) is distinct from cast(b.{name} as varchar)" for name in TEXTS]
        + [
            f"(a.{n} is null) <> (b.{n} is null) or abs(a.{n} - b.{n}) > 1e-9 * greatest(1, abs(a.{n}))"
            for n in NUMBERS
        ]
    )
    joined = duckdb.execute(
        f"select count(*), count(case when {apart} then 1 end) from {ours} a join {theirs} b on {on}"
    ).fetchone()
    shown = duckdb.execute(f"select a.*, b.* from {ours} a join {theirs} b on {on} where {apart} limit 3").fetchall()
    assert joined == (counted[0], 0), shown
    for part in ("findings", "misclassified", "reporters"):
        assert len(reports["duckdb"][part]) == len(reports["spark"][part])
    assert reports["duckdb"]["dropped"] == reports["spark"]["dropped"]
    # values agree to 1e-9, so a sum of cents may differ where one of them lies on half a cent
    for one, other in zip(reports["duckdb"]["rules"], reports["spark"]["rules"], strict=True):
        assert (one["rule"], one["rows"]) == (other["rule"], other["rows"])
        assert one["value"] == pytest.approx(other["value"], rel=1e-9)
    rules = {rule["rule"] for rule in reports["duckdb"]["rules"]}
    assert method != "two_level" or rules >= {"both", "moved", "kept", "routed"}
