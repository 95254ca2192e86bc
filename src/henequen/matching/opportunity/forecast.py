"""Which products will be new in five years? Scores from years up to t - lag, measured on what happened by t.

A product is new for an area if its revealed advantage was below one half in t - lag and is one or more in t. Only
cells below one half are evaluated. Three scores are measured by the area under the precision-recall curve:

    autocorrelation   the advantage in t - lag itself
    density           how near the product is to what the area makes (Hidalgo et al. 2007)
    forecast          a logistic model of both, of how many areas make the product and how many the area makes, fitted on the step
                      before (features of t - 2 lag, outcome of t - lag) and never on the outcome it predicts

Density and the forecast use no data later than t - lag.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.indicators.advantage import advantage_matrix
from henequen.trade.indicators.complexity import density

__all__ = ["SCORES", "Forecast", "average_precision", "forecast_new_products"]

SCORES = ("forecast", "density", "autocorrelation")
_LOW, _HIGH = 0.5, 1.0
_RIDGE = 1.0
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The areas under the precision-recall curve over all evaluated years, with 95 % bootstrap intervals over
    exporters."""

    areas: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]]
    base_rate: float
    candidates: int
    new: int
    years: tuple[int, ...]


def average_precision(outcome: NDArray[np.bool_], score: Array) -> float:
    """The area under the precision-recall curve as the mean precision at each true case; equal scores count together.

    >>> average_precision(np.array([True, False, True]), np.array([3.0, 2.0, 1.0]))
    0.8333333333333333
    """
    order = np.argsort(-score, kind="stable")
    true, value = outcome[order], score[order]
    ends = np.r_[np.flatnonzero(np.diff(value)), value.size - 1]
    hits = np.cumsum(true)[ends]
    gained = np.diff(np.r_[0, hits])
    total = int(true.sum())
    return float((gained * hits / (ends + 1)).sum() / total) if total else float("nan")


def forecast_new_products(panel: Mapping[int, Array], *, lag: int = 5, draws: int = 300, seed: int = 1) -> Forecast:
    """Measure all scores on a panel of exports (area by product) by year; every year with two lags before it is
    evaluated.

    Raises DataError if no year has two lags before it.
    """
    years = [year for year in sorted(panel) if year - lag in panel and year - 2 * lag in panel]
    if not years:
        raise DataError(
            Message("no_year_has_two_lags_before"),
            found=", ".join(map(str, sorted(panel))),
            expected=Message("years_and_before", lag=lag, lag_2=2 * lag),
        )
    rca = {year: np.nan_to_num(advantage_matrix(exports)) for year, exports in panel.items()}
    outcome: list[NDArray[np.bool_]] = []
    scores: dict[str, list[Array]] = {name: [] for name in SCORES}
    area: list[NDArray[np.int64]] = []
    for year in years:
        before, base = year - 2 * lag, year - lag
        weights = _fit(_features(rca[before]), _new(rca[before], rca[base]), rca[before] < _LOW)
        features = _features(rca[base])
        candidates = rca[base] < _LOW
        outcome.append(_new(rca[base], rca[year])[candidates])
        scores["autocorrelation"].append(rca[base][candidates])
        scores["density"].append(features[..., 1][candidates])
        scores["forecast"].append(_predict(weights, features)[candidates])
        area.append(np.broadcast_to(np.arange(candidates.shape[0])[:, None], candidates.shape)[candidates])
    true, who = np.concatenate(outcome), np.concatenate(area)
    joined = {name: np.concatenate(parts) for name, parts in scores.items()}
    rng = np.random.default_rng(seed)
    members = [np.flatnonzero(who == one) for one in np.unique(who)]
    score_lists: dict[str, list[float]] = {name: [] for name in SCORES}
    for _ in range(draws):
        picked = np.concatenate([members[n] for n in rng.integers(0, len(members), len(members))])
        for name in SCORES:
            score_lists[name].append(average_precision(true[picked], joined[name][picked]))
    return Forecast(
        {name: average_precision(true, joined[name]) for name in SCORES},
        {
            name: (float(np.nanquantile(score_lists[name], 0.025)), float(np.nanquantile(score_lists[name], 0.975)))
            for name in SCORES
        },
        float(true.mean()),
        int(true.size),
        int(true.sum()),
        tuple(years),
    )


def _new(before: Array, after: Array) -> NDArray[np.bool_]:
    gained: NDArray[np.bool_] = (before < _LOW) & (after >= _HIGH)
    return gained


def _features(rca: Array) -> Array:
    """Advantage, density, how many areas make the product, how many products the area makes; in logs or shares."""
    advantaged = (rca >= _HIGH).astype(np.float64)
    near = np.nan_to_num(density(advantaged))
    spread = np.broadcast_to(advantaged.mean(axis=0)[None, :], rca.shape)
    wide = np.broadcast_to(advantaged.mean(axis=1)[:, None], rca.shape)
    return np.stack([np.log(rca + 0.01), near, spread, wide], axis=-1)


def _fit(features: Array, outcome: NDArray[np.bool_], wanted_at: NDArray[np.bool_]) -> tuple[Array, Array, Array]:
    """A logistic model with a small ridge, by Newton's method; returns coefficients, means and spreads of the features."""
    x, y = features[wanted_at], outcome[wanted_at].astype(np.float64)
    mean, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-9)
    design = np.column_stack([np.ones(len(x)), (x - mean) / spread])
    beta = np.zeros(design.shape[1])
    ridge = np.diag([1e-6, *([_RIDGE] * x.shape[1])])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        step = np.linalg.solve(design.T @ (design * (p * (1 - p))[:, None]) + ridge, design.T @ (y - p) - ridge @ beta)
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    return beta, mean, spread


def _predict(model: tuple[Array, Array, Array], features: Array) -> Array:
    beta, mean, spread = model
    score: Array = beta[0] + ((features - mean) / spread) @ beta[1:]
    return score
