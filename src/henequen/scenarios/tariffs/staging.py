"""Staging: how an agreed cut is phased in over the years, by category.

The share of the cut that is made in the k-th year (k = 0 is the first year of cuts), zero during `grace`: immediate 1;
linear (k+1)/years in equal steps; back_loaded ((k+1)/years)^2, starting with small steps; partial linear to
`share` of the cut and no further; exclusion 0; quota `share` of the trade enters at the new rate from the first year;
seasonal the new rate holds in `months` of twelve. The last two are averages over a year's trade: at a filled quota, or out
of season, the price at the margin does not fall, so that they overstate the effect on quantities.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array

__all__ = ["phase", "staged_rates"]


def phase(kind: str, k: int, years: int = 1, *, grace: int = 0, share: float = 1.0, months: int = 12) -> float:
    """The share of the cut made in year `k`.

    >>> [phase("linear", k, 4) for k in range(5)]
    [0.25, 0.5, 0.75, 1.0, 1.0]
    >>> phase("back_loaded", 1, 4), phase("partial", 9, 5, share=0.5), phase("seasonal", 0, months=3)
    (0.25, 0.5, 0.25)
    """
    if kind == "exclusion" or k < grace:
        return 0.0
    progress = min(1.0, (k - grace + 1) / years)
    if kind == "immediate":
        return 1.0
    if kind == "linear":
        return progress
    if kind == "back_loaded":
        return progress**2
    if kind == "partial":
        return progress * share
    if kind == "quota":
        return share
    if kind == "seasonal":
        return progress * months / 12
    raise DataError(Message("no_such_staging_category"), found=kind)


def staged_rates(
    general: Array, final: Array, share: Array | Sequence[float], erosion: float = 0.0, k: int = 0
) -> tuple[Array, Array]:
    """General and preferential rates of year `k`, any shape: the general rate falls by `erosion` per year since the
    base year; the preference is staged from the base-year rate and is never above the general rate of its year, unless
    it is meant to be (an increase).

    >>> general, rate = staged_rates(np.array([0.10]), np.array([0.0]), np.array([0.25]), 0.2, 1)
    >>> general.round(4).tolist(), rate.round(4).tolist()
    ([0.064], [0.064])
    """
    faded = general * (1 - erosion) ** (k + 1) if erosion else general
    staged = general + np.asarray(share) * (final - general)
    return faded, np.where(final <= general, np.minimum(staged, faded), staged)
