"""Two lines that count the same thing, and what lies between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from henequen.publish.charts.axes import Frame
from henequen.publish.charts.drawing import Drawing, spread

__all__ = ["draw_pair", "draw_ratio"]


def draw_pair(
    drawing: Drawing,
    sides: Sequence[Mapping[int, float | None]],
    names: Sequence[str],
    unit: str,
    tips: Sequence[Mapping[int, str]] = (),
) -> None:
    """Both sides' counts of one flow by year, joined by a hatched bridge. A missing figure is an empty mark on the axis."""
    known = [value for side in sides for value in side.values() if value is not None]
    years = sorted({year for side in sides for year in side})
    frame = Frame.around(drawing, years, known)
    frame = replace(frame, right=max(frame.right, 12 + max(_width(name) for name in names)))
    frame.axes(unit)
    frame.year_labels()
    both = [y for y in years if all(side.get(y) is not None for side in sides)]
    if len(both) > 1:
        tracks = [[(frame.x(y), frame.y(float(side[y] or 0))) for y in both] for side in sides]
        drawing.bridge(*tracks)
    ends: list[tuple[float, int]] = []
    for number, side in enumerate(sides):
        points = [(year, value) for year, value in sorted(side.items()) if value is not None]
        drawing.path([(frame.x(year), frame.y(value)) for year, value in points], number)
        for year in years:
            value = side.get(year)
            tip = tips[number].get(year, "") if tips else ""
            small = 2.6 if drawing.narrow else 3.4
            if value is None:
                drawing.mark(frame.x(year), frame.y(0), number, small, empty=True, title=tip)
            else:
                drawing.mark(frame.x(year), frame.y(value), number, small, title=tip)
        if points:
            ends.append((frame.y(points[-1][1]), number))
    ends.sort()
    for y, (_, number) in zip(spread([y for y, _ in ends], 15), ends, strict=True):
        drawing.text(frame.x(years[-1]) + 9, y + 4, names[number], size=12, side=number)


def _width(words: str) -> float:
    """About how wide a strong text of size 12 is; letters of Asian scripts are wider."""
    return sum(12.5 if letter > "\u2e7f" else 7.4 for letter in words)


_MARKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)


def draw_ratio(
    drawing: Drawing, ratios: Mapping[int, float], turned: int | None, labels: Sequence[str], unit: str
) -> None:
    """A ratio by year on a logarithmic scale around the line of agreement (1); dotted line where it turns."""
    low, high = min([*ratios.values(), 0.6]), max([*ratios.values(), 1.6])
    marks = [m for m in _MARKS if low * 0.45 < m < high * 2.2]
    frame = Frame(
        drawing,
        (min(ratios), max(ratios)),
        (math.log(min(low, marks[0])), math.log(max(high, marks[-1]))),
        right=24,
    )
    for mark in marks:
        y = frame.y(math.log(mark))
        drawing.line(
            frame.left, y, drawing.width - frame.right, y, "axis" if mark == 1 else "grid", 1.5 if mark == 1 else 1
        )
        drawing.text(frame.left - 6, y + 4, f"{mark:g}", "end", 11)
    frame.year_labels()
    drawing.text(2, 10, unit, "start", 11)
    drawing.text(drawing.width - frame.right, frame.y(0) + 14, labels[0], "end", 11, "ink")
    points = [(frame.x(year), frame.y(math.log(value))) for year, value in sorted(ratios.items())]
    drawing.curve(points)
    for (x, y), (year, value) in zip(points, sorted(ratios.items()), strict=True):
        drawing.dot(x, y, 2.6 if drawing.narrow else 3.2, f"{year}: {value:.2f}")
    if turned is not None:
        x = frame.x(turned - 0.5)
        drawing.line(x, frame.top, x, drawing.height - frame.bottom, "break", 1.4)
        drawing.text(x - 6, frame.top + 10, labels[1], "end", 11, "ink")
