"""Deadlines: commitments and recommendations, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from henequen.model.record import Record

__all__ = ["Deadline", "deadlines"]

_PRESSING = ("overdue", "due", "not_due", "met_late", "met", "no_deadline")


@dataclass(frozen=True, slots=True)
class Deadline:
    """One item with its deadline as stated and its three statuses."""

    id: str
    kind: str
    restatement: str
    addressed_to: tuple[str, ...]
    deadline: str
    schedule: str
    official: str
    evidence: str
    last_looked: str


def deadlines(items: Iterable[Record], includes_undated: bool = False) -> list[Deadline]:
    """Items with a deadline, the most pressing first, then by date; with `includes_undated` also those without one."""
    rows = [
        Deadline(
            item.id,
            item.one("kind"),
            item.one("restatement"),
            item.many("addressed_to"),
            item.one("deadline"),
            item.derived["schedule"],
            item.derived["official"],
            item.derived["evidence"],
            item.derived["last_looked"],
        )
        for item in items
        if includes_undated or item.one("deadline")
    ]
    return sorted(rows, key=lambda row: (_PRESSING.index(row.schedule), row.deadline, row.id))
