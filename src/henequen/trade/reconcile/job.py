"""The child process of `henequen mirror`: reads the files, reconciles, answers."""

from __future__ import annotations

import gc
import sys
from functools import partial
from pathlib import Path
from typing import Any

from henequen.files.scratch import scratch_folder
from henequen.jobs.process import answer_order, progress_of
from henequen.model.message import Message
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
from henequen.trade.reconcile.request import Request
from henequen.trade.staging.areas import AreaCodes

__all__ = ["open_for", "work"]


def work(order: dict[str, Any], progress: Progress | None = None) -> dict[str, Any]:
    """Open the files of the order and carry out its plan; returns the report. `progress` is called at the start of
    each step."""
    if progress is not None:
        progress(0, Message("reading_files"))
    request = Request.from_json(order)
    with scratch_folder("henequen-read-", request.work) as folder:
        files = open_for(order, folder, main_edition(request.base) if request.base and request.concordance else None)
        area_codes = AreaCodes(area_kinds(), area_numbers(), former_numbers())
        return reconcile(request.plan(files), area_codes, progress)


def open_for(order: dict[str, Any], folder: Path, to: str | None = None) -> tuple[ReportedFile, ...]:
    """The files of an order (`inputs`, `mapping`, `add`), their codes converted to one edition if it names a
    `concordance` (to the order's own `to`, otherwise to the argument `to`, otherwise to the edition of most rows)."""
    mapping = Path(order["mapping"]) if order["mapping"] else None
    files = open_reported([Path(path) for path in order["inputs"]], folder, mapping, order["add"])
    if not order["concordance"]:
        return files
    return convert_editions(files, Path(order["concordance"]), folder, order["to"] or to)


if __name__ == "__main__":
    gc.set_threshold(200_000)  # almost nothing here forms reference cycles, so the collector runs less often
    answer_order(partial(work, progress=progress_of(sys.argv[1:])), sys.argv[1:])
