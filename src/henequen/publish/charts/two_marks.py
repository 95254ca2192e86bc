"""Two counts of one thing on one axis from zero: a circle and a square, hatched between them if they are of one year."""

from __future__ import annotations

from collections.abc import Sequence

from henequen.publish.charts.drawing import SIDES, number

__all__ = ["draw_two_marks"]

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _AXIS = 240, 34, 10, 10, 22


def draw_two_marks(counts: Sequence[float | None], joined: bool, ratio: str = "") -> str:
    """SVG of both sides' counts; `joined` draws the hatched bridge, which only two counts of one year may have.

    A missing count is a dotted empty mark at the end of the axis. The figures are next to it as text, so the picture is
    hidden from readers of the page's text.
    """
    present = [count for count in counts if count is not None]
    low, high = min([0.0, *present]), max([0.0, *present])
    span = (high - low) or 1.0

    def x(count: float) -> float:
        return _LEFT + (count - low) / span * (_WIDTH - _LEFT - _RIGHT)

    parts = [f'<path class="axis" d="M{_LEFT} {_AXIS}H{_WIDTH - _RIGHT}" stroke="#8a8478"/>']
    parts.append(f'<path class="axis" d="M{number(x(0))} {_AXIS - 5}v10" stroke="#8a8478"/>')
    if joined and len(present) == 2:
        left, right = sorted(x(count) for count in present)
        parts.append(
            f'<rect x="{number(left)}" y="{_AXIS - 6}" width="{number(max(right - left, 0.5))}" height="12" fill="url(#pairs-hatch)"/>'
        )
        if ratio:
            middle = min(max((left + right) / 2, 22.0), _WIDTH - 22.0)
            parts.append(
                f'<text x="{number(middle)}" y="10" text-anchor="middle" font-size="12" font-weight="600">{ratio}</text>'
            )
    for side, count in enumerate(counts):
        if count is None:
            parts.append(f'<circle class="none" cx="{_LEFT}" cy="{_AXIS}" r="6" fill="none" stroke="#57524b"/>')
        elif side == 0:
            parts.append(f'<circle class="m0" cx="{number(x(count))}" cy="{_AXIS}" r="6.5" fill="{SIDES[0]}"/>')
        else:
            parts.append(
                f'<rect class="m1" x="{number(x(count) - 6)}" y="{_AXIS - 6}" width="12" height="12" fill="{SIDES[1]}"/>'
            )
    return f'<svg class="tm" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true">{"".join(parts)}</svg>'
