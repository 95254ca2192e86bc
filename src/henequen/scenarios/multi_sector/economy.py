"""A calibrated world prepared for the solver: quantities that do not depend on the shock are computed once.

Sectors without trade are solved analytically. With T traded and S untraded sectors of one region, prices of the
untraded solve log P_S = g_S log w + G_TS' log P_T + G_SS' log P_S, and spending on them X_S = G_ST Y_T + G_SS X_S + a_S
I; both are linear, so a region is left with T unit costs log c_T = b log w + A log P_T and T expenditures X_T = B Y_T +
a I. Symbols are those of Caliendo and Parro (2015, section 2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from henequen.scenarios.bases.base import Array, Base

__all__ = ["Economy", "economy_of"]


@dataclass(frozen=True)
class Economy:
    """The world of a base in units of world value added (so that value added sums to one).

    Orders: `share` and `data_tariff` (T, N importer, N exporter); `start_spending` (T, N); unit-cost loading `cost_wage`
    (N, T), `cost_price` (N, T, T); spending `use` (N, T, T), `final` (N, T). `traded`, `untraded` index the sectors.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    traded: NDArray[np.intp]
    untraded: NDArray[np.intp]
    unit: float
    share: Array
    data_tariff: Array
    theta: Array
    start_spending: Array
    value_added: Array
    surplus: Array
    cost_wage: Array
    cost_price: Array
    use: Array
    final: Array
    untraded_price: Array
    untraded_price_wage: Array
    untraded_use: Array
    untraded_final: Array
    final_share: Array
    va_share: Array

    @property
    def shape(self) -> tuple[int, int]:
        """Traded sectors T and regions N."""
        return len(self.traded), len(self.regions)


def economy_of(base: Base) -> Economy:
    """The `Economy` of a multi-sector base. A cell without spending gets a home share of one, and no weight."""
    arrays = base.arrays
    trade, io_coef, va_share = arrays["trade"], arrays["io_coef"], arrays["va_share"]
    tariff = base.tariffs(base.data_tariffs or "")
    spending = arrays["expenditure"]
    count = len(base.regions)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(
            spending[:, None, :] > 0, trade * (1 + tariff) / spending[:, None, :], np.eye(count)[:, :, None]
        )
    home = np.einsum("nnj->j", trade)
    moves = trade.sum(axis=(0, 1)) > home
    traded, untraded = np.flatnonzero(moves), np.flatnonzero(~moves)
    g_tt = io_coef[:, traded[:, None], traded]
    g_ts = io_coef[:, traded[:, None], untraded]
    g_st = io_coef[:, untraded[:, None], traded]
    g_ss = io_coef[:, untraded[:, None], untraded]
    eye = np.eye(len(untraded))
    inverse_price = np.linalg.inv(eye - g_ss.transpose(0, 2, 1))
    inverse_use = np.linalg.inv(eye - g_ss)
    untraded_price = inverse_price @ g_ts.transpose(0, 2, 1)
    untraded_price_wage = (inverse_price @ va_share[:, untraded, None])[:, :, 0]
    untraded_use = inverse_use @ g_st
    untraded_final = (inverse_use @ arrays["final_share"][:, untraded, None])[:, :, 0]
    unit = float(arrays["value_added"].sum())
    return Economy(
        regions=base.regions,
        sectors=base.sectors,
        traded=traded,
        untraded=untraded,
        unit=unit,
        share=np.ascontiguousarray(share[:, :, traded].transpose(2, 0, 1)),
        data_tariff=np.ascontiguousarray(tariff[:, :, traded].transpose(2, 0, 1)),
        theta=arrays["theta"],
        start_spending=np.ascontiguousarray(spending[:, traded].T) / unit,
        value_added=arrays["value_added"] / unit,
        surplus=arrays["surplus"] / unit,
        cost_wage=va_share[:, traded] + (g_st.transpose(0, 2, 1) @ untraded_price_wage[:, :, None])[:, :, 0],
        cost_price=g_tt.transpose(0, 2, 1) + g_st.transpose(0, 2, 1) @ untraded_price,
        use=g_tt + g_ts @ untraded_use,
        final=arrays["final_share"][:, traded] + (g_ts @ untraded_final[:, :, None])[:, :, 0],
        untraded_price=untraded_price,
        untraded_price_wage=untraded_price_wage,
        untraded_use=untraded_use,
        untraded_final=untraded_final,
        final_share=arrays["final_share"],
        va_share=va_share,
    )
