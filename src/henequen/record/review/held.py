"""The content of the record in the readers' terms: kind, fields named as in a proposal, and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from henequen.model.observation import Observation
from henequen.model.record import Record
from henequen.record.pack.pack import Pack
from henequen.record.store.store import records_of

__all__ = ["HeldClaim", "held_claims"]

_KINDS = {"instruments": "instrument", "events": "event", "recommendations": "commitment", "actors": "actor"}
_WORDS = {
    "instruments": {
        "title": "title",
        "kind": "type",
        "countries": "countries",
        "places": "subdivisions",
        "signed_on": "signed",
        "entry_into_force": "entry_into_force",
        "term": "term",
        "renewal": "renewal",
        "signed_at": "signed_at",
        "stated_status_code": "status_normalised",
        "level": "level",
        "notice": "notice",
    },
    "events": {"title": "title", "kind": "type", "date": "date", "countries": "countries", "places": "subdivisions"},
    "recommendations": {"kind": "subtype", "restatement": "text", "number": "number", "deadline": "deadline"},
    "actors": {"name": "name", "kind": "type", "country": "country"},
}
_MANY = ("countries", "subdivisions")
_DATES = ("signed", "entry_into_force", "date", "deadline")
_PRECISION = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True)
class HeldClaim:
    """One record or figure: `places` are (document, start, end)."""

    identity: str
    kind: str
    fields: dict[str, object]
    places: tuple[tuple[str, int, int], ...]


def held_claims(pack: Pack) -> Iterator[HeldClaim]:
    """All records and figures that a proposal can be compared with."""
    for record in records_of(pack).values():
        if record.table in _KINDS:
            places = tuple((e.document, e.start, e.end) for e in record.evidence)
            yield HeldClaim(record.id, _KINDS[record.table], _fields(record), places)
    for figure in pack.observations:
        places = tuple((e.document, e.start, e.end) for e in figure.evidence)
        yield HeldClaim(figure.id, "observation", _figure(figure), places)


def _fields(record: Record) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, word in _WORDS[record.table].items():
        value = record.one(name)
        if not value or value.startswith("("):
            continue
        if word in _MANY:
            fields[word] = sorted(record.many(name))
        elif word in _DATES:
            fields[word] = {"value": value, "precision": _PRECISION.get(len(value), "other")}
        else:
            fields[word] = value
    return fields


def _figure(figure: Observation) -> dict[str, object]:
    fields: dict[str, object] = {
        "measure": figure.measure,
        "component": figure.component,
        "reporter": figure.reporter,
        "partner": figure.partner,
        "subdivision": figure.place,
        "product": figure.product,
        "period": figure.period,
        "unit": figure.unit,
    }
    if figure.value is not None:
        fields |= {"value": str(figure.value), "multiplier": 10**figure.unit_mult if figure.unit_mult >= 0 else 1}
    return {name: value for name, value in fields.items() if value != ""}
