"""A trade balance by use: oil and fuels, inputs of plants, goods and services for final use; to the cent.

The shares come from an input-output table (each flow split into fuels, other inputs, other final use); they are
applied to each side's own figures, so both sides' counts stay apart and each sums to its own total exactly. Remaining
cents go to the largest remainders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["COMPONENTS", "Uses", "balance_rows", "split_to_the_cent", "uses_of"]

COMPONENTS = ("fuels", "inputs", "final")
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Uses:
    """The composition of one flow, in any unit: fuels (crude oil and refined products), other inputs of plants, other
    final use."""

    fuels: float
    inputs: float
    final: float

    @property
    def parts(self) -> tuple[float, float, float]:
        """The three, in the order of `COMPONENTS`."""
        return self.fuels, self.inputs, self.final


def uses_of(rows: Sequence[Mapping[str, Any]], fuels: Sequence[str]) -> dict[tuple[int, str, str], Uses]:
    """Uses by (year, exporter, importer) from rows with year, exporter, importer, sector, intermediate, final.

    >>> row = {"year": 2011, "exporter": "A", "importer": "B", "sector": "c2", "intermediate": 3.0, "final": 1.0}
    >>> uses_of([row, {**row, "sector": "c4"}], ["c2"])
    {(2011, 'A', 'B'): Uses(fuels=4.0, inputs=3.0, final=1.0)}
    """
    uses: dict[tuple[int, str, str], list[float]] = {}
    for row in rows:
        parts = uses.setdefault((int(row["year"]), str(row["exporter"]), str(row["importer"])), [0.0, 0.0, 0.0])
        used, bought = float(row["intermediate"]), float(row["final"])
        if row["sector"] in fuels:
            parts[0] += used + bought
        else:
            parts[1] += used
            parts[2] += bought
    return {key: Uses(*(max(0.0, part) for part in parts)) for key, parts in uses.items()}


def split_to_the_cent(total: Decimal, weights: Sequence[float]) -> list[Decimal]:
    """`total` in parts that are in proportion to `weights` and add up to it exactly, in cents.

    >>> split_to_the_cent(Decimal("100.00"), [1, 1, 1])
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    whole = sum(weights)
    if whole <= 0:
        raise DataError(Message("flow_without_uses_cannot_be_split"), found=list(weights))
    total = total.quantize(CENT, rounding=ROUND_HALF_EVEN)
    exact = [total * Decimal(repr(float(weight))) / Decimal(repr(float(whole))) for weight in weights]
    parts = [part.quantize(CENT, rounding="ROUND_DOWN") for part in exact]
    cents_over = int((total - sum(parts)) / CENT)
    order = sorted(range(len(parts)), key=lambda k: (-abs(exact[k] - parts[k]), k))
    for k in order[: abs(cents_over)]:
        parts[k] += CENT if cents_over > 0 else -CENT
    return parts


def balance_rows(
    counts: Sequence[tuple[int, str, Decimal, Decimal]],
    sides: tuple[str, str],
    uses: Mapping[tuple[int, str, str], Uses],
) -> list[dict[str, Any]]:
    """Rows (year, reporter, component, exports, imports, balance) of the first side's trade with the second.

    `counts` are (year, reporter, exports of the first side to the second, imports of it from there), as that reporter counts
    them. The rows of a year and reporter sum to its totals to the cent. Years without uses are left out.
    """
    first, second = sides
    rows = []
    for year, reporter, exports, imports in counts:
        out, back = uses.get((year, first, second)), uses.get((year, second, first))
        if out is None or back is None:
            continue
        sold, bought = split_to_the_cent(exports, out.parts), split_to_the_cent(imports, back.parts)
        for name, left, right in zip(COMPONENTS, sold, bought, strict=True):
            rows.append(
                {
                    "year": year,
                    "reporter": reporter,
                    "component": name,
                    "exports": left,
                    "imports": right,
                    "balance": left - right,
                }
            )
    return rows
