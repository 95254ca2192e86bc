"""What share of its rows a reporter books under a sibling code, learned from the traces that hold.

Two kinds of trace tell who strays. Goods booked together with others do so by themselves: absorb_m can only come from importers
that misfile, absorb_x only from exporters; only those that the figures alone make plain are counted, since near misses come
by luck from both sides alike. Twins do so in the sum: a pair of exporter e and importer i has about

    n (1 - filled) (x_e + y_i)

of them, with n its flows, `filled` the chance that a stray lands on a code in use (it is booked together with others then),
and x, y the shares sought; over all pairs that tells them up to a constant that moves from exporters to importers, which the
shared bookings settle. Both together are fitted by EM (Dempster, Laird and Rubin 1977: a sum of Poisson counts of which the
parts are not seen), the shares drawn to that of all in every step (`shrinkage`), and scaled to the number of all strays that
hold, whatever their kind.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from henequen.trade.inference.shrinkage import drawn_rates
from henequen.trade.misclassified.candidates import (
    ABSORB_M,
    ABSORB_X,
    CHAIN_M,
    CHAIN_X,
    DISPLACED_M,
    DISPLACED_X,
    SHIFT,
    STRAYS,
    SWAP,
    TWIN,
)  # fmt: skip
from henequen.trade.sql.duck import Columns
from henequen.trade.staging.coding import AREA_BASE

__all__ = ["Chances", "StrayRates", "chances_of", "known_strays", "learn_rates"]

_STEPS = 30
PLAIN = 2.0  # log odds by the figures alone from which a shared booking tells who strays

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class StrayRates:
    """Share of a reporter's rows that it books under a sibling code, by area: as exporter, as importer."""

    exporter: Floats
    importer: Floats


@dataclass(frozen=True)
class Chances:
    """By pair, in ascending order of its number `pr`: rows that both sides report, and the chance that a code is `filled`. `areas`:
    how many there are."""

    pr: Ints
    rows: Floats
    filled: Floats
    areas: int


def chances_of(pairs: Columns, areas: int) -> Chances:
    """From the columns of the table `pair` (pr, rows, filled)."""
    return Chances(
        np.asarray(pairs["pr"], dtype=np.int64), np.asarray(pairs["rows"], dtype=np.float64),
        np.asarray(pairs["filled"], dtype=np.float64), areas,
    )  # fmt: skip


def known_strays(pr: Ints, kind: Ints, rates: StrayRates, strays: float) -> Floats:
    """What the log odds of traces gain by it that shares of strays are known by reporter, where `strays` was the share of all,
    by either side alike."""
    exporter, importer = pr // AREA_BASE, pr % AREA_BASE
    usual = strays / 2
    more = np.zeros(pr.size)
    for by, rate, numbers in (
        (importer, rates.importer, (ABSORB_M, DISPLACED_M, CHAIN_M)),
        (exporter, rates.exporter, (ABSORB_X, DISPLACED_X, CHAIN_X)),
    ):
        told = np.log(rate / usual)
        for number in numbers:
            at = np.flatnonzero(kind == number)
            more[at] = STRAYS[number] * told[by[at]]
    at = np.flatnonzero(kind == TWIN)
    more[at] = np.log((rates.exporter[exporter[at]] + rates.importer[importer[at]]) / strays)
    at = np.flatnonzero((kind == SHIFT) | (kind == SWAP))
    more[at] = np.log((rates.exporter[exporter[at]] ** 2 + rates.importer[importer[at]] ** 2) / (2 * usual**2))
    return more


def learn_rates(pr: Ints, kind: Ints, gain: Floats, chances: Chances, share: float = 1.0) -> StrayRates:
    """Shares of strays by reporter, from the traces that hold, among a `share` of all."""
    areas = chances.areas
    exporter, importer = chances.pr // AREA_BASE, chances.pr % AREA_BASE
    plain = gain > PLAIN
    hits_x = _by(pr[plain & (kind == ABSORB_X)] // AREA_BASE, areas)
    hits_m = _by(pr[plain & (kind == ABSORB_M)] % AREA_BASE, areas)
    twins = _by(np.searchsorted(chances.pr, pr[kind == TWIN]), chances.pr.size)
    together = share * chances.rows * chances.filled
    alone = (share * chances.rows + twins) * (1.0 - chances.filled)
    tries = [(_by(of, areas, together), _by(of, areas, alone)) for of in (exporter, importer)]
    x, y = drawn_rates(hits_x, tries[0][0]), drawn_rates(hits_m, tries[1][0])
    seen = 1.0  # which part of the shared bookings is plain
    for _ in range(_STEPS):
        by_exporter = twins * x[exporter] / (x[exporter] + y[importer])
        x = drawn_rates(hits_x + _by(exporter, areas, by_exporter), seen * tries[0][0] + tries[0][1])
        y = drawn_rates(hits_m + _by(importer, areas, twins - by_exporter), seen * tries[1][0] + tries[1][1])
        seen = (hits_x.sum() + hits_m.sum() + 1.0) / (float(x @ tries[0][0] + y @ tries[1][0]) + 1.0)
    strays = float(np.array(STRAYS)[kind].sum())
    of_all = (strays + 1.0) / (share * float(chances.rows.sum()) + float(twins.sum()) + 1.0)
    scale = of_all / float(_mean(x, tries[0]) + _mean(y, tries[1]))
    return StrayRates(np.clip(x * scale, 1e-5, 0.9), np.clip(y * scale, 1e-5, 0.9))


def _mean(rate: Floats, tries: tuple[Floats, Floats]) -> float:
    return float(np.average(rate, weights=tries[0] + tries[1] + 1e-9))


def _by(number: Ints, count: int, weight: Floats | None = None) -> Floats:
    return np.bincount(number, weight, count).astype(np.float64)
