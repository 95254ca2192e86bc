"""The entries of the search in one language: pages, places, records, figures, findings, with their other names."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.model.observation import Observation
from henequen.model.properties import codes, properties
from henequen.model.record import Record
from henequen.publish.search import Entry, Ranking, Vocabulary, WordIndex, vocabulary
from henequen.publish.site.material import FOLDERS, first_year, slug
from henequen.publish.site.menu import MENU
from henequen.publish.site.names import Names
from henequen.publish.site.pages.record.channels import CHANNEL_PAGES
from henequen.publish.site.pages.record.legal import LEGAL_PAGES
from henequen.publish.site.pages.record.places import selling_places
from henequen.publish.site.pages.record.ties import pair_url
from henequen.publish.site.pages.scenario.scenarios import scenario_entries
from henequen.publish.site.pages.trade.product_tree import chapter_entries
from henequen.record.store.indexing import title_property

__all__ = ["ranking", "search_entries", "word_index"]

_LANGUAGES = ("en", "es", "ko")
_LONGEST = 160
_FIGURE = 8
"""Weight of a figure: of a thousand like it the pages that gather them are the better answer."""
_WEIGHTS = {
    "state": 6,
    "municipality": 6,
    "country": 6,
    "person": 7,
    "company": 8,
    "other": 7,
    "artist_group": 7,
    "media": 7,
    "museum_or_venue": 7,
    "ministry": 12,
    "embassy": 12,
}


def ranking(names: Names) -> Ranking:
    """The ranking over all entries of a language, with the pack's own words (`vocab/search_words.csv`)."""
    return Ranking(*word_index(names))


def word_index(names: Names) -> tuple[WordIndex, Vocabulary]:
    """The index of all entries of a language, and the vocabulary of its queries."""
    words = vocabulary().with_rows(names.material.view.vocabulary("search_words"))
    return WordIndex(search_entries(names), words), words


def search_entries(names: Names) -> list[Entry]:
    """All entries of one language, in one order."""
    material = names.material
    entries = [*_pages(names), *_desk(names), *(_place(names, code) for code in sorted(material.places_with_pages))]
    entries += [_pair(names, a, b) for a, b in sorted({*material.pairs, *material.seat_pairs})]
    entries += [Entry("scenarios", url, title, tuple(words)) for url, title, words in scenario_entries(names)]
    entries += [Entry("products", url, title, tuple(words)) for url, title, words in chapter_entries(names)]
    for table in (*FOLDERS, "successions"):
        entries += [_record(names, record) for record in material.table(table)]
    entries += [_document(names, identity) for identity in material.view.documents]
    entries += [_figure(names, o) for o in material.observations]
    entries += [
        Entry(
            "findings",
            f"findings/index.html#{f.id}",
            names.finding_title(f),
            (names.rule(f),),
            (names.finding_text(f.message),),
            id=f.id,
        )
        for f in material.findings
    ]
    return entries


_DESK = {
    "desk.forums": "seats",
    "desk.missions": "missions",
    "desk.networks": "memberships",
    "desk.connections": "happenings",
    "desk.owners": "recommendations",
    "desk.programmes": "programmes",
    "desk.projects": "projects",
    "desk.leads": "leads",
    "desk.scores": "scores",
    "desk.negotiations": "talks",
    "desk.then_and_now": "baselines",
    "desk.goals": "recommendations",
    "desk.next_dates": "recommendations",
    "legal.treaties": "treaty_actions",
    "legal.positions": "positions",
    "legal.plain": "plain_words",
}
"""Pages below those of the menu, by the key of their title, with the table that they show."""


def _desk(names: Names) -> Iterator[Entry]:
    """The pages below those of the menu that have content."""
    t = names.t
    for key, path in (*CHANNEL_PAGES, *LEGAL_PAGES):
        if key in _DESK and names.material.table(_DESK[key]):
            words = f"search_words.{key.partition('.')[2]}"
            yield Entry("pages", path, t(key), (*(t(words).split(";") if t.has(words) else ()), _side_names(names)))
    for code in sorted(selling_places(names.material)):
        title = f"{t('nav.opportunity')}: {names.place(code)}"
        yield Entry(
            "products", f"opportunity/{slug(code)}.html", title, tuple(t("search_words.opportunity").split(";"))
        )


def _pages(names: Names) -> Iterator[Entry]:
    """The pages of the menu with everyday words for their subjects; a page of figures also lists its years."""
    t = names.t
    years = sorted({y for o in names.material.observations if (y := first_year(o.period)) is not None})
    for entry in MENU:
        keywords, about = (
            t(key) if t.has(key) else "" for key in (f"search_words.{entry.key}", f"search_about.{entry.key}")
        )
        body: tuple[str, ...] = (about,) if about else ()
        if entry.key in ("counts", "investment") and years:
            body = (*body, " ".join(map(str, years)))
        yield Entry(
            "pages", entry.path, t(f"nav.{entry.key}"), (*filter(None, keywords.split(";")), _side_names(names)), body
        )


