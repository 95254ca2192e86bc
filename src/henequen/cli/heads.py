"""Headings of columns and fields on a terminal, in each language of the interface."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["head"]


def head(column: str, language: str = "en", sides: tuple[str, ...] = ("", "")) -> str:
    """The head of a column; a name that is not in the table is shown with spaces and a capital. `sides` are the two
    countries.

    >>> head("last_looked", "es"), head("side_b_today", "en", ("Chile", "Peru")), head("ad_valorem")
    ('Última búsqueda', 'Peru today', 'Ad valorem')
    """
    names = _heads().get(column)
    if names is None:
        return column.replace("_", " ").capitalize()
    return names[language or "en"].format(a=sides[0], b=sides[1])


@cache
def _heads() -> dict[str, dict[str, str]]:
    heads: dict[str, dict[str, str]] = tomllib.loads(
        files("henequen.cli").joinpath("data/heads.toml").read_text(encoding="utf-8")
    )
    return heads
