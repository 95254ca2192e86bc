"""Checks that an answer of the US Census Bureau is the complete answer to a call, before any byte is kept."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from henequen.files.transport import Response
from henequen.model.message import Message
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
            Message("page_with_text_key", page=page[1]),
            Message("set_census_api_key_key_that"),
        )
    answer = read_json(response)
    if not isinstance(answer, list) or not answer or not all(isinstance(row, list) for row in answer):
        raise BrokenAnswer(Message("no_rows_under_row_names"))
    names, *rows = answer
    places = {
        name: names.index(name) for name in ("CTY_CODE", "time", expected.commodity, *expected.values) if name in names
    }
    lacking = {"CTY_CODE", "time", expected.commodity, *expected.values} - set(places)
    if lacking:
        raise WrongAnswer(Message("no_column", lacking=", ".join(sorted(lacking))))
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
        raise BrokenAnswer(Message("row_has_cells_not", number=number, n=len(row), width=width))
    country, time, product = (str(row[places[name]]) for name in ("CTY_CODE", "time", expected.commodity))
    if time != expected.time:
        raise WrongAnswer(Message("row_time_which_was_not_requested", number=number, time=time))
    if not product.startswith(expected.product) or len(product) != 6:
        raise WrongAnswer(Message("row_of_other_product", row=number, product=product))
    if expected.partner and country != expected.partner:
        raise WrongAnswer(Message("row_country_which_was_not_requested", number=number, country=country))
    values = []
    for name in expected.values:
        cell = row[places[name]]
        if not _WHOLE.fullmatch(str(cell)):
            raise BrokenAnswer(Message("row_has_which_not_whole_number", number=number, name=name, cell=f"{cell!r}"))
        values.append(int(cell))
    return country, product, values


def _doubt(sums: dict[str, list[int]], totals: dict[str, list[int]]) -> str:
    if not totals:
        raise WrongAnswer(Message("answer_has_no_total_all_countries"))
    for product in sorted({*sums, *totals}):
        total_row = totals.get(product)
        if total_row is None:
            return Message("total_product_missing_in_answer", product=product)
        for one, whole in zip(sums.get(product, [0] * len(total_row)), total_row, strict=True):
            if one != whole:
                return Message("countries_product_make_dollars_and_their", product=product, one=one, whole=whole)
    return ""
