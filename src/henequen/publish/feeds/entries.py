"""The entries of a feed: dated records, the latest recorded first, with ids that are the same in every edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.pages.record.sentence import lead

__all__ = ["MOST", "FeedEntry", "entries_of"]

MOST = 60


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry: a permanent id, title, summary, when it was recorded (a day), the date of the thing, its page, its
    kind."""

    id: str
    title: str
    summary: str
    updated: str
    date: str
    path: str
    kind: str


def entries_of(names: Names, records: Iterable[Record], most: int = MOST) -> list[FeedEntry]:
    """The newest entries of these records; records without a date or a page of their own are left out."""
    material = names.material
    entries = []
    for record in records:
        day = record.one("date") or record.one("signed_on") or record.one("deadline")
        path = material.url(record.id)
        if not path or (not day and record.table != "recommendations"):
            continue
        recorded = (
            max((claim.recorded_at for claim in material.claims_of[record.id]), default="") or material.view.as_of
        )
        entries.append(
            FeedEntry(
                f"tag:henequen.invalid,2026:{material.view.manifest.id}/{record.id}",
                names.title(record),
                lead(names, record),
                min(recorded[:10], material.view.as_of),
                day,
                path,
                names.kind(record),
            )
        )
    return sorted(entries, key=lambda entry: (entry.updated, entry.date, entry.id), reverse=True)[:most]
