"""Revealed comparative advantage (Balassa 1965) and its symmetric form (Laursen)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.indicators.indicator import Array, Indicator, amounts, exact_sum, labels, ratio

__all__ = ["advantage", "advantage_matrix"]


def advantage(exports: ArrayLike, world: ArrayLike, *, products: Sequence[str] | None = None) -> Indicator:
    """Products with a larger share in the reporter's exports than in the world's.

        RCA_k  = (X_k / sum_k X_k) / (W_k / sum_k W_k)          SRCA_k = (RCA_k - 1) / (RCA_k + 1)

    `exports` X and `world` W by product (K), one currency unit, one period; the world includes the reporter. RCA is in
    [0, inf), SRCA in [-1, 1]; one and zero mean the world's weight. The mean of RCA weighted by the world's shares is
    one. Order: as given. A product that the world does not export has no advantage: nan, in `zero_denominators`. A
    product of unknown value makes the shares unknown: leave it out of both arguments, or give zero if there is known to
    be no trade. Raises DataError for wrong shapes or negative values. Source: Balassa (1965), Trade liberalisation and
    revealed comparative advantage; Laursen (2015, first 1998), Revealed comparative advantage and the alternatives as
    measures of international specialization.

    >>> found = advantage([60, 40], [100, 300], products=["a", "b"])
    >>> found.values("rca").round(4).tolist(), found.values("symmetric").round(4).tolist()
    ([2.4, 0.5333], [0.4118, -0.3043])
    """
    x = amounts("exports", exports)
    x = amounts("exports", exports, (x.size,))
    w = amounts("world exports", world, (x.size,))
    own, _ = ratio(x, exact_sum(x))
    all_, _ = ratio(w, exact_sum(w))
    rca, counted = ratio(own, all_)
    symmetric, _ = ratio(rca - 1, rca + 1)
    return Indicator(
        "advantage",
        {
            "product": labels("products", products, x.size),
            "share": own.tolist(),
            "world_share": all_.tolist(),
            "rca": rca.tolist(),
            "symmetric": symmetric.tolist(),
        },
        {
            "product": "product code",
            "share": "share",
            "world_share": "share",
            "rca": "ratio",
            "symmetric": "index -1..1",
        },
        ("the world is the sum of the areas given",),
        counted,
        ("Balassa 1965", "Laursen 2015"),
    )


def advantage_matrix(exports: ArrayLike) -> Array:
    """RCA of every exporter in every product: (C, K) values in one currency unit to (C, K) ratios, nan as in `advantage`.

        RCA_ck = (X_ck / X_c.) / (X_.k / X_..)

    Raises DataError for a table that is not two-dimensional, or has negative or unknown values.
    Source: Balassa (1965).

    >>> advantage_matrix([[60, 40], [40, 260]]).round(4).tolist()
    [[2.4, 0.5333], [0.5333, 1.1556]]
    """
    x = amounts("exports", exports)
    if x.ndim != 2 or np.isnan(x).any():
        raise DataError(
            Message("exports_are_not_full_table"), found=x.shape, expected=Message("exporters_by_products_none_unknown")
        )
    rows = np.array([exact_sum(row) for row in x])
    columns = np.array([exact_sum(column) for column in x.T])
    whole = exact_sum(x)
    revealed, _ = ratio(ratio(x, rows[:, None])[0], ratio(columns, whole)[0][None, :])
    return revealed
