"""Figures among the facts: totals of trade, investment, tariffs, population, as observations of the body that counted
them."""

from __future__ import annotations

import calendar
import re

from henequen.model.countries import countries, country
from henequen.model.dates import parse_date
from henequen.model.message import Message
from henequen.record.facts.table import Fact

__all__ = ["figure_of"]

_FLOWS = {
    "X": ("export", "export"),
    "M": ("import", "import"),
    "T": ("total_trade", ""),
    "B": ("balance", ""),
}
_MONTHS = {calendar.month_abbr[number]: number for number in range(1, 13)}
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_MULT = {"million": 6, "thousand": 3, "billion": 9}
_COUNTS = ("firms", "jobs", "lines", "cases")


def figure_of(fact: Fact) -> dict[str, str] | str:
    """The cells of an observation, or the reason why the row is not one."""
    own = {"trade": _trade, "investment": _investment, "tariffs": _tariff, "places": _population}[fact.kind](fact)
    if isinstance(own, str):
        return own
    for side in ("reporter", "partner"):
        if own.get(side) and country(own[side]) is None:
            return Message("not_code_country_iso_3166_1", side=side, own=f"{own[side]!r}")
    value = own["value"]
    if not _NUMBER.fullmatch(value):
        return Message("value_not_one_number", value=f"{value!r}") if value else Message("row_gives_no_value")
    try:
        parse_date(own["period"])
    except ValueError as error:
        return (
            Message("period", period=f"{own['period']!r}", reason=error)
            if own["period"]
            else Message("row_gives_no_period")
        )
    decimals = len(value.partition(".")[2])
    mantissa, _, fraction = value.partition(".")
    clean = f"{int(mantissa)}" + (f".{fraction}" if fraction else "")
    return {**own, "value": clean, "decimals": str(decimals), "period_basis": "stated"}


def _trade(fact: Fact) -> dict[str, str] | str:
    period = _period(fact["year"], fact["period"])
    if not period:
        return Message("period_not_stated_as_date", year=fact["year"], period=f"{fact['period']!r}")
    if fact["flow"] not in _FLOWS:
        return Message("flow_not_one", flow=f"{fact['flow']!r}", flows=", ".join(_FLOWS))
    measure, flow = _FLOWS[fact["flow"]]
    unit = _unit(fact["unit"])
    if unit is None:
        return _strange_unit(fact)
    valuation = fact["valuation"].split(" ")[0] if fact["flow"] in "XM" else ""
    marks = [mark for mark, has in (("derived", fact["derived"] == "1"), ("r", fact["precision"] == "rounded")) if has]
    return {
        "measure": measure,
        "reporter": fact["reporter"],
        "partner": fact["partner"],
        "flow": flow,
        "product": "TOTAL",
        "period": period,
        "value": fact["value"],
        "unit": unit[0],
        "unit_mult": str(unit[1]),
        "valuation": valuation if valuation in ("FOB", "CIF") else "",
        "comparator": "about" if fact["precision"] == "rounded" else "",
        "marks": "; ".join(mark for mark in marks if mark != "r"),
        "method": "derived" if fact["derived"] == "1" else "import",
        "note": _note(fact, fact["statistic_cited"]),
    }


def _investment(fact: Fact) -> dict[str, str] | str:
    origin, _, target = fact["direction"].partition("->")
    start, end = fact["period_start"], fact["period_end"]
    period = f"{start}/{end}" if start and end and start != end else start or end
    measure = fact["measure"]
    unit = (measure, 0) if measure in _COUNTS else _unit(fact["unit"])
    if unit is None:
        return _strange_unit(fact)
    code = "count" if measure in _COUNTS else "fdi_stock" if measure.startswith("cumul") else "investment"
    place = re.search(r"\(([A-Z]{2}-[A-Z0-9]{1,3})\)", fact["place"])
    sector = fact["place"].partition(": ")[2] if not place else ""
    component = {"count": measure, "fdi_stock": measure}.get(code, measure)
    return {
        "measure": code,
        "component": ", ".join(filter(None, (component, sector, f"{origin} in {target}")))
        if code == "count"
        else ", ".join(filter(None, (component, sector))),
        "reporter": fact["source_side"],
        "partner": origin if origin != fact["source_side"] else target,
        "flow": "export"
        if code == "fdi_stock" and origin == fact["source_side"]
        else "import"
        if code == "fdi_stock"
        else "",
        "place": place[1] if place else "",
        "period": period,
        "value": fact["value"],
        "unit": unit[0],
        "unit_mult": str(unit[1]),
        "method": "import",
        "note": _note(fact, fact["basis"]),
    }


def _tariff(fact: Fact) -> dict[str, str] | str:
    if len(fact["country"]) != 3:
        return Message("country_not_one_reporter", country=f"{fact['country']!r}")
    unit = (
        ("percent", 0)
        if fact["unit"] in ("%", "percent")
        else (fact["unit"], 0)
        if fact["unit"] in _COUNTS
        else _unit(fact["unit"])
    )
    if unit is None:
        return _strange_unit(fact)
    return {
        "measure": "tariff",
        "component": fact["measure"],
        "reporter": fact["country"],
        "product": fact["product_group"],
        "period": fact["year"],
        "value": fact["value"].removesuffix("%"),
        "unit": unit[0],
        "unit_mult": str(unit[1]),
        "method": "import",
        "note": _note(fact, ""),
    }


def _population(fact: Fact) -> dict[str, str] | str:
    if not fact["population"]:
        return Message("row_gives_no_figure_names_and")
    return {
        "measure": "count",
        "component": "population",
        "reporter": _alpha_3(fact["iso_3166_2"].partition("-")[0]),
        "place": fact["iso_3166_2"],
        "period": fact["population_year"],
        "value": fact["population"],
        "unit": "persons",
        "unit_mult": "0",
        "method": "import",
        "note": _note(fact, ""),
    }


def _period(year: str, period: str) -> str:
    """`2011` and `Jan-Nov` are 2011-01/2011-11; `2023` and `March` are 2023-03; empty if neither is a date.

    >>> _period("2011", "Jan-Nov"), _period("2023", "March"), _period("latest", "year")
    ('2011-01/2011-11', '2023-03', '')
    """
    if not re.fullmatch(r"\d{4}", year, re.ASCII):
        return ""
    if period == "year":
        return year
    months = [_MONTHS.get(part[:3]) for part in period.split("-")]
    if None in months or len(months) > 2:
        return ""
    return "/".join(f"{year}-{month:02d}" for month in months)


def _unit(text: str) -> tuple[str, int] | None:
    """`USD million` is (USD, 6).

    >>> _unit("USD million"), _unit("times")
    (('USD', 6), None)
    """
    words = text.split()
    code = next((word for word in words if re.fullmatch(r"[A-Z]{3}", word)), "")
    mult = next((_MULT[word] for word in words if word in _MULT), 0)
    return (code, mult) if code and len(words) == (2 if mult else 1) else None


def _strange_unit(fact: Fact) -> str:
    return Message("unit_not_known_write_usd_usd", unit=f"{fact['unit']!r}", counts=", ".join(_COUNTS))


def _alpha_3(alpha_2: str) -> str:
    return next((code for code, c in countries().items() if c.alpha_2 == alpha_2), alpha_2)


def _note(fact: Fact, statistic: str) -> str:
    return "; ".join(filter(None, (statistic, fact["note"], f"confidence: {fact['confidence']}")))
