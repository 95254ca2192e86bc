"""Text for a terminal: columns that fit its width, or one block per row if they do not. Hangul takes two columns a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from henequen.model.text_width import columns_of

__all__ = ["Line", "cards", "table", "wrapped"]

_GAP = 2
_NARROWEST, _OF_PROSE, _PROSE = 18, 28, 40
"""The least width of a column, and of one whose values have more than 40 letters."""
_SHORT = 14


@dataclass(frozen=True, slots=True)
class Line:
    """A line of output; its first `bold` letters are set in bold where the terminal can."""

    text: str
    bold: int = 0

    def marked(self) -> str:
        """The line with the terminal's marks for bold."""
        return f"\x1b[1m{self.text[: self.bold]}\x1b[0m{self.text[self.bold :]}" if self.bold else self.text


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` columns, broken between words; only a word that is wider than a line is cut.

    >>> wrapped("signed in Seoul in 1997", 10)
    ['signed in', 'Seoul in', '1997']
    """
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in part.split(" "):
            if not line or columns_of(line) + 1 + columns_of(word) <= width:
                line = f"{line} {word}" if line else word
            else:
                lines.append(line)
                line = word
            while columns_of(line) > width:
                at = next(n for n in range(len(line), 0, -1) if columns_of(line[:n]) <= max(width, 2))
                lines.append(line[:at])
                line = line[at:]
        lines.append(line)
    return lines


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], whole: Sequence[bool], width: int) -> list[Line]:
    """The rows as a table with a bold head; no lines if some column would be narrower than text can be read in.

    Columns marked `whole`, and short ones, keep the width of their longest value; the others share the rest.
    """
    natural = [
        max(map(columns_of, (name, *column))) for name, column in zip(heads, zip(*rows, strict=True), strict=True)
    ]
    room = width - _GAP * (len(heads) - 1)
    flexible = [n for n, (size, kept) in enumerate(zip(natural, whole, strict=True)) if not kept and size > _SHORT]
    widths = list(natural)
    if sum(natural) > room:
        spare = room - sum(size for n, size in enumerate(natural) if n not in flexible)
        for place, n in enumerate(sorted(flexible, key=lambda n: natural[n])):
            widths[n] = min(natural[n], spare // (len(flexible) - place))
            spare -= widths[n]
        if not flexible or any(widths[n] < _least(natural[n]) for n in flexible):
            return []
    lines = [Line(text, len(text)) for text in _laid_out(heads, widths)]
    return [*lines, *(Line(text) for row in rows for text in _laid_out(row, widths))]


def _least(natural: int) -> int:
    return _OF_PROSE if natural > _PROSE else min(natural, _NARROWEST)


def _laid_out(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    columns = [wrapped(cell, size) for cell, size in zip(cells, widths, strict=True)]
    return [
        (" " * _GAP).join(_padded(part, size) for part, size in zip(parts, widths, strict=True)).rstrip()
        for parts in zip_longest(*columns, fillvalue="")
    ]


def cards(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[Line]:
    """One block per row: a line for each value that is not empty, and an empty line between blocks."""
    label = max(map(columns_of, heads)) + _GAP
    lines: list[Line] = []
    for row in rows:
        if lines:
            lines.append(Line(""))
        for name, cell in zip(heads, row, strict=True):
            first, *more = wrapped(cell, max(width - label, _NARROWEST))
            if cell:
                lines.append(Line(f"{_padded(name, label)}{first}", len(name)))
                lines.extend(Line(" " * label + text) for text in more)
    return lines


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns_of(text))
