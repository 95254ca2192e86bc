"""Matches final imports with hubs: a likelihood for each candidate, and greedy matching in rounds.

A candidate is a row (i, j) of a final importer j, a re-export of a hub h to j, and a flow (i, h), the origin leg. Three figures are
compared, each with its noise: f of the final import, r of the re-export (less the hub's margin), g of the leg.

    r   ln(r / f) is normal about 0 if both report the same goods, and as wide as for unrelated rows of a heading if not
    g the same against the mean of f and r; or g also includes goods for the hub's own use, and is only known to be
    larger

There are three types. Only j reports the row, under the code of the re-export (SAME) or under another of the heading
(SIBLING); or both sides report it, and j booked the goods together with others, of which the exporter reports x
(Next to it): then f fits x + r better than x.

The share of true candidates by size and type is unknown, and falls with the number of rows. It is fitted (EM of a
mixture of two known densities, Dempster, Laird and Rubin 1977, sec. 4.3). A final import has one route. Re-exports and
legs are used up: the matching keeps the likeliest candidates, deducts their values, and scores the others again. A row
that only the exporter reports, under another code of the heading of the final import, competes: the two may be one flow
without a hub.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from henequen.trade.inference.matching import Rows, greedy_matching
from henequen.trade.inference.null_model import NullModel

__all__ = [
    "ABOVE",
    "BELOW",
    "BESIDE",
    "SAME",
    "SIBLING",
    "Candidates",
    "Stock",
    "Twins",
    "match_transit",
    "measure_margins",
]

SAME, SIBLING, BESIDE = range(3)
BELOW = 3.0  # s.d. that a re-export or a leg may be below the final import
ABOVE = 1.7  # log points that a re-export may be above it: goods of others may be included
OWN_USE = 0.1  # probability that a leg includes goods for the hub's own use
# log odds of a kind: a final import that no other country reports has an origin, while goods booked together with others
# need not exist
LOG_PRIOR_ODDS = np.array([4.0, 1.0, -5.0])
ROUNDS = 6
_ENOUGH = 100  # rows from which a hub's margin is estimated
_UNKNOWN_MARGIN = 0.09  # variance of a margin without rows
_SIZES = 20
_STEPS, _LEAST = 240, -12.0  # classes of a log_bayes_factor, a tenth each, and where they begin

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Candidates:
    """One entry per candidate: numbers (from 0) of its final import, re-export, leg; value of the final import and
    variance of its logarithm; its kind; the exporter's value with which it is booked (otherwise 0) and the s.d. of ln(x
    / f) there."""

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
    """Rows of the exporter alone that compete with final imports: numbers of both, ln(x / f) less the pair's gap, its
    variance, f."""

    final: Ints
    row: Ints
    distance: Floats
    variance: Floats
    f: Floats


class Stock:
    """Totals from which goods are deducted: `value` and `variance` of its logarithm, one per total."""

    def __init__(self, value: Floats, variance: Floats) -> None:
        self.value, self.variance = value, variance
        self._taken = np.zeros_like(value)
        self._unsure = np.zeros_like(value)

    def take(self, which: Ints, value: Floats, variance: Floats) -> None:
        """Deduct values (variances of their logarithms) from the totals `which`."""
        self._taken += np.bincount(which, value, self.value.size)
        self._unsure += np.bincount(which, value**2 * variance, self.value.size)

    def remainder(self, which: Ints) -> tuple[Floats, Floats]:
        """The remainder of the totals `which`, and the variance of its logarithm (at most 4); 0 if nothing remains.

        >>> stock = Stock(np.array([100.0]), np.array([0.01]))
        >>> stock.take(np.array([0]), np.array([50.0]), np.array([0.0]))
        >>> [part.round(6).tolist() for part in stock.remainder(np.array([0]))]
        [[50.0], [0.04]]
        """
        value = self.value[which]
        remainder = np.maximum(value - self._taken[which], 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            variance = np.where(
                remainder > 0, (self.variance[which] * value**2 + self._unsure[which]) / remainder**2, 4.0
            )
        return remainder, np.minimum(variance, 4.0)


def measure_margins(candidates: Candidates, outflows: Stock, legs: Stock, hub: Ints) -> tuple[Floats, Floats]:
    """The margin of re-exports over final imports, in log points, and its variance; one per hub (`hub` numbers the hub
    of each re-export). Measured on candidates whose leg alone confirms them (same code, within one s.d.); the spread
    is estimated from the nearest quarter, which chance matches hardly affect. A hub with few rows gets the common
    margin.
    """
    at = np.flatnonzero(candidates.kind == SAME)
    f, leg, outflow, s_f = candidates.f[at], candidates.leg[at], candidates.outflow[at], candidates.s_f[at]
    beyond = np.log(legs.value[leg] / f)
    plain = np.flatnonzero(beyond**2 < s_f + legs.variance[leg])
    outflow = outflow[plain]
    distance = np.log(outflows.value[outflow] / f[plain])
    near = np.abs(distance) < 1.0
    distance, outflow = distance[near], outflow[near]
    of, own = hub[outflow], s_f[plain][near] + outflows.variance[outflow]

    def margin(chosen: npt.NDArray[np.bool_] | slice) -> tuple[float, float]:
        level = float(np.median(distance[chosen]))
        nearest = float(np.quantile(np.abs(distance[chosen] - level), 0.25))
        return level, max((nearest / NormalDist().inv_cdf(0.625)) ** 2 - float(np.median(own[chosen])), 0.0)

    usual = margin(slice(None)) if of.size >= _ENOUGH else (0.0, _UNKNOWN_MARGIN)
    hubs = int(hub.max(initial=-1)) + 1
    level, variance = np.full(hubs, usual[0]), np.full(hubs, usual[1])
    for k in np.nonzero(np.bincount(of, minlength=hubs) >= _ENOUGH)[0]:
        level[k], variance[k] = margin(of == k)
    return level, variance


def match_transit(
    candidates: Candidates,
    outflows: Stock,
    legs: Stock,
    twins: Twins,
    null_model: NullModel,
    parts: Sequence[slice] = (),
    threads: int = 1,
) -> Ints:
    """Indices of the matched candidates, ascending; their values are deducted from `outflows` (re-exports less the
    hub's margin) and `legs`. The order of the candidates decides ties.

    `parts` of the candidates share no final import, re-export, leg, nor row of a twin, and are processed one by one;
    final imports must then ascend in their order.
    """
    parts = parts or [slice(0, candidates.f.size)]
    begins = np.searchsorted(twins.final, candidates.final[[part.start for part in parts[1:]]])
    twin_odds = _twin_odds(twins, null_model)
    cuts = pairwise([0, *begins.tolist(), twins.f.size])
    blocks = [_Block(candidates, part, twins, twin_odds, slice(*of)) for part, of in zip(parts, cuts, strict=True)]
    matches: list[Ints] = []
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(ROUNDS):
            weighed = pool.map(partial(_Block.weigh, outflows=outflows, legs=legs, null_model=null_model), blocks)
            log_prior_odds = (
                _prior(np.sum(list(weighed), axis=0)).reshape(LOG_PRIOR_ODDS.size, _SIZES) + LOG_PRIOR_ODDS[:, None]
            ).ravel()
            chosen = list(pool.map(partial(_Block.match, log_prior_odds=log_prior_odds), blocks))
            which, z, s_z = (np.concatenate([one[k] for one in chosen]) for k in range(3))
            if not which.size:
                break
            matches.append(which)
            outflows.take(candidates.outflow[which], z, s_z)
            legs.take(candidates.leg[which], z, s_z)
    return np.sort(np.concatenate(matches)) if matches else np.empty(0, dtype=np.int64)


class _Block:
    """A block of candidates that is matched independently, and the twins of their final imports."""

    def __init__(self, candidates: Candidates, part: slice, twins: Twins, twin_odds: Floats, of: slice) -> None:
        self._left = np.arange(part.start, part.stop)
        self._now = Candidates(*(getattr(candidates, name)[part] for name in candidates.__dataclass_fields__))
        self._kind = self._now.kind * _SIZES + _size(self._now.f)
        self._log_bayes_factor = self._z = self._s_z = np.empty(0)
        self._twin_odds = twin_odds[of]
        self._twin = _from_0(twins.row[of])
        # one number each for a candidate's final import and a twin's
        finals = _from_0(np.concatenate((self._now.final, twins.final[of])))
        self._final, self._of_twin = finals[: self._left.size], finals[self._left.size :]
        self._outflow, self._leg = _from_0(self._now.outflow), _from_0(self._now.leg)

    def weigh(self, outflows: Stock, legs: Stock, null_model: NullModel) -> npt.NDArray[np.int64]:
        """Compute the evidence of the figures for the remaining candidates; returns their numbers by kind and log
        Bayes factor."""
        now = self._now
        log_bayes_factor, self._z, self._s_z = _log_bayes_factor(
            now, *outflows.remainder(now.outflow), *legs.remainder(now.leg), null_model
        )
        self._log_bayes_factor = log_bayes_factor
        self._keep(np.isfinite(log_bayes_factor))
        return _counts(self._log_bayes_factor, self._kind, LOG_PRIOR_ODDS.size * _SIZES)

    def match(self, log_prior_odds: Floats) -> tuple[Ints, Floats, Floats]:
        """The matched candidates, with the value that each deducts and the variance of its logarithm; `log_prior_odds`
        by kind and size."""
        nobody = np.full(self._of_twin.size, -1)
        rows = Rows.apart(
            np.concatenate((self._final, self._of_twin)),
            np.concatenate((self._outflow, nobody)),
            np.concatenate((self._leg, nobody)),
            np.concatenate((np.full(self._left.size, -1), self._twin)),
        )
        chosen = greedy_matching(
            np.concatenate((self._log_bayes_factor + log_prior_odds[self._kind], self._twin_odds)), rows
        )
        chosen = chosen[chosen < self._left.size]
        matched = self._left[chosen], self._z[chosen], self._s_z[chosen]
        settled = np.zeros(int(self._final.max(initial=-1)) + 1, dtype=bool)
        settled[self._final[chosen]] = True
        self._keep(~settled[self._final])
        return matched

    def _keep(self, which: npt.NDArray[np.bool_]) -> None:
        at = np.flatnonzero(which)
        self._now = self._now.at(at)
        for name in ("_left", "_kind", "_log_bayes_factor", "_z", "_s_z", "_final", "_outflow", "_leg"):
            setattr(self, name, getattr(self, name)[at])


def _from_0(numbers: Ints) -> Ints:
    offsets: Ints = numbers - (numbers.min() if numbers.size else 0)
    return offsets


def _log_bayes_factor(
    now: Candidates, r: Floats, s_r: Floats, g: Floats, s_g: Floats, null_model: NullModel
) -> tuple[Floats, Floats, Floats]:
    """Log likelihood ratio (minus infinity outside the limits), best value by f and r, variance of its logarithm."""
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = now.s_f + s_r
        distance = np.log(r / now.f)
        low = -BELOW * np.sqrt(variance)
        of_r = null_model.nearer(distance, variance) + np.log(null_model.below(ABOVE) - null_model.below(low))
        inside = (distance > low) & (distance < ABOVE)
        z = now.f * np.exp(now.s_f / variance * distance)
        s_z = now.s_f * s_r / variance
        k = np.nonzero(now.kind == BESIDE)[0]
        alone, together = np.log(now.x[k] / now.f[k]), np.log((now.x[k] + r[k]) / now.f[k])
        of_r[k] = (alone**2 - together**2) / (2 * now.noise[k] ** 2)
        inside[k] = of_r[k] > 0
        z[k], s_z[k] = r[k], s_r[k]
        beyond = np.log(g / z)
        variance = s_z + s_g
        least = -BELOW * np.sqrt(variance)
        of_g = np.log1p(-OWN_USE) + null_model.nearer(beyond, variance) + np.log(1.0 - null_model.below(least))
        of_g = np.where(beyond > 0, np.logaddexp(of_g, math.log(OWN_USE)), of_g)
        inside &= (beyond > least) & (r > 0) & (g > 0)
    return np.where(inside, of_r + of_g, -np.inf), z, s_z


def _size(f: Floats) -> Ints:
    size: Ints = np.clip(np.log(f) / math.log(4.0), 0, _SIZES - 1).astype(np.int64)
    return size


def _twin_odds(twins: Twins, null_model: NullModel) -> Floats:
    if not twins.f.size:
        return np.empty(0)
    window = 2 * null_model.below(BELOW * np.sqrt(twins.variance)) - 1
    log_bayes_factor, kind = null_model.nearer(twins.distance, twins.variance) + np.log(window), _size(twins.f)
    log_odds: Floats = log_bayes_factor + _prior(_counts(log_bayes_factor, kind, _SIZES))[kind]
    return log_odds


def _counts(log_bayes_factor: Floats, kind: Ints, kinds: int) -> npt.NDArray[np.int64]:
    """Numbers of candidates by kind, in classes of a tenth of their log_bayes_factor."""
    step = np.clip((log_bayes_factor - _LEAST) * 10.0, 0, _STEPS - 1).astype(np.int64)
    return np.bincount(kind * _STEPS + step, minlength=kinds * _STEPS).reshape(kinds, _STEPS)


def _prior(counts: npt.NDArray[np.int64]) -> Floats:
    """Log odds, by kind, that a candidate is true before its figures are seen: the share of true ones is fitted to the gains.

    >>> near, far = np.full(100, 6.0), np.full(900, -5.0)
    >>> counts = _counts(np.concatenate((near, far)), np.zeros(1000, dtype=np.int64), 1)
    >>> float((6.0 + _prior(counts)[0]).round(1))
    3.8
    """
    likelihood = np.exp(_LEAST + (np.arange(_STEPS) + 0.5) / 10.0)
    share = np.full(len(counts), 0.3)
    for _ in range(15):
        true = share[:, None] * likelihood / (share[:, None] * likelihood + (1 - share[:, None]))
        share = np.clip(((counts * true).sum(axis=1) + 0.5) / (counts.sum(axis=1) + 1.0), 1e-4, 1 - 1e-4)
    log_odds: Floats = np.log(share / (1 - share))
    return log_odds
