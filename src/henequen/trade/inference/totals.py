"""Parts whose total another country reports: information of the total on each part.

With parts y_k (variances v_k of their logarithms), Y their sum and T the total (variance v_T), linear prediction in
logarithms (Robinson 1991, sec. 3) moves a part by

    b_k ln(T / Y),   b_k = y_k v_k Y / (sum y^2 v + Y^2 v_T)

and leaves it the variance v_k - b_k y_k v_k / Y. For one part that is the inverse-variance mean of part and total.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Parts", "combine_with_totals"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_CLOSE = 3.0  # s.d. by which a total may exceed its parts and still be their sum


@dataclass(frozen=True)
class Parts:
    """Values of parts and variances of their logarithms."""

    value: Floats
    variance: Floats


def combine_with_totals(parts: Parts, of: Ints, total: Floats, variance: Floats) -> tuple[Parts, Flags]:
    """The parts updated by the totals, and which totals equal the sum of their parts within noise.

    `of` numbers each part's total; `total` and `variance` have one entry per total. A total that exceeds the sum of
    its parts has no information on them.

    >>> one = Parts(np.array([100.0]), np.array([0.04]))
    >>> found, whole = combine_with_totals(one, np.array([0]), np.array([121.0]), np.array([0.04]))
    >>> found.value.round(6).tolist(), found.variance.round(6).tolist(), whole.tolist()
    ([110.0], [0.02], [True])
    >>> two = Parts(np.array([100.0, 100.0]), np.array([0.04, 0.04]))
    >>> combine_with_totals(two, np.array([0, 0]), np.array([900.0]), np.array([0.04]))[1].tolist()
    [False]
    """
    n = total.size
    sums = np.bincount(of, parts.value, n)
    spread = np.bincount(of, parts.value**2 * parts.variance, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        excess = np.log(total / sums)
        whole = (sums > 0) & (excess < _CLOSE * np.sqrt(variance + spread / sums**2))
        factor = parts.value * parts.variance * sums[of] / (spread + sums**2 * variance)[of]
    used = whole[of]
    moved = np.where(used, factor * excess[of], 0.0)
    less = np.where(used, factor * parts.value * parts.variance / sums[of], 0.0)
    return Parts(parts.value * np.exp(moved), parts.variance - less), whole
