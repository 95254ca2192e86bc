"""Complementarity: how well one country's exports fit another's imports (Michaely 1996; Drysdale 1969)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.indicators.indicator import Indicator, amounts, exact_sum, labels, ratio, share

__all__ = ["drysdale_complementarity", "michaely_complementarity"]


def michaely_complementarity(
    exports: ArrayLike, partner_imports: ArrayLike, *, products: Sequence[str] | None = None
) -> Indicator:
    """One less half the distance of the two baskets.

        TC_ij = 1 - sum_k |m_jk - x_ik| / 2,   x_ik = X_ik / X_i,  m_jk = M_jk / M_j

    `exports` X_i and `partner_imports` M_j (all partners) by product (K), each in any one unit. In [0, 1]: one if the
    baskets are the same, zero if they have nothing in common. Rows: each product's overlap min(x, m) in the order
    given, then `total`, their sum (the same number). nan where a total is zero or a value unknown. Raises DataError
    for wrong shapes or negative values. Source: Michaely (1996), Trade preferential agreements in Latin America: an
    ex-ante assessment, with 0..100 made 0..1.

    >>> michaely_complementarity([50, 50, 0], [20, 30, 50]).values().tolist()[-1]
    0.5
    """
    x = amounts("exports", exports)
    x = amounts("exports", exports, (x.size,))
    m = amounts("partner imports", partner_imports, (x.size,))
    sold, counted = ratio(x, exact_sum(x))
    bought, _ = ratio(m, exact_sum(m))
    total = 1 - exact_sum(np.abs(sold - bought)) / 2
    return Indicator(
        "michaely_complementarity",
        {
            "product": [*labels("products", products, x.size), "total"],
            "export_share": [*sold.tolist(), share(exact_sum(x), exact_sum(x))],
            "import_share": [*bought.tolist(), share(exact_sum(m), exact_sum(m))],
            "value": [*np.minimum(sold, bought).tolist(), total],
        },
        {"product": "product code", "export_share": "share", "import_share": "share", "value": "index 0..1"},
        ("the partner's imports are those from all origins",),
        counted,
        ("Michaely 1996",),
    )


def drysdale_complementarity(
    exports: ArrayLike, partner_imports: ArrayLike, world_imports: ArrayLike, own_imports: ArrayLike
) -> Indicator:
    """The weighted mean of the reporter's export specialisation over what its partner buys.

        C_ij = sum_k (X_ik / X_i) ((M_w - M_i) / (M_wk - M_ik)) (M_jk / M_j)

    All by product (K), in one currency unit. One: the partner buys the reporter's goods as much as the world does. A
    product that only the reporter buys is left out and counted in `no_market` if it is traded. Raises DataError
    for wrong shapes, negative values, own imports above the world's. Source: Drysdale (1969); Drysdale and Garnaut
    (1982).

    >>> drysdale_complementarity([50, 50], [20, 30], [100, 200], [0, 0]).values().tolist()
    [1.05]
    """
    x = amounts("exports", exports)
    x = amounts("exports", exports, (x.size,))
    m = amounts("partner imports", partner_imports, x.shape)
    market = amounts("world imports", world_imports, x.shape) - amounts("own imports", own_imports, x.shape)
    if (market < 0).any():
        raise DataError(
            Message("reporter_imports_exceed_world"),
            found=float(np.nanmin(market)),
            expected=Message("zero_or_more_number"),
        )
    sold, _ = ratio(x, exact_sum(x))
    bought, _ = ratio(m, exact_sum(m))
    pull, _ = ratio(exact_sum(market), market)
    terms = sold * bought * pull
    terms[(market == 0) & ((x == 0) | (m == 0))] = 0.0
    no_market = (market == 0) & (x > 0) & (m > 0)
    unknown = int((np.isnan(x) | np.isnan(m) | np.isnan(market)).sum())
    return Indicator(
        "drysdale_complementarity",
        {"value": [exact_sum(terms[~no_market])]},
        {"value": "ratio"},
        ("world imports less the reporter's own are what its exports can reach",),
        {"unknown": unknown, "no_market": int(no_market.sum())},
        ("Drysdale 1969", "Drysdale and Garnaut 1982"),
    )
