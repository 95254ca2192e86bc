"""A country as its first-level places, shaded by the effect of a change on them: gains in the side's colour, losses
hatched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.maps import Shape, map_size, placed

__all__ = ["draw_exposure"]

_GAIN = ("#dfe9dc", "#b4cfab", "#7fae72", "#4c8a3d")
_LOSS = ("#f6ded7", "#e9b3a4", "#d58170", "#b14a37")
_NONE = "#eeebe4"


def shade(value: float | None, most: float) -> str:
    """Four steps of green for gains, four of red for losses, by the largest exposure of the map; pale without data."""
    if value is None or most <= 0 or value == 0:
        return _NONE
    level = min(3, int(4 * abs(value) / most * 0.9999))
    return (_GAIN if value > 0 else _LOSS)[level]


def draw_exposure(
    drawing: Drawing, shapes: Sequence[Shape], values: Mapping[str, float], written: Callable[[str], str]
) -> None:
    """Fill the drawing with a map; the sign is printed on every place that has a value, so that nothing is shown by
    colour alone. A place without a value is an empty outline with broken lines."""
    width, height = map_size(shapes)
    scale = min((drawing.width - 16) / width, (drawing.height - 16) / height)
    dx, dy = (drawing.width - width * scale) / 2, (drawing.height - height * scale) / 2
    most = max((abs(value) for value in values.values()), default=0.0)
    for shape in shapes:
        path = placed(shape.outline, scale, dx, dy)
        if shape.code in values:
            drawing.shape(path, shade(values[shape.code], most), "land", written(shape.code))
        else:
            drawing.shape(path, "#fff", "land", written(shape.code), empty=True)
    for shape in shapes:
        value = values.get(shape.code)
        if value:
            drawing.text(shape.x * scale + dx, shape.y * scale + dy + 4, "+" if value > 0 else "−", "middle", 13, "map")
