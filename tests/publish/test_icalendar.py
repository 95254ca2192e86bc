"""The calendars are read back by somebody else's reader of the standard (RFC 5545)."""

from __future__ import annotations

from datetime import date

import pytest

from henequen.model.dates import parse_date
from henequen.publish.site.calendar import calendar, calendar_of_dates
from henequen.publish.site.catalogue import catalogue
from henequen.publish.site.material import Material
from henequen.publish.site.names import Names
from henequen.record.questions.calendar import coming
from henequen.record.store.view import View

icalendar = pytest.importorskip("icalendar")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_icalendar_reads_every_event_with_its_days_and_title(view: View, language: str) -> None:
    names = Names(Material(view, lambda _: None), catalogue(language))
    records = list(view.records("events")) + list(view.records("instruments"))
    dated = {r.id: r for r in records if len(r.one("date") or r.one("signed_on")) >= 7}
    read = icalendar.Calendar.from_ical(calendar(names, records))
    events = list(read.walk("VEVENT"))
    assert not read.errors and not any(event.errors for event in events)
    assert {str(event["UID"]).partition("@")[0] for event in events} == set(dated)
    for event in events:
        record = dated[str(event["UID"]).partition("@")[0]]
        start, end = event.decoded("DTSTART"), event.decoded("DTEND")
        assert type(start) is date and start < end
        assert start == parse_date(record.one("date") or record.one("signed_on")).earliest
        assert str(event["SUMMARY"]) == names.title(record)


def test_icalendar_reads_the_coming_dates(view: View) -> None:
    material = Material(view, lambda _: None)
    dates = coming(material.by_table, date(2020, 1, 1), date(2040, 1, 1), material.sides)
    read = icalendar.Calendar.from_ical(calendar_of_dates(Names(material, catalogue("en")), dates))
    events = list(read.walk("VEVENT"))
    assert dates and len(events) == len(dates) == len({str(event["UID"]) for event in events})
    assert not read.errors and not any(event.errors for event in events)
