"""Plans the calls to the US Census Bureau for a user's request."""

from __future__ import annotations

import re
from collections.abc import Sequence

from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.trade.fetch.asked import CHAPTERS, among, expand, frequency_of, listed, needed
from henequen.trade.fetch.census.call import CensusCall, CensusFlow
from henequen.trade.readers.areas import census_areas

__all__ = ["plan_census"]

_FLOWS: dict[str, CensusFlow] = {"X": "X", "M": "M"}
_FIRST_YEAR = "2010"
_PRODUCT = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}", re.ASCII)


def plan_census(
    *,
    periods: Sequence[str],
    partners: Sequence[str] = (),
    flows: Sequence[str] = ("X", "M"),
    products: Sequence[str] = (),
    frequency: str = "A",
) -> tuple[CensusCall, ...]:
    """The calls for the trade of the United States: partners by alpha-3 code or number of Schedule C, periods `2019`, `201906`
    or `2015-2019` from 2010 on, products of two, four or six digits.

    One call names one flow, one period and one partner; without a partner the products are requested chapter by
    chapter, since the service does not answer all partners and all products at once. Raises UsageError for unknown
    codes.

    >>> [call.query["time"] for call in plan_census(periods=["2018-2019"], partners=["CAN"], flows=["M"])]
    ['2018-12', '2019-12']
    >>> len(plan_census(periods=["2019"], flows=["M"]))
    98
    """
    kind = frequency_of(frequency)
    periods_asked = expand(listed(periods), kind, _FIRST_YEAR)
    sides = [_FLOWS[among(flow, _FLOWS, "--flow")] for flow in needed(listed(flows), "--flow")]
    areas = [_number(code) for code in listed(partners)] or [""]
    codes = [_product(code) for code in listed(products)] or (list(CHAPTERS) if areas == [""] else [""])
    return tuple(
        CensusCall(flow, kind, period, area, code)
        for period in periods_asked
        for flow in sides
        for area in areas
        for code in codes
    )


def _number(code: str) -> str:
    areas = census_areas()
    if code in areas and code != "-":
        return code
    numbers = [number for number, area in areas.items() if area == code and number != "-"]
    if len(numbers) > 1:
        raise UsageError(
            Message("partner_two_countries_this_service"),
            found=code,
            expected=" or ".join(numbers),
            hint=Message("leave_partner_out_both_are_then"),
        )
    if not numbers:
        raise UsageError(
            Message("partner_not_known_area"), found=code, expected=Message("alpha_3_code_or_number_schedule")
        )
    return numbers[0]


def _product(code: str) -> str:
    if not _PRODUCT.fullmatch(code):
        raise UsageError(Message("product_not_valid_code"), found=code, expected=Message("two_four_or_six_digits"))
    return code
