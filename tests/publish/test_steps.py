"""The waterfall: the figures beside its bars do not lie across the line of zero."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.steps import Steps, draw_steps, steps_height
from henequen.publish.charts.words import breadth

WORDS = re.compile(r'<text [^>]*?x="(?P<x>[-\d.]+)"[^>]*?>(?P<words>[^<]*)</text>')
ZERO = re.compile(r'<path class="axis" d="M(?P<x>[-\d.]+) ')


def figures(values: list[float], width: int) -> tuple[float, list[tuple[float, float]]]:
    """The x of zero, and from where to where each figure reaches."""
    whole = sum(values)
    steps = tuple((f"part {n}", value, f"{value:+.1f} m") for n, value in enumerate(values))
    groups = [Steps("", None, (*steps, ("all", whole, f"{whole:+.1f} m")))]
    drawing = Drawing(width, steps_height(groups, width < 500), "test")
    draw_steps(drawing, groups)
    drawn = "".join(drawing.elements)
    zero = ZERO.search(drawn)
    assert zero
    found = []
    for text in re.findall(r"<text .*?</text>", drawn):
        told = WORDS.search(text)
        if told and told["words"].endswith(" m"):
            at, room = float(told["x"]), breadth(told["words"], 12)
            found.append((at - room, at) if 'text-anchor="end"' in text else (at, at + room))
    assert len(found) == len(values) + 1
    return float(zero["x"]), found


@pytest.mark.parametrize("width", [360, 720])
@given(st.lists(st.floats(-100, 100).map(lambda value: round(value, 1)), min_size=1, max_size=6))
def test_no_figure_lies_across_zero(width: int, values: list[float]) -> None:
    if not any(values):
        return
    zero, found = figures(values, width)
    assert not [(low, high) for low, high in found if low + 1 < zero < high - 1]


def test_a_negative_whole_stands_on_its_own_side_where_there_is_room() -> None:
    zero, found = figures([12.0, -30.0, -0.5, 6.0], 720)
    assert found[-1][1] < zero
