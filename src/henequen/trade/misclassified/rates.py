"""The share of its rows that each reporter misclassifies, estimated from the candidates that the matching kept.

Two types of candidate identify the reporter. Shared bookings do so alone: `absorb_m` can only come from an importer that
misclassifies, `absorb_x` only from an exporter; they count if the figures alone identify them, since near misses come
equally from both sides. Twins do so jointly: a pair of exporter e and importer i has about

    n (1 - filled) (x_e + y_i)

of them. n is the number of its flows, `filled` the probability that a misclassified row lands on a code in use (and becomes a
shared booking), x and y are the shares to be estimated. Over all pairs the twins determine x and y up to a constant between
exporters and importers, and the shared bookings determine that constant. Both are fitted by EM (Dempster, Laird and Rubin 1977:
a sum of Poisson counts whose parts are not observed). Each step shrinks the shares to the mean (`shrinkage`); at the
end they are scaled to the number of all misclassified rows of any type.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from henequen.trade.inference.shrinkage import shrunk_rates
from henequen.trade.misclassified.candidates import (
    ABSORB_M,
    ABSORB_X,
    CHAIN_M,
    CHAIN_X,
    DISPLACED_M,
    DISPLACED_X,
    MISCLASSIFIED_ROWS,
    SHIFT,
    SWAP,
    TWIN,
)
from henequen.trade.model.pair_key import PairKey
from henequen.trade.sql.duck import Columns

__all__ = ["Exposure", "MisclassificationRates", "exposure_of", "learn_rates", "reporter_log_odds"]

_STEPS = 30
PLAIN = 2.0  # log odds by the figures alone from which a shared booking identifies the reporter

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class MisclassificationRates:
    """Share of a reporter's rows that it misclassifies, by area: as exporter, as importer."""

    exporter: Floats
    importer: Floats


@dataclass(frozen=True)
class Exposure:
    """By pair, in ascending order of its number `pair`: rows that both sides report, and the probability that a code
    is `filled`. `areas`: their number."""

    pair: Ints
    rows: Floats
    filled: Floats
    areas: int


def exposure_of(pairs: Columns, areas: int) -> Exposure:
    """From the columns of the table `pair` (pair, rows, filled)."""
    return Exposure(
        np.asarray(pairs["pair"], dtype=np.int64),
        np.asarray(pairs["rows"], dtype=np.float64),
        np.asarray(pairs["filled"], dtype=np.float64),
        areas,
    )


def reporter_log_odds(pair: Ints, kind: Ints, rates: MisclassificationRates, misclassified: float) -> Floats:
    """Corrections of the candidates' log odds by the reporters' rates, if `misclassified` was the common share of both
    sides."""
    exporter, importer = PairKey.exporter(pair), PairKey.importer(pair)
    usual = misclassified / 2
    more = np.zeros(pair.size)
    for by, rate, numbers in (
        (importer, rates.importer, (ABSORB_M, DISPLACED_M, CHAIN_M)),
        (exporter, rates.exporter, (ABSORB_X, DISPLACED_X, CHAIN_X)),
    ):
        log_rate = np.log(rate / usual)
        for number in numbers:
            at = np.flatnonzero(kind == number)
            more[at] = MISCLASSIFIED_ROWS[number] * log_rate[by[at]]
    at = np.flatnonzero(kind == TWIN)
    more[at] = np.log((rates.exporter[exporter[at]] + rates.importer[importer[at]]) / misclassified)
    at = np.flatnonzero((kind == SHIFT) | (kind == SWAP))
    more[at] = np.log((rates.exporter[exporter[at]] ** 2 + rates.importer[importer[at]] ** 2) / (2 * usual**2))
    return more


def learn_rates(
    pair: Ints, kind: Ints, log_bayes_factor: Floats, exposure: Exposure, share: float = 1.0
) -> MisclassificationRates:
    """Shares of misclassified rows by reporter, from the candidates that hold, among a `share` of all."""
    areas = exposure.areas
    exporter, importer = PairKey.exporter(exposure.pair), PairKey.importer(exposure.pair)
    plain = log_bayes_factor > PLAIN
    hits_x = _sum_by(PairKey.exporter(pair[plain & (kind == ABSORB_X)]), areas)
    hits_m = _sum_by(PairKey.importer(pair[plain & (kind == ABSORB_M)]), areas)
    twins = _sum_by(np.searchsorted(exposure.pair, pair[kind == TWIN]), exposure.pair.size)
    together = share * exposure.rows * exposure.filled
    alone = (share * exposure.rows + twins) * (1.0 - exposure.filled)
    tries = [(_sum_by(of, areas, together), _sum_by(of, areas, alone)) for of in (exporter, importer)]
    x, y = shrunk_rates(hits_x, tries[0][0]), shrunk_rates(hits_m, tries[1][0])
    share_seen = 1.0  # the share of shared bookings identified by figures alone
    for _ in range(_STEPS):
        by_exporter = twins * x[exporter] / (x[exporter] + y[importer])
        x = shrunk_rates(hits_x + _sum_by(exporter, areas, by_exporter), share_seen * tries[0][0] + tries[0][1])
        y = shrunk_rates(hits_m + _sum_by(importer, areas, twins - by_exporter), share_seen * tries[1][0] + tries[1][1])
        share_seen = (hits_x.sum() + hits_m.sum() + 1.0) / (float(x @ tries[0][0] + y @ tries[1][0]) + 1.0)
    misclassified = float(np.array(MISCLASSIFIED_ROWS)[kind].sum())
    of_all = (misclassified + 1.0) / (share * float(exposure.rows.sum()) + float(twins.sum()) + 1.0)
    scale = of_all / float(_mean(x, tries[0]) + _mean(y, tries[1]))
    return MisclassificationRates(np.clip(x * scale, 1e-5, 0.9), np.clip(y * scale, 1e-5, 0.9))


def _mean(rate: Floats, tries: tuple[Floats, Floats]) -> float:
    return float(np.average(rate, weights=tries[0] + tries[1] + 1e-9))


def _sum_by(number: Ints, count: int, weight: Floats | None = None) -> Floats:
    """The sum of `weight` (or the count of rows) for each number below `count`."""
    return np.bincount(number, weight, count).astype(np.float64)
