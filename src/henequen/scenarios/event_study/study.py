"""The effect of an agreement on a pair's trade: both directions compared with all pairs without a new agreement, year
by year.

Method: trade is exporter-year x importer-year x pair, fitted by Poisson likelihood (its first-order conditions are met
by scaling rows, columns and pairs in turn), on the pairs whose agreements did not change in the window, home sales
included. The studied pair is left out of the fit, in both directions. Its effect in a year is log(trade /
(exporter-year x importer-year)), less the mean of the reference years: the coefficient of that year's dummy in the
regression with three sets of fixed effects. This removes changes of either country's trade with all partners.

Uncertainty: the same figure is computed for placebo pairs (no change of agreements, neither of the two countries, trade
of a similar size, no year without trade). Their spread in a year shows changes without any agreement; the interval is
the effect less the placebos' quantiles (randomisation inference, as in Abadie, Diamond and Hainmueller 2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["EventStudy", "Panel", "study_event"]

Array = NDArray[np.float64]
SIMILAR = 4.0
"""A placebo pair traded between a quarter and four times as much as the pair before the event."""


@dataclass(frozen=True)
class Panel:
    """Trade of all with all: value (N exporter, N importer, Y), home sales on the diagonal; agreement (same shape, 0 or 1)."""

    areas: tuple[str, ...]
    years: tuple[int, ...]
    value: Array
    agreement: Array
    unit: str
    source: str


@dataclass(frozen=True)
class EventStudy:
    """One direction: by year the trade, its growth, the effect in percent with an interval, and the placebos' rank.

    `rows`: year, value, growth (percent on the year before), effect, lower, upper (percent), phase, p (share of placebos that
    moved at least as much). `trend` is the root mean square of the effects before the reference years, in log points,
    `trend_rank` the share of placebos with a larger one.
    """

    exporter: str
    importer: str
    start: int
    reference: tuple[int, ...]
    controls: int
    placebos: int
    trend: float
    trend_rank: float
    rows: tuple[dict[str, Any], ...]


def study_event(
    panel: Panel,
    exporter: str,
    importer: str,
    *,
    start: int,
    reference: Sequence[int],
    first: int | None = None,
    placebos: int = 200,
    interval: float = 0.9,
    seed: int = 1905,
) -> EventStudy:
    """The event study of `exporter`'s sales to `importer` for an agreement in force from `start`.

    `reference` are the years before that the effect is measured against; `first` cuts the panel's early years off. Raises
    `DataError` for areas or years that the panel does not have, a pair with a year without trade, too few placebos.
    """
    window = [k for k, year in enumerate(panel.years) if first is None or year >= first]
    years = [panel.years[k] for k in window]
    value, agreement = panel.value[:, :, window], panel.agreement[:, :, window]
    i, j = (_find(panel.areas, name, "area") for name in (exporter, importer))
    base = [_find(years, year, "year") for year in reference]
    if start not in years or max(reference) >= start:
        raise DataError(Message("event_must_be_in_panel_after"), found=start, expected=years)
    if not (value[i, j] > 0).all() or not (value[j, i] > 0).all():
        raise DataError(Message("pair_has_year_without_trade"), found=f"{exporter}, {importer}")
    steady = agreement.max(axis=2) == agreement.min(axis=2)
    weight = np.broadcast_to(steady[:, :, None], value.shape).astype(float)
    whole = _fit(value, weight, None)
    effect = _effects(value, weight, whole, i, j, base)
    pool = _similar(value, agreement, steady, i, j, base)
    if len(pool) < 20:
        raise DataError(Message("too_few_pairs_compare_with"), found=len(pool), expected=Message("twenty_or_more"))
    order = np.random.default_rng(seed).permutation(len(pool))[:placebos]
    others = np.array([_effects(value, weight, whole, pool[k][0], pool[k][1], base) for k in order])
    tail = (1 - interval) / 2
    low, high = np.quantile(others, [tail, 1 - tail], axis=0)
    before = [k for k, year in enumerate(years) if year < min(reference)]
    trade = value[i, j].tolist()
    rows = [
        {
            "exporter": exporter,
            "importer": importer,
            "year": year,
            "value": trade[k],
            "growth": None if k == 0 else 100 * (trade[k] / trade[k - 1] - 1),
            "effect": 100 * float(np.expm1(effect[k])),
            "lower": 100 * float(np.expm1(effect[k] - high[k])),
            "upper": 100 * float(np.expm1(effect[k] - low[k])),
            "p": float((np.abs(others[:, k]) >= abs(effect[k])).mean()),
            "phase": "reference" if k in base else "after" if year >= start else "before",
        }
        for k, year in enumerate(years)
    ]
    trend = _size(effect[before]) if before else 0.0
    ranks = [_size(one[before]) for one in others] if before else [0.0]
    return EventStudy(
        exporter,
        importer,
        start,
        tuple(reference),
        int(steady.sum()) - len(panel.areas),
        len(others),
        trend,
        float(np.mean([one >= trend for one in ranks])),
        tuple(rows),
    )


def _find(names: Sequence[Any], value: Any, what: str) -> int:
    if value not in names:
        raise DataError(Message("panel_has_no_such", what=what), found=value, expected=", ".join(map(str, names)))
    return list(names).index(value)


def _size(effects: Array) -> float:
    return float(np.sqrt(np.mean(np.square(effects))))


def _similar(
    value: Array, agreement: Array, steady: NDArray[np.bool_], i: int, j: int, base: Sequence[int]
) -> list[tuple[int, int]]:
    """Pairs that could replace the pair: no agreement at all, trade every year, of a similar size before."""
    size = value[:, :, list(base)].mean(axis=2)
    fits = steady & (agreement.max(axis=2) == 0) & (value > 0).all(axis=2)
    fits &= (size > size[i, j] / SIMILAR) & (size < size[i, j] * SIMILAR)
    fits[[i, j]] = False
    fits[:, [i, j]] = False
    np.fill_diagonal(fits, False)
    fits &= (value > 0).all(axis=2).T
    return [(int(a), int(b)) for a, b in np.argwhere(fits)]


def _effects(value: Array, weight: Array, whole: tuple[Array, ...], i: int, j: int, base: Sequence[int]) -> Array:
    """Log effects by year with the pair left out of the fit, in both directions."""
    own = weight.copy()
    own[i, j] = own[j, i] = 0.0
    seller, buyer, _ = _fit(value, own, whole)
    effect: Array = np.log(value[i, j] / (seller[i] * buyer[j]))
    moved: Array = effect - effect[list(base)].mean()
    return moved


def _fit(value: Array, weight: Array, start: tuple[Array, ...] | None, sweeps: int = 500) -> tuple[Array, Array, Array]:
    """Exporter-year, importer-year and pair factors that meet the sums of rows, columns and pairs to 1e-6."""
    count, years = value.shape[0], value.shape[2]
    if start is None:
        start = np.ones((count, years)), np.ones((count, years)), value.mean(axis=2)
    seller, buyer, pair = start
    counted = value * weight
    sold, bought, traded = counted.sum(axis=1), counted.sum(axis=0), counted.sum(axis=2)
    with np.errstate(all="ignore"):
        for _ in range(sweeps):
            old = seller
            seller = np.nan_to_num(sold / (weight * pair[:, :, None] * buyer[None]).sum(axis=1))
            buyer = np.nan_to_num(bought / (weight * pair[:, :, None] * seller[:, None]).sum(axis=0))
            pair = np.nan_to_num(traded / (weight * seller[:, None] * buyer[None]).sum(axis=2))
            moved = np.abs(np.log(seller / old))
            if np.nanmax(np.where(np.isfinite(moved), moved, 0.0)) < 1e-6:
                break
    return seller, buyer, pair
