"""Goods booked under another heading of the same chapter: the reconciliation matches them within headings, this module
within chapters.

Within a chapter of one flow, a row that only the exporter reports and a row that only the importer reports are taken
for one good if their values (FOB) are as similar as those of rows that both report, each is the other's nearest, and so
near a neighbour would occur by chance in fewer than one row in twenty. Values within a chapter spread log-normally; two
unrelated ones are within d of each other with probability 2 d / (2 s sqrt(pi)), s being their spread: that of the rows
that both report, pooled within chapters, or VALUE_SPREAD if those are few.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import median, pvariance

from henequen.trade.gap.decomposition import CLOSES_IN_CHAPTER, FlowPair

__all__ = ["close_in_chapters"]

VALUE_SPREAD = 1.75
_CHANCE = 0.05
_LEAST_NOISE, _MOST_NOISE = 0.002, 0.5
_LEAST_ROWS = 5
_TELLING = 30  # degrees of freedom needed to estimate the spread


def close_in_chapters(rows: Sequence[FlowPair]) -> list[FlowPair]:
    """The rows of one flow and period, with the rule of those that close at the chapter set to CLOSES_IN_CHAPTER.

    If fewer than five rows are reported by both sides, the similarity of two reports cannot be measured, and nothing
    is closed.
    """
    gaps = [math.log(float(r.x / r.f)) for r in rows if r.x and r.f and r.rule == "both"]
    if len(gaps) < _LEAST_ROWS:
        return list(rows)
    middle = median(gaps)
    noise = min(max(1.4826 * median(abs(gap - middle) for gap in gaps), _LEAST_NOISE), _MOST_NOISE)
    spread = _spread(rows)
    chapters: dict[str, tuple[list[int], list[int]]] = {}
    for number, row in enumerate(rows):
        if row.module or (row.x and row.m):
            continue
        if row.rule == "exporter_only" and row.x:
            chapters.setdefault(row.product[:2], ([], []))[0].append(number)
        elif row.rule == "importer_only" and row.f:
            chapters.setdefault(row.product[:2], ([], []))[1].append(number)
    rows_left = list(rows)
    for imports_only, exports_only in chapters.values():
        for a, b in _twins(rows, imports_only, exports_only, middle, noise, spread):
            rows_left[a] = replace(rows[a], rule=CLOSES_IN_CHAPTER, other_product=rows[b].product)
            rows_left[b] = replace(rows[b], rule=CLOSES_IN_CHAPTER, other_product=rows[a].product)
    return rows_left


def _spread(rows: Sequence[FlowPair]) -> float:
    """S.d. of log values within a chapter."""
    chapters: dict[str, list[float]] = {}
    for row in rows:
        if row.x and row.f and row.rule == "both":
            chapters.setdefault(row.product[:2], []).append(math.log(float(row.x)))
    freedom = sum(len(values) - 1 for values in chapters.values())
    if freedom < _TELLING:
        return VALUE_SPREAD
    squares = sum(pvariance(values) * len(values) for values in chapters.values())
    return min(max(math.sqrt(squares / freedom), 0.5), 4.0)


def _twins(
    rows: Sequence[FlowPair],
    imports_only: Sequence[int],
    exports_only: Sequence[int],
    middle: float,
    noise: float,
    spread: float,
) -> list[tuple[int, int]]:
    nearest_a: dict[int, tuple[float, int]] = {}
    nearest_b: dict[int, tuple[float, int]] = {}
    logs = {a: math.log(float(rows[a].x or 1)) - middle for a in imports_only} | {
        b: math.log(float(rows[b].f or 1)) for b in exports_only
    }
    for a in imports_only:
        for b in exports_only:
            if rows[a].product[:4] != rows[b].product[:4]:
                distance = abs(logs[a] - logs[b])
                nearest_a[a] = min(nearest_a.get(a, (math.inf, b)), (distance, b))
                nearest_b[b] = min(nearest_b.get(b, (math.inf, a)), (distance, a))
    density = 1.0 / (spread * math.sqrt(math.pi))
    return [
        (a, b)
        for a, (distance, b) in sorted(nearest_a.items())
        if nearest_b[b][1] == a
        and distance <= 2.5 * noise
        and density * max(distance, noise / 2) * max(len(imports_only), len(exports_only)) < _CHANCE
    ]
