"""Caveats that a reader must see before a figure: an incomplete calendar, a scenario without any change, or a rate
that looks like a percentage; always counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from henequen.model.message import Message
from henequen.scenarios.bases.base import Adjustment
from henequen.scenarios.bases.rate import HIGHEST
from henequen.scenarios.spec.calendar import Unfinished

__all__ = ["calendar_marks", "marks_of", "note_marks", "rate_marks"]


def marks_of(*changed: ArrayLike) -> list[dict[str, Any]]:
    """A mark if no cell of `changed` (true if a rate or cost changed) is true: the result is the baseline itself."""
    if any(bool(np.any(part)) for part in changed):
        return []
    return [
        {
            "rule": "nothing_changed",
            "count": 0,
            "text": Message("nothing_changed"),
        }
    ]


def note_marks(notes: Sequence[Adjustment]) -> list[dict[str, Any]]:
    """Marks from the notes of a table's reader about the whole table."""
    return [
        {
            "rule": note.rule,
            "count": note.cells,
            "text": Message("unit_doubt", what="; ".join(note.where)),
        }
        for note in notes
    ]


def calendar_marks(categories: Sequence[Unfinished], last: int) -> list[dict[str, Any]]:
    """A mark if categories are still changing in the `last` year: the result is the world of that year, not of the
    whole."""
    if not categories:
        return []
    which = ", ".join(f"{item.name} {100 * item.share:g} % of {100 * item.goal:g} %" for item in categories)
    return [
        {
            "rule": "calendar_cut_short",
            "count": len(categories),
            "cells": sum(item.cells for item in categories),
            "text": Message("calendar_cut_short", year=last, n=len(categories), which=which),
        }
    ]


def rate_marks(before: ArrayLike, after: ArrayLike) -> list[dict[str, Any]]:
    """A mark if rates were raised to 1000 % or more: a tariff that stops trade, or a percentage for a fraction.

    It is not a refusal, since a prohibitive tariff is a question that may be asked.

    >>> rate_marks([0.1, 0.1], [0.2, 35.0])[0]["count"]
    1
    """
    old, new = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    high = (new >= HIGHEST) & (new > old)
    if not high.any():
        return []
    return [
        {
            "rule": "rate_very_high",
            "count": int(high.sum()),
            "text": Message("rates_high", n=int(high.sum()), most=f"{100 * float(new[high].max()):,.0f}"),
        }
    ]
