"""Dates whose year is not printed: a day, month or quarter that takes its year from the date of the document.

Also the small readings that all rules of dates share: the number of a month or of an ordinal, a day, a range.
"""

from __future__ import annotations

import re
from dataclasses import replace

from henequen.reading.grammar.calendar_spans import DateSpan, day_in_calendar
from henequen.reading.grammar.wordlists import read_toml

__all__ = [
    "day_of",
    "is_next_item",
    "month_number",
    "moved_ahead",
    "near_head",
    "ordinal_number",
    "range_of",
    "without_year",
]


def month_number(word: str) -> int:
    """The number of a month by its name."""
    return int(read_toml("grammar", "dates")["months"][word.casefold().rstrip(".")])


def ordinal_number(word: str) -> int:
    """The number of an ordinal of quarters and halves."""
    return int(read_toml("grammar", "dates")["ordinals"][word.casefold()])


def day_of(year: str | None, month: str | int, day: str | None) -> str | None:
    """A day in ISO 8601 from its printed parts, or None."""
    return day_in_calendar(int(year), int(month), int(day)) if year and day else None


def range_of(first: str | None, last: str | None, precision: str) -> tuple[str, str, str] | None:
    """The value of a range, or None if its ends are missing or in the wrong order."""
    return (f"{first}/{last}", precision, "printed") if first and last and first < last else None


def is_next_item(match: re.Match[str]) -> bool:
    """Is the number behind the month that of the next item or sentence: "by March." and "2. ...", "by July." and "3.4"?

    A month in full has no stop of its own, unlike "Jan. 17".
    """
    if re.match(r"(?:[^\W\d_]{5,}|May|June|July)\.", match.group(), re.IGNORECASE):
        return True
    return "\n" in match.group() and bool(re.match(r"[.)]\s", match.string[match.end() : match.end() + 2]))


def moved_ahead(span: DateSpan, published_on: str | None) -> DateSpan:
    """A deadline whose year comes from the head lies after the head: by 15 January, written in December."""
    if span.bound is None or span.basis != "head" or not published_on or "/" in span.value:
        return span
    if span.value >= published_on[: len(span.value)]:
        return span
    return replace(span, value=f"{int(span.value[:4]) + 1}{span.value[4:]}")


def near_head(rule: str, match: re.Match[str], published_on: str | None) -> tuple[str, str, str] | None:
    """A month or quarter without a year, next to "next", "last" or "by the end of": its year is near that of the
    head."""
    if not published_on or len(published_on) < 7:
        return None
    year, now = int(published_on[:4]), int(published_on[5:7])
    if rule == "q_bound":
        number = ordinal_number(match.group(1))
        return (f"{year}-Q{number}", "quarter", "head") if now <= 3 * number else None
    month = month_number(match.group(1))
    if re.search(r"\b(?:last|pasad[oa])\b", match.group(), re.IGNORECASE):
        year -= month >= now
    elif month < now or (rule == "m_next" and month == now):
        year += 1
    return (f"{year}-{month:02d}", "month", "head")


def without_year(rule: str, part: tuple[str | None, ...], published_on: str | None) -> tuple[str, str, str] | None:
    """A day and month that take their year from the date of the document."""
    if not published_on:
        return None
    month, first, last = (part[0], part[1], part[2]) if rule == "m_d" else (part[2], part[0], part[1])
    assert month and first
    if month.casefold() in ("may", "mar") and month[0].islower():
        return None
    day = day_of(published_on[:4], month_number(month), first)
    if day and last:
        closed = range_of(day, day_of(published_on[:4], month_number(month), last), "day")
        return (closed[0], "day", "head") if closed else None
    return (day, "day", "head") if day else None
