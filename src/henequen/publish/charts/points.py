"""Places as points on the outline of their country, or on a grid of degrees: the locations of the entries of a
register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.maps import Shape, apart, map_size, placed

__all__ = ["Land", "Point", "draw_points"]

_EDGE = 34.0
_CITY = 0.8
"""Degrees up to which points are in one city: the outline of the country would hide which street is meant."""
_LEAST = 0.06
"""Degrees that a frame spans at least, so that one city fills no whole map with one street."""


@dataclass(frozen=True, slots=True)
class Point:
    """One place: its degrees, its label, the side it belongs to, and its link."""

    lat: float
    lon: float
    label: str
    side: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Land:
    """The outline of a country as its places, and how degrees become its units: x = (lon - west) * across, y = (north - lat) *
    down."""

    shapes: Sequence[Shape]
    west: float
    north: float
    across: float
    down: float


def draw_points(
    drawing: Drawing, groups: Sequence[tuple[str, Sequence[Point]]], lands: Sequence[Land | None] = ()
) -> None:
    """One frame for each group (caption, points), side by side or, on a small screen, one below the other.

    A group with a land (`lands`, in the order of `groups`) is drawn on the outline of the country, unless all its
    points are in one city; others on a grid of degrees.
    """
    shown = [(c, p, lands[n] if n < len(lands) else None) for n, (c, p) in enumerate(groups) if p]
    for number, (caption, points, land) in enumerate(shown):
        if drawing.narrow:
            height = drawing.height / len(shown)
            box = (0.0, number * height, float(drawing.width), height)
        else:
            width = drawing.width / len(shown)
            box = (number * width, 0.0, width, float(drawing.height))
        if land is not None and _span(points) >= _CITY:
            _on_land(drawing, box, caption, points, land)
        else:
            _frame(drawing, box, caption, points)


def _span(points: Sequence[Point]) -> float:
    """Degrees between the two points furthest apart; one point alone is shown in its whole country."""
    if len(points) == 1:
        return _CITY
    lats, lons = [p.lat for p in points], [p.lon for p in points]
    return max(max(lats) - min(lats), max(lons) - min(lons))


def _on_land(
    drawing: Drawing, box: tuple[float, float, float, float], caption: str, points: Sequence[Point], land: Land
) -> None:
    left, top, width, height = box[0] + 6, box[1] + 26, box[2] - 12, box[3] - 40
    whole = map_size(land.shapes)
    scale = min(width / whole[0], height / whole[1])
    dx, dy = left + (width - whole[0] * scale) / 2, top + (height - whole[1] * scale) / 2
    for shape in land.shapes:
        path = placed(shape.outline, scale, dx, dy)
        drawing.link("", "", f'<path class="land n" d="{path}" fill="#e6e1d7" stroke="#fff" stroke-width="0.7"/>')
    drawing.text(left, box[1] + 14, caption, "start", 12)
    labels = []
    for point in points:
        x = (point.lon - land.west) * land.across * scale + dx
        y = (land.north - point.lat) * land.down * scale + dy
        drawing.mark(x, y, point.side, 5, title=point.label, href=point.href if drawing.linked else "")
        labels.append((x, y - 10, point.label))
    _label(drawing, box, labels)


def _label(
    drawing: Drawing, box: tuple[float, float, float, float], labels: Sequence[tuple[float, float, str]]
) -> None:
    for x, y, words in apart(labels):
        half = 3.2 * len(words)
        drawing.text(min(max(x, box[0] + half), box[0] + box[2] - half), y, words, "middle", 10, "map")


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
    _label(drawing, box, labels)
