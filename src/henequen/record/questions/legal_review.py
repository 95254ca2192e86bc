"""The instruments to review, with reasons and next steps; reproducible from the record alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from henequen.model.dates import parse_date
from henequen.model.durations import add_duration, parse_duration
from henequen.model.record import Record
from henequen.record.questions.calendar import coming
from henequen.record.rules.status import rule_code

__all__ = ["ASLEEP_AFTER", "REASONS", "WAITING_AFTER", "Reason", "Reviewed", "review_queue", "signs_of_life"]

REASONS = {"disputed": 30, "not_in_force": 25, "term_over": 20, "notice": 20, "overlap": 15, "no_life": 10}
"""Why an instrument is in the queue, with the points that its health loses."""

_RATIFIED = ("treaty", "agreement", "convention", "protocol")
_NOT_STATES = ("agency", "state", "municipal", "university", "private")

WAITING_AFTER = 1
"""Whole years after signature from which an instrument that is not in force is in the queue."""

ASLEEP_AFTER = 10
"""Whole years without a sign of life from which an instrument is in the queue."""

_AHEAD = "P18M"
_OVER = ("expired", "replaced", "terminated", "ended", "completed")
_NOT_SIGNED = ("proposed", "under_negotiation", "not_yet", "suspended")
_WAITING = ("signed", "signed_not_in_force")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its code, since when or until when, whole years (-1 if they do not count), and the other record."""

    code: str
    on: str
    years: int
    other_record: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One instrument of the queue with its reasons, its health from 0 to 100, and what to do next (`legal.next_<step>`)."""

    record: str
    health: int
    reasons: tuple[Reason, ...]
    steps: tuple[str, ...] = ()


def review_queue(tables: Mapping[str, Sequence[Record]], as_of: str) -> list[Reviewed]:
    """The instruments with a reason for review on the day `as_of`, lowest health first.

    An instrument that has ended is left out, and one that was never signed, unless it is disputed who the other party is.
    """
    today = parse_date(as_of).earliest
    instruments = list(tables.get("instruments", ()))
    notices = {
        due.record: due.date
        for due in reversed(coming({"instruments": instruments}, today, add_duration(today, parse_duration(_AHEAD))))
        if due.kind == "notice"
    }
    life = signs_of_life(tables, as_of)
    overlaps = _overlaps(instruments, list(tables.get("relations", ())))
    reviews = []
    for record in instruments:
        status = record.derived.get("status", "unknown")
        disputed = record.derived.get("counterparty_status") == "disputed"
        if not disputed and (status in _NOT_SIGNED or (status in _OVER and not _past(record))):
            continue
        reasons = tuple(_reasons(record, status, today, notices, life.get(record.id, ""), overlaps.get(record.id, ())))
        if reasons:
            lost = sum(REASONS[code] for code in {reason.code for reason in reasons})
            steps = tuple(dict.fromkeys(_step(reason.code, record) for reason in reasons))
            reviews.append(Reviewed(record.id, max(0, 100 - lost), reasons, steps))
    return sorted(reviews, key=lambda reviewed: (reviewed.health, reviewed.record))


def _step(code: str, record: Record) -> str:
    """What to do next: what is not a treaty between states has no notes of ratification."""
    treaty = record.one("kind") in _RATIFIED and record.one("level") not in _NOT_STATES
    return "not_in_effect" if code == "not_in_force" and not treaty else code


def _reasons(
    record: Record, status: str, today: date, notices: Mapping[str, str], last: str, overlaps: Iterable[str]
) -> Iterable[Reason]:
    if record.derived.get("counterparty_status") == "disputed":
        yield Reason("disputed", "", -1)
    signed = record.one("signed_on")
    if status in _WAITING and signed and not record.one("entry_into_force"):
        years = _years(signed, today)
        if years >= WAITING_AFTER:
            yield Reason("not_in_force", signed, years)
    if _past(record):
        yield Reason("term_over", record.derived["status_as_of"], -1)
    if record.id in notices:
        yield Reason("notice", notices[record.id], -1)
    for other in sorted(overlaps):
        yield Reason("overlap", "", -1, other)
    if last and (years := _years(last, today)) >= ASLEEP_AFTER:
        yield Reason("no_life", last, years)


def signs_of_life(tables: Mapping[str, Sequence[Record]], as_of: str) -> dict[str, str]:
    """For each instrument the latest date of activity on or before `as_of`: its own dates, dated evidence, programmes,
    steps of talks, and the events, sessions and instruments that a relation joins to it."""
    today = parse_date(as_of).latest
    dates: dict[str, set[str]] = {}
    own = ("signed_on", "entry_into_force", "date", "on", "from")
    records = {record.id: record for rows in tables.values() for record in rows}
    for record in tables.get("instruments", ()):
        dates[record.id] = {record.one(name) for name in own[:2]}
    for table, name in (
        ("happenings", "item"),
        ("programmes", "instrument"),
        ("talks", "negotiation"),
        ("steps", "of"),
        ("treaty_actions", "treaty"),
    ):
        for record in tables.get(table, ()):
            if record.one(name) in dates:
                dates[record.one(name)].update(record.one(when) for when in own)
    for link in tables.get("relations", ()):
        ends = (link.id.split(" ", 1)[0], link.one("object"))
        for place, other in (ends, ends[::-1]):
            if place in dates and other in records:
                dates[place].update(records[other].one(when) for when in own)
    return {
        identity: max(past, key=lambda text: parse_date(text).latest)
        for identity, days in dates.items()
        if (past := [text for text in days if text and parse_date(text).earliest <= today])
    }


def _overlaps(instruments: Sequence[Record], relations: Sequence[Record]) -> dict[str, set[str]]:
    """Pairs that a source calls duplicates, and pairs with the same parties and a common subject but without a
    relation."""
    joined = {frozenset((link.id.split(" ", 1)[0], link.one("object"))) for link in relations}
    overlaps: dict[str, set[str]] = {}
    for link in relations:
        if link.one("relation") == "duplicates":
            pair = (link.id.split(" ", 1)[0], link.one("object"))
            overlaps.setdefault(pair[0], set()).add(pair[1])
            overlaps.setdefault(pair[1], set()).add(pair[0])
    groups: dict[tuple[frozenset[str], str, str], list[str]] = {}
    for record in instruments:
        parties = frozenset(record.many("party_ids"))
        live = record.derived.get("status") not in (*_OVER, *_NOT_SIGNED)
        if len(parties) > 1 and live:
            for subject in record.many("subjects"):
                groups.setdefault((parties, record.one("kind"), subject), []).append(record.id)
    for members in groups.values():
        for first in members:
            for second in members:
                if first != second and frozenset((first, second)) not in joined:
                    overlaps.setdefault(first, set()).add(second)
    return overlaps


def _past(record: Record) -> bool:
    return rule_code(record.derived.get("status_rule", ""))[0] == "past"


def _years(text: str, today: date) -> int:
    then = parse_date(text).latest
    return max(today.year - then.year - ((today.month, today.day) < (then.month, then.day)), 0)
