"""Places as points on a grid of degrees: where the entries of a register lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.maps import apart

__all__ = ["Point", "draw_points"]

_EDGE = 34.0
_LEAST = 0.06
"""Degrees that a frame spans at least, so that one city fills no whole map with one street."""


@dataclass(frozen=True, slots=True)
class Point:
    """One place: its degrees, what is written beside it, the side it belongs to, and where it leads."""

    lat: float
    lon: float
    label: str
    side: int
    href: str = ""


def draw_points(drawing: Drawing, groups: Sequence[tuple[str, Sequence[Point]]]) -> None:
    """One frame for each group (caption, points), beside each other or, on a small screen, below each other."""
    shown = [(caption, points) for caption, points in groups if points]
    for number, (caption, points) in enumerate(shown):
        if drawing.narrow:
            height = drawing.height / len(shown)
            box = (0.0, number * height, float(drawing.width), height)
        else:
            width = drawing.width / len(shown)
            box = (number * width, 0.0, width, float(drawing.height))
        _frame(drawing, box, caption, points)


def _frame(drawing: Drawing, box: tuple[float, float, float, float], caption: str, points: Sequence[Point]) -> None:
    left, top, width, height = box[0] + _EDGE, box[1] + 26, box[2] - 2 * _EDGE, box[3] - 62
    lats, lons = [p.lat for p in points], [p.lon for p in points]
    span = max(max(lats) - min(lats), max(lons) - min(lons), _LEAST) * 1.15
    middle = ((max(lats) + min(lats)) / 2, (max(lons) + min(lons)) / 2)
    scale = min(width, height) / span
    centre = (left + width / 2, top + height / 2)

    def place(lat: float, lon: float) -> tuple[float, float]:
        return centre[0] + (lon - middle[1]) * scale, centre[1] - (lat - middle[0]) * scale

    for part in range(5):
        share = part / 4
        lat, lon = middle[0] + span * (share - 0.5) / 1.15, middle[1] + span * (share - 0.5) / 1.15
        x, y = place(lat, lon)
        drawing.line(left, y, left + width, y)
        drawing.line(x, top, x, top + height)
        digits = 0 if span > 8 else 1 if span > 1 else 2
        drawing.text(left - 4, y + 4, f"{lat:.{digits}f}°", "end", 9, "quiet")
        drawing.text(x, top + height + 12, f"{lon:.{digits}f}°", "middle", 9, "quiet")
    drawing.text(left, box[1] + 14, caption, "start", 12)
    labels = []
    for point in points:
        x, y = place(point.lat, point.lon)
        drawing.mark(x, y, point.side, 5, title=point.label, href=point.href if drawing.linked else "")
        labels.append((x, y - 10, point.label))
    for x, y, words in apart(labels):
        half = 3.2 * len(words)
        drawing.text(min(max(x, box[0] + half), box[0] + box[2] - half), y, words, "middle", 10, "map")
