"""Names of things in one language: countries, places, actors, codes, dates; amounts are in `amounts`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from henequen.model.countries import countries, country, spoken_in
from henequen.model.edition import Edition
from henequen.model.evidence import Evidence
from henequen.model.finding import Finding
from henequen.model.finding_kind import finding_kind
from henequen.model.message import worded
from henequen.model.observation import Observation
from henequen.model.properties import codes, properties
from henequen.model.record import Record
from henequen.model.translation import TRANSLATABLE
from henequen.publish.site.amounts import Amounts
from henequen.publish.site.catalogue import Catalogue
from henequen.record.store.indexing import title_property

if TYPE_CHECKING:
    from henequen.publish.site.material import Material

__all__ = ["Names"]

_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_NUMBERED = re.compile(r"(Table|Figure) (\d+)")
_PART = re.compile(r"(\d{4})-([HQ])(\d)")
_NAMING = ("actor", "record", "recommendation", "country", "code", "date")
"""Types of the properties that describe a record without a title, of which it takes the first few."""
_PARTS = 4


class Names(Amounts):
    """Names and numbers for one language. Data that exist only in English stay English; templates mark them so."""

    def __init__(self, material: Material, t: Catalogue) -> None:
        super().__init__(t)
        self.material = material
        self.language = t.language

    def country(self, code: str) -> str:
        """A country's name, or the code or label unchanged."""
        place = self.material.view.places.get(code)
        if place is not None:
            return place.name(self.language)
        entry = country(code)
        if entry:
            return entry.name(self.language)
        if "+" in code or " and " in code:  # a group of countries, by codes or by their English names
            return " + ".join(self.country(part.strip()) for part in code.replace(" and ", "+").split("+"))
        named = next((c for c in countries().values() if c.en == code), None)
        if named:
            return named.name(self.language)
        if code in self.material.record:
            return self.title(self.material.record[code])
        return self.t(f"region.{code}") if self.t.has(f"region.{code}") else code

    @lru_cache(maxsize=4096)  # noqa: B019 - lives as long as one build
    def place(self, code: str) -> str:
        """A place's name."""
        place = self.material.view.places.get(code)
        return place.name(self.language) if place else self.country(code)

    def side(self, number: int) -> str:
        """The name of the first (0) or second (1) side."""
        return self.country(self.material.sides[number])

    def sides(self, key: str, **values: object) -> str:
        """A string of the catalogue with `{a}` and `{b}` for the two sides."""
        return self.t(key, a=self.side(0), b=self.side(1), **values)

    def translate(self, subject: str, name: str, text: str) -> tuple[str, str]:
        """Our own text in the page's language, and its language if that is not the page's (no translation, or a stale one)."""
        if self.language == "en" or not text:
            code, _, rest = text.partition(" ")
            return (f"{rest} ({self.country(code)})" if rest and code in self.material.sides else text), ""
        translated = self.material.view.translation(self.language, subject, name, text)
        return (translated, "") if translated else (text, "en")

    def text(self, subject: str, name: str, text: str) -> str:
        """The same without the language."""
        return self.translate(subject, name, text)[0]

    def actor(self, identity: str) -> str:
        """An actor's name, or the code of a country, or the text unchanged."""
        record = self.material.record.get(identity)
        if record is not None:
            return self._actor(record)[0] or identity
        return self.country(identity) if len(identity) == 3 and identity.isupper() else identity

    def body(self, identity: str, name: str, native: str) -> tuple[str, str]:
        """A body with its own name in brackets, unless they are the same; and the language if it is not the page's."""
        record = self.material.record.get(identity)
        label, lang = self._actor(record) if record is not None else self.translate("*", "name", name)
        return (f"{label} ({native})" if native and native != label else label), lang

    def _actor(self, record: Record) -> tuple[str, str]:
        """The name in the page's own language: the body's own name if it is of this language, else our translation."""
        native = record.one("native_name")
        if native and self.language == spoken_in(record.one("country")):
            return native, ""
        place = record.one("place")
        if record.one("kind") in ("state", "municipality", "country") and place and place in self.material.view.places:
            own = self.material.view.places[place]
            if own.name("en") == record.one("name"):
                return own.name(self.language), ""
        return self.translate(record.id, "name", record.one("name"))

    def _titled(self, record: Record) -> tuple[str, str]:
        if record.table == "actors":
            return self._actor(record)
        if self.language == "es" and record.one("title_es"):
            return record.one("title_es"), ""
        name = title_property(record)
        return self.translate(record.id, name, record.one(name)) if name else (self._described(record), "")

    def _described(self, record: Record) -> str:
        """What a record without a title of its own joins and when: a session is its body and its day."""
        parts: list[str] = []
        for name, prop in properties(record.table).items():
            value = record.one(name)
            linked = self.material.record.get(value) if prop.type in ("actor", "record", "recommendation") else None
            if (
                value
                and prop.type in _NAMING
                and not (linked and linked.table != "actors" and not title_property(linked))
            ):
                parts.append(self.value(record.table, name, value))
        return ", ".join(list(dict.fromkeys(parts))[:_PARTS]) or self.t(f"table.{record.table}")

    def title(self, record: Record) -> str:
        """The title of a record, in the page's language if available."""
        return self._titled(record)[0]

    def title_lang(self, record: Record) -> str:
        """The language of that title if it is not the page's."""
        return self._titled(record)[1]

    def label(self, vocabulary: str, code: str) -> str:
        """The label of a code."""
        label = _codes(vocabulary).get(code)
        return label[self.language] if label else code

    def kind(self, record: Record) -> str:
        """The kind of a record, in words."""
        prop = properties(record.table).get("kind")
        return self.label(prop.vocabulary, record.one("kind")) if prop else self.t(f"table.{record.table}")

    def property(self, table: str, name: str) -> str:
        """A property's label; sides by their name."""
        if name in ("side_a_bodies", "side_a_ids"):
            return self.side(0)
        if name in ("side_b_bodies", "side_b_ids"):
            return self.side(1)
        prop = properties(table).get(name)
        return str(getattr(prop, f"label_{self.language}")) if prop else name

    def value(self, table: str, name: str, value: str) -> str:
        """A property's value as people read it. Our own text is translated by `translate`, which needs the subject."""
        prop = properties(table).get(name)
        if prop is None:
            return value
        if prop.type == "code":
            return self.label(prop.vocabulary, value)
        if prop.type == "country":
            return self.country(value)
        if prop.type == "place":
            return self.place(value)
        if prop.type in ("actor", "recommendation", "record"):
            record = self.material.record.get(value)
            return self.title(record) if record else self.actor(value)
        if prop.type in ("date", "period") or name == "period":
            return self.date(value)
        if prop.type == "duration":
            return self.duration(value)
        if name == "unit":
            return self.unit(value, 0).format(value="").strip() or value
        if name in ("reporter", "partner"):
            return self.country(value)
        if name == "direction":
            first, arrow, second = value.partition("->")
            written = f"{self.country(first)} → {self.country(second)}" if arrow else value
            return self.t("exchanges.both") if value == "both" else written
        if name == "product":
            words = self.text("*", "product", value)
            return "" if value == "TOTAL" else words.partition(":")[2].strip() or words
        return value

    def duration(self, text: str) -> str:
        """An ISO 8601 duration in words, if it is in years, months, weeks or days."""
        parts = [self.t(f"duration.{unit}", n=int(number)) for number, unit in re.findall(r"(\d+)([YMWD])", text)]
        return " ".join(parts) or text

    def value_of(self, table: str, subject: str, name: str, value: str) -> tuple[str, str]:
        """A value as the page shows it, and its language if that is not the page's: ours is translated, quotations are not."""
        prop = properties(table)[name]
        if prop.type in ("actor", "recommendation", "record"):
            other = self.material.record.get(value)
            return (self.title(other), self.title_lang(other)) if other else (self.value(table, name, value), "")
        if prop.type == "text":
            if name in TRANSLATABLE.get(table, ()):
                return self.translate(subject, name, value)
            written = self.value(table, name, value)
            return written, "en" if written == value and self.language != "en" and any(
                c.isalpha() for c in value
            ) else ""
        return self.value(table, name, value), ""

    @lru_cache(maxsize=8192)  # noqa: B019 - lives as long as one build
    def date(self, text: str) -> str:
        """A date or range with its precision; decades, halves and quarters in words."""
        parts = text.split("/")
        if len(parts) == 2 and all(len(part) == 4 for part in parts):
            return "–".join(parts)
        days = [match.groups() for part in parts if (match := _MONTH.fullmatch(part)) and match[3]]
        if len(days) == 2 and days[0][:2] == days[1][:2] and days[0] != days[1]:  # two days of a month: 12–13 May 2026
            year, month, _ = days[0]
            days_text = ("~" if self.language == "ko" else "–").join(str(int(day[2])) for day in days)
            return self.t("date.day", year=year, month=self.t(f"month.{int(month)}"), day=days_text)
        return " – ".join(self._day(part) for part in parts)

    def since(self, text: str) -> str:
        """`since` with a date; some languages need an article before a day."""
        key = {10: "date.since_day", 4: "date.since_year"}.get(len(text), "date.since")
        return self.t(key, day=self.date(text))

    def _day(self, text: str) -> str:
        if match := _MONTH.fullmatch(text):
            year, month, day = match.groups()
            name = self.t(f"month.{int(month)}")
            if day:
                return self.t("date.day", year=year, month=name, day=int(day))
            return self.t("date.month", year=year, month=name)
        if match := _PART.fullmatch(text):
            year, kind, number = match.groups()
            return self.t(f"date.{ {'H': 'half', 'Q': 'quarter'}[kind] }_{number}", year=year)
        if re.fullmatch(r"\d{4}s", text):
            return self.t("date.decade", year=text[:4])
        return text

    def measure(self, o: Observation) -> str:
        """What a figure measures, in one line."""
        label = self.label("measure", o.measure)
        component = self.text(o.id, "component", o.component)
        if o.measure in ("other", "share", "count", "growth", "investment", "funding") and component:
            return component
        return f"{label} ({component})" if component else label

    def product(self, o: Observation) -> str:
        """The product or branch of a figure in words; empty for all products together."""
        if o.product in ("", "TOTAL"):
            return ""
        translated = self.text(o.id, "product", o.product)
        return "; ".join(part.strip().partition(":")[2] or part.strip() for part in translated.split(";"))

    @lru_cache(maxsize=4096)  # noqa: B019 - lives as long as one build
    def document(self, identity: str) -> str:
        """The short name of a document: publisher and year; with the month if two documents share a year."""
        document = self.material.view.documents.get(identity)
        edition = self.material.view.editions.get(document.edition_id if document else identity)
        if edition is None:
            return identity
        publisher = edition.publisher.split(" (")[0]
        written = self.publisher(edition).split(" (")[0]
        when = edition.published_on
        if not when:
            return written
        same = [
            other
            for other in self.material.view.editions.values()
            if other.publisher.split(" (")[0] == publisher and other.published_on[:4] == when[:4]
        ]
        return f"{written}, {self.date(when[:7]) if len(same) > 1 and len(when) >= 7 else when[:4]}"

    def finding_title(self, finding: Finding) -> str:
        """What a finding says, in one line of the page's language."""
        return self.finding_said(finding)[0]

    def finding_said(self, finding: Finding) -> tuple[str, str]:
        """The same, and its language if that is not the page's. A reader's note is ours and translated; a rule has a title."""
        if finding.rule.startswith("note."):
            note = next((self.material.record[s] for s in finding.subjects if s in self.material.record), None)
            if note is not None and note.one("message"):
                text, lang = self.translate(note.id, "message", note.one("message"))
                printed = f"“{note.one('printed')}”: " if note.one("printed") else ""
                return printed + text, lang
        key = f"finding.{finding_kind(finding.rule).address.replace('.', '_')}"
        if not self.t.has(key):
            return self.finding_text(finding.message), ""
        where = self._finding_place(finding)
        title = self.t(key)
        return (f"{where}: {title}" if where else title[:1].upper() + title[1:]), ""

    def finding_text(self, value: str) -> str:
        """A finding's message, or its printed or computed value, in the page's language; a quotation unchanged."""
        return worded(value, self.language, self)

    def _finding_place(self, finding: Finding) -> str:
        """The place of the first figure of a finding: its table, its period, and the country that counted."""
        first = next((self.material.observation[s] for s in finding.subjects if s in self.material.observation), None)
        if first is None:
            record = next((self.material.record[s] for s in finding.subjects if s in self.material.record), None)
            return self.document(record.documents[0]) if record and record.documents else ""
        parts = [self.table_name(first.table) or self.document(first.edition)]
        if len({self.material.observation[s].period for s in finding.subjects if s in self.material.observation}) == 1:
            parts.append(self.date(first.period))
        return ", ".join(parts)

    def rule(self, finding: Finding) -> str:
        """The kind of a finding, in words."""
        key = f"finding_kind.{finding.rule.partition('.')[0]}"
        return self.t(key) if self.t.has(key) else finding.rule.replace("_", " ").replace(".", ": ")

    def speaker(self, o: Observation) -> str:
        """The source that states a figure."""
        if o.asserted_by:
            return self.actor(o.asserted_by)
        return self.publisher(self.material.view.editions[o.edition])

    def publisher(self, edition: Edition) -> str:
        """Who published a source, in the page's language if we have the name in it."""
        return self.text(edition.edition_id, "publisher", edition.publisher)

    def work(self, edition: Edition) -> tuple[str, str]:
        """The title of a source, and its language if that is not the page's."""
        return self.translate(edition.edition_id, "title", edition.title)

    def places_searched(self, where: Iterable[str]) -> str:
        """The places that were searched, in the page's language."""
        return "; ".join(self.text("*", "where", place.strip()) for place in where if place.strip())

    def mark(self, mark: str) -> str:
        """The marks of a figure (estimate, subtotal, announced) in words."""
        key = f"mark.{mark}"
        return self.t(key) if self.t.has(key) else mark

    def cell_of(self, e: Evidence) -> str:
        """The table, row and column of a passage; rows and columns as printed."""
        printed = [f"“{part}”" if any(c.isalpha() for c in part) else part for part in (e.row, e.column) if part]
        return ", ".join([name for name in (self.table_name(e.table),) if name] + printed)

    def table_name(self, table: str) -> str:
        """The name of a table or figure of a document in the page's language."""
        if match := _NUMBERED.fullmatch(table):
            return self.t(f"claim.{match[1].lower()}", n=match[2])
        return self.text("*", "table_ref", table)


@lru_cache(maxsize=64)
def _codes(vocabulary: str) -> dict[str, dict[str, str]]:
    try:
        return codes(vocabulary)
    except KeyError:
        return {}
