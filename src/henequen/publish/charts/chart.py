"""A chart: its pictures for wide and narrow screens, and the same facts as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from henequen.publish.charts.drawing import Drawing

__all__ = ["NARROW", "WIDE", "Chart", "Drawn"]

WIDE, NARROW = 720, 340
"""Widths in user units: text keeps its size on a telephone because the narrow picture is drawn, not shrunk."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page needs to show a chart: the two pictures, and the file a reader can take away."""

    wide: str
    narrow: str
    file: str


@dataclass(frozen=True)
class Chart:
    """`draw` fills a drawing of a given width; `columns` and `rows` are the chart's table twin.

    `touch`: the rows are years that the page's script lets a reader move through. `flags`: findings about points of the chart
    (label, address). Without a second `height` there is no narrow picture: the page has a list there.
    """

    id: str
    title: str
    description: str
    draw: Callable[[Drawing], None]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    subtitle: str = ""
    touch: bool = False
    flags: tuple[tuple[str, str], ...] = ()
    height: tuple[int, int] = (380, 320)
    width: int = WIDE

    @cached_property
    def drawn(self) -> Drawn:
        """The chart as SVG, three times: for wide and narrow screens, and as a file with its title and note inside."""
        pictures = []
        for width, height, suffix in ((self.width, self.height[0], "w"), (NARROW, self.height[1], "n")):
            if not height:
                pictures.append("")
                continue
            drawing = Drawing(width, height, f"{self.id}-{suffix}")
            self.draw(drawing)
            pictures.append(drawing.svg(self.title, self.description))
        alone = Drawing(self.width, self.height[0], f"{self.id}-f")
        self.draw(alone)
        return Drawn(pictures[0], pictures[1], alone.file(self.title, self.description, self.note))