def _side_names(names: Names) -> str:
    """The names of both sides, which people add to their queries."""
    return f"{names.side(0)} · {names.side(1)}"


def _place(names: Names, code: str) -> Entry:
    place = names.material.view.places[code]
    cities = [p for p in names.material.view.places.values() if p.code.startswith(f"{code}/")]
    names_of_place = (*place.names, *(name for city in cities for name in city.names), code)
    return Entry(
        "places", names.material.url(code), names.place(code), (*names_of_place, names.t("search_words.place")), id=code
    )


def _pair(names: Names, first: str, second: str) -> Entry:
    places = [names.material.view.places[code] for code in (first, second)]
    title = f"{names.place(first)} – {names.place(second)}"
    others = " · ".join(name for place in places for name in place.names)
    n = len(names.material.pairs.get((first, second), ()))
    body = (names.t("places.n_instruments", n=n),) if n else (names.t("ties.uni"),)
    return Entry(
        "places", pair_url(first, second), title, (others, names.t("search_words.place")), body, 10 if n else 6
    )


def _record(names: Names, record: Record) -> Entry:
    material = names.material
    columns = properties(record.table)
    others = [*_all_languages(names, record, title_property(record))]
    related: list[str] = []
    body: list[str] = []
    for name, values in record.properties.items():
        prop = columns[name]
        if name in ("variant", "native_name", "title_es"):
            others += [claim.value for claim in values]
        elif prop.type == "place":
            related += [n for claim in values if (p := material.view.places.get(claim.value)) for n in p.names]
        elif prop.type == "actor":
            for claim in values:
                actor = material.record.get(claim.value)
                if actor is not None:
                    related += _all_languages(names, actor, "name")
                    related += [*actor.many("variant"), *actor.many("native_name")]
                    related += [n for c in actor.many("place") if (p := material.view.places.get(c)) for n in p.names]
        elif name in ("subjects", "addressed_to", "parties", "actors", "mechanism", "annotation", "category", "forum"):
            texts = [names.text(record.id, name, claim.value) for claim in values]
            body.append(f"{names.property(record.table, name)}: {', '.join(texts)}"[:_LONGEST])
            if names.language != "en":
                others += [claim.value for claim in values]
        elif prop.type == "code" and name in ("kind", "level", "area"):
            labels = codes(prop.vocabulary)
            others += [
                labels[claim.value][language] for claim in values for language in _LANGUAGES if claim.value in labels
            ]
    if key := f"search_words.{record.table}":
        others += [names.t(key)] if names.t.has(key) else []
    if status := record.derived.get("status", ""):
        others += [codes("status")[status][language] for language in _LANGUAGES if status in codes("status")]
    if material.disputed(record):
        others += [codes("counterparty")["disputed"][language] for language in _LANGUAGES]
    first = [names.kind(record)]
    when = record.one("signed_on") or record.one("date") or record.one("deadline")
    if when:
        first.append(names.date(when))
    if status:
        first.append(names.label("status", status))
    weight = _WEIGHTS.get(record.one("kind"), 10) if record.table == "actors" else 10
    return Entry(
        record.table,
        material.url(record.id),
        names.title(record)[:_LONGEST],
        (*dict.fromkeys(name[:_LONGEST] for name in others if name), " · ".join(dict.fromkeys(related))),
        (" · ".join(first), *body),
        weight,
        record.id,
    )


def _all_languages(names: Names, record: Record, name: str) -> list[str]:
    if not name:
        return []
    texts = list(record.many(name))
    view = names.material.view
    translated = (view.translation(language, record.id, name, text) for text in texts for language in _LANGUAGES[1:])
    return [*texts, *filter(None, translated)]


def _document(names: Names, identity: str) -> Entry:
    edition = names.material.view.editions[names.material.view.documents[identity].edition_id]
    return Entry(
        "documents",
        f"documents/{identity}.html",
        names.work(edition)[0],
        tuple(
            dict.fromkeys(
                (names.document(identity), names.publisher(edition), edition.publisher, edition.title, identity)
            )
        ),
    )


def _figure(names: Names, o: Observation) -> Entry:
    who = names.country(o.reporter) if o.reporter else ""
    partner = names.country(o.partner) if o.partner and o.partner != o.reporter else ""
    what = names.measure(o)
    title = f"{what}, {names.date(o.period)}: {names.amount(o)}"
    labels = [codes("measure")[o.measure][language] for language in _LANGUAGES if o.measure in codes("measure")]
    place = names.material.view.places.get(o.place)
    others = [*labels, o.component, names.product(o), o.as_printed, *(place.names if place else ())]
    line = " · ".join(
        part for part in (who, partner, names.place(o.place) if o.place else "", names.document(o.edition)) if part
    )
    return Entry(
        "observations", names.material.url(o.id), title[:_LONGEST], tuple(filter(None, others)), (line,), _FIGURE, o.id
    )
