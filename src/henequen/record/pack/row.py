"""Checks across the cells of one row: needed columns, intervals that end after they begin, bodies that succeed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from henequen.model.dates import parse_date
from henequen.model.errors import PackError
from henequen.model.message import Message

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
            Message("row_without", table=table, missing=", ".join(missing)),
            where=where,
            expected=Message("every_row_has", table=table, needed=", ".join(needed)),
        )
    if table == "happenings":
        _check_happening(row, where)
    if table == "successions" and row.get("predecessor") and row["predecessor"] == row.get("successor"):
        raise PackError(
            Message("body_that_succeeds_itself"),
            where=where,
            found=row["predecessor"],
            hint=Message("if_source_shows_that_body_continues"),
        )
    if table == "positions" and not (row.get("forum") or row.get("holder")):
        raise PackError(
            Message("position_without_holder"),
            where=where,
            expected=Message("forum_or_holder_body_that_takes"),
        )
    if table == "tags" and not (row.get("theme") or row.get("sector") or row.get("untagged")):
        raise PackError(
            Message("tag_without_theme"), where=where, expected=Message("theme_sector_or_untagged_with_reason")
        )
    if bool(row.get("latitude")) != bool(row.get("longitude")):
        raise PackError(
            Message("half_coordinate"), where=where, expected=Message("both_latitude_and_longitude_in_degrees")
        )
    if table == "scores":
        for name in ("feasibility", "dependence"):
            if row[name] not in ("1", "2", "3", "4", "5"):
                raise PackError(
                    Message("score_outside_its_scale"),
                    where=Message("in_column", where=where, column=name),
                    found=row[name],
                    expected=Message("one_to_five"),
                )
    for first, last in _INTERVALS[: 5 if table == "projects" else 3]:
        _check_interval(row.get(first, ""), row.get(last, ""), f"{where}, column {last}")


def _check_happening(row: Mapping[str, str], where: str) -> None:
    on, begins, until = (row.get(name, "") for name in ("on", "from", "until"))
    if bool(on) == bool(begins):
        raise PackError(
            Message("happening_needs_one_date"),
            where=where,
            found=Message("on_from", on=on or "empty", begins=begins or "empty"),
            expected=Message("date_source_gives_in_on_or"),
        )
    if until and not begins:
        raise PackError(
            Message("end_without_beginning"),
            where=Message("column_until", where=where),
            found=until,
            expected=Message("from_too"),
        )


def _check_interval(begins: str, ends: str, where: str) -> None:
    if not begins or not ends:
        return
    try:
        first, last = parse_date(begins), parse_date(ends)
    except ValueError:
        return  # the check of the cell reports the error
    if last.latest < first.earliest:
        raise PackError(
            Message("interval_ends_before_begins"), where=where, found=Message("from_to", low=begins, high=ends)
        )
