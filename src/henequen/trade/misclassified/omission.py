# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Rates of omission of rows, by size and by reporter; and the rate of misclassification.

A row is one-sided because the other side left it out, with a probability that falls with size, or because one side
booked the goods under another code of the heading, of any size. In a heading with only one code, every one-sided row is
an omission. Their share by size class (powers of four), made to fall with size (isotonic regression, Ayer et al. 1955),
is the rate of omission. A reporter's own factor on it is shrunk to 1, by an amount that depends on the spread between
reporters. One-sided rows beyond that rate, under headings of several codes, are misclassified.

If too few headings have one code, the share left among the largest flows is attributed to misclassification instead,
and the remainder of every class to omissions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from henequen.trade.inference.sample import some_products
from henequen.trade.inference.shrinkage import shrunk_rates
from henequen.trade.model.pair_key import PairKey
from henequen.trade.sql.duck import Engine
from henequen.trade.transit.apply import unexplained
from henequen.trade.transit.hubs import Hubs

__all__ = ["Omission", "measure_omission"]

_CLASSES = 24
_BASE = 4.0
_ENOUGH = 300  # rows that a size class needs to be used
_TELLING = 200  # one-sided rows under headings of one code from which alone the rate is estimated
_LEAST = 0.0005  # lower bound of the rate of omission

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Omission:
    """`misclassified`: the probability that a figure is booked under another code (each leaves two one-sided rows, one at either
    code); ln of the rate of omission at the logarithms of values `ln_value` (ascending; between them it is linear)."""

    misclassified: float
    ln_value: Floats
    ln_rate: Floats

    def ln_omitted(self, ln_value: str) -> str:
        """SQL of the logarithm of the rate for the SQL expression `ln_value`."""
        cases = [f"when {ln_value} <= {float(self.ln_value[0])!r} then {float(self.ln_rate[0])!r}"]
        for k in range(1, self.ln_value.size):
            slope = float((self.ln_rate[k] - self.ln_rate[k - 1]) / (self.ln_value[k] - self.ln_value[k - 1]))
            level = float(self.ln_rate[k]) - slope * float(self.ln_value[k])
            cases.append(f"when {ln_value} <= {float(self.ln_value[k])!r} then {level!r} + ({slope!r}) * {ln_value}")
        return f"case {' '.join(cases)} else {float(self.ln_rate[-1])!r} end"

    def at(self, ln_value: Floats) -> Floats:
        """The rate at logarithms of values."""
        rates: Floats = np.exp(np.interp(ln_value, self.ln_value, self.ln_rate))
        return rates


def measure_omission(engine: Engine, areas: int, hubs: Hubs) -> Omission:
    """Measure it in the tables `flow`, `pair` (needs `pair`, `both`) and `product_factor` (needs `siblings`), and load the table
    `omission` (area, ln_x, ln_m: log factors of the area's exports and of its imports); a prior guess if there are
    few rows.

    With `hubs`, `by_hub` gives what is already known about rows (see `routing`).
    """
    size = "coalesce(f.x, f.m)"
    cases = " ".join(f"when {size} < {_BASE**k!r} then {k}" for k in range(1, _CLASSES))
    rows = f"""
      select f.pair as pair, f.product as product, f.x as x, f.m as m, g.siblings as siblings
      from flow f join pair a on a.pair = f.pair join product_factor g on g.product = f.product
      where a.both and (f.x > 0 or f.m > 0) {some_products(engine, "g.siblings = 0")}"""
    counted = engine.fetch(
        f"""
        select pair, k, count(x) as n_x, count(m) as n_m, count(*) as n
        from (select case when f.siblings = 0 then f.pair else -1 end as pair, f.x as x, f.m as m,
                     case {cases} else {_CLASSES} end as k
              from ({unexplained(rows, "m siblings", hubs)}) f where f.x > 0 or f.m > 0)
        group by pair, k order by pair, k"""
    )
    pair, k = (np.asarray(counted[name], dtype=np.int64) for name in ("pair", "k"))
    n_x, n_m, n = (np.asarray(counted[name], dtype=np.float64) for name in ("n_x", "n_m", "n"))
    single = pair >= 0
    alone = 2 * n - n_x - n_m
    counts = [
        _sum_by(k[selected], part[selected], _CLASSES + 1) for selected in (single, ~single) for part in (n, alone)
    ]
    omission = fit_omission(counts[0], counts[1], counts[2], counts[3])
    pair, k = pair[single], k[single]
    n_x, n_m, n = n_x[single], n_m[single], n[single]
    rate = omission.at((k - 0.5) * np.log(_BASE))
    engine.load(
        "omission",
        {
            "area": np.arange(areas, dtype=np.int32),
            "ln_x": np.log(_factors(PairKey.exporter(pair), n - n_x, n_m * rate, areas)),
            "ln_m": np.log(_factors(PairKey.importer(pair), n - n_m, n_x * rate, areas)),
        },
    )
    return omission


