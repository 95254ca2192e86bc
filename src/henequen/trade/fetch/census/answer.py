"""Checks that an answer of the US Census Bureau is the complete answer to a call, before any byte is kept."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from henequen.files.transport import Response
from henequen.trade.fetch.answer import BrokenAnswer, Judged, Refused, WrongAnswer, read_json

__all__ = ["Expected", "judge"]

_WHOLE = re.compile(r"-?\d+", re.ASCII)
_PAGE = re.compile(r"<title>\s*(Missing|Invalid) Key", re.IGNORECASE)
_TOTAL = "-"


@dataclass(frozen=True)
class Expected:
    """The expected rows: the names of the product's and the values' columns, the time, the partner's number and the
    leading digits of the product (empty: any)."""

    commodity: str
    values: tuple[str, ...]
    time: str
    partner: str
    product: str


def judge(response: Response, expected: Expected) -> Judged:
    """Status 204 is an answer without rows; otherwise rows under a row of names, each as requested, in whole dollars.
    If all partners were requested, the row of their total (country `-`) must be the sum of the others, product by
    product; otherwise the answer may be incomplete. Raises BrokenAnswer, WrongAnswer, or Refused for a page about the
    key.
    """
    if response.status == 204:
        return Judged(0)
    text = response.body.decode("utf-8", "replace")
    page = _PAGE.search(text[:2000])
    if page:
        raise Refused(
            f"a page with the text: {page[1]} Key",
            "set CENSUS_API_KEY to the key that was sent to you, and activate it by the link in the same letter",
        )
    answer = read_json(response)
    if not isinstance(answer, list) or not answer or not all(isinstance(row, list) for row in answer):
        raise BrokenAnswer("no rows under a row of names")
    names, *rows = answer
    places = {
        name: names.index(name) for name in ("CTY_CODE", "time", expected.commodity, *expected.values) if name in names
    }
    lacking = {"CTY_CODE", "time", expected.commodity, *expected.values} - set(places)
    if lacking:
        raise WrongAnswer(f"no column {', '.join(sorted(lacking))}")
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * len(expected.values))
    totals: dict[str, list[int]] = {}
    for number, row in enumerate(rows, start=1):
        country, product, values = _row(number, row, len(names), places, expected)
        if country == _TOTAL:
            totals[product] = values
        else:
            sums[product] = [one + more for one, more in zip(sums[product], values, strict=True)]
    return Judged(len(rows), "" if expected.partner or not rows else _doubt(dict(sums), totals))


def _row(
    number: int, row: list[Any], width: int, places: dict[str, int], expected: Expected
) -> tuple[str, str, list[int]]:
    if len(row) != width:
        raise BrokenAnswer(f"row {number} has {len(row)} cells, not {width}")
    country, time, product = (str(row[places[name]]) for name in ("CTY_CODE", "time", expected.commodity))
    if time != expected.time:
        raise WrongAnswer(f"row {number} is of time {time}, which was not requested")
    if not product.startswith(expected.product) or len(product) != 6:
        raise WrongAnswer(f"row {number} is of product {product}, which was not requested")
    if expected.partner and country != expected.partner:
        raise WrongAnswer(f"row {number} is of country {country}, which was not requested")
    values = []
    for name in expected.values:
        cell = row[places[name]]
        if not _WHOLE.fullmatch(str(cell)):
            raise BrokenAnswer(f"row {number} has {name} {cell!r}, which is not a whole number of dollars")
        values.append(int(cell))
    return country, product, values


def _doubt(sums: dict[str, list[int]], totals: dict[str, list[int]]) -> str:
    if not totals:
        raise WrongAnswer("the answer has no total of all countries to check it by: name the partners with --partner")
    for product in sorted({*sums, *totals}):
        total_row = totals.get(product)
        if total_row is None:
            return f"the total of product {product} is missing in the answer"
        for one, whole in zip(sums.get(product, [0] * len(total_row)), total_row, strict=True):
            if one != whole:
                return f"the countries of product {product} make {one} dollars, and their total is {whole}"
    return ""
