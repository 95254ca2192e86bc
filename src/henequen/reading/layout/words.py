"""Words, segments and lines of a page, by the positions of their characters. Coordinates run from the top left
corner, in points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

__all__ = ["Line", "Rule", "Segment", "Word", "lines_of", "segments_of"]

_NUMERIC = re.compile(r"[(\[△▲▽▼+\-–—−$€£₩¥]*\d[\d.,'’]*[)%\]]*[a-zA-Zpre*†]?")
_GROUPED = re.compile(r"[(\-−–△▲]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?\)?")
_BREAK = 1.1
"""A gap of this many font sizes ends a segment."""
_NUMBER_BREAK = 0.45
"""The same between two numbers, which are more likely to be in separate columns."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a space."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def numeric(self) -> bool:
        """Whether it is a printed number, with signs and marks."""
        return bool(_NUMERIC.fullmatch(self.text)) or self.text in ("-", "–", "—", "−")


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, or the edge of a filled box: `across` is horizontal."""

    across: bool
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(slots=True)
class Segment:
    """Words of one line with no wide gap between them."""

    words: list[Word]

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge."""
        return max(word.x1 for word in self.words)

    @property
    def text(self) -> str:
        """The words with a space between them."""
        return " ".join(word.text for word in self.words)


@dataclass(slots=True)
class Line:
    """Everything at one height, from left to right."""

    words: list[Word]
    segments: list[Segment] = field(default_factory=list)

    @property
    def top(self) -> float:
        """The upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def middle(self) -> float:
        """The height of the middle."""
        return sum(word.middle for word in self.words) / len(self.words)

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge."""
        return max(word.x1 for word in self.words)

    @property
    def size(self) -> float:
        """The font size of most of the line."""
        sizes = sorted(word.size for word in self.words)
        return sizes[len(sizes) // 2]

    @property
    def text(self) -> str:
        """The words with a space between them."""
        return " ".join(word.text for word in self.words)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Lines from the top down: words whose middles differ by less than a third of their size share one."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda w: (w.middle, w.x0)):
        for line in reversed(lines[-6:]):
            reference = line.words[0]
            # a superscript or a footnote mark is higher than its line and still belongs to it
            tolerance = 0.33 * min(word.size, reference.size) + 0.18 * abs(word.size - reference.size)
            if abs(word.middle - reference.middle) <= max(tolerance, 1.0):
                line.words.append(word)
                break
        else:
            lines.append(Line([word]))
    for line in lines:
        line.words.sort(key=lambda w: w.x0)
        line.segments = segments_of(line.words)
    lines.sort(key=lambda line: line.middle)
    return lines


def segments_of(words: Sequence[Word]) -> list[Segment]:
    """Split the words of one line at wide gaps."""
    segments: list[Segment] = []
    for word in words:
        if segments:
            before = segments[-1].words[-1]
            gap = word.x0 - max(w.x1 for w in segments[-1].words)
            size = max(min(word.size, before.size), 1.0)
            numbers = (
                before.numeric
                and word.numeric
                and gap >= _NUMBER_BREAK * size
                and not _GROUPED.fullmatch(f"{before.text} {word.text}")
            )
            if gap < _BREAK * size and not numbers:
                segments[-1].words.append(word)
                continue
        segments.append(Segment([word]))
    return segments
