"""Data of the Products page: both reporters by chapter, heading and product; breadth and concentration; potential.

Pure functions of reported trade that return plain dicts, lists, texts and numbers, ready for JSON. A missing count is
None and never zero; no mean of the two counts is formed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.trade.indicators import concentration
from henequen.trade.indicators.indicator import Array, exact_sum
from henequen.trade.indicators.pair import indicators_of_pair
from henequen.trade.indicators.reported import ReportedTrade
from henequen.trade.model.chapters import chapters

__all__ = ["products_material"]

Rows = list[dict[str, Any]]


def products_material(years: Sequence[ReportedTrade], sides: tuple[str, str], *, leading: int = 6) -> dict[str, Any]:
    """The tables of the Products page for trade between two `sides`, from the reports of both for `years`.

    `tree`: rows of year, seller, buyer, level (2, 4, 6), code, parent, title (en, es, ko; chapters only),
    `seller_counts` and `buyer_counts` (US dollars as reported: usually FOB, and CIF), ordered by year, seller,
    code. Every level sums to the one above. `breadth`: year, seller, counted_by, products, hhi, number_equivalent,
    leading (share of the `leading` largest products) and their codes. `potential`: of the last year, seller, buyer,
    product, actual, potential, realised, unrealised, largest unrealised first; `not_measurable` gives the reason if
    one is absent. `left_out`: reason, rows, value. Raises UsageError if there is no year or the sides are the same.
    """
    if not years or sides[0] == sides[1]:
        raise UsageError(Message("nothing_show"), found=sides, expected=Message("two_sides_and_at_least_one"))
    tree: Rows = []
    breadth: Rows = []
    for trade in sorted(years, key=lambda one: one.period):
        for seller, buyer in (sides, sides[::-1]):
            counts = {
                "seller_counts": (seller, trade.vector("X", seller, buyer)),
                "buyer_counts": (buyer, trade.vector("M", buyer, seller)),
            }
            tree.extend(_tree(trade, seller, buyer, {name: values for name, (_, values) in counts.items()}))
            for by, values in counts.values():
                if not np.isnan(values).any():
                    breadth.append(_breadth(trade, seller, by, values, leading))
    last = max(years, key=lambda one: one.period)
    potential, lacking = _potential(last, sides)
    return {
        "sides": list(sides),
        "unit": "US dollars, as reported",
        "tree": tree,
        "breadth": breadth,
        "potential": potential,
        "not_measurable": lacking,
        "left_out": [{"reason": one.reason, "rows": one.rows, "value": one.value} for one in last.left_out],
    }


def _tree(trade: ReportedTrade, seller: str, buyer: str, counts: dict[str, Array]) -> Rows:
    members: dict[str, list[int]] = {}
    traded = np.zeros(len(trade.products), dtype=bool)
    for values in counts.values():
        traded |= np.nan_to_num(values) > 0
    for k in np.flatnonzero(traded).tolist():
        for level in (2, 4, 6):
            members.setdefault(trade.products[k][:level], []).append(k)
    return [
        {
            "year": trade.period,
            "seller": seller,
            "buyer": buyer,
            "level": len(code),
            "code": code,
            "parent": code[:-2],
            "title": chapters().get(code),
            **{name: _finite(exact_sum(values[members[code]])) for name, values in counts.items()},
        }
        for code in sorted(members)
    ]


def _breadth(trade: ReportedTrade, seller: str, by: str, values: Array, leading: int) -> dict[str, Any]:
    shares = concentration(values, leading=(leading,))
    measures = dict(zip(shares.table["measure"], shares.values().tolist(), strict=True))
    order = sorted(range(values.size), key=lambda k: (-values[k], trade.products[k]))[:leading]
    return {
        "year": trade.period,
        "seller": seller,
        "counted_by": by,
        "products": int(measures["products"]),
        "hhi": _finite(measures["hhi"]),
        "number_equivalent": _finite(measures["number_equivalent"]),
        "leading": _finite(measures[f"leading_{leading}"]),
        "leading_products": [trade.products[k] for k in order if values[k] > 0],
    }


def _potential(trade: ReportedTrade, sides: tuple[str, str]) -> tuple[Rows, Rows]:
    rows: Rows = []
    lacking: Rows = []
    for seller, buyer in (sides, sides[::-1]):
        counted, missing = indicators_of_pair(trade, seller, buyer, names=["export_potential"])
        lacking.extend({"seller": seller, "name": one.name, "reason": one.reason} for one in missing)
        kept: Rows = [
            {"year": trade.period, "seller": seller, "buyer": buyer}
            | {name: row[name] for name in ("product", "actual", "potential", "realised", "unrealised")}
            for one in counted
            for row in one.indicator.rows()
            if row["product"] != "total" and row["potential"]
        ]
        rows.extend(sorted(kept, key=lambda row: (-float(str(row["unrealised"] or 0)), str(row["product"]))))
    return rows, lacking


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
