"""One thing of the record as rows to print: a record with its claims, or a figure, finding, place or document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from henequen.cli.finding_rows import finding_row, words_of
from henequen.cli.heads import head
from henequen.cli.record_names import names_of
from henequen.model.evidence import Evidence
from henequen.model.properties import codes, properties
from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.record.rules.status import rule_code
from henequen.record.store.view import View

__all__ = ["record_rows"]

_VOCABULARIES = {
    "status": "status",
    "status_basis": "status_basis",
    "counterparty_status": "counterparty",
    "evidence": "evidence_status",
    "schedule": "schedule",
}
"""The vocabulary of each derived field that holds a code."""

_CODED = {
    "severity": "severity",
    "measure": "measure",
    "flow": "flow",
    "period_basis": "period_basis",
    "comparator": "comparator",
    "valuation": "valuation",
    "level": "level",
    "polarity": "polarity",
}
"""The vocabulary of each field of a figure, finding, claim or place that holds a code."""


def record_rows(view: View, identity: str, language: str, in_words: bool) -> list[dict[str, object]]:
    """Everything the record says about one id; no rows if the id does not exist.

    With `in_words` codes and ids of other records are replaced by words, and derived fields come first.
    """
    names = names_of(view, language)
    record = view.record(identity)
    if record is not None:
        derived = _derived(names, record, in_words)
        claims = _claims(view, names, record, in_words)
        links = _links(view, names, identity, in_words)
        return [*derived, *claims, *links] if in_words else [*claims, *derived, *links]
    for statement in (view.claim(identity), view.observation(identity)):
        if statement is not None:
            return _fields(names, asdict(statement), statement.evidence, in_words)
    finding = view.finding(identity)
    if finding is not None:
        return _fields(names, finding_row(finding, words_of(view, language)), finding.evidence, in_words)
    place = view.places.get(identity)
    if place is not None:
        return _fields(names, asdict(place), (), in_words)
    document = view.documents.get(identity)
    return _fields(names, asdict(document), (), in_words) if document is not None else []


def _claims(view: View, names: Names, record: Record, in_words: bool) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for claim in view.claims(record.id):
        value = claim.value
        if claim.polarity != "asserted":
            value = codes("polarity")[claim.polarity][names.language]
        elif in_words:
            value = names.value_of(record.table, record.id, claim.predicate, claim.value)[0]
        prop = properties(record.table)[claim.predicate]
        rows.append(
            {
                "property": names.property(record.table, claim.predicate)
                if in_words
                else str(getattr(prop, f"label_{names.language}")),
                "predicate": claim.predicate,
                "value": value,
                "polarity": claim.polarity,
                "asserted_by": claim.asserted_by,
                "source": claim.edition,
                "place": _places(claim.evidence),
                "claim": claim.claim_id,
            }
        )
    return rows


def _derived(names: Names, record: Record, in_words: bool) -> list[dict[str, object]]:
    if not in_words:
        return [
            {"property": name, "value": value, "source": "derived", "claim": ""}
            for name, value in record.derived.items()
        ]
    rows: list[dict[str, object]] = []
    for name, value in record.derived.items():
        shown = str(value)
        if name in _VOCABULARIES:
            shown = names.label(_VOCABULARIES[name], shown)
        elif name == "status_rule":
            code, rule_text = rule_code(shown)
            shown = names.t(f"rule.{code}", said=names.label("stated_status", rule_text)) if code else shown
        elif name == "counterparty_candidates":
            shown = "; ".join(names.country(code) for code in shown.split(";"))
        if shown:
            rows.append({"property": head(name, names.language), "value": shown, "source": "", "claim": ""})
    return rows


def _links(view: View, names: Names, identity: str, in_words: bool) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for link in view.links(identity):
        own = link.subject == identity
        relation, other = link.relation, link.object if own else link.subject
        if in_words:
            relation = names.label("relation", relation)
            other = f"{names.actor(other)} ({other})"
        value = other if own else f"<- {other}"
        rows.append(
            {"property": relation, "value": value, "source": "" if in_words else "relation", "claim": link.claim_id}
        )
    return rows


def _fields(
    names: Names, fields: Mapping[str, object], evidence: tuple[Evidence, ...], in_words: bool
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {
            "property": head(name, names.language) if in_words else name,
            "value": _word(names, name, value) if in_words else value,
        }
        for name, value in fields.items()
        if name != "evidence" and value not in ("", (), None)
    ]
    label = head("evidence", names.language) if in_words else "evidence"
    rows.extend({"property": label, "value": passage.as_printed, "place": _places((passage,))} for passage in evidence)
    return rows


def _word(names: Names, name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name in _CODED:
        return names.label(_CODED[name], value)
    if name in ("country", "reporter", "partner", "parent", "place"):
        return names.place(value)
    return value


def _places(evidence: tuple[Evidence, ...]) -> str:
    return "; ".join(f"{passage.document} {passage.start}-{passage.end}" for passage in evidence)
