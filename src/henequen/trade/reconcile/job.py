"""The child process of `henequen mirror`: reads the files, reconciles, answers."""

from __future__ import annotations

import gc
import sys
from functools import partial
from pathlib import Path
from typing import Any

from henequen.files.scratch import scratch_folder
from henequen.jobs.process import answer_order, progress_of
from henequen.model.progress import Progress
from henequen.trade.model.reported import ReportedFile
from henequen.trade.readers import (
    area_kinds,
    area_numbers,
    convert_editions,
    former_numbers,
    main_edition,
    open_reported,
)
from henequen.trade.reconcile.pipeline import reconcile
from henequen.trade.reconcile.plan import Plan
from henequen.trade.staging.areas import AreaCodes

__all__ = ["open_for", "work"]


def work(order: dict[str, Any], progress: Progress | None = None) -> dict[str, Any]:
    """Open the files of the order and carry out its plan; returns the report. `progress` is called at the start of
    each step."""
    if progress is not None:
        progress(0, "reading the files")
    with scratch_folder("henequen-read-", Path(order["work"]) if order["work"] else None) as folder:
        base = Path(order["base"]) if order["base"] else None
        files = open_for(order, folder, main_edition(base) if base and order["concordance"] else None)
        plan = Plan(
            inputs=files,
            out=Path(order["out"]),
            method=order["method"],
            engine=order["engine"],
            memory=order["memory"],
            threads=order["threads"],
            geo=Path(order["geo"]) if order["geo"] else None,
            modules=tuple(order["modules"]),
            switches=tuple(order["switches"]),
            interval=order["interval"],
            work=Path(order["work"]) if order["work"] else None,
            base=base,
            mapping=Path(order["mapping"]) if order["mapping"] else None,
            single=bool(order.get("single")),
        )
        return reconcile(plan, AreaCodes(area_kinds(), area_numbers(), former_numbers()), progress)


def open_for(order: dict[str, Any], folder: Path, to: str | None = None) -> tuple[ReportedFile, ...]:
    """The files of an order (`inputs`, `mapping`, `add`), their codes converted to one edition if it names a
    `concordance` (to `to` of the order, otherwise the `to` given here, otherwise the edition of most rows)."""
    mapping = Path(order["mapping"]) if order["mapping"] else None
    files = open_reported([Path(path) for path in order["inputs"]], folder, mapping, order["add"])
    if not order["concordance"]:
        return files
    return convert_editions(files, Path(order["concordance"]), folder, order["to"] or to)


if __name__ == "__main__":
    gc.set_threshold(200_000)  # of what this process makes little goes in circles: it is looked through more rarely
    answer_order(partial(work, progress=progress_of(sys.argv[1:])), sys.argv[1:])
