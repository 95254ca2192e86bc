"""Export potential: a supplier's possible exports to a market, from supply, demand and ease (Decreux and Spies
2016)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.indicators.indicator import Indicator, amounts, exact_sum, labels, ratio, share

__all__ = ["export_potential"]


def export_potential(
    exports: ArrayLike,
    world: ArrayLike,
    market: ArrayLike,
    actual: ArrayLike,
    *,
    supply_growth: ArrayLike | None = None,
    demand_growth: float = 1.0,
    tariff_factor: ArrayLike | None = None,
    products: Sequence[str] | None = None,
) -> Indicator:
    """Potential of supplier i in market j by product k, and the realised part.

        potential_ijk = supply_ik x ease_ij x demand_jk
        supply_ik = g_ik V_ik / V_k          demand_jk = h_j a_jk V_jk
        ease_ij   = V_ij / sum_k (V_ik / V_k) V_jk
        realised = min(V_ijk, potential),  unrealised = max(potential - V_ijk, 0)

    By product (K), one currency unit: `exports` V_ik of the supplier to all, `world` V_k of all to all, `market` V_jk
    the market's imports from all, `actual` V_ijk. Ease above one: the pair trades more than shares suggest, for any
    reason (nearness, treaties, networks); it is one number for all products. Options add the forecast of the original method:
    `supply_growth` g (K; expected growth of the supplier's share, one: none), `demand_growth` h, `tariff_factor` a (K; above
    one: the market's duties favour the supplier over its competitors). Without them the potential sums to the actual
    trade of the pair, and shows its distribution, not its growth. Rows: products in the order given, then `total`.
    Products that the world does not export have no supply (nan, `zero_denominators`) and unknown ones none (`unknown`):
    both are left out of ease and total. Raises DataError for wrong shapes, negative values, exports above the world's.
    Source: Decreux and Spies (2016), Export potential assessments, International Trade Centre, sections 2 and 3 (their
    corrections for re-exports, volatility, distance and tariffs are not made here but can be passed in).

    >>> answer = export_potential([50, 10], [100, 100], [40, 80], [18, 2], products=["a", "b"])
    >>> answer.values("potential").round(4).tolist(), answer.values("unrealised").round(4).tolist()
    ([14.2857, 5.7143, 20.0], [0.0, 3.7143, 3.7143])
    """
    v_ik = amounts("exports", exports)
    v_ik = amounts("exports", exports, (v_ik.size,))
    shape = v_ik.shape
    v_k = amounts("world", world, shape)
    v_jk = amounts("market", market, shape)
    v_ijk = amounts("actual", actual, shape)
    g = amounts("supply growth", np.ones(shape) if supply_growth is None else supply_growth, shape)
    a = amounts("tariff factor", np.ones(shape) if tariff_factor is None else tariff_factor, shape)
    if not demand_growth > 0 or not math.isfinite(demand_growth):
        raise DataError(Message("demand_growth_positive_factor"), found=demand_growth)
    if (v_ik > v_k * (1 + 1e-12)).any():
        raise DataError(Message("supplier_exports_more_than_world"), expected=Message("world_that_includes_supplier"))
    part, counted = ratio(v_ik, v_k)
    valid = ~(np.isnan(part) | np.isnan(v_jk) | np.isnan(v_ijk))
    ease = share(exact_sum(v_ijk[valid]), exact_sum((part * v_jk)[valid]))
    supply, demand = g * part, demand_growth * a * v_jk
    potential = supply * ease * demand
    sums = {
        "demand": demand,
        "actual": v_ijk,
        "potential": potential,
        "realised": np.minimum(v_ijk, potential),
        "unrealised": np.maximum(potential - v_ijk, 0.0),
    }
    columns = {"supply": [*supply.tolist(), math.nan]} | {
        name: [*values.tolist(), exact_sum(values[valid])] for name, values in sums.items()
    }
    return Indicator(
        "export_potential",
        {"product": [*labels("products", products, v_ik.size), "total"], **columns},
        {"product": "product code", "supply": "share", **dict.fromkeys(list(columns)[1:], "currency unit")},
        _assumptions(supply_growth is not None or demand_growth != 1, tariff_factor is not None),
        counted | {"ease": ease, "left_out": int((~valid).sum())},
        ("Decreux and Spies 2016",),
    )


def _assumptions(has_growth: bool, has_tariffs: bool) -> tuple[str, ...]:
    return (
        "ease is the same for all products of the pair",
        "growth as passed in" if has_growth else "no forecast",
        "tariff factor as passed in" if has_tariffs else "no tariff correction",
    )
