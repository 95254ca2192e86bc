"""Themes and sectors of every record: accepted by a person, stated by the record, or proposed by a rule from its words."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from henequen.model.observation import Observation
from henequen.model.properties import properties
from henequen.model.record import Record
from henequen.record.store.folding import plain_words

__all__ = ["HOW", "TAGGED", "Tags", "culture_kinds", "tags_of", "words_for"]

TAGGED = (
    "instruments",
    "activities",
    "events",
    "actors",
    "recommendations",
    "counterparts",
    "exchanges",
    "entries",
    "cases",
    "steps",
    "positions",
    "programmes",
    "talks",
    "projects",
    "sessions",
    "leads",
    "agreements",
)
"""The tables whose records have themes. Others (a membership, a note) belong to a record that does."""

HOW = ("accepted", "stated", "words", "kind", "linked", "none")
"""How the themes of a record were found: decided by a person, stated by the record, by its words, by its kind, taken from
the record that it belongs to, or not at all."""

_OWN = {"exchanges": "culture", "agreements": "trade", "talks": "trade", "projects": "multilateral"}
_READ = (
    "title",
    "name",
    "restatement",
    "subjects",
    "content",
    "category",
    "annotation",
    "issue",
    "forum",
    "what",
    "role",
    "mandate",
    "topic",
    "position",
    "agenda",
    "decisions",
    "chapters",
    "sectors",
    "area",
)
_FROM = {
    "steps": ("of",),
    "entries": ("items",),
    "cases": ("items",),
    "positions": ("item", "forum"),
    "leads": ("item",),
    "programmes": ("instrument", "body"),
    "talks": ("negotiation",),
    "sessions": ("body",),
    "recommendations": ("parent",),
}
_REGISTERS = {
    "barrier": "trade",
    "barrier_people": "people",
    "work": "culture",
    "media": "media",
    "research": "science",
    "mobility": "education",
    "community": "people",
    "landmark": "people",
    "finance": "finance",
    "zone": "investment",
    "port": "transport",
    "route": "transport",
    "alliance": "industry",
    "recognition": "trade",
    "experience": "governance",
}
_KINDS = {
    "university": "education",
    "research_institute": "science",
    "bank": "finance",
    "media": "media",
    "museum_or_venue": "culture",
    "artist_group": "culture",
    "legislature": "parliament",
    "state": "regional",
    "municipality": "regional",
    "company": "investment",
    "chamber": "trade",
    "embassy": "governance",
    "international_organisation": "multilateral",
    "country": "governance",
    "government": "governance",
    "ministry": "governance",
    "twinning": "regional",
    "network_membership": "multilateral",
    "academic": "education",
    "performance": "culture",
    "exhibition": "culture",
    "migration": "people",
    "investment": "investment",
    "crisis": "security",
    "fair": "trade",
    "publication": "culture",
    "forum": "multilateral",
    "election": "governance",
    "visit": "governance",
    "policy": "governance",
    "court": "governance",
    "agency": "governance",
    "meeting": "governance",
    "body": "governance",
    "conference": "governance",
    "signing": "governance",
    "agreement": "governance",
    "announcement": "governance",
    "joint_declaration": "governance",
    "negotiation": "trade",
    "donation": "people",
    "opening": "governance",
    "commemoration": "people",
    "founding": "governance",
    "award": "culture",
    "entry_into_force": "trade",
}
_LOCAL = ("state", "municipal")


@dataclass(frozen=True, slots=True)
class Tags:
    """The themes and sectors of one record, how they were found (`accepted`, `stated`, `words`, `kind`, `linked`, `none`),
    and the reason if it has no theme."""

    themes: tuple[str, ...]
    sectors: tuple[str, ...]
    how: str
    why: str = ""


@cache
def words_for() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The phrases that propose each theme or sector, by `theme:code` or `sector:code`, folded."""
    phrases_of: dict[str, list[tuple[str, ...]]] = {}
    with files("henequen.model").joinpath("data/theme_words.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for words in row["words"].split(";"):
                phrases_of.setdefault(f"{row['kind']}:{row['code']}", []).append(tuple(plain_words(words)))
    return {key: tuple(phrases) for key, phrases in phrases_of.items()}


def tags_of(tables: Mapping[str, Iterable[Record]], observations: Iterable[Observation] = ()) -> dict[str, Tags]:
    """The tags of every record of the tagged tables and of every figure."""
    records = {record.id: record for table in TAGGED for record in tables.get(table, ())}
    accepted = {tag.one("item"): tag for tag in tables.get("tags", ())}
    tags: dict[str, Tags] = {}
    for identity, record in records.items():
        tags[identity] = _accepted(accepted.get(identity)) or _proposed(record)
    for _ in range(2):  # a record takes the themes of its owner, which may itself have taken them from another
        for identity, record in records.items():
            if tags[identity].how == "none":
                tags[identity] = _linked(record, tags) or tags[identity]
    naming: dict[str, list[str]] = {}
    for identity, record in records.items():
        for name, values in record.properties.items():
            if properties(record.table)[name].type == "actor" and record.table != "actors":
                for claim in values:
                    naming.setdefault(claim.value, []).append(identity)
    for identity, record in records.items():
        if record.table == "actors" and tags[identity].how == "none":
            tags[identity] = _named_by(naming.get(identity, ()), tags) or tags[identity]
    return tags | {o.id: _figure(o) for o in observations}


def _accepted(tag: Record | None) -> Tags | None:
    if tag is None:
        return None
    return Tags(tag.many("theme"), tag.many("sector"), "accepted", tag.one("untagged"))


def _proposed(record: Record) -> Tags:
    text = " . ".join(claim.value for name in _READ for claim in record.properties.get(name, ()))
    themes, sectors = _by_words(text)
    if record.one("area"):
        return Tags((record.one("area"),), sectors, "stated")
    if record.table == "entries":
        return Tags((_REGISTERS[record.one("register")],), sectors, "stated")
    own = _OWN.get(record.table, "")
    if own:
        return Tags(tuple(dict.fromkeys((own, *themes))), sectors, "kind")
    if themes:
        return Tags(themes, sectors, "words")
    by_kind = _KINDS.get(record.one("kind"), "") or ("regional" if record.one("level") in _LOCAL else "")
    if by_kind:
        return Tags((by_kind,), sectors, "kind")
    return Tags((), sectors, "none", "no_role" if record.one("kind") == "person" else "no_word")


def _by_words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    present = plain_words(text)
    line = f" {' '.join(present)} "
    tags_found: dict[str, list[str]] = {"theme": [], "sector": [], "culture": []}
    for key, phrases in words_for().items():
        kind, _, code = key.partition(":")
        if any(f" {' '.join(phrase)}" in line for phrase in phrases):
            tags_found[kind].append(code)
    return tuple(tags_found["theme"]), tuple(tags_found["sector"])


def culture_kinds(record: Record) -> tuple[str, ...]:
    """The kinds of culture that the words of an exchange indicate, in the order of the vocabulary."""
    text = " . ".join(claim.value for name in _READ for claim in record.properties.get(name, ()))
    line = f" {' '.join(plain_words(text))} "
    return tuple(
        key.partition(":")[2]
        for key, phrases in words_for().items()
        if key.startswith("culture:") and any(f" {' '.join(phrase)}" in line for phrase in phrases)
    )


def _linked(record: Record, tags_of_record: Mapping[str, Tags]) -> Tags | None:
    owners = [other for name in _FROM.get(record.table, ()) for other in record.many(name)]
    return _named_by(owners, tags_of_record)


def _named_by(owners: Iterable[str], tags_of_record: Mapping[str, Tags]) -> Tags | None:
    counts: dict[str, int] = {}
    for theme in _themes(owners, tags_of_record):
        counts[theme] = counts.get(theme, 0) + 1
    if not counts:
        return None
    best = max(counts.values())
    return Tags(tuple(sorted(theme for theme, n in counts.items() if n == best)[:3]), (), "linked")


def _themes(owners: Iterable[str], tags_of_record: Mapping[str, Tags]) -> Iterator[str]:
    for owner in owners:
        if owner in tags_of_record:
            yield from tags_of_record[owner].themes


_MEASURES = {
    "export": "trade",
    "import": "trade",
    "balance": "trade",
    "total_trade": "trade",
    "tariff": "trade",
    "fdi_flow": "investment",
    "fdi_stock": "investment",
    "investment": "investment",
}


def _figure(o: Observation) -> Tags:
    themes, sectors = _by_words(f"{o.component} {o.product}")
    stated = _MEASURES.get(o.measure, "")
    if stated:
        return Tags(tuple(dict.fromkeys((stated, *themes))), sectors, "kind")
    return Tags(themes, sectors, "words") if themes else Tags((), sectors, "none", "no_word")
