"""Which final import came through which hub: a likelihood for each candidate, and a choice in rounds.

A candidate is a row (i, j) of a final importer j, a re-export of a hub h to j, and a flow (i, h), the leg. Three figures are
compared, each known with its noise: f of the final import, r of the re-export (less the hub's margin), g of the leg.

    of r   ln(r / f) is normal about 0 if both tell the same goods, and wide as unrelated rows of a heading if not
    of g   the same against the mean of f and r; or g holds goods for the hub's own use as well, and tells only that it is larger

Only j reports the row, under the code of the re-export (SAME) or under a sibling's; or both sides report it, and j booked the
goods beside others of which the exporter tells x (BESIDE): then f fits x + r better than x.

The share of true ones among candidates of a size and a kind is not known beforehand, and falls with the number of rows there
are: it is fitted (EM of a mixture of two known densities, Dempster, Laird and Rubin 1977, sec. 4.3). A final import has one
route. Re-exports and legs are used up: candidates are chosen by `choice`, the likeliest first, what they take is taken off,
and what is left is looked at again. A row that only the exporter reports under a sibling code of the final import competes: the
two may be one flow that took no route.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from henequen.record.mirror.chance import Chance
from henequen.record.mirror.choice import Rows, choose

__all__ = [
    "ABOVE",
    "BELOW",
    "BESIDE",
    "SAME",
    "SIBLING",
    "Candidates",
    "Stock",
    "Twins",
    "choose_routes",
    "measure_margins",
]

SAME, SIBLING, BESIDE = range(3)
BELOW = 3.0  # s.d. that a re-export or a leg may be below the final import
ABOVE = 1.7  # log points that a re-export may be above it: others' goods may be among them
OWN_USE = 0.1  # how often a leg holds goods for the hub's own use
# log odds of a kind: a final import that nobody else reports came from somewhere, while goods beside others need not be there
LEANING = np.array([4.0, 1.0, -5.0])
ROUNDS = 6
_ENOUGH = 100  # rows by which a hub's margin is told
_UNKNOWN_MARGIN = 0.09  # variance of a margin that no rows tell
_SIZES = 20
_PART = 50_000  # candidates that are weighed at a time

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Candidates:
    """One entry a candidate: numbers (from 0) of its final import, re-export, leg; value of the final import and variance
    of its logarithm; its kind; the exporter's value beside which it is booked (else 0) and the s.d. of ln(x / f) there."""

    final: Ints
    outflow: Ints
    leg: Ints
    f: Floats
    s_f: Floats
    kind: Ints
    x: Floats
    noise: Floats

    def at(self, which: Ints) -> Candidates:
        """The candidates of these indices."""
        return Candidates(*(getattr(self, name)[which] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Twins:
    """Rows of the exporter alone beside final imports: numbers of both, ln(x / f) less the pair's gap, its variance, f."""

    final: Ints
    row: Ints
    distance: Floats
    variance: Floats
    f: Floats


class Stock:
    """Totals that goods are taken from: `value` and `variance` of its logarithm, one a total."""

    def __init__(self, value: Floats, variance: Floats) -> None:
        self.value, self.variance = value, variance
        self._taken = np.zeros_like(value)
        self._unsure = np.zeros_like(value)

    def take(self, which: Ints, value: Floats, variance: Floats) -> None:
        """Take values (variances of their logarithms) off the totals `which`."""
        self._taken += np.bincount(which, value, self.value.size)
        self._unsure += np.bincount(which, value**2 * variance, self.value.size)

    def left(self, which: Ints) -> tuple[Floats, Floats]:
        """What is left of the totals `which`, and the variance of its logarithm (at most 4); 0 where nothing is.

        >>> stock = Stock(np.array([100.0]), np.array([0.01]))
        >>> stock.take(np.array([0]), np.array([50.0]), np.array([0.0]))
        >>> [part.round(6).tolist() for part in stock.left(np.array([0]))]
        [[50.0], [0.04]]
        """
        value = self.value[which]
        left = np.maximum(value - self._taken[which], 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            variance = np.where(left > 0, (self.variance[which] * value**2 + self._unsure[which]) / left**2, 4.0)
        return left, np.minimum(variance, 4.0)


def measure_margins(candidates: Candidates, outflows: Stock, legs: Stock, hub: Ints) -> tuple[Floats, Floats]:
    """What re-exports are worth over the final imports, in log points, and its variance; one a hub, `hub` numbers the hub of
    each re-export.

    Measured in candidates whose leg alone tells that they hold (same code, within one s.d.); the spread by the nearest
    quarter, which rows that met by chance hardly move. A hub of few rows has the margin of all.
    """
    g, r = legs.value[candidates.leg], outflows.value[candidates.outflow]
    plain = (candidates.kind == SAME) & (np.abs(np.log(r / candidates.f)) < 1.0)
    plain &= np.log(g / candidates.f) ** 2 < candidates.s_f + legs.variance[candidates.leg]
    of = hub[candidates.outflow[plain]]
    distance = np.log(r[plain] / candidates.f[plain])
    own = candidates.s_f[plain] + outflows.variance[candidates.outflow[plain]]

    def told(mine: npt.NDArray[np.bool_] | slice) -> tuple[float, float]:
        level = float(np.median(distance[mine]))
        nearest = float(np.quantile(np.abs(distance[mine] - level), 0.25))
        return level, max((nearest / NormalDist().inv_cdf(0.625)) ** 2 - float(np.median(own[mine])), 0.0)

    usual = told(slice(None)) if of.size >= _ENOUGH else (0.0, _UNKNOWN_MARGIN)
    hubs = int(hub.max(initial=-1)) + 1
    level, variance = np.full(hubs, usual[0]), np.full(hubs, usual[1])
    for k in np.nonzero(np.bincount(of, minlength=hubs) >= _ENOUGH)[0]:
        level[k], variance[k] = told(of == k)
    return level, variance


def choose_routes(
    candidates: Candidates, outflows: Stock, legs: Stock, twins: Twins, chance: Chance, threads: int = 1
) -> Ints:
    """Indices of the candidates that hold, ascending; what they take is taken off `outflows` (re-exports less the hub's
    margin) and `legs`. The order of the candidates decides ties.
    """
    twin_odds = _twin_odds(twins, chance)
    nobody = np.full(twin_odds.size, -1, dtype=np.int64)
    finals = int(candidates.final.max(initial=-1)) + 1
    left = np.arange(candidates.f.size)
    held: list[Ints] = []
    for _ in range(ROUNDS):
        gain, z, s_z = _gains(candidates, left, outflows, legs, chance, threads)
        heard = np.isfinite(gain)
        left, gain, z, s_z = left[heard], gain[heard], z[heard], s_z[heard]
        if not left.size:
            break
        now = candidates.at(left)
        odds = _odds(gain, now.kind * _SIZES + _size(now.f)) + LEANING[now.kind]
        rows = Rows.apart(
            np.concatenate((now.final, twins.final)), np.concatenate((now.outflow, nobody)),
            np.concatenate((now.leg, nobody)), np.concatenate((np.full(left.size, -1), twins.row)),
        )  # fmt: skip
        chosen = choose(np.concatenate((odds, twin_odds)), rows)
        chosen = chosen[chosen < left.size]
        if not chosen.size:
            break
        held.append(left[chosen])
        outflows.take(now.outflow[chosen], z[chosen], s_z[chosen])
        legs.take(now.leg[chosen], z[chosen], s_z[chosen])
        settled = np.zeros(finals, dtype=bool)
        settled[now.final[chosen]] = True
        left = left[~settled[now.final]]
    return np.sort(np.concatenate(held)) if held else np.empty(0, dtype=np.int64)


def _gains(
    candidates: Candidates, which: Ints, outflows: Stock, legs: Stock, chance: Chance, threads: int
) -> tuple[Floats, Floats, Floats]:
    """What `_gain` says of the candidates `which`, a part after the other: what fits into a processor's cache is dealt with sooner."""

    def of_part(begin: int) -> tuple[Floats, Floats, Floats]:
        now = candidates.at(which[begin : begin + _PART])
        return _gain(now, *outflows.left(now.outflow), *legs.left(now.leg), chance)

    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(of_part, range(0, which.size, _PART)))
    gain, z, s_z = (np.concatenate([np.empty(0), *(part[k] for part in parts)]) for k in range(3))
    return gain, z, s_z


def _gain(
    now: Candidates, r: Floats, s_r: Floats, g: Floats, s_g: Floats, chance: Chance
) -> tuple[Floats, Floats, Floats]:
    """Log likelihood ratio (minus infinity out of bounds), best value by f and r, variance of its logarithm."""
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = now.s_f + s_r
        distance = np.log(r / now.f)
        low = -BELOW * np.sqrt(variance)
        of_r = chance.nearer(distance, variance) + np.log(chance.below(ABOVE) - chance.below(low))
        heard = (distance > low) & (distance < ABOVE)
        z = now.f * np.exp(now.s_f / variance * distance)
        s_z = now.s_f * s_r / variance
        k = np.nonzero(now.kind == BESIDE)[0]
        alone, together = np.log(now.x[k] / now.f[k]), np.log((now.x[k] + r[k]) / now.f[k])
        of_r[k] = (alone**2 - together**2) / (2 * now.noise[k] ** 2)
        heard[k] = of_r[k] > 0
        z[k], s_z[k] = r[k], s_r[k]
        beyond = np.log(g / z)
        variance = s_z + s_g
        least = -BELOW * np.sqrt(variance)
        of_g = np.log1p(-OWN_USE) + chance.nearer(beyond, variance) + np.log(1.0 - chance.below(least))
        of_g = np.where(beyond > 0, np.logaddexp(of_g, math.log(OWN_USE)), of_g)
        heard &= (beyond > least) & (r > 0) & (g > 0)
    return np.where(heard, of_r + of_g, -np.inf), z, s_z


def _size(f: Floats) -> Ints:
    size: Ints = np.clip(np.log(f) / math.log(4.0), 0, _SIZES - 1).astype(np.int64)
    return size


def _twin_odds(twins: Twins, chance: Chance) -> Floats:
    if not twins.f.size:
        return np.empty(0)
    window = 2 * chance.below(BELOW * np.sqrt(twins.variance)) - 1
    return _odds(chance.nearer(twins.distance, twins.variance) + np.log(window), _size(twins.f))


def _odds(gain: Floats, kind: Ints) -> Floats:
    """Posterior log odds by kind: the share of true ones is fitted to the gains, in classes of a tenth.

    >>> near, far = np.full(100, 6.0), np.full(900, -5.0)
    >>> float(_odds(np.concatenate((near, far)), np.zeros(1000, dtype=np.int64))[0].round(1))
    3.8
    """
    steps, least = 240, -12.0
    step = np.clip((gain - least) * 10.0, 0, steps - 1).astype(np.int64)
    kinds = int(kind.max()) + 1
    count = np.bincount(kind * steps + step, minlength=kinds * steps).reshape(kinds, steps).astype(np.float64)
    likelihood = np.exp(least + (np.arange(steps) + 0.5) / 10.0)
    share = np.full(kinds, 0.3)
    for _ in range(15):
        true = share[:, None] * likelihood / (share[:, None] * likelihood + (1 - share[:, None]))
        share = np.clip(((count * true).sum(axis=1) + 0.5) / (count.sum(axis=1) + 1.0), 1e-4, 1 - 1e-4)
    found: Floats = gain + np.log(share / (1 - share))[kind]
    return found
