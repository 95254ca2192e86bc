"""The tables of the open data: each defines its columns once, with the value of each for an item of the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from henequen.model.claim import Claim
from henequen.model.evidence import Evidence
from henequen.model.properties import DESK_TABLES, properties
from henequen.model.record import Record
from henequen.record.rules.followup import NOT_STATED
from henequen.record.rules.resolve import disagreements
from henequen.record.store.view import Link, View

__all__ = ["TABLES", "OpenTable", "Row", "places_in_documents"]

Row = dict[str, str]


def places_in_documents(evidence: Iterable[Evidence]) -> Row:
    """`document`, `char_start`, `char_end`: parallel lists separated by semicolons, one item for each place.

    >>> places_in_documents(())
    {'document': '', 'char_start': '', 'char_end': ''}
    """
    passages = list(evidence)
    return {
        "document": ";".join(p.document for p in passages),
        "char_start": ";".join(str(p.start) for p in passages),
        "char_end": ";".join(str(p.end) for p in passages),
    }


def _own_evidence(item: Any) -> Iterable[Evidence]:
    evidence: Iterable[Evidence] = item.evidence
    return evidence


@dataclass(frozen=True)
class OpenTable:
    """One table: which items of a view are its rows, in order, and the value of each column for an item. The places of the
    evidence are the last three columns of every table."""

    items: Callable[[View], Iterable[Any]]
    values: Mapping[str, Callable[[Any], str]]
    evidence: Callable[[Any], Iterable[Evidence]] = _own_evidence

    @property
    def columns(self) -> list[str]:
        """The header, also of a table without rows."""
        return [*self.values, *places_in_documents(())]

    def rows(self, view: View) -> Iterator[Row]:
        """A row for each item of the view."""
        for item in self.items(view):
            yield {name: value(item) for name, value in self.values.items()} | places_in_documents(self.evidence(item))


def _identity(item: Any) -> str:
    return str(item.id)


def _of_records(table: str, columns: Mapping[str, str]) -> OpenTable:
    """A table of records; `columns` maps a column to a property, read as `_value` says."""
    return OpenTable(
        lambda view: view.records(table),
        {"id": _identity} | {column: partial(_value, source) for column, source in columns.items()},
    )


def _of_desk(table: str) -> OpenTable:
    """A table of the desk: its properties, and the edition of its first value."""
    columns = {name: f"+{name}" if prop.many else name for name, prop in properties(table).items()}
    columns_made = _of_records(table, columns)
    return OpenTable(columns_made.items, {**columns_made.values, "edition": _first_edition})


def _first_edition(record: Record) -> str:
    return next(iter(record.properties.values()))[0].edition


def _value(source: str, record: Record) -> str:
    """A property's value; with `?` before its name `not_stated` if it has none, with `+` all its values, with `=` the derived
    value with this name.
    """
    if source.startswith("="):
        return record.derived.get(source[1:], "")
    if source.startswith("+"):
        return _joined(record.many(source[1:]))
    if source.startswith("?"):
        return record.one(source[1:]) or NOT_STATED
    return record.one(source)


def _rivals(name: str, record: Record) -> str:
    """The values of a property that contradict the one shown, so that readers see that it is disputed."""
    rivals = [
        claim.value
        for disagreement in disagreements([record])
        if disagreement.predicate == name
        for claim in disagreement.values
    ]
    return _joined(value for value in dict.fromkeys(rivals) if value != record.one(name))


def _joined(values: Iterable[str]) -> str:
    return ";".join(value.replace(";", ",") for value in values)


def _fields(*names: str) -> dict[str, Callable[[Any], str]]:
    """One column for each attribute of an item, with the same name."""
    return {name: partial(_field, name) for name in names}


def _field(name: str, item: Any) -> str:
    return str(getattr(item, name))


def _same(*names: str) -> dict[str, str]:
    return {name.lstrip("+=?"): name for name in names}


_INSTRUMENTS = _same(
    "kind",
    "title",
    "level",
    "+parties",
    "+places",
    "+subjects",
    "signed_on",
    "stated_status",
    "=status",
    "=status_as_of",
    "=status_basis",
    "=counterparty_status",
    "=counterparty_candidates",
    "+countries",
    "+party_ids",
    "entry_into_force",
    "valid_until",
    "term",
    "renewal",
    "?stated_status_code",
    "=status_rule",
    "+repair",
)
_ACTIVITIES = _same(
    "kind",
    "title",
    "date",
    "+places",
    "+actors",
    "=counterparty_status",
    "stated_status",
    "+countries",
    "+subjects",
    "+actor_ids",
    "+repair",
)
_RECOMMENDATIONS = {
    **_same("kind"),
    "section": "+section",
    **_same(
        "+addressed_to",
        "area",
        "restatement",
        "+mechanism",
        "deadline",
        "=official",
        "=evidence",
        "=schedule",
        "=last_looked",
    ),
    **_same("number", "recurring", "parent", "+addressed_ids", "+owners_ids"),
}
_ACTORS = {
    **_same("kind", "name", "country", "place"),
    "variants": "+variant",
    **_same("parent", "+role", "native_name", "+mandate"),
}
_COUNTERPARTS = _same("forum", "issue", "+side_a_bodies", "+side_b_bodies", "+side_a_ids", "+side_b_ids")
_EXCHANGES = _same("period", "category", "content", "+annotation", "direction", "count", "+actor_ids")
_MEMBERSHIPS = _same("body", "member", "role", "side", "estate")
_SUCCESSIONS = _same("predecessor", "successor", "name", "native_name", "valid_from", "valid_to", "+event")


_EVENTS: dict[str, Callable[[Record], str]] = {
    "id": _identity,
    "date": partial(_value, "date"),
    "kind": partial(_value, "kind"),
    "title": partial(_value, "title"),
    "actors": partial(_value, "+actors"),
    "places": lambda record: ";".join(record.many("places")),
    "countries": lambda record: ";".join(record.many("countries")),
    "rival_dates": partial(_rivals, "date"),
}
_OBSERVATIONS = {
    **_fields(
        "id",
        "measure",
        "component",
        "reporter",
        "asserted_by",
        "flow",
        "partner",
        "place",
        "product",
        "period",
        "period_basis",
    ),
    "value": lambda o: "" if o.value is None else f"{o.value:f}",
    "missing": lambda o: "true" if o.missing else "",
    **_fields("unit", "unit_mult", "comparator", "valuation", "as_printed", "edition", "decimals"),
    "marks": lambda o: ";".join(o.marks),
}
_FINDINGS = {
    **_fields("id", "rule", "severity", "message", "printed", "computed"),
    "subjects": lambda finding: ";".join(finding.subjects),
}
_CLAIMS = {
    "id": lambda claim: claim.claim_id,
    **_fields(
        "subject", "predicate", "polarity", "value", "edition", "asserted_by", "method", "recorded_at", "recorded_by"
    ),
}


def _happenings(view: View) -> list[Record]:
    """Every event and activity, in order of date."""
    records = [record for table in ("events", "activities") for record in view.records(table)]
    return sorted(records, key=lambda record: (record.one("date"), record.id))


def _relations(view: View) -> Iterator[tuple[Link, Claim | None]]:
    return ((link, view.claim(link.claim_id)) for link in view.links())


TABLES: dict[str, OpenTable] = {
    "instruments": _of_records("instruments", _INSTRUMENTS),
    "activities": _of_records("activities", _ACTIVITIES),
    "observations": OpenTable(lambda view: view.observations(), _OBSERVATIONS),
    "actors": _of_records("actors", _ACTORS),
    "recommendations": _of_records("recommendations", _RECOMMENDATIONS),
    "counterparts": _of_records("counterparts", _COUNTERPARTS),
    "exchanges": _of_records("exchanges", _EXCHANGES),
    "events": OpenTable(_happenings, _EVENTS),
    "findings": OpenTable(lambda view: view.findings(), _FINDINGS),
    "memberships": _of_records("memberships", _MEMBERSHIPS),
    "successions": _of_records("successions", _SUCCESSIONS),
    "relations": OpenTable(
        _relations,
        {
            "subject": lambda pair: pair[0].subject,
            "relation": lambda pair: pair[0].relation,
            "object": lambda pair: pair[0].object,
        },
        lambda pair: pair[1].evidence if pair[1] else (),
    ),
    "claims": OpenTable(lambda view: view.claims(), _CLAIMS),
} | {table: _of_desk(table) for table in DESK_TABLES}
"""The tables in order. docs/reference/open-data.md describes the columns."""
