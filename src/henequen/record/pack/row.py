"""Checks across the cells of one row: needed columns, intervals that end after they begin, bodies that succeed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from henequen.model.dates import parse_date
from henequen.model.errors import PackError

__all__ = ["check_row"]

_INTERVALS = (
    ("from", "until"),
    ("valid_from", "valid_to"),
    ("on", "until"),
    ("planned_start", "planned_end"),
    ("actual_start", "actual_end"),
)


def check_row(table: str, row: Mapping[str, str], needed: Sequence[str], where: str) -> None:
    """Raise PackError naming `where` at a row that lacks a needed column, or whose cells contradict each other."""
    missing = [name for name in needed if not row.get(name)]
    if missing:
        raise PackError(
            f"a row of {table} without {', '.join(missing)}",
            where=where,
            expected=f"every row of {table} has {', '.join(needed)}",
        )
    if table == "happenings":
        _check_happening(row, where)
    if table == "successions" and row.get("predecessor") and row["predecessor"] == row.get("successor"):
        raise PackError(
            "a body that succeeds itself",
            where=where,
            found=row["predecessor"],
            hint="if a source shows that the body continues, fill `seen_on` of that actor",
        )
    if table == "positions" and not (row.get("forum") or row.get("holder")):
        raise PackError(
            "a position without a holder",
            where=where,
            expected="`forum`, or `holder`: the body that takes the position",
        )
    if table == "tags" and not (row.get("theme") or row.get("sector") or row.get("untagged")):
        raise PackError(
            "a tag without a theme", where=where, expected="`theme`, `sector`, or `untagged` with the reason"
        )
    if bool(row.get("latitude")) != bool(row.get("longitude")):
        raise PackError(
            "half a coordinate", where=where, expected="both `latitude` and `longitude`, in degrees, or neither"
        )
    if table == "scores":
        for name in ("feasibility", "dependence"):
            if row[name] not in ("1", "2", "3", "4", "5"):
                raise PackError(
                    "a score outside its scale", where=f"{where}, column {name}", found=row[name], expected="1 to 5"
                )
    for first, last in _INTERVALS[: 5 if table == "projects" else 3]:
        _check_interval(row.get(first, ""), row.get(last, ""), f"{where}, column {last}")


def _check_happening(row: Mapping[str, str], where: str) -> None:
    on, begins, until = (row.get(name, "") for name in ("on", "from", "until"))
    if bool(on) == bool(begins):
        raise PackError(
            "a happening needs one date",
            where=where,
            found=f"on {on or 'empty'}, from {begins or 'empty'}",
            expected="a date the source gives, in `on`, or in `from` for what lasts",
        )
    if until and not begins:
        raise PackError(
            "an end without a beginning", where=f"{where}, column until", found=until, expected="`from` too"
        )


def _check_interval(begins: str, ends: str, where: str) -> None:
    if not begins or not ends:
        return
    try:
        first, last = parse_date(begins), parse_date(ends)
    except ValueError:
        return  # the check of the cell reports the error
    if last.latest < first.earliest:
        raise PackError("an interval ends before it begins", where=where, found=f"{begins} to {ends}")
