"""Exposure of places (states, provinces) from their mix of sectors: a projection of the national result, not a model
of places."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array, Base
from henequen.scenarios.result.bands import band
from henequen.scenarios.result.result import Table

__all__ = ["places_table"]

COLUMNS = ("place", "region", "sector", "share", "source")


def places_table(mix: Table, sectors: Table, base: Base, drawn: Array | None = None, interval: float = 0.9) -> Table:
    """Exposure of each place: sum over sectors of its share times the percent change of that sector's national output.

    `mix` has the columns place (ISO 3166-2), region, sector, share (of the place's output, jobs or exports), source.
    Shares of one place must not sum to more than one; the missing share up to one counts as unchanged; `covered` gives
    its share. `gains` and `losses` are the positive and negative parts. `drawn` (draws, N, J) are outputs as ratios,
    `exposure_lower` and `exposure_upper` are the bounds of their central `interval`. Raises `DataError` for a place without
    a source, an unknown region or sector, a row that occurs twice, shares below zero or above one in sum.
    """
    missing = [name for name in COLUMNS if name not in mix.columns]
    if missing:
        raise DataError(
            Message("table_places_lacks_columns"), where=mix.name, found=missing, expected=", ".join(COLUMNS)
        )
    change = {(row["region"], row["sector"]): row for row in sectors.rows()}
    grouped: dict[tuple[str, str], list[tuple[str, float, str]]] = defaultdict(list)
    lines: dict[tuple[str, str, str], int] = {}
    for number, row in enumerate(mix.rows(), 2):
        where = f"{mix.name}, line {number}"
        region, sector, source = str(row["region"]), str(row["sector"]), str(row["source"] or "")
        if (region, sector) not in change:
            raise DataError(Message("no_such_region_and_sector_in"), where=where, found=f"{region}, {sector}")
        try:
            share = float(row["share"] if row["share"] is not None else "")
        except ValueError:
            raise DataError(Message("share_not_number"), where=where, found=row["share"]) from None
        if not 0 <= share <= 1:
            raise DataError(Message("share_must_be_between_0_and"), where=where, found=share)
        key = (str(row["place"]), region, sector)
        if lines.setdefault(key, number) != number:
            raise DataError(
                Message("sector_place_there_twice"),
                where=Message("lines_and", name=mix.name, lines=lines[key], number=number),
                found=", ".join(key),
                expected=Message("one_share_per_place_region_and"),
            )
        if not source:
            raise DataError(Message("share_needs_its_source"), where=where, expected=Message("publisher_table_year"))
        grouped[str(row["place"]), region].append((sector, share, source))
    names = ["place", "region", "exposure", "gains", "losses", "most_exposed_loser", "covered", "source"]
    if drawn is not None:
        names[3:3] = ["exposure_lower", "exposure_upper"]
    columns: dict[str, list[Any]] = {key: [] for key in names}
    for (place, region), items in sorted(grouped.items()):
        covered = sum(share for _, share, _ in items)
        if covered > 1 + 1e-6:
            raise DataError(Message("place_shares_exceed_one"), where=f"{mix.name}, {place}", found=covered)
        parts = []
        for sector, share, _ in items:
            ratio = change[region, sector]["output"]
            parts.append((share * 100 * (ratio - 1) if isinstance(ratio, float) else 0.0, sector))
        worst = min(parts)
        columns["place"].append(place)
        columns["region"].append(region)
        columns["exposure"].append(sum(part for part, _ in parts))
        if drawn is not None:
            low, high = _band(items, drawn, base, region, interval)
            columns["exposure_lower"].append(low)
            columns["exposure_upper"].append(high)
        columns["gains"].append(sum(part for part, _ in parts if part > 0))
        columns["losses"].append(sum(part for part, _ in parts if part < 0))
        columns["most_exposed_loser"].append(worst[1] if worst[0] < 0 else None)
        columns["covered"].append(covered)
        columns["source"].append("; ".join(sorted({source for _, _, source in items})))
    unit = "percentage points of the place's total"
    return Table(
        "places",
        columns,
        {name: unit for name in names if name.startswith("exposure")}
        | {"gains": unit, "losses": unit, "covered": "share"},
    )


def _band(
    items: list[tuple[str, float, str]], drawn: Array, base: Base, region: str, interval: float
) -> tuple[float, float]:
    """The same sum in every draw: a band of the sum, not a sum of bands."""
    at = base.regions.index(region)
    columns = [base.sectors.index(sector) for sector, _, _ in items]
    change = 100 * (np.nan_to_num(drawn[:, at, columns], nan=1.0) - 1)
    low, high = band(change @ np.array([share for _, share, _ in items]), interval)
    return float(low), float(high)
