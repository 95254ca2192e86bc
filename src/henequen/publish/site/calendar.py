"""The dated events as an iCalendar file (RFC 5545). Dates keep their precision: a month is a span of days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from henequen.model.dates import parse_date
from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.record.questions.calendar import Due

__all__ = ["calendar", "calendar_of_dates"]


def calendar(names: Names, records: Iterable[Record]) -> str:
    """Everything dated to a month or a day, one all-day entry each; dates with only a year are left out."""
    view = names.material.view
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Henequen//{view.manifest.id}//EN", "CALSCALE:GREGORIAN"]
    for record in records:
        date = record.one("date") or record.one("signed_on")
        if len(date) < 7:
            continue
        bounds = parse_date(date)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{record.id}@{view.manifest.id}.henequen",
            f"DTSTAMP:{view.as_of.replace('-', '')}T000000Z",
            f"DTSTART;VALUE=DATE:{bounds.earliest:%Y%m%d}",
            f"DTEND;VALUE=DATE:{bounds.latest + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(names.title(record))}",
            f"DESCRIPTION:{_text(f'{names.date(date)}. {names.kind(record)}.')}",
            f"CATEGORIES:{_text(names.kind(record))}",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def calendar_of_dates(names: Names, dates: Iterable[Due]) -> str:
    """The coming dates, one all-day entry each. A date keeps its id in every edition."""
    view = names.material.view
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Henequen//{view.manifest.id}//EN", "CALSCALE:GREGORIAN"]
    for due in dates:
        record = names.material.record.get(due.record)
        title = names.title(record) if record else due.record
        words = (
            names.t("desk.years_since", n=due.number) if due.kind == "anniversary" else names.t(f"desk.due_{due.kind}")
        )
        lines += [
            "BEGIN:VEVENT",
            f"UID:{due.uid.replace(' ', '-')}@{view.manifest.id}.henequen",
            f"DTSTAMP:{view.as_of.replace('-', '')}T000000Z",
            f"DTSTART;VALUE=DATE:{due.earliest:%Y%m%d}",
            f"DTEND;VALUE=DATE:{due.latest + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(f'{words}: {title}')}",
            f"CATEGORIES:{_text(names.t(f'desk.due_{due.kind}') if due.kind != 'anniversary' else words)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _text(words: str) -> str:
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", " ")


def _folded(line: str) -> str:
    """No line over 75 octets; continuation lines begin with a space."""
    parts, current = [], ""
    for char in line:
        if len((current + char).encode()) > 74:
            parts.append(current)
            current = ""
        current += char
    return "\r\n ".join([*parts, current])
