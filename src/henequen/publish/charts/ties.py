"""Two countries side by side, with the ties between their places as arcs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from henequen.publish.charts.drawing import Drawing, number
from henequen.publish.charts.maps import Shape, map_size
from henequen.publish.charts.maps import placed as path_of

__all__ = ["Tie", "TieWords", "draw_ties", "ties_height"]

_FILL = ("#dfb795", "#a9c3e2")


@dataclass(frozen=True, slots=True)
class Tie:
    """A pair of places and the state of their tie: alive, unknown, done or uni (only universities and other bodies)."""

    first: str
    second: str
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class TieWords:
    """The texts of the map: the name, tip and page address of a place, the captions of the two countries, and the
    places with events but without agreements."""

    name: Callable[[str], str]
    tip: Callable[[str], str]
    href: Callable[[str], str]
    captions: tuple[str, str]
    lightly: frozenset[str]


def ties_height(narrow: bool = False) -> int:
    """The height that `draw_ties` needs."""
    return 560 if narrow else 430


def draw_ties(drawing: Drawing, shapes: Sequence[Sequence[Shape]], ties: Sequence[Tie], words: TieWords) -> None:
    """Both maps, places coloured if they have ties of their own; arcs thick for ties in force, dotted for universities."""
    if drawing.narrow:
        boxes = ((4.0, 30.0, drawing.width - 8.0, 230.0), (80.0, 330.0, 180.0, 215.0))
    else:
        boxes = ((0.0, 60.0, drawing.width * 0.58, 350.0), (drawing.width * 0.68, 40.0, drawing.width * 0.3, 370.0))
    keys: dict[str, list[str]] = {}
    own: set[str] = set()
    for tie in ties:
        for code in (tie.first, tie.second):
            keys.setdefault(code, []).append(f"{tie.first}--{tie.second}")
            if tie.state != "uni":
                own.add(code)
    spots: dict[str, tuple[float, float]] = {}
    for side, outline in enumerate(shapes):
        left, top, width, height = boxes[side]
        whole = map_size(outline)
        scale = min(width / whole[0], height / whole[1])
        dx, dy = left + (width - whole[0] * scale) / 2, top + (height - whole[1] * scale) / 2
        for shape in outline:
            spots[shape.code] = (shape.x * scale + dx, shape.y * scale + dy)
            kind = (
                f"l{side}" if shape.code in own else "lt" if shape.code in words.lightly or shape.code in keys else "n"
            )
            fill = _FILL[side] if shape.code in own else "#d5d0c5" if kind == "lt" else "#e6e1d7"
            data = f' data-tie="{escape(" ".join(keys[shape.code]))}"' if shape.code in keys else ""
            tip = words.tip(shape.code)
            body = (
                f'<path class="land {kind}"{data} d="{path_of(shape.outline, scale, dx, dy)}" fill="{fill}" stroke="#fff"'
                f' stroke-width="0.7" stroke-linejoin="round"><title>{escape(tip)}</title></path>'
            )
            drawing.link(words.href(shape.code) if drawing.linked else "", tip, body)
        if words.captions[side]:
            drawing.text(left, drawing.height - 4 if not drawing.narrow else top - 8, words.captions[side], "start", 12)
    for tie in ties:
        if tie.first not in spots or tie.second not in spots:
            continue
        (x1, y1), (x2, y2) = spots[tie.first], spots[tie.second]
        lift = 0.34 * abs(x2 - x1) if not drawing.narrow else 0.0
        cx, cy = (x1 + x2) / 2 + (60 if drawing.narrow else 0), min(y1, y2) - lift if lift else (y1 + y2) / 2
        kind = {"alive": " alive", "done": " done", "uni": " uni"}.get(tie.state, "")
        dash = {"done": ' stroke-dasharray="6 5"', "uni": ' stroke-dasharray="1.5 4"'}.get(tie.state, "")
        body = (
            f'<path class="arc{kind}" data-tie="{escape(f"{tie.first}--{tie.second}")}"'
            f' d="M{number(x1)} {number(y1)}Q{number(cx)} {number(max(cy, 6))} {number(x2)} {number(y2)}" fill="none"'
            f' stroke="#1d1d1b" stroke-width="{2.4 if tie.state == "alive" else 1.5}"{dash}/>'
        )
        drawing.link(tie.href if drawing.linked else "", f"{words.name(tie.first)} – {words.name(tie.second)}", body)
    placed: list[tuple[float, float, float]] = []
    for code in sorted(keys, key=lambda code: (code not in own, code)):
        if code not in spots:
            continue
        x, y = spots[code]
        text = words.name(code)
        half = 3.4 * len(text) if text < "\u1100" else 6.2 * len(text)
        for dy in (4.0, 18.0, -10.0, 32.0, -24.0):
            if all(abs(x - ox) > half + oh + 2 or abs(y + dy - oy) > 13 for ox, oy, oh in placed):
                placed.append((x, y + dy, half))
                drawing.text(x, y + dy, text, "middle", 12, "map")
                break
