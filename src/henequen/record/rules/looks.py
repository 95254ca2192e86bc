"""Logged searches: the only basis of "no evidence found (last looked ...)"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from henequen.model.record import Record
from henequen.record.rules.dated import held_by

__all__ = ["Look", "last_looks", "looks_by_item"]


@dataclass(frozen=True, slots=True)
class Look:
    """One search: its id, the day, where, by whom, with which words, and whether it found anything."""

    id: str
    on: str
    where: tuple[str, ...]
    by: str
    query: tuple[str, ...]
    has_evidence: bool


def looks_by_item(records: Iterable[Record], as_of: str) -> dict[str, list[Look]]:
    """The searches made by `as_of`, by the id of each item searched for, the latest first."""
    by_item: dict[str, list[Look]] = {}
    for record in held_by(records, "looks", as_of, whole=True):
        look = Look(
            record.id,
            record.one("on"),
            record.many("where"),
            record.one("by"),
            record.many("query"),
            record.one("found") == "true",
        )
        for item in record.many("items"):
            by_item.setdefault(item, []).append(look)
    return {item: sorted(looks, key=lambda k: (k.on, k.id), reverse=True) for item, looks in by_item.items()}


def last_looks(records: Iterable[Record], as_of: str) -> dict[str, Look]:
    """The latest search for each item."""
    return {item: looks[0] for item, looks in looks_by_item(records, as_of).items()}
