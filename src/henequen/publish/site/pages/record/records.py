"""One page for every record: its facts, its status, what is open, and every claim with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from henequen.model.claim import Claim
from henequen.model.properties import properties
from henequen.model.record import Record, StatedValue
from henequen.model.translation import TRANSLATABLE
from henequen.publish.site.material import FOLDERS, GATHERED, slug
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.blocks import chains, dispute, groups, relations, state, three
from henequen.publish.site.pages.record.details import details
from henequen.publish.site.pages.record.figures import place_in_document
from henequen.publish.site.pages.record.sentence import cite_record, lead

__all__ = ["record_pages"]

_SECTION = {"recommendations": "followup", "activities": "events"}
_SETTINGS = {("statements", "assertion"), ("statements", "other")}
"""Properties that define how a rule checks a statement; they are in the JSON twin, not on the page."""
_ABOVE = ("title", "title_es", "name", "restatement", "issue", "content", "message", "kind")


def record_pages(names: Names) -> Iterator[Page]:
    """The pages of all records, table by table."""
    for table in FOLDERS:
        for record in names.material.table(table):
            yield _page(names, record)
    for table in GATHERED:
        yield _gathered(names, table)


def _page(names: Names, record: Record) -> Page:
    material = names.material
    claims = material.claims_of.get(record.id, [])
    facts, folds = _facts(names, record), _folds(names, claims)
    if len(folds) == 1:
        _address_facts(facts, folds[0])
    return Page(
        path=material.url(record.id),
        template="record.html",
        title=names.title(record),
        title_lang=names.title_lang(record),
        section=_SECTION.get(record.table, record.table),
        context={
            "record": record,
            "back": f"../{FOLDERS[record.table]}/index.html",
            "line": (line := lead(names, record))[:1].upper() + line[1:],
            "brief": f"event:{record.id}" if record.table == "events" and record.many("actor_ids") else "",
            "citation": cite_record(names, record),
            "dispute": dispute(names, record),
            "state": state(names, record),
            "three": three(names, record),
            "parts": details(names, record),
            "facts": facts,
            "chains": chains(names, record),
            "relations": relations(names, record),
            "groups": groups(names, record),
            "findings": material.findings_of.get(record.id, []),
            "claims": len(claims),
            "folds": folds,
            "passages": _passages(names, record),
        },
        data=_data(claims, record),
    )


def _gathered(names: Names, table: str) -> Page:
    """One page for all records of a small table, each with its claims."""
    material = names.material
    records = material.table(table)
    return Page(
        path=f"claims/{table}.html",
        template="gathered.html",
        title=names.t(f"table.{table}"),
        section="claims",
        context={
            "rows": [_entry(names, record) for record in records],
        },
        data={"table": table, "records": [_data(material.claims_of.get(record.id, []), record) for record in records]},
    )


def _entry(names: Names, record: Record) -> dict[str, Any]:
    """A record of a small table; if all its claims have one source, the source is named once below them."""
    editions = {edition for values in record.properties.values() for stated in values for _, edition in stated.sources}
    documents = {e.document for e in record.evidence}
    return {
        "id": slug(record.id),
        "title": names.title(record),
        "facts": _facts(names, record, shows_all=True),
        "others": _anchors(names, record),
        "source": names.document(next(iter(editions))) if len(editions) == 1 else "",
        "source_href": f"../documents/{next(iter(documents))}.html" if len(documents) == len(editions) == 1 else "",
        "places": list(dict.fromkeys(place_in_document(names, e) for e in record.evidence)),
    }


def _anchors(names: Names, record: Record) -> list[str]:
    """The claims that the page does not show (they repeat another one, or only set a rule); they keep their address."""
    shown = {
        claim
        for name, values in record.properties.items()
        if (record.table, name) not in _SETTINGS
        for statement in values
        for claim, _ in statement.sources
    }
    return [c.claim_id for c in names.material.claims_of.get(record.id, ()) if c.claim_id not in shown]


def _facts(names: Names, record: Record, shows_all: bool = False) -> list[dict[str, Any]]:
    rivals = {d.predicate for d in names.material.disagreements_of.get(record.id, ())}
    rows = []
    for name, values in record.properties.items():
        if (name in _ABOVE and not shows_all) or (record.table, name) in _SETTINGS:
            continue
        rows.append(
            {
                "label": names.property(record.table, name),
                "values": [_value(names, record, name, claim) for claim in values],
                "rivals": name in rivals,
                "one_source": len({edition for claim in values for _, edition in claim.sources}) == 1
                and name not in rivals,
            }
        )
    return rows


def _value(names: Names, record: Record, name: str, statement: StatedValue) -> dict[str, Any]:
    prop = properties(record.table)[name]
    material = names.material
    url = material.url(statement.value) if prop.type in ("actor", "place", "recommendation", "record") else ""
    text, lang = names.value_of(record.table, record.id, name, statement.value)
    if statement.polarity != "asserted":
        text = " ".join(part for part in (names.label("polarity", statement.polarity), text) if part)
    return {
        "text": text,
        "href": f"../{url}" if url else "",
        "lang": lang,
        "tag": "q" if lang and _as_printed(record.table, name) else "span",
        "sources": [{"claim": claim, "name": names.document(edition)} for claim, edition in statement.sources],
        "ids": [],
    }


def _as_printed(table: str, name: str) -> bool:
    """Is a text quoted from a source? Our own texts are translated, or lack a translation."""
    return properties(table)[name].type == "text" and name not in TRANSLATABLE.get(table, ())


def _folds(names: Names, claims: list[Claim]) -> list[dict[str, Any]]:
    """The claims grouped by the passage that supports them, in the order of the passages."""
    groups_of_claims: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        place = "; ".join(place_in_document(names, e) for e in claim.evidence)
        groups_of_claims.setdefault((claim.edition, place), []).append(claim)
    return [_fold(names, edition, place, group) for (edition, place), group in groups_of_claims.items()]


def _fold(names: Names, edition: str, place: str, group: list[Claim]) -> dict[str, Any]:
    """The claims of one passage; a speaker who asserts all of them is named once, next to the place."""
    claims = [_claim(names, claim) for claim in group]
    speakers = {claim["by"] for claim in claims}
    by = next(iter(speakers)) if len(speakers) == 1 else ""
    return {
        "source": names.document(edition),
        "source_href": f"../documents/{group[0].evidence[0].document}.html" if group[0].evidence else "",
        "place": place,
        "by": by,
        "n": len(group),
        "properties": ", ".join(dict.fromkeys(names.property(c.table, c.predicate) for c in group)),
        "claims": [{**claim, "by": ""} for claim in claims] if by else claims,
    }


def _address_facts(facts: list[dict[str, Any]], fold: dict[str, Any]) -> None:
    """With one source only, its claims need not be listed again: the facts take their addresses, and those of
    which there is more to say are listed; its kind and title are in the head of the page, and keep their addresses."""
    more = {
        c["id"]
        for c in fold["claims"]
        if c["note"][0] or c["by"] or c["polarity"] or c["printed"] not in ("", c["text"])
    }
    addressed: set[str] = set()
    for value in (value for fact in facts for value in fact["values"]):
        value["ids"] = [s["claim"] for s in value["sources"] if s["claim"] not in more]
        addressed.update(value["ids"])
    fold["anchors"] = [c["id"] for c in fold["claims"] if c["id"] not in {*addressed, *more}]
    fold["claims"] = [c for c in fold["claims"] if c["id"] in more]


def _claim(names: Names, claim: Claim) -> dict[str, Any]:
    text, lang = names.value_of(claim.table, claim.subject, claim.predicate, claim.value)
    first = claim.evidence[0] if claim.evidence else None
    printed = next((e.as_printed for e in claim.evidence if e.as_printed), "")
    return {
        "id": claim.claim_id,
        "label": names.property(claim.table, claim.predicate),
        "text": text,
        "lang": lang,
        "tag": "q" if lang and _as_printed(claim.table, claim.predicate) else "span",
        "polarity": "" if claim.polarity == "asserted" else names.label("polarity", claim.polarity),
        "printed": printed,
        "source": names.document(claim.edition),
        "source_href": f"../documents/{first.document}.html" if first else "../documents/index.html",
        "by": names.t("claim.by", who=names.actor(claim.asserted_by)) if claim.asserted_by else "",
        "place": "; ".join(place_in_document(names, e) for e in claim.evidence),
        "note": names.translate(claim.subject, "note", claim.note),
    }


def _data(claims: list[Claim], record: Record) -> dict[str, Any]:
    return {
        "table": record.table,
        "id": record.id,
        "derived": dict(record.derived),
        "claims": [_claim_data(claim) for claim in claims],
    }


def _claim_data(claim: Claim) -> dict[str, Any]:
    """A claim for the JSON twin; empty fields, `asserted` as polarity, and an edition that is the document, are left out."""
    documents = {e.document for e in claim.evidence}
    fields = {
        "id": claim.claim_id,
        "predicate": claim.predicate,
        "value": claim.value,
        "polarity": "" if claim.polarity == "asserted" else claim.polarity,
        "edition": "" if documents == {claim.edition} else claim.edition,
        "asserted_by": claim.asserted_by,
        "evidence": [[e.document, e.start, e.end] for e in claim.evidence],
    }
    return {name: value for name, value in fields.items() if value}


def _passages(names: Names, record: Record) -> list[dict[str, Any]]:
    passages = []
    for e in record.evidence[:24]:
        context = names.material.passage(e)
        if context:
            passages.append(
                {"source": names.document(e.document), "place": place_in_document(names, e), "context": context}
            )
    return passages
