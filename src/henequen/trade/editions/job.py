"""The child process of `henequen mirror explain` and `diff`: reads editions, answers plain rows."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from henequen.jobs.process import answer_order
from henequen.trade.editions.edition import compare
from henequen.trade.gap.edition import explain_edition, periods_and_areas


def work(order: dict[str, Any]) -> dict[str, Any]:
    """Carry out an order: `explain` (edition, flows, period, product, by_chapter) or `diff` (old, new, top, pair). If
    there is nothing to explain, the answer names the `periods` and `areas` of the edition."""
    if order["task"] == "diff":
        pair = tuple(order["pair"]) if order["pair"] else None
        changes, largest = compare(Path(order["old"]), Path(order["new"]), top=order["top"], pair=pair)
        return {"changes": [asdict(change) for change in changes], "largest": largest}
    edition = Path(order["edition"])
    rows = [
        one
        for exporter, importer in order["flows"]
        for one in explain_edition(
            edition, exporter, importer, order["period"], product=order["product"], by_chapter=order["by_chapter"]
        )
    ]
    if rows:
        return {"explained": [one.as_json() for one in rows]}
    periods, areas = periods_and_areas(edition)
    return {"explained": [], "periods": periods, "areas": areas}


if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
