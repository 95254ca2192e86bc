"""Durations as ISO 8601 writes them (P5Y, P6M, P2W, P30D), added to days and taken from them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from henequen.model.message import Message

__all__ = ["Duration", "add_duration", "parse_duration", "subtract_duration"]

_FORM = re.compile(r"P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Duration:
    """Years and months (as months), and weeks and days (as days)."""

    months: int
    days: int

    def times(self, number: int) -> Duration:
        """The duration times `number`."""
        return Duration(self.months * number, self.days * number)


def parse_duration(text: str) -> Duration:
    """Read a duration.

    >>> parse_duration("P1Y6M")
    Duration(months=18, days=0)
    """
    match = _FORM.fullmatch(text)
    if not match:
        raise ValueError(Message("not_iso_8601_duration_expected_p5y_2", text=f"{text!r}"))
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return Duration(12 * years + months, 7 * weeks + days)


def add_duration(day: date, duration: Duration) -> date:
    """The day moved by months, then by days; a day that the month lacks becomes its last one.

    >>> add_duration(date(2024, 1, 31), parse_duration("P1M")).isoformat()
    '2024-02-29'
    """
    number = day.year * 12 + day.month - 1 + duration.months
    year, month = divmod(number, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + timedelta(days=duration.days)


def subtract_duration(day: date, duration: Duration) -> date:
    """The day moved back by months, then by days.

    >>> subtract_duration(date(2026, 8, 31), parse_duration("P6M")).isoformat()
    '2026-02-28'
    """
    return add_duration(day, Duration(-duration.months, -duration.days))
