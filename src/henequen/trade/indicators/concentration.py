"""Breadth and concentration of a basket: the number of products, its equivalent in products of equal size, and the
shares of the largest."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.indicators.indicator import Cell, Indicator, amounts, exact_sum, share

__all__ = ["concentration"]


def concentration(values: ArrayLike, *, leading: tuple[int, ...] = (1, 5, 6, 10), least: float = 0.0) -> Indicator:
    """The Herfindahl-Hirschman index, its number equivalent, the count of products, and the shares of the leading ones.

        HHI = sum_k s_k^2,   s_k = V_k / sum V        N = 1 / HHI        HHI* = (HHI - 1/n) / (1 - 1/n)
        CR_m = sum of the m largest s_k

    `values` V of one flow by product or partner (K), any one unit. n counts values above `least` (the same unit; zero
    by default). HHI is in [1/n, 1], N in [1, n]; HHI* (UNCTAD's normalisation, here over the products traded) in [0, 1]
    and nan for a single product. One row per measure: products, hhi, number_equivalent, hhi_normalised, then leading_m
    for m up to n (otherwise all products). Order and unit do not matter. Unknown values are left out and counted.
    Raises DataError for negative values. nan everywhere except `products` if nothing is traded. Source: Hirschman
    (1945), Herfindahl (1950); Adelman (1969) for the number equivalent.

    >>> found = concentration([50, 30, 20, 0], leading=(1, 2))
    >>> found.table["measure"]
    ['products', 'hhi', 'number_equivalent', 'hhi_normalised', 'leading_1', 'leading_2']
    >>> found.values().round(4).tolist()
    [3.0, 0.38, 2.6316, 0.07, 0.5, 0.8]
    """
    if any(m < 1 for m in leading):
        raise DataError(Message("count_leading_products_starts_at_one"), found=leading)
    numbers = amounts("values", values)
    numbers = amounts("values", values, (numbers.size,))
    valid = numbers[~np.isnan(numbers)]
    traded = np.sort(valid[valid > least])[::-1]
    total = exact_sum(traded)
    shares = traded / total if total > 0 else traded
    hhi = exact_sum(traded * traded) / (total * total) if total > 0 else math.nan
    n = traded.size
    measures: dict[str, Cell] = {
        "products": float(n),
        "hhi": hhi,
        "number_equivalent": share(1.0, hhi),
        "hhi_normalised": share(hhi - 1 / n, 1 - 1 / n) if n > 1 else math.nan,
    }
    for m in leading:
        measures[f"leading_{m}"] = min(exact_sum(shares[:m]), 1.0) if n else math.nan
    units = {
        "products": "products",
        "number_equivalent": "products",
        "hhi": "index 0..1",
        "hhi_normalised": "index 0..1",
    }
    return Indicator(
        "concentration",
        {
            "measure": list(measures),
            "value": list(measures.values()),
            "unit": [units.get(measure, "share") for measure in measures],
        },
        {"measure": "name", "value": "see unit", "unit": "unit"},
        (f"a product counts where its value is above {least:g}",),
        {
            "unknown": int(np.isnan(numbers).sum()),
            "not_above_least": int(valid.size - n),
            "zero_denominators": int(n == 0),
        },
        ("Hirschman 1945", "Herfindahl 1950", "Adelman 1969"),
    )
