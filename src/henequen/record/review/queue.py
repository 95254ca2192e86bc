"""The queue of proposals that wait for a person: each once, regardless of the file's name and the number of
readings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from henequen.record.review.event_log import EventLog

__all__ = ["Enqueued", "Proposed", "Queue", "ReadFile", "Source", "proposal_id"]

_PLACE = ("document", "kind", "id", "evidence")


@dataclass(frozen=True)
class Source:
    """A document that was read: its name, the SHA-256 of its bytes, and the publisher that a person stated."""

    name: str
    sha256: str
    media_type: str = "text/plain"
    language: str = "und"
    pages: int = 0
    publisher: str = ""
    title: str = ""
    published: str = ""
    side: str = ""
    url: str = ""


@dataclass(frozen=True)
class Proposed:
    """A proposal in the queue: a reader's claim from a document, its place, and how it compares with the record.

    `link` holds outcome, identity, differences and candidates from the comparison when it was added.
    """

    id: str
    sha256: str
    document: str
    kind: str
    fields: Mapping[str, Any]
    evidence: Sequence[Mapping[str, Any]]
    link: Mapping[str, Any]

    @property
    def table(self) -> int | None:
        """The number of its table, if it has one."""
        table = self.evidence[0].get("table") if self.evidence else None
        return int(table) if table is not None else None

    @property
    def quote(self) -> str:
        """The passage that supports it."""
        return str(self.evidence[0]["quote"]) if self.evidence else ""

    @property
    def to_type(self) -> tuple[str, ...]:
        """The figures that a person types, because a machine recognised the page."""
        return tuple(map(str, self.fields.get("to_type", ())))

    @property
    def shown(self) -> dict[str, Any]:
        """What the proposal states: its fields without those that serve the review."""
        return {name: value for name, value in self.fields.items() if name not in ("to_type", "line")}


@dataclass(frozen=True)
class ReadFile:
    """The reading of one file: the source, and (proposal, link) pairs."""

    source: Source
    proposals: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]


@dataclass
class Enqueued:
    """The result: numbers of new proposals, existing ones, and those kept from review (by reason)."""

    added: int = 0
    already_queued: int = 0
    kept_back: dict[str, int] = field(default_factory=dict)


def proposal_id(sha256: str, proposal: Mapping[str, Any]) -> str:
    """An id that depends on the bytes of the document, the kind, the fields and the evidence alone."""
    fields = {name: value for name, value in proposal.items() if name not in _PLACE}
    content = json.dumps(
        [sha256, proposal["kind"], fields, proposal.get("evidence", [])], sort_keys=True, ensure_ascii=False
    )
    return "p-" + hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Queue:
    """The proposals of one pack. Append-only; the decisions on each are in the log of decisions."""

    def __init__(self, folder: Path) -> None:
        self._log = EventLog(folder / "queue.jsonl")
        self._proposals: dict[str, Proposed] = {}
        self._sources: dict[str, Source] = {}

    @property
    def proposals(self) -> Mapping[str, Proposed]:
        """The proposals by id, in order of arrival."""
        self._read()
        return self._proposals

    @property
    def sources(self) -> Mapping[str, Source]:
        """The documents by the SHA-256 of their bytes."""
        self._read()
        return self._sources

    def add(self, read: ReadFile, keep_back: frozenset[str] = frozenset()) -> Enqueued:
        """Add new proposals. A proposal whose link is one of `keep_back` is counted and not added."""
        outcome = Enqueued()

        def new() -> Iterable[Mapping[str, Any]]:
            self._read()
            former = self._sources.get(read.source.sha256)
            source = _with_what_was_said(read.source, former)
            if source != former:
                yield {"event": "document", **source.__dict__}
            identities: set[str] = set()
            for proposal, link in read.proposals:
                identity = proposal_id(read.source.sha256, proposal)
                if identity in self._proposals or identity in identities:
                    outcome.already_queued += 1
                elif link["outcome"] in keep_back:
                    outcome.kept_back[link["outcome"]] = outcome.kept_back.get(link["outcome"], 0) + 1
                else:
                    identities.add(identity)
                    outcome.added += 1
                    yield {
                        "event": "proposed",
                        "id": identity,
                        "sha256": read.source.sha256,
                        "document": read.source.name,
                        "kind": proposal["kind"],
                        "fields": {name: value for name, value in proposal.items() if name not in _PLACE},
                        "evidence": list(proposal.get("evidence", [])),
                        "link": dict(link),
                    }

        self._log.append(new)
        return outcome

    def _read(self) -> None:
        for event in self._log.news():
            what = event.pop("event")
            if what == "document":
                self._sources[event["sha256"]] = Source(**event)
            else:
                self._proposals[event["id"]] = Proposed(**event)


def _with_what_was_said(source: Source, former: Source | None) -> Source:
    """The source, with missing fields filled from its earlier state."""
    if former is None:
        return source
    fields = {name: value for name, value in source.__dict__.items() if value not in ("", 0) and name != "name"}
    return Source(**{**former.__dict__, **fields})
