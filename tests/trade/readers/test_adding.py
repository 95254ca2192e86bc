"""Parts are added up to wholes: nothing is lost, nothing counts twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from henequen.model.errors import DataError
from henequen.trade.model.reported import ADDABLE
from henequen.trade.readers.adding import Rows, add_up

pytestmark = pytest.mark.process

PART = st.fixed_dictionaries({
    "period": st.sampled_from(("2019", "201901", "201902")), "product": st.sampled_from(("010121", "01012110", "0101212", "0101")),
    "place": st.sampled_from(("", "a", "b")), "partner2": st.sampled_from(("0", "842")), "transport": st.sampled_from(("0", "1000")),
})  # fmt: skip
COLUMNS = ("period", "flow", "reporter", "partner", "product", "place", "partner2", "transport")


def _write(path: Path, rows: list[dict[str, Any]]) -> Path:
    con = duckdb.connect()
    con.execute(
        f'create table t ({", ".join(f"{c} varchar" for c in COLUMNS)}, value double, net_kg double, "row" bigint)'
    )
    for k, row in enumerate(rows):
        con.execute(
            "insert into t values (" + ", ".join("?" * 11) + ")",
            [row.get(c, {"flow": "X", "reporter": "AUS", "partner": "BRA"}.get(c, "")) for c in COLUMNS]
            + [row["value"], row.get("kg"), k],
        )
    con.execute(f"copy t to '{path}' (format parquet)")
    con.close()
    return path


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    drawn=st.lists(PART, min_size=1, max_size=14, unique_by=lambda one: tuple(sorted(one.items()))),
    add=st.lists(st.sampled_from(ADDABLE), unique=True),
    cents=st.lists(st.integers(-100, 10**12), min_size=14, max_size=14),
)
def test_what_is_added_and_what_is_left_out_is_all_there_is(
    tmp_path: Path, drawn: list[dict[str, Any]], add: list[str], cents: list[int]
) -> None:
    rows = [one | {"value": c / 100} for one, c in zip(drawn, cents, strict=False)]
    left_out, _ = add_up([Rows(_write(tmp_path / "in.parquet", rows), tmp_path / "out.parquet", "rows")], add)
    found = duckdb.execute(f"select * from '{tmp_path / 'out.parquet'}'").fetchnumpy()
    kept = sum(round(100 * float(value)) for value in found["value"])
    left = sum(round(100 * one.value) for one in left_out)
    assert kept + left == sum(cents[: len(rows)])
    if set(add) >= {"place", "month", "product", "partner2", "transport"}:
        good = duckdb.execute(
            f"select period, product, partner2, transport from '{tmp_path / 'out.parquet'}' where value > 0"
        ).fetchall()
        assert len(set(good)) == len(good)
        assert all(len(period) == 4 and len(product) <= 6 for period, product, *_ in good)


def test_a_total_is_used_and_its_parts_are_counted(tmp_path: Path) -> None:
    rows = [
        {"period": "2019", "product": "010121", "place": "", "partner2": "0", "transport": "0", "value": 10.0},
        {
            "period": "2019",
            "product": "010121",
            "place": "a",
            "partner2": "0",
            "transport": "0",
            "value": 6.0,
            "kg": 1.0,
        },
        {
            "period": "2019",
            "product": "010129",
            "place": "a",
            "partner2": "0",
            "transport": "0",
            "value": 2.0,
            "kg": 1.0,
        },
        {
            "period": "2019",
            "product": "010129",
            "place": "b",
            "partner2": "0",
            "transport": "0",
            "value": 3.0,
            "kg": 4.0,
        },
    ]
    left_out, _ = add_up([Rows(_write(tmp_path / "in.parquet", rows), tmp_path / "out.parquet", "rows")], ["place"])
    out = f"'{tmp_path / 'out.parquet'}'"
    assert duckdb.execute(f"select product, value, net_kg from {out} order by 1").fetchall() == [
        ("010121", 10.0, None),
        ("010129", 5.0, 5.0),
    ]
    assert [(one.reason, one.rows, one.value) for one in left_out] == [("place", 1, 6.0)]


def test_what_is_the_sum_of_places_says_of_which(tmp_path: Path) -> None:
    one = {"product": "010121", "partner2": "0", "transport": "0", "value": 6.0, "flow": "M", "reporter": "MEX"}
    rows = [one | {"period": f"2023{month:02d}", "place": "a"} for month in range(1, 13)]
    rows += [one | {"period": f"2023{month:02d}", "place": "b"} for month in (1, 2, 3)]
    given = Rows(_write(tmp_path / "in.parquet", rows), tmp_path / "out.parquet", "rows")
    _, notes = add_up([given], ["place", "month"])
    assert [(note.rule, note.rows) for note in notes] == [("places", 15)]
    assert notes[0].message == (
        "2023: MEX's flow M is the sum of 2 places (a, b); 1 of them with fewer than 12 months: is that all of it?"
    )
    whole = [row | {"place": ""} for row in rows[:12]]
    given = Rows(_write(tmp_path / "in.parquet", [*rows[:12], *whole]), tmp_path / "out.parquet", "rows")
    assert add_up([given], ["place"])[1] == ()  # the total is there, and is taken


def test_a_part_said_twice(tmp_path: Path) -> None:
    one = {"period": "201901", "product": "010121", "place": "a", "partner2": "0", "transport": "0", "value": 6.0}
    left_out, notes = add_up(
        [Rows(_write(tmp_path / "in.parquet", [one, one]), tmp_path / "out.parquet", "rows")], ["month", "place"]
    )
    assert [(left.reason, left.rows, left.value) for left in left_out] == [("repeated_row", 1, 6.0)]
    assert [note.rule for note in notes] == ["places", "months"]
    with pytest.raises(DataError, match="twice with different values") as caught:
        add_up(
            [Rows(_write(tmp_path / "in.parquet", [one, one | {"value": 7.0}]), tmp_path / "out.parquet", "rows")],
            ["place"],
        )
    assert "row 1: 6.000; row 2: 7.000" in str(caught.value)


def test_parts_in_different_files_are_one_sum(tmp_path: Path) -> None:
    """A file a month, a file a state: what happens to be of one value is no repetition."""
    one = {"product": "010121", "partner2": "0", "transport": "0", "value": 6.0, "kg": 1.0}
    files = [
        Rows(
            _write(tmp_path / f"{month}{place}.parquet", [one | {"period": f"2019{month:02d}", "place": place}]),
            tmp_path / f"out{month}{place}.parquet",
            f"{month}{place}.csv",
            True,
        )
        for month in range(1, 13)
        for place in "ab"
    ]
    left_out, notes = add_up(files, ["month", "place"])
    assert (left_out, [note.rule for note in notes]) == ((), ["places"])
    found = [duckdb.execute(f"select period, value, net_kg, row from '{part.out}'").fetchall() for part in files]
    assert found == [[("2019", 144.0, 24.0, 0)], *([[]] * 23)]
    files[3] = Rows(
        _write(tmp_path / "again.parquet", [one | {"period": "201901", "place": "a", "value": 5.0}]),
        tmp_path / "again-out.parquet", "again.csv", True,
    )  # fmt: skip
    with pytest.raises(DataError, match="twice with different values") as caught:
        add_up(files, ["month"])
    assert "1a.csv line 2: 6.000; again.csv line 2: 5.000" in str(caught.value)
