"""Bodies and channels: their sessions, and the state that follows from them on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from henequen.model.dates import parse_date
from henequen.model.record import Record
from henequen.record.rules.dated import held_by

__all__ = ["DORMANT_AFTER", "BodyState", "Session", "body_state", "sessions_of"]

DORMANT_AFTER = 3
"""Years without a session after which a body counts as dormant."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session of a body."""

    id: str
    body: str
    number: str
    on: str
    at: str
    level: str
    agenda: tuple[str, ...]
    decisions: tuple[str, ...]
    next: str
    next_on: str
    event: str


@dataclass(frozen=True, slots=True)
class BodyState:
    """The state of a body on a day: proposed, active, dormant, ended or unknown; since when; its last session; how many
    whole years ago that was (-1 if none is recorded)."""

    kind: str
    since: str
    last: str
    years: int


def sessions_of(records: Iterable[Record], as_of: str) -> dict[str, list[Session]]:
    """The sessions held by `as_of`, by body, the earliest first."""
    sessions: dict[str, list[Session]] = {}
    for record in held_by(records, "sessions", as_of):
        session = Session(
            record.id,
            record.one("body"),
            record.one("number"),
            record.one("on"),
            record.one("at"),
            record.one("level"),
            record.many("agenda"),
            record.many("decisions"),
            record.one("next"),
            record.one("next_on"),
            record.one("event"),
        )
        sessions.setdefault(session.body, []).append(session)
    return {body: sorted(dates, key=lambda s: (s.on, s.id)) for body, dates in sorted(sessions.items())}


def body_state(body: Record, sessions: Mapping[str, Sequence[Session]], as_of: str) -> BodyState:
    """The state of `body` on the day `as_of`.

    Ended: a source gives an end that has passed. Active or dormant: by the latest session, with `DORMANT_AFTER` years
    between the two. Without a session: proposed if a source dates the proposal and none the beginning, otherwise
    unknown.
    """
    today = parse_date(as_of).earliest
    dates = sessions.get(body.id, ())
    last = max((s.on for s in dates), key=lambda on: parse_date(on).latest, default="")
    years = _whole_years(parse_date(last).latest, today) if last else -1
    ended = body.one("valid_to")
    if ended and parse_date(ended).latest <= today:
        return BodyState("ended", ended, last, years)
    if last:
        return BodyState("dormant" if years >= DORMANT_AFTER else "active", last, last, years)
    if body.one("proposed_on") and not body.one("valid_from"):
        return BodyState("proposed", body.one("proposed_on"), "", -1)
    return BodyState("unknown", body.one("valid_from"), "", -1)


def _whole_years(before: date, after: date) -> int:
    years = after.year - before.year - ((after.month, after.day) < (before.month, before.day))
    return max(years, 0)
