"""Columns of running text: if a page has a gutter, its left side is read before its right side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from henequen.reading.layout.table_layout import TableLayout
from henequen.reading.layout.words import Word, lines_of

__all__ = ["zones"]

_LEAST_LINES = 5


@dataclass(frozen=True, slots=True)
class _Piece:
    """A segment, measured once."""

    x0: float
    x1: float
    top: float
    bottom: float
    middle: float
    size: float
    line: int
    words: int
    numbers: int


def zones(words: Sequence[Word], tables: Sequence[TableLayout]) -> list[list[Word] | TableLayout]:
    """Groups of words in the order of reading, with the ruled tables at their places."""
    ordered: list[list[Word] | TableLayout] = []
    for group in _split(list(words), 0):
        ordered.append(group)
    for table in tables:
        ordered = _insert(ordered, table)
    return ordered


def _insert(ordered: list[list[Word] | TableLayout], table: TableLayout) -> list[list[Word] | TableLayout]:
    """Put a table at its position: a group of words around it is cut in two."""
    for place, group in enumerate(ordered):
        if isinstance(group, TableLayout) or not group:
            continue
        x0, x1 = min(w.x0 for w in group), max(w.x1 for w in group)
        top, bottom = min(w.top for w in group), max(w.bottom for w in group)
        if min(x1, table.x1) - max(x0, table.x0) > 5 and top - 5 <= table.top <= bottom + 5:
            above = [word for word in group if word.middle < table.top]
            below = [word for word in group if word.middle >= table.top]
            return [*ordered[:place], above, table, below, *ordered[place + 1 :]]
    for place, group in enumerate(ordered):
        first = group.top if isinstance(group, TableLayout) else min((w.top for w in group), default=0.0)
        if first > table.top:
            return [*ordered[:place], table, *ordered[place:]]
    return [*ordered, table]


def _split(words: list[Word], depth: int) -> list[list[Word]]:
    if len(words) < 40 or depth > 2:
        return [words]
    pieces = [
        _Piece(
            segment.x0,
            segment.x1,
            line.top,
            line.bottom,
            line.middle,
            line.size,
            number,
            len(segment.words),
            sum(word.numeric for word in segment.words),
        )
        for number, line in enumerate(lines_of(words))
        for segment in line.segments
    ]
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    width = right - left
    best: tuple[float, float, list[tuple[float, float]]] | None = None
    for step in range(25, 76):
        x = left + width * step / 100
        bands = _bands(pieces, x, left, right)
        score = sum(bottom - top for top, bottom in bands)
        if bands and (best is None or score > best[0]):
            best = (score, x, bands)
    if best is None:
        return [words]
    _, x, bands = best
    groups: list[list[Word]] = []
    rest = words
    for top, bottom in bands:
        above = [word for word in rest if word.middle < top]
        band = [word for word in rest if top <= word.middle < bottom]
        rest = [word for word in rest if word.middle >= bottom]
        groups.append(above)
        for side in ([w for w in band if (w.x0 + w.x1) / 2 < x], [w for w in band if (w.x0 + w.x1) / 2 >= x]):
            groups.extend(_split(side, depth + 1))
    groups.append(rest)
    return [group for group in groups if group]


def _bands(pieces: Sequence[_Piece], x: float, left: float, right: float) -> list[tuple[float, float]]:
    """The parts of the page where no word crosses `x` and both sides are running text."""
    bands = []
    start = 0
    for end in range(len(pieces) + 1):
        if end < len(pieces) and not (pieces[end].x0 < x - 2 and pieces[end].x1 > x + 2):
            continue
        inside = pieces[start:end]
        start = end + 1
        if len(inside) < 2 * _LEAST_LINES:
            continue
        sides = ([p for p in inside if p.x1 <= x + 2], [p for p in inside if p.x0 >= x - 2])
        whole = [_is_running_text(side) for side in sides]
        if all(whole) or (any(whole) and all(_holds_running_text(side) for side in sides)):
            gutter = min(p.x0 for p in sides[1]) - max(p.x1 for p in sides[0])
            if gutter >= 0.8 * median(p.size for p in inside):
                bands.append((min(p.top for p in inside) - 0.1, max(p.bottom for p in inside) + 0.1))
    return bands


def _holds_running_text(side: Sequence[_Piece]) -> bool:
    """At least eight lines of running text, and two of five: the rest of the column may be a table or short titles."""
    if not side:
        return False
    alone = Counter(piece.line for piece in side)
    width = max(piece.x1 for piece in side) - min(piece.x0 for piece in side)
    running = sum(
        alone[piece.line] == 1
        and piece.words >= 3
        and piece.numbers < 0.5 * piece.words
        and piece.x1 - piece.x0 > 0.7 * width
        for piece in side
    )
    return running >= 8 and running >= 0.4 * len(alone)


def _is_running_text(side: Sequence[_Piece]) -> bool:
    """At least five lines, mostly one piece each, of several words that fill the width."""
    if len(side) < _LEAST_LINES:
        return False
    lines = Counter(piece.line for piece in side)
    if len(lines) < _LEAST_LINES or sum(count == 1 for count in lines.values()) < 0.75 * len(lines):
        return False
    width = max(piece.x1 for piece in side) - min(piece.x0 for piece in side)
    words = [piece.words for piece in side]
    filled = sum(piece.x1 - piece.x0 > 0.7 * width for piece in side)
    # two short columns side by side are a table; running text fills its lines
    return median(words) >= 2.5 and sum(p.numbers for p in side) < 0.3 * sum(words) and filled >= 0.45 * len(side)