def fit_omission(rows_single: Floats, alone_single: Floats, rows: Floats, alone: Floats) -> Omission:
    """Fit from rows and one-sided rows by size class (class k: below 4^k), under headings of one code and under others.

    >>> k = np.arange(25)
    >>> omitted = np.minimum(0.3 * 4.0 ** (-0.3 * (k - 0.5)), 0.3)
    >>> one_sided = 2 * omitted / (1 + omitted)
    >>> found = fit_omission(np.full(25, 1e5), 1e5 * one_sided, np.full(25, 1e6), 1e6 * (0.06 + 0.94 * one_sided))
    >>> round(found.misclassified, 3), found.at(np.log([4.0**9.5])).round(3).tolist(), omitted[10].round(3).item()
    (0.029, [0.006], 0.006)
    """
    single = float(alone_single.sum()) >= _TELLING
    n, one_sided = (rows_single, alone_single) if single else (rows + rows_single, alone + alone_single)
    enough = n >= _ENOUGH
    if enough.sum() < 3:
        return Omission(0.05, np.zeros(1), np.log(np.full(1, 0.05)))
    share = one_sided[enough] / n[enough]
    anyway = 0.0
    if not single:
        # the three largest classes with enough rows, but no more than the minimum over any three in a row
        together = np.convolve(one_sided[enough], np.ones(3), "valid") / np.convolve(n[enough], np.ones(3), "valid")
        anyway = float(np.clip(0.9 * together.min(), 0.001, 0.5))
        share = np.maximum(share - anyway, 0.0)
    falling = _falling(share, n[enough])
    # of n rows of either side or both, a share u is one-sided if each side omits u / (2 - u) of the other's
    rate = np.maximum(falling / (2.0 - falling), _LEAST)
    ln_value = (np.nonzero(enough)[0] - 0.5) * np.log(_BASE)
    omission = Omission(0.0, ln_value, np.log(rate))
    if single:
        omitted = omission.at((np.arange(rows.size) - 0.5) * np.log(_BASE))
        beyond = float(np.sum(alone - rows * 2 * omitted / (1 + omitted))) / max(float(rows.sum()), 1.0)
        anyway = float(np.clip(beyond, 0.001, 0.5))
    return Omission(anyway / (2.0 - anyway), omission.ln_value, omission.ln_rate)


def _falling(share: Floats, weight: Floats) -> Floats:
    """The nearest non-increasing shares: pooled adjacent violators.

    >>> _falling(np.array([0.3, 0.1, 0.2, 0.05]), np.array([1.0, 1.0, 3.0, 1.0])).round(3).tolist()
    [0.3, 0.175, 0.175, 0.05]
    """
    blocks: list[list[float]] = []  # mean, weight, classes
    for mean, own in zip(share.tolist(), weight.tolist(), strict=True):
        blocks.append([mean, own, 1])
        while len(blocks) > 1 and blocks[-1][0] > blocks[-2][0]:
            last, before = blocks.pop(), blocks.pop()
            pooled = last[1] + before[1]
            blocks.append([(last[0] * last[1] + before[0] * before[1]) / pooled, pooled, last[2] + before[2]])
    return np.concatenate([np.full(int(n), mean) for mean, _, n in blocks])


def _factors(area: Ints, hits: Floats, expected: Floats, areas: int) -> Floats:
    """Ratio of omitted to expected omitted rows, by area."""
    hits_of_area, due = _sum_by(area, hits, areas), _sum_by(area, expected, areas)
    return np.maximum(shrunk_rates(hits_of_area, due), 0.01) if due.any() else np.ones(areas)


def _sum_by(number: Ints, weight: Floats, count: int) -> Floats:
    """The sum of `weight` for each number below `count`."""
    return np.bincount(number, weight, count).astype(np.float64)
