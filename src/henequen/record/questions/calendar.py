"""What is coming: deadlines, expiries, last days for notice, sessions, anniversaries and recurring programmes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from henequen.model.dates import PartialDate, parse_date
from henequen.model.durations import add_duration, parse_duration, subtract_duration
from henequen.model.record import Record

__all__ = ["KINDS", "Due", "coming", "terms_ending"]

KINDS = ("deadline", "expiry", "notice", "session", "anniversary", "programme")
_ROUND = 5
"""Anniversaries are shown in every fifth year."""
_OPEN_RENEWALS = ("tacit",)


@dataclass(frozen=True, slots=True)
class Due:
    """One date: its kind, record, earliest and latest day, printed date, and permanent id."""

    kind: str
    record: str
    earliest: date
    latest: date
    date: str
    number: int
    uid: str


def coming(tables: Mapping[str, Sequence[Record]], start: date, end: date, sides: Sequence[str] = ()) -> list[Due]:
    """All dates from `start` to `end`, by date; `tables` gives the records of each table.

    Anniversaries count instruments and foundings that concern all `sides`.
    """
    dates = [
        *_deadlines(tables.get("recommendations", ())),
        *(due for record in tables.get("instruments", ()) for due in _terms(record, start, end)),
        *_sessions(tables.get("sessions", ())),
        *(due for record in _celebrated(tables, sides) for due in _anniversaries(record, start, end)),
        *(due for record in tables.get("programmes", ()) for due in _programme(record, start, end)),
    ]
    within = [due for due in dates if due.latest >= start and due.earliest <= end]
    return sorted(within, key=lambda due: (due.earliest, due.latest, KINDS.index(due.kind), due.record))


def terms_ending(begun: date, term: str, renewal: str, start: date, end: date) -> list[date]:
    """The days from `start` to `end` on which a term ends; with tacit renewal every following term ends too.

    >>> [day.isoformat() for day in terms_ending(date(2000, 2, 29), "P1Y", "tacit", date(2003, 1, 1), date(2004, 12, 31))]
    ['2003-02-28', '2004-02-29']
    """
    duration = parse_duration(term)
    if duration.months * 28 + duration.days <= 0:
        return []
    dates = []
    number = 1
    while (day := add_duration(begun, duration.times(number))) <= end:
        if day >= start:
            dates.append(day)
        if renewal not in _OPEN_RENEWALS:
            break
        number += 1
    return dates


def _deadlines(items: Iterable[Record]) -> Iterator[Due]:
    for item in items:
        deadline = item.one("deadline")
        if deadline and not item.one("fulfilled_on"):
            yield _due("deadline", item.id, parse_date(deadline))


def _terms(record: Record, start: date, end: date) -> Iterator[Due]:
    if record.derived.get("status") in ("replaced", "terminated"):
        return
    notice = _asserted(record, "notice")
    until = _asserted(record, "valid_until")
    begun = _asserted(record, "entry_into_force") or _asserted(record, "signed_on")
    term = _asserted(record, "term")
    ends: list[tuple[date, date, str]] = []
    if until:
        bounds = parse_date(until)
        ends.append((bounds.earliest, bounds.latest, until))
    elif term and begun:
        bounds = parse_date(begun)
        # Notice may be due long before the end of a term, so terms that end later are included.
        later = add_duration(end, parse_duration(notice)) if notice else end
        exact = bounds.earliest == bounds.latest
        first = terms_ending(bounds.earliest, term, record.one("renewal"), start, later)
        last = first if exact else terms_ending(bounds.latest, term, record.one("renewal"), start, later)
        if exact or len(first) == len(last):
            ends.extend((a, b, a.isoformat() if exact else f"{a}/{b}") for a, b in zip(first, last, strict=True))
    for earliest, latest, text in ends:
        yield Due("expiry", record.id, earliest, latest, text, 0, f"{record.id}-expiry-{earliest.year}")
        if notice:
            duration = parse_duration(notice)
            days = (subtract_duration(earliest, duration), subtract_duration(latest, duration))
            when = days[0].isoformat() if days[0] == days[1] else f"{days[0]}/{days[1]}"
            yield Due("notice", record.id, *days, when, 0, f"{record.id}-notice-{earliest.year}")


def _sessions(sessions: Iterable[Record]) -> Iterator[Due]:
    session_days = {session.one("on") for session in sessions}
    for session in sessions:
        following = session.one("next_on")
        if following and following not in session_days:
            yield _due("session", session.one("body"), parse_date(following), f"{session.id}-next")


def _celebrated(tables: Mapping[str, Sequence[Record]], sides: Sequence[str]) -> Iterator[Record]:
    for table, kinds in (("instruments", ()), ("events", ("founding", "agreement"))):
        for record in tables.get(table, ()):
            concerned = set(record.many("countries"))
            disputed = record.derived.get("counterparty_status") == "disputed"
            if (not kinds or record.one("kind") in kinds) and set(sides) <= concerned and not disputed:
                yield record


def _anniversaries(record: Record, start: date, end: date) -> Iterator[Due]:
    text = record.one("signed_on") or record.one("date")
    if len(text) < 7 or "/" in text:
        return
    year = int(text[:4])
    for now in range(start.year - 1, end.year + 2):
        if now > year and (now - year) % _ROUND == 0:
            moved = f"{now:04d}{text[4:]}"
            if text[4:] == "-02-29" and not _leap(now):
                moved = f"{now:04d}-02-28"
            bounds = parse_date(moved)
            uid = f"{record.id}-anniversary-{now}"
            yield Due("anniversary", record.id, bounds.earliest, bounds.latest, moved, now - year, uid)


def _programme(record: Record, start: date, end: date) -> Iterator[Due]:
    until = record.one("until")
    if until:
        yield _due("expiry", record.id, parse_date(until))
    following, rhythm = record.one("next_on"), record.one("recurring")
    if not following:
        return
    bounds = parse_date(following)
    last = parse_date(until).latest if until else None
    if not rhythm:
        yield _due("programme", record.id, bounds)
        return
    duration, number = parse_duration(rhythm), 0
    while (earliest := add_duration(bounds.earliest, duration.times(number))) <= end:
        latest = add_duration(bounds.latest, duration.times(number))
        if last is not None and earliest > last:
            return
        text = earliest.isoformat() if earliest == latest else f"{earliest}/{latest}"
        if latest >= start:
            yield Due("programme", record.id, earliest, latest, text, number, f"{record.id}-programme-{earliest}")
        if duration.months <= 0 and duration.days <= 0:
            return
        number += 1


def _due(kind: str, record: str, bounds: PartialDate, uid: str = "") -> Due:
    return Due(kind, record, bounds.earliest, bounds.latest, bounds.text, 0, uid or f"{record}-{kind}")


def _asserted(record: Record, name: str) -> str:
    return next((claim.value for claim in record.properties.get(name, ()) if claim.polarity == "asserted"), "")


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
