"""Currencies by their ISO 4217 code, with a few that older documents print."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["currencies", "is_unit"]


@cache
def currencies() -> frozenset[str]:
    """All codes."""
    text = files("henequen.model").joinpath("data/currencies.csv").read_text(encoding="utf-8")
    return frozenset(text.split()[1:])


def is_unit(unit: str) -> bool:
    """Is it a unit as observations write it: a currency's code, or a word without capital letters?

    >>> is_unit("USD"), is_unit("square_kilometre"), is_unit("UsD"), is_unit("USX")
    (True, True, False, False)
    """
    return unit in currencies() or (bool(unit) and unit == unit.lower() and not unit.isdigit())
