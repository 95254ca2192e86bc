"""SMART: creation and diversion by tariff line, all suppliers at once (Laird and Yeats 1986; WITS manual).

For a product with imports M_i from supplier i at world prices (world price one), duties t_i, import demand elasticity h < 0,
substitution elasticity s > 0 between suppliers and export supply elasticity e > 0:

    r_i   = (1 + t'_i) / (1 + t_i) - 1                    relative duty change
    w_i   = r_i h / (e - h)                               world price, up where demand grows (zero as e grows)
    TC_i  = M_i h r_i / (1 - h / e)                       creation
    x_i   = 1 - s r_i e / (e - h)  (linear, as in SMART)  or  (1 + r_i e / (e - h))^-s  (ces)
    TD_i  = M M_i x_i / sum_j M_j x_j  -  M_i             diversion, sums to zero over suppliers

With one favoured group this is SMART's own formula, M_A M_B (-s r) / (M_A + M_B - s r M_A). Consumers gain the fall of duty-paid
prices times the mean of quantities before and after; the importer's welfare is that plus the change of revenue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array

__all__ = ["SmartOutcome", "smart"]

LEAST = 1e-6


@dataclass(frozen=True)
class SmartOutcome:
    """By product and supplier (L, S), in the currency of `value`: creation, diversion, world price change (fraction),
    imports after (at world prices after), revenue before and after, consumer gain; welfare = gain + revenue change.
    `bounded` counts cells where the linear diversion would have exceeded a supplier's sales and was limited to them."""

    creation: Array
    diversion: Array
    price: Array
    after: Array
    revenue_before: Array
    revenue_after: Array
    consumer: Array
    welfare: Array
    bounded: int


def smart(
    value: Array,
    before: Array,
    after: Array,
    demand: Array,
    substitution: Array,
    supply: Array,
    form: Literal["linear", "ces"] = "linear",
) -> SmartOutcome:
    """Solve L products x S suppliers at once; elasticities (L). Raises `DataError` for elasticities of the wrong sign, duties
    of -100 % or below, negative values.

    >>> one = lambda *v: np.array([v])
    >>> found = smart(one(100.0, 300.0), one(0.1, 0.1), one(0.0, 0.1), *(np.array([v]) for v in (-1.0, 1.5, 1e9)))
    >>> found.creation.round(3).tolist(), found.diversion.round(3).tolist()
    ([[9.091, -0.0]], [[9.89, -9.89]])
    """
    if (value < 0).any() or (before <= -1).any() or (after <= -1).any():
        raise DataError(Message("values_must_not_be_negative_duties"))
    if (demand >= 0).any() or (substitution <= 0).any() or (supply <= 0).any():
        raise DataError(Message("elasticities_have_wrong_sign"), expected=Message("demand_0_substitution_0_supply_0"))
    h, s, e = demand[:, None], substitution[:, None], supply[:, None]
    relative = (after - before) / (1 + before)
    price = relative * (h / (e - h))
    paid = relative * (e / (e - h))
    creation = value * (h * paid)
    pull = 1 - s * paid if form == "linear" else (1 + paid) ** -s
    bounded = int(((pull < LEAST) & (value > 0)).sum())
    pull = np.maximum(pull, LEAST)
    total = value.sum(axis=1, keepdims=True)
    weighted = value * pull
    base = weighted.sum(axis=1, keepdims=True)
    diversion = weighted * np.divide(total, base, out=np.zeros_like(total), where=base > 0) - value
    quantity = np.maximum(value + creation + diversion, 0.0)
    imports = quantity * (1 + price)
    consumer = ((1 + before) - (1 + after) * (1 + price)) * (value + quantity) / 2
    revenue_before, revenue_after = before * value, after * imports
    return SmartOutcome(
        creation,
        diversion,
        price,
        imports,
        revenue_before,
        revenue_after,
        consumer,
        consumer + revenue_after - revenue_before,
        bounded,
    )
