"""Preferences that are only partly used: rules of origin, their cost, and duty relief for exporters' inputs."""

from __future__ import annotations

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array

__all__ = ["relieved", "used_preference"]


def used_preference(
    general: Array, preferential: Array, utilisation: float = 1.0, compliance_cost: float = 0.0
) -> tuple[Array, Array]:
    """The average rate paid, and the factor on trade costs, when proof of origin costs `compliance_cost` of the value.

    A preference whose margin does not exceed the cost is not used at all; otherwise the share `utilisation` of the
    trade claims it, pays the preferential rate and the cost (1 + utilisation x cost on all of it, on average).
    If the new rate is higher than the general one it applies to all trade.

    >>> rate, factor = used_preference(np.array([0.10, 0.02]), np.zeros(2), 0.8, 0.03)
    >>> rate.round(3).tolist(), factor.round(3).tolist()
    ([0.02, 0.02], [1.024, 1.0])
    """
    if not 0 <= utilisation <= 1 or compliance_cost < 0:
        raise DataError(Message("utilisation_must_be_between_0_and"), found=(utilisation, compliance_cost))
    margin = general - preferential
    used = np.where(margin > compliance_cost, utilisation, 0.0)
    rate = np.where(margin < 0, preferential, general - used * margin)
    return rate, 1.0 + used * compliance_cost


def relieved(statutory: Array, reduced: Array | float, coverage: Array | float) -> Array:
    """The average rate when `coverage` of the trade enters under a relief programme at the `reduced` rate.

    >>> relieved(np.array([0.25]), 0.0, 0.6).tolist()
    [0.1]
    """
    share = np.asarray(coverage, dtype=float)
    if ((share < 0) | (share > 1)).any():
        raise DataError(Message("coverage_must_be_between_0_and"), found=coverage)
    result: Array = (1 - share) * statutory + share * np.asarray(reduced, dtype=float)
    return result
