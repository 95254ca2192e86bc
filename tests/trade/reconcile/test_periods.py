"""Several periods in one run: a folder of parts or one file, with the same rows as each period alone."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from henequen.files.checksum import digest_of
from henequen.model.errors import DataError
from henequen.trade.editions.checksum_file import check_seal
from henequen.trade.editions.edition import compare, rows_of
from henequen.trade.editions.output_rows import rows_source
from henequen.trade.gap.edition import explain_edition

Toy = Callable[..., Any]


def _flow(r: dict[str, Any]) -> tuple[str, ...]:
    sides = (r["reporterISO"], r["partnerISO"])
    return (r["cmdCode"], *(sides if r["flowCode"] == "X" else sides[::-1]))


@pytest.fixture
def periods(row: Toy, world: Toy) -> dict[str, list[Any]]:
    """Three periods: in one every flow has two reports and a weight, in one goods go through a hub, one is plain."""
    rows = world(seed=7, areas=8, products=60)
    pairs = Counter(_flow(r) for r in rows)
    full = [r for r in rows if pairs[_flow(r)] == 2]
    hub = [row("X", "CHL", "NOR", "970121", 70), row("RX", "CHL", "NOR", "970121", 70)]
    return {
        year: [dict(r) | {"period": year} for r in given]
        for year, given in (("2017", full), ("2018", [*rows, *hub]), ("2019", rows))
    }


def alike(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    """The same rows; fractions to 1e-6, since the numbers of codes, and with them the order of sums, may differ."""
    assert len(ours) == len(theirs) > 1000
    for one, other in zip(ours, theirs, strict=True):
        assert one.keys() == other.keys()
        for name, value in one.items():
            assert value == (pytest.approx(other[name], rel=1e-6) if isinstance(value, float) else other[name]), (
                name,
                one,
                other,
            )


def test_the_result_of_all_is_the_results_of_each(
    reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path
) -> None:
    apart = [reconciled(rows)[0] for rows in periods.values()]
    whole, report = reconciled([r for rows in periods.values() for r in rows])
    alike(whole, [one for rows in apart for one in rows])
    assert not [r for r in apart[0] if r["x_value"] is None or r["m_value"] is None], "the first is to be without nulls"
    cents = Counter[str]()
    for one in whole:
        cents[one["rule"]] += int(one["value"] * 100 + 0.5)
    assert {rule["rule"]: rule["value"] for rule in report["rules"]} == {k: n / 100 for k, n in cents.items()}
    assert sum(rule["rows"] for rule in report["rules"]) == len(whole)
    of_2018 = duckdb.execute(
        f"select count(*) from {rows_source(tmp_path / 'out.parquet')} where period = '2018'"
    ).fetchone()
    assert of_2018 == (len(apart[1]),)


def test_nothing_is_left_where_a_later_period_fails(
    reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path, row: Toy
) -> None:
    again = [row("X", "AUS", "BRA", "970110", value, period="2019") for value in (1, 2)]
    (tmp_path / "work").mkdir()
    with pytest.raises(DataError, match="reported twice"):
        reconciled([*periods["2017"], *periods["2019"], *again], work=tmp_path / "work")
    assert not list(tmp_path.glob("out*"))
    assert not list((tmp_path / "work").iterdir())


def test_several_periods_are_a_folder_of_parts_or_one_file(
    reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path
) -> None:
    rows = [r for rows in periods.values() for r in rows]
    out = tmp_path / "out.parquet"
    parts, report = reconciled(rows)
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.parquet")) == [
        f"period={year}/flows.parquet" for year in periods
    ]
    said = (tmp_path / "out.parquet.sha256").read_text()
    assert hashlib.sha256(said.encode()).hexdigest() == report["sha256"]
    assert (
        said.splitlines()[0]
        == f"{digest_of(out / 'period=2017' / 'flows.parquet')}  out.parquet/period=2017/flows.parquet"
    )
    check_seal(out)
    told = duckdb.execute(f"select period, count(*) from '{out}/*/*.parquet' group by 1 order by 1").fetchall()
    assert [int(period) for period, _ in told] == [2017, 2018, 2019]  # as any program reads such a folder

    whole, report = reconciled(rows, single=True)
    assert out.is_file() and whole == parts
    assert report["sha256"] == digest_of(out)
    apart, _ = reconciled(rows)  # a folder takes the place of a file
    assert out.is_dir() and apart == parts


def test_a_part_that_was_altered_or_lost_is_noticed(
    reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path
) -> None:
    reconciled([*periods["2017"], *periods["2019"]])
    out = tmp_path / "out.parquet"
    part = out / "period=2019" / "flows.parquet"
    before = part.read_bytes()
    part.write_bytes(before[:-9] + bytes([before[-9] ^ 1]) + before[-8:])
    with pytest.raises(DataError, match="not those of its checksums") as caught:
        check_seal(out)
    assert "period=2019" in str(caught.value)
    part.unlink()
    with pytest.raises(DataError, match="not those of its checksums"):
        check_seal(out)
    part.write_bytes(before)
    check_seal(out)


def test_a_folder_is_updated_explained_and_compared_like_a_file(
    reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path, row: Toy
) -> None:
    reconciled([*periods["2017"], *periods["2019"]])
    base = (tmp_path / "out.parquet").rename(tmp_path / "base.parquet")
    for name in ("parquet.sha256", "report.json", "model.json"):
        text = (tmp_path / f"out.{name}").read_text()
        (tmp_path / f"base.{name}").write_text(text.replace("out.parquet/", "base.parquet/"))
    assert [one.period for one in explain_edition(base, "AUS", "BRA", "*")] == ["2017", "2019"]
    late = [
        dict(r) | {"primaryValue": 2 * float(r["primaryValue"])} for r in periods["2019"] if r["reporterISO"] == "DEU"
    ]
    rows, report = reconciled(late, base=base)
    assert {one["period"] for one in rows} == {"2019"} and report["touched"] == [["2019", "DEU"]]
    changes, _ = compare(base, tmp_path / "out.parquet")
    assert changes
    count = duckdb.execute(
        f"select period, count(*) from ({rows_of(tmp_path / 'out.parquet')}) group by 1 order by 1"
    ).fetchall()
    assert [period for period, _ in count] == ["2017", "2019"]


def test_an_update_writes_the_partitions_of_touched_periods_and_leaves_the_others(
    reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path
) -> None:
    rows = [*periods["2017"], *periods["2019"]]
    reconciled(rows)
    base = (tmp_path / "out.parquet").rename(tmp_path / "base.parquet")
    for name in ("parquet.sha256", "report.json", "model.json"):
        text = (tmp_path / f"out.{name}").read_text()
        (tmp_path / f"base.{name}").write_text(text.replace("out.parquet/", "base.parquet/"))
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(base.rglob("*.parquet"))}
    revised = [dict(r) | {"primaryValue": 2 * float(r["primaryValue"])} if _of(r, "2019", "DEU") else r for r in rows]
    reconciled([r for r in revised if _of(r, "2019", "DEU")], base=base)
    update = (tmp_path / "out.parquet").rename(tmp_path / "update.parquet")
    for name in ("edition.json", "parquet.sha256"):
        (tmp_path / f"out.{name}").rename(tmp_path / f"update.{name}")
        text = (tmp_path / f"update.{name}").read_text()
        (tmp_path / f"update.{name}").write_text(text.replace("out.parquet", "update.parquet"))
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(base.rglob("*.parquet"))} == before
    written = duckdb.execute(f"select distinct period, 'DEU' in (exporter, importer) from {rows_source(update)}")
    assert written.fetchall() == [("2019", True)]
    others = "period = '2019' and 'DEU' not in (exporter, importer)"
    for one, other in ((base, update), (update, base)):
        kept = f"select * from ({rows_of(one)}) where {others} except select * from ({rows_of(other)})"
        assert duckdb.execute(kept).fetchall() == []
    reconciled(revised)
    whole, merged = rows_of(tmp_path / "out.parquet"), rows_of(update)
    keys = "period, exporter, importer, product, x_value, m_value"
    for one, other in ((whole, merged), (merged, whole)):
        left = duckdb.execute(
            f"select {keys} from ({one}) where period = '2017' except select {keys} from ({other})"
        ).fetchall()
        assert left == [], "what the new files do not touch is that of a whole run, to the last digit"
    touched = "period = '2019' and 'DEU' in (exporter, importer)"
    assert duckdb.execute(
        f"select count(*) from (select {keys} from ({whole}) where {touched} and x_value is not null "
        f"except select {keys} from ({merged}))"
    ).fetchone() == (0,)


def _of(row: dict[str, Any], period: str, reporter: str) -> bool:
    return str(row["period"]) == period and row["reporterISO"] == reporter


@pytest.mark.parametrize("empty", ["2016", "2020"])
def test_a_period_of_which_nothing_is_left_leaves_the_others_whole(
    empty: str, reconciled: Toy, row: Toy, periods: dict[str, list[Any]]
) -> None:
    nothing = [row("X", "CHL", "NOR", "970121", 0) | {"period": empty}]
    rows, report = reconciled([*periods["2017"], *periods["2018"], *nothing])
    assert {r["period"] for r in rows} == {"2017", "2018"}
    assert [f["period"] for f in report["findings"] if f["rule"] == "no_flow"] == [empty]
    left = {one["reason"]: one["rows"] for one in report["dropped"]}
    assert left == {"value_zero": 1, "contained_re_trade": 1}
