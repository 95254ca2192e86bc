"""What a model answered, as proposals: parsed in the limited child, each with its passage found in the document.

Nothing here believes the answer: an item that is not of the expected form, or whose quote the document does not hold exactly once,
is dropped and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from henequen.files.json_once import read_json_once
from henequen.model.message import Message
from henequen.reading.document import Proposal, ReadDocument
from henequen.reading.gates.suggestion import SuggestionGate

__all__ = ["read_suggestions"]

_LARGEST = 400_000
_MOST_ITEMS = 60
_FENCE = re.compile(r"^\s*```[a-z]*\s*|\s*```\s*$")


def read_suggestions(
    document: ReadDocument, answers: Iterable[str], own_proposals: Iterable[Proposal], left_out: Counter[str]
) -> Iterator[Proposal]:
    """The suggestions that pass the gate and that the rules did not find; everything else is counted in `left_out`."""
    gate = SuggestionGate(document)
    own_places = [(one.kind, one.evidence[0].start, one.evidence[0].end) for one in own_proposals if one.evidence]
    for answer in answers:
        for item in _items(answer, left_out):
            proposal, reason = gate.proposal(item)
            if proposal is None:
                left_out[Message("model", reason=reason)] += 1
                continue
            start, end = proposal.evidence[0].start, proposal.evidence[0].end
            if any(kind == proposal.kind and start < last and first < end for kind, first, last in own_places):
                left_out["model: the rules found it"] += 1
                continue
            own_places.append((proposal.kind, start, end))
            yield proposal


def _items(answer: str, left_out: Counter[str]) -> list[dict[str, Any]]:
    """The items of one answer of a chat; none if it is not the JSON that was requested."""
    try:
        content = read_json_once(answer[:_LARGEST])["choices"][0]["message"]["content"]
        items = read_json_once(_FENCE.sub("", content))
    except (ValueError, LookupError, TypeError, RecursionError):
        left_out[Message("model_answer_not_json_that_was")] += 1
        return []
    if isinstance(items, dict):
        items = next((value for value in items.values() if isinstance(value, list)), [items])
    if not isinstance(items, list):
        left_out[Message("model_answer_not_json_that_was")] += 1
        return []
    if len(items) > _MOST_ITEMS:
        left_out[Message("model_items_beyond_first_answer")] += len(items) - _MOST_ITEMS
    plain = [item for item in items[:_MOST_ITEMS] if isinstance(item, dict)]
    if strange := min(len(items), _MOST_ITEMS) - len(plain):
        left_out[Message("model_not_item")] += strange
    return plain
