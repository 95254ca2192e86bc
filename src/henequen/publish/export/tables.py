"""The tables of the open data, and how a record becomes a row of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from henequen.model.evidence import Evidence
from henequen.model.observation import Observation
from henequen.model.properties import properties
from henequen.model.record import Record
from henequen.publish.export.columns import DESK
from henequen.record.store.view import View

__all__ = ["TABLES", "Row", "places_in_documents"]

Row = dict[str, str]


def places_in_documents(evidence: Iterable[Evidence]) -> Row:
    """`document`, `char_start`, `char_end`: parallel lists, one item for each place."""
    passages = list(evidence)
    return {
        "document": ";".join(p.document for p in passages),
        "char_start": ";".join(str(p.start) for p in passages),
        "char_end": ";".join(str(p.end) for p in passages),
    }


def _of_records(table: str, columns: dict[str, str]) -> Callable[[View], Iterator[Row]]:
    """Rows of a table of records; `columns` maps a column to a property, or to a derived value where it begins with `=`."""

    def rows(view: View) -> Iterator[Row]:
        for record in view.records(table):
            yield (
                {"id": record.id}
                | {c: _value(record, source) for c, source in columns.items()}
                | places_in_documents(record.evidence)
            )

    return rows


def _value(record: Record, source: str) -> str:
    if source.startswith("="):
        return record.derived.get(source[1:], "")
    if source.startswith("+"):
        return ";".join(_item(value) for value in record.many(source[1:]))
    return record.one(source)


def _item(value: str) -> str:
    return value.replace(";", ",")


def _same(*names: str) -> dict[str, str]:
    return {name.lstrip("+="): name for name in names}


_INSTRUMENTS = _same(
    "kind", "title", "level", "+parties", "+places", "+subjects", "signed_on", "stated_status", "=status", "=status_as_of",
    "=status_basis", "=counterparty_status", "=counterparty_candidates", "+countries", "+party_ids", "entry_into_force",
    "valid_until", "term", "renewal", "stated_status_code", "=status_rule", "+repair",
)  # fmt: skip
_ACTIVITIES = _same(
    "kind", "title", "date", "+places", "+actors", "=counterparty_status", "stated_status", "+countries", "+subjects",
    "+actor_ids", "+repair",
)  # fmt: skip
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


def _events(view: View) -> Iterator[Row]:
    """Every dated happening, activities included, in order of date."""
    rows = []
    for table in ("events", "activities"):
        for record in view.records(table):
            rows.append(
                {
                    "id": record.id,
                    "date": record.one("date"),
                    "kind": record.one("kind"),
                    "title": record.one("title"),
                    "actors": ";".join(map(_item, record.many("actors"))),
                    "places": ";".join(record.many("places")),
                    "countries": ";".join(record.many("countries")),
                    **places_in_documents(record.evidence),
                }
            )
    yield from sorted(rows, key=lambda row: (row["date"], row["id"]))


def _observations(view: View) -> Iterator[Row]:
    for o in view.observations():
        yield _observation(o) | places_in_documents(o.evidence)


def _observation(o: Observation) -> Row:
    return {
        "id": o.id,
        "measure": o.measure,
        "component": o.component,
        "reporter": o.reporter,
        "asserted_by": o.asserted_by,
        "flow": o.flow,
        "partner": o.partner,
        "place": o.place,
        "product": o.product,
        "period": o.period,
        "period_basis": o.period_basis,
        "value": "" if o.value is None else f"{o.value:f}",
        "missing": "true" if o.missing else "",
        "unit": o.unit,
        "unit_mult": str(o.unit_mult),
        "comparator": o.comparator,
        "valuation": o.valuation,
        "as_printed": o.as_printed,
        "edition": o.edition,
        "decimals": str(o.decimals),
        "marks": ";".join(o.marks),
    }


def _findings(view: View) -> Iterator[Row]:
    for f in view.findings():
        yield {
            "id": f.id,
            "rule": f.rule,
            "severity": f.severity,
            "message": f.message,
            "printed": f.printed,
            "computed": f.computed,
            "subjects": ";".join(f.subjects),
            **places_in_documents(f.evidence),
        }


def _of_desk(table: str) -> Callable[[View], Iterator[Row]]:
    """Rows of a table of the desk: its properties, and the edition that its first value stands in."""

    def rows(view: View) -> Iterator[Row]:
        for record in view.records(table):
            row = {"id": record.id}
            for name, prop in properties(table).items():
                row[name] = _value(record, f"+{name}" if prop.many else name)
            first = next(iter(record.said.values()))[0]
            yield row | {"edition": first.edition} | places_in_documents(record.evidence)

    return rows


def _relations(view: View) -> Iterator[Row]:
    for link in view.links():
        claim = view.claim(link.claim_id)
        yield {"subject": link.subject, "relation": link.relation, "object": link.object} | places_in_documents(
            claim.evidence if claim else ()
        )


def _claims(view: View) -> Iterator[Row]:
    for c in view.claims():
        yield {
            "id": c.claim_id,
            "subject": c.subject,
            "predicate": c.predicate,
            "polarity": c.polarity,
            "value": c.value,
            "edition": c.edition,
            "asserted_by": c.asserted_by,
            "method": c.method,
            "recorded_at": c.recorded_at,
            "recorded_by": c.recorded_by,
            **places_in_documents(c.evidence),
        }


TABLES: dict[str, Callable[[View], Iterator[Row]]] = {
    "instruments": _of_records("instruments", _INSTRUMENTS),
    "activities": _of_records("activities", _ACTIVITIES),
    "observations": _observations,
    "actors": _of_records("actors", _ACTORS),
    "recommendations": _of_records("recommendations", _RECOMMENDATIONS),
    "counterparts": _of_records("counterparts", _COUNTERPARTS),
    "exchanges": _of_records("exchanges", _EXCHANGES),
    "events": _events,
    "findings": _findings,
    "memberships": _of_records("memberships", _MEMBERSHIPS),
    "successions": _of_records("successions", _SUCCESSIONS),
    "relations": _relations,
    "claims": _claims,
} | {table: _of_desk(table) for table in DESK}
"""The tables in order; each gives its rows from a view. docs/reference/open-data.md describes the columns."""
