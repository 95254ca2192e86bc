"""The unit of a cell: by its header, the labels of its row, or the caption and notes of its table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from henequen.reading.tables.context import TableContext
from henequen.reading.tables.facts import STRONG
from henequen.reading.tables.numerals import CellNumber
from henequen.reading.tables.units import Unit

if TYPE_CHECKING:
    from henequen.reading.tables.observation import Gathered

__all__ = ["RATIOS", "is_currency", "is_money", "unit_of_cell"]

RATIOS = ("share", "growth")
"""Measures in percent."""
_WEIGHT = re.compile(r"중량|물량|수량|\b(?:weight|volume|quantity|peso|volumen|cantidad)\b", re.I)


def unit_of_cell(
    head: Gathered, labels: Gathered, context: TableContext, number: CellNumber | None, measure: str, dollar: str | None
) -> tuple[str | None, int, bool]:
    """The unit of a cell, its multiplier, and whether they fit the measure: those of its column, its row, then its table."""
    ratio = measure in RATIOS or (
        measure == "other" and any(unit.unit == "percent" for units, _ in head.units for unit in units)
    )
    multiplier = labels.multiplier
    if number is not None and number.percent:
        return "percent", 1, ratio or measure in ("other", "count")
    printed = [unit.unit for units, _ in labels.units for unit in units]
    if printed and set(printed) == {"percent"} and not ratio and (measure in STRONG or measure == "count"):
        return None, 1, False  # a row of percents among amounts
    if number is not None and number.unit is not None:
        return number.unit, number.multiplier, not ratio
    scaled = number is not None and number.multiplier > 1
    currency = number.currency if number is not None else None
    own = [unit for units, _ in reversed(head.units) for unit in units]
    beside = [*labels.unit_cell, *(unit for units, _ in reversed(labels.units) for unit in units)]
    if own and measure in STRONG and not ratio and all(unit.unit == "percent" for unit in own):
        return None, 1, False  # a column in percent whose title names no share and no growth
    nearest = [group for group in (own, beside, list(context.units)) if group]
    for group in nearest:
        fitting = [unit for unit in group if (unit.unit in ("percent", "percentage_points")) == ratio]
        if not fitting and group is not nearest[-1]:
            continue
        if not fitting:
            break
        if measure in STRONG and not ratio:
            weighed = any(_WEIGHT.search(cell.text) for cell in head.cells)  # (건, 톤, 천달러)
            fitting = sorted(fitting, key=lambda unit: is_currency(unit.unit) == weighed)
        chosen = fitting[0]
        if chosen.multiplier == 1 and group is not nearest[-1]:  # Belize (BZ$), and BZ$ million in the title
            scaled_units = [unit for unit in context.units if unit.unit == chosen.unit and unit.multiplier > 1]
            chosen = scaled_units[0] if scaled_units and is_currency(chosen.unit) else chosen
        if measure in ("count",) and len(group) > 0 and group is nearest[-1] and group == list(context.units):
            return None, 1, True
        if number is not None and scaled:
            return chosen.unit, number.multiplier, True  # the cell prints its own scale
        return chosen.unit, chosen.multiplier * multiplier, True
    if currency is not None:
        unit = dollar if currency == "$" else currency
        return unit, multiplier, True
    if ratio:
        return None, 1, True
    if nearest and measure in STRONG and all(u.unit == "percent" for group in nearest for u in group):
        return None, 1, False
    return None, number.multiplier if number is not None and scaled else multiplier, True


def is_currency(unit: str) -> bool:
    """Whether a unit is a currency, by the form of its code."""
    return len(unit) == 3 and unit.isupper()


def is_money(units: tuple[Unit, ...]) -> bool:
    """Whether one of the units is a currency."""
    return any(is_currency(unit.unit) for unit in units)
