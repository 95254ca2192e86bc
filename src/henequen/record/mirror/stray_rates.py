"""What share of its rows a reporter books under a sibling code, learned from the traces that hold.

Goods booked together with others tell who strays: absorb_m can only come from importers that misfile, absorb_x only from
exporters. Only those that the figures alone make plain are counted, since near misses come by luck from both sides alike.
How often that happens to a stray depends on how many of the codes a pair uses, so hits are divided by the rows that would be
booked together did all stray; the rates by reporter are drawn to that of all (`shrinkage`) and scaled to the number of all
strays that hold, whatever their kind.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from henequen.record.mirror.engine import Columns
from henequen.record.mirror.shrinkage import drawn_rates
from henequen.record.mirror.stage import AREA_BASE
from henequen.record.mirror.traces import (
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

__all__ = ["Chances", "StrayRates", "chances_of", "known_strays", "learn_rates"]

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
    """By area, as exporter and as importer: the two-sided rows times the chance that a code is in use, since so many would be
    booked together with others, did all stray. And the two-sided `rows` of all."""

    exporter: Floats
    importer: Floats
    rows: float


def chances_of(pairs: Columns, areas: int) -> Chances:
    """From the columns of the table `pair` (pr, rows, filled)."""
    pr, two = np.asarray(pairs["pr"], dtype=np.int64), np.asarray(pairs["rows"], dtype=np.float64)
    tries = two * pairs["filled"]
    return Chances(_by(pr // AREA_BASE, areas, tries), _by(pr % AREA_BASE, areas, tries), float(two.sum()))


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
    """Shares of strays by reporter, from the traces that hold, among a `share` of all: how they compare is told by plain
    shared bookings, which show who strays; how many there are by all."""
    plain = gain > PLAIN
    areas = chances.exporter.size
    x = drawn_rates(_by(pr[plain & (kind == ABSORB_X)] // AREA_BASE, areas), chances.exporter)
    m = drawn_rates(_by(pr[plain & (kind == ABSORB_M)] % AREA_BASE, areas), chances.importer)
    strays = float(np.array(STRAYS)[kind].sum())
    twins = float(np.count_nonzero(kind == TWIN))
    together = float(np.average(x, weights=chances.exporter + 1e-9) + np.average(m, weights=chances.importer + 1e-9))
    scale = (strays + 1.0) / (share * chances.rows + twins + 1.0) / together
    return StrayRates(np.clip(x * scale, 1e-5, 0.9), np.clip(m * scale, 1e-5, 0.9))


def _by(area: Ints, areas: int, weight: Floats | None = None) -> Floats:
    return np.bincount(area, weight, areas).astype(np.float64)
