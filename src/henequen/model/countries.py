"""Countries by ISO 3166-1 code, with names in three languages, and the codes that no machine may choose between."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Country", "countries", "country", "country_labelled", "spoken_in", "undecidable"]


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


_PROVIDERS = {"UK": "GBR", "EL": "GRC"}
"""Letters that single providers use, in place of those of ISO 3166-1."""


@cache
def _labels() -> dict[str, str]:
    labels = {code.casefold(): of for code, of in _PROVIDERS.items()}
    for one in countries().values():
        for label in (one.alpha_3, one.alpha_2, one.numeric, one.en, one.es, one.ko):
            if label:
                labels[label.casefold()] = one.alpha_3
    return labels


def country_labelled(label: str) -> str:
    """The alpha-3 code of the country that a label (a code or a name) names, or an empty text.

    >>> country_labelled("Chile"), country_labelled("UK"), country_labelled("somewhere")
    ('CHL', 'GBR', '')
    """
    return _labels().get(label.strip().casefold(), "")


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
