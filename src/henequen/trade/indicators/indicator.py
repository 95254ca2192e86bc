"""The result of every indicator: a frozen table with units, assumptions, diagnostics and sources; and its exact ratios.

Unknown is nan and stays nan: an unreported value is never treated as zero. An undefined ratio (zero over zero) is nan
too, and counted: `diagnostics` gives the numbers of cells that were unknown or had no denominator.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["Array", "Cell", "Indicator", "amounts", "exact_sum", "labels", "ratio", "share"]

Array = NDArray[np.float64]
Cell = str | float | int | Decimal | None


@dataclass(frozen=True)
class Indicator:
    """One indicator: `table` holds columns of equal length in a fixed order, `units` gives the unit of each column."""

    name: str
    table: Mapping[str, Sequence[Cell]]
    units: Mapping[str, str]
    assumptions: tuple[str, ...] = ()
    diagnostics: Mapping[str, Cell] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lengths = {column: len(cells) for column, cells in self.table.items()}
        if len(set(lengths.values())) > 1 or set(lengths) != set(self.units):
            raise DataError(Message("columns_indicator_do_not_fit"), where=self.name, found=lengths)

    def __len__(self) -> int:
        return len(next(iter(self.table.values()), ()))

    def rows(self) -> Iterator[dict[str, Cell]]:
        """Each row as a dictionary, in order; unknown values are None (JSON has no nan)."""
        for cells in zip(*self.table.values(), strict=True):
            yield {name: _checked(cell) for name, cell in zip(self.table, cells, strict=True)}

    def values(self, column: str = "value") -> Array:
        """One column as numbers; unknown values are nan."""
        return np.array([math.nan if cell is None else float(cell) for cell in self.table[column]], dtype=np.float64)


def _checked(cell: Cell) -> Cell:
    if isinstance(cell, np.generic):
        cell = cell.item()
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def amounts(what: str, values: ArrayLike, shape: tuple[int, ...] | None = None, *, signed: bool = False) -> Array:
    """`values` as numbers, checked: the expected shape, nothing infinite, nothing negative unless `signed`; nan is unknown.

    >>> amounts("exports", [1, float("nan")]).tolist()
    [1.0, nan]

    Raises DataError naming `what`, what was found and what was expected.
    """
    try:
        numbers = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(
            Message("are_not_numbers", what=what), found=str(error), expected=Message("numbers_nan_where_unknown")
        ) from None
    if shape is not None and numbers.shape != shape:
        raise DataError(Message("have_wrong_shape", what=what), found=numbers.shape, expected=shape)
    if np.isinf(numbers).any():
        raise DataError(
            Message("contain_infinite_number", what=what), expected=Message("finite_numbers_nan_where_unknown")
        )
    if not signed and (numbers < 0).any():
        raise DataError(
            Message("contain_negative_number", what=what),
            found=float(np.nanmin(numbers)),
            expected=Message("zero_or_more"),
        )
    return numbers


def labels(what: str, stated: Sequence[str] | None, length: int) -> tuple[str, ...]:
    """Names of `length` rows: those given, which must be different, else 1, 2, 3..."""
    if stated is None:
        return tuple(str(number + 1) for number in range(length))
    names = tuple(str(name) for name in stated)
    if len(names) != length or len(set(names)) != length:
        raise DataError(
            Message("do_not_name_rows", what=what),
            found=Message("different", n=len(set(names)), n_2=len(names)),
            expected=Message("different_names", length=length),
        )
    return names


def exact_sum(values: ArrayLike) -> float:
    """The correctly rounded sum, the same for every order and number of threads; nan as soon as one value is unknown.

    >>> exact_sum([1e16, 1.0, -1e16])
    1.0
    """
    listed: list[float] = np.asarray(values, dtype=np.float64).ravel().tolist()
    return math.nan if any(math.isnan(value) for value in listed) else math.fsum(listed)


def ratio(above: ArrayLike, below: ArrayLike) -> tuple[Array, dict[str, Cell]]:
    """`above / below` cell by cell; nan if either is unknown or `below` is zero, with the count of each.

    >>> ratio([1.0, 2.0, float("nan")], [4.0, 0.0, 1.0])
    (array([0.25,  nan,  nan]), {'unknown': 1, 'zero_denominators': 1})
    """
    top, bottom = np.broadcast_arrays(np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64))
    unknown = np.isnan(top) | np.isnan(bottom)
    empty = ~unknown & (bottom == 0)
    out = np.full(top.shape, math.nan)
    np.divide(top, bottom, out=out, where=~unknown & ~empty)
    return out, {"unknown": int(unknown.sum()), "zero_denominators": int(empty.sum())}


def share(part: float, whole: float) -> float:
    """`part / whole`, or nan if either is unknown or `whole` is zero."""
    return math.nan if math.isnan(part) or math.isnan(whole) or whole == 0 else part / whole
