"""A path of years for both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from henequen.publish.charts.axes import Frame
from henequen.publish.charts.drawing import Drawing, spread
from henequen.publish.charts.steps import short3
from henequen.publish.charts.words import breadth

__all__ = ["draw_years"]


def draw_years(drawing: Drawing, sides: Sequence[Mapping[int, float]], names: Sequence[str], unit: str) -> None:
    """One line per side by year: solid with circles for the first, dashed with squares for the second."""
    years = sorted({year for side in sides for year in side})
    frame = Frame.around(drawing, years, [value for side in sides for value in side.values()])
    frame = replace(frame, right=max(frame.right, 12 + max(breadth(name, 12) for name in names)))
    frame.axes(unit, short3)
    frame.year_labels()
    ends: list[tuple[float, int]] = []
    for number, side in enumerate(sides):
        points = [(frame.x(year), frame.y(value)) for year, value in sorted(side.items())]
        drawing.path(points, number)
        for (x, y), (year, value) in zip(points, sorted(side.items()), strict=True):
            drawing.mark(
                x, y, number, 2.6 if drawing.narrow else 3.4, title=f"{year}, {names[number]}: {short3(value)}"
            )
        if points:
            ends.append((points[-1][1], number))
    ends.sort()
    for y, (_, number) in zip(spread([y for y, _ in ends], 15), ends, strict=True):
        drawing.text(frame.x(years[-1]) + 9, y + 4, names[number], size=12, side=number)
