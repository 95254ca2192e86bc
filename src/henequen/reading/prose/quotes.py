"""The evidence of a proposal: the sentence first, then passages for other parts of the value (period, sides, date of
the head). Each quote occurs once in the document on the match key: a repeated sentence is extended to its neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from henequen.model.match_key import match_key
from henequen.reading.document import Quote, ReadDocument
from henequen.reading.grammar.names import PlaceName
from henequen.reading.prose.scene import Prose

__all__ = ["Quoted", "quote_key", "unique_quote"]

_LONGEST = 600


@lru_cache(maxsize=4)
def _key(text: str) -> str:
    return match_key(text).key


@lru_cache(maxsize=2048)
def quote_key(text: str) -> str:
    """A quote on its match key; a sentence is the evidence of many proposals."""
    return match_key(text).key


def unique_quote(document: ReadDocument, start: int, end: int) -> Quote:
    """The text from `start` to `end`, with words added on both sides until it occurs once."""
    text = document.text
    whole = _key(text)
    first, last = start, end
    for step in range(12):
        if whole.count(quote_key(text[first:last])) <= 1:
            break
        first = _moved_left(text, start, 20 * (step + 1))
        last = _right(text, end, 20 * (step + 1))
    return document.quote(first, last)


def _moved_left(text: str, start: int, by: int) -> int:
    at = max(0, start - by)
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at + len(text[at:start]) - len(text[at:start].lstrip()) if text[at:start].strip() else start


def _right(text: str, end: int, by: int) -> int:
    at = min(len(text), end + by)
    while at < len(text) and not text[at].isspace():
        at += 1
    return at - (len(text[end:at]) - len(text[end:at].rstrip()))


def _start(place: PlaceName) -> int:
    return place.start


def _names_inside(named: Sequence[PlaceName], first: int, last: int) -> bool:
    """Is one of the places, which are in the order of the text, inside `first:last`?"""
    at = bisect_left(named, first, key=_start)
    return at < len(named) and named[at].end <= last


@dataclass
class Quoted:
    """Collects the evidence of one proposal."""

    document: ReadDocument
    start: int
    end: int
    focus_start: int
    focus_end: int
    more: list[tuple[int, int]] = field(default_factory=list)

    def add(self, start: int, end: int) -> None:
        """Add a passage, unless an existing one contains it."""
        if not any(first <= start and end <= last for first, last in [(self.start, self.end), *self.more]):
            self.more.append((start, end))

    def add_head(self) -> None:
        """The date of the document in its head, if the text prints it."""
        place = head_date(self.document)
        if place:
            self.add(*place)

    def add_countries(self, prose: Prose, codes: list[object]) -> None:
        """The nearest passage that names a side that no quote names yet."""
        for code in codes:
            if not code:
                continue
            covered = [(self.start, self.end), *self.more]
            named = prose.named.get(str(code), ())
            if any(_names_inside(named, first, last) for first, last in covered):
                continue
            at = bisect_right(named, self.start, key=_start)
            near = named[max(0, at - 1) : max(0, at - 1) + 1]
            if near:
                scene = prose.scene_of(near[0].start)
                self.add(
                    *(
                        (scene.start, scene.end)
                        if scene and scene.end - scene.start <= _LONGEST
                        else (near[0].start, near[0].end)
                    )
                )

    def evidence(self) -> tuple[Quote, ...]:
        """The quotes, the passage of the figure first; a very long sentence is cut to the clauses around the figure."""
        start, end = self.start, self.end
        if end - start > _LONGEST:
            start = max(start, _moved_left(self.document.text, self.focus_start, 300))
            end = min(end, _right(self.document.text, self.focus_end, 200))
        return (unique_quote(self.document, start, end), *(unique_quote(self.document, *span) for span in self.more))


def head_date(document: ReadDocument) -> tuple[int, int] | None:
    """The place of the date of publication in the first 3,000 characters."""
    if not document.published_on or len(document.published_on) < 10:
        return None
    year, month, day = document.published_on[:10].split("-")
    plain_month, plain_day = str(int(month)), str(int(day))
    pattern = (
        rf"{month}/{day}/{year}|{day}/{month}/{year}|{year}-{month}-{day}|{year}\s?[.년]\s?0?{plain_month}\s?[.월]\s?0?{plain_day}\s?[.일]?|"
        rf"[A-Za-z]+\.?\s+{plain_day}(?:st|nd|rd|th)?,?\s+{year}|{plain_day}\s+(?:de\s+)?[A-Za-z]+\.?\s+(?:de\s+)?{year}"
    )
    match = re.search(pattern, document.text[:3000])
    return (match.start(), match.end()) if match else None
