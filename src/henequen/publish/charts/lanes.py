"""A timeline in lanes: dated things of several kinds, each a dot that opens its page, labelled where there is room."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from henequen.publish.charts.drawing import Drawing, number
from henequen.publish.charts.words import breadth, fitted

__all__ = ["Dated", "Lane", "draw_lanes", "lanes_height"]

_LEFT, _RIGHT, _ROW, _ROWS, _FOOT = 118.0, 16.0, 17.0, 6, 26
_ROOM = 150.0
_LABEL = 40.0
"""The least room between the labels of two decades."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One thing with its date as a year and a fraction of it, its label, and the address of its page."""

    when: float
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The things of one kind."""

    name: str
    items: tuple[Dated, ...]


def lanes_height(lanes: Sequence[Lane], width: int) -> int:
    """The height that `draw_lanes` needs."""
    scale = _Scale(lanes, width)
    return int(sum(_ROW * _rows(_placed(lane, scale)) + 14 for lane in lanes)) + _FOOT


def draw_lanes(drawing: Drawing, lanes: Sequence[Lane]) -> None:
    """Lanes from top to bottom over decades; a decade with more items is wider. Labels never overlap."""
    scale = _Scale(lanes, drawing.width)
    bottom = drawing.height - _FOOT
    last = -_LABEL
    for decade in scale.decades:
        x = scale.x(decade)
        drawing.line(x, 4, x, bottom, "grid")
        if x - last >= _LABEL:
            drawing.text(x, drawing.height - 8, str(decade), "middle", 12)
            last = x
    top = 4.0
    for lane in lanes:
        placed = _placed(lane, scale)
        drawing.text(0, top + 13, lane.name, "start", 13, "strong")
        for item, x, row, label in placed:
            y = top + _ROW * row + 9
            body = (
                f'<circle class="dot{"" if label else " hollow"}" cx="{number(x)}" cy="{number(y)}" r="4.5"'
                f' fill="{"#1d1d1b" if label else "#fff"}" stroke="#1d1d1b" stroke-width="1.4">'
                f"<title>{escape(item.label)}</title></circle>"
            )
            if label:
                body += (
                    f'<text class="t-ink" x="{number(x + 8)}" y="{number(y + 4)}" font-size="12" fill="#1d1d1b">'
                    f"{escape(label)}</text>"
                )
            drawing.link(item.href if drawing.linked else "", item.label, body)
        top += _ROW * _rows(placed) + 14
        drawing.line(0, top - 7, drawing.width, top - 7, "grid")


class _Scale:
    """Maps years to x coordinates: the width of a decade depends on its number of items."""

    def __init__(self, lanes: Sequence[Lane], width: int) -> None:
        counts = Counter(int(item.when) // 10 * 10 for lane in lanes for item in lane.items)
        first, last = min(counts, default=2000), max(counts, default=2000)
        self.decades = list(range(first, last + 10, 10))
        weights = [0.35 + math.log2(1 + counts.get(decade, 0)) for decade in self.decades]
        room = width - _LEFT - _RIGHT
        self._starts = [_LEFT]
        for weight in weights:
            self._starts.append(self._starts[-1] + weight / sum(weights) * room)

    def x(self, when: float) -> float:
        at = min(max(int(when - self.decades[0]) // 10, 0), len(self.decades) - 1)
        share = (when - self.decades[at]) / 10
        return self._starts[at] + share * (self._starts[at + 1] - self._starts[at])


def _placed(lane: Lane, scale: _Scale) -> list[tuple[Dated, float, int, str]]:
    """Each item with its place, its row and its label (empty if there is no room)."""
    ends: list[float] = [0.0] * _ROWS
    placed = []
    for item in sorted(lane.items, key=lambda item: (item.when, item.label)):
        x = scale.x(item.when)
        label = fitted(item.label, 12, _ROOM, 1)[0]
        reach = x + 16 + breadth(label, 12) * 0.95
        row = (
            next((n for n in range(min(3, _ROWS)) if ends[n] < x - 8), None) if reach < scale._starts[-1] + 8 else None
        )
        if row is None:
            row = next((n for n in range(_ROWS) if ends[n] < x - 9), _ROWS - 1)
            label, reach = "", x + 6
        ends[row] = reach
        placed.append((item, x, row, label))
    return placed


def _rows(placed: Sequence[tuple[Dated, float, int, str]]) -> int:
    return max((row for _, _, row, _ in placed), default=0) + 1
