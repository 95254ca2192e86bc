"""A small SVG writer with only the elements that the charts need. Coordinates are user units, y grows downwards."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

__all__ = ["SIDES", "Drawing", "number"]

SIDES = ("#A8500F", "#1F5AA6")
"""Ochre for the first side, blue for the second: distinguishable with colour blindness too, and by shape."""

_INK, _QUIET, _GRID = "#1d1d1b", "#5f5c55", "#dedad2"
_FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans KR', 'Apple SD Gothic Neo',"
    " 'Liberation Sans', sans-serif"
)

_SIZE = re.compile(r' font-size="[\d.]+"')


def number(value: float) -> str:
    """A coordinate with at most one decimal, the same text on every machine.

    >>> number(3.0), number(2.345), number(-0.01)
    ('3', '2.3', '0')
    """
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class Drawing:
    """Collects elements; `svg` and `file` give them as text. Classes let the style sheet recolour at night."""

    def __init__(self, width: int, height: int, name: str) -> None:
        self.width = width
        self.height = height
        self.name = name
        self.attributes = ""
        self._parts: list[str] = []

    @property
    def narrow(self) -> bool:
        """Is this the picture for a small screen?"""
        return self.width < 500

    @property
    def linked(self) -> bool:
        """Is it a picture on a page, whose marks may be links? A downloaded file has no links."""
        return not self.name.endswith("-f")

    @property
    def elements(self) -> tuple[str, ...]:
        """What was drawn, in order."""
        return tuple(self._parts)

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str = "grid", width: float = 1) -> None:
        """A straight line; `kind` is grid, axis, break or quiet."""
        colour = {"grid": _GRID, "axis": _INK, "break": _INK}.get(kind, _QUIET)
        dash = ' stroke-dasharray="2 3"' if kind == "break" else ""
        thick = "" if width == 1 else f' stroke-width="{number(width)}"'  # 1 is the default of SVG
        self._parts.append(
            f'<path class="{kind}" d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" stroke="{colour}"'
            f'{thick}{dash} fill="none"/>'
        )

    def touch(self, left: float, right: float, top: float, bottom: float, log: bool = False) -> None:
        """Let the page's script move this picture: the margins of its plot, and whether a logarithmic scale makes sense.

        Everything drawn so far (axes) is redrawn by the script; a hair line marks the selected year.
        """
        self.attributes = (
            f' data-left="{number(left)}" data-right="{number(right)}" data-top="{number(top)}" data-bottom="{number(bottom)}"'
            + (" data-log" if log else "")
        )
        fixed = "".join(part for part in self._parts if not part.startswith("<defs>"))
        kept = [part for part in self._parts if part.startswith("<defs>")]
        self._parts = [*kept, f"<g data-fixed>{fixed}</g>", '<path class="hair" data-ground d="M0 0" fill="none"/>']

    def path(self, points: Sequence[tuple[float, float]], side: int, years: Sequence[int] = ()) -> None:
        """A side's line: solid for the first, dashed for the second; with its years the script can move it."""
        if len(points) < 2:
            return
        data = f' data-line="{side}" data-years="{" ".join(map(str, years))}"' if years else ""
        d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
        dash = "" if side == 0 else ' stroke-dasharray="6 4"'
        self._parts.append(
            f'<path class="s{side}"{data} d="{d}" stroke="{SIDES[side]}" stroke-width="2.2"{dash} fill="none"'
            ' stroke-linejoin="round"/>'
        )

    def curve(self, points: Sequence[tuple[float, float]]) -> None:
        """A line that belongs to neither side."""
        d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
        self._parts.append(
            f'<path class="axis" d="{d}" stroke="{_INK}" stroke-width="2" fill="none" stroke-linejoin="round"/>'
        )

    def shape(
        self, d: str, fill: str, kind: str = "area", title: str = "", href: str = "", empty: bool = False
    ) -> None:
        """A filled path, as of a map, with an optional tip and link; a broken outline if there is no figure."""
        line = (
            'stroke="#8a8578" stroke-width="0.8" stroke-dasharray="2 2"'
            if empty
            else 'stroke="#fff" stroke-width="0.7"'
        )
        body = (
            f'<path class="{kind}" d="{d}" fill="{fill}" {line} stroke-linejoin="round">'
            f"{f'<title>{escape(title)}</title>' if title else ''}</path>"
        )
        self._parts.append(f'<a href="{escape(href)}">{body}</a>' if href else body)

    def mark(
        self,
        x: float,
        y: float,
        side: int,
        size: float = 4,
        empty: bool = False,
        title: str = "",
        datum: tuple[int, float | None] | None = None,
        href: str = "",
    ) -> None:
        """A side's mark: a circle for the first, a square for the second; empty if that side reports no figure.

        `datum` (year, value) lets the page's script read and move it; `href` opens the figure that it shows.
        """
        data = "" if datum is None else f' data-s="{side}" data-k="{datum[0]}"'
        if datum is not None and datum[1] is not None:
            data += f' data-v="{datum[1]:.12g}"'
        colour = SIDES[side]
        paint = (
            f'fill="#fff" stroke="{colour}" stroke-width="1.5" stroke-dasharray="2 2"'
            if empty
            else f'fill="{colour}" stroke="#fff"'
        )
        tip = f"<title>{escape(title)}</title>" if title else ""
        kind = f"m{side}{' empty' if empty else ''}"
        if side == 0:
            body = f'<circle class="{kind}"{data} cx="{number(x)}" cy="{number(y)}" r="{number(size)}" {paint}>{tip}</circle>'
        else:
            edge = size * 0.9
            body = (
                f'<rect class="{kind}"{data} x="{number(x - edge)}" y="{number(y - edge)}" width="{number(2 * edge)}"'
                f' height="{number(2 * edge)}" {paint}>{tip}</rect>'
            )
        name = f' aria-label="{escape(title)}"' if title else ""
        self._parts.append(f'<a href="{escape(href)}"{name}>{body}</a>' if href else body)

    def link(self, href: str, label: str, body: str) -> None:
        """Elements given as SVG (already escaped), as a link if `href` is given."""
        self._parts.append(f'<a href="{escape(href)}" aria-label="{escape(label)}">{body}</a>' if href else body)

    def dot(
        self,
        x: float,
        y: float,
        size: float = 4,
        title: str = "",
        kind: str = "dot",
        datum: tuple[int, float | None] | None = None,
        href: str = "",
    ) -> None:
        """A mark that belongs to neither side."""
        data = "" if datum is None else f' data-s="2" data-k="{datum[0]}"'
        if datum is not None and datum[1] is not None:
            data += f' data-v="{datum[1]:.12g}"'
        name = f' aria-label="{escape(title)}"' if title else ""
        tip = f"<title>{escape(title)}</title>" if title else ""
        fill = "#fff" if "hollow" in kind else _INK
        edge = _INK if "hollow" in kind else "#fff"
        body = (
            f'<circle class="{kind}"{data} cx="{number(x)}" cy="{number(y)}" r="{number(size)}" fill="{fill}"'
            f' stroke="{edge}">{tip}</circle>'
        )
        self._parts.append(f'<a href="{escape(href)}"{name}>{body}</a>' if href else body)

    def bar(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        side: int | None = None,
        hatched: bool = False,
        title: str = "",
        datum: tuple[int, float] | None = None,
    ) -> None:
        """A filled or hatched rectangle in a side's colour, or in ink; `datum` (year, value) lets the script read it."""
        data = "" if datum is None else f' data-k="{datum[0]}" data-v="{datum[1]:.12g}"'
        colour = _QUIET if side is None else SIDES[side]
        fill = f"url(#{self._hatch()})" if hatched else colour
        kind = f' class="s{side}"' if hatched else f' class="{"b" if side is None else f"m{side}"}"'
        edge = f' stroke="{colour}" stroke-width="1.4"' if hatched else ""
        tip = f"<title>{escape(title)}</title>" if title else ""
        self._parts.append(
            f'<rect{kind}{data} x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" height="{number(max(height, 0))}"'
            f' fill="{fill}"{edge}>{tip}</rect>'
        )

    def band(self, first: float, last: float, y: float, side: int) -> None:
        """The range around a side's mark: a pale thick line from `first` to `last`."""
        self._parts.append(
            f'<path class="s{side}" d="M{number(first)} {number(y)}H{number(max(last, first + 0.5))}"'
            f' stroke="{SIDES[side]}" stroke-width="5" stroke-opacity="0.32" fill="none"/>'
        )

    def bridge(
        self, upper: Sequence[tuple[float, float]], lower: Sequence[tuple[float, float]], years: Sequence[int] = ()
    ) -> None:
        """The hatched area between the two sides' counts."""
        data = f' data-line="gap" data-years="{" ".join(map(str, years))}"' if years else ""
        points = [*upper, *reversed(lower)]
        d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z"
        self._parts.append(f'<path{data} d="{d}" fill="url(#{self._hatch()})" stroke="none"/>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        anchor: str = "start",
        size: float = 12,
        kind: str = "quiet",
        side: int | None = None,
    ) -> None:
        """One line of text; `kind` is quiet, ink or strong; with `side` in that side's colour."""
        colour = SIDES[side] if side is not None else _QUIET if kind == "quiet" else _INK
        weight = ' font-weight="600"' if kind == "strong" or side is not None else ""
        name = f"t{side}" if side is not None else f"t-{kind}"
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._parts.append(
            f'<text class="{name}" x="{number(x)}" y="{number(y)}"{place} font-size="{number(size)}"'
            f' fill="{colour}"{weight}>{escape(words)}</text>'
        )

    def label(self, x: float, y: float, lines: Sequence[str], anchor: str = "end", size: float = 12) -> None:
        """One or more lines of ink with their middle where one line at `y` has it."""
        for number, words in enumerate(lines):
            self.text(x, y + (number - (len(lines) - 1) / 2) * (size + 1), words, anchor, size, "ink")

    def svg(self, title: str, description: str) -> str:
        """The picture for a page: named by its title, explained by its description."""
        kind = "narrow" if self.narrow else "wide"
        role = "group" if any("<a " in part for part in self._parts) else "img"
        size, parts = self._inherited()
        return (
            f'<svg class="chart {kind}"{self.attributes} viewBox="0 0 {self.width} {self.height}" role="{role}"'
            f' aria-labelledby="{self.name}-t {self.name}-d"'
            f' font-family="{_FONT}"{size}>'
            f'<title id="{self.name}-t">{escape(title)}</title><desc id="{self.name}-d">{escape(description)}</desc>'
            f"{parts}</svg>"
        )

    def file(self, title: str, description: str, note: str) -> str:
        """The picture as a file of its own, with title above and note below."""
        head = _wrapped(title, 62)
        foot = _wrapped(note, 105)
        top, bottom = 22 + 24 * len(head), 14 + 16 * len(foot)
        lines = [
            f'<text x="16" y="{30 + 24 * i}" font-size="18" font-weight="600" fill="{_INK}">{escape(words)}</text>'
            for i, words in enumerate(head)
        ]
        lines += [
            f'<text x="16" y="{top + self.height + 14 + 16 * i}" font-size="11" fill="{_QUIET}">{escape(words)}</text>'
            for i, words in enumerate(foot)
        ]
        total = top + self.height + bottom
        size, parts = self._inherited()
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {total}" width="{self.width}" height="{total}"'
            f' font-family="{_FONT}"><title>{escape(title)}</title><desc>{escape(description)}</desc>'
            f'<rect width="{self.width}" height="{total}" fill="#fff"/>{"".join(lines)}'
            f'<g transform="translate(0 {top})"{size}>{parts}</g></svg>\n'
        )

    def _inherited(self) -> tuple[str, str]:
        """The size that most texts have, as an attribute of the whole, and the parts without it."""
        parts = "".join(self._parts)
        sizes = Counter(_SIZE.findall(parts))
        if not sizes:
            return "", parts
        size = max(sizes, key=lambda text: (sizes[text], text))
        return size, parts.replace(f"{size} ", " ").replace(f"{size}>", ">")

    def _hatch(self) -> str:
        name = f"{self.name}-hatch"
        if not any(name in part for part in self._parts[:1]):
            self._parts.insert(
                0,
                f'<defs><pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
                f'<path class="hatch" d="M0 0V5" stroke="{_QUIET}" stroke-width="1.1" opacity="0.55"/></pattern></defs>',
            )
        return name


def _wrapped(words: str, most: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + len(word) < most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round values that span from `low` to `high`.

    >>> ticks(0, 9.3)
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    """
    if high <= low:
        high = low + 1
    raw = (high - low) / max(count, 1)
    base = 10.0 ** math.floor(math.log10(raw))
    step = base * next(m for m in (1, 2, 5, 10) if m * base >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 10) for i in range(first, last + 1)]


def spread(positions: Iterable[float], least: float) -> list[float]:
    """Positions moved apart so that labels are at least `least` apart; order is kept."""
    moved: list[float] = []
    for position in positions:
        moved.append(max(position, moved[-1] + least) if moved else position)
    return moved
