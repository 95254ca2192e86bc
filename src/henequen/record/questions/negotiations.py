"""The state of negotiations: rounds, announcements and chapters, and the stage that follows from dated steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from henequen.model.dates import parse_date
from henequen.model.record import Record
from henequen.record.rules.dated import held_by

__all__ = ["Course", "Stage", "Talk", "course_of", "talks_of"]

_STAGE = {
    "proposed": "proposed",
    "study": "study",
    "launched": "launched",
    "round": "negotiating",
    "suspended": "suspended",
    "announced": "announced",
    "concluded": "concluded",
    "signed": "signed",
    "in_force": "in_force",
}


@dataclass(frozen=True, slots=True)
class Talk:
    """One dated step of a negotiation, and the claim that states it."""

    id: str
    kind: str
    number: str
    on: str
    at: str
    chapters: tuple[str, ...]
    what: str
    edition: str
    claim_id: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that lasted from one day to another (empty: until the requested day), and its length in days."""

    kind: str
    begins: str
    ends: str
    days: int


@dataclass(frozen=True, slots=True)
class Course:
    """A negotiation on a day: its stage, the stages before it, rounds held, announcements without a round after them,
    and for each chapter the latest step that names it."""

    stage: str
    since: str
    stages: tuple[Stage, ...]
    rounds: int
    last_round: str
    empty_announcements: tuple[str, ...]
    chapters: tuple[tuple[str, str], ...]


def talks_of(records: Iterable[Record], as_of: str) -> dict[str, list[Talk]]:
    """The steps taken by `as_of`, by negotiation, the earliest first."""
    talks: dict[str, list[Talk]] = {}
    for record in held_by(records, "talks", as_of):
        claim = record.properties["kind"][0]
        talks.setdefault(record.one("negotiation"), []).append(
            Talk(
                record.id,
                claim.value,
                record.one("number"),
                record.one("on"),
                record.one("at"),
                record.many("chapters"),
                record.one("what"),
                claim.edition,
                claim.claim_id,
            )
        )
    return {
        name: sorted(steps, key=lambda t: (parse_date(t.on).earliest, t.id)) for name, steps in sorted(talks.items())
    }


def course_of(talks: Iterable[Talk], as_of: str) -> Course:
    """The course of one negotiation up to `as_of`, from its steps in order.

    A meeting without a round changes no stage. An announcement is empty if no round, suspension or conclusion follows
    it before the next announcement.
    """
    steps = [talk for talk in talks if talk.kind in _STAGE]
    stages: list[Stage] = []
    for number, talk in enumerate(steps):
        following = steps[number + 1] if number + 1 < len(steps) else None
        same = bool(stages) and stages[-1].kind == _STAGE[talk.kind]
        begins = stages.pop().begins if same else talk.on
        end = following.on if following else as_of
        days = (parse_date(end).earliest - parse_date(begins).earliest).days
        stages.append(Stage(_STAGE[talk.kind], begins, following.on if following else "", max(days, 0)))
    rounds = [talk for talk in steps if talk.kind == "round"]
    empty = [talk.on for at, talk in enumerate(steps) if talk.kind == "announced" and not _answered(steps[at + 1 :])]
    chapters = {chapter: talk.on for talk in steps for chapter in talk.chapters}
    return Course(
        stages[-1].kind if stages else "unknown",
        stages[-1].begins if stages else "",
        tuple(stages),
        len(rounds),
        rounds[-1].on if rounds else "",
        tuple(empty),
        tuple(sorted(chapters.items())),
    )


def _answered(later: list[Talk]) -> bool:
    for talk in later:
        if talk.kind == "announced":
            return False
        if talk.kind in ("round", "concluded", "signed", "in_force"):
            return True
    return False
