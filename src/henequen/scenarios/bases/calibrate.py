"""Balance a table into a base: the same steps for every importer, each counted.

The steps are those of Caliendo and Parro (2015, appendix and replication files), written for any table:
expenditure gross of tariff is what is bought from everyone, X = sum_i trade (1 + tariff); final spending is what is
left after intermediate use, X_k - sum_j io_kj Y_j; a negative remainder is set to zero and the shares are
renormalised. The adjusted world is therefore not quite the table: the model's own baseline is solved before any
counterfactual, so that no adjustment is counted as an effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from henequen.model.errors import DataError
from henequen.scenarios.bases.about import About
from henequen.scenarios.bases.base import Adjustment, Array, Base

__all__ = ["HIGHEST_THETA", "calibrate", "check_theta", "lift_output"]

NDArrayBool = NDArray[np.bool_]
HIGH_THETA = 30.0
HIGHEST_THETA = 100.0


def calibrate(
    *,
    name: str,
    year: int | None,
    source: str,
    currency: str,
    regions: Sequence[str],
    sectors: Sequence[str],
    trade: Array,
    io_coef: Array,
    va_share: Array,
    theta: Array,
    tariffs: Mapping[str, Array],
    data_tariffs: str,
    region_names: Sequence[str] | None = None,
    sector_names: Sequence[str] | None = None,
    adjustments: Sequence[Adjustment] = (),
    notes: Sequence[str] = (),
    about: About | None = None,
) -> Base:
    """A multi-sector `Base` from trade (N, N, J) with home sales on its diagonal, and coefficients.

    Raises `DataError`, naming the cell, for values that are not finite, negative sales, a region without output,
    an elasticity at or below zero or above 100, a tariff at or below -100 %, shares outside [0, 1].
    """
    done = list(adjustments)
    cells = _Cells(regions, sectors)
    _refuse(~np.isfinite(trade), trade, cells, "sales are not finite", "a number")
    _refuse(trade < 0, trade, cells, "sales are negative", "zero or more")
    for set_name, tariff in tariffs.items():
        _refuse(~np.isfinite(tariff), tariff, cells, f"tariff set {set_name}: a rate is missing", "a number")
        _refuse(tariff <= -1.0, tariff, cells, f"tariff set {set_name}: a rate of -100 % or below", "above -1")
    wrong = ~np.isfinite(va_share) | (va_share <= 0) | (va_share > 1 + 1e-9)
    _refuse(wrong, va_share, cells, "value added over output", "above 0, at most 1")
    check_theta(theta, sectors, done)
    output = trade.sum(axis=0)
    empty = [regions[n] for n in np.flatnonzero(output.sum(axis=1) <= 0).tolist()]
    if empty:
        raise DataError("a region has no output", where=", ".join(empty), found=0, expected="positive gross output")
    negative = io_coef < 0
    if negative.any():
        done.append(_note("io_coef_negative_kept", negative, np.abs(io_coef), "output share", cells))
    gap = np.abs(io_coef.sum(axis=1) + va_share - 1.0)
    if (gap > 1e-3).any():
        n, j = divmod(int(gap.argmax()), len(sectors))
        raise DataError(
            "inputs and value added do not sum to output",
            where=f"{regions[n]}, {sectors[j]}",
            found=float(io_coef[n, :, j].sum() + va_share[n, j]),
            expected="1 within 0.001",
            hint="take value added as output less all inputs",
        )
    if (gap > 1e-12).any():
        done.append(_note("shares_do_not_sum_to_one", gap > 1e-12, gap, "output share", cells))
    tariff = tariffs[data_tariffs]
    gross = trade * (1.0 + tariff)
    expenditure = gross.sum(axis=1)
    unsold = expenditure <= 0
    if unsold.any():
        done.append(_note("no_spending", unsold, expenditure, currency, cells))
    idle = ~(trade.sum(axis=(0, 1)) > np.einsum("nnj->j", trade))
    if idle.any():
        listed = tuple(sectors[j] for j in np.flatnonzero(idle).tolist())
        done.append(Adjustment("sector_without_trade", int(idle.sum()), 0.0, currency, listed, "note"))
    value_added = (va_share * output).sum(axis=1)
    surplus = output.sum(axis=1) - trade.sum(axis=(1, 2))
    revenue = (tariff * trade).sum(axis=(1, 2))
    income = value_added + revenue - surplus
    if (income <= 0).any():
        n = int(np.argmin(income))
        raise DataError("a region has no income", where=regions[n], found=float(income[n]), expected="positive")
    final = expenditure - (io_coef @ output[:, :, None])[:, :, 0]
    final_share = final / income[:, None]
    low = final_share < 0
    if low.any():
        done.append(_note("final_demand_negative_set_to_zero", low, np.abs(final), currency, cells, "adjusted"))
        final_share = np.where(low, 0.0, final_share)
    final_share = final_share / final_share.sum(axis=1, keepdims=True)
    arrays: dict[str, Array] = {
        "trade": trade,
        "io_coef": io_coef,
        "va_share": va_share,
        "final_share": final_share,
        "expenditure": expenditure,
        "value_added": value_added,
        "surplus": surplus,
        "theta": theta,
    }
    arrays.update({f"tariff:{key}": values for key, values in tariffs.items()})
    return Base(
        kind="multi_sector",
        name=name,
        year=year,
        source=source,
        currency=currency,
        regions=tuple(regions),
        region_names=tuple(region_names or regions),
        sectors=tuple(sectors),
        sector_names=tuple(sector_names or sectors),
        arrays={key: np.ascontiguousarray(values, dtype=np.float64) for key, values in arrays.items()},
        data_tariffs=data_tariffs,
        adjustments=tuple(done),
        notes=tuple(notes),
        about=about or About(),
    )


def lift_output(
    trade: Array, output: Array, regions: Sequence[str], sectors: Sequence[str], unit: str
) -> tuple[Array, list[Adjustment]]:
    """Put home sales = output - exports on the diagonal of `trade` (N, N, J); output below exports is lifted to them."""
    exports = trade.sum(axis=0)
    short = output < exports
    lifted = np.maximum(output, exports)
    full = trade.copy()
    every = np.arange(len(regions))
    full[every, every, :] = lifted - exports
    if not short.any():
        return full, []
    cells = _Cells(regions, sectors)
    return full, [_note("output_lifted_to_exports", short, lifted - output, unit, cells, "adjusted")]


def check_theta(theta: Array, sectors: Sequence[str], done: list[Adjustment]) -> None:
    """Refuse elasticities at or below zero, missing, or above 100; note those above 30 (65 occurs in print)."""
    for j, value in enumerate(theta):
        if not 0 < value <= HIGHEST_THETA:
            raise DataError(
                "a trade elasticity cannot be used",
                where=f"sector {sectors[j]}",
                found=float(value),
                expected=f"above 0, at most {HIGHEST_THETA:g}",
                hint="give the Frechet parameter (theta = sigma - 1 in the Armington form)",
            )
    high = [j for j, value in enumerate(theta) if value > HIGH_THETA]
    if high:
        where = tuple(f"{sectors[j]} {theta[j]:g}" for j in high)
        done.append(Adjustment("elasticity_very_high", len(high), float(theta.max()), "elasticity", where, "note"))


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
        what if (count := int(bad.sum())) == 1 else f"{what}, in {count} cells",
        where=cells.name(index),
        found=float(values[tuple(index)]),
        expected=expected,
    )


def _note(rule: str, which: NDArrayBool, size: Array, unit: str, cells: _Cells, severity: str = "note") -> Adjustment:
    indices = np.argwhere(which)
    order = np.argsort([-size[tuple(i)] for i in indices], kind="stable")[:5]
    where = tuple(cells.name([int(v) for v in (indices[o][0], indices[o][-1])]) for o in order)
    return Adjustment(rule, len(indices), float(size[which].sum()), unit, where, severity)
