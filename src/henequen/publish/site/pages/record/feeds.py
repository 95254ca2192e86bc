"""The page of feeds and the bibliography: what is new, to subscribe to; and every source, to cite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from henequen.model.edition import Edition
from henequen.model.properties import codes
from henequen.model.record import Record
from henequen.publish.feeds import atom_of, entries_of, json_feed_of
from henequen.publish.site.citation import Citation
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.desk import Part, Row, Section, desk_page, text

__all__ = ["bibliography_pages", "feed_pages"]

_TABLES = ("instruments", "events", "activities", "recommendations")
_LEAST = 3
"""A theme or place with fewer entries has no feed of its own."""


def feed_pages(names: Names) -> Iterator[Page]:
    """The list of feeds, and the feeds themselves: the whole record, each area, each place with ties."""
    material, t = names.material, names.t
    whole = [record for table in _TABLES for record in material.table(table)]
    files: list[tuple[str, str]] = []

    def add(key: str, title: str, records: list[Record]) -> Row | None:
        entries = entries_of(names, records)
        if len(entries) < _LEAST and key != "all":
            return None
        identity = f"tag:henequen.invalid,2026:{material.view.manifest.id}/feed/{key}/{names.language}"
        files.append(
            (f"feeds/{key}.atom", atom_of(identity, title, names.language, "../", entries, material.view.as_of))
        )
        files.append((f"feeds/{key}.feed.json", json_feed_of(identity, title, names.language, "../", entries)))
        links = (Part("Atom", f"feeds/{key}.atom"), Part("JSON Feed", f"feeds/{key}.feed.json"))
        return Row((text(title), text(str(len(entries))), links), key)

    first = add("all", material.view.manifest.title[names.language], whole)
    areas = [
        add(f"area-{area}", names.label("area", area), [r for r in whole if r.one("area") == area])
        for area in codes("area")
    ]
    places = [
        add(f"place-{code.lower()}", names.place(code), list(material.at_place.get(code, ())))
        for code in sorted(material.places_with_pages)
    ]
    columns = (t("feeds.what"), t("feeds.entries"), t("feeds.subscribe"))
    sections = [
        Section("whole", t("feeds.whole"), columns, tuple(row for row in (first,) if row)),
        Section("areas", t("feeds.areas"), columns, tuple(row for row in areas if row)),
        Section("places", t("feeds.places"), columns, tuple(row for row in places if row)),
    ]
    page = desk_page(names, "feeds/index.html", t("feeds.title"), t("feeds.lede"), sections, section="feeds")
    yield replace(page, files=tuple(files))


def bibliography_pages(names: Names) -> Iterator[Page]:
    """Every source of the record, by year, as text, BibTeX, RIS and CSL-JSON."""
    material, t = names.material, names.t
    editions = sorted(
        material.view.editions.values(), key=lambda e: (e.published_on or "0", e.edition_id), reverse=True
    )
    used = [e for e in editions if material.claims_in[e.edition_id] + material.figures_in[e.edition_id]]
    rows = tuple(
        Row(
            (
                text(names.date(e.published_on) if e.published_on else ""),
                (Part(names.publisher(e)),),
                (Part(names.work(e)[0], _page(names, e), names.work(e)[1]),),
                text(names.country(e.side)),
                text(str(material.claims_in[e.edition_id] + material.figures_in[e.edition_id])),
            ),
            e.edition_id,
        )
        for e in used
    )
    cited = [_citation(names, e) for e in used]
    files = (
        ("bibliography/sources.bib", "\n".join(c.bibtex() for c in cited)),
        ("bibliography/sources.ris", "".join(c.ris() for c in cited)),
    )
    columns = (
        t("bibliography.date"),
        t("bibliography.publisher"),
        t("bibliography.work"),
        t("bibliography.side"),
        t("bibliography.claims"),
    )
    yield desk_page(
        names,
        "bibliography/index.html",
        t("bibliography.title"),
        t("bibliography.lede", n=len(used)),
        [Section("sources", t("bibliography.works"), columns, rows)],
        section="bibliography",
        files=files,
    )


def _page(names: Names, edition: Edition) -> str:
    for document in names.material.view.documents.values():
        if document.edition_id == edition.edition_id:
            return f"documents/{document.document_id}.html"
    return ""


def _citation(names: Names, edition: Edition) -> Citation:
    view = names.material.view
    return Citation(
        key=edition.edition_id,
        title=edition.title,
        authors=edition.publisher,
        source=edition.url,
        year=edition.published_on[:4],
        record=view.manifest.title[names.language],
        edition=view.as_of,
        day=view.as_of,
        path=_page(names, edition) or "bibliography/index.html",
    )
