"""Turns a proposal of the readers into a row of the pack, as docs/reference/proposals.md describes rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from henequen.model.properties import codes
from henequen.record.review.queue import Proposed

__all__ = ["Mapped", "pack_row", "slug"]

_TABLES = {
    "instrument": "instruments",
    "observation": "observations",
    "event": "events",
    "commitment": "recommendations",
    "actor": "actors",
    "responsibility": "counterparts",
    "issue": "notes",
}
_SAME_NAME = {
    "instruments": "title level parties countries signed_at term renewal notice",
    "observations": "measure component reporter partner product period value unit comparator valuation missing",
    "events": "title countries",
    "recommendations": "number area recurring",
    "actors": "name role",
    "counterparts": "issue forum",
    "notes": "severity printed expected",
}
_OTHER_NAME = {
    "instruments": {
        "type": "kind",
        "subdivisions": "places",
        "subject": "subjects",
        "signed": "signed_on",
        "entry_into_force": "entry_into_force",
        "status_printed": "stated_status",
        "status_normalised": "stated_status_code",
        "counterparty_candidates": "counterparty_candidates",
    },
    "observations": {"subdivision": "place", "flags": "marks"},
    "events": {"type": "kind", "date": "date", "subdivisions": "places", "participants": "actors"},
    "recommendations": {"subtype": "kind", "text": "restatement", "owners": "addressed_to", "deadline": "deadline"},
    "actors": {"type": "kind", "country": "country", "subdivision": "place", "variants": "variant"},
    "counterparts": {},
    "notes": {"type": "kind", "description": "message"},
}
_VOCABULARY = {
    ("instruments", "kind"): "instrument_kind",
    ("instruments", "level"): "level",
    ("events", "kind"): "event_kind",
    ("recommendations", "kind"): "recommendation_kind",
    ("recommendations", "area"): "area",
    ("actors", "kind"): "actor_kind",
    ("notes", "kind"): "note_kind",
    ("observations", "comparator"): "comparator",
}
_ELSE = {"event_kind": "other", "actor_kind": "other"}
_MOST_WORDS = 8


@dataclass(frozen=True)
class Mapped:
    """A row for `accept`, and the fields of the proposal that the pack has no place for."""

    row: Mapping[str, Any]
    left_out: tuple[str, ...]


def pack_row(
    proposed: Proposed,
    document: str,
    corrected: Mapping[str, Any],
    same_as: str,
    sides: tuple[str, str],
    places: Collection[str],
    unique: Callable[[str], bool],
    before: Callable[[int], str],
) -> Mapped:
    """The row for a proposal, with corrections, for the document with that id in the pack.

    `same_as` is the record that it is about; without one a new record gets an id. `unique` tests whether a quote
    occurs in the document once; if not, `before` gives the text up to its place.
    """
    table = _TABLES[proposed.kind]
    fields = {**proposed.fields, **corrected}
    names = {name: name for name in _SAME_NAME[table].split()} | _OTHER_NAME[table]
    row: dict[str, Any] = {"table": table, "document": document, "method": "reviewed reading"}
    left_out: list[str] = []
    for name, value in fields.items():
        property_known = names.get(name)
        if name in ("value_printed", "multiplier", "attributed", "asserted_by", "owner_countries"):
            continue
        cell = _value(table, property_known, value, places) if property_known else None
        if property_known is None or cell is None:
            left_out.append(name)
        else:
            row[property_known] = cell
    if fields.get("asserted_by"):
        row["asserted_by"] = fields["asserted_by"]
    if table == "observations":
        _figure(row, fields)
    elif table == "counterparts":
        _bodies(row, fields, sides, left_out)
    if table in ("notes",):
        row.setdefault("message", str(fields.get("description", "")))
    if table != "observations":
        name = str(fields.get("title") or fields.get("name") or fields.get("text") or fields.get("issue") or table)
        row["id"] = same_as or f"{slug(name)}-{proposed.id[2:8]}"
    row["quotes"] = [
        {
            "quote": piece["quote"],
            "after": "" if unique(piece["quote"]) else before(int(piece.get("char_start", 0))),
        }
        for piece in proposed.evidence
    ]
    first = proposed.evidence[0] if proposed.evidence else {}
    for name, column in (("table", "table_ref"), ("row", "row"), ("col", "column"), ("column", "column")):
        if first.get(name) is not None:
            row[column] = str(first[name])
    return Mapped(row, tuple(left_out))


def _value(table: str, name: str | None, value: Any, places: Collection[str]) -> Any:
    """The cell for a property, or None if the pack has no code for it."""
    if isinstance(value, Mapping) and "value" in value:
        value = value["value"]
    if name in ("places", "place"):
        kept = [code for code in (value if isinstance(value, list) else [value]) if code in places]
        return (kept if name == "places" else kept[0]) if kept else None
    vocabulary = _VOCABULARY.get((table, str(name)))
    if vocabulary and value not in codes(vocabulary):
        return _ELSE.get(vocabulary)
    return value


def _figure(row: dict[str, Any], fields: Mapping[str, Any]) -> None:
    """Scale, printed digits and the flow of a figure."""
    multiplier = Decimal(str(fields.get("multiplier", 1)))
    scale = multiplier.adjusted() if multiplier == Decimal(1).scaleb(multiplier.adjusted()) else None
    value = str(row.get("value", ""))
    if scale is None:
        row["value"], scale = str(Decimal(value) * multiplier), 0
    if value:
        row["unit_mult"] = scale
        row["decimals"] = len(value.partition(".")[2])
    if row.get("measure") in ("export", "import"):
        row["flow"] = row["measure"]
    row["period_basis"] = "stated"
    printed = str(fields.get("value_printed", ""))
    if 0 < len(printed.split()) <= _MOST_WORDS:
        row["as_printed"] = printed


def _bodies(row: dict[str, Any], fields: Mapping[str, Any], sides: tuple[str, str], left_out: list[str]) -> None:
    """The body of an issue, on the side that it belongs to."""
    if fields.get("country") in sides and fields.get("body"):
        row["side_a_bodies" if fields["country"] == sides[0] else "side_b_bodies"] = [fields["body"]]
        left_out[:] = [name for name in left_out if name not in ("country", "body")]


def slug(text: str) -> str:
    """An id that a person can read, from a name in any script; `record` if no Latin letter is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    return "-".join(words)[:40].strip("-") or "record"
