"""The first sentence of a page: the fact and its basis."""

from __future__ import annotations

from henequen.model.evidence import Evidence
from henequen.model.observation import Observation
from henequen.model.record import Record
from henequen.publish.site.citation import Citation
from henequen.publish.site.names import Names
from henequen.publish.site.pages.record.headings import heading_period

__all__ = ["cite_figure", "cite_record", "lead", "place_words"]


def lead(names: Names, record: Record) -> str:
    """One or two sentences: its kind, parties, date, and the status that the source states."""
    t = names.t
    if record.table == "instruments":
        parties = [names.actor(p) for p in record.many("party_ids")] or [
            names.country(c) for c in record.many("countries")
        ]
        when, heading = record.one("signed_on"), heading_period(record)
        who = t("lead.and").join(parties[:2]) if len(parties) == 2 else ", ".join(parties[:4])
        first = t(
            "lead.signed"
            if when and who
            else "lead.headed"
            if heading and who
            else "lead.undated"
            if who
            else "lead.kind",
            who=who,
            kind=names.kind(record),
            day=names.date(when or heading) if when or heading else "",
        )
        status = record.derived.get("status", "")
        if names.material.disputed(record):
            return f"{first} {t('lead.disputed')}"
        if status and status != "unknown":
            return f"{first} " + t(
                "lead.status",
                source=_source(names, record),
                day=names.date(record.derived["status_as_of"]),
                status=names.label("status", status),
            )
        return f"{first} {t('lead.unknown')}" if status else first
    if record.table in ("events", "activities") and record.one("date"):
        where = ", ".join(names.place(p) for p in record.many("places"))
        key = "lead.event_at" if where else "lead.event"
        return t(
            key, kind=names.kind(record), day=names.date(record.one("date")), where=where, source=_source(names, record)
        )
    if record.table == "recommendations":
        who = ", ".join(names.text(record.id, "addressed_to", a) for a in record.many("addressed_to"))
        text = t(
            "lead.asked" if who else "lead.asked_nobody",
            kind=names.kind(record),
            who=who,
            source=_source(names, record),
        )
        return f"{text} {t('lead.evidence', evidence=names.label('evidence_status', record.derived['evidence']))}"
    if record.table == "counterparts":
        return names.text(record.id, "forum", record.one("forum"))
    if record.table == "actors":
        country = names.country(record.one("country")) if record.one("country") else ""
        role = names.text(record.id, "role", record.one("role"))
        native = record.one("native_name")
        parts = [names.kind(record), role, country, native if native != names.title(record) else ""]
        return " · ".join(part for part in parts if part)
    if record.table == "exchanges":
        parts = [names.text(record.id, "category", record.one("category")), names.date(record.one("period"))]
        return " · ".join(part for part in parts if part)
    return ""


def _source(names: Names, record: Record) -> str:
    if record.documents:
        return names.document(record.documents[0])
    return next((names.document(claim.edition) for values in record.properties.values() for claim in values), "")


def place_words(names: Names, evidence: tuple[Evidence, ...]) -> str:
    """The place of the first passage: table, row and column, otherwise the characters."""
    if not evidence:
        return ""
    e = evidence[0]
    if e.table:
        return names.cell_of(e)
    return names.t("claim.chars", start=e.start, end=e.end)


def _citation(names: Names, key: str, title: str, editions: list[str], place: str, path: str) -> Citation:
    view = names.material.view
    edition = view.editions.get(editions[0]) if editions else None
    source = ""
    if edition is not None:
        parts = (
            names.publisher(edition),
            f"“{names.work(edition)[0]}”",
            names.date(edition.published_on) if edition.published_on else "",
        )
        source = ", ".join(part for part in (*parts, place) if part)
    return Citation(
        key=key,
        title=title,
        authors=names.publisher(edition) if edition else "Henequen",
        source=source,
        year=edition.published_on[:4] if edition else "",
        record=view.manifest.title[names.language],
        edition=f"{names.t('shell.edition', day=names.date(view.as_of))} ({view.fingerprint[:12]})",
        day=view.as_of,
        path=path,
    )


def cite_figure(names: Names, o: Observation, title: str) -> Citation:
    """The citation of a figure: country that counted, value, period, source with table."""
    place = place_words(names, o.evidence)
    return _citation(
        names, f"henequen-{o.id}", f"{title}: {names.amount(o)}", [o.edition], place, names.material.url(o.id)
    )


def cite_record(names: Names, record: Record) -> Citation:
    """The citation of a record: its title, its statements, the first source."""
    text = lead(names, record)
    title = names.title(record).rstrip(".")
    editions = [names.material.view.documents[d].edition_id for d in record.documents[:1]]
    editions = editions or [text.edition for values in record.properties.values() for text in values][:1]
    when = record.one("signed_on") or record.one("date")
    head = f"{title}, {names.date(when)}" if when else title
    if record.derived.get("status", "unknown") != "unknown":
        head = f"{head}: {names.label('status', record.derived['status'])}"
    place = place_words(names, record.evidence)
    return _citation(
        names, f"henequen-{record.id}", head if text else title, editions, place, names.material.url(record.id)
    )
