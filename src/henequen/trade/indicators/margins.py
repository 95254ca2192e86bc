"""Extensive and intensive margin: more goods, or more of each (Hummels and Klenow 2005)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from henequen.trade.indicators.indicator import Indicator, amounts, exact_sum, share

__all__ = ["margins"]


def margins(exports: ArrayLike, reference: ArrayLike) -> Indicator:
    """Split a country's share of a market into the breadth and the depth of its exports.

        EM = sum_{k in K_j} W_k / sum_k W_k          IM = sum_{k in K_j} X_k / sum_{k in K_j} W_k
        EM IM = sum_k X_k / sum_k W_k                K_j = products with X_k > 0

    `exports` X of the country to the market and `reference` W, the exports of all to it (all areas, or the rest of the
    world as in the article: then it must include every product of X), by product (K), one currency unit. EM is in [0,
    1]. One row. An exported product missing from the reference makes the split meaningless; it is kept in X and counted
    in `outside_reference`. Unknown values are left out of both and counted. nan if nothing is exported or the market is
    empty. Raises DataError for wrong shapes or negative values. Source: Hummels and Klenow (2005), The variety and
    quality of a nation's exports, equations (2) and (3).

    >>> list(margins([30, 0, 10], [100, 60, 40]).rows())
    [{'extensive': 0.7, 'intensive': 0.2857142857142857, 'share': 0.2, 'products': 2}]
    """
    x = amounts("exports", exports)
    x = amounts("exports", exports, (x.size,))
    w = amounts("reference", reference, x.shape)
    valid = ~(np.isnan(x) | np.isnan(w))
    sold = valid & (x > 0)
    own_exports, rival_exports, market = exact_sum(x[sold]), exact_sum(w[sold]), exact_sum(w[valid])
    return Indicator(
        "margins",
        {
            "extensive": [share(rival_exports, market)],
            "intensive": [share(own_exports, rival_exports)],
            "share": [share(own_exports, market)],
            "products": [int(sold.sum())],
        },
        {"extensive": "share", "intensive": "share", "share": "share", "products": "products"},
        ("a product counts as sold where any value is reported",),
        {
            "unknown": int((~valid).sum()),
            "outside_reference": int((sold & (w == 0)).sum()),
            "zero_denominators": int(rival_exports == 0) + int(market == 0),
        },
        ("Hummels and Klenow 2005",),
    )
