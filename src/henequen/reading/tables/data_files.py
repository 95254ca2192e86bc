"""Columns of data files with one figure per row: codes of products, and columns that only identify a row."""

from __future__ import annotations

import re

from henequen.reading.tables.periods import read_period
from henequen.reading.tables.units import read_units
from henequen.reading.tables.words import dimension_of, measure_of

__all__ = ["all_codes", "without_identifiers"]

_LONG = ("reporter", "partner", "flow", "year", "product", "code", "unit", "flag")
_CODED = (
    r"type|freq|reporter|partner2?|country|flow|mot|customs|classification|(?:alt )?qty ?unit|mode|indicators?"
    r"|ref(?:erence)?|dataset|series|commodity|pa[ií]s|aduana|unidad"
)
_IDENTIFIER = re.compile(
    rf"(?:{_CODED})[ _]?(?:code|id|iso[23]?|key|cod|no|abbr)|(?:c[oó]d(?:igo)?|id|clave)[ _.](?:de |del )?\w+"
    r"|freq|frequency|dataflow|structure(?: id)?|last update|updated|is \w+|\w+ ?flag|aggr ?level|\w* ?period ?id"
    r"|국가 ?코드|통계표 ?id|url|link",
    re.I,
)
"""Titles of columns that identify a row and state nothing about its figure."""
_KEY = re.compile(
    r"(?:^|[\s_])(?:id|uuid|guid|hash|sha\d*(?:_\d+)?|md5|checksum|isbn|doi)$|^[a-z]+I[dD]$|일련번호$|식별자$"
)
"""Titles of keys of records, in a table of any kind."""
_MAIN_VALUES = ("primaryvalue", "primary value", "trade value (us$)", "tradevalue", "trade value")
_OTHER_VALUES = ("cifvalue", "fobvalue", "cif value", "fob value")


def all_codes(filled: list[str]) -> bool:
    """Whether the cells of a column of products are codes of the Harmonized System.

    >>> all_codes(["8542", "848620", "TOTAL"]), all_codes(["8542", "Tea"])
    (True, False)
    """
    codes = [text for text in filled if re.fullmatch(r"(?:\d{2}){1,5}", text)]
    return len(codes) >= 0.5 * len(filled) and all(t in codes or re.fullmatch(r"total|all", t, re.I) for t in filled)


def without_identifiers(kinds: tuple[str, ...], titles: list[str]) -> tuple[str, ...]:
    """The kinds of the columns of a data file, with `skip` for those that only identify its rows.

    >>> without_identifiers(("value", "partner", "flow", "year", "value"), ["reporterCode", "partner", "flow", "year", "Value"])
    ('skip', 'partner', 'flow', 'year', 'value')
    """
    kinds = tuple(
        "skip" if kind in ("value", "label") and _KEY.search(title.strip()) else kind
        for kind, title in zip(kinds, titles, strict=True)
    )
    if len({kind for kind in kinds if kind in _LONG}) < 3 or not {"partner", "reporter", "flow"} & set(kinds):
        return kinds
    stated = [dimension_of(title) == "value" for title in titles]
    named = "product" in kinds or "code" in kinds
    main = any(title.strip().lower() in _MAIN_VALUES for title in titles)
    return tuple(
        "skip" if _identifies(kind, title, stated[column], any(stated), named, main) else kind
        for column, (kind, title) in enumerate(zip(kinds, titles, strict=True))
    )


def _identifies(kind: str, title: str, stated: bool, others: bool, named: bool, main: bool) -> bool:
    """Whether a column only identifies a row, or repeats its figure with another valuation."""
    if kind not in ("label", "value", "place"):
        return False
    words = re.sub(r"\s+", " ", re.sub(r"([a-z])([A-Z])", r"\1 \2", title)).strip()
    if _IDENTIFIER.fullmatch(words) or _IDENTIFIER.fullmatch(title.strip()):
        return True
    foreign = bool(words) and dimension_of(title) is None and measure_of(title) is None
    if kind == "label":
        return named and foreign
    if kind == "value" and main and title.strip().lower() in _OTHER_VALUES:
        return True
    return (
        kind == "value" and others and not stated and foreign and read_period(title) is None and not read_units(title)
    )
