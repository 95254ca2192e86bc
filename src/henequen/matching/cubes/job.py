"""The child process that adds up a user's file of trade by state (DataMexico's layout) to cells of a cube."""

from __future__ import annotations

import sys
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from henequen.jobs.limits import Limits
from henequen.jobs.process import answer_order
from henequen.matching.user_table import Layout, read_user_table
from henequen.model.errors import DataError

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
    rows = 0
    for name in order["paths"]:
        table = read_user_table(
            Path(name), [_LAYOUT], ("state", "product", "flow", "country", "value"), what="table of trade by state"
        )
        for number, row in enumerate(table.rows):
            rows += 1
            period = row.get("month") or row.get("year", "")
            year = period.replace("-", "")[:4]
            flow = _FLOWS.get(row["flow"].casefold())
            code = _hs(row["product"])
            if not (year.isdigit() and len(year) == 4) or flow is None or not code:
                raise DataError(
                    "a row has no valid year, flow or product",
                    where=table.at(number),
                    found=f"{period}, {row['flow']}, {row['product']}"[:80],
                    expected="201201, 1 or 2, a six-digit code",
                )
            try:
                value = Decimal(row["value"])
            except InvalidOperation:
                value = Decimal("NaN")
            if not value.is_finite() or value < 0:
                raise DataError("the value is not an amount", where=table.at(number), found=row["value"][:40])
            months[year].add(period)
            if partner and row["country"].casefold() != partner:
                continue
            sums[row["state"], code[:digits] if digits else "TOTAL", flow, row["country"].upper(), year] += value
    return {
        "rows": rows,
        "cells": [[*key, str(value), len(months[key[4]])] for key, value in sorted(sums.items())],
    }


def _hs(text: str) -> str:
    """The six digits of a code; DataMexico puts the number of the section before them."""
    digits = "".join(c for c in text if c.isdigit())
    return digits[-6:] if len(digits) in (6, 7, 8) else digits if len(digits) in (2, 4) else ""


if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
