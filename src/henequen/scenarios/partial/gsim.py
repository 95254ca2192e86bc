"""GSIM: one product's world market, all importers and exporters (Francois and Hall 2003).

In proportional changes, with p_i the price that exporter i receives, T_vi the change of the power of the duty, expenditure
shares a_vi at duty-paid prices, demand elasticity m_v < 0, substitution s > 0, supply x_i > 0:

    P_vi  = p_i + T_vi
    M_vi  = ( a_vi m_v - (1 - a_vi) s ) P_vi + sum_{r != i} a_vr ( m_v + s ) P_vr
    x_i p_i = sum_v b_vi M_vi ,     b_vi = share of importer v in the sales of i

T_vi is log((1 + t'_vi) / (1 + t_vi)) (`log`, ours), or (1 + t'_vi) / (1 + t_vi) - 1 (`proportional`, as in the article's own
example). They agree for small changes; for the removal of a duty of 40 % the first is -0.34 and the second -0.29.
Linear in p: one small system per product, solved for all products at once. Home sales are rows of the matrix like any
other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array

__all__ = ["GsimOutcome", "gsim"]


@dataclass(frozen=True)
class GsimOutcome:
    """(L, N) exporters' price and output changes (fractions), producer gain; importers' price change, consumer gain, revenue
    change, welfare of each region (all three); flows after (L, V, N) at prices received, in the currency of `value`."""

    price: Array
    output: Array
    producer: Array
    consumer_price: Array
    consumer: Array
    revenue: Array
    welfare: Array
    after: Array


def gsim(
    value: Array,
    before: Array,
    after: Array,
    demand: Array,
    substitution: Array,
    supply: Array,
    duty_change: Literal["log", "proportional"] = "log",
) -> GsimOutcome:
    """Solve L products; value, duties (L, V importers, N exporters) with V = N and the same order; demand (L, V),
    substitution (L), supply (L, N). Raises `DataError` for wrong signs or an exporter without sales."""
    if value.shape[1] != value.shape[2]:
        raise DataError(Message("importers_and_exporters_must_be_same"), found=value.shape)
    if (demand >= 0).any() or (substitution <= 0).any() or (supply <= 0).any():
        raise DataError(Message("elasticities_have_wrong_sign"), expected=Message("demand_0_substitution_0_supply_0"))
    if (value < 0).any() or (before <= -1).any() or (after <= -1).any():
        raise DataError(Message("values_must_not_be_negative_duties"))
    gross = value * (1 + before)
    spent = gross.sum(axis=2, keepdims=True)
    a = np.divide(gross, spent, out=np.zeros_like(gross), where=spent > 0)
    sold = value.sum(axis=1, keepdims=True)
    b = np.divide(value, sold, out=np.zeros_like(value), where=sold > 0)
    m, s = demand[:, :, None], substitution[:, None, None]
    shift = np.log1p(after) - np.log1p(before)
    if duty_change == "proportional":
        shift = np.expm1(shift)
    cross = a * (m + s)  # effect of P_vr on every M_vi
    # M_vi = sum_r cross_vr P_vr - s P_vi ; excess_i = sum_v b_vi M_vi - x_i p_i
    system = np.einsum("lvi,lvr->lir", b, cross)
    diagonal = np.arange(value.shape[2])
    system[:, diagonal, diagonal] -= s[:, 0] * b.sum(axis=1) + supply
    common = (cross * shift).sum(axis=2)
    right = -np.einsum("lvi,lv->li", b, common) + s[:, 0] * (b * shift).sum(axis=1)
    price = np.linalg.solve(system, right[:, :, None])[:, :, 0]
    paid = price[:, None, :] + shift
    quantity = (cross * paid).sum(axis=2, keepdims=True) - s * paid
    quantity = np.where(value > 0, quantity, 0.0)
    flows = value * (1 + quantity) * (1 + price[:, None, :])
    composite = (a * paid).sum(axis=2)
    revenue = (after * flows - before * value).sum(axis=2)
    producer = sold[:, 0] * (price + 0.5 * supply * price**2)
    consumer = -spent[:, :, 0] * (composite + 0.5 * demand * composite**2)
    return GsimOutcome(
        price, supply * price, producer, composite, consumer, revenue, producer + consumer + revenue, flows
    )
