"""Put a brief together within its length: page one first, then as much of the rest as fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from henequen.publish.brief import sections
from henequen.publish.brief.brief import Brief, Line
from henequen.publish.brief.desk_file import DeskFile
from henequen.publish.brief.points import MOST_POINTS, points_of
from henequen.publish.brief.scope import Scope
from henequen.publish.site.names import Names

__all__ = ["compose", "since"]

_SHARES = {"they_owe": 6, "we_owe": 6, "pending": 8, "chronology": 12, "who": 8, "sources": 14}
"""How many lines of a section a four-page brief has room for."""


def compose(
    names: Names,
    scope: Scope,
    side: int = 0,
    desk: DeskFile | None = None,
    room: float = 1.0,
    earlier: Brief | None = None,
) -> Brief:
    """The brief of a scope for one side. `room` scales the length of the sections (1.0: about four pages)."""
    desk = desk or DeskFile()
    t, view = names.t, names.material.view
    own = [Line(text, certainty="own", key=f"own-{n}") for n, text in enumerate(desk.points)]
    points = [*own, *points_of(names, scope, side)][:MOST_POINTS]
    whole: dict[str, Sequence[Line]] = {
        "they_owe": sections.owed(names, scope, 1 - side),
        "we_owe": sections.owed(names, scope, side),
        "pending": sections.pending(names, scope),
        "chronology": sections.chronology(names, scope),
        "who": sections.who_is_who(names, scope),
    }
    kept = {key: tuple(lines[: max(2, round(_SHARES[key] * room))]) for key, lines in whole.items()}
    sheets = tuple(sections.sheets(names, scope, side, desk.lines, max(1, round(3 * room))))
    unknown = tuple(sections.unknown(names, scope))
    left_out = sum(len(lines) - len(kept[key]) for key, lines in whole.items())
    shown = [*points, *(line for lines in kept.values() for line in lines)]
    shown += [line for sheet in sheets for line in (*sheet.take, *sheet.background, *sheet.counterpart)]
    cited = sections.sources(names, shown)
    most = max(4, round(_SHARES["sources"] * room))
    left_out += max(0, len(cited) - most)
    purpose = desk.purpose or t("brief.purpose", what=scope.title, side=names.side(side))
    brief = Brief(
        title=t("brief.title", what=scope.title),
        subtitle=t("brief.subtitle", day=names.date(view.as_of)),
        language=names.language,
        as_of=view.as_of,
        edition=view.fingerprint[:12],
        classification=desk.classification,
        purpose=(Line(purpose, certainty="own" if desk.purpose else "", key="purpose"),),
        points=tuple(points),
        unknown=unknown,
        they_owe=kept["they_owe"],
        we_owe=kept["we_owe"],
        sheets=sheets,
        pending=kept["pending"],
        chronology=kept["chronology"],
        who=kept["who"],
        notes=tuple(sections.notes(names, scope, left_out)),
        sources=tuple(cited[:most]),
        left_out=left_out,
    )
    return since(names, brief, earlier) if earlier is not None else brief


def since(names: Names, brief: Brief, earlier: Brief) -> Brief:
    """The brief with what was added or changed since an earlier one marked, and what was withdrawn listed."""
    before = {line.key: line.text for line in earlier.lines() if line.key}
    now = {line.key for line in brief.lines() if line.key}

    def marked(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(
            replace(
                line, change="added" if line.key not in before else "changed" if before[line.key] != line.text else ""
            )
            if line.key and not line.key.startswith(("note-", "purpose"))
            else line
            for line in lines
        )

    changed: dict[str, Any] = {
        key: marked(getattr(brief, key))
        for key in ("points", "unknown", "they_owe", "we_owe", "pending", "chronology", "who")
    }
    gone = [
        line
        for line in earlier.lines()
        if line.key and line.key not in now and not line.key.startswith(("note-", "own-", "brief."))
    ]
    counts = [sum(line.change == kind for lines in changed.values() for line in lines) for kind in ("added", "changed")]
    first = Line(
        names.t("brief.since", day=names.date(earlier.as_of), added=counts[0], changed=counts[1], withdrawn=len(gone)),
        counted=(*counts, len(gone)),
        date=earlier.as_of,
        key="note-since",
    )
    listed = [replace(line, change="withdrawn") for line in gone if line in earlier.points][:4]
    return replace(brief, changes=(first, *listed), **changed)
