# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Rows that are parts of a flow are added up on request: places, months, codes finer than six digits, second
partners, modes of transport, customs procedures.

The parts of a flow may be in different files (one per month, one per state); they are added up across all files of one
provider. If the data contain both the total of a key and its parts, the total is used and the parts are counted;
nothing counts twice. Values are added exactly (four decimals); a weight is known if every part was weighed. Values
that are missing, negative or not finite are not added but passed on, so that the reconciliation counts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.model.reported import LeftOut, Note, row_place

__all__ = ["Rows", "add_up"]

# what -> column, SQL of "this is the total", of "this is a part", the new value of a part's column, the reason for
# leaving parts out
_RULES = {
    "product": (
        "product",
        "length(product) = 6",
        "length(product) > 6 and regexp_full_match(product, '[0-9]+')",
        "left(product, 6)",
        "finer_product",
    ),
    "place": ("place", "place in ('', 'total')", "place not in ('', 'total')", "''", "place"),
    "partner2": (
        "partner2",
        "partner2 in ('0', 'W00', '')",
        "partner2 not in ('0', 'W00', '')",
        "'0'",
        "second_partner",
    ),
    "transport": ("transport", "transport in ('0', '')", "transport not in ('0', '')", "'0'", "transport_mode"),
    "customs": (
        "customs",
        "customs in ('C00', '0', '')",
        "customs not in ('C00', '0', '')",
        "'C00'",
        "customs_procedure",
    ),
    "month": ("period", "length(period) = 4", "length(period) = 6", "left(period, 4)", "month"),
}
_MEASURES = ("value", "cif_value", "fob_value", "net_kg", "quantity")
_FILE = 1 << 40  # rows are numbered across files: file number times this, plus the row in the file
_FIT = "value > 0 and value < 1e15"
_MILLS = "coalesce(sum(cast(floor(value * 1000 + 0.5) as hugeint)), 0)"


@dataclass(frozen=True)
class Rows:
    """The rows of one file (Parquet in our columns, with `row`, and `place` if there is one), the file's name in
    messages, and whether it is a text file; `out` is the path of its sums."""

    path: Path
    out: Path
    name: str
    text: bool = False


def add_up(sources: Sequence[Rows], add: Sequence[str]) -> tuple[tuple[LeftOut, ...], tuple[Note, ...]]:
    """Add the parts up and write each sum to the file of its first part; a file may end up without rows. Returns
    left-out rows and oddities (a year that lacks months).

    Raises DataError if a key occurs twice with different values, naming the rows (lines for a text file).
    """
    scratch = sources[0].out.with_suffix(".duckdb")
    con = duckdb.connect(str(scratch))  # a file, so that it can leave memory
    try:
        parts = [f"select * replace (row + {k * _FILE} as row) from {_read(one.path)}" for k, one in enumerate(sources)]
        con.execute(f"create table part as {' union all by name '.join(parts)}")
        names = [str(row[0]) for row in con.execute("describe part").fetchall()]
        measures = [column for column in names if column in _MEASURES]
        codes = [column for column in names if column not in (*_MEASURES, "row")]
        for column in codes:
            con.execute(f"alter table part alter {column} type varchar")
            con.execute(
                f"update part set {column} = coalesce(trim({column}), '') where {column} is null or {column} <> trim({column})"
            )
        left_out = _repeats(con, codes, sources)
        notes: list[Note] = []
        for what in sorted(set(add), key=list(_RULES).index):
            column, total, part, becomes, reason = _RULES[what]
            if column not in codes:
                continue
            if what == "month":
                notes.extend(_months(con, codes))
            key = ", ".join(becomes if other == column else other for other in codes)
            con.execute(
                f"create or replace table part as select *, {part} as is_part, "
                f"bool_or({total}) over (partition by {key}) as has_total from part"
            )
            if what == "place":
                notes.extend(_places(con))
            rows, mills = con.execute(
                f"select count(*), {_MILLS} from part where is_part and has_total and {_FIT}"
            ).fetchall()[0]
            if rows:
                left_out.append(LeftOut(reason, int(rows), int(mills) / 1000))
            con.execute(
                f"create or replace table part as select * exclude (is_part, has_total) replace "
                f"(case when is_part then {becomes} else {column} end as {column}) from part "
                f"where not (is_part and has_total and {_FIT})"
            )
        kept = [column for column in codes if column != "place"]
        key = ", ".join(kept)
        sums = ", ".join(
            f"case when count(*) = 1 then max({c}) when count({c}) = count(*) then "
            f"cast(sum(cast({c} as decimal(38, 4))) as double) end as {c}"
            for c in measures
        )
        plain = ", ".join([*kept, *measures, "row"])
        con.execute(
            f"create table whole as select {plain} from (select {key}, {sums}, min(row) as row from part where {_FIT} group by "
            f"{key}) union all select {plain} from part where ({_FIT}) is not true"
        )
        for k, one in enumerate(sources):
            own = [str(row[0]) for row in con.execute(f"describe select * from {_read(one.path)}").fetchall()]
            picked = ", ".join(column for column in own if column not in ("place", "row"))
            con.execute(
                f"copy (select {picked}, row - {k * _FILE} as row from whole where row >= {k * _FILE} and row < {(k + 1) * _FILE} "
                f"order by row) to {_quoted(one.out)} (format parquet)"
            )
        return tuple(left_out), tuple(notes)
    finally:
        con.close()
        scratch.unlink(missing_ok=True)


