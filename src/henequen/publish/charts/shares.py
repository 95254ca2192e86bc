"""One bar cut into its parts, small enough for a card or a row of a table."""

from __future__ import annotations

from collections.abc import Sequence

from henequen.publish.charts.drawing import number

__all__ = ["draw_shares"]

_FILLS = {"st-a": "#1f6b47", "st-b": "#63997e", "st-c": "#a6c4b5", "st-d": "#57524b", "st-e": "#ece8df"}


def draw_shares(parts: Sequence[tuple[str, int]], whole: int = 0) -> str:
    """SVG of a bar: (class, count) for each part, in order; `whole` is the count of a full bar (default: their sum).

    The counts are next to it as text, so the picture is hidden from readers of the page's text.
    """
    total = whole or sum(count for _, count in parts) or 1
    left, shapes = 0.0, []
    for kind, count in parts:
        if count:
            width = count / total * 200
            shapes.append(
                f'<rect class="{kind}" x="{number(left)}" y="0" width="{number(max(width - 0.6, 0.8))}" height="10"'
                f' fill="{_FILLS[kind]}"/>'
            )
            left += width
    return (
        f'<svg class="share" viewBox="0 0 200 10" preserveAspectRatio="none" aria-hidden="true">{"".join(shapes)}</svg>'
    )
