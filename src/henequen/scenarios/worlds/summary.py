"""The range of one scenario over worlds, elasticities and closures, as plain data for pages, verbs and other programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["range_of", "sector_ranges"]

Rows = Sequence[Mapping[str, Any]]


def range_of(rows: Rows, focus: Iterable[str], worlds: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The range of `worlds` rows (see `compare.case_rows`): runs, worlds, elasticities, closures, and a `sides` entry per region.

    A side has `low` and `high` (percent, central figures of all runs), `lower` and `upper` (the outermost bounds of the
    draws), `money_low` and `money_high` (millions a year, of the newest world that is not a proof, named in `money_world`), and
    `direction`: `rises` or `falls` if all central figures and all bands agree, otherwise `uncertain`. Empty without
    rows.
    """
    if not rows:
        return {}
    proofs = {world["id"] for world in worlds if world["proof"]}
    years = {world["id"]: world["year"] for world in worlds}
    modern = [row for row in rows if row["world"] not in proofs] or list(rows)
    newest = max((str(row["world"]) for row in modern), key=lambda name: (years.get(name, 0), name))
    sides = {}
    for code in focus:
        own = [row for row in rows if row["region"] == code and isinstance(row["income"], float)]
        if not own:
            continue
        money = [row for row in own if row["world"] == newest]
        values = [row["income"] for row in own]
        lower = [row["lower"] for row in own if isinstance(row["lower"], float)]
        upper = [row["upper"] for row in own if isinstance(row["upper"], float)]
        lowest, highest = min([*values, *lower]), max([*values, *upper])
        sides[code] = {
            "low": min(values),
            "high": max(values),
            "lower": lowest,
            "upper": highest,
            "money_low": min((row["money"] for row in money), default=None),
            "money_high": max((row["money"] for row in money), default=None),
            "money_world": newest,
            "money_year": years.get(newest),
            "direction": "rises" if lowest > 0 else "falls" if highest < 0 else "uncertain",
            "runs": len(own),
        }
    return {
        "sides": sides,
        "runs": len({(row["world"], row["elasticities"], row["closure"]) for row in rows}),
        "worlds": list(dict.fromkeys(row["world"] for row in rows)),
        "elasticities": list(dict.fromkeys(row["elasticities"] for row in rows)),
        "closures": list(dict.fromkeys(row["closure"] for row in rows)),
        "left_out": {row["world"]: str(row["left_out"]) for row in rows if row.get("left_out")},
        "newest": newest,
    }


def sector_ranges(rows: Rows, world: str, region: str) -> list[dict[str, Any]]:
    """Sectors of `region` in `world` over its sets of elasticities, the largest loss of money first.

    Each row: sector; low, high (percent of output); lower, upper (outermost bounds of the draws); money_low, money_high
    (millions a year); before (output, millions); direction as in `range_of`.
    """
    rows_of_sector: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["world"] == world and row["region"] == region:
            rows_of_sector.setdefault(str(row["sector"]), []).append(row)
    result = []
    for sector, own in rows_of_sector.items():
        values = [row["output"] for row in own]
        lowest = min([*values, *(row["lower"] for row in own if isinstance(row["lower"], float))])
        highest = max([*values, *(row["upper"] for row in own if isinstance(row["upper"], float))])
        money = [row["difference"] for row in own]
        result.append(
            {
                "sector": sector,
                "low": min(values),
                "high": max(values),
                "lower": lowest,
                "upper": highest,
                "money_low": min(money),
                "money_high": max(money),
                "before": own[0]["before"],
                "direction": "rises" if lowest > 0 else "falls" if highest < 0 else "uncertain",
            }
        )
    return sorted(result, key=lambda row: (row["money_low"] + row["money_high"], row["sector"]))
