"""From tariff lines to sectors: three averages, and their spread.

simple         mean of the lines' rates: high rates count in full although they allow little trade.
weighted       by imports at world prices: a prohibitive rate weighs nothing.
theta          the uniform rate that gives the same price index in a constant-elasticity sector,
               ( sum_l s_l (1 + t_l)^-theta )^(-1/theta) - 1 with s_l the shares at free trade. They are found from imports
               at the rates in force: s_l is proportional to v_l (1 + t_l)^(theta + 1) (in the spirit of Anderson and
               Neary 2005, for the model's own elasticity).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array

__all__ = ["Aggregate", "aggregate"]


@dataclass(frozen=True)
class Aggregate:
    """Averages of one sector as fractions, the spread (largest less smallest), number of lines and of lines with trade."""

    simple: float
    weighted: float
    theta: float
    spread: float
    lines: int
    trading: int


def aggregate(rate: Array, value: Array, sector: NDArray[np.int_], theta: Array) -> list[Aggregate]:
    """Averages for each sector 0..len(theta)-1 of lines with `rate`, import `value` (at world prices) and `sector`.

    Without trade in a sector the weighted and theta averages are its simple mean. Raises `DataError` for a sector
    without lines, rates at or below -100 %, negative values.

    >>> found = aggregate(np.array([0.0, 0.5]), np.array([9.0, 1.0]), np.array([0, 0]), np.array([4.0]))[0]
    >>> round(found.simple, 3), round(found.weighted, 3), round(found.theta, 3)
    (0.25, 0.05, 0.121)
    """
    if (rate <= -1).any() or (value < 0).any():
        raise DataError(Message("rates_must_be_above_100_values"))
    result = []
    for j, elasticity in enumerate(theta):
        own = sector == j
        if not own.any():
            raise DataError(Message("sector_without_tariff_lines"), found=j)
        t, v = rate[own], value[own]
        simple = float(t.mean())
        if v.sum() <= 0:
            result.append(Aggregate(simple, simple, simple, 0.0, int(own.sum()), 0))
            continue
        weighted = float((t * v).sum() / v.sum())
        free = v * (1 + t) ** (elasticity + 1)
        free = free / free.sum()
        same = float((free * (1 + t) ** -elasticity).sum() ** (-1 / elasticity) - 1)
        options = (simple, weighted, same)
        result.append(
            Aggregate(simple, weighted, same, max(options) - min(options), int(own.sum()), int((v > 0).sum()))
        )
    return result
