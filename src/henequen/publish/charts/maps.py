"""A country as its first-level places, shaded by how many ties each has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from henequen.publish.charts.drawing import SIDES, Drawing

__all__ = ["Shape", "apart", "draw_map", "map_size", "placed"]

_SHADES = (
    ("#eeebe4", "#f3d9c3", "#e0a878", "#c67637", SIDES[0]),
    ("#eeebe4", "#cfdff2", "#8fb4e0", "#4f84c4", SIDES[1]),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """One place on a map: its code, its outline as SVG path data, and where its mark goes, in the map's own units."""

    code: str
    outline: str
    x: float
    y: float


def map_size(shapes: Sequence[Shape]) -> tuple[float, float]:
    """Width and height of a map in its own units."""
    xs: list[float] = []
    ys: list[float] = []
    for shape in shapes:
        for pair in shape.outline.replace("M", " ").replace("L", " ").replace("Z", " ").split():
            x, y = pair.split(",")
            xs.append(float(x))
            ys.append(float(y))
    return max(xs, default=1.0), max(ys, default=1.0)


def shade(count: int, side: int) -> str:
    """The colour of a place by its number of ties: none, one, two to three, four to six, more."""
    level = 0 if count < 1 else 1 if count == 1 else 2 if count < 4 else 3 if count < 7 else 4
    return _SHADES[side][level]


def placed(outline: str, scale: float, dx: float, dy: float) -> str:
    """Path data of an outline at its place in a drawing: steps from point to point in tenths, which halves the bytes.

    >>> placed("M10,20L11,20L11,21.5Z", 1, 0.5, 0)
    'M10.5 20l1 0 0 1.5z'
    """
    out = []
    for ring in outline.split("Z"):
        pairs = [pair.split(",") for pair in ring.replace("M", "").split("L") if pair]
        if not pairs:
            continue
        points = [(round(10 * (float(x) * scale + dx)), round(10 * (float(y) * scale + dy))) for x, y in pairs]
        first = points[0]
        steps = []
        for (x0, y0), (x1, y1) in pairwise(points):
            if (x0, y0) != (x1, y1):
                steps += [x1 - x0, y1 - y0]
        out.append(f"M{_tenths(first[0])} {_tenths(first[1])}l{_steps(steps)}z")
    return "".join(out)


def _steps(steps: Sequence[int]) -> str:
    """Steps in tenths as path data: no blank before a minus sign, or before a point that follows a fraction.

    >>> _steps([5, 7, -10, 4, 3])
    '.5.7-1 .4.3'
    """
    return re.sub(r"(\.\d) (?=\.)", r"\1", " ".join(map(_tenths, steps)).replace(" -", "-"))


def _tenths(value: int) -> str:
    """A number of tenths without needless characters: 0.5 as .5, 3.0 as 3."""
    whole, tenth = divmod(abs(value), 10)
    text = f"{whole or ''}.{tenth}" if tenth else str(whole)
    return f"-{text}" if value < 0 else text


def draw_map(
    drawing: Drawing,
    shapes: Sequence[Shape],
    counts: Mapping[str, int],
    side: int,
    title: Callable[[str], str],
    href: Callable[[str], str] | None = None,
) -> None:
    """Fill the drawing with a map; places without ties stay pale. Counts are written on the places that have some."""
    width, height = map_size(shapes)
    scale = min((drawing.width - 16) / width, (drawing.height - 16) / height)
    dx, dy = (drawing.width - width * scale) / 2, (drawing.height - height * scale) / 2

    for shape in shapes:
        count = counts.get(shape.code, 0)
        drawing.shape(
            placed(shape.outline, scale, dx, dy),
            shade(count, side),
            f"land l{side}",
            title(shape.code),
            href(shape.code) if href and count else "",
        )
    labels = [
        (shape.x * scale + dx, shape.y * scale + dy, str(counts[shape.code]))
        for shape in shapes
        if counts.get(shape.code)
    ]
    for x, y, words in apart(labels):
        drawing.text(x, y + 4, words, "middle", 11, "map")


def apart(labels: Sequence[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
    """The same labels moved just so far that none covers another.

    >>> [(round(x), round(y)) for x, y, _ in apart([(0, 0, "12"), (4, 0, "3")])]
    [(-7, 0), (11, 0)]
    """
    moved = [[x, y, 4.0 + 3.6 * len(words)] for x, y, words in labels]
    for _ in range(60):
        still = True
        for first, second in combinations(moved, 2):
            dx, dy = second[0] - first[0], second[1] - first[1]
            over_x, over_y = first[2] + second[2] - abs(dx), 13.0 - abs(dy)
            if over_x > 0.01 and over_y > 0.01:
                still = False
                if over_x <= over_y or abs(dy) < 1:
                    step = over_x / 2 * (1 if dx >= 0 else -1)
                    first[0], second[0] = first[0] - step, second[0] + step
                else:
                    step = over_y / 2 * (1 if dy >= 0 else -1)
                    first[1], second[1] = first[1] - step, second[1] + step
        if still:
            break
    return [(x, y, words) for (x, y, _), (_, _, words) in zip(moved, labels, strict=True)]
