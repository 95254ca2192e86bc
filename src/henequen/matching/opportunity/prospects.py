"""One row for each industry that a seller could sell to a market: potential with its three parts, duty met, links to the record."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from henequen.matching.opportunity.sector_table import WORLD, SectorTable
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.indicators.advantage import advantage
from henequen.trade.indicators.potential import export_potential
from henequen.trade.indicators.preference import relative_preference_margin

__all__ = ["Duty", "Prospect", "duties_of", "prospects", "state_parts"]


@dataclass(frozen=True, slots=True)
class Duty:
    """What a seller pays in a market, as fractions: applied, most-favoured, and what its competitors pay on average.

    `preference` is most-favoured less applied; `margin` is what competitors pay less what the seller pays (negative: they
    enter at better terms).
    """

    applied: float | None
    most_favoured: float | None
    competitors: float | None

    @property
    def preference(self) -> float | None:
        """Most-favoured less applied."""
        return None if self.applied is None or self.most_favoured is None else self.most_favoured - self.applied

    @property
    def margin(self) -> float | None:
        """What competitors pay less what the seller pays."""
        return None if self.applied is None or self.competitors is None else self.competitors - self.applied


@dataclass(frozen=True, slots=True)
class Prospect:
    """One industry. Amounts in million US dollars; unknown amounts are None."""

    product: str
    rank: int
    supply: float | None
    demand: float | None
    ease: float | None
    actual: float | None
    potential: float | None
    unrealised: float | None
    advantage: float | None
    duty: Duty
    links: Mapping[str, Sequence[str]] = field(default_factory=dict)


def prospects(
    table: SectorTable,
    exporter: str,
    market: str,
    year: str,
    duties: Mapping[str, Duty],
    links: Mapping[str, Mapping[str, Sequence[str]]],
) -> list[Prospect]:
    """All industries, the largest unrealised potential first, unknown ones last.

    Raises DataError if neither the seller nor the market is in the table.
    """
    supply = np.array(table.column(year, exporter, WORLD))
    world = np.array(table.column(year, WORLD, WORLD))
    demand = np.array(table.column(year, WORLD, market))
    actual = np.array(table.column(year, exporter, market))
    if np.isnan(supply).all() or np.isnan(demand).all():
        raise DataError(
            Message("table_has_no_rows_this_seller"),
            where=table.source,
            found=Message("from_to_in", low=exporter, high=market, where=year),
            expected=Message("rows_of_both", exporter=exporter, world=WORLD),
        )
    potentials = export_potential(supply, world, demand, actual, products=table.products)
    ease = potentials.diagnostics["ease"]
    strong = advantage(supply, world, products=table.products).values("rca")
    rows = []
    for number, row in enumerate(list(potentials.rows())[:-1]):
        product = str(row["product"])
        rows.append(
            Prospect(
                product,
                0,
                _number(row["supply"]),
                _number(row["demand"]),
                _number(ease),
                _number(row["actual"]),
                _number(row["potential"]),
                _number(row["unrealised"]),
                _number(float(strong[number])),
                duties.get(product, Duty(None, None, None)),
                links.get(product, {}),
            )
        )
    rows.sort(key=lambda one: (one.unrealised is None, -(one.unrealised or 0.0), -(one.potential or 0.0), one.product))
    return [replace(one, rank=rank) for rank, one in enumerate(rows, 1)]


def _number(cell: object) -> float | None:
    value = float(str(cell)) if cell is not None else math.nan
    return value if math.isfinite(value) else None


def duties_of(rows: Iterable[Mapping[str, str]], exporter: str, market: str) -> dict[str, Duty]:
    """Duties by industry from rows (importer, exporter, isic3, value_musd, applied, mfn; fractions).

    Raises DataError for a rate that is not a fraction: percentages must be divided by 100.
    """
    by_product: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        if row["importer"] == market:
            by_product.setdefault(row["isic3"], []).append(row)
    rates = [
        float(row[name]) for group in by_product.values() for row in group for name in ("applied", "mfn") if row[name]
    ]
    if rates and (max(rates) > 10 or sum(r > 1 for r in rates) > len(rates) / 4):
        raise DataError(
            Message("duties_are_percentages"),
            found=Message("up_to", rates=f"{max(rates):g}"),
            expected=Message("fractions_0_08_for_8"),
            hint=Message("divide_columns_applied_and_mfn_by"),
        )
    duties = {}
    for product, group in by_product.items():
        exporter_row = next((row for row in group if row["exporter"] == exporter), None)
        duty = [[float(row["applied"]) if row["applied"] else math.nan] for row in group]
        bought = [[float(row["value_musd"])] for row in group]
        sellers = [row["exporter"] for row in group]
        against = None
        if exporter_row is not None and exporter_row["applied"]:
            margin = relative_preference_margin(duty, bought, suppliers=sellers)
            value = _number(margin.values()[sellers.index(exporter)])
            against = _rivals(group, exporter) if value is None else float(exporter_row["applied"]) + value
        duties[product] = Duty(_of(exporter_row, "applied"), _of(exporter_row, "mfn"), against)
    return duties


def _rivals(group: Sequence[Mapping[str, str]], exporter: str) -> float | None:
    """The duty that competitors pay, weighted by imports from them (for a seller that sells nothing yet)."""
    others = [row for row in group if row["exporter"] != exporter and row["applied"]]
    weight = sum(float(row["value_musd"]) for row in others)
    return sum(float(row["value_musd"]) * float(row["applied"]) for row in others) / weight if weight else None


def _of(row: Mapping[str, str] | None, name: str) -> float | None:
    return float(row[name]) if row is not None and row[name] else None


def state_parts(
    exports: Iterable[Mapping[str, str]], sector_of_code: Mapping[str, str], place: str
) -> dict[str, float]:
    """The part of the nation's stated exports that a place has in each industry, from rows (place, code, value).

    An industry without a stated subsector of this place is left out: its share is unknown, not zero.
    """
    parts: dict[str, float] = {}
    whole: dict[str, float] = {}
    for row in exports:
        sector = sector_of_code.get(row["code"], "")
        if sector:
            whole[sector] = whole.get(sector, 0.0) + float(row["value"])
            if row["place"] == place:
                parts[sector] = parts.get(sector, 0.0) + float(row["value"])
    return {sector: value / whole[sector] for sector, value in parts.items() if whole[sector]}
