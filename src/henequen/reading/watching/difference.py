"""What changed between two versions of a source, by units and by claims."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from henequen.model.match_key import match_key

__all__ = ["ClaimChange", "Run", "claim_changes", "runs_between"]

_PLACE = ("document", "id", "evidence")
_MOST_COMPARED = 20_000


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring units that differ; `slot` is a hash of the equal units around them."""

    slot: str
    removed: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def size(self) -> int:
        """The number of units on the longer side."""
        return max(len(self.removed), len(self.added))


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A proposed claim that was added, removed or changed: `before` and `after` as the reader returned them."""

    change: str
    kind: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        """The fields of a line of the report."""
        fields = {"change": self.change, "kind": self.kind, "before": self.before, "after": self.after}
        return {name: value for name, value in fields.items() if value is not None}


def runs_between(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """The runs of units that differ. Units that only moved are not a difference."""
    gone, come = Counter(old), Counter(new)
    gone.subtract(new)
    come.subtract(old)
    if all(count <= 0 for count in gone.values()) and all(count <= 0 for count in come.values()):
        return []
    start, end = _common_ends(old, new)
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    if max(len(a), len(b)) > _MOST_COMPARED:
        return [Run(_slot("", ""), tuple(_only(old, gone)), tuple(_only(new, come)))]
    runs = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        before = old[start + i1 - 1] if start + i1 > 0 else ""
        after = old[start + i2] if start + i2 < len(old) else ""
        removed, added = tuple(_only(a[i1:i2], gone)), tuple(_only(b[j1:j2], come))
        if removed or added:
            runs.append(Run(_slot(before, after), removed, added))
    return runs


def claim_changes(
    old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]], old_text: str, new_text: str
) -> list[ClaimChange]:
    """The diff of two lists of proposals. Those whose passage is not in the compared text (an advert, say) do not count."""
    before, after = _by_key(old, old_text), _by_key(new, new_text)
    gone = [before[key] for key in before.keys() - after.keys()]
    come = [after[key] for key in after.keys() - before.keys()]
    changes = []
    for proposal in come:
        nearest = max(gone, key=lambda other: _likeness(other, proposal), default=None)
        if nearest is not None and _likeness(nearest, proposal) >= 0.5:
            gone.remove(nearest)
            changes.append(ClaimChange("changed", proposal["kind"], nearest, proposal))
        else:
            changes.append(ClaimChange("added", proposal["kind"], None, proposal))
    changes += [ClaimChange("removed", proposal["kind"], proposal, None) for proposal in gone]
    return sorted(changes, key=lambda one: _start(one.after or one.before))


def _by_key(proposals: Iterable[Mapping[str, Any]], text: str) -> dict[str, Mapping[str, Any]]:
    compared = _solid(text)
    by_key: dict[str, Mapping[str, Any]] = {}
    for proposal in proposals:
        quotes = [str(piece["quote"]) for piece in proposal.get("evidence", ())]
        if all(_solid(quote) in compared for quote in quotes):
            fields = {name: value for name, value in proposal.items() if name not in _PLACE}
            first = _solid(quotes[0]) if quotes else ""  # unchanged units give it its context
            by_key[json.dumps([fields, first], sort_keys=True, ensure_ascii=False)] = proposal
    return by_key


def _likeness(a: Mapping[str, Any], b: Mapping[str, Any]) -> float:
    """The share of fields that are the same; 0 for two kinds."""
    if a["kind"] != b["kind"]:
        return 0.0
    names = {name for name in (*a, *b) if name not in (*_PLACE, "kind")}
    return sum(a.get(name) == b.get(name) for name in names) / len(names) if names else 0.0


def _start(proposal: Mapping[str, Any] | None) -> int:
    evidence = (proposal or {}).get("evidence") or [{}]
    return int(evidence[0].get("char_start", 0))


def _solid(text: str) -> str:
    """A text without white space and the marks between the cells of a row."""
    return "".join(match_key(text).key.replace("|", "").split())


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    most = min(len(old), len(new))
    start = next((n for n in range(most) if old[n] != new[n]), most)
    end = next((n for n in range(most - start) if old[-1 - n] != new[-1 - n]), most - start)
    return start, end


def _only(units: Sequence[str], surplus: Counter[str]) -> list[str]:
    return [unit for unit in units if surplus[unit] > 0]


def _slot(before: str, after: str) -> str:
    return hashlib.sha256(f"{before}\0{after}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
