"""Dates to come, against an oracle that walks the calendar day by day."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from henequen.model.record import Record, StatedValue
from henequen.record.questions.calendar import coming, terms_ending

pytestmark = pytest.mark.pack

DAYS = st.dates(date(1970, 1, 1), date(2020, 12, 31))


def moved(day: date, months: int) -> date:
    """The oracle's own step: month by month, then back to the day or the last one of the month."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(1, 120), st.integers(0, 24), st.booleans(), st.integers(0, 50))
def test_expiries_and_notices_agree_with_a_day_by_day_oracle(
    begun: date, months: int, notice: int, tacit: bool, years: int
) -> None:
    start = moved(begun, 12 * years)
    end = moved(start, 24)
    said = {"signed_on": begun.isoformat(), "term": f"P{months}M", "renewal": "tacit" if tacit else "none"}
    if notice:
        said["notice"] = f"P{notice}M"
    record = Record("instruments", "i", {k: (StatedValue(v, "c", "e"),) for k, v in said.items()})
    found = {
        (due.kind, due.earliest)
        for due in coming({"instruments": [record]}, start, end, ("AAA", "BBB"))
        if due.kind in ("expiry", "notice")
    }
    ends = {moved(begun, months * n) for n in range(1, 12 * 60 // months + 60 if tacit else 2)}
    expected = set()
    day = start
    while day <= end:
        if day in ends:
            expected.add(("expiry", day))
        if notice:
            expected.update(("notice", day) for last in ends if last >= start and moved(last, -notice) == day)
        day += timedelta(days=1)
    assert found == expected


@given(DAYS, st.integers(1, 60), st.integers(1, 50))
def test_fifty_years_of_terms(begun: date, months: int, span: int) -> None:
    end = moved(begun, 12 * span)
    assert terms_ending(begun, f"P{months}M", "tacit", begun, end) == [
        moved(begun, months * n) for n in range(1, 12 * span // months + 1)
    ]
