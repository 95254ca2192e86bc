"""Depth of an agreement beyond tariffs, as a factor on trade costs."""

from __future__ import annotations

import math

from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["cost_factor_of_depth"]


def cost_factor_of_depth(trade_effect: float, theta: float, tariff_part: float = 0.0) -> float:
    """The iceberg factor whose removal of costs gives an estimated trade effect beyond what tariffs explain.

    `trade_effect` is a gravity coefficient (log points of trade that agreements of this depth add), `tariff_part` the log
    points that the tariff cut itself gives (theta times the log change of 1 + t): d = exp( -(effect - part) / theta ), one
    at most (an agreement is not read as raising costs). Head and Mayer (2014) discuss the step.

    >>> round(cost_factor_of_depth(0.30, 5.0, 0.10), 4)
    0.9608
    """
    if theta <= 0:
        raise DataError(Message("trade_elasticity_must_be_positive"), found=theta)
    return math.exp(-max(0.0, trade_effect - tariff_part) / theta)
