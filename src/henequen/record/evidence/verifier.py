"""Checks every passage of a pack against the documents themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from henequen.model.claim import Claim
from henequen.model.edition import Document
from henequen.model.evidence import Evidence
from henequen.model.match_key import MatchKey, digest, match_key
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.record.evidence.contexts import Contexts
from henequen.record.evidence.passage import CONTEXT, glued
from henequen.record.evidence.values import value_problem

__all__ = ["Verification", "identify", "is_at_its_place", "text_hash", "verify"]

_REACH = 4000
_SAMPLE = 40
_WITNESSES = 4
_BEHIND = 16
"""Characters behind a passage in which a word of scale may follow its figure."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of checking one document. `claims` is the number of claims with a passage in it, `proven` the number of
    those that the document proves: every passage is at its place, and the value is what the passage prints. `not_found`
    lists the others, `problems` gives the reason for each. `spellings` lists values in our own words that are one
    letter away from what is printed; they are not counted as wrong. `document_problems` lists wrong entries about the
    document itself.
    """

    document: str
    file_name: str
    same_bytes: bool
    claims: int
    proven: int
    not_found: tuple[str, ...]
    problems: tuple[tuple[str, str], ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    document_problems: tuple[str, ...] = ()


def text_hash(text: str) -> str:
    """The SHA-256 of a text on its match key: independent of line ends."""
    return hashlib.sha256(match_key(text).key.encode("utf-8")).hexdigest()


def identify(
    key: MatchKey, content_hash: str, documents: Iterable[Document], evidence: dict[str, list[Evidence]]
) -> Document | None:
    """Return the known document with these bytes, this text, or (an altered copy) these passages; otherwise None."""
    candidates = list(documents)
    whole = hashlib.sha256(key.key.encode("utf-8")).hexdigest()
    for document in candidates:
        if content_hash == document.content_hash or whole == document.text_hash:
            return document
    best: tuple[float, str, Document] | None = None
    contexts = Contexts(key.key)
    for document in candidates:
        passages = evidence.get(document.document_id, [])
        ordered = sorted(set(passages), key=lambda p: (p.key_start, p.key_end))
        sample = ordered[:: max(1, len(ordered) // _SAMPLE)]
        if sample:
            hits = len(_places_found(key, sample, contexts)) / len(sample)
            if hits >= 0.5 and (best is None or hits > best[0]):
                best = (hits, document.document_id, document)
    return best[2] if best else None


def verify(
    document: Document,
    key: MatchKey,
    content_hash: str,
    file_name: str,
    claims: Sequence[Claim | Observation],
) -> Verification:
    """Look up every passage that `claims` have in `document`; a claim is found if all of its passages are."""
    own = {
        (item.claim_id if isinstance(item, Claim) else item.id): [
            passage for passage in item.evidence if passage.document == document.document_id
        ]
        for item in claims
    }
    own = {identity: passages for identity, passages in own.items() if passages}
    distinct = sorted(
        {passage for passages in own.values() for passage in passages}, key=lambda p: (p.key_start, p.key_end)
    )
    places_found = _places_found(key, distinct, Contexts(key.key))
    problems: dict[str, str] = {}
    spellings: list[tuple[str, str]] = []
    for item in claims:
        identity = item.claim_id if isinstance(item, Claim) else item.id
        passages = own.get(identity, [])
        if not passages:
            continue
        if not all(_place(passage) in places_found for passage in passages):
            problems.setdefault(identity, Message("passage_not_in_document"))
            continue
        problem = None
        if content_hash == document.content_hash:  # in another copy line ends may move every position
            problem = next(filter(None, (_position_problem(key, passage) for passage in passages)), None)
        if problem is None and len(passages) == len(item.evidence):
            words = _words(key, passages)
            problem, spelling = value_problem(item, words, key.key[passages[-1].key_end :][:_BEHIND])
            problem = _printed_problem(passages, words) or problem
            if spelling:
                spellings.append((identity, spelling))
        if problem:
            problems.setdefault(identity, problem)
    return Verification(
        document=document.document_id,
        file_name=file_name,
        same_bytes=content_hash == document.content_hash,
        claims=len(own),
        proven=len(own) - len(problems),
        not_found=tuple(problems),
        problems=tuple(problems.items()),
        spellings=tuple(spellings),
        document_problems=_document_problems(document, key, content_hash),
    )


def _document_problems(document: Document, key: MatchKey, content_hash: str) -> tuple[str, ...]:
    """Wrong entries of the pack about a document whose bytes or text it knows."""
    whole = hashlib.sha256(key.key.encode("utf-8")).hexdigest()
    if content_hash == document.content_hash and document.text_hash and whole != document.text_hash:
        return (Message("text_hash_not_that_this_document"),)
    length = key.ends[-1] if key.ends else 0
    if (
        content_hash == document.content_hash
        and document.characters
        and not 0 <= int(document.characters) - length <= 64
    ):
        return (Message("characters_document_has_about", characters=document.characters, length=length),)
    return ()


def _position_problem(key: MatchKey, passage: Evidence) -> str | None:
    """Errors in the other positions and hashes of a passage that is at its place, unmoved."""
    if not is_at_its_place(key, passage):
        return None
    if key.span(passage.key_start, passage.key_end) != (passage.start, passage.end):
        return Message("start_and_end_are_not_place")
    before = digest(key.key[max(0, passage.key_start - CONTEXT) : passage.key_start])
    behind = digest(key.key[passage.key_end : passage.key_end + CONTEXT])
    if (passage.prefix_hash and before != passage.prefix_hash) or (
        passage.suffix_hash and behind != passage.suffix_hash
    ):
        return Message("prefix_or_suffix_differs_from_text")
    return None


def _printed_problem(passages: Sequence[Evidence], words: str) -> str | None:
    """Errors in the printed form that a row keeps: it must occur in one of its passages."""
    for passage in passages:
        printed = match_key(passage.as_printed).key.strip()
        if printed and printed not in words:
            return Message("not_in_passage", as_printed=f"{passage.as_printed!r}")
    return None


def _words(key: MatchKey, passages: Sequence[Evidence]) -> str:
    return " ... ".join(key.key[passage.key_start : passage.key_end] for passage in passages)


def is_at_its_place(key: MatchKey, passage: Evidence, shift: int = 0) -> bool:
    """Is the passage at its place on the key, moved by `shift` characters, letter by letter?"""
    length = passage.key_end - passage.key_start
    start = passage.key_start + shift
    return (
        start >= 0
        and start + length <= len(key.key)
        and digest(key.key[start : start + length]) == passage.passage_hash
        and not glued(key.key, start, start + length)
    )


def _places_found(key: MatchKey, passages: Sequence[Evidence], contexts: Contexts) -> set[tuple[int, int, str]]:
    """The places of the passages that are found.

    If text was inserted or removed before a passage, all later passages are moved by the same distance: a move is
    accepted only if the passage is there between the same words and those that follow are there too, so that another
    occurrence of the same words is never taken for it.
    """
    places_found: set[tuple[int, int, str]] = set()
    shift = 0
    for number, passage in enumerate(passages):
        if not is_at_its_place(key, passage, shift):
            moved = _move(key, passage, shift, passages[number + 1 :], contexts)
            if moved is None:
                continue
            shift = moved
        places_found.add(_place(passage))
    return places_found


def _move(
    key: MatchKey, passage: Evidence, shift: int, following: Sequence[Evidence], contexts: Contexts
) -> int | None:
    """How far the passage and those that follow have moved: the least change of `shift` that fits all of them."""
    witnesses = [p for p in following if p.key_start >= passage.key_end][:_WITNESSES]
    if sum(is_at_its_place(key, witness, shift) for witness in witnesses) * 2 > len(witnesses):
        return None
    key_place = passage.key_start + shift
    places = contexts.places(passage, key_place - _REACH + 1, key_place + _REACH - 1) - {key_place}
    for place in sorted(places, key=lambda place: (abs(place - key_place), place)):
        moved = place - passage.key_start
        if is_at_its_place(key, passage, moved) and all(is_at_its_place(key, witness, moved) for witness in witnesses):
            return moved
    return None


def _place(passage: Evidence) -> tuple[int, int, str]:
    return passage.key_start, passage.key_end, passage.passage_hash
