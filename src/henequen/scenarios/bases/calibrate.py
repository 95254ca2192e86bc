"""Balance a table into a base: the same steps for every importer, each counted.

The steps are those of Caliendo and Parro (2015, appendix and replication files), written for any table:
expenditure gross of tariff is what is bought from everyone, X = sum_i trade (1 + tariff); final spending is what is
left after intermediate use, X_k - sum_j io_kj Y_j; a negative remainder is set to zero and the shares are
renormalised. The adjusted world is therefore not quite the table: the model's own baseline is solved before any
counterfactual, so that no adjustment is counted as an effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.about import About
from henequen.scenarios.bases.base import Adjustment, Array, Base

__all__ = ["HIGHEST_THETA", "Accounts", "Origin", "calibrate", "check_theta", "lift_output"]

NDArrayBool = NDArray[np.bool_]
HIGH_THETA = 30.0
HIGHEST_THETA = 100.0


@dataclass(frozen=True)
class Accounts:
    """A table to be balanced: sales `trade` (importer, exporter, sector) with home sales on the diagonal, inputs and value added
    per unit of output, elasticities by sector, tariff sets, of which `data_tariffs` were in force in the year of the table."""

    regions: Sequence[str]
    sectors: Sequence[str]
    trade: Array
    io_coef: Array
    va_share: Array
    theta: Array
    tariffs: Mapping[str, Array]
    data_tariffs: str
    region_names: Sequence[str] | None = None
    sector_names: Sequence[str] | None = None


@dataclass(frozen=True)
class Origin:
    """Where a table is from: the name and notes of its base, year, source and currency; `about` is what `base.toml` says."""

    name: str
    year: int | None
    source: str
    currency: str
    notes: Sequence[str] = ()
    about: About = field(default_factory=About)


def calibrate(table: Accounts, origin: Origin, adjustments: Sequence[Adjustment] = ()) -> Base:
    """A multi-sector `Base` from a table; what was adjusted here follows the `adjustments` made before.

    Raises `DataError`, naming the cell, for values that are not finite, negative sales, a region without output,
    an elasticity at or below zero or above 100, a tariff at or below -100 %, shares outside [0, 1].
    """
    adjusted = list(adjustments)
    cells = _Cells(table.regions, table.sectors)
    _check_cells(table, cells)
    check_theta(table.theta, table.sectors, adjusted)
    output = table.trade.sum(axis=0)
    empty = [table.regions[n] for n in np.flatnonzero(output.sum(axis=1) <= 0).tolist()]
    if empty:
        raise DataError(
            Message("region_has_no_output"), where=", ".join(empty), found=0, expected=Message("positive_gross_output")
        )
    adjusted += _check_shares(table, cells)
    arrays: dict[str, Array] = {
        "trade": table.trade,
        "io_coef": table.io_coef,
        "va_share": table.va_share,
        **_spending(table, output, origin.currency, cells, adjusted),
        "theta": table.theta,
    }
    arrays.update({f"tariff:{key}": values for key, values in table.tariffs.items()})
    return Base(
        kind="multi_sector",
        name=origin.name,
        year=origin.year,
        source=origin.source,
        currency=origin.currency,
        regions=tuple(table.regions),
        region_names=tuple(table.region_names or table.regions),
        sectors=tuple(table.sectors),
        sector_names=tuple(table.sector_names or table.sectors),
        arrays={key: np.ascontiguousarray(values, dtype=np.float64) for key, values in arrays.items()},
        data_tariffs=table.data_tariffs,
        adjustments=tuple(adjusted),
        notes=tuple(origin.notes),
        about=origin.about,
    )


def _check_cells(table: Accounts, cells: _Cells) -> None:
    """Refuse sales, rates and shares that no table can hold."""
    _refuse(~np.isfinite(table.trade), table.trade, cells, "sales are not finite", "a number")
    _refuse(table.trade < 0, table.trade, cells, "sales are negative", "zero or more")
    for name, tariff in table.tariffs.items():
        _refuse(~np.isfinite(tariff), tariff, cells, f"tariff set {name}: a rate is missing", "a number")
        _refuse(tariff <= -1.0, tariff, cells, f"tariff set {name}: a rate of -100 % or below", "above -1")
    wrong = ~np.isfinite(table.va_share) | (table.va_share <= 0) | (table.va_share > 1 + 1e-9)
    _refuse(wrong, table.va_share, cells, "value added over output", "above 0, at most 1")


def _check_shares(table: Accounts, cells: _Cells) -> list[Adjustment]:
    """Refuse inputs and value added that are not all of output; note negative inputs and what rounding left."""
    noted = []
    negative = table.io_coef < 0
    if negative.any():
        noted.append(_note("io_coef_negative_kept", negative, np.abs(table.io_coef), "output share", cells))
    gap = np.abs(table.io_coef.sum(axis=1) + table.va_share - 1.0)
    if (gap > 1e-3).any():
        n, j = divmod(int(gap.argmax()), len(table.sectors))
        raise DataError(
            Message("inputs_and_value_added_do_not"),
            where=f"{table.regions[n]}, {table.sectors[j]}",
            found=float(table.io_coef[n, :, j].sum() + table.va_share[n, j]),
            expected=Message("one_within_tolerance"),
            hint=Message("take_value_added_as_output_less"),
        )
    if (gap > 1e-12).any():
        noted.append(_note("shares_do_not_sum_to_one", gap > 1e-12, gap, "output share", cells))
    return noted


def _spending(
    table: Accounts, output: Array, currency: str, cells: _Cells, adjustments: list[Adjustment]
) -> dict[str, Array]:
    """Final shares, expenditure, value added and surplus of the table (arrays of the base); adjustments are added to `adjustments`."""
    trade, tariff = table.trade, table.tariffs[table.data_tariffs]
    expenditure = (trade * (1.0 + tariff)).sum(axis=1)
    unsold = expenditure <= 0
    if unsold.any():
        adjustments.append(_note("no_spending", unsold, expenditure, currency, cells))
    idle = ~(trade.sum(axis=(0, 1)) > np.einsum("nnj->j", trade))
    if idle.any():
        listed = tuple(table.sectors[j] for j in np.flatnonzero(idle).tolist())
        adjustments.append(Adjustment("sector_without_trade", int(idle.sum()), 0.0, currency, listed, "note"))
    value_added = (table.va_share * output).sum(axis=1)
    surplus = output.sum(axis=1) - trade.sum(axis=(1, 2))
    revenue = (tariff * trade).sum(axis=(1, 2))
    income = value_added + revenue - surplus
    if (income <= 0).any():
        n = int(np.argmin(income))
        raise DataError(
            Message("region_has_no_income"),
            where=table.regions[n],
            found=float(income[n]),
            expected=Message("positive"),
        )
    final = expenditure - (table.io_coef @ output[:, :, None])[:, :, 0]
    share = final / income[:, None]
    low = share < 0
    if low.any():
        adjustments.append(_note("final_demand_negative_set_to_zero", low, np.abs(final), currency, cells, "adjusted"))
        share = np.where(low, 0.0, share)
    return {
        "final_share": share / share.sum(axis=1, keepdims=True),
        "expenditure": expenditure,
        "value_added": value_added,
        "surplus": surplus,
    }


def lift_output(
    trade: Array, output: Array, regions: Sequence[str], sectors: Sequence[str], unit: str
) -> tuple[Array, list[Adjustment]]:
    """Put home sales = output - exports on the diagonal of `trade` (N, N, J); output below exports is lifted to them."""
    exports = trade.sum(axis=0)
    short = output < exports
    lifted = np.maximum(output, exports)
    full = trade.copy()
    regions_all = np.arange(len(regions))
    full[regions_all, regions_all, :] = lifted - exports
    if not short.any():
        return full, []
    cells = _Cells(regions, sectors)
    return full, [_note("output_lifted_to_exports", short, lifted - output, unit, cells, "adjusted")]


def check_theta(theta: Array, sectors: Sequence[str], adjustments: list[Adjustment]) -> None:
    """Refuse elasticities at or below zero, missing, or above 100; note those above 30 (a published one is 65)."""
    for j, value in enumerate(theta):
        if not 0 < value <= HIGHEST_THETA:
            raise DataError(
                Message("trade_elasticity_cannot_be_used"),
                where=Message("sector", sectors=sectors[j]),
                found=float(value),
                expected=Message("above_0_at_most", highest_theta=f"{HIGHEST_THETA:g}"),
                hint=Message("give_frechet_parameter_theta_sigma_1"),
            )
    high = [j for j, value in enumerate(theta) if value > HIGH_THETA]
    if high:
        where = tuple(f"{sectors[j]} {theta[j]:g}" for j in high)
        adjustments.append(
            Adjustment("elasticity_very_high", len(high), float(theta.max()), "elasticity", where, "note")
        )


class _Cells:
    def __init__(self, regions: Sequence[str], sectors: Sequence[str]) -> None:
        self.regions, self.sectors = regions, sectors

    def name(self, index: Sequence[int]) -> str:
        *places, sector = index
        if len(places) == 2 and sector < len(self.sectors):
            return f"importer {self.regions[places[0]]}, exporter {self.regions[places[1]]}, {self.sectors[sector]}"
        return f"{self.regions[places[0]]}, {self.sectors[sector]}"


def _refuse(bad: NDArrayBool, values: Array, cells: _Cells, what: str, expected: str) -> None:
    if not bad.any():
        return
    index = [int(i) for i in np.argwhere(bad)[0]]
    raise DataError(
        what if (count := int(bad.sum())) == 1 else Message("in_cells", what=what, count=count),
        where=cells.name(index),
        found=float(values[tuple(index)]),
        expected=expected,
    )


def _note(rule: str, which: NDArrayBool, size: Array, unit: str, cells: _Cells, severity: str = "note") -> Adjustment:
    indices = np.argwhere(which)
    order = np.argsort([-size[tuple(i)] for i in indices], kind="stable")[:5]
    where = tuple(cells.name([int(v) for v in (indices[o][0], indices[o][-1])]) for o in order)
    return Adjustment(rule, len(indices), float(size[which].sum()), unit, where, severity)
