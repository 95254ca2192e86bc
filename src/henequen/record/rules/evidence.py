"""The follow-up of a commitment: dated evidence, and the resulting state on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from henequen.model.dates import parse_date
from henequen.model.edition import Edition
from henequen.model.record import Record

__all__ = ["CAUTION", "Happening", "State", "happenings_of", "state_on"]

CAUTION = ("delivered", "partial", "started", "stopped", "contrary")
"""Kinds of happening. Of two on one day the later in this list decides: the record prefers the less favourable reading."""

_PROGRESS = {"started": 1, "partial": 2, "delivered": 3}


@dataclass(frozen=True, slots=True)
class Happening:
    """One dated piece of evidence. `happened_by` is the day by which it had surely happened; `ended` the day by which it was
    over."""

    id: str
    kind: str
    begins: str
    until: str
    happened_by: date
    ended: date | None
    claim_id: str
    edition: str
    says: str
    what: str


@dataclass(frozen=True, slots=True)
class State:
    """The state of a commitment on a day: `kind` (or `none_found`), the day since which it holds, the deciding
    evidence."""

    kind: str
    since: str = ""
    happening: str = ""


def happenings_of(records: Iterable[Record], editions: Mapping[str, Edition]) -> dict[str, list[Happening]]:
    """The evidence in table `happenings` by the id of the item that they are about, in order of date."""
    happenings: dict[str, list[Happening]] = {}
    for record in records:
        begins = record.one("on") or record.one("from")
        if record.table != "happenings" or not begins:
            continue
        claim = record.properties["kind"][0]
        until = record.one("until")
        published = editions[claim.edition].published_on
        happenings.setdefault(record.one("item"), []).append(
            Happening(
                record.id,
                claim.value,
                begins,
                until,
                _surely_by(begins, published),
                _surely_by(until, published) if until else None,
                claim.claim_id,
                claim.edition,
                claim.asserted_by,
                record.one("what"),
            )
        )
    return {item: sorted(listed, key=_order) for item, listed in sorted(happenings.items())}


def state_on(happenings: Iterable[Happening], day: date) -> State:
    """The state on `day`, from evidence surely dated by then. The latest one decides. A later `started` or `partial`
    does not take back a `delivered` (nor `started` a `partial`); only `stopped` and `contrary` do. Evidence that lasted
    until a day counts as stopped from that day on.
    """
    state = State("none_found")
    for when, _, kind, happening in sorted(_steps(happenings), key=lambda step: (*step[:2], step[3].id)):
        if when > day:
            break
        if _PROGRESS.get(kind, 9) >= _PROGRESS.get(state.kind, 0):
            state = State(
                kind, happening.until if kind == "stopped" and happening.until else happening.begins, happening.id
            )
    return state


def _steps(happenings: Iterable[Happening]) -> Iterable[tuple[date, int, str, Happening]]:
    for happening in happenings:
        yield happening.happened_by, CAUTION.index(happening.kind), happening.kind, happening
        if happening.ended is not None and happening.kind not in ("stopped", "contrary"):
            yield happening.ended, CAUTION.index("stopped"), "stopped", happening


def _surely_by(text: str, published: str) -> date:
    """The day by which a date had passed: its latest day, or the day of the source if that is earlier."""
    bounds = parse_date(text)
    if published:
        source = parse_date(published)
        if bounds.earliest <= source.latest <= bounds.latest:
            return source.latest
    return bounds.latest


def _order(happening: Happening) -> tuple[date, int, str]:
    return happening.happened_by, CAUTION.index(happening.kind), happening.id
