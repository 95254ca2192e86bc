"""Documents: each with its content and the contradictions in its own figures; and all findings on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from henequen.model.finding import SEVERITIES, Finding
from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.record.figures import place_in_document
from henequen.publish.site.rows import Cell, Row, Rows, choices, words_of
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
        context={"n": len(rows), "list": _document_list(names, rows)},
        data={"documents": [{k: v for k, v in row.items() if k != "edition"} for row in rows]},
    )
    for identity in material.view.documents:
        yield _document(names, identity)


def _document_list(names: Names, rows: list[dict[str, Any]]) -> Rows:
    t = names.t
    document_rows = tuple(
        Row(
            cells=(
                Cell(row["title"], f"{row['id']}.html", row["title_lang"]),
                Cell(row["publisher"]),
                Cell(t("documents.gave", claims=row["claims"], figures=row["figures"])),
                Cell(row["published"], kind="num"),
            ),
            data={"year": row["published_on"][:4], "publisher": "-".join(row["publisher"].split())},
            order={"date": row["published_on"], "claims": str(row["claims"])},
            words=words_of(row["title"], row["publisher"], row["published"], row["id"]),
            more=(("", Cell(t("documents.noticed", n=row["findings"], errors=row["errors"]))),)
            if row["findings"]
            else (),
        )
        for row in sorted(rows, key=lambda row: row["published_on"], reverse=True)
    )
    publishers = {"-".join(row["publisher"].split()): row["publisher"] for row in rows}
    return Rows(
        heads=(
            (t("nav.documents"), "title"),
            (t("documents.publisher"), ""),
            (t("documents.said"), "claims"),
            (t("documents.published"), "date"),
        ),
        rows=document_rows,
        filters=(
            ("publisher", t("documents.publisher"), choices(document_rows, "publisher", publishers.__getitem__)),
            ("year", t("filter.year"), choices(document_rows, "year", str)),
        ),
        groups=(("publisher", t("documents.publisher")), ("year", t("filter.year"))),
        orders=(
            ("", t("filter.newest")),
            ("date", t("filter.oldest")),
            ("title", t("filter.by_title")),
            ("-claims", t("filter.largest")),
        ),
    )


def _summary(names: Names, identity: str) -> dict[str, Any]:
    material = names.material
    document = material.view.documents[identity]
    edition = material.view.editions[document.edition_id]
    claims = material.claims_in[document.edition_id]
    figures = material.figures_in[document.edition_id]
    return {
        "id": identity,
        "title": names.work(edition)[0],
        "title_lang": names.work(edition)[1],
        "publisher": names.publisher(edition),
        "published": names.date(edition.published_on) if edition.published_on else "",
        "published_on": edition.published_on,
        "kind": edition.kind,
        "claims": claims,
        "figures": figures,
        "findings": len(material.findings_in.get(identity, ())),
        "errors": sum(f.severity == "error" for f in material.findings_in.get(identity, ())),
        "held": identity in material.texts,
        "edition": edition,
        "facts": {
            name: names.translate(edition.edition_id, name, getattr(edition, name))
            for name in ("method_note", "licence")
        },
    }


def _document(names: Names, identity: str) -> Page:
    material, t = names.material, names.t
    document = material.view.documents[identity]
    summary = _summary(names, identity)
    by_table: dict[str, list[Record]] = {}
    for record in material.records_in.get(identity, ()):
        if record.table != "relations":
            by_table.setdefault(record.table, []).append(record)
    printed = Counter(
        names.table_name(o.table) or t("documents.prose")
        for o in material.observations
        if o.edition == document.edition_id
    )
    return Page(
        path=f"documents/{identity}.html",
        template="document.html",
        title=summary["title"],
        title_lang=summary["title_lang"],
        section="documents",
        context={
            "document": document,
            "summary": summary,
            "findings": [finding_row(names, f) for f in material.findings_in.get(identity, ())],
            "tables": [
                {"name": t(f"table.{table}"), "n": len(records), "rows": [_link(names, r) for r in records]}
                for table, records in by_table.items()
                if table != "notes"
            ],
            "notes": [
                {
                    "kind": names.kind(r),
                    "severity": r.one("severity"),
                    "message": names.translate(r.id, "message", r.one("message")),
                    "printed": r.one("printed"),
                    "expected": r.one("expected"),
                    "href": f"../{material.url(r.id)}",
                }
                for r in by_table.get("notes", ())
            ],
            "printed": printed.most_common(),
        },
        data={
            **{k: v for k, v in summary.items() if k not in ("edition", "title_lang", "facts")},
            "content_hash": document.content_hash,
            "finding_ids": [f.id for f in material.findings_in.get(identity, ())],
            "records": {table: [r.id for r in records] for table, records in by_table.items()},
        },
    )


def _link(names: Names, record: Record) -> dict[str, str]:
    return {
        "href": f"../{names.material.url(record.id)}",
        "title": names.title(record),
        "lang": names.title_lang(record),
    }


def finding_row(names: Names, finding: Finding) -> dict[str, Any]:
    """The row of one finding in a list."""
    material = names.material
    subjects = [
        {"href": f"../{material.url(s)}", "text": _subject(names, s)} for s in finding.subjects[:12] if material.url(s)
    ]
    texts = {name: names.finding_text(getattr(finding, name)) for name in ("message", "printed", "computed")}
    return {
        "id": finding.id,
        "severity": finding.severity,
        "rule": finding.rule,
        "rule_label": names.rule(finding),
        "title": names.finding_said(finding),
        **texts,
        "plain": {"message": str(finding.message), "printed": str(finding.printed), "computed": str(finding.computed)},
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
            dict.fromkeys(plain_words(f"{texts['message']} {finding.rule} {texts['printed']} {texts['computed']}"))
        ),
    }


_SUBJECT = 90
"""Characters of a title in the line of what a finding is about."""


def _subject(names: Names, identity: str) -> str:
    material = names.material
    if identity in material.observation:
        o = material.observation[identity]
        who = f"{names.country(o.reporter)}, " if o.reporter else ""
        return f"{who}{names.measure(o)}, {names.date(o.period)}: {names.amount(o)}"
    if identity in material.record:
        title = names.title(material.record[identity])
        return title if len(title) <= _SUBJECT else f"{title[:_SUBJECT].rpartition(' ')[0]} …"
    return identity


def finding_pages(names: Names) -> Iterator[Page]:
    """All findings of the audit."""
    material, t = names.material, names.t
    rows = [finding_row(names, f) for f in material.findings]
    counts = Counter(f.severity for f in material.findings)
    documents = Counter(row["document"] for row in rows if row["document"])
    columns = ("id", "severity", "rule", "message", "printed", "computed", "document")
    yield Page(
        path="findings/index.html",
        template="findings.html",
        title=t("findings.title"),
        section="findings",
        context={
            "answer": t("findings.answer", n=len(rows), errors=counts["error"], documents=len(documents)),
            "findings": rows,
            "list": _finding_list(names, rows),
        },
        data={"findings": [{c: row[c] for c in columns} | row["plain"] for row in rows]},
        tables=(Table("findings/findings.csv", columns, tuple(tuple(str(row[c]) for c in columns) for row in rows)),),
    )


def _finding_list(names: Names, rows: list[dict[str, Any]]) -> Rows:
    t = names.t
    severities = {severity: names.label("severity", severity) for severity in SEVERITIES}
    finding_rows = tuple(
        Row(
            cells=(
                Cell(row["title"][0], lang=row["title"][1]),
                Cell(row["rule_label"]),
                Cell(row["places"][0]["source"], row["places"][0]["href"]) if row["places"] else Cell(""),
                Cell(severities[row["severity"]], kind=f"badge {row['severity']}"),
            ),
            data={"severity": row["severity"], "rule": row["rule"].partition(".")[0], "document": row["document"]},
            order={"severity": str(SEVERITIES.index(row["severity"]))},
            words=row["words"],
            more=_finding_more(names, row),
            id=row["id"],
        )
        for row in rows
    )
    kinds = {row["rule"].partition(".")[0]: row["rule_label"] for row in rows}
    return Rows(
        heads=(
            (t("findings.what"), "title"),
            (t("findings.rule"), ""),
            (t("claim.source"), ""),
            (names.property("notes", "severity"), "severity"),
        ),
        rows=finding_rows,
        filters=(
            (
                "severity",
                names.property("notes", "severity"),
                choices(finding_rows, "severity", severities.__getitem__),
            ),
            ("rule", t("findings.rule"), choices(finding_rows, "rule", kinds.__getitem__)),
            ("document", t("claim.source"), choices(finding_rows, "document", names.document)),
        ),
        groups=(
            ("severity", names.property("notes", "severity")),
            ("rule", t("findings.rule")),
            ("document", t("claim.source")),
        ),
        orders=(("", t("findings.gravest")), ("title", t("filter.by_title"))),
        csv="findings.csv",
        page=30,
    )


def _finding_more(names: Names, row: dict[str, Any]) -> tuple[tuple[str, Cell], ...]:
    """Below a finding: the figures and records it is about, and the full text if the title only names the rule."""
    cells = [
        (names.t("findings.about") if n == 0 else "", Cell(s["text"], s["href"]))
        for n, s in enumerate(row["subjects"][:6])
    ]
    more = len(row["subjects"]) - 6 + int(row["more"])
    if more > 0:
        cells.append(("", Cell(f"+{more}")))
    if row["message"] != row["title"][0] and not row["rule"].startswith("note."):
        cells.append((names.t("findings.wording"), Cell(row["message"])))
    return tuple(cells)
