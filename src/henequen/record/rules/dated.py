"""Records with a date that had happened by a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from henequen.model.dates import parse_date
from henequen.model.record import Record

__all__ = ["held_by"]


def held_by(records: Iterable[Record], table: str, as_of: str, *, whole: bool = False) -> Iterator[Record]:
    """The records of `table` whose date (`on`) had begun on the last day of `as_of`, in their order; those without a date are
    left out. With `whole`, only if every day that a date such as 2024-05 may mean had come."""
    today = parse_date(as_of).latest
    for record in records:
        if record.table == table and record.one("on"):
            on = parse_date(record.one("on"))
            if (on.latest if whole else on.earliest) <= today:
                yield record
