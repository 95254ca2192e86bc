"""Visits the sources that are due and reports new content of each as a diff of proposed claims."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from henequen.jobs.conversation import Conversation
from henequen.model.durations import add_duration, parse_duration
from henequen.model.message import Message
from henequen.model.watched import Watched
from henequen.reading.batch import read_files
from henequen.reading.watching.difference import ClaimChange, Run, claim_changes, runs_between
from henequen.reading.watching.seen import Memory, Seen
from henequen.reading.watching.visits import Manners, NotVisited, Visitor

__all__ = ["Look", "Watcher", "is_due", "summary"]

_PATIENCE = 120.0
_LOOKS_AT_A_CHANGE = 3
"""How often a source that seems changed is fetched: what differs between two visits in a row is noise."""
_EMPTIED = 0.9
_MOST_SLOTS = 1_000


@dataclass(frozen=True, slots=True)
class Look:
    """The result for one source: first, unchanged, changed, doubtful, not_allowed, gone, failed or not_due."""

    source: Watched
    status: str
    reason: str = ""
    looked_at: str = ""
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    claims: tuple[ClaimChange, ...] = ()
    file: Path | None = None

    def to_json(self) -> dict[str, Any]:
        """One line of the report."""
        line: dict[str, Any] = {"source": self.source.source_id, "url": self.source.url, "status": self.status}
        if self.reason:
            line["reason"] = self.reason
        if self.looked_at:
            line["looked_at"] = self.looked_at
        if self.status == "changed":
            line["text"] = {"removed": list(self.removed), "added": list(self.added)}
            line["claims"] = [change.to_json() for change in self.claims]
        return line


def is_due(source: Watched, memory: Seen, now: datetime) -> bool:
    """Has the time between two visits passed, and the wait that the server requested?"""
    if memory.not_before and now.isoformat() < memory.not_before:
        return False
    if not memory.looked_at:
        return True
    last = date.fromisoformat(memory.looked_at[:10])
    return add_duration(last, parse_duration(source.every)) <= now.date()


def summary(looks: Sequence[Look], requests: int) -> dict[str, int]:
    """The counted report of a run."""
    counts = Counter(look.status for look in looks)
    names = ("first", "unchanged", "changed", "doubtful", "not_allowed", "gone", "failed", "not_due")
    changes = Counter(change.change for look in looks for change in look.claims)
    return {
        "sources": len(looks),
        **{name: counts[name] for name in names},
        **{f"claims_{name}": changes[name] for name in ("added", "removed", "changed")},
        "requests": requests,
    }


@dataclass(frozen=True, slots=True)
class _Version:
    """The content of a source at one visit."""

    path: Path
    sha256: str
    units: list[str]
    headers: Mapping[str, str]

    @property
    def mark(self) -> str:
        """A hash of the content."""
        return hashlib.sha256("\n".join(self.units).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass
class Watcher:
    """Visits sources and stores their state in `memory`. Their answers are parsed in a limited child."""

    memory: Memory
    manners: Manners = field(default_factory=Manners)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __post_init__(self) -> None:
        self._child = Conversation("henequen.reading.watching.worker", _PATIENCE)
        self.visitor = Visitor(self.manners, self._judge)

    def watch(self, sources: Iterable[Watched], always: bool = False) -> Iterator[Look]:
        """Visit every source that is due (every one, if `always`), in order. The state is stored after each visit."""
        try:
            for source in sources:
                memory = self.memory.of(source)
                if not always and not is_due(source, memory, self.now()):
                    yield Look(source, "not_due", looked_at=memory.looked_at)
                    continue
                yield self._look(source, memory)
        finally:
            self._child.end()

    def fetch(self, url: str) -> bytes:
        """The bytes of one address, visited as politely as a source. Raises NotVisited."""
        try:
            return self.visitor.get(url, {}).body
        finally:
            self._child.end()

    def _look(self, source: Watched, memory: Seen) -> Look:
        now = self.now()
        try:
            look = self._compared(source, memory)
        except NotVisited as refusal:
            memory.not_before = (
                (now + timedelta(seconds=refusal.again_in)).isoformat(timespec="seconds") if refusal.again_in else ""
            )
            look = Look(source, refusal.status, refusal.args[0])
        memory.status, memory.reason = look.status, look.reason
        if look.status in ("first", "unchanged", "changed", "doubtful"):
            memory.looked_at, memory.not_before = now.isoformat(timespec="seconds"), ""
        if look.status in ("first", "changed"):
            memory.changed_at = memory.looked_at
        self.memory.keep(memory)
        return replace(look, looked_at=memory.looked_at)

    def _compared(self, source: Watched, memory: Seen) -> Look:
        version = self._visit(source, memory)
        if version is None:
            return Look(source, "unchanged", "not modified")
        if version.sha256 == memory.sha256:
            _remember(memory, version)
            return Look(source, "unchanged", Message("same_bytes"))
        if self.memory.body(memory) is None:
            return self._first(source, memory, version)
        return self._against(source, memory, version)

    def _first(self, source: Watched, memory: Seen, version: _Version) -> Look:
        """Store the current content as the version to compare with; a second visit shows which places are noise."""
        again = self._visit(source, None)
        if again is not None:
            _learn(memory, runs_between(version.units, again.units))
        _remember(memory, version)
        return Look(source, "first", file=version.path)

    def _against(self, source: Watched, memory: Seen, version: _Version) -> Look:
        old = self.memory.body(memory)
        assert old is not None
        news = self._news(memory, version)
        last = version
        for _ in range(_LOOKS_AT_A_CHANGE - 1):
            if not news:
                break
            again = self._visit(source, None)
            if again is None:
                break
            _learn(memory, runs_between(last.units, again.units))
            last = again
            news = self._news(memory, again)
        if not news:
            _remember(memory, last, compared=False)
            return Look(source, "unchanged", Message("only_noise_differs"))
        lost = sum(len(run.removed) for run in news) / max(1, len(memory.units))
        if lost > _EMPTIED and len(memory.units) > 5 and source.kind != "feed" and memory.doubtful != last.mark:
            memory.doubtful = last.mark
            return Look(source, "doubtful", Message("its_text_gone_error_page_or", lost=f"{lost:.0%}"))
        if source.kind == "feed":
            news = [run for run in news if run.added]
            claims: tuple[ClaimChange, ...] = ()
        else:
            claims = self._claims(old, last.path, memory.units, last.units)
        _remember(memory, last)
        if not news:
            return Look(source, "unchanged", Message("older_entries_left_feed"))
        return Look(
            source,
            "changed",
            removed=tuple(unit for run in news for unit in run.removed) if source.kind != "feed" else (),
            added=tuple(unit for run in news for unit in run.added),
            claims=claims,
            file=last.path,
        )

    def _news(self, memory: Seen, version: _Version) -> list[Run]:
        """The runs that differ from the stored version, without those in places known to be noise."""
        return [run for run in runs_between(memory.units, version.units) if run.size > memory.slots.get(run.slot, 0)]

    def _claims(
        self, old: Path, new: Path, old_units: Sequence[str], new_units: Sequence[str]
    ) -> tuple[ClaimChange, ...]:
        before, after = read_files([old, new])
        return tuple(claim_changes(before.proposals, after.proposals, "\n".join(old_units), "\n".join(new_units)))

    def _visit(self, source: Watched, memory: Seen | None) -> _Version | None:
        """The current content of a source; None if its server reports no change."""
        headers = {}
        if memory is not None and self.memory.body(memory) is not None:
            named = {"If-None-Match": memory.etag, "If-Modified-Since": memory.last_modified}
            headers = {name: value for name, value in named.items() if value}
        answer = self.visitor.get(source.url, headers)
        if answer.status == 304:
            return None
        sha256 = hashlib.sha256(answer.body).hexdigest()
        name = f"{source.source_id}@{sha256[:16]}{_suffix(source.url)}"
        path = self.memory.write_body(name, answer.body)
        units = self._units(path, source.kind)
        return _Version(path, sha256, units, answer.headers)

    def _units(self, path: Path, kind: str) -> list[str]:
        request = {"path": str(path), "kind": kind, "day": self.now().date().isoformat()}
        answer, reason = self._child.ask(request)
        if answer is None or "refused" in answer:
            raise NotVisited(Message("what_sent_cannot_be_read", refused=answer["refused"] if answer else reason))
        return list(answer["units"])

    def _judge(self, request: dict[str, Any]) -> dict[str, Any]:
        answer, _ = self._child.ask(request)
        if answer is None:
            raise NotVisited(Message("robots_txt_cannot_be_read"))
        return answer


def _remember(memory: Seen, version: _Version, compared: bool = True) -> None:
    """Store a version as the one seen last; with `compared`, also as the one to compare the next with."""
    memory.etag, memory.last_modified = (_header(version, name) for name in ("etag", "last-modified"))
    memory.sha256, memory.doubtful = version.sha256, ""
    if compared or not memory.file:
        memory.units, memory.file = version.units, version.path.name


def _header(version: _Version, name: str) -> str:
    value = version.headers.get(name, "")
    return value if len(value) <= 300 and value.isprintable() and value.isascii() else ""


def _learn(memory: Seen, runs: Sequence[Run]) -> None:
    for run in runs:
        memory.slots[run.slot] = max(run.size, memory.slots.pop(run.slot, 0))
    for slot in list(memory.slots)[:-_MOST_SLOTS]:
        del memory.slots[slot]


def _suffix(url: str) -> str:
    match = re.search(r"\.[a-z]{2,5}$", urlsplit(url).path.lower())
    return match.group() if match else ".html"
