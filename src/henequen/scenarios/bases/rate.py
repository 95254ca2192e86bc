"""Checks ad-valorem rates: fractions of the value; percentages written by mistake are refused."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Adjustment

__all__ = ["HIGHEST", "check_rate", "check_rates", "unit_notes"]

HIGHEST = 10.0
"""A rate of 1000 % or more is probably a percent written instead of a fraction."""


def check_rate(value: float, where: str, *, percent: bool = False) -> None:
    """Raise `DataError` if `value`, a fraction (or, with `percent`, a percentage), is a rate of 1000 % or more.

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
            Message("rate_1000_or_more"),
            where=where,
            found=f"{value:g}",
            expected=Message("percentage_below_1000_35_35"),
            hint=Message("rates_this_table_are_in_percent"),
        )
    raise DataError(
        Message("rate_1000_or_more"),
        where=where,
        found=f"{value:g}",
        expected=Message("fraction_0_35_35"),
        hint=Message("write_if_meant", value=f"{value / 100:g}", value_2=f"{value:g}"),
    )


def check_rates(values: ArrayLike, path: object, column: str, *, percent: bool = False) -> None:
    """`check_rate` for the cells of a column, naming the first row that is wrong."""
    cells = np.asarray(values, dtype=float)
    bad: Sequence[int] = np.nonzero(cells >= HIGHEST * (100 if percent else 1))[0].tolist()
    if bad:
        check_rate(float(cells[bad[0]]), f"{path}, row {bad[0] + 1}, column {column}", percent=percent)


def unit_notes(values: ArrayLike, column: str, *, percent: bool = False) -> tuple[Adjustment, ...]:
    """A note if the rates of a whole column look like the other unit; empty if they do not. One rate is not sufficient
    evidence. If every rate above zero of a column of percentages is below 1 %, they look like fractions. If every rate
    above zero of a column of fractions is 100 % or above, they look like percentages.

    >>> unit_notes([0.05, 0.2, 0.0], "rate", percent=True)[0].where
    ('rate: all 2 rates above zero are below 1 %, the highest is 0.2 %',)
    >>> unit_notes([9.0, 5.0], "tariff_before")[0].rule
    'rates_look_like_percentages'
    >>> unit_notes([0.05, 0.2], "tariff")
    ()
    """
    cells = np.asarray(values, dtype=float)
    cells = cells[cells > 0]
    if not cells.size:
        return ()
    count = f"all {cells.size} rates" if cells.size > 1 else "the only rate"
    verb = "are" if cells.size > 1 else "is"
    if percent and float(cells.max()) < 1:
        note = f"{column}: {count} above zero {verb} below 1 %, the highest is {cells.max():g} %"
        return (Adjustment("rates_look_like_fractions", cells.size, float(cells.max()), "percent", (note,), "note"),)
    if not percent and float(cells.min()) >= 1:
        note = f"{column}: {count} above zero {verb} 100 % or more, the lowest is {100 * cells.min():g} %"
        return (Adjustment("rates_look_like_percentages", cells.size, float(cells.min()), "fraction", (note,), "note"),)
    return ()
