"""The kinds of what can be found, and the order of entries that score the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["KINDS", "Entry", "in_order"]

KINDS = {
    "pages": 13,
    "places": 13,
    "counterparts": 12,
    "instruments": 11,
    "scenarios": 12,
    "products": 10,
    "actors": 10,
    "events": 9,
    "activities": 9,
    "documents": 9,
    "recommendations": 8,
    "exchanges": 8,
    "successions": 7,
    "observations": 7,
    "findings": 4,
    "notes": 3,
}
"""Kinds of entries in the order of ties, with their weight in tenths."""

_ORDER = {kind: number for number, kind in enumerate(KINDS)}
_OTHER = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: `names` are its other names and keywords, `body` what the record states about it, one text per
    passage; `weight` (in tenths) makes it count less than others of its kind; `id` is that of the record, place,
    figure or finding."""

    kind: str
    url: str
    title: str
    names: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    weight: int = 10
    id: str = ""

    @property
    def factor(self) -> int:
        """What a score is multiplied by, in hundredths."""
        return KINDS.get(self.kind, _OTHER) * self.weight


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries by kind, title and address: an index numbers them so, and of two with the same score the lower number
    comes first."""
    return sorted(entries, key=lambda e: (_ORDER.get(e.kind, len(_ORDER)), e.title, e.url))
