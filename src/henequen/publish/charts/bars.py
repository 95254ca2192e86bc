"""Bars: by year with a break, and ranked with their labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from henequen.publish.charts.axes import Frame, short
from henequen.publish.charts.drawing import Drawing, ticks
from henequen.publish.charts.words import fitted

__all__ = ["Bar", "draw_columns", "draw_ranked"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, value, the text next to it, and the side that counted it (0, 1, or None)."""

    label: str
    value: float
    written: str
    side: int | None = None
    hatched: bool = False


def draw_columns(
    drawing: Drawing,
    years: Sequence[int],
    values: Sequence[float | None],
    unit: str,
    broken: int | None,
    label: str,
    side: int,
) -> None:
    """One column per year in a side's colour; a dotted line before the year in which the method changed."""
    present = [value for value in values if value is not None]
    frame = Frame.around(drawing, years, [*present, 0.0], right=16)
    frame.axes(unit)
    wide = (drawing.width - frame.left - frame.right) / max(len(years), 1)
    inset = Frame(
        drawing, frame.years, frame.values, frame.left + wide / 2, frame.right + wide / 2, frame.top, frame.bottom
    )
    inset.year_labels()
    drawing.touch(frame.left, frame.right, frame.top, frame.bottom)
    for year, value in zip(years, values, strict=True):
        x = inset.x(year)
        if value is None:
            drawing.mark(x, frame.y(0), side, 3, empty=True, title=f"{year}: –", datum=(year, None))
        else:
            drawing.bar(
                x - wide * 0.36,
                min(frame.y(value), frame.y(0)),
                wide * 0.72,
                abs(frame.y(0) - frame.y(value)),
                side,
                title=f"{year}: {value:,}",
                datum=(year, value),
            )
    if broken is not None:
        x = inset.x(broken - 0.5)
        drawing.line(x, frame.top, x, drawing.height - frame.bottom, "break", 1.4)
        drawing.text(x + 6, frame.top + 10, label, "start", 11, "ink")


def ranked_height(count: int, narrow: bool = False) -> int:
    """The height that `draw_ranked` needs."""
    return 30 + count * (44 if narrow else 28)


def draw_ranked(drawing: Drawing, bars: Sequence[Bar], written: Callable[[float], str] = short) -> None:
    """Bars from top to bottom, each with its label and value; labels above the bars on small screens."""
    most = max([bar.value for bar in bars] + [0.0])
    low = min([bar.value for bar in bars] + [0.0])
    marks = ticks(low, most)
    low, high = (marks[0] if low < 0 else 0.0), marks[-1]
    left = 8.0 if drawing.narrow else 264.0
    room = drawing.width - left - (92 if drawing.narrow else 110)
    for number, bar in enumerate(bars):
        if drawing.narrow:
            y = 10 + number * 44
            drawing.label(left, y + 12, fitted(bar.label, 12, drawing.width - left - 6, 1), "start")
            top, thick = y + 17, 14.0
        else:
            top, thick = 8 + number * 28, 18.0
            drawing.label(left - 10, top + 14, fitted(bar.label, 12, left - 14))
        zero = left + (-low / (high - low) * room if high > low else 0)
        length = abs(bar.value) / (high - low) * room if high > low else 0
        begin = zero if bar.value >= 0 else zero - length
        drawing.bar(begin, top, max(length, 1), thick, bar.side, bar.hatched, f"{bar.label}: {bar.written}")
        drawing.text(max(begin + length, zero) + 7, top + thick - 4, bar.written, "start", 12)
