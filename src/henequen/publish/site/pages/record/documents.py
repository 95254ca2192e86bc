"""Documents: what each is, what it gave, what its own figures contradict; and all findings on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from henequen.model.finding import Finding
from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.record.figures import place_in_document
from henequen.record.store.folding import plain_words

__all__ = ["document_pages", "finding_pages"]


def document_pages(names: Names) -> Iterator[Page]:
    """The list of documents and one page for each."""
    material, t = names.material, names.t
    rows = [_summary(names, identity) for identity in material.view.documents]
    yield Page(
        path="documents/index.html",
        template="documents.html",
        title=t("documents.title"),
        section="documents",
        context={"rows": rows},
        data={"documents": [{k: v for k, v in row.items() if k != "edition"} for row in rows]},
    )
    for identity in material.view.documents:
        yield _document(names, identity)


def _summary(names: Names, identity: str) -> dict[str, Any]:
    material = names.material
    document = material.view.documents[identity]
    edition = material.view.editions[document.edition_id]
    claims = sum(1 for found in material.claims_of.values() for c in found if c.edition == document.edition_id)
    figures = sum(1 for o in material.observations if o.edition == document.edition_id)
    return {
        "id": identity,
        "title": edition.title,
        "publisher": edition.publisher,
        "published": names.date(edition.published_on) if edition.published_on else "",
        "kind": edition.kind,
        "claims": claims,
        "figures": figures,
        "findings": len(material.findings_in.get(identity, ())),
        "errors": sum(f.severity == "error" for f in material.findings_in.get(identity, ())),
        "held": identity in material.texts,
        "edition": edition,
    }


def _document(names: Names, identity: str) -> Page:
    material, t = names.material, names.t
    document = material.view.documents[identity]
    summary = _summary(names, identity)
    by_table: dict[str, list[Record]] = {}
    for table, records in material.by_table.items():
        if table != "relations":
            found = [r for r in records if identity in r.documents]
            if found:
                by_table[table] = found
    printed = Counter(
        o.table or t("documents.prose") for o in material.observations if o.edition == document.edition_id
    )
    return Page(
        path=f"documents/{identity}.html",
        template="document.html",
        title=summary["title"],
        title_lang="" if names.language == "en" else "en",
        section="documents",
        context={
            "document": document,
            "summary": summary,
            "findings": [finding_row(names, f) for f in material.findings_in.get(identity, ())],
            "tables": [
                {"name": t(f"table.{table}"), "n": len(found), "rows": [_link(names, r) for r in found]}
                for table, found in by_table.items()
                if table != "notes"
            ],
            "notes": [
                {
                    "kind": names.kind(r),
                    "severity": r.one("severity"),
                    "message": r.one("message"),
                    "printed": r.one("printed"),
                    "expected": r.one("expected"),
                    "href": f"../{material.url(r.id)}",
                }
                for r in by_table.get("notes", ())
            ],
            "printed": printed.most_common(),
        },
        data={
            **{k: v for k, v in summary.items() if k != "edition"},
            "content_hash": document.content_hash,
            "finding_ids": [f.id for f in material.findings_in.get(identity, ())],
            "records": {table: [r.id for r in found] for table, found in by_table.items()},
        },
    )


def _link(names: Names, record: Record) -> dict[str, str]:
    return {
        "href": f"../{names.material.url(record.id)}",
        "title": names.title(record),
        "lang": names.title_lang(record),
    }


def finding_row(names: Names, finding: Finding) -> dict[str, Any]:
    """What a list shows of one finding."""
    material = names.material
    subjects = [
        {"href": f"../{material.url(s)}", "text": _subject(names, s)} for s in finding.subjects[:12] if material.url(s)
    ]
    return {
        "id": finding.id,
        "severity": finding.severity,
        "rule": finding.rule,
        "rule_label": finding.rule.replace("_", " "),
        "message": finding.message,
        "printed": finding.printed,
        "computed": finding.computed,
        "subjects": subjects,
        "more": max(0, len(finding.subjects) - 12),
        "places": [
            {
                "source": names.document(e.document),
                "href": f"../documents/{e.document}.html",
                "place": place_in_document(names, e),
            }
            for e in finding.evidence[:4]
        ],
        "document": finding.evidence[0].document if finding.evidence else "",
        "words": " ".join(
            dict.fromkeys(plain_words(f"{finding.message} {finding.rule} {finding.printed} {finding.computed}"))
        ),
    }


def _subject(names: Names, identity: str) -> str:
    material = names.material
    if identity in material.observation:
        o = material.observation[identity]
        return f"{o.period}: {names.amount(o)}"
    if identity in material.record:
        return names.title(material.record[identity])
    return identity


def finding_pages(names: Names) -> Iterator[Page]:
    """All findings of the audit."""
    material, t = names.material, names.t
    rows = [finding_row(names, f) for f in material.findings]
    counts = Counter(f.severity for f in material.findings)
    documents = Counter(row["document"] for row in rows if row["document"])
    rules = Counter(row["rule"] for row in rows)
    columns = ("id", "severity", "rule", "message", "printed", "computed", "document")
    yield Page(
        path="findings/index.html",
        template="findings.html",
        title=t("findings.title"),
        section="findings",
        context={
            "rows": rows,
            "answer": t("findings.answer", n=len(rows), errors=counts["error"], documents=len(documents)),
            "filters": [
                (
                    "severity",
                    names.property("notes", "severity"),
                    [(s, f"{names.label('severity', s)} ({n})") for s, n in counts.most_common()],
                ),
                (
                    "document",
                    t("claim.source"),
                    [(d, f"{names.document(d)} ({n})") for d, n in documents.most_common()],
                ),
                ("rule", t("findings.rule"), [(r, f"{r.replace('_', ' ')} ({n})") for r, n in rules.most_common()]),
            ],
        },
        data={"findings": [{c: row[c] for c in columns} for row in rows]},
        tables=(Table("findings/findings.csv", columns, tuple(tuple(str(row[c]) for c in columns) for row in rows)),),
    )
