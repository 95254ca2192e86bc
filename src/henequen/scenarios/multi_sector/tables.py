"""Arrange solved changes in the tables of the contract: regions, trade, sectors, third suppliers, losers, places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from henequen.scenarios.bases.base import Array, Base
from henequen.scenarios.multi_sector import Economy, Effects, PathTerms
from henequen.scenarios.result.losers import losers_table
from henequen.scenarios.result.places import places_table
from henequen.scenarios.result.result import Table
from henequen.scenarios.spec.shocks import Shock, pick

__all__ = ["Bands", "layout"]

Pair = tuple[Array, Array]
ORDER = (
    "exact_real_income",
    "first_order_welfare",
    "terms_of_trade",
    "volume_of_trade",
    "technical_efficiency",
    "path_terms_of_trade",
    "path_volume_of_trade",
    "path_technical_efficiency",
    "real_wage",
    "tariff_revenue_change",
)


@dataclass(frozen=True)
class Bands:
    """Lower and upper of every figure: regions measure -> (N); output, price (N, J); trade change (T, N, N). `drawn` has the
    output of every draw (D, N, J), for sums over sectors, and `interval` is the coverage of a band."""

    regions: Mapping[str, Pair]
    output: Pair
    price: Pair
    trade: Pair
    drawn: Array
    interval: float


def layout(
    base: Base,
    economy: Economy,
    effects: Effects,
    path: PathTerms,
    bands: Bands | None,
    shock: Shock,
    places: Table | None,
    focus: Sequence[str] = (),
) -> dict[str, Table]:
    """The tables, in a fixed order of rows: base order of regions, then of sectors."""
    sectors = _sectors(base, effects, bands)
    third = _third(base, economy, effects, shock)
    concerned = list(focus) or [
        base.regions[n] for n in np.flatnonzero(shock.changed.any(axis=(1, 2)) | shock.changed.any(axis=(0, 2)))
    ]
    pick(concerned, base.regions, base.region_names, "region", "focus")
    tables = {
        "regions": _regions(base, effects, path, bands),
        "trade": _trade(base, economy, effects, bands),
        "sectors": sectors,
        "third_suppliers": third,
        "losers": losers_table(sectors, third, concerned),
    }
    if places is not None:
        drawn, interval = (bands.drawn, bands.interval) if bands else (None, 0.9)
        tables["places"] = places_table(places, sectors, base, drawn, interval)
    return tables


def _regions(base: Base, effects: Effects, path: PathTerms, bands: Bands | None) -> Table:
    values: dict[str, Array] = dict(effects.regions)
    values["path_terms_of_trade"] = path.terms_of_trade
    values["path_volume_of_trade"] = path.volume_of_trade
    values["path_technical_efficiency"] = path.technical_efficiency
    columns: dict[str, list[Any]] = {"region": list(base.regions)}
    units = {}
    for name in ORDER:
        columns[name] = cells(values[name])
        units[name] = "100 x log points" if name.startswith("path_") else "percent"
        if bands is not None and name in bands.regions:
            columns[f"{name}_lower"], columns[f"{name}_upper"] = (cells(side) for side in bands.regions[name])
    return Table("regions", columns, units)


def _trade(base: Base, economy: Economy, effects: Effects, bands: Bands | None) -> Table:
    """One row per pair of different regions and traded sector; `change` is empty if nothing was traded before."""
    count, traded = len(base.regions), len(economy.traded)
    importer, exporter, sector = np.nonzero(np.repeat(~np.eye(count, dtype=bool)[:, :, None], traded, axis=2))
    before = effects.before[sector, importer, exporter] * economy.unit
    after = effects.after[sector, importer, exporter] * economy.unit
    with np.errstate(invalid="ignore", divide="ignore"):
        change = np.where(before > 0, after / before, np.nan)
    names = [base.sectors[j] for j in economy.traded]
    columns: dict[str, list[Any]] = {
        "importer": [base.regions[n] for n in importer],
        "exporter": [base.regions[n] for n in exporter],
        "sector": [names[j] for j in sector],
        "change": cells(change),
        "value_before": cells(before),
        "value_after": cells(after),
    }
    if bands is not None:
        low, high = (side[sector, importer, exporter] for side in bands.trade)
        columns["change_lower"], columns["change_upper"] = cells(low), cells(high)
    return Table(
        "trade",
        columns,
        {"change": "ratio, 1 is none", "value_before": base.currency, "value_after": base.currency},
    )


def _sectors(base: Base, effects: Effects, bands: Bands | None) -> Table:
    count, width = len(base.regions), len(base.sectors)
    columns: dict[str, list[Any]] = {
        "region": [code for code in base.regions for _ in range(width)],
        "sector": list(base.sectors) * count,
        "output": cells(effects.output),
        "value_added": cells(effects.output),
        "price": cells(effects.price),
        "output_volume": cells(effects.volume),
        "output_share": cells(effects.share),
    }
    if bands is not None:
        for name, (low, high) in (("output", bands.output), ("price", bands.price)):
            columns[f"{name}_lower"], columns[f"{name}_upper"] = cells(low), cells(high)
    ratio = "ratio, 1 is none, in units of the numeraire"
    return Table("sectors", columns, {"output": ratio, "value_added": ratio, "price": ratio, "output_share": "share"})


def _third(base: Base, economy: Economy, effects: Effects, shock: Shock) -> Table:
    """Suppliers whose own terms did not change, in the sectors where an importer changed those of others. Trade
    creation is the gain of the favoured beyond the loss of others; `role` is `favoured`, `third` or `home`.
    """
    changed = shock.changed[:, :, economy.traded].transpose(2, 0, 1)
    columns: dict[str, list[Any]] = {
        key: [] for key in ("importer", "exporter", "role", "value_before", "value_after", "change", "difference")
    }
    touched = np.asarray(changed.any(axis=2), dtype=bool)
    for n in np.flatnonzero(touched.any(axis=0)).tolist():
        own = touched[:, n]
        for i in range(len(base.regions)):
            lines = {"favoured": own & changed[:, n, i], "other": own & ~changed[:, n, i]}
            for kind, rows in lines.items():
                before = float(effects.before[rows, n, i].sum()) * economy.unit
                after = float(effects.after[rows, n, i].sum()) * economy.unit
                if before <= 0:
                    continue
                columns["importer"].append(base.regions[n])
                columns["exporter"].append(base.regions[i])
                columns["role"].append("favoured" if kind == "favoured" else "home" if i == n else "third")
                columns["value_before"].append(before)
                columns["value_after"].append(after)
                columns["change"].append(after / before)
                columns["difference"].append(after - before)
    money = {"value_before": base.currency, "value_after": base.currency, "difference": base.currency}
    return Table("third_suppliers", columns, {"change": "ratio, 1 is none", **money})


def cells(values: Array) -> list[float | None]:
    """Flat Python floats; NaN becomes an empty cell."""
    return [None if value != value else value for value in np.asarray(values, dtype=np.float64).reshape(-1).tolist()]
