"""Countries by ISO 3166-1 code, with names in three languages, and the codes that no machine may choose between."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Country", "countries", "country", "spoken_in", "undecidable"]


@dataclass(frozen=True, slots=True)
class Country:
    """One country, or one of the three collective codes JOINT (both sides), INT (international) and WLD (world)."""

    alpha_3: str
    alpha_2: str
    numeric: str
    en: str
    es: str
    ko: str

    def name(self, language: str) -> str:
        """The name in `en`, `es` or `ko`."""
        return str(getattr(self, language))


@cache
def countries() -> dict[str, Country]:
    """All of them by alpha-3 code. Names follow the Unicode CLDR, codes ISO 3166-1."""
    with files("henequen.model").joinpath("data/countries.csv").open(encoding="utf-8") as file:
        return {row["alpha_3"]: Country(**row) for row in csv.DictReader(file)}


def country(alpha_3: str) -> Country | None:
    """The country of an alpha-3 code, or None.

    >>> country("CHL").name("es")
    'Chile'
    """
    return countries().get(alpha_3)


@cache
def _spoken() -> dict[str, str]:
    with files("henequen.model").joinpath("data/spoken.csv").open(encoding="utf-8") as file:
        return {row["alpha_3"]: row["language"] for row in csv.DictReader(file)}


def spoken_in(alpha_3: str) -> str:
    """The language (of the three) in which a country's bodies name themselves; empty for another language.

    >>> spoken_in("CHL"), spoken_in("FRA")
    ('es', '')
    """
    return _spoken().get(alpha_3, "")


@cache
def undecidable() -> tuple[frozenset[str], ...]:
    """Groups of codes with such similar names that only a person may decide between them."""
    with files("henequen.model").joinpath("data/undecidable.csv").open(encoding="utf-8") as file:
        return tuple(frozenset(row["codes"].split(";")) for row in csv.DictReader(file))
