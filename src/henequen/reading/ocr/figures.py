"""Proposals from recognised text lose their figures: a person types each from the picture of its line.

A machine that reads a picture takes a 3 for an 8 and drops a decimal point without a sign of doubt (measured on one
scanned table: 16 of 24 numbers right). What a proposal says in words stays; `to_type` names what a person types, and
`line` is the place of the line on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from henequen.model.match_key import match_key
from henequen.reading.document import PlacedWord, Proposal, ReadDocument, Recognised

__all__ = ["without_figures"]

_FIGURES = (
    "value",
    "period",
    "signed",
    "entry_into_force",
    "date",
    "deadline",
    "term",
    "notice",
    "number",
)
_PRINTED = ("value_printed", "comparator")


def without_figures(document: ReadDocument, proposal: Proposal) -> Proposal | None:
    """The proposal without its figures, if it rests on a recognised page; None if it is nothing but a figure that disagrees."""
    pages = {page.page: page for page in document.recognised}
    at = [quote for quote in proposal.evidence if document.page_of(quote.start) in pages]
    if not at:
        return proposal
    if proposal.kind == "issue":
        return None  # a sum that does not add up is more likely to be misread
    fields = {name: value for name, value in proposal.fields.items() if name not in (*_FIGURES, *_PRINTED)}
    removed = [name for name in _FIGURES if name in proposal.fields]
    if removed:
        fields["to_type"] = removed
    page = document.page_of(at[0].start)
    assert page is not None
    box = _box(pages[page], at[0].quote)
    fields["line"] = {"page": page, "box": list(box)} if box else {"page": page}
    return replace(proposal, fields=fields)


def _box(page: Recognised, quote: str) -> tuple[float, float, float, float] | None:
    """The rectangle of a quote on its page, in parts of its width and height from the top left; None if it is not found."""
    letters: list[str] = []
    owner: list[int] = []
    for number, word in enumerate(page.words):
        plain = _solid(word.text)
        letters.append(plain)
        owner += [number] * len(plain)
    at = "".join(letters).find(solid_quote := _solid(quote))
    if at < 0 or not solid_quote:
        return None
    return _around([page.words[number] for number in range(owner[at], owner[at + len(solid_quote) - 1] + 1)])


def _around(words: Sequence[PlacedWord]) -> tuple[float, float, float, float]:
    return (
        round(min(word.left for word in words), 4),
        round(min(word.top for word in words), 4),
        round(max(word.right for word in words), 4),
        round(max(word.bottom for word in words), 4),
    )


def _solid(text: str) -> str:
    return "".join(match_key(text).key.split())
