"""Who faces whom: the bodies responsible for an issue on both sides, followed through reorganisations to a given day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from henequen.model.dates import parse_date
from henequen.model.record import Record
from henequen.record.folding import fold

__all__ = ["Counterparts", "Step", "successors", "who_faces_whom"]


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a succession: the body that took over, its name, and from when to when it held."""

    successor: str
    name: str
    native_name: str
    valid_from: str
    valid_to: str
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
    nothing: it lists the bodies in charge on `as_of`, each once; where no succession is known the body of the matrix is
    repeated, marked with "?".
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


def successors(identity: str, successions: Sequence[Record], as_of: str) -> list[Step]:
    """The chain of bodies that took over from `identity` up to `as_of`, oldest first; empty where none is known."""
    chain: list[Step] = []
    here, seen = identity, {identity}
    while True:
        following = [
            record
            for record in successions
            if record.one("predecessor") == here
            and record.one("successor") not in seen
            and (not record.one("valid_from") or parse_date(record.one("valid_from")).earliest.isoformat() <= as_of)
        ]
        if not following:
            return chain
        chosen = max(following, key=lambda record: (record.one("valid_from"), record.id))
        here = chosen.one("successor")
        seen.add(here)
        chain.append(
            Step(
                here,
                chosen.one("name"),
                chosen.one("native_name"),
                chosen.one("valid_from"),
                chosen.one("valid_to"),
                chosen.said["successor"][0].claim_id,
            )
        )


def _today(
    ids: Sequence[str], printed: Sequence[str], successions: Sequence[Record], actors: Mapping[str, Record], as_of: str
) -> tuple[str, ...]:
    names: list[str] = []
    for number, identity in enumerate(ids):
        chain = successors(identity, successions, as_of)
        if chain:
            last = chain[-1]
            names.append(f"{last.name} ({last.native_name})" if last.native_name else last.name)
        else:
            known = (
                actors[identity].one("name")
                if identity in actors
                else printed[number]
                if number < len(printed)
                else identity
            )
            names.append(f"{known} ?")
    return tuple(dict.fromkeys(names))
