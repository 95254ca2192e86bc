"""From what a user asks for to the calls that ask the service for it."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from henequen.model.errors import UsageError
from henequen.sources.fetch.call import Call, Kind
from henequen.sources.fetch.settings import Service

__all__ = ["known_partners", "plan_calls"]

FLOWS = ("X", "M", "RX", "RM", "DX", "FM", "MIP", "XIP", "MOP", "XOP")
_KEYWORDS = ("TOTAL", "ALL", "AG1", "AG2", "AG3", "AG4", "AG5", "AG6")
_CLASSIFICATION = re.compile(r"HS|H[0-6]|SS|S[1-4]|B[45]")
_PRODUCT = re.compile(r"[0-9]{1,6}", re.ASCII)


@cache
def _numbers() -> dict[str, str]:
    """Alpha-3 code -> the UN number under which the area reports today; the world is 0."""
    path = files("henequen.sources.trade") / "data" / "area_codes.csv"
    with path.open(encoding="utf-8") as handle:
        found = {row["area"]: str(int(row["number"])) for row in csv.DictReader(handle) if row["kind"] == "area"}
    return found | {"W00": "0"}


@cache
def known_partners() -> tuple[str, ...]:
    """UN numbers of every area that the shipped table knows, areas not specified and former areas among them, in order;
    the world and groups are not.

    >>> "842" in known_partners(), "0" in known_partners()
    (True, False)
    """
    path = files("henequen.sources.trade") / "data" / "area_codes.csv"
    with path.open(encoding="utf-8") as handle:
        rows = [row for row in csv.DictReader(handle) if row["kind"] not in ("world", "group")]
    return tuple(str(number) for number in sorted({int(row["number"]) for row in rows}))


def plan_calls(
    service: Service,
    *,
    kind: Kind,
    reporters: Sequence[str],
    partners: Sequence[str],
    periods: Sequence[str],
    flows: Sequence[str] = ("X", "M"),
    products: Sequence[str] = ("AG6",),
    frequency: str = "A",
    classification: str = "HS",
) -> tuple[Call, ...]:
    """The calls for goods trade as asked: areas by alpha-3 code or UN number, periods `2019`, `201906` or `2015-2019`.

    Each call names at most `service.periods_per_call` periods and no address is longer than the service takes; the order
    is that of the periods. `partners` empty: all. Every code may stand in a list separated by commas.
    Raises UsageError for a code that the service does not know in this form.

    >>> from henequen.sources.fetch.settings import COMTRADE
    >>> call, = plan_calls(COMTRADE, kind="get", reporters=["CHL"], partners=["NZL"], periods=["2018-2019"])
    >>> call.query["reporterCode"], call.query["partnerCode"], call.query["period"]
    ('152', '554', '2018,2019')
    """
    if kind not in ("get", "preview", "bulk"):
        raise UsageError("unknown kind of call", found=kind, expected="get, preview, bulk")
    if frequency not in ("A", "M"):
        raise UsageError("unknown frequency", found=frequency, expected="A (annual), M (monthly)")
    if not _CLASSIFICATION.fullmatch(classification):
        raise UsageError("unknown classification", found=classification, expected="HS, H0 to H6, S1 to S4, SS, B4, B5")
    asked = _expand(_listed(periods), frequency)
    first = Call(
        kind,
        frequency,
        classification,
        tuple(_area(code, "--reporter") for code in _need(_listed(reporters), "--reporter")),
        asked,
        tuple(_among(flow, FLOWS, "--flow") for flow in _need(_listed(flows), "--flow")) if kind != "bulk" else (),
        tuple(_product(code) for code in _need(_listed(products), "--product")) if kind != "bulk" else (),
        tuple(_area(code, "--partner") for code in _listed(partners)) if kind != "bulk" else (),
    )
    size = 1 if kind == "preview" else service.periods_per_call
    calls: list[Call] = []
    waiting = [
        Call(**{**first.__dict__, "periods": asked[start : start + size]}) for start in range(0, len(asked), size)
    ]
    while waiting:
        call = waiting.pop(0)
        if len(call.url(service.url)) <= service.longest_url:
            calls.append(call)
            continue
        longest = max(("products", "partners", "reporters"), key=lambda name: len(getattr(call, name)))
        codes = getattr(call, longest)
        middle = (len(codes) + 1) // 2
        waiting = [Call(**{**call.__dict__, longest: half}) for half in (codes[:middle], codes[middle:])] + waiting
    return tuple(calls)


def _listed(given: Sequence[str]) -> tuple[str, ...]:
    codes = [code.strip() for text in given for code in text.split(",")]
    return tuple(dict.fromkeys(code for code in codes if code))


def _need(codes: tuple[str, ...], option: str) -> tuple[str, ...]:
    if not codes:
        raise UsageError(f"{option} is empty", expected="at least one code")
    return codes


def _among(code: str, known: Sequence[str], option: str) -> str:
    if code not in known:
        raise UsageError(f"{option} is not known", found=code, expected=", ".join(known))
    return code


def _area(code: str, option: str) -> str:
    if code.isascii() and code.isdigit() and len(code) <= 3:
        return str(int(code))
    if code not in _numbers():
        raise UsageError(f"{option} is no area", found=code, expected="an alpha-3 code, or a UN number")
    return _numbers()[code]


def _product(code: str) -> str:
    if code not in _KEYWORDS and not _PRODUCT.fullmatch(code):
        raise UsageError("--product is no code", found=code, expected=f"digits, or {', '.join(_KEYWORDS)}")
    return code


def _expand(periods: Sequence[str], frequency: str) -> tuple[str, ...]:
    length, form = (4, "YYYY") if frequency == "A" else (6, "YYYYMM")
    found: list[str] = []
    for text in _need(tuple(periods), "--period"):
        ends = text.split("-")
        if len(ends) > 2 or not all(_is_period(end, length) for end in ends):
            raise UsageError("--period is not known", found=text, expected=f"{form} or {form}-{form}")
        first, last = ends[0], ends[-1]
        if first > last:
            raise UsageError("--period runs backwards", found=text, expected=f"{last}-{first}")
        while first <= last:
            found.append(first)
            first = _next(first)
    return tuple(dict.fromkeys(found))


def _is_period(text: str, length: int) -> bool:
    if not (text.isascii() and text.isdigit() and len(text) == length and "1962" <= text[:4] <= "2099"):
        return False
    return length == 4 or "01" <= text[4:] <= "12"


def _next(period: str) -> str:
    if len(period) == 4:
        return str(int(period) + 1)
    year, month = int(period[:4]), int(period[4:])
    return f"{year + month // 12}{month % 12 + 1:02d}"
