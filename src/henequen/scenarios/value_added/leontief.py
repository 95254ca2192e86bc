"""Value-added trade: the origin of value added in exports, and the countries that make the last sale.

With A the inputs per unit of output by seller and buyer, B = (I - A)^-1 and v = 1 - sum of inputs (value added over output,
so that v B = 1), for exports e of one side to a third country:

    content by origin   v_r B_r. e                 sums over origins r to the exports
    final demand        v_r B_r,s. f_c             value added of r in the final purchases of c, by the country s that
    makes the
                                                   last sale; sums over s and r to the final demand of c

These are the measures "value added in gross exports by origin" and "value added in foreign final demand" of Koopman, Wang
and Wei (2014) and of the OECD's TiVA. A base has no inputs by origin; then each buyer's inputs of a product are split over
sellers as all its purchases of that product are (the proportionality assumption), and the result states it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = [
    "InputOutput",
    "Leontief",
    "content_of_exports",
    "final_demand_by_last_seller",
    "identity_gap",
    "table_of",
]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class InputOutput:
    """A world table: intermediate (M, M) seller by buyer, final (M, N), M = areas x sectors, area first, in `unit`.

    `exact` is false if inputs by origin were split in proportion.
    """

    areas: tuple[str, ...]
    sectors: tuple[str, ...]
    intermediate: Array
    final: Array
    year: int | None
    unit: str
    source: str
    exact: bool = True

    def block(self, area: str) -> slice:
        """The rows of one area."""
        if area not in self.areas:
            raise DataError(Message("table_has_no_such_area"), found=area, expected=", ".join(self.areas))
        n = self.areas.index(area)
        return slice(n * len(self.sectors), (n + 1) * len(self.sectors))


class Leontief:
    """The inverse of one table, computed once: `value_share` (M), `inverse` (M, M).

    An industry without output (zero, or drawn from stocks on balance) cannot be a supplier: its cells are left out,
    and purchases for it count as final. `left_out` is the sum of the absolute values of these cells.
    """

    def __init__(self, table: InputOutput) -> None:
        produced = table.intermediate.sum(axis=1) + table.final.sum(axis=1) > 0
        used, final = table.intermediate.copy(), table.final.copy()
        self.left_out = float(np.abs(used[~produced]).sum() + np.abs(final[~produced]).sum())
        used[~produced], final[~produced] = 0.0, 0.0
        area = np.repeat(np.arange(len(table.areas)), len(table.sectors))
        for idle in np.flatnonzero(~produced).tolist():
            final[:, area[idle]] += used[:, idle]
            used[:, idle] = 0.0
        table = replace(table, intermediate=used, final=final)
        self.table = table
        self.output = table.intermediate.sum(axis=1) + table.final.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            inputs = np.where(self.output > 0, table.intermediate / self.output, 0.0)
        self.value_share = np.where(self.output > 0, 1.0 - inputs.sum(axis=0), 0.0)
        self.inverse = np.linalg.inv(np.eye(len(inputs)) - inputs)

    def exports(self, seller: str, buyer: str) -> Array:
        """Sales of each sector of `seller` to `buyer`: inputs of its plants and final demand (J)."""
        own, buyer_block = self.table.block(seller), self.table.block(buyer)
        flows: Array = self.table.intermediate[own, buyer_block].sum(axis=1)
        return flows + self.table.final[own, self.table.areas.index(buyer)]


def content_of_exports(solved: Leontief, seller: str, buyer: str) -> list[dict[str, Any]]:
    """Rows (seller, buyer, origin, value, share): the value added of each area in the exports; values sum to the exports."""
    table = solved.table
    sold = solved.exports(seller, buyer)
    needed = solved.inverse[:, table.block(seller)] @ sold
    by_area = (solved.value_share * needed).reshape(len(table.areas), -1).sum(axis=1)
    return _by_area(table, {"seller": seller, "buyer": buyer}, "origin", by_area, float(sold.sum()))


def final_demand_by_last_seller(solved: Leontief, origin: str, buyer: str) -> list[dict[str, Any]]:
    """Rows (origin, buyer, last_seller, value, share): value added of `origin` in the final purchases of `buyer`, by
    the area that makes the last sale. The buyer's own row is the output of its own plants from imported inputs."""
    table = solved.table
    own = table.block(origin)
    per_unit = solved.value_share[own] @ solved.inverse[own]
    by_area = (per_unit * table.final[:, table.areas.index(buyer)]).reshape(len(table.areas), -1).sum(axis=1)
    return _by_area(table, {"origin": origin, "buyer": buyer}, "last_seller", by_area, float(by_area.sum()))


def _by_area(
    table: InputOutput, pair: Mapping[str, str], column: str, values: Array, total: float
) -> list[dict[str, Any]]:
    """One row per area of the table, named in `column`: the pair, the value and its share of `total` (None if that is 0)."""
    return [
        {**pair, column: area, "value": float(value), "share": float(value) / total if total else None}
        for area, value in zip(table.areas, values, strict=True)
    ]


def identity_gap(solved: Leontief) -> float:
    """The largest relative failure of the identities: v B = 1 in every industry, value added in each area's final demand
    sums to that demand, and over all buyers to each area's value added."""
    table, produced = solved.table, solved.output > 0
    ones = (solved.value_share @ solved.inverse)[produced]
    sold = solved.inverse @ table.final
    value = (solved.value_share[:, None] * sold).sum(axis=0)
    spent = table.final.sum(axis=0)
    areas = len(table.areas)
    earned = (solved.value_share * solved.output).reshape(areas, -1).sum(axis=1)
    reached = (solved.value_share[:, None] * sold).sum(axis=1).reshape(areas, -1).sum(axis=1)
    return max(
        float(np.abs(ones - 1).max()),
        float(np.abs(value - spent).max() / spent.max()),
        float(np.abs(reached - earned).max() / earned.max()),
    )


def table_of(
    areas: Sequence[str],
    sectors: Sequence[str],
    trade: Array,
    io_coef: Array,
    *,
    year: int | None,
    unit: str,
    source: str,
) -> InputOutput:
    """A table from a base: trade (N importer, N exporter, J), io_coef (N, J, J), inputs split over sellers in proportion."""
    count, width = len(areas), len(sectors)
    output = trade.sum(axis=0)
    used = io_coef * output[:, None, :]
    bought = trade.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(bought[:, None, :] > 0, trade / bought[:, None, :], 0.0)
    flows = np.einsum("nik,nkj->iknj", share, used)
    remainder = trade - np.einsum("nik,nkj->nik", share, used)
    return InputOutput(
        tuple(areas),
        tuple(sectors),
        flows.reshape(count * width, count * width),
        remainder.transpose(1, 2, 0).reshape(count * width, count),
        year,
        unit,
        source,
        exact=False,
    )
