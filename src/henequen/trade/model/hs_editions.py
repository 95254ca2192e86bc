"""Editions of the Harmonized System, under the names that statistics give them (`data/hs_editions.csv`)."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

__all__ = ["UNSTATED", "hs_edition", "hs_editions"]

UNSTATED = "HS"
"""The value in rows of the Harmonized System that do not state their edition."""


@cache
def hs_editions() -> dict[str, int]:
    """UN Comtrade's name of each edition and the year it came into force, oldest first.

    >>> list(hs_editions().items())[-1]
    ('H6', 2022)
    """
    path = files("henequen.model") / "data" / "hs_editions.csv"
    with path.open(encoding="utf-8") as handle:
        return {row["edition"]: int(row["year"]) for row in csv.DictReader(handle)}


@cache
def hs_edition(name: str) -> str:
    """The edition that a classification's name means, in UN Comtrade's spelling; `HS` if none is stated, and "" for
    other classifications.

    >>> [hs_edition(name) for name in ("H5", "HS2022", "hs 2012", "HS12", "HS", "", "S4", "BEC")]
    ['H5', 'H6', 'H4', 'H4', 'HS', 'HS', '', '']
    """
    bare = name.upper().replace(" ", "").replace("-", "")
    if bare in ("", UNSTATED):
        return UNSTATED
    for edition, year in hs_editions().items():
        if bare in (edition, f"HS{year}", f"HS{year % 100:02d}", f"H{year}"):
            return edition
    return bare if bare.startswith("H") else ""
