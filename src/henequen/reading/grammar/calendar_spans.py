"""A date or period in a text, with its printed precision."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

__all__ = ["DateSpan", "day_in_calendar"]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date or period at `start:end`.

    `value` is ISO 8601 (a range is `A/B`), FY2021, 2024-Q1 or 2024-H1; `precision` is day, month, quarter, half-year,
    year or decade. `basis` is `printed`; `head` if the year comes from the date of the document; `relative` if the
    whole date does (last year). `bound` is end_of, before or by, if such words come before the date.
    """

    start: int
    end: int
    value: str
    precision: str
    basis: str = "printed"
    bound: str | None = None
    bound_start: int | None = None
    source: tuple[int, int] | None = None
    """Where the text prints the year or month that this date takes from its context."""

    @property
    def is_range(self) -> bool:
        """Has the date a first and a last part?"""
        return "/" in self.value

    def as_date(self) -> dict[str, str]:
        """The date as a field: half-years and quarters end on their last day."""
        value, precision = self.value, self.precision
        if "-H" in value or "-Q" in value:
            year, part = value[:4], int(value[6:])
            month = part * (6 if "-H" in value else 3)
            value = f"{year}-{month:02d}-{calendar.monthrange(int(year), month)[1]}"
            precision = "half-year" if "-H" in self.value else "quarter"
        elif value.startswith("FY"):
            value, precision = value[2:], "year"
        elif precision == "decade":
            precision = "year"
        return {"value": value, "precision": precision}

    def as_deadline(self) -> dict[str, str]:
        """The date as a deadline: "by the end of 2025" is the last day of 2025."""
        if self.bound != "end_of" or self.is_range:
            return self.as_date()
        if self.precision == "year":
            return {"value": f"{self.value.removeprefix('FY')}-12-31", "precision": "day"}
        if self.precision == "month":
            year, month = (int(part) for part in self.value.split("-"))
            return {"value": f"{self.value}-{calendar.monthrange(year, month)[1]}", "precision": "day"}
        return self.as_date()

    @property
    def year(self) -> int | None:
        """The first year of the value."""
        digits = self.value.removeprefix("FY")[:4]
        return int(digits) if digits.isdigit() else None


def day_in_calendar(year: int, month: int, day: int) -> str | None:
    """The day in ISO 8601, or None if the calendar does not have it."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
