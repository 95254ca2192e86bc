# ruff: noqa: S608 (SQL is composed from our own names)
"""The null model: how close the values of two unrelated rows are by chance.

Values of a pair's flows within a heading are about log-normal. Their spread is measured on flows that both sides report (a
one-sided row may be the double of another), pooled within pairs and headings, on one heading in eight if there are many. The
logarithm of the ratio of two unrelated rows is then normal about 0 with sqrt(2) times that spread.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from henequen.trade.inference.sample import some_products
from henequen.trade.sql.duck import Engine

__all__ = ["NullModel", "measure_null_model"]

USUAL = 1.75  # s.d. of log values within a heading of a pair, if too few rows show it
_ENOUGH = 200
_LEAST, _MOST = 0.5, 4.0
_FINE = float(1 << 20)  # sums are exact in this part of a squared log point: their order does not matter

Floats = npt.NDArray[np.float64]
# the normal distribution is tabled between these, in this number of steps per unit
_FIRST, _LAST, _FINENESS = -8.0, 2.0, 180
_BELOW = np.array([NormalDist().cdf(k / _FINENESS + _FIRST) for k in range(int((_LAST - _FIRST) * _FINENESS) + 2)])
_SLOPE = np.diff(_BELOW)


@dataclass(frozen=True)
class NullModel:
    """`spread`: s.d. of ln(a/b) of two unrelated rows a, b.

    >>> null_model = NullModel(2.0)
    >>> null_model.below(np.array([0.0, -2.0])).round(3).tolist()
    [0.5, 0.159]
    >>> null_model.nearer(np.array([0.0, 2.0]), np.array([0.04, 0.04])).round(2).tolist()
    [2.3, -47.2]
    """

    spread: float = USUAL * math.sqrt(2.0)

    def below(self, distance: Floats | float) -> Floats:
        """Share of unrelated rows below a distance (log points)."""
        step = np.clip(
            np.asarray(distance) * (_FINENESS / self.spread) - _FIRST * _FINENESS, 0.0, (_LAST - _FIRST) * _FINENESS
        )
        whole = step.astype(np.int64)
        values: Floats = _BELOW[whole] + _SLOPE[whole] * (step - whole)
        return values

    def nearer(self, distance: Floats, variance: Floats) -> Floats:
        """Log density of a distance if two figures report the same flow, normal with `variance`, over that of
        unrelated ones."""
        return math.log(self.spread) - np.log(variance) / 2 + distance**2 * (0.5 / self.spread**2 - 0.5 / variance)


def measure_null_model(engine: Engine) -> NullModel:
    """Measure it in the tables `flow` and `product`."""
    sums = engine.fetch(
        "select cast(coalesce(sum(n - 1), 0) as bigint) as df, "
        f"cast(coalesce(sum(cast(floor(ss - s * s / n) as bigint)), 0) as bigint) as within from ("
        f"select count(*) as n, cast(sum(cast(floor(v * {_FINE!r}) as bigint)) as double) / {math.sqrt(_FINE)!r} as s, "
        f"cast(sum(cast(floor(v * v * {_FINE!r}) as bigint)) as double) as ss "
        "from (select f.pair as pair, g.heading as heading, ln(f.x) as v from flow f join product g on g.product = f.product "
        f"where f.x > 0 and f.m > 0 and g.siblings > 0 {some_products(engine, of='heading')}) group by pair, heading) where n > 1"
    )
    df = int(sums["df"][0])
    spread = math.sqrt(int(sums["within"][0]) / _FINE / df) if df >= _ENOUGH else USUAL
    return NullModel(math.sqrt(2.0) * min(max(spread, _LEAST), _MOST))
