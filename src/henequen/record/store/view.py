"""A dated, read-only view of a store: pages, exports and commands read from it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from henequen.model.claim import Claim
from henequen.model.decision import Judgement, LexiconEntry, Review
from henequen.model.edition import Document, Edition
from henequen.model.evidence import Evidence
from henequen.model.finding import Finding
from henequen.model.message import unpacked
from henequen.model.observation import Observation
from henequen.model.place import Place
from henequen.model.record import Record, StatedValue
from henequen.model.translation import EVERY_SUBJECT, Translation, source_hash
from henequen.model.watched import Watched
from henequen.record.pack.manifest import Manifest
from henequen.record.rules.derive import derive
from henequen.record.rules.resolve import Disagreement, disagreements, known_by, resolve
from henequen.record.store.folding import match_expression
from henequen.record.store.store import open_store

__all__ = ["Hit", "Link", "View"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a search found."""

    kind: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Link:
    """One relation between two records."""

    subject: str
    relation: str
    object: str
    claim_id: str


class View:
    """The content of the store as of a day (valid time), from claims recorded by a day (record time).

    `as_of` alone shows what had been published by that day. With `case_on` instead, the view shows the facts of that
    day, from everything published today.
    """

    def __init__(self, path: Path, as_of: str = "", known_at: str = "", case_on: str = "") -> None:
        self._db: sqlite3.Connection = open_store(path)
        manifest = json.loads(self._scalar("select value from meta where name = 'manifest'"))
        manifest["sides"] = tuple(manifest["sides"])
        manifest["languages"] = tuple(manifest["languages"])
        self.manifest = Manifest(**manifest)
        self.fingerprint: str = self._scalar("select value from meta where name = 'fingerprint'")
        self.published_by = "" if case_on else as_of or self.manifest.as_of
        self.as_of = case_on or as_of or self.manifest.as_of
        self.known_at = known_at
        self.is_default = self.as_of == self.manifest.as_of and not known_at and not case_on

    def close(self) -> None:
        """Close the store."""
        self._db.close()

    # --- what sources say

    @cached_property
    def editions(self) -> dict[str, Edition]:
        """All editions by id."""
        return {
            i: Edition(**json.loads(body)) for i, body in self._db.execute("select * from edition order by edition_id")
        }

    @cached_property
    def documents(self) -> dict[str, Document]:
        """All documents by id."""
        return {
            i: Document(**json.loads(b)) for i, b in self._db.execute("select * from document order by document_id")
        }

    @cached_property
    def places(self) -> dict[str, Place]:
        """The gazetteer by code."""
        places = {}
        for code, body in self._db.execute("select * from place order by code"):
            fields = json.loads(body)
            fields["variants"] = tuple(fields["variants"])
            places[code] = Place(**fields)
        return places

    def claims(self, subject: str = "") -> list[Claim]:
        """The claims about a subject, or all; those published and recorded within this view's bounds."""
        where, values = ("where subject = ?", (subject,)) if subject else ("", ())
        rows = self._db.execute(f"select * from claim {where} order by number", values)  # noqa: S608 - our own names; values are bound
        claims = [self._claim(row) for row in rows]
        return known_by(claims, self.editions, self.published_by, self.known_at)

    def sizes(self) -> tuple[int, int]:
        """The numbers of claims and figures in the store."""
        claims, figures = (int(self._scalar(f"select count(*) from {noun}")) for noun in ("claim", "observation"))  # noqa: S608 - our own names; values are bound
        return claims, figures

    def claim(self, claim_id: str) -> Claim | None:
        """One claim by id."""
        row = self._db.execute("select * from claim where claim_id = ?", (claim_id,)).fetchone()
        return self._claim(row) if row else None

    @cached_property
    def _observations(self) -> tuple[Observation, ...]:
        return tuple(self._observation(row) for row in self._db.execute("select * from observation order by number"))

    def observations(self, **fields: str) -> list[Observation]:
        """The observations whose fields have the wanted values, in the order of the pack's files."""
        return [
            o
            for o in self._observations
            if all(getattr(o, name) == value for name, value in fields.items())
            and self._by_then(self.editions[o.edition])
            and (not self.known_at or o.recorded_at <= self.known_at)
        ]

    def observation(self, identity: str) -> Observation | None:
        """One observation by id."""
        row = self._db.execute("select * from observation where id = ?", (identity,)).fetchone()
        return self._observation(row) if row else None

    # --- what people decide

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """Judgements of identity, in the order of their file."""
        return tuple(Judgement(**body) for body in self._decisions("judgement"))

    @cached_property
    def lexicon(self) -> tuple[LexiconEntry, ...]:
        """The reviewed printed names."""
        return tuple(LexiconEntry(**body) for body in self._decisions("lexicon"))

    @cached_property
    def reviews(self) -> tuple[Review, ...]:
        """Reviews of claims."""
        return tuple(Review(**body) for body in self._decisions("review"))

    @cached_property
    def sources(self) -> tuple[Watched, ...]:
        """The sources that the pack names to be watched."""
        return tuple(Watched(**body) for body in self._decisions("watched"))

    def vocabulary(self, name: str) -> list[dict[str, str]]:
        """The rows of a `vocab/<name>.csv` of the pack; empty without such a file."""
        return [
            json.loads(b)
            for (b,) in self._db.execute("select body from vocabulary where name = ? order by number", (name,))
        ]

    def vocabularies(self) -> list[str]:
        """The names of the pack's own vocabularies that have rows."""
        return [name for (name,) in self._db.execute("select distinct name from vocabulary order by name")]

    @cached_property
    def translations(self) -> dict[str, tuple[Translation, ...]]:
        """The pack's translations by language, in the order of their files."""
        by_language: dict[str, list[Translation]] = {}
        for language, body in self._db.execute("select language, body from translation order by number"):
            by_language.setdefault(language, []).append(Translation(**json.loads(body)))
        return {language: tuple(rows) for language, rows in by_language.items()}

    @cached_property
    def _translated(self) -> dict[tuple[str, str, str, str], str]:
        texts: dict[tuple[str, str, str, str], str] = {}
        for language, rows in self.translations.items():
            for row in rows:
                texts[language, row.subject, row.property, row.source_hash] = row.text
                texts.setdefault((language, EVERY_SUBJECT, row.property, row.source_hash), row.text)
        return texts

    def translation(self, language: str, subject: str, name: str, text: str) -> str:
        """Our own text of a property's English `text` in a language; empty if there is none, or it is out of date.
        Without a translation for this subject, the one for all subjects or for the same text of another subject is
        used.
        """
        digest = source_hash(text)
        translated = self._translated
        own = translated.get((language, subject, name, digest), "")
        return own or translated.get((language, EVERY_SUBJECT, name, digest), "")

    # --- what rules derive

    @cached_property
    def _recomputed(self) -> dict[str, Record]:
        records = resolve(self.claims(), self.reviews, self.editions, self.known_at)
        return derive(records, self.judgements, self.editions, self.as_of)

    def records(self, table: str) -> list[Record]:
        """All records of a table, in order of id."""
        if not self.is_default:
            return [record for record in self._recomputed.values() if record.table == table]
        rows = self._db.execute('select * from record where "table" = ? order by id', (table,))
        return [self._record(row) for row in rows]

    def record(self, identity: str) -> Record | None:
        """One record by id."""
        if not self.is_default:
            return self._recomputed.get(identity)
        row = self._db.execute("select * from record where id = ?", (identity,)).fetchone()
        return self._record(row) if row else None

    def links(self, identity: str = "") -> list[Link]:
        """The relations of a record, in both directions; all relations if no id is given."""
        if identity:
            rows = self._db.execute(
                "select * from link where subject = ? or object = ? order by rowid", (identity, identity)
            )
        else:
            rows = self._db.execute("select * from link order by rowid")
        return [Link(*row) for row in rows]

    def disagreements(self) -> list[Disagreement]:
        """Properties for which sources give incompatible values."""
        tables = [t for (t,) in self._db.execute('select distinct "table" from record order by 1') if t != "relations"]
        return disagreements(record for table in tables for record in self.records(table))

    def findings(self) -> list[Finding]:
        """Findings of the audit about documents published by this view's day."""
        rows = [self._finding(row) for row in self._db.execute("select * from finding order by number")]
        return [finding for finding in rows if self._published(finding.evidence)]

    def finding(self, identity: str) -> Finding | None:
        """One finding by id."""
        row = self._db.execute("select * from finding where id = ?", (identity,)).fetchone()
        return self._finding(row) if row else None

    def search(self, query: str, limit: int = 50) -> list[Hit]:
        """Items that contain all words of the query, names before bodies; accents, case and word ends do not matter."""
        expression = match_expression(query)
        if not expression:
            return []
        rows = self._db.execute(
            "select kind, id, title from search where search match ? order by bm25(search, 10.0, 1.0), rowid limit ?",
            (expression, limit if self.is_default else -1),
        )
        hits = (Hit(*row) for row in rows)
        return list(islice(hits if self.is_default else (hit for hit in hits if self._holds(hit)), limit))

    def _holds(self, hit: Hit) -> bool:
        """Does a result exist as of this view's days?"""
        if hit.kind == "places":
            return True
        if hit.kind == "findings":
            finding = self.finding(hit.id)
            return finding is not None and self._published(finding.evidence)
        if hit.kind == "observations":
            return any(o.id == hit.id for o in self.observations())
        return hit.id in self._recomputed

    def _published(self, evidence: Iterable[Evidence]) -> bool:
        editions = (self.editions[self.documents[passage.document].edition_id] for passage in evidence)
        return all(map(self._by_then, editions))

    def _by_then(self, edition: Edition) -> bool:
        return not self.published_by or not edition.published_on or edition.published_on <= self.published_by

    # --- rows to nouns

    def _scalar(self, sql: str) -> str:
        row = self._db.execute(sql).fetchone()
        return str(row[0])

    def _decisions(self, kind: str) -> Iterator[dict[str, str]]:
        for (body,) in self._db.execute("select body from decision where kind = ? order by number", (kind,)):
            yield json.loads(body)

    @cached_property
    def _passages(self) -> dict[int, Evidence]:
        return {}

    def _evidence(self, numbers: str) -> tuple[Evidence, ...]:
        ids = [int(number) for number in numbers.split(",") if number]
        unread = [number for number in ids if number not in self._passages]
        for part in _parts(unread, 500):
            marks = ",".join("?" * len(part))
            for row in self._db.execute(f"select * from evidence where evidence in ({marks})", part):  # noqa: S608 - our own names; values are bound
                self._passages[row[0]] = Evidence(*row[1:])
        return tuple(self._passages[number] for number in ids)

    def _claim(self, row: tuple[Any, ...]) -> Claim:
        _, _, table, subject, predicate, value, edition, polarity, by, method, at, who, note, evidence, item = row
        passages = self._evidence(evidence)
        return Claim(table, subject, predicate, value, edition, polarity, by, method, at, who, note, passages, item)

    def _observation(self, row: tuple[str, ...]) -> Observation:
        _, identity, edition, measure, reporter, partner, period, value, unit, mult, body, evidence = row
        rest = json.loads(body)
        rest["marks"] = tuple(rest["marks"])
        return Observation(
            id=identity,
            edition=edition,
            measure=measure,
            reporter=reporter,
            partner=partner,
            period=period,
            value=None if value is None else Decimal(value),
            unit=unit,
            unit_mult=int(mult),
            evidence=self._evidence(evidence),
            **rest,
        )

    def _record(self, row: tuple[str, ...]) -> Record:
        identity, table, claims_of, evidence, derived = row
        values = {name: tuple(_claim_from(item) for item in items) for name, items in json.loads(claims_of).items()}
        return Record(table, identity, values, self._evidence(evidence), json.loads(derived))

    def _finding(self, row: tuple[str, ...]) -> Finding:
        _, identity, rule, severity, message, printed, computed, subjects, evidence = row
        message_shown, shown, result = (unpacked(json.loads(text)) for text in (message, printed, computed))
        return Finding(
            identity,
            rule,
            severity,
            message_shown,
            shown,
            result,
            tuple(json.loads(subjects)),
            self._evidence(evidence),
        )


def _claim_from(item: dict[str, Any]) -> StatedValue:
    return StatedValue(**item | {"others": tuple((claim, edition) for claim, edition in item["others"])})


def _parts(numbers: list[int], size: int) -> Iterable[list[int]]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]
