"""The child process that adds up a user's file of trade by state (DataMexico's layout) to cells of a cube."""

from __future__ import annotations

import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from henequen.jobs.limits import Limits
from henequen.jobs.process import answer_order
from henequen.matching.user_table import Layout, read_user_table
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.model.plain_number import plain_decimal

__all__ = ["LIMITS", "work"]

LIMITS = Limits(memory=4 << 30, processor=300, seconds=300.0)
_LAYOUT = Layout(
    "datamexico",
    {
        "month": ("month_id", "month"),
        "year": ("year", "year_id"),
        "state": ("state",),
        "product": ("hs6_id", "hs4_id", "hs2_id", "chapter_id"),
        "flow": ("flow_id", "flow"),
        "country": ("country_id", "country"),
        "value": ("trade_value",),
    },
)
_FLOWS = {"1": "import", "2": "export", "imports": "import", "exports": "export"}


def work(order: dict[str, Any]) -> dict[str, Any]:
    """Read the files; answer cells by state, product (`digits` of HS, 0 for all), flow, partner and year, with their months."""
    digits, partner = int(order["digits"]), str(order["partner"]).lower()
    sums: dict[tuple[str, str, str, str, str], Decimal] = defaultdict(Decimal)
    months: dict[str, set[str]] = defaultdict(set)
    lines: dict[tuple[str, ...], str] = {}
    rows = again = 0
    first = ""
    for name in order["paths"]:
        table = read_user_table(
            Path(name), [_LAYOUT], ("state", "product", "flow", "country", "value"), what="file_trade_by_state"
        )
        for number, row in enumerate(table.rows):
            rows += 1
            period = row.get("month") or row.get("year", "")
            year = period.replace("-", "")[:4]
            flow = _FLOWS.get(row["flow"].casefold())
            code = _hs(row["product"])
            if not (year.isdecimal() and len(year) == 4) or flow is None or not code:
                raise DataError(
                    Message("row_has_no_valid_year_flow"),
                    where=table.at(number),
                    found=f"{period}, {row['flow']}, {row['product']}"[:80],
                    expected=Message("codes_of_row"),
                )
            try:
                value = plain_decimal(row["value"])
            except ValueError:
                value = Decimal("NaN")
            if not value.is_finite() or value < 0:
                raise DataError(Message("value_not_amount"), where=table.at(number), found=row["value"][:40])
            key = (period, row["state"], code, flow, row["country"].casefold())
            if (before := lines.setdefault(key, table.at(number))) != table.at(number):
                again, first = again + 1, first or f"{before} and {table.at(number)}"
            months[year].add(period)
            if partner and row["country"].casefold() != partner:
                continue
            sums[row["state"], code[:digits] if digits else "TOTAL", flow, row["country"].upper(), year] += value
    notes = [Message("rows_repeat_month_state_product_flow", again=again, first=first)]
    return {
        "rows": rows,
        "notes": notes if again else [],
        "cells": [[*key, str(value), len(months[key[4]])] for key, value in sorted(sums.items())],
    }


_SECTIONS = (0, 5, 14, 15, 24, 27, 38, 40, 43, 46, 49, 63, 67, 70, 71, 83, 85, 89, 92, 93, 96, 97, 99)
"""The last chapter of each section of the Harmonized System."""


def _hs(text: str) -> str:
    """The six digits of a code; empty if it is not one. DataMexico puts the number of the section before them: seven or eight
    digits without the right section in front (a national code, or one that lost its zero) are not shortened.

    >>> _hs("17870829"), _hs("7391732"), _hs("870829"), _hs("87082999"), _hs("30110")
    ('870829', '391732', '870829', '', '')
    """
    digits = "".join(c for c in text if c in "0123456789")
    if len(digits) in (2, 4, 6):
        return digits
    if len(digits) not in (7, 8):
        return ""
    section, code = int(digits[:-6]), digits[-6:]
    fits = 0 < section < len(_SECTIONS) and _SECTIONS[section - 1] < int(code[:2]) <= _SECTIONS[section]
    return code if fits else ""


if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
