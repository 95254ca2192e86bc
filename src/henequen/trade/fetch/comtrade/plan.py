"""Plans the calls to UN Comtrade for a user's request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.trade.fetch.asked import among, expand, frequency_of, listed, needed
from henequen.trade.fetch.comtrade.areas import area_number
from henequen.trade.fetch.comtrade.call import ComtradeCall, Kind
from henequen.trade.fetch.settings import ComtradeService

__all__ = ["plan_calls"]

FLOWS = ("X", "M", "RX", "RM", "DX", "FM", "MIP", "XIP", "MOP", "XOP")
_KEYWORDS = ("TOTAL", "ALL", "AG1", "AG2", "AG3", "AG4", "AG5", "AG6")
_CLASSIFICATION = re.compile(r"HS|H[0-6]|SS|S[1-4]|B[45]")
_PRODUCT = re.compile(r"[0-9]{1,6}", re.ASCII)


def plan_calls(
    service: ComtradeService,
    *,
    kind: Kind,
    reporters: Sequence[str],
    partners: Sequence[str],
    periods: Sequence[str],
    flows: Sequence[str] = ("X", "M"),
    products: Sequence[str] = ("AG6",),
    frequency: str = "A",
    classification: str = "HS",
) -> tuple[ComtradeCall, ...]:
    """The calls for the requested goods trade: areas by alpha-3 code or UN number, periods `2019`, `201906` or
    `2015-2019`.

    Each call names at most `service.periods_per_call` periods and no address is longer than the service accepts; the
    order is that of the periods. `partners` empty: all. Codes may be given as a list separated by commas. Raises
    UsageError for a code that the service does not accept in this form.

    >>> from henequen.trade.fetch.settings import COMTRADE
    >>> call, = plan_calls(COMTRADE, kind="get", reporters=["CHL"], partners=["NZL"], periods=["2018-2019"])
    >>> call.query["reporterCode"], call.query["partnerCode"], call.query["period"]
    ('152', '554', '2018,2019')
    """
    if kind not in ("get", "preview", "bulk"):
        raise UsageError(Message("unknown_kind_call"), found=kind, expected="get, preview, bulk")
    if not _CLASSIFICATION.fullmatch(classification):
        raise UsageError(Message("unknown_classification"), found=classification, expected=Message("hs_h0_h6_s1_s4_ss"))
    periods_asked = expand(listed(periods), frequency_of(frequency))
    first = ComtradeCall(
        kind,
        frequency,
        classification,
        tuple(area_number(code, "--reporter") for code in needed(listed(reporters), "--reporter")),
        periods_asked,
        tuple(among(flow, FLOWS, "--flow") for flow in needed(listed(flows), "--flow")) if kind != "bulk" else (),
        tuple(_product(code) for code in needed(listed(products), "--product")) if kind != "bulk" else (),
        tuple(area_number(code, "--partner") for code in listed(partners)) if kind != "bulk" else (),
        cap=service.preview_cap if kind == "preview" else service.get_cap,
    )
    size = 1 if kind == "preview" else service.periods_per_call
    calls: list[ComtradeCall] = []
    waiting = [
        replace(first, periods=periods_asked[start : start + size]) for start in range(0, len(periods_asked), size)
    ]
    while waiting:
        call = waiting.pop(0)
        if len(call.url(service.url)) <= service.longest_url:
            calls.append(call)
            continue
        longest = max(("products", "partners", "reporters"), key=lambda name: len(getattr(call, name)))
        codes = getattr(call, longest)
        middle = (len(codes) + 1) // 2
        waiting = [replace(call, **{longest: half}) for half in (codes[:middle], codes[middle:])] + waiting
    return tuple(calls)


def _product(code: str) -> str:
    if code not in _KEYWORDS and not _PRODUCT.fullmatch(code):
        raise UsageError(
            Message("product_not_valid_code"), found=code, expected=Message("digits_or", keywords=", ".join(_KEYWORDS))
        )
    return code
