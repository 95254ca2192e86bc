"""Scenario figures as lines of a terminal: digits that count, bounds beside the figure, columns as broad as they must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["print_aligned", "with_bounds", "written"]

_NOTHING = 1e-10
"""What lies below is what the solver leaves over, in percent: no effect."""


def written(value: object) -> str:
    """A figure with four digits that count, and no negative zero; an empty cell is nothing.

    >>> written(0.0000331874), written(-0.01472), written(-1e-14), written(1234567.8), written(None), written("A")
    ('0.00003319', '-0.01472', '0', '1234568', '', 'A')
    """
    if not isinstance(value, float):
        return "" if value is None else str(value)
    if abs(value) < _NOTHING:
        return "0"
    if abs(value) >= 1000:
        return f"{value:.0f}"
    text = f"{value:.4g}"
    return f"{value:.{3 - int(text.partition('e')[2])}f}" if "e" in text else text


def with_bounds(row: Mapping[str, object], name: str) -> str:
    """The figure `name` of a row with its lower and upper bound, where it was drawn.

    >>> with_bounds({"welfare": 0.5, "welfare_lower": -0.25, "welfare_upper": 1.0}, "welfare")
    '0.5 [-0.25, 1]'
    """
    lower, upper = row.get(f"{name}_lower"), row.get(f"{name}_upper")
    if lower is None or upper is None:
        return written(row[name])
    return f"{written(row[name])} [{written(lower)}, {written(upper)}]"


def print_aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a header and rows, each column as broad as its longest cell."""
    room = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for line in (head, *rows):
        print("  ".join(cell.rjust(breadth) for cell, breadth in zip(line, room, strict=True)))
