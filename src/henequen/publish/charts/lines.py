"""Two lines that count the same thing, and what lies between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    frame.axes(unit)
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


def draw_ratio(
    drawing: Drawing, ratios: Mapping[int, float], broken: int | None, labels: Sequence[str], unit: str
) -> None:
    """A ratio by year around the line of agreement (1), with a dotted line where its level breaks."""
    frame = Frame.around(drawing, list(ratios), [*ratios.values(), 1.0], right=24)
    frame.axes(unit)
    drawing.line(frame.left, frame.y(1), drawing.width - frame.right, frame.y(1), "axis", 1.5)
    drawing.text(drawing.width - frame.right, frame.y(1) - 6, labels[0], "end", 11, "ink")
    points = [(frame.x(year), frame.y(value)) for year, value in sorted(ratios.items())]
    drawing.curve(points)
    for (x, y), (year, value) in zip(points, sorted(ratios.items()), strict=True):
        drawing.dot(x, y, 2.6 if drawing.narrow else 3.2, f"{year}: {value:.2f}")
    if broken is not None:
        x = frame.x(broken - 0.5)
        drawing.line(x, frame.top, x, drawing.height - frame.bottom, "break", 1.4)
        drawing.text(x - 6, frame.top + 10, labels[1], "end", 11, "ink")
