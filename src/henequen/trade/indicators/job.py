"""The child process of `henequen indicators`: reads the files of an order, computes, answers plain rows."""

from __future__ import annotations

import math
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from henequen.jobs.process import answer_order
from henequen.trade.indicators.pair import indicators_of_pair
from henequen.trade.indicators.reported import read_reported
from henequen.trade.readers import area_kinds, area_numbers, former_numbers
from henequen.trade.reconcile.job import open_for
from henequen.trade.staging.inputs import check_inputs


def work(order: dict[str, Any]) -> dict[str, Any]:
    """Open the files of the order and compute its indicators."""
    with TemporaryDirectory(prefix="henequen-read-") as folder:
        files = open_for(order, Path(folder))
        check_inputs(files)
        periods = [order["year"], *([order["base"]] if order["base"] else [])]
        read = read_reported(
            files, Path(folder), area_kinds(), area_numbers(), periods, memory=order["memory"], former=former_numbers()
        )
    before = read[1] if order["base"] else None
    counted, lacking = indicators_of_pair(
        read[0], order["reporter"], order["partner"], before=before, names=order["names"]
    )
    return {
        "indicators": [
            {
                "indicator": one.indicator.name,
                "period": one.period,
                "base": order["base"] or None,
                "reporter": order["reporter"],
                "partner": order["partner"],
                "counted_by": one.counted_by,
                "about": one.about,
                "rows": [{name: _plain(cell) for name, cell in row.items()} for row in one.indicator.rows()],
                "units": {name: _in_dollars(unit) for name, unit in one.indicator.units.items()},
                "assumptions": list(one.indicator.assumptions),
                "diagnostics": {name: _plain(cell) for name, cell in one.indicator.diagnostics.items()},
                "sources": list(one.indicator.sources),
            }
            for one in counted
        ],
        "not_measurable": [asdict(one) for one in lacking],
        "left_out": [asdict(one) for one in read[0].left_out],
        "exporters": len(read[0].reporters("X")),
        "importers": len(read[0].reporters("M")),
        "inputs": [{"name": file.name, "sha256": file.sha256} for file in files],
        "notes": [*(note.message for file in files for note in file.notes), *read[0].findings],
    }


def _in_dollars(unit: str) -> str:
    """Reported rows are in current US dollars and kilograms."""
    return unit.replace("currency unit", "US dollars").replace("quantity unit", "kilogram")


def _plain(cell: object) -> object:
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else None
    return cell if isinstance(cell, (str, int)) or cell is None else str(cell)


if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
