"""Cutting formulas of negotiations: linear, Swiss, tiered; with sensitive lines kept out or cut less."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array

__all__ = ["cut", "sensitive_cut"]


def cut(
    rate: Array,
    formula: Literal["linear", "swiss", "tiered"],
    *,
    reduction: float = 0.0,
    coefficient: float = 0.0,
    tiers: Sequence[tuple[float, float]] = (),
) -> Array:
    """Rates (fractions, any shape) after the formula.

    linear: t (1 - reduction). swiss: a t / (a + t) with `coefficient` a, which no new rate exceeds (GATT, Tokyo round;
    Francois and Martin 2003). tiered: `tiers` are (lower bound, reduction), ascending; a rate takes the reduction of the
    highest tier whose bound it exceeds. Rates at or below zero are unchanged.

    >>> cut(np.array([0.10, 0.50]), "swiss", coefficient=0.10).round(4).tolist()
    [0.05, 0.0833]
    >>> cut(np.array([0.10, 0.50]), "tiered", tiers=[(0.0, 0.5), (0.2, 0.7)]).round(3).tolist()
    [0.05, 0.15]
    """
    rate = np.asarray(rate, dtype=float)
    if formula == "linear":
        if not 0 <= reduction <= 1:
            raise DataError(Message("linear_cut_must_be_between_0"), found=reduction, expected=Message("zero_to_one"))
        new = rate * (1 - reduction)
    elif formula == "swiss":
        if coefficient <= 0:
            raise DataError(Message("swiss_formula_needs_positive_coefficient"), found=coefficient)
        new = coefficient * rate / (coefficient + np.maximum(rate, 0))
    else:
        bounds = [bound for bound, _ in tiers]
        if not tiers or bounds != sorted(bounds) or any(not 0 <= share <= 1 for _, share in tiers):
            raise DataError(Message("tiers_must_ascend_with_reductions_from"), found=list(tiers))
        new = rate.copy()
        for bound, share in tiers:
            new = np.where(rate > bound, rate * (1 - share), new)
    result: Array = np.where(rate > 0, new, rate)
    return result


def sensitive_cut(rate: Array, after: Array, sensitive: NDArray[np.bool_], share: float = 0.0) -> Array:
    """Where `sensitive`, only `share` of the cut from `rate` to `after` is made (0: excluded).

    >>> sensitive_cut(np.array([0.2, 0.2]), np.array([0.0, 0.0]), np.array([True, False]), 0.25).tolist()
    [0.15000000000000002, 0.0]
    """
    if not 0 <= share <= 1:
        raise DataError(Message("share_cut_must_be_between_0"), found=share)
    result: Array = np.where(sensitive, rate - share * (rate - after), after)
    return result
