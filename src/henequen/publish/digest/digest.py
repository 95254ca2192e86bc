"""A digest for readers: the seven main changes, and the whole list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from henequen.model.record import Record
from henequen.publish.digest.difference import Difference
from henequen.publish.site.names import Names

__all__ = ["MOST_POINTS", "Change", "Digest", "digest_of"]

MOST_POINTS = 7
_WEIGHT = ("instruments", "happenings", "talks", "sessions", "events", "recommendations", "activities")


@dataclass(frozen=True, slots=True)
class Change:
    """One line: `kind` (added, changed, withdrawn), the id, its kind in words, its name, date and page."""

    kind: str
    id: str
    what: str
    title: str
    date: str
    path: str
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """The digest between two days, in one language."""

    title: str
    language: str
    since: str
    until: str
    edition: str
    points: tuple[Change, ...]
    changes: tuple[Change, ...]
    figures: int


def digest_of(names: Names, step: Difference, since: str, before: Names) -> Digest:
    """The digest of a difference. `names` belongs to the later view, `before` to the earlier one (for withdrawn
    records)."""
    changes = [
        *_changes(names, "added", step.added),
        *_changes(names, "changed", step.changed, {i: tuple(sorted(new)) for i, (_, new) in step.changed.items()}),
        *_changes(before, "withdrawn", step.withdrawn),
    ]
    ranked = sorted(changes, key=lambda change: _rank(names, before, change))
    figures = sum(1 for i in (*step.added, *step.changed, *step.withdrawn) if i.startswith("o-"))
    view = names.material.view
    title = names.t("digest.title", pair=names.sides("brief.pair"))
    points = tuple(ranked[:MOST_POINTS])
    return Digest(title, names.language, since, view.as_of, view.fingerprint[:12], points, tuple(ranked), figures)


def _changes(
    names: Names, kind: str, ids: Iterable[str], details: dict[str, tuple[str, ...]] | None = None
) -> list[Change]:
    material = names.material
    changes = []
    for identity in ids:
        record = material.record.get(identity)
        if record is None:
            if identity in material.observation:
                o = material.observation[identity]
                title = f"{names.measure(o)}: {names.amount(o)}"
                changes.append(
                    Change(kind, identity, names.t("table.observations"), title, o.period, material.url(identity))
                )
            continue
        day = record.one("date") or record.one("signed_on") or record.one("on") or record.one("deadline")
        detail = tuple(d for d in (details or {}).get(identity, ()) if d.startswith("derived "))
        changes.append(
            Change(kind, identity, names.kind(record), names.title(record), day, material.url(identity), detail)
        )
    return changes


def _rank(names: Names, before: Names, change: Change) -> tuple[int, int, str, str]:
    record: Record | None = names.material.record.get(change.id) or before.material.record.get(change.id)
    table = record.table if record else "observations"
    weight = _WEIGHT.index(table) if table in _WEIGHT else len(_WEIGHT) + (table == "observations")
    bilateral_first = 0 if record is not None and names.material.between(record) else 1
    newest = "".join(chr(255 - ord(c)) for c in change.date[:10].ljust(10))
    return bilateral_first, weight, newest, change.id
