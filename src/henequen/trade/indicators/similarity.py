"""Similarity of two export baskets (Finger and Kreinin 1979)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from henequen.trade.indicators.indicator import Indicator, amounts, exact_sum, labels, ratio, share

__all__ = ["similarity"]


def similarity(first: ArrayLike, second: ArrayLike, *, products: Sequence[str] | None = None) -> Indicator:
    """The common part of two countries' exports (to the world, or to one market): the degree of competition.

        S = sum_k min(a_k, b_k),   a_k = A_k / sum A,  b_k = B_k / sum B

    `first` A and `second` B by product (K), each in any unit: shares decide. In [0, 1], symmetric. Rows: each product's
    part of the index in the order given, then `total`. nan if a total is zero or a value unknown (counted).
    Raises DataError for wrong shapes or negative values.
    Source: Finger and Kreinin (1979), A measure of export similarity and its possible uses (there 0..100).

    >>> similarity([50, 50, 0], [20, 30, 50]).values().tolist()
    [0.2, 0.3, 0.0, 0.5]
    """
    a = amounts("first exports", first)
    a = amounts("first exports", first, (a.size,))
    b = amounts("second exports", second, a.shape)
    one, counted = ratio(a, exact_sum(a))
    other, more = ratio(b, exact_sum(b))
    overlap = np.minimum(one, other)
    return Indicator(
        "similarity",
        {
            "product": [*labels("products", products, a.size), "total"],
            "first_share": [*one.tolist(), share(exact_sum(a), exact_sum(a))],
            "second_share": [*other.tolist(), share(exact_sum(b), exact_sum(b))],
            "value": [*overlap.tolist(), exact_sum(overlap)],
        },
        {"product": "product code", "first_share": "share", "second_share": "share", "value": "index 0..1"},
        (),
        {key: max(int(str(counted[key])), int(str(more[key]))) for key in counted},
        ("Finger and Kreinin 1979",),
    )
