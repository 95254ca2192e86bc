"""Things on a line of time: one row each, or many dots by year."""

from __future__ import annotations

from collections.abc import Sequence

from henequen.publish.charts.axes import Frame
from henequen.publish.charts.drawing import Drawing

__all__ = ["dots_height", "draw_dots_by_year"]

Item = tuple[int, str, int]
"""Year, title, and kind: 0 settled, 1 disputed."""


def dots_height(items: Sequence[Item], narrow: bool = False) -> int:
    """The height that `draw_dots_by_year` needs."""
    most = max((sum(1 for item in items if item[0] == year) for year, _, _ in items), default=1)
    return 46 + most * (9 if narrow else 13)


def draw_dots_by_year(drawing: Drawing, items: Sequence[Item]) -> None:
    """One dot per item above its year; disputed ones are hollow."""
    years = [year for year, _, _ in items]
    frame = Frame(drawing, (min(years), max(years)), (0, 1), left=16, right=16)
    base = drawing.height - frame.bottom
    drawing.line(frame.left - 8, base, drawing.width - frame.right + 8, base, "axis")
    span = max(years) - min(years)
    step = next(s for s in (1, 2, 5, 10, 20, 50) if span / s <= (4 if drawing.narrow else 10))
    for year in range(min(years), max(years) + 1):
        if year % step == 0:
            drawing.line(frame.x(year), base, frame.x(year), base + 5, "axis")
            drawing.text(frame.x(year), drawing.height - 6, str(year), "middle", 11)
    size = 3.2 if drawing.narrow else 4.6
    height: dict[int, int] = {}
    for year, title, kind in sorted(items):
        level = height[year] = height.get(year, 0) + 1
        y = base - 3 - (level - 0.5) * (9 if drawing.narrow else 13)
        drawing.dot(frame.x(year), y, size, f"{year}: {title}", "dot hollow" if kind else "dot")
