"""Dates with the precision that was printed: 1997, 1997-03, 1997-03-18, and ranges of them.

A missing month or day is never filled in; an imprecise date has two bounds instead (ISO 8601-1:2019, reduced precision).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from henequen.model.message import Message

__all__ = ["PartialDate", "parse_date"]

_PREFIX = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date or a range as printed, with the earliest and the latest day that it can mean."""

    earliest: date
    latest: date
    text: str

    def surely_before(self, other: PartialDate) -> bool | None:
        """True or False if the bounds decide, None if they do not."""
        if self.latest < other.earliest:
            return True
        if self.earliest >= other.latest:
            return False
        return None


def parse_date(text: str) -> PartialDate:
    """Read an ISO 8601 prefix date or a range `A/B`; refuse what the calendar does not have.

    >>> parse_date("1997-03").latest.isoformat()
    '1997-03-31'
    >>> parse_date("2023-02-31")
    Traceback (most recent call last):
    ValueError: 2023-02-31 is not in the calendar
    """
    first, slash, second = text.partition("/")
    earliest, latest = _bounds(first)
    if slash:
        start, latest = _bounds(second)
        if start < earliest:
            raise ValueError(Message("ends_before_starts", text=text))
    return PartialDate(earliest, latest, text)


def _bounds(text: str) -> tuple[date, date]:
    match = _PREFIX.fullmatch(text)
    if not match:
        raise ValueError(Message("not_date_as_yyyy_yyyy_mm", text=f"{text!r}"))
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(Message("not_in_calendar", text=text)) from None
