"""Finds a passage in a document, exactly or not at all, and remembers it as positions and hashes."""

from __future__ import annotations

from dataclasses import dataclass

from henequen.model.errors import DocumentError
from henequen.model.evidence import Evidence
from henequen.model.match_key import MatchKey, digest, match_key
from henequen.model.message import Message

__all__ = ["CONTEXT", "Passage", "glued", "locate", "remember"]

CONTEXT = 32
"""Characters of the match key on either side whose hashes distinguish one occurrence of a figure from another."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A half-open range of a match key."""

    start: int
    end: int


def locate(document: MatchKey, quote: str, after: str = "") -> Passage:
    """The one place of `quote` in the document: the first occurrence behind `after`, or the only one.

    Raises DocumentError if there is none, if there are several and nothing decides, or if the quote would cut a number
    in two.
    """
    key_wanted = match_key(quote).key.strip()
    if not key_wanted:
        raise DocumentError(Message("empty_quote"))
    begin = 0
    if after:
        anchor = match_key(after).key.strip()
        at = document.key.find(anchor)
        if at < 0:
            raise DocumentError(Message("text_in_after_not_in_document"), found=after[:80])
        begin = at + len(anchor)
    at = document.key.find(key_wanted, begin)
    while at >= 0 and glued(document.key, at, at + len(key_wanted)):
        at = document.key.find(key_wanted, at + 1)
    if at < 0:
        raise DocumentError(
            Message("passage_not_in_document"),
            found=quote[:80],
            hint=Message("passage_counts_only_letter_by_letter"),
        )
    if not after and document.key.find(key_wanted, at + 1) >= 0:
        raise DocumentError(
            Message("passage_occurs_more_than_once"), found=quote[:80], hint=Message("give_text_before_in_after")
        )
    return Passage(at, at + len(key_wanted))


def glued(key: str, start: int, end: int) -> bool:
    """Would the range cut a number in two (`4.7` out of `44.7`, `1,060` out of `1,060.6`)?

    >>> glued("44.7 64.2", 1, 4), glued("44.7 64.2", 0, 4)
    (True, False)
    """
    before = key[max(0, start - 2) : start]
    behind = key[end : end + 2]
    first, last = key[start], key[end - 1]
    if (
        first.isdigit()
        and before
        and (before[-1].isdigit() or (before[-1] in ".," and before[0].isdigit() and len(before) == 2))
    ):
        return True
    return (
        last.isdigit()
        and bool(behind)
        and (behind[0].isdigit() or (behind[0] in ".," and len(behind) == 2 and behind[1].isdigit()))
    )


def remember(name: str, document: MatchKey, passage: Passage, role: str = "supports") -> Evidence:
    """The evidence of a passage: positions in the text and on the key, and hashes; none of its words."""
    start, end = document.span(passage.start, passage.end)
    return Evidence(
        document=name,
        start=start,
        end=end,
        key_start=passage.start,
        key_end=passage.end,
        passage_hash=digest(document.key[passage.start : passage.end]),
        prefix_hash=digest(document.key[max(0, passage.start - CONTEXT) : passage.start]),
        suffix_hash=digest(document.key[passage.end : passage.end + CONTEXT]),
        role=role,
    )
