"""Points with their bands on one scale of change, a row for each thing compared; both sides in each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from henequen.publish.charts.axes import short
from henequen.publish.charts.drawing import Drawing, ticks

__all__ = ["Point", "RangeRow", "draw_ranges", "ranges_height"]


@dataclass(frozen=True, slots=True)
class Point:
    """A value with the band around it (none where nothing was drawn), and how it is written."""

    value: float
    lower: float | None
    upper: float | None
    written: str


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One row: its label and a point for each side, or none."""

    label: str
    points: tuple[Point | None, Point | None]


_ROW, _NARROW_ROW, _TOP = 30, 46, 34


def ranges_height(rows: Sequence[RangeRow], narrow: bool = False) -> int:
    """The height that `draw_ranges` needs."""
    return _TOP + len(rows) * (_NARROW_ROW if narrow or _long(rows) else _ROW) + 8


def _long(rows: Sequence[RangeRow]) -> bool:
    """Are the labels too long to stand beside the marks?"""
    return any(_breadth(row.label) > 36 for row in rows)


def _breadth(words: str) -> int:
    """Letters, with those of Asian scripts counted twice."""
    return sum(2 if letter > "\u2e7f" else 1 for letter in words)


def _cut(words: str, most: int) -> str:
    if _breadth(words) <= most:
        return words
    while _breadth(words) > most - 1:
        words = words[:-1]
    return words.rstrip() + "…"


def draw_ranges(drawing: Drawing, rows: Sequence[RangeRow], names: Sequence[str], unit: str) -> None:
    """A row of two marks with their bands, around the line of no change; long labels, and all on small screens, above them.

    The band is a line through the mark; the scale is linear and shared by all rows.
    """
    known = [v for row in rows for p in row.points if p for v in (p.value, p.lower, p.upper) if v is not None]
    marks = ticks(min([*known, 0.0]), max([*known, 0.0]), 4 if drawing.narrow else 6)
    above = drawing.narrow or _long(rows)
    left, right = (14.0, 20.0) if above else (236.0, 24.0)
    room = drawing.width - left - right

    def x(value: float) -> float:
        return left + (value - marks[0]) / (marks[-1] - marks[0]) * room

    bottom = drawing.height - 8
    for value in marks:
        drawing.line(x(value), _TOP - 8, x(value), bottom, "axis" if value == 0 else "grid")
        last = value == marks[-1] and not drawing.narrow
        drawing.text(x(value), _TOP - 13, short(value) + (unit if last or value == 0 else ""), "middle", 11)
    for number, row in enumerate(rows):
        top = _TOP + number * (_NARROW_ROW if above else _ROW)
        if above:
            drawing.text(left - 8, top + 12, _cut(row.label, 46 if drawing.narrow else 100), size=12, kind="ink")
            levels = (top + 22, top + 34)
        else:
            drawing.text(left - 14, top + 17, row.label, "end", 12.5, "ink")
            levels = (top + 8, top + 19)
        for side, point in enumerate(row.points):
            if point is None:
                continue
            y = levels[side]
            if point.lower is not None and point.upper is not None:
                drawing.band(x(point.lower), x(point.upper), y, side)
            drawing.mark(x(point.value), y, side, 4.4, title=f"{row.label}, {names[side]}: {point.written}")
