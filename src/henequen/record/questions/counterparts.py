"""Counterparts: the bodies responsible for an issue on both sides, followed through reorganisations to a given day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from henequen.model.dates import parse_date
from henequen.model.record import Record
from henequen.record.rules.looks import Look
from henequen.record.store.folding import fold

__all__ = ["Counterparts", "Holder", "Step", "holder_line", "holders", "in_charge", "successors", "who_faces_whom"]


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a succession: the body that took over, its name, its interval, the rows of the matrix concerned
    (empty: all), and the change."""

    successor: str
    name: str
    native_name: str
    valid_from: str
    valid_to: str
    event: str
    claim_id: str
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """A body that holds a task on a day. `since` is its own beginning, if a source gives it. `sure` is False if no
    source states the successor of the printed body: then `above` names the holders of its parent's tasks, and `look` is
    the last search for it."""

    actor: str
    name: str
    native_name: str
    since: str
    event: str
    claim_id: str
    sure: bool
    above: tuple[str, ...] = ()
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Counterparts:
    """One row of a responsibility matrix, as written, with each side's bodies on the requested day."""

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
    looks: Mapping[str, Look] | None = None,
) -> list[Counterparts]:
    """The rows whose issue, meeting or bodies contain all words of `text`, those with the words in the issue first.

    Names of bodies count in all their spellings and with those of their successors. `side_*_today` lists the bodies that
    hold this very issue on `as_of`, each once, as `named` writes them.
    """
    query_words = fold(text).split()
    matches: list[tuple[int, int, Counterparts]] = []
    for number, record in enumerate(counterparts):
        now = [
            tuple(
                dict.fromkeys(
                    holder_line(holder)
                    for identity in record.many(f"side_{side}_ids")
                    for holder in holders(identity, record.id, successions, actors, as_of, looks or {})
                )
            )
            for side in "ab"
        ]
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
            " ".join((*record.many("side_a_bodies"), *record.many("side_b_bodies"), *spelled, *now[0], *now[1]))
        ).split()
        if all(any(word.startswith(want) for word in (*issue, *bodies)) for want in query_words):
            in_issue = all(any(word.startswith(want) for word in issue) for want in query_words)
            row = Counterparts(
                record.id,
                record.one("forum"),
                record.one("issue"),
                record.many("side_a_bodies"),
                record.many("side_b_bodies"),
                *now,
            )
            matches.append((0 if in_issue else 1, number, row))
    return [row for _, _, row in sorted(matches, key=lambda item: item[:2])]


def successors(identity: str, successions: Iterable[Record]) -> list[Step]:
    """All bodies that took over from `identity`, wholly or in part, in order of date; empty if none is recorded."""
    steps = [
        Step(
            record.one("successor"),
            record.one("name"),
            record.one("native_name"),
            record.one("valid_from"),
            record.one("valid_to"),
            "; ".join(record.many("event")),
            record.properties["successor"][0].claim_id,
            record.many("issue_ids"),
        )
        for record in successions
        if record.one("predecessor") == identity
    ]
    return sorted(steps, key=lambda step: (step.valid_from, step.valid_to or "9999", step.successor))


def in_charge(steps: Iterable[Step], as_of: str, issue: str = "") -> list[Step]:
    """Those of the steps that hold on the day `as_of`; a body without a stated end is assumed to continue.

    With an `issue`, the steps that took over that issue are the only answer; without such steps, those that took over
    everything.
    """
    day = parse_date(as_of).earliest
    holding = [
        step
        for step in steps
        if (not step.valid_from or parse_date(step.valid_from).earliest <= day)
        and (not step.valid_to or parse_date(step.valid_to).latest > day)
    ]
    if not issue:
        return holding
    return [step for step in holding if issue in step.issues] or [step for step in holding if not step.issues]


def holders(
    identity: str,
    issue: str,
    successions: Sequence[Record],
    actors: Mapping[str, Record],
    as_of: str,
    looks: Mapping[str, Look],
) -> list[Holder]:
    """The bodies that hold, on the day `as_of`, what `identity` held for `issue` (empty: for anything)."""

    def above_of(body: Record | None) -> tuple[str, ...]:
        parent = actors.get(body.one("parent")) if body else None
        if parent is None or parent.one("kind") in ("government", "country"):
            return ()
        over = holders(parent.id, issue, successions, actors, as_of, looks)
        return tuple(_plain_name(holder) for holder in over if holder.sure)

    current = in_charge(successors(identity, successions), as_of, issue)
    if current:
        return [replace(_of_step(step, actors), above=above_of(actors.get(step.successor))) for step in current]
    body = actors.get(identity)
    name = body.one("name") if body else identity
    native = body.one("native_name") if body else ""
    since = body.one("valid_from") if body else ""
    last_seen = [claim for claim in (body.properties.get("seen_on", ()) if body else ()) if claim.value[:10] <= as_of]
    if last_seen:
        return [Holder(identity, name, native, since, "", last_seen[0].claim_id, sure=True, above=above_of(body))]
    above = above_of(body)
    return [Holder(identity, name, native, since, "", "", sure=False, above=above, look=looks.get(identity))]


def holder_line(holder: Holder) -> str:
    """A holder in one line: name and native name; if no source states its successor, a "?" and the searches made."""
    under = f" (under {'; '.join(holder.above)})" if holder.above else ""
    if holder.sure:
        return f"{_plain_name(holder)}{under}"
    looked = f" [searched {holder.look.on}: {', '.join(holder.look.where)}]" if holder.look else " [no search logged]"
    return f"{holder.name} ?{under}{looked}"


def _plain_name(holder: Holder) -> str:
    return f"{holder.name} ({holder.native_name})" if holder.native_name else holder.name


def _of_step(step: Step, actors: Mapping[str, Record]) -> Holder:
    body = actors.get(step.successor)
    since = (body.one("valid_from") if body else "") or step.valid_from
    native = step.native_name or (body.one("native_name") if body else "")
    name = step.name or (body.one("name") if body else step.successor)
    return Holder(step.successor, name, native, since, step.event, step.claim_id, sure=True)
