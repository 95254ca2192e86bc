"""The page that makes a brief: in the served observatory a form that gives the file, in the static site the command to copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from henequen.model.properties import codes
from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page

__all__ = ["ABOUT", "FIELDS", "brief_page", "brief_pages"]

FIELDS = ("about", "words", "side", "lang", "form", "pages", "since")
"""What the form asks; `about` is `pair`, `topic:CODE`, `place:CODE` or `event:ID`, `words` a topic in free words."""
ABOUT = ("topic", "place", "event")
_EVENTS = 40


def brief_pages(names: Names) -> Iterator[Page]:
    """The page as a static site has it."""
    yield brief_page(names, {})


def brief_page(names: Names, values: Mapping[str, str], error: str = "") -> Page:
    """The page with the fields that are `values`, and an error if the brief was refused."""
    material, t = names.material, names.t
    choices_made = {name: values.get(name, "") for name in FIELDS}
    groups = [
        (t("make_brief.topics"), [(f"topic:{code}", names.label("area", code)) for code in _topics(names)]),
        (t("make_brief.places"), [(f"place:{code}", names.place(code)) for code in _places(names)]),
        (t("make_brief.events"), [(f"event:{r.id}", _event(names, r)) for r in _events(names)]),
    ]
    values_offered = {value for _, rows in groups for value, _ in rows}
    kind, _, identity = choices_made["about"].partition(":")
    if kind == "event" and choices_made["about"] not in values_offered and identity in material.record:
        groups[2][1].insert(0, (choices_made["about"], _event(names, material.record[identity])))
    context: dict[str, Any] = {
        "given": {
            **choices_made,
            "lang": choices_made["lang"] or names.language,
            "pages": choices_made["pages"] or "4",
        },
        "groups": [(label, rows) for label, rows in groups if rows],
        "side_codes": list(material.sides),
        "forms": [(form, t(f"make_brief.form_{form}")) for form in ("pdf", "docx", "html")],
        "error": error,
    }
    return Page("brief.html", "brief.html", t("make_brief.title"), "brief", context=context)


def _topics(names: Names) -> list[str]:
    used = {r.one("area") for table in ("recommendations", "counterparts") for r in names.material.table(table)}
    return sorted((code for code in codes("area") if code in used), key=lambda code: names.label("area", code))


def _places(names: Names) -> list[str]:
    material = names.material
    with_ties = [code for code in material.places_with_pages if material.at_place.get(code)]
    return sorted(
        with_ties, key=lambda code: (material.view.places[code].country != material.sides[0], names.place(code))
    )


def _events(names: Names) -> list[Record]:
    """The latest events with participants in the record, coming ones first."""
    events = [r for r in names.material.table("events") if r.one("date") and r.many("actor_ids")]
    return sorted(events, key=lambda r: (r.one("date"), r.id), reverse=True)[:_EVENTS]


def _event(names: Names, record: Record) -> str:
    day = record.one("date")
    title = names.title(record)
    return f"{names.date(day)}: {title}" if day else title
