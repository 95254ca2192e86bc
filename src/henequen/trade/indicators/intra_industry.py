"""Intra-industry trade: Grubel-Lloyd level and trade-weighted mean, Brülhart's marginal index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from henequen.trade.indicators.indicator import Indicator, amounts, exact_sum, labels, ratio, share

__all__ = ["grubel_lloyd", "marginal_intra_industry"]


def grubel_lloyd(exports: ArrayLike, imports: ArrayLike, *, products: Sequence[str] | None = None) -> Indicator:
    """The share of trade in a product that is two-way.

        GL_k = 1 - |X_k - M_k| / (X_k + M_k)
        GL   = sum_k w_k GL_k,   w_k = (X_k + M_k) / sum_k (X_k + M_k)      = 1 - sum |X - M| / sum (X + M)

    `exports` X and `imports` M of one reporter with one partner by product (K), one currency unit. In [0, 1]. Rows:
    each product in the order given with its weight, then `total`, the trade-weighted mean (not adjusted for
    imbalance). A product without trade has no index (nan, `zero_denominators`). A product of unknown value counts in
    `unknown` and is left out of the total, whose weight then shows the share of the products it is based on. Raises
    DataError for wrong shapes or negative values. Source: Grubel and Lloyd (1975), Intra-industry trade, ch. 2.

    >>> grubel_lloyd([100, 0, 30], [50, 20, 30]).values().round(4).tolist()
    [0.6667, 0.0, 1.0, 0.6957]
    """
    x = amounts("exports", exports)
    x = amounts("exports", exports, (x.size,))
    m = amounts("imports", imports, x.shape)
    level, counted = ratio(np.abs(x - m), x + m)
    valid = ~(np.isnan(x) | np.isnan(m))
    trade = exact_sum((x + m)[valid])
    weight, _ = ratio(x + m, trade)
    total = 1 - share(exact_sum(np.abs(x - m)[valid]), trade)
    return Indicator(
        "grubel_lloyd",
        {
            "product": [*labels("products", products, x.size), "total"],
            "weight": [*weight.tolist(), share(trade, trade)],
            "value": [*(1 - level).tolist(), total],
        },
        {"product": "product code", "weight": "share", "value": "index 0..1"},
        ("products at the level given: a coarser level gives a higher index",),
        counted,
        ("Grubel and Lloyd 1975",),
    )


def marginal_intra_industry(
    exports: ArrayLike,
    imports: ArrayLike,
    later_exports: ArrayLike,
    later_imports: ArrayLike,
    *,
    products: Sequence[str] | None = None,
) -> Indicator:
    """The share of the *change* of trade between two periods that is two-way.

        A_k = 1 - |dX_k - dM_k| / (|dX_k| + |dM_k|)          B_k = (dX_k - dM_k) / (|dX_k| + |dM_k|)
        A   = sum_k w_k A_k,   w_k = (|dX_k| + |dM_k|) / sum_k (|dX_k| + |dM_k|);   B alike

    By product (K), one currency unit, constant prices if the question is about adjustment. A is in [0, 1], B in [-1,
    1] (positive: exports changed more, so the reporter's industry grew). Rows: each product in the order given, then
    `total`.
    A product without change has no index (nan, `zero_denominators`); an unknown one is left out of the total
    (`unknown`).
    Raises DataError for wrong shapes or negative values.
    Source: Brülhart (1994), Marginal intra-industry trade: measurement and relevance for the pattern of industrial
    adjustment, his indices A and B.

    >>> found = marginal_intra_industry([10, 10], [10, 10], [20, 10], [15, 4])
    >>> found.values("a").round(4).tolist(), found.values("b").round(4).tolist()
    ([0.6667, 0.0, 0.4762], [0.3333, 1.0, 0.5238])
    """
    x0 = amounts("exports", exports)
    x0 = amounts("exports", exports, (x0.size,))
    dx = amounts("later exports", later_exports, x0.shape) - x0
    dm = amounts("later imports", later_imports, x0.shape) - amounts("imports", imports, x0.shape)
    moved = np.abs(dx) + np.abs(dm)
    apart, counted = ratio(np.abs(dx - dm), moved)
    b, _ = ratio(dx - dm, moved)
    valid = ~np.isnan(moved)
    whole = exact_sum(moved[valid])
    weight, _ = ratio(moved, whole)
    return Indicator(
        "marginal_intra_industry",
        {
            "product": [*labels("products", products, x0.size), "total"],
            "weight": [*weight.tolist(), share(whole, whole)],
            "a": [*(1 - apart).tolist(), 1 - share(exact_sum(np.abs(dx - dm)[valid]), whole)],
            "b": [*b.tolist(), share(exact_sum((dx - dm)[valid]), whole)],
        },
        {"product": "product code", "weight": "share", "a": "index 0..1", "b": "index -1..1"},
        ("changes are taken as given: deflate both periods first where prices moved",),
        counted,
        ("Brülhart 1994",),
    )
