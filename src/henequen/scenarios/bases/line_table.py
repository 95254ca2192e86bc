"""The values and duties of a table of tariff lines, checked row by row and laid out as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Adjustment, Array
from henequen.scenarios.bases.rate import check_rates, unit_notes
from henequen.scenarios.bases.table import Columns, numbers, pick_column

__all__ = ["LineTable"]

_VALUE = ("value", "trade", "imports", "trade_value_usd")
_DUTY = {"before": ("tariff_before", "tariff", "rate_before"), "after": ("tariff_after", "rate_after")}


@dataclass
class LineTable:
    """Columns of a table at `path`. `notes` collects oddities in the duties of a whole column.

    `cells` below are the positions of each row in an array of the given shape, one index array per axis; cells without a
    row stay zero.
    """

    columns: Columns
    path: Path
    notes: list[Adjustment] = field(default_factory=list)

    @property
    def has_after(self) -> bool:
        """Whether the table has a column of new duties."""
        return any(name.casefold() in _DUTY["after"] for name in self.columns)

    def values(self, shape: tuple[int, ...], cells: tuple[np.ndarray, ...]) -> Array:
        """Trade in the currency of the table. Raises `DataError` for a missing or negative value."""
        name = pick_column(self.columns, _VALUE, self.path, "value")
        values = numbers(self.columns[name], self.path, name)
        self._refuse(values < 0, values, "value")
        return _laid_out(values, shape, cells)

    def duties(self, when: Literal["before", "after"], shape: tuple[int, ...], cells: tuple[np.ndarray, ...]) -> Array:
        """Duties as fractions (0.35 is 35 %). Raises `DataError` for one of -100 % or below or of 1000 % or more."""
        name = pick_column(self.columns, _DUTY[when], self.path, f"duty {when}")
        rates = numbers(self.columns[name], self.path, name)
        self._refuse(rates <= -1, rates, f"duty {when}")
        check_rates(rates, self.path, name)
        self.notes.extend(unit_notes(rates, name))
        return _laid_out(rates, shape, cells)

    def _refuse(self, bad: np.ndarray, numbers: Array, what: str) -> None:
        if bad.any():
            row = int(np.argmax(bad))
            raise DataError(
                Message("that_cannot_be", what=what),
                where=Message("at_row", file=self.path, n=row + 1),
                found=float(numbers[row]),
            )


def _laid_out(numbers: Array, shape: tuple[int, ...], cells: tuple[np.ndarray, ...]) -> Array:
    array = np.zeros(shape)
    array[cells] = numbers
    return array
