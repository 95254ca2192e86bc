"""Plans the calls to the customs service of data.go.kr for a user's request."""

from __future__ import annotations

import re
from collections.abc import Sequence

from henequen.model.countries import countries
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.trade.fetch.asked import expand, frequency_of, listed
from henequen.trade.fetch.kcs.call import KcsCall

__all__ = ["plan_kcs"]

_PRODUCT = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{10}", re.ASCII)
_LONGEST = 12


def plan_kcs(
    *, periods: Sequence[str], partners: Sequence[str] = (), products: Sequence[str] = (), frequency: str = "A"
) -> tuple[KcsCall, ...]:
    """The calls for the trade of the service's country: partners by alpha-3 or alpha-2 code, periods `2019`, `201906` or
    `2015-2019`, products of two, four, six or ten digits. A year is requested by its months. A partner or a product
    must be named: the service requires one of them. Raises UsageError for unknown codes.

    >>> [(call.first, call.last) for call in plan_kcs(periods=["2018-2019"], partners=["CHL"])]
    [('201801', '201812'), ('201901', '201912')]
    """
    kind = frequency_of(frequency)
    periods_asked = expand(listed(periods), kind)
    spans = [(f"{year}01", f"{year}12") for year in periods_asked] if kind == "A" else _spans(periods_asked)
    areas = [_letters(code) for code in listed(partners)]
    codes = [_product(code) for code in listed(products)]
    if not areas and not codes:
        raise UsageError(
            Message("neither_partner_nor_product_named"), expected=Message("partner_or_product_as_service_asks")
        )
    return tuple(
        KcsCall(first, last, area, code) for first, last in spans for area in areas or [""] for code in codes or [""]
    )


def _spans(months: Sequence[str]) -> list[tuple[str, str]]:
    """Months that follow each other, twelve at most in a span."""
    spans: list[list[str]] = []
    for month in sorted(months):
        if spans and len(spans[-1]) < _LONGEST and _number(month) == _number(spans[-1][-1]) + 1:
            spans[-1].append(month)
        else:
            spans.append([month])
    return [(span[0], span[-1]) for span in spans]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[4:])


def _letters(code: str) -> str:
    letters = {one.alpha_3: one.alpha_2 for one in countries().values() if len(one.alpha_2) == 2}
    if code in letters.values():
        return code
    if code not in letters:
        raise UsageError(Message("partner_not_known_area"), found=code, expected=Message("alpha_3_or_alpha_2_code"))
    return letters[code]


def _product(code: str) -> str:
    if not _PRODUCT.fullmatch(code):
        raise UsageError(Message("product_not_valid_code"), found=code, expected=Message("two_four_six_or_ten_digits"))
    return code
