"""The child process that reads a user's table of trade for `henequen opportunity`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from henequen.jobs.limits import Limits
from henequen.jobs.process import answer_order
from henequen.matching.opportunity.sector_table import read_sector_table

__all__ = ["LIMITS", "work"]

LIMITS = Limits(memory=3 << 30, processor=60, seconds=60.0)


def work(order: dict[str, Any]) -> dict[str, Any]:
    """Read the table of the order."""
    return {"rows": read_sector_table(Path(order["path"]))}


if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
