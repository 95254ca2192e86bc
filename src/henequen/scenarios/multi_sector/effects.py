"""Changes of a counterfactual against the baseline, by region, sector and flow. Two figures for welfare are shown side
by side:

* exact real income, 100 (I'/I / (P'/P) - 1), with P the Cobb-Douglas price index of final demand;
* first order, as Caliendo and Parro (2015, equations 15-17 and Table 2) print it: weights of the baseline, finite
changes of costs and flows instead of differentials,

    ToT_n = 1/I_n sum_ij ( E_ni (c^_n - 1) - M_ni (c^_i - 1) )
    VoT_n = 1/I_n sum_ij t_ni ( M'_ni - M_ni c^_i )
    Tech_n = - 1/I_n sum_ij M_ni (1 + t_ni) (d^_ni - 1)        (if iceberg costs change)

For a large shock the two differ much: at baseline weights each lost tariff dollar is credited with the whole growth of
the flow, while along the way the tariff, and with it the gain from one more unit, falls to zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from henequen.scenarios.bases.base import Array
from henequen.scenarios.multi_sector.economy import Economy
from henequen.scenarios.multi_sector.solve import Equilibria

__all__ = ["REGION_MEASURES", "Effects", "World", "effects_between", "world_of"]

REGION_MEASURES = (
    "exact_real_income",
    "first_order_welfare",
    "terms_of_trade",
    "volume_of_trade",
    "technical_efficiency",
    "real_wage",
    "tariff_revenue_change",
)


@dataclass(frozen=True)
class World:
    """One solved world in levels: flows (T, N, N) net of tariff, income, revenue (N), log price index (N),
    log_wage (N), log_cost (T, N); by region and sector (N, J): output (nominal), log_price."""

    flows: Array
    tariff: Array
    income: Array
    revenue: Array
    log_index: Array
    log_wage: Array
    log_cost: Array
    output: Array
    log_price: Array


def world_of(solved: Equilibria, which: int = 0) -> World:
    """World `which` of a batch, with the sectors without trade filled in."""
    eco: Economy = solved.economy
    flows = solved.trade(which)
    tariff = solved.tariff[which % len(solved.tariff)]
    output = np.zeros((len(eco.regions), len(eco.sectors)))
    log_price = np.zeros_like(output)
    output[:, eco.traded] = solved.output[which].T
    log_price[:, eco.traded] = solved.log_price[which].T
    log_price[:, eco.untraded] = (eco.untraded_price @ solved.log_price[which].T[:, :, None])[
        :, :, 0
    ] + eco.untraded_price_wage * solved.log_wage[which][:, None]
    output[:, eco.untraded] = (eco.untraded_use @ solved.output[which].T[:, :, None])[
        :, :, 0
    ] + eco.untraded_final * solved.income[which][:, None]
    return World(
        flows=flows,
        tariff=tariff,
        income=solved.income[which],
        revenue=(flows * tariff).sum(axis=(0, 2)),
        log_index=(eco.final_share * log_price).sum(axis=1),
        log_wage=solved.log_wage[which],
        log_cost=solved.log_cost[which],
        output=output,
        log_price=log_price,
    )


@dataclass(frozen=True)
class Effects:
    """Changes between two worlds: `regions` measure -> (N) in percent (nan: not defined, as the change of a revenue
    that was zero); by region and sector (N, J) ratios of output, price (purchasers'), volume, and the baseline's share
    of output; flows (T, N, N) before, after."""

    regions: dict[str, Array]
    output: Array
    price: Array
    volume: Array
    share: Array
    before: Array
    after: Array


def effects_between(before: World, after: World, iceberg: Array | None = None) -> Effects:
    """The `Effects` of going from `before` to `after`; `iceberg` (T, N, N) is the change of costs between the two."""
    cost = np.exp(after.log_cost - before.log_cost)
    flows, income = before.flows, before.income
    exports = flows.sum(axis=1)
    gain = (exports * (cost - 1)).sum(axis=0)
    loss = (flows * (cost[:, None, :] - 1)).sum(axis=(0, 2))
    volume = (before.tariff * (after.flows - flows * cost[:, None, :])).sum(axis=(0, 2))
    technical = np.zeros_like(income)
    if iceberg is not None:
        technical = -(flows * (1 + before.tariff) * (iceberg - 1)).sum(axis=(0, 2))
    index = after.log_index - before.log_index
    with np.errstate(invalid="ignore", divide="ignore"):
        revenue = np.where(before.revenue > 0, 100 * (after.revenue / before.revenue - 1), np.nan)
        output = np.where(before.output > 0, after.output / before.output, np.nan)
    measures = {
        "exact_real_income": 100 * np.expm1(np.log(after.income / income) - index),
        "terms_of_trade": 100 * (gain - loss) / income,
        "volume_of_trade": 100 * volume / income,
        "technical_efficiency": 100 * technical / income,
        "real_wage": 100 * np.expm1(after.log_wage - before.log_wage - index),
        "tariff_revenue_change": revenue,
    }
    measures["first_order_welfare"] = (
        measures["terms_of_trade"] + measures["volume_of_trade"] + measures["technical_efficiency"]
    )
    price = np.exp(after.log_price - before.log_price)
    share = before.output / before.output.sum(axis=1, keepdims=True)
    return Effects(measures, output, price, output / price, share, flows, after.flows)
