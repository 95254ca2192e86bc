"""Who reports a figure and with whom: a code, or the printed name of a group; never a country by its name or in another spelling."""

from __future__ import annotations

import re
from functools import cache

from henequen.model.countries import countries, country
from henequen.model.shared_names import shared_names

__all__ = ["area_problem", "product_problem"]


@cache
def area_problem(text: str) -> str:
    """What is wrong with `text` as reporter or partner of a figure; empty if it is a code or the name of a group.

    >>> area_problem("NZL"), area_problem("Asia-Pacific"), area_problem("")
    ('', '', '')
    >>> area_problem("Congo"), area_problem("nzl")
    ("'Congo' is the name of a country, not its code; expected COD or COG", "'nzl' is not a code; expected NZL")
    """
    if not text or country(text) is not None:
        return ""
    codes = shared_names().get(text.casefold()) or _names().get(text.casefold())
    if codes:
        return f"{text!r} is the name of a country, not its code; expected {' or '.join(sorted(codes))}"
    if country(text.upper()) is not None:
        return f"{text!r} is not a code; expected {text.upper()}"
    if text.isdigit() or re.fullmatch(r"[A-Z]{2}", text):
        return f"{text!r} is not a code of ISO 3166-1 alpha-3"
    return ""


def product_problem(text: str) -> str:
    """What is wrong with `text` as a product; digits are a code of the Harmonized System, which has an even number of them.

    >>> product_problem("30110"), product_problem("030110"), product_problem("1,463 lines")
    ("'30110' has lost its leading zero; expected '030110'", '', '')
    """
    if text.isdigit() and len(text) % 2:
        return f"{text!r} has lost its leading zero; expected {'0' + text!r}"
    return ""


@cache
def _names() -> dict[str, frozenset[str]]:
    return {
        name.casefold(): frozenset((code,)) for code, one in countries().items() for name in (one.en, one.es, one.ko)
    }
