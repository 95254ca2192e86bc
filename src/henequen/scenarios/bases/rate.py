"""What an ad-valorem rate can be: a fraction of the value, so that a percent written by mistake is refused and not run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from henequen.model.errors import DataError

__all__ = ["HIGHEST", "check_rate", "check_rates"]

HIGHEST = 10.0
"""A rate of 1000 % or more is taken for a percent that was written where a fraction belongs."""


def check_rate(value: float, where: str, *, percent: bool = False) -> None:
    """Raise `DataError` where `value`, a fraction (or, with `percent`, a percentage), is a rate of 1000 % or more.

    >>> check_rate(0.35, "set")
    >>> check_rate(35.0, "set")
    Traceback (most recent call last):
    ...
    henequen.model.errors.DataError: set: a rate of 1000 % or more
      found:    35
      expected: a fraction: 0.35 is 35 %
      next:     write 0.35 if 35 % is meant
    """
    if value < HIGHEST * (100 if percent else 1):
        return
    if percent:
        raise DataError(
            "a rate of 1000 % or more",
            where=where,
            found=f"{value:g}",
            expected="a percentage below 1000: 35 is 35 %",
            hint="rates of this table are in percent; look at the unit of the column",
        )
    raise DataError(
        "a rate of 1000 % or more",
        where=where,
        found=f"{value:g}",
        expected="a fraction: 0.35 is 35 %",
        hint=f"write {value / 100:g} if {value:g} % is meant",
    )


def check_rates(values: ArrayLike, path: object, column: str, *, percent: bool = False) -> None:
    """`check_rate` for the cells of a column, naming the first row that is wrong."""
    cells = np.asarray(values, dtype=float)
    bad: Sequence[int] = np.nonzero(cells >= HIGHEST * (100 if percent else 1))[0].tolist()
    if bad:
        check_rate(float(cells[bad[0]]), f"{path}, row {bad[0] + 1}, column {column}", percent=percent)
