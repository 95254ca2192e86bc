"""Terms of trade: price indices of exports and imports over two periods, and their ratio."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from henequen.trade.indicators.indicator import Cell, Indicator, amounts, exact_sum, share

__all__ = ["price_index", "terms_of_trade"]


def price_index(
    values: ArrayLike, quantities: ArrayLike, later_values: ArrayLike, later_quantities: ArrayLike
) -> Indicator:
    """Laspeyres, Paasche and Fisher price index of one flow from values and quantities by product (K); base period = 1.

        P_L = sum p1 q0 / sum p0 q0      P_P = sum p1 q1 / sum p0 q1      P_F = sqrt(P_L P_P),     p = value / quantity

    Only products with a positive value and quantity in both periods enter (a matched-model index); `matched` counts
    them, `covered_before` and `covered_after` give their share of each period's known value: a low share is a bad
    index. Unit values are used as prices: a change of mix inside a product looks like a change of price. One row. nan
    if nothing matches. Raises DataError for wrong shapes or negative values. Source: Laspeyres (1871), Paasche
    (1874), Fisher (1922); IMF, Export and import price index manual (2009).

    >>> row = next(price_index([10, 20], [10, 10], [24, 20], [12, 10]).rows())
    >>> row["laspeyres"], round(row["paasche"], 4)
    (1.3333333333333333, 1.375)
    """
    v0 = amounts("values", values)
    v0 = amounts("values", values, (v0.size,))
    q0 = amounts("quantities", quantities, v0.shape)
    v1 = amounts("later values", later_values, v0.shape)
    q1 = amounts("later quantities", later_quantities, v0.shape)
    with np.errstate(invalid="ignore"):
        matched = (v0 > 0) & (q0 > 0) & (v1 > 0) & (q1 > 0)
    p0, p1 = v0[matched] / q0[matched], v1[matched] / q1[matched]
    laspeyres = share(exact_sum(p1 * q0[matched]), exact_sum(v0[matched]))
    paasche = share(exact_sum(v1[matched]), exact_sum(p0 * q1[matched]))
    covered: dict[str, Cell] = {
        "matched": int(matched.sum()),
        "not_matched": int((~matched).sum()),
        "covered_before": share(exact_sum(v0[matched]), exact_sum(v0[~np.isnan(v0)])),
        "covered_after": share(exact_sum(v1[matched]), exact_sum(v1[~np.isnan(v1)])),
    }
    return Indicator(
        "price_index",
        {"laspeyres": [laspeyres], "paasche": [paasche], "fisher": [math.sqrt(laspeyres * paasche)]},
        {"laspeyres": "base period = 1", "paasche": "base period = 1", "fisher": "base period = 1"},
        ("unit values are used as prices", "products priced in both periods only"),
        covered,
        ("Laspeyres 1871", "Paasche 1874", "Fisher 1922"),
    )


def terms_of_trade(exports: Indicator, imports: Indicator) -> Indicator:
    """The price index of exports over that of imports, for each of the three formulas; both results of `price_index`.

        T = P_x / P_m

    Above one: a given amount of exports pays for more imports than in the base period. One row; diagnostics have both
    coverages. nan if an index is nan.

    >>> up, flat = price_index([10], [10], [12], [10]), price_index([20], [5], [20], [5])
    >>> terms_of_trade(up, flat).values("fisher").round(6).tolist()
    [1.2]
    """
    table = {
        name: [share(float(exports.values(name)[0]), float(imports.values(name)[0]))]
        for name in ("laspeyres", "paasche", "fisher")
    }
    return Indicator(
        "terms_of_trade",
        table,
        dict.fromkeys(table, "base period = 1"),
        exports.assumptions,
        {f"export_{key}": value for key, value in exports.diagnostics.items()}
        | {f"import_{key}": value for key, value in imports.diagnostics.items()},
        exports.sources,
    )
