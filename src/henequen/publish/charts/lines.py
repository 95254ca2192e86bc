"""Two lines that count the same thing, and the gap between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from henequen.publish.charts.axes import Frame
from henequen.publish.charts.drawing import Drawing, spread

__all__ = ["PairWords", "draw_pair", "draw_ratio"]


@dataclass(frozen=True, slots=True)
class PairWords:
    """The words of a chart of two counts: the sides' names, the unit, the text at the end of a yearly series (one for
    each side, may be empty) with the year, tips and addresses of the marks by side and year, and the years with a
    finding."""

    names: tuple[str, str]
    unit: str
    ends: tuple[tuple[int, str], ...] = ()
    tips: Sequence[Mapping[int, str]] = ({}, {})
    hrefs: Sequence[Mapping[int, str]] = ({}, {})
    flagged: Mapping[int, str] = field(default_factory=dict)


def draw_pair(drawing: Drawing, sides: Sequence[Mapping[int, float | None]], words: PairWords) -> None:
    """Both sides' counts by year, joined by a hatched bridge. A missing figure is an empty mark on the axis.

    A line joins neighbouring years only; the end of a yearly series is marked and labelled, and later single years are
    marks without a line.
    """
    present = [value for side in sides for value in side.values() if value is not None]
    years = sorted({year for side in sides for year in side})
    frame = Frame.around(drawing, years, present, right=24)
    frame.axes(words.unit)
    frame.year_labels()
    for above, (year, text) in enumerate(words.ends):
        x = frame.x(year)
        drawing.line(x, frame.top + 14 * above, x, drawing.height - frame.bottom, "break", 1)
        if not drawing.narrow:
            drawing.text(x - 6, frame.top + 10 + 14 * above, text, "end", 11)
    drawing.touch(frame.left, frame.right, frame.top, frame.bottom, log=min(present, default=0) >= 0)
    common_years = [y for y in years if all(side.get(y) is not None for side in sides)]
    for run in _runs(common_years):
        if len(run) > 1:
            tracks = [[(frame.x(y), frame.y(float(side[y] or 0))) for y in run] for side in sides]
            drawing.bridge(tracks[0], tracks[1], run)
    labels: list[tuple[float, float, int]] = []
    for number, side in enumerate(sides):
        points = {year: value for year, value in sorted(side.items()) if value is not None}
        runs = [run for run in _runs(list(points)) if len(run) > 1]
        for run in runs:
            drawing.path([(frame.x(year), frame.y(points[year])) for year in run], number, run)
        small = 2.6 if drawing.narrow else 3.4
        for year in years:
            value = side.get(year)
            if value is None and year not in side:
                continue
            drawing.mark(
                frame.x(year),
                frame.y(0 if value is None else value),
                number,
                small if any(year in run for run in runs) else small + 1.2,
                empty=value is None,
                title=words.tips[number].get(year, ""),
                datum=(year, value),
                href=words.hrefs[number].get(year, "") if drawing.linked else "",
            )
        if runs:
            end = max(runs, key=len)[-1]
            labels.append((frame.y(points[end]), frame.x(end), number))
    labels.sort()
    for y, (_, x, number) in zip(spread([y for y, _, _ in labels], 15), labels, strict=True):
        fits = x + 9 + _width(words.names[number]) < drawing.width - 4
        drawing.text(
            x + 9 if fits else x - 9,
            y + (4 if fits else -8),
            words.names[number],
            "start" if fits else "end",
            12,
            side=number,
        )
    for year, href in words.flagged.items():
        top = min((frame.y(float(v)) for side in sides if (v := side.get(year)) is not None), default=frame.y(0)) - 16
        body = (
            f'<circle class="flagged" cx="{frame.x(year):.1f}" cy="{top:.1f}" r="8" fill="#fbf0d6" stroke="#7a5200"/>'
            f'<text class="t-ink" x="{frame.x(year):.1f}" y="{top + 4:.1f}" text-anchor="middle" font-size="11">?</text>'
        )
        drawing.link(href if drawing.linked else "", str(year), body)


def _runs(years: Sequence[int]) -> list[list[int]]:
    """Split years into runs of neighbours; a gap of one year does not split them."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year - runs[-1][-1] <= 2:
            runs[-1].append(year)
        else:
            runs.append([year])
    return runs


def _width(words: str) -> float:
    """About how wide a strong text of size 12 is; letters of Asian scripts are wider."""
    return sum(12.5 if letter > "\u2e7f" else 7.4 for letter in words)


_MARKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)


def draw_ratio(
    drawing: Drawing, ratios: Mapping[int, float], crossing: int | None, labels: Sequence[str], unit: str
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
    drawing.touch(frame.left, frame.right, frame.top, frame.bottom)
    points = [(frame.x(year), frame.y(math.log(value))) for year, value in sorted(ratios.items())]
    for run in _runs(sorted(ratios)):
        if len(run) > 1:
            drawing.curve([(frame.x(year), frame.y(math.log(ratios[year]))) for year in run])
    for (x, y), (year, value) in zip(points, sorted(ratios.items()), strict=True):
        drawing.dot(x, y, 2.6 if drawing.narrow else 3.2, f"{year}: {value:.2f}", datum=(year, value))
    if crossing is not None:
        x = frame.x(crossing - 0.5)
        drawing.line(x, frame.top, x, drawing.height - frame.bottom, "break", 1.4)
        drawing.text(x - 6, frame.top + 10, labels[1], "end", 11, "ink")
