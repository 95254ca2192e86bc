"""Unit values, and classes of trade in one product: one-way, similar, or of different quality."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.indicators.indicator import Array, Cell, Indicator, amounts, exact_sum, labels, ratio, share

__all__ = ["quality_classes", "unit_values"]

CLASSES = ("one_way", "horizontal", "vertical_high", "vertical_low", "two_way_unclassed", "none", "unknown")


def unit_values(values: ArrayLike, quantities: ArrayLike) -> tuple[Array, dict[str, Cell]]:
    """Value over quantity, product by product (K): currency unit per unit of quantity; nan without a quantity.

    Returns the unit values and the counts `unknown`, `zero_denominators`. One quantity unit per product, the same on both
    sides of a comparison: a unit value of pieces is not a unit value of kilograms. Raises DataError for negative figures.

    >>> unit_values([10, 5, 3], [2, 0, float("nan")])
    (array([ 5., nan, nan]), {'unknown': 1, 'zero_denominators': 1})
    """
    v = amounts("values", values)
    return ratio(v, amounts("quantities", quantities, v.shape))


def quality_classes(
    exports: ArrayLike,
    export_quantities: ArrayLike,
    imports: ArrayLike,
    import_quantities: ArrayLike,
    *,
    overlap: float = 0.10,
    alpha: float = 0.15,
    products: Sequence[str] | None = None,
) -> Indicator:
    """Class each product's trade by overlap and by the ratio of export to import unit values.

        one_way         min(X, M) / max(X, M) <= overlap
        horizontal      two-way, 1 / (1 + alpha) <= UV_x / UV_m <= 1 + alpha
        vertical_high   two-way, UV_x / UV_m > 1 + alpha          (the reporter sells the dearer variety)
        vertical_low    two-way, UV_x / UV_m < 1 / (1 + alpha)

    By product (K); values in one currency unit, quantities per product in one unit. Also `two_way_unclassed` (a
    quantity is missing and is not guessed), `none` (no trade), `unknown` (a value is unknown). Rows: products in the
    order given.
    Diagnostics: the number of products in each class and, as `share_<class>`, its share of the trade of known value.
    Imports usually include freight (CIF), which raises UV_m by a few per cent: alpha is meant to cover it; 0.25 is the usual
    second choice. Raises DataError for wrong shapes, negative values, overlap outside (0, 1), alpha not positive.
    Source: Abd-el-Rahman (1991), Firms' competitive and national comparative advantages as joint determinants of trade
    composition; Fontagné and Freudenberg (1997), Intra-industry trade: methodological issues reconsidered.

    >>> found = quality_classes([100, 100, 100], [10, 10, 5], [90, 5, 80], [9, 1, 8], products=["a", "b", "c"])
    >>> found.table["class"]
    ['horizontal', 'one_way', 'vertical_high']
    """
    if not 0 < overlap < 1 or not alpha > 0:
        raise DataError(
            Message("limits_classes_are_off"), found=(overlap, alpha), expected="0 < overlap < 1, alpha > 0"
        )
    x = amounts("exports", exports)
    x = amounts("exports", exports, (x.size,))
    m = amounts("imports", imports, x.shape)
    sold, _ = unit_values(x, amounts("export quantities", export_quantities, x.shape))
    bought, _ = unit_values(m, amounts("import quantities", import_quantities, x.shape))
    relative, _ = ratio(sold, bought)
    classes = [_class(float(x[k]), float(m[k]), float(relative[k]), overlap, alpha) for k in range(x.size)]
    valid = ~(np.isnan(x) | np.isnan(m))
    trade = exact_sum((x + m)[valid])
    tally: dict[str, Cell] = {name: classes.count(name) for name in CLASSES}
    for name in CLASSES[:-2]:
        among = np.array([one == name for one in classes], dtype=bool)
        tally[f"share_{name}"] = share(exact_sum((x + m)[among]), trade)
    return Indicator(
        "quality_classes",
        {
            "product": labels("products", products, x.size),
            "export_unit_value": sold.tolist(),
            "import_unit_value": bought.tolist(),
            "relative": relative.tolist(),
            "class": classes,
        },
        {
            "product": "product code",
            "export_unit_value": "currency unit per quantity unit",
            "import_unit_value": "currency unit per quantity unit",
            "relative": "ratio",
            "class": "class",
        },
        (f"overlap {overlap:g}, alpha {alpha:g}", "a difference of unit value is read as a difference of quality"),
        tally | {"no_quantity": int(((x > 0) & np.isnan(sold)).sum() + ((m > 0) & np.isnan(bought)).sum())},
        ("Abd-el-Rahman 1991", "Fontagné and Freudenberg 1997"),
    )


def _class(x: float, m: float, relative: float, overlap: float, alpha: float) -> str:
    if math.isnan(x) or math.isnan(m):
        return "unknown"
    if x == 0 and m == 0:
        return "none"
    if min(x, m) <= overlap * max(x, m):
        return "one_way"
    if math.isnan(relative) or relative == 0:
        return "two_way_unclassed"
    if relative > 1 + alpha:
        return "vertical_high"
    return "vertical_low" if relative < 1 / (1 + alpha) else "horizontal"
