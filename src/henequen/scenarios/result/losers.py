"""Who loses: sectors whose output falls, third suppliers that sell less; the largest first, without leaving any group
out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from henequen.scenarios.result.result import Table

__all__ = ["losers_table"]

SMALLEST = 1e-6


def losers_table(sectors: Table, third: Table, concerned: Sequence[str]) -> Table:
    """Losses as rows (kind, region, who, change in percent, weight, lower, upper).

    kind `sector`: output of a sector of a concerned region falls (nominal, in the numeraire), ordered by change times share
    of the region's output; kind `third_supplier`: a region that sells less to a concerned importer, ordered by value.
    """
    rows: list[dict[str, Any]] = []
    for row in sectors.rows():
        output, share = row["output"], row["output_share"]
        if (
            row["region"] in concerned
            and isinstance(output, float)
            and isinstance(share, float)
            and output < 1 - SMALLEST
        ):
            rows.append(
                {
                    "kind": "sector",
                    "region": row["region"],
                    "who": row["sector"],
                    "change": 100 * (output - 1),
                    "weight": share,
                    "lower": _percent(row.get("output_lower")),
                    "upper": _percent(row.get("output_upper")),
                    "_order": (0, share * (output - 1)),
                }
            )
    for row in third.rows():
        change, loss = row["change"], row["difference"]
        if row["role"] == "third" and isinstance(change, float) and isinstance(loss, float) and change < 1 - SMALLEST:
            rows.append(
                {
                    "kind": "third_supplier",
                    "region": row["importer"],
                    "who": row["exporter"],
                    "change": 100 * (change - 1),
                    "weight": loss,
                    "lower": None,
                    "upper": None,
                    "_order": (1, loss),
                }
            )
    rows.sort(key=lambda row: row["_order"])
    names = ("kind", "region", "who", "change", "weight", "lower", "upper")
    units = {"change": "percent", "weight": "share of the region's output (sector) or change of value (third_supplier)"}
    return Table("losers", {name: [row[name] for row in rows] for name in names}, units)


def _percent(ratio: object) -> float | None:
    return 100 * (ratio - 1) if isinstance(ratio, float) else None
