"""Rows that are one good under several codes: the part of their gaps that codes cause, and the remainder.

Such rows point to each other (`other`). Over a set the codes cancel out: one code's excess is another's shortfall. The
remaining difference between the two sides' figures of the set is split over its rows by their reconciled values, and
the codes' part of a row is its gap less that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from henequen.trade.gap.decomposition import FlowPair, mill

__all__ = ["split_sets"]


def split_sets(rows: Sequence[FlowPair]) -> list[FlowPair]:
    """The rows of one flow and period (one per product), with `by_codes` of those that belong to a set; over a set
    they add up to 0.

    >>> D = Decimal
    >>> a = FlowPair("850110", D(100), None, None, "kept", value=D(100), other_product="850120")
    >>> b = FlowPair("850120", None, D(97), D(90), "moved", value=D(0), other_product="850110")
    >>> [row.by_codes for row in split_sets([a, b])]
    [Decimal('-90.000'), Decimal('90.000')]
    """
    at = {row.product: number for number, row in enumerate(rows)}
    first = list(range(len(rows)))

    def root(number: int) -> int:
        while first[number] != number:
            first[number] = first[first[number]]
            number = first[number]
        return number

    for number, row in enumerate(rows):
        if row.other_product in at:
            first[root(number)] = root(at[row.other_product])
    sets: dict[int, list[int]] = {}
    for number in range(len(rows)):
        sets.setdefault(root(number), []).append(number)
    rows_left = list(rows)
    for members in sets.values():
        if len(members) > 1:
            for number, part in zip(members, _parts([rows[k] for k in members]), strict=True):
                rows_left[number] = replace(rows[number], by_codes=part)
    return rows_left


def _parts(rows: Sequence[FlowPair]) -> list[Decimal]:
    gaps = [_gap(row) for row in rows]
    remainder = sum(gaps, Decimal(0))
    weights = [max(row.value or Decimal(0), Decimal(0)) for row in rows]
    total = sum(weights, Decimal(0))
    if not total:
        weights, total = [Decimal(1)] * len(rows), Decimal(len(rows))
    kept = [mill(remainder * weight / total) for weight in weights]
    largest = weights.index(max(weights))
    kept[largest] += remainder - sum(kept, Decimal(0))
    return [gap - own for gap, own in zip(gaps, kept, strict=True)]


def _gap(row: FlowPair) -> Decimal:
    f = row.m if row.f is None else row.f
    return mill(f or Decimal(0)) - mill(row.x or Decimal(0))
