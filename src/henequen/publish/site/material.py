"""The data of all pages: the view's records and figures with the indexes that pages need, built once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from henequen.model.claim import Claim
from henequen.model.evidence import Evidence
from henequen.model.finding import SEVERITIES, Finding
from henequen.model.observation import Observation
from henequen.model.properties import DESK_TABLES, properties
from henequen.model.record import Record
from henequen.record.questions.channels import Session, sessions_of
from henequen.record.questions.themes import Tags, tags_of
from henequen.record.rules.evidence import Happening, happenings_of
from henequen.record.rules.looks import Look, last_looks
from henequen.record.rules.resolve import Disagreement
from henequen.record.store.view import Link, View
from henequen.scenarios.summary import ScenarioPages

__all__ = ["FOLDERS", "GATHERED", "OWN_LEVELS", "Material", "first_year", "in_order", "slug"]

FOLDERS = {
    "instruments": "instruments",
    "activities": "events",
    "events": "events",
    "actors": "actors",
    "recommendations": "follow-up",
    "counterparts": "counterparts",
    "exchanges": "exchanges",
}
"""Where the page of a record lies, by its table."""

OWN_LEVELS = ("state", "municipal")
"""Levels of an instrument at which places sign for themselves."""

_OWN_KINDS = ("state", "municipality")
_NO_SEAT = (*_OWN_KINDS, "embassy", "country", "ministry", "government", "person", "international_organisation")

GATHERED = ("memberships", "successions", "notes", "statements", "relations", *DESK_TABLES)
"""Tables whose records share one page under `claims`."""

_NAMING = {
    "treaty_actions": ("treaty",),
    "recommendations": ("event",),
    "leads": ("event",),
    "sessions": ("event", "body"),
    "seats": ("body",),
    "memberships": ("body",),
    "funds": ("fund",),
}


def slug(identity: str) -> str:
    """An id as a file name.

    >>> slug("a extends b")
    'a--extends--b'
    """
    return identity.replace(" ", "--").replace("/", "-")


class Material:
    """The view, read once, with indexes by subject, place, actor and document; `scenarios` are the pack's, with
    results; `flows` holds the results of the reader's own editions of figures for the two sides (see `publish.flows`),
    `last_seen` when each watched source was last seen."""

    def __init__(
        self,
        view: View,
        texts: Callable[[str], str | None],
        scenarios: Sequence[Mapping[str, Any]] = (),
        flows: Mapping[str, Any] | None = None,
        last_seen: Sequence[Mapping[str, str]] = (),
    ) -> None:
        self.view = view
        self.last_seen = {entry["source_id"]: entry for entry in last_seen}
        self.scenarios = tuple(scenarios)
        self.studies: Mapping[str, Any] = scenarios.studies if isinstance(scenarios, ScenarioPages) else {}
        self.flows = flows
        self.texts = {name: text for name in view.documents if (text := texts(name)) is not None}
        self.sides = view.manifest.sides
        self.by_table: dict[str, list[Record]] = {table: view.records(table) for table in (*FOLDERS, *GATHERED)}
        self.record: dict[str, Record] = {r.id: r for records in self.by_table.values() for r in records}
        self.observations: list[Observation] = view.observations()
        self.observation: dict[str, Observation] = {o.id: o for o in self.observations}
        self.findings: list[Finding] = sorted(
            view.findings(), key=lambda f: (SEVERITIES.index(f.severity), f.rule, f.id)
        )

    @cached_property
    def looks(self) -> dict[str, Look]:
        """The last search for each record, by its id."""
        return last_looks(self.table("looks"), self.view.as_of)

    @cached_property
    def happenings(self) -> dict[str, list[Happening]]:
        """Dated events by the record that they are about."""
        return happenings_of(self.table("happenings"), self.view.editions)

    @cached_property
    def sessions(self) -> dict[str, list[Session]]:
        """The sessions held by the view's day, by body."""
        return sessions_of(self.table("sessions"), self.view.as_of)

    @cached_property
    def tags(self) -> dict[str, Tags]:
        """Themes and sectors of every record that has them, and of every figure."""
        return tags_of(self.by_table, self.observations)

    @cached_property
    def claims_in(self) -> Counter[str]:
        """The number of claims of each edition."""
        return Counter(claim.edition for claims in self.claims_of.values() for claim in claims)

    @cached_property
    def figures_in(self) -> Counter[str]:
        """The number of figures of each edition."""
        return Counter(o.edition for o in self.observations)

    @cached_property
    def records_in(self) -> dict[str, list[Record]]:
        """The records that each document mentions, table by table."""
        by_edition: dict[str, list[Record]] = defaultdict(list)
        for records in self.by_table.values():
            for record in records:
                for document in record.documents:
                    by_edition[document].append(record)
        return by_edition

    @cached_property
    def naming(self) -> dict[tuple[str, str, str], list[Record]]:
        """Records by a record that they name: (table, property, id named)."""
        records: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
        for table, names in _NAMING.items():
            for record in self.table(table):
                for name in names:
                    if record.one(name):
                        records[table, name, record.one(name)].append(record)
        return records

    def table(self, name: str) -> list[Record]:
        """All records of a table, in order of id."""
        return self.by_table.get(name, [])

    def url(self, identity: str) -> str:
        """The path of the page of a record, figure or place, inside a language's tree; empty if it has no page."""
        if identity in self.record:
            table = self.record[identity].table
            if table in FOLDERS:
                return f"{FOLDERS[table]}/{slug(identity)}.html"
            return f"claims/{table}.html#{slug(identity)}"
        if identity in self.observation:
            return f"claims/{identity}.html"
        if identity in self.view.places and identity in self.places_with_pages:
            return f"places/{slug(identity)}.html"
        return ""

    def claim_url(self, subject: str, claim_id: str) -> str:
        """The permanent address of one claim about a subject."""
        url = self.url(subject).partition("#")[0]
        return f"{url}#{claim_id}" if url else ""

    @cached_property
    def claims_of(self) -> dict[str, list[Claim]]:
        """Claims by subject."""
        claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.view.claims():
            claims[claim.subject].append(claim)
        return claims

    @cached_property
    def links_of(self) -> dict[str, list[Link]]:
        """Relations by either end."""
        links: dict[str, list[Link]] = defaultdict(list)
        for link in self.view.links():
            links[link.subject].append(link)
            if link.object != link.subject:
                links[link.object].append(link)
        return links

    @cached_property
    def disagreements(self) -> list[Disagreement]:
        """Properties for which sources give several values, although only one can be right."""
        return self.view.disagreements()

    @cached_property
    def disagreements_of(self) -> dict[str, list[Disagreement]]:
        """The same by subject."""
        disagreements: dict[str, list[Disagreement]] = defaultdict(list)
        for item in self.disagreements:
            disagreements[item.subject].append(item)
        return disagreements

    @cached_property
    def findings_of(self) -> dict[str, list[Finding]]:
        """Findings by the records and figures that they are about."""
        findings: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            for subject in finding.subjects:
                findings[subject].append(finding)
        return findings

    @cached_property
    def findings_in(self) -> dict[str, list[Finding]]:
        """Findings by document."""
        findings: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            for document in dict.fromkeys(e.document for e in finding.evidence):
                findings[document].append(finding)
        return findings

    @cached_property
    def involving(self) -> dict[str, list[tuple[Record, str]]]:
        """For each actor: the records that name it, with its role in each."""
        by_body: dict[str, list[tuple[Record, str]]] = defaultdict(list)
        for record in chain.from_iterable(self.by_table.values()):
            for name, values in record.properties.items():
                if properties(record.table)[name].type != "actor":
                    continue
                for claim in values:
                    if claim.value != record.id and claim.polarity == "asserted":
                        by_body[claim.value].append((record, name))
        return by_body

    def root_place(self, code: str) -> str:
        """The first-level place that contains a place (`KR-46/yeosu` is in `KR-46`)."""
        return code.split("/", 1)[0]

    def own_places(self, record: Record) -> list[str]:
        """The first-level places that signed or took part themselves: as a state, a province or a city. The seat of a
        body and the place of signature do not count: the seat of an embassy signs nothing.
        """
        if record.table == "instruments" and record.one("level") not in OWN_LEVELS:
            return []
        places = [*record.many("places"), *record.many("place")]
        for actor in record.many("party_ids"):
            if actor in self.record and self.record[actor].one("kind") in _OWN_KINDS:
                places.extend(self.record[actor].many("place")[:1])
        return self._roots(places)

    def seat_places(self, record: Record) -> list[str]:
        """The first-level places where the universities, agencies and others that signed have their seat."""
        if record.table != "instruments" or record.one("level") in OWN_LEVELS:
            return []
        places = list(record.many("places"))
        for actor in record.many("party_ids"):
            if actor in self.record and self.record[actor].one("kind") not in _NO_SEAT:
                places.extend(self.record[actor].many("place")[:1])
        return self._roots(places)

    def places_of(self, record: Record) -> list[str]:
        """Both, each once."""
        return list(dict.fromkeys((*self.own_places(record), *self.seat_places(record))))

    def _roots(self, codes: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(self.root_place(code) for code in codes if "-" in code))

    @cached_property
    def at_place(self) -> dict[str, list[Record]]:
        """Instruments, activities and events by first-level place."""
        records: dict[str, list[Record]] = defaultdict(list)
        for table in ("instruments", "activities", "events"):
            for record in self.table(table):
                for code in self.places_of(record):
                    records[code].append(record)
        return records

    @cached_property
    def figures_at(self) -> dict[str, list[Observation]]:
        """Figures by first-level place."""
        observations: dict[str, list[Observation]] = defaultdict(list)
        for o in self.observations:
            if "-" in o.place:
                observations[self.root_place(o.place)].append(o)
        return observations

    @cached_property
    def places_with_pages(self) -> set[str]:
        """The first-level places of both sides that are in the gazetteer."""
        return {
            code
            for code, place in self.view.places.items()
            if "-" in code and "/" not in code and place.country in self.sides
        }

    @cached_property
    def pairs(self) -> dict[tuple[str, str], list[Record]]:
        """Pairs of places, the first side's first, with what the two places themselves signed or did together."""
        return self._joined(self.own_places)

    @cached_property
    def seat_pairs(self) -> dict[tuple[str, str], list[Record]]:
        """Pairs of places whose universities, agencies or other bodies signed with one another."""
        return self._joined(self.seat_places)

    def _joined(self, places: Callable[[Record], list[str]]) -> dict[tuple[str, str], list[Record]]:
        records: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for table in ("instruments", "activities"):
            for record in self.table(table):
                sides: tuple[list[str], list[str]] = ([], [])
                for code in places(record):
                    place = self.view.places.get(code)
                    if place and place.country in self.sides:
                        sides[self.sides.index(place.country)].append(code)
                for first in sides[0]:
                    for second in sides[1]:
                        records[(first, second)].append(record)
        return dict(sorted(records.items()))

    def passage(self, evidence: Evidence, around: int = 160) -> tuple[str, str, str] | None:
        """A passage with its context (before, passage, after), if the reader has the document."""
        text = self.texts.get(evidence.document)
        if text is None:
            return None
        start, end = evidence.start, evidence.end
        return (
            text[max(0, start - around) : start].split("\n\n")[-1].lstrip(),
            text[start:end],
            text[end : end + around].split("\n\n")[0].rstrip(),
        )

    def between(self, record: Record) -> bool:
        """Does it join both sides?"""
        return set(self.sides) <= set(record.many("countries"))

    def own_ties(self, code: str) -> list[Record]:
        """The instruments that a place signed itself. Those with a disputed counterparty are not counted."""
        return [
            r
            for r in self.at_place.get(code, ())
            if r.table == "instruments" and code in self.own_places(r) and not self.disputed(r)
        ]

    def disputed(self, record: Record) -> bool:
        """Is the other party disputed?"""
        return record.derived.get("counterparty_status") == "disputed"


def first_year(text: str) -> int | None:
    """The year with which a date begins."""
    return int(text[:4]) if text[:4].isdigit() else None


def in_order(records: Iterable[Record], name: str) -> list[Record]:
    """Records by date, those without one last."""
    return sorted(records, key=lambda record: (record.one(name) or "9999", record.id))
