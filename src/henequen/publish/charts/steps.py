"""A waterfall: steps that add up to a whole, for each side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from henequen.publish.charts.axes import short
from henequen.publish.charts.drawing import Drawing, ticks
from henequen.publish.charts.words import breadth, wrapped

__all__ = ["Steps", "draw_steps", "steps_height"]

_ROW = 32
_GAP = 7.0


@dataclass(frozen=True, slots=True)
class Steps:
    """One waterfall from zero to the total: (label, value, text) per step, the total last; with `side` None it belongs
    to neither side. Without a name it has no heading."""

    name: str
    side: int | None
    steps: tuple[tuple[str, float, str], ...]


def steps_height(groups: Sequence[Steps], narrow: bool = False) -> int:
    """The height that `draw_steps` needs."""
    rows = sum(len(group.steps) * (_ROW + (12 if narrow else 0)) + (34 if group.name else 4) for group in groups)
    return 26 + rows


def draw_steps(drawing: Drawing, groups: Sequence[Steps]) -> None:
    """Each step begins where the previous one ended; the total (solid) begins at zero and ends where the steps end."""
    edges = [0.0]
    for group in groups:
        reached = 0.0
        for _, value, _ in group.steps[:-1]:
            reached += value
            edges.append(reached)
        edges.append(group.steps[-1][1])
    marks = ticks(min(edges), max(edges), 3 if drawing.narrow else 5)
    left, right = (26.0, 86.0) if drawing.narrow else (236.0, 110.0)

    def x(value: float) -> float:
        return left + (value - marks[0]) / (marks[-1] - marks[0]) * (drawing.width - left - right)

    for value in marks:
        drawing.line(x(value), 18, x(value), drawing.height - 4, "axis" if value == 0 else "grid")
        drawing.text(x(value), 12, short3(value), "middle", 11)
    y = 26.0
    for group in groups:
        if group.name:
            at, anchor = (left - 18, "start") if drawing.narrow else (left - 14, "end")
            drawing.text(at, y + 18, group.name, anchor, 13, side=group.side)
            y += 30
        reached = 0.0
        for number, (label, value, written) in enumerate(group.steps):
            whole = number == len(group.steps) - 1
            first, last = (0.0, value) if whole else (reached, reached + value)
            if drawing.narrow:
                drawing.text(left - 18, y + 10, label, size=12, kind="ink")
                y += 12
            else:
                lines = wrapped(label, 12, left - 20)
                for row, words in enumerate(lines):
                    at = y + 15 + (row - (len(lines) - 1) / 2) * 13
                    drawing.text(left - 14, at, words, "end", 12, "strong" if whole else "ink")
            low, high = min(x(first), x(last)), max(x(first), x(last))
            drawing.bar(
                low,
                y + 3,
                max(high - low, 1.5),
                16,
                group.side,
                not whole,
                f"{group.name}, {label}: {written}" if group.name else f"{label}: {written}",
            )
            free = 4.0 if drawing.narrow else left - 8
            at, anchor = _figure_position(low, high, breadth(written, 12), x(0.0), free)
            drawing.text(at, y + 15, written, anchor, 12, "strong" if whole else "quiet")
            reached = last
            y += _ROW
        y += 4


def _figure_position(low: float, high: float, room: float, zero: float, free: float) -> tuple[float, str]:
    """The x coordinate and the anchor of the figure next to a bar from `low` to `high`: to the right of the bar. For a
    bar below zero whose figure would cross the zero line: to the left if there is room from `free` on, otherwise right
    of the line.

    >>> _figure_position(50.0, 90.0, 30.0, 100.0, 4.0), _figure_position(20.0, 90.0, 30.0, 100.0, 4.0)
    ((43.0, 'end'), (107.0, 'start'))
    >>> _figure_position(100.0, 120.0, 30.0, 100.0, 4.0)
    (127.0, 'start')
    """
    if low >= zero or not high <= zero < high + _GAP + room:
        return high + _GAP, "start"
    return (low - _GAP, "end") if low - _GAP - room >= free else (zero + _GAP, "start")


def short3(value: float) -> str:
    """A tick's number; with more decimals than `short` if the scale is small.

    >>> short3(0.004), short3(-0.5), short3(0.0)
    ('0.004', '−0.5', '0')
    """
    if value and abs(value) < 0.1:
        text = f"{abs(value):.5f}".rstrip("0")
        return f"−{text}" if value < 0 else text
    return short(value)
