"""Two counts of one thing as a small picture in a row of a table: two marks joined by a hatched bridge."""

from __future__ import annotations

import math
from collections.abc import Sequence

from henequen.publish.charts.drawing import Drawing, number

__all__ = ["PATTERN", "draw_marks"]

_WIDTH, _HEIGHT, _EDGE = 180, 20, 8
_NAME = "pairs"
_APART = 3.5
"""The marks are a little above and below the line, so that neither hides the other."""
_DECADES = 1e4
PATTERN = (
    '<svg class="pattern" width="0" height="0" aria-hidden="true"><defs><pattern id="pairs-hatch" width="5" height="5"'
    ' patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V5" stroke="#5f5c55"'
    ' stroke-width="1.1" opacity="0.9"/></pattern></defs></svg>'
)
"""The hatching that all small pictures of a page share; it is on the page once."""


def draw_marks(counts: Sequence[float | None], scale: tuple[float, float]) -> str:
    """SVG of both sides' counts on a logarithmic scale from `scale[0]` to `scale[1]` (both above zero).

    Values below a ten-thousandth of the largest are at the left end. A side that counts zero, or does not report, has
    an empty mark there. The figures are next to it as text, so the picture is hidden from readers of the page's
    text.
    """
    scale = (max(scale[0], scale[1] / _DECADES), scale[1])
    span = math.log(scale[1] / scale[0]) or 1.0

    def x(count: float) -> float:
        place = (math.log(min(max(count, scale[0]), scale[1])) - math.log(scale[0])) / span
        return _EDGE + 10 + place * (_WIDTH - 2 * _EDGE - 10)

    drawing = Drawing(_WIDTH, _HEIGHT, _NAME)
    y = _HEIGHT / 2
    positions = [x(count) for count in counts if count]
    drawing.line(_EDGE + 10, y, _WIDTH - _EDGE, y)
    body = ""
    if len(positions) == 2:
        low, high = min(positions), max(positions)
        body = (
            f'<rect x="{number(low)}" y="{number(y - 6)}" width="{number(max(high - low, 0.1))}" height="12"'
            ' fill="url(#pairs-hatch)"/>'
        )
    for side, count in enumerate(counts):
        drawing.mark(x(count) if count else float(_EDGE - 2), y + (_APART, -_APART)[side], side, 3.6, empty=not count)
    return (
        f'<svg class="marks" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" aria-hidden="true">'
        f"{drawing.elements[0]}{body}{''.join(drawing.elements[1:])}</svg>"
    )
