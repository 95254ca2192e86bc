"""Several periods in one run: one file, which says what each period alone says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from at_hand import need_spark

from henequen.model.errors import DataError
from henequen.trade.editions import parquet_append

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


def test_the_file_of_all_is_the_files_of_each(reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path) -> None:
    apart = [reconciled(rows)[0] for rows in periods.values()]
    whole, report = reconciled([r for rows in periods.values() for r in rows])
    alike(whole, [one for rows in apart for one in rows])
    assert not [r for r in apart[0] if r["x_value"] is None or r["m_value"] is None], "the first is to be without nulls"
    cents = Counter[str]()
    for one in whole:
        cents[one["rule"]] += int(one["value"] * 100 + 0.5)
    assert {rule["rule"]: rule["value"] for rule in report["rules"]} == {k: n / 100 for k, n in cents.items()}
    assert sum(rule["rows"] for rule in report["rules"]) == len(whole)
    of_2018 = duckdb.execute(f"select count(*) from '{tmp_path / 'out.parquet'}' where period = '2018'").fetchone()
    assert of_2018 == (len(apart[1]),)


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_the_same_file(reconciled: Toy, periods: dict[str, list[Any]]) -> None:
    need_spark()
    rows = periods["2017"] + periods["2018"]
    ours, report = reconciled(rows)
    theirs, their_report = reconciled(rows, engine="spark", threads=2)
    alike(ours, theirs)
    assert report["rules"] == their_report["rules"]


def test_nothing_is_left_where_a_later_period_fails(
    reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path, row: Toy
) -> None:
    again = [row("X", "AUS", "BRA", "970110", value, period="2019") for value in (1, 2)]
    (tmp_path / "work").mkdir()
    with pytest.raises(DataError, match="reported twice"):
        reconciled([*periods["2017"], *periods["2019"], *again], work=tmp_path / "work")
    assert not list(tmp_path.glob("out*"))
    assert not list((tmp_path / "work").iterdir())


def test_no_more_than_one_part_stands_beside_what_is_written(
    reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work").mkdir()
    seen: list[int] = []
    append = parquet_append.ParquetAppender.append

    def looked(self: parquet_append.ParquetAppender, part: Path) -> None:
        seen.append(len(list((tmp_path / "work").rglob("*.parquet"))))
        append(self, part)

    monkeypatch.setattr(parquet_append.ParquetAppender, "append", looked)
    reconciled([r for rows in periods.values() for r in rows], work=tmp_path / "work")
    assert seen == [1, 1, 1]
    assert not list((tmp_path / "work").iterdir())


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
