"""The child process of `henequen mirror`: reads the files, reconciles, answers."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from henequen.record.mirror.child import answer_order
from henequen.record.mirror.plan import Plan
from henequen.record.mirror.reconcile import AreaCodes, reconcile
from henequen.sources.trade import area_kinds, area_numbers, open_reported


def work(order: dict[str, Any]) -> dict[str, Any]:
    """Open the files of the order and carry out its plan; returns the report."""
    with TemporaryDirectory(prefix="henequen-read-", dir=order["work"]) as folder:
        mapping = Path(order["mapping"]) if order["mapping"] else None
        files = open_reported([Path(p) for p in order["inputs"]], Path(folder), mapping)
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
            base=Path(order["base"]) if order["base"] else None,
        )
        return reconcile(plan, AreaCodes(area_kinds(), area_numbers()))


if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
