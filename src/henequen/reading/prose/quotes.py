"""The evidence of a proposal: the sentence first, then passages for other parts of the value (period, sides, date of
the head). Each quote occurs once in the document on the match key: a repeated sentence is extended to its neighbours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from henequen.model.match_key import match_key
from henequen.reading.document import Quote, ReadDocument
from henequen.reading.prose.scene import Prose

__all__ = ["Quoted", "unique_quote"]

_LONGEST = 600


@lru_cache(maxsize=4)
def _key(text: str) -> str:
    return match_key(text).key


def unique_quote(document: ReadDocument, start: int, end: int) -> Quote:
    """The text from `start` to `end`, with words added on both sides until it occurs once."""
    text = document.text
    whole = _key(text)
    first, last = start, end
    for step in range(12):
        if whole.count(match_key(text[first:last]).key) <= 1:
            break
        first = _left(text, start, 20 * (step + 1))
        last = _right(text, end, 20 * (step + 1))
    return document.quote(first, last)


def _left(text: str, start: int, by: int) -> int:
    at = max(0, start - by)
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at + len(text[at:start]) - len(text[at:start].lstrip()) if text[at:start].strip() else start


def _right(text: str, end: int, by: int) -> int:
    at = min(len(text), end + by)
    while at < len(text) and not text[at].isspace():
        at += 1
    return at - (len(text[end:at]) - len(text[end:at].rstrip()))


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
        found = head_date(self.document)
        if found:
            self.add(*found)

    def add_countries(self, prose: Prose, codes: list[object]) -> None:
        """The nearest passage that names a side that no quote names yet."""
        for code in codes:
            if not code:
                continue
            covered = [(self.start, self.end), *self.more]
            named = prose.named.get(str(code), ())
            if any(first <= place.start and place.end <= last for place in named for first, last in covered):
                continue
            near = sorted(named, key=lambda place: (place.start > self.start, abs(place.start - self.start)))
            if near:
                scene = next((one for one in prose.scenes if one.start <= near[0].start < one.end), None)
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
            start = max(start, _left(self.document.text, self.focus_start, 300))
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
    found = re.search(pattern, document.text[:3000])
    return (found.start(), found.end()) if found else None
