# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""How often a figure stands alone, by its size: omissions become rare in large flows, strays to a sibling code do not.

Of the rows of a size in pairs where both sides report, let u(v) be the share that only one side reports. A row is lonely
because the other side left it out, with a chance that falls with size, or because one side booked the goods under another
code, whatever their size. So what is left of u(v) among the largest flows is taken for the share of strays, and

    ln omitted(v) = a + b ln v,   b <= 0

is fitted to the rest, class by class (powers of eight), each class weighing as its omitted rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from henequen.record.mirror.engine import Engine

__all__ = ["Loneliness", "measure_loneliness"]

_CLASSES = 16
_BASE = 8.0
_ENOUGH = 300  # rows that a class needs to be heard
_LEAST = 0.002  # no row is omitted more rarely than this


@dataclass(frozen=True)
class Loneliness:
    """`strays`: the chance that a figure is booked under another code (each such leaves two lonely rows, one at either
    code); ln omitted(v) = `level` + `slope` ln v."""

    strays: float
    level: float
    slope: float

    def ln_omitted(self, value: str) -> str:
        """SQL of ln omitted(v) for the SQL expression `value`, between ln 0.002 and 0."""
        return f"greatest(least({self.level!r} + ({self.slope!r}) * ln({value}), 0.0), {float(np.log(_LEAST))!r})"


def measure_loneliness(engine: Engine, without: str = "", unless: str = "") -> Loneliness:
    """Measure it in the tables `flow` and `pair` (needs `pr`, `both`); a middling guess where there are few rows.

    `without` (a join) and `unless` (a condition) leave out rows that are explained already.
    """
    size = "coalesce(f.x, f.m)"
    cases = " ".join(f"when {size} < {_BASE**k!r} then {k}" for k in range(1, _CLASSES))
    counted = engine.fetch(
        f"select k, count(*) as n, count(case when x is null or m is null then 1 end) as alone from "
        f"(select f.x as x, f.m as m, case {cases} else {_CLASSES} end as k from flow f join pair a on a.pr = f.pr "
        f"{without} where a.both and (f.x > 0 or f.m > 0) {unless}) group by k order by k"
    )
    n, alone = (np.asarray(counted[name], dtype=np.float64) for name in ("n", "alone"))
    return fit_loneliness(np.asarray(counted["k"], dtype=np.int64), n, alone)


def fit_loneliness(
    size: npt.NDArray[np.int64], n: npt.NDArray[np.float64], alone: npt.NDArray[np.float64]
) -> Loneliness:
    """Fit from rows `n` and lonely rows `alone` of the size classes `size` (class k: below 8^k).

    >>> k = np.arange(2, 12)
    >>> omitted = 0.4 * 8.0 ** (-0.3 * (k - 0.5))
    >>> rows = np.full(k.size, 1e6)
    >>> found = fit_loneliness(k, rows, rows * (0.05 + omitted))
    >>> round(found.strays, 3), round(found.slope, 2)
    (0.024, -0.23)
    """
    heard = n >= _ENOUGH
    if heard.sum() < 3:
        return Loneliness(0.05, float(np.log(0.1)), 0.0)
    k, rows, share = size[heard], n[heard], alone[heard] / n[heard]
    # the three largest classes that are heard, but no more than the least of any three in a row
    together = np.convolve(alone[heard], np.ones(3), "valid") / np.convolve(rows, np.ones(3), "valid")
    alone_anyway = float(np.clip(0.9 * together.min(), 0.001, 0.5))
    omitted = np.log(np.maximum(share - alone_anyway, _LEAST))
    weight = rows * np.exp(omitted)  # a logarithm is told the better the more rows stand behind it
    ln_value = (k - 0.5) * np.log(_BASE)
    centre = float(np.average(ln_value, weights=weight))
    spread = float(np.average((ln_value - centre) ** 2, weights=weight))
    slope = float(np.average((ln_value - centre) * omitted, weights=weight)) / max(spread, 1e-9)
    slope = min(slope, 0.0)
    strays = alone_anyway / (2.0 - alone_anyway)
    return Loneliness(strays, float(np.average(omitted, weights=weight)) - slope * centre, slope)
