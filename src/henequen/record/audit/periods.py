"""Periods as ranges of months, so that spans can be compared, tiled and chained."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Span", "span", "tiles"]

_POINT = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-\d{2})?|H([12])|Q([1-4])))?")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The months from `start` to before `end`, counted from year 0."""

    start: int
    end: int

    @property
    def months(self) -> int:
        """The number of months."""
        return self.end - self.start

    @property
    def year(self) -> int | None:
        """The calendar year that it is, or None."""
        return self.start // 12 if self.months == 12 and self.start % 12 == 0 else None

    def within(self, other: Span) -> bool:
        """Is it within the other one?"""
        return other.start <= self.start and self.end <= other.end


def span(period: str) -> Span | None:
    """The months of a period, or None for one that has no months of its own (a financial year, a decade word).

    >>> span("1994-01/2003-03").months
    111
    >>> span("2024-H2").start - span("2024").start
    6
    >>> span("FY2021") is None
    True
    """
    first, _, last = period.partition("/")
    start, end = _months(first), _months(last or first)
    if start is None or end is None or end.end <= start.start:
        return None
    return Span(start.start, end.end)


def _months(text: str) -> Span | None:
    match = _POINT.fullmatch(text)
    if not match:
        return None
    year, month, half, quarter = match.groups()
    begin = int(year) * 12
    if month:
        return Span(begin + int(month) - 1, begin + int(month)) if 1 <= int(month) <= 12 else None
    if half:
        return Span(begin + 6 * (int(half) - 1), begin + 6 * int(half))
    if quarter:
        return Span(begin + 3 * (int(quarter) - 1), begin + 3 * int(quarter))
    return Span(begin, begin + 12)


def tiles(parts: Iterable[Span], whole: Span) -> bool:
    """Do the parts cover the whole without gap or overlap, and are they more than one?

    >>> tiles([span("1989/1990"), span("1991")], span("1989/1991"))
    True
    """
    ordered = sorted(parts)
    if len(ordered) < 2 or ordered[0].start != whole.start or ordered[-1].end != whole.end:
        return False
    return all(before.end == after.start for before, after in pairwise(ordered))
