"""Who faces whom: the bodies responsible for an issue on both sides, followed through reorganisations to a given day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from henequen.model.dates import parse_date
from henequen.model.record import Record
from henequen.record.store.folding import fold

__all__ = ["Counterparts", "Step", "in_charge", "successors", "who_faces_whom"]


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a succession: the body that took over, its name, from when to when it held, and what changed."""

    successor: str
    name: str
    native_name: str
    valid_from: str
    valid_to: str
    event: str
    claim_id: str


@dataclass(frozen=True, slots=True)
class Counterparts:
    """One row of a responsibility matrix, as written, with each side's bodies on the day asked for."""

    id: str
    forum: str
    issue: str
    side_a_bodies: tuple[str, ...]
    side_b_bodies: tuple[str, ...]
    side_a_today: tuple[str, ...]
    side_b_today: tuple[str, ...]


def who_faces_whom(
    text: str,
    counterparts: Iterable[Record],
    successions: Sequence[Record],
    actors: Mapping[str, Record],
    as_of: str,
) -> list[Counterparts]:
    """The rows whose issue, meeting or bodies bear all words of `text`, those with the words in the issue first.

    Names of bodies count in all their spellings and with those of their successors. `side_*_today` is parallel to
    nothing: it lists the bodies in charge on `as_of`, each once; where no source says what became of a body it is
    repeated, marked with "?", with the body that its parent has become.
    """
    wanted = fold(text).split()
    found: list[tuple[int, int, Counterparts]] = []
    for number, record in enumerate(counterparts):
        a_now = _today(record.many("side_a_ids"), record.many("side_a_bodies"), successions, actors, as_of)
        b_now = _today(record.many("side_b_ids"), record.many("side_b_bodies"), successions, actors, as_of)
        issue = fold(f"{record.one('issue')} {record.one('forum')}").split()
        ids = (*record.many("side_a_ids"), *record.many("side_b_ids"))
        spelled = [
            name
            for identity in ids
            if identity in actors
            for name in (
                *actors[identity].many("variant"),
                *actors[identity].many("name"),
                *actors[identity].many("native_name"),
            )
        ]
        bodies = fold(
            " ".join((*record.many("side_a_bodies"), *record.many("side_b_bodies"), *spelled, *a_now, *b_now))
        ).split()
        if all(any(word.startswith(want) for word in (*issue, *bodies)) for want in wanted):
            in_issue = all(any(word.startswith(want) for word in issue) for want in wanted)
            row = Counterparts(
                record.id,
                record.one("forum"),
                record.one("issue"),
                record.many("side_a_bodies"),
                record.many("side_b_bodies"),
                a_now,
                b_now,
            )
            found.append((0 if in_issue else 1, number, row))
    return [row for _, _, row in sorted(found, key=lambda item: item[:2])]


def successors(identity: str, successions: Iterable[Record]) -> list[Step]:
    """All bodies that took over from `identity`, wholly or in part, in order of date; empty where none is recorded."""
    steps = [
        Step(
            record.one("successor"),
            record.one("name"),
            record.one("native_name"),
            record.one("valid_from"),
            record.one("valid_to"),
            "; ".join(record.many("event")),
            record.said["successor"][0].claim_id,
        )
        for record in successions
        if record.one("predecessor") == identity
    ]
    return sorted(steps, key=lambda step: (step.valid_from, step.valid_to or "9999", step.successor))


def in_charge(steps: Iterable[Step], as_of: str) -> list[Step]:
    """Those of the steps that hold on the day `as_of`; a body that no source ends is taken to go on."""
    day = parse_date(as_of).earliest
    return [
        step
        for step in steps
        if (not step.valid_from or parse_date(step.valid_from).earliest <= day)
        and (not step.valid_to or parse_date(step.valid_to).latest > day)
    ]


def _today(
    ids: Sequence[str], printed: Sequence[str], successions: Sequence[Record], actors: Mapping[str, Record], as_of: str
) -> tuple[str, ...]:
    names: list[str] = []
    for number, identity in enumerate(ids):
        current = _named(identity, successions, as_of)
        names.extend(current)
        if not current:
            known = actors.get(identity)
            own = known.one("name") if known else printed[number] if number < len(printed) else identity
            above = _named(known.one("parent"), successions, as_of) if known and known.one("parent") else []
            names.append(f"{own} ?" + (f" (under {'; '.join(above)})" if above else ""))
    return tuple(dict.fromkeys(names))


def _named(identity: str, successions: Sequence[Record], as_of: str) -> list[str]:
    current = in_charge(successors(identity, successions), as_of)
    return [f"{step.name} ({step.native_name})" if step.native_name else step.name for step in current]
