"""Scales and axes that several charts share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from henequen.publish.charts.drawing import Drawing, ticks

__all__ = ["Frame", "short"]


def short(value: float) -> str:
    """A tick's number with thousands set apart.

    >>> short(12000), short(0.5), short(-200)
    ('12,000', '0.5', '−200')
    """
    text = f"{abs(value):,.2f}".rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 else text


@dataclass(frozen=True, slots=True)
class Frame:
    """The coordinates of a drawing: years across, values up."""

    drawing: Drawing
    years: tuple[int, int]
    values: tuple[float, float]
    left: float = 52
    right: float = 110
    top: float = 26
    bottom: float = 28

    def x(self, year: float) -> float:
        """The x coordinate of a year."""
        first, last = self.years
        span = max(last - first, 1)
        return self.left + (year - first) / span * (self.drawing.width - self.left - self.right)

    def y(self, value: float) -> float:
        """The y coordinate of a value."""
        low, high = self.values
        return (
            self.drawing.height
            - self.bottom
            - (value - low) / (high - low) * (self.drawing.height - self.bottom - self.top)
        )

    @classmethod
    def around(
        cls, drawing: Drawing, years: Sequence[int], values: Sequence[float], right: float = 110, from_zero: bool = True
    ) -> Frame:
        """A frame around data; values begin at zero unless the caller chooses otherwise."""
        low, high = min(values), max(values)
        marks = ticks(min(0.0, low) if from_zero else low, high)
        return cls(drawing, (min(years), max(years)), (marks[0], marks[-1]), right=64 if drawing.narrow else right)

    def axes(self, unit: str, written: Callable[[float], str] = short) -> None:
        """Grid, ticks and the unit above them."""
        for value in ticks(*self.values):
            kind = "axis" if value == 0 else "grid"
            self.drawing.line(self.left, self.y(value), self.drawing.width - self.right, self.y(value), kind)
            self.drawing.text(self.left - 6, self.y(value) + 4, written(value), "end", 11)
        if unit:
            self.drawing.text(2, 10, unit, "start", 11)

    def year_labels(self) -> None:
        """The years below, as many as there is room for."""
        first, last = self.years
        step = next(s for s in (1, 2, 5, 10, 20, 50) if (last - first) / s <= (4 if self.drawing.narrow else 9))
        for year in range(first, last + 1):
            if year % step == 0:
                self.drawing.text(self.x(year), self.drawing.height - 8, str(year), "middle", 11)
