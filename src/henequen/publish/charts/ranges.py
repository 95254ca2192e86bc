"""Points with their bands on one scale of change, a row for each thing compared; both sides in each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from henequen.publish.charts.axes import short
from henequen.publish.charts.drawing import Drawing, ticks
from henequen.publish.charts.words import breadth, fitted, wrapped

__all__ = ["Point", "RangeRow", "draw_ranges", "ranges_height"]


@dataclass(frozen=True, slots=True)
class Point:
    """A value with the band around it (none without simulations), and its text."""

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
_LEFT, _SIZE, _LINES = 236.0, 12.0, 2
_ROOM = {False: _LEFT - 18, True: 316.0}
"""Room of a label in user units: next to the marks on wide pictures, above them on narrow ones."""
_WHOLE = 690.0


def ranges_height(rows: Sequence[RangeRow], narrow: bool = False) -> int:
    """The height that `draw_ranges` needs."""
    above = narrow or _long(rows)
    room = _ROOM[True] if narrow else _WHOLE
    extra = sum(13 * (len(fitted(row.label, _SIZE, room, 3)) - 1) for row in rows) if above else 0
    return _TOP + len(rows) * (_NARROW_ROW if above else _ROW) + extra + 8


def _long(rows: Sequence[RangeRow]) -> bool:
    """Are the labels too long to fit next to the marks, on two lines at most?"""
    return any(
        len(wrapped(row.label, _SIZE, _ROOM[False])) > _LINES
        or max((breadth(word, _SIZE) for word in row.label.split()), default=0.0) > _ROOM[False]
        for row in rows
    )


def draw_ranges(drawing: Drawing, rows: Sequence[RangeRow], names: Sequence[str], unit: str) -> None:
    """A row of two marks with their bands, around the line of no change; long labels, and all on small screens, above them.

    The band is a line through the mark; the scale is linear and shared by all rows.
    """
    present = [v for row in rows for p in row.points if p for v in (p.value, p.lower, p.upper) if v is not None]
    marks = ticks(min([*present, 0.0]), max([*present, 0.0]), 4 if drawing.narrow else 6)
    above = drawing.narrow or _long(rows)
    left, right = (18.0, 20.0) if above else (_LEFT, 24.0)
    room = drawing.width - left - right

    def x(value: float) -> float:
        return left + (value - marks[0]) / (marks[-1] - marks[0]) * room

    bottom = drawing.height - 8
    for value in marks:
        drawing.line(x(value), _TOP - 8, x(value), bottom, "axis" if value == 0 else "grid")
        last = value == marks[-1] and not drawing.narrow
        drawing.text(x(value), _TOP - 13, short(value) + (unit if last or value == 0 else ""), "middle", 11)
    top = float(_TOP)
    for row in rows:
        if above:
            lines = fitted(row.label, _SIZE, _ROOM[True] if drawing.narrow else _WHOLE, 3)
            extra = 13 * (len(lines) - 1)
            drawing.label(left - 12, top + 12 + extra / 2, lines, "start", _SIZE)
            levels, high = (top + 22 + extra, top + 34 + extra), _NARROW_ROW + extra
        else:
            lines = wrapped(row.label, _SIZE, _ROOM[False])
            drawing.label(left - 14, top + 17, lines, "end", _SIZE)
            levels, high = (top + 8, top + 19), _ROW
        for side, point in enumerate(row.points):
            if point is None:
                continue
            y = levels[side]
            if point.lower is not None and point.upper is not None:
                drawing.band(x(point.lower), x(point.upper), y, side)
            drawing.mark(x(point.value), y, side, 4.4, title=f"{row.label}, {names[side]}: {point.written}")
        top += high
