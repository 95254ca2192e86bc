"""Units of quantity under the codes of UN Comtrade (`data/quantity_units.csv`): their kinds and factors.

Kinds, with the base unit of the factors: weight (kilogram), number (item), volume (litre), area (square metre), length
(metre), energy (kilowatt-hour), and those that are not added to others: package, content (of a substance), capacity,
activity; none is the absence of a quantity. Only a weight is the weight of the goods: kilograms of nitrogen are not.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["QuantityUnit", "quantity_units"]


@dataclass(frozen=True, slots=True)
class QuantityUnit:
    """One unit: its size in its kind's base unit (`factor`; 0 if there is no quantity)."""

    code: str
    name: str
    kind: str
    factor: float


@cache
def quantity_units() -> dict[str, QuantityUnit]:
    """All units by code.

    >>> [(unit.name, unit.factor) for unit in quantity_units().values() if unit.kind == "weight"]
    [('kilogram', 1.0), ('carat', 0.0002), ('gram', 0.001), ('tonne', 1000.0)]
    """
    path = files("henequen.model") / "data" / "quantity_units.csv"
    with path.open(encoding="utf-8") as handle:
        return {
            row["code"]: QuantityUnit(row["code"], row["name"], row["kind"], float(row["factor"] or 0))
            for row in csv.DictReader(handle)
        }
