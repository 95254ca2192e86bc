"""The content of the search index: every record, figure, place and finding under all its names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from henequen.model.countries import country
from henequen.model.finding import Finding
from henequen.model.properties import codes, properties
from henequen.model.record import Record
from henequen.record.pack.pack import Pack
from henequen.record.store.folding import fold

__all__ = ["entries", "title_of", "title_property"]

_TITLES = {
    "instruments": ("title",),
    "activities": ("title",),
    "events": ("title",),
    "actors": ("name",),
    "recommendations": ("restatement",),
    "counterparts": ("issue",),
    "exchanges": ("content",),
    "successions": ("name",),
    "notes": ("message",),
    "statements": ("restatement",),
    "happenings": ("what",),
    "talks": ("what",),
    "programmes": ("title",),
    "programme_lines": ("content",),
    "projects": ("title",),
    "leads": ("title",),
    "missions": ("title",),
    "positions": ("topic",),
    "failures": ("what",),
    "baselines": ("indicator",),
    "entries": ("title",),
    "cases": ("title",),
    "steps": ("what",),
    "competences": ("what",),
    "agreements": ("title",),
    "plain_words": ("answer",),
}


def title_property(record: Record) -> str:
    """The property that names a record; empty if it has none."""
    return next((name for name in _TITLES.get(record.table, ()) if record.one(name)), "")


def title_of(record: Record) -> str:
    """The title of a record."""
    name = title_property(record)
    return record.one(name) if name else record.id


def entries(
    pack: Pack, records: Mapping[str, Record], findings: Iterable[Finding]
) -> Iterator[tuple[str, str, str, str, str]]:
    """(folded names, folded body, kind, id, title) for all searchable items."""
    for _, place in sorted(pack.places.items()):
        yield fold(" ".join((*place.names, place.code))), fold(place.level), "places", place.code, place.name_en
    for record in records.values():
        if record.table in ("relations", "memberships", "statements"):
            continue
        yield (
            fold(
                " ".join([title_of(record), *record.many("variant"), *record.many("native_name"), *record.many("name")])
            ),
            fold(" ".join(_words(pack, records, record))),
            record.table,
            record.id,
            title_of(record),
        )
    for observation in pack.observations:
        labels = codes("measure").get(observation.measure, {})
        names = [*labels.values(), observation.component, observation.product, observation.as_printed]
        areas = [observation.reporter, observation.partner]
        title = " ".join(
            part
            for part in (
                labels.get("en", observation.measure),
                f"({observation.component})" if observation.component else "",
                observation.period,
                observation.as_printed,
            )
            if part
        )
        yield (
            fold(" ".join(names)),
            fold(" ".join([*_area_names(areas), *_place_names(pack, [observation.place]), observation.period])),
            "observations",
            observation.id,
            title,
        )
    for finding in findings:
        yield fold(finding.rule), fold(finding.message), "findings", finding.id, finding.message


def _words(pack: Pack, records: Mapping[str, Record], record: Record) -> Iterator[str]:
    for name, values in record.properties.items():
        prop = properties(record.table)[name]
        for claim in values:
            match prop.type:
                case "code":
                    yield from codes(prop.vocabulary).get(claim.value, {}).values()
                case "country":
                    yield from _area_names([claim.value])
                case "place":
                    yield from _place_names(pack, [claim.value])
                case "actor":
                    other = records.get(claim.value)
                    if other is not None:
                        yield from (*other.many("name"), *other.many("variant"), *other.many("native_name"))
                        yield from _place_names(pack, other.many("place"))
                case _:
                    yield claim.value


def _area_names(codes_: Iterable[str]) -> Iterator[str]:
    for code in codes_:
        country_entry = country(code)
        if country_entry:
            yield from (country_entry.en, country_entry.es, country_entry.ko, code)


def _place_names(pack: Pack, codes_: Iterable[str]) -> Iterator[str]:
    for code in codes_:
        place = pack.places.get(code)
        while place is not None:
            yield from place.names
            place = pack.places.get(place.parent) if place.parent != place.code else None
            if place is not None and place.level == "country":
                break
