"""Columns of product codes: a code is never a figure, regardless of the name of the column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["holds_codes", "product_of_code"]

_CODE = re.compile(r"\d{1,10}|\d{2}\.\d{2}|\d{4}(?:[.\s]\d{2}){1,3}|\d{6}(?:[.\s]\d{2}){1,2}")
_RANGE = re.compile(r"\d{2}\s?[-–]\s?\d{2}")
_CODED = re.compile(r"(\d{2}(?:\.?\d{2}){0,4})\s*[-–.:]?\s+[^\W\d_]")
"""A code of the Harmonized System with its name behind it in one cell: 02 Meat."""


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(alternation(read_toml("tables", "table_words")["codes"][name]), re.I)


def holds_codes(title: str, filled: Sequence[str]) -> bool:
    """Whether the cells of a column are codes: its title says so, or a leading zero proves it.

    >>> holds_codes("Partida NCM", ["0102", "4407"]), holds_codes("Producto", ["0102", "4407"]), holds_codes("2019", ["12"])
    (True, True, False)
    """
    codes = [text for text in filled if _CODE.fullmatch(text) or _RANGE.fullmatch(text)]
    if not codes or len(codes) < 0.8 * len(filled):
        return False
    if _words("titles").search(title):
        return True
    lengths = {len(re.sub(r"\D", "", text)) for text in codes}
    leading = any(re.match(r"0\d", text) for text in codes)
    return leading and len(codes) == len(filled) and len(lengths) == 1 and lengths <= {2, 4, 6, 8, 10}


def product_of_code(text: str, title: str) -> str | None:
    """The product of a code cell, `HS:` and its digits; None if the column counts with another list, or a zero was lost.

    >>> product_of_code("0402.10", "HS code"), product_of_code("02 Meat", "HS chapter"), product_of_code("0", "SITC")
    ('HS:040210', 'HS:02', None)
    >>> product_of_code("30110", "HS code")
    """
    if _words("other").search(title):
        return None
    if _CODE.fullmatch(text):
        digits = re.sub(r"\D", "", text)
        # an odd number of digits has lost a zero, most often in front: a code is never repaired unheard
        return "HS:" + digits if len(digits) % 2 == 0 and set(digits) != {"0"} else None
    named = _CODED.match(text)
    if named and _words("harmonized").search(title):
        return "HS:" + named.group(1).replace(".", "")
    return None
