"""Goods by name: the code of the Harmonized System that a word means, and the group of the WTO's tariff profiles of a code."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from henequen.matching.twins.ties import fold

__all__ = ["concerns", "goods_code", "tariff_group"]


@cache
def _rows(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = files("henequen.matching").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    return tuple((first, tuple(rest.split(";"))) for first, rest in list(csv.reader(text.splitlines()))[1:])


def goods_code(word: str) -> str:
    """The code of a good by its name in any of the languages; empty if it is not in the list.

    >>> goods_code("Tequila"), goods_code("맥주"), goods_code("hope")
    ('220890', '2203', '')
    """
    folded = fold(word)
    return next((hs for hs, words in _rows("goods") if folded in {fold(one) for one in words}), "")


def tariff_group(hs: str) -> str:
    """The group of the WTO's tariff profiles that holds a code; empty if it is in several or none.

    >>> tariff_group("220890"), tariff_group("22"), tariff_group("8703")
    ('beverages and tobacco', '', 'transport equipment')
    """
    return next((group for group, codes in _rows("tariff_groups") if any(hs.startswith(one) for one in codes)), "")


def concerns(codes: Iterable[str], hs: str) -> bool:
    """Whether one of the codes holds `hs` or is in it.

    >>> concerns(["08", "2203"], "220300"), concerns(["080440"], "08"), concerns(["07"], "2203")
    (True, True, False)
    """
    return any(hs.startswith(one) or one.startswith(hs) for one in codes)
