"""Scenario figures as lines of a terminal: significant digits, bounds next to the figure, columns as wide as their
content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from henequen.cli.words import phrase
from henequen.model.text_width import columns_of

__all__ = ["print_aligned", "range_lines", "with_bounds", "written"]

_NOTHING = 1e-10
"""Smaller values are residuals of the solver, in percent, not effects."""


def written(value: object) -> str:
    """A figure with four significant digits and without negative zero; an empty text for an empty cell.

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
    """The figure `name` of a row with its lower and upper bound, if simulations give bounds.

    >>> with_bounds({"welfare": 0.5, "welfare_lower": -0.25, "welfare_upper": 1.0}, "welfare")
    '0.5 [-0.25, 1]'
    """
    lower, upper = row.get(f"{name}_lower"), row.get(f"{name}_upper")
    if lower is None or upper is None:
        return written(row[name])
    return f"{written(row[name])} [{written(lower)}, {written(upper)}]"


def print_aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a header and rows, each column as wide as its longest cell."""
    room = [max(map(columns_of, column)) for column in zip(head, *rows, strict=True)]
    for line in (head, *rows):
        print("  ".join(" " * (wide - columns_of(cell)) + cell for cell, wide in zip(line, room, strict=True)))


def range_lines(ranges: Mapping[str, Any]) -> list[str]:
    """The range of a scenario over worlds, elasticities and closures: one line per side; empty without worlds.

    >>> side = {"low": -0.02, "high": 0.01, "money_low": -200.0, "money_high": 30.0, "money_year": 2011, "direction": "uncertain"}
    >>> range_lines({"runs": 4, "sides": {"A": side}})
    ['A: real income -0.02 to 0.01 % over 4 runs; -200 to 30 million US$ a year (world of 2011); the direction is not certain']
    """
    lines = []
    for code, side in ranges.get("sides", {}).items():
        money = ""
        if side["money_low"] is not None:
            dollars = {"low": written(side["money_low"]), "high": written(side["money_high"])}
            money = phrase("scenario.money", year=side["money_year"], **dollars)
        income = {"low": written(side["low"]), "high": written(side["high"]), "n": ranges["runs"]}
        direction = phrase(f"scenario.{side['direction']}")
        lines.append(phrase("scenario.range", side=code, money=money, direction=direction, **income))
    return lines
