"""Industry codes of several schemes brought to one: ISIC revision 3, by the longest prefix."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

__all__ = ["SCHEMES", "industries_of_goods", "industry_of", "sector_of"]

SCHEMES = ("isic3", "isic4", "scian", "ksic")


def _rows(name: str) -> list[dict[str, str]]:
    text = files("henequen.matching").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _prefixes(scheme: str) -> dict[str, str]:
    return {row["prefix"]: row["isic3"] for row in _rows("activity_isic") if row["scheme"] == scheme}


@cache
def _goods() -> dict[str, tuple[str, ...]]:
    goods: dict[str, set[str]] = {}
    for row in _rows("hs_isic"):
        for length in (2, 4, 6):
            goods.setdefault(row["hs2007"][:length], set()).add(row["isic3"])
    return {code: tuple(sorted(classes)) for code, classes in goods.items()}


@cache
def industry_of(code: str, scheme: str) -> str:
    """The ISIC code (2 to 4 digits) of an activity code; empty if it makes no goods or is unknown.

    >>> industry_of("336390", "scian"), industry_of("3430", "isic3"), industry_of("722511", "scian")
    ('3430', '3430', '')
    """
    digits = "".join(c for c in code if c in "0123456789")
    if scheme == "isic3":
        return digits if 2 <= len(digits) <= 4 and digits[:2] <= "37" else ""  # longer codes are of another scheme
    prefix_table = _prefixes(scheme)
    return next((prefix_table[digits[:n]] for n in range(min(len(digits), 6), 1, -1) if digits[:n] in prefix_table), "")


@cache
def industries_of_goods(hs: str) -> tuple[str, ...]:
    """The ISIC classes that make a good of the Harmonized System (2, 4 or 6 digits); empty if the code is not in the list.

    >>> industries_of_goods("870829")
    ('3430',)
    """
    digits = "".join(c for c in hs if c in "0123456789")
    return next((_goods()[digits[:n]] for n in (6, 4, 2) if len(digits) >= n and digits[:n] in _goods()), ())


def sector_of(isic: str, sectors: tuple[str, ...]) -> str:
    """The sector of a table (as `34t35`, `AtB`) that holds an ISIC code; empty without one.

    >>> sector_of("3430", ("29", "34t35")), sector_of("01", ("AtB",)), sector_of("13", ("C",))
    ('34t35', 'AtB', 'C')
    """
    division = isic[:2]
    if not division:
        return ""
    for sector in sectors:
        if sector == "AtB":
            ends = ("01", "05")
        elif sector == "C":
            ends = ("10", "14")
        else:
            low, _, high = sector.partition("t")
            ends = (low, high or low)
        if ends[0] <= division <= ends[1]:
            return sector
    return ""
