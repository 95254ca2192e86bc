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
from henequen.trade.editions.output_rows import rows_source

Toy = Callable[..., Any]


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
