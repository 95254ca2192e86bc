"""What a reader must know before a figure: the calendar was cut short, or nothing was changed at all; counted, never silent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from henequen.analysis.scenario.calendar import Unfinished

__all__ = ["calendar_marks", "marks_of"]


def marks_of(*changed: ArrayLike) -> list[dict[str, Any]]:
    """A mark where no cell of `changed` (true where a rate or cost moved) is true: the result is the baseline itself."""
    if any(bool(np.any(part)) for part in changed):
        return []
    return [
        {
            "rule": "nothing_changed",
            "count": 0,
            "text": "Nothing is changed: 0 cells have another rate or cost than in the baseline, and no effect follows.",
        }
    ]


def calendar_marks(found: Sequence[Unfinished], last: int) -> list[dict[str, Any]]:
    """A mark where categories are still moving in the `last` year: the result is the world of that year, not of the whole."""
    if not found:
        return []
    told = ", ".join(f"{item.name} {100 * item.made:g} % of {100 * item.goal:g} %" for item in found)
    return [
        {
            "rule": "calendar_cut_short",
            "count": len(found),
            "cells": sum(item.cells for item in found),
            "text": f"The calendar ends in {last}, before {len(found)} categories have reached their end ({told}): "
            "the result is that year's world, not the whole agreement.",
        }
    ]