def _read(path: Path) -> str:
    return f"read_parquet({_quoted(path)})"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _place(row: int, sources: Sequence[Rows]) -> str:
    one = sources[row // _FILE]
    place = row_place(row % _FILE, text=one.text)
    return place if len(sources) == 1 else f"{one.name} {place}"


def _repeats(con: duckdb.DuckDBPyConnection, codes: list[str], sources: Sequence[Rows]) -> list[LeftOut]:
    key = ", ".join(codes)
    groups = (
        f"select {key}, count(*) as n, min(value) as low, max(value) as high, min(row) as row from part "
        f"where {_FIT} group by {key}"
    )
    differ = con.execute(f"select {key} from ({groups}) where n > 1 and low <> high order by row limit 1").fetchone()
    if differ is not None:
        same = " and ".join(f"{column} = ?" for column in codes)
        rows = con.execute(f"select row, value from part where {same} order by row limit 4", list(differ)).fetchall()
        raise DataError(
            Message("same_part_flow_reported_twice_with"),
            where=sources[rows[0][0] // _FILE].name,
            found="; ".join(f"{_place(row, sources)}: {value:.3f}" for row, value in rows),
            expected=Message("one_row_part"),
            hint=Message("remove_older_rows"),
        )
    rows, mills = con.execute(
        f"select coalesce(sum(n - 1), 0), coalesce(sum((n - 1) * cast(floor(low * 1000 + 0.5) as hugeint)), 0) from ({groups})"
    ).fetchall()[0]
    if not rows:
        return []
    con.execute(
        f"create or replace table part as select * exclude (k) from (select *, row_number() over (partition by {key}, value "
        f"order by row) as k from part) where k = 1 or ({_FIT}) is not true"
    )
    return [LeftOut("repeated_row", int(rows), int(mills) / 1000)]


def _places(con: duckdb.DuckDBPyConnection) -> list[Note]:
    """The places whose sum is a reporter's flow of a year. The places may not cover the whole country, so a finding
    reports it."""
    place_rows = con.execute(
        "select reporter, flow, year, count(*), sum(n), count(case when months between 1 and 11 then 1 end), "
        "string_agg(place, ', ' order by place) from (select reporter, flow, left(period, 4) as year, place, count(*) as n, "
        "count(distinct case when length(period) = 6 then period end) as months from part "
        f"where is_part and not has_total and {_FIT} and flow in ('X', 'M') group by all) group by 1, 2, 3 order by 1, 2, 3"
    ).fetchall()
    notes = []
    for reporter, flow, year, places, rows, short, names in place_rows:
        listed = names if places <= 5 else f"{', '.join(names.split(', ')[:5])}, ..."
        values = {"year": year, "reporter": reporter, "flow": flow, "n": places, "places": listed}
        message = (
            Message("reconcile_places_short", **values, short=short) if short else Message("reconcile_places", **values)
        )
        notes.append(Note("places", int(rows), message))
    return notes


def _months(con: duckdb.DuckDBPyConnection, codes: list[str]) -> list[Note]:
    """Years of a reporter's flow that are reported by month, but not for all twelve months."""
    month_rows = con.execute(
        "select reporter, flow, left(period, 4), count(distinct period), count(*) from part where length(period) = 6 "
        f"and {_FIT} and flow in ('X', 'M') group by 1, 2, 3 having count(distinct period) < 12 order by 1, 2, 3"
    ).fetchall()
    return [
        Note("months", int(rows), Message("reconcile_months", year=year, reporter=reporter, flow=flow, n=months))
        for reporter, flow, year, months, rows in month_rows
    ]
