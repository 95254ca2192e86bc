"""Makes a pack's `scenarios/place_mix.csv` from `vocab/place_exports.csv` and `vocab/place_export_sectors.csv`.

Usage: python scripts/make_place_mix.py packs/PACK REGION

The share of a sector is the sum over its subsectors of value times weight, over the place's total; ten decimals. What is
not assigned to a subsector is left out, so that the shares of a place may sum to less than one.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source))


def mix(pack: Path, region: str) -> list[tuple[str, str, str, str, str]]:
    """Rows (place, region, sector, share, source), by place, then sector. Raises `KeyError` for a subsector without a sector."""
    sectors: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in rows_of(pack / "vocab" / "place_export_sectors.csv"):
        sectors[row["code"]].append((row["sector"], float(row["weight"])))
    totals: dict[str, float] = {}
    shares: dict[tuple[str, str], float] = defaultdict(float)
    for row in rows_of(pack / "vocab" / "place_exports.csv"):
        place, code, value = row["place"], row["code"], float(row["value"])
        if code == "TOTAL":
            totals[place] = value
        elif code != "UNSTATED":
            for sector, weight in dict(sectors)[code]:
                shares[place, sector] += value * weight
    source = "INEGI, exports by state and subsector, 2018"
    return [
        (place, region, sector, f"{value / totals[place]:.10f}", source)
        for (place, sector), value in sorted(shares.items())
        if value > 0
    ]


if __name__ == "__main__":
    folder, code = Path(sys.argv[1]), sys.argv[2]
    with (folder / "scenarios" / "place_mix.csv").open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(("place", "region", "sector", "share", "source"))
        writer.writerows(mix(folder, code))
