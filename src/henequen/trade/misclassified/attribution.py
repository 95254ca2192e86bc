# ruff: noqa: S608 (SQL is composed from our own names)
"""Attribution: at which of two codes the goods of a twin belong, that is, the side that misclassified them.

A twin is one flow whose exporter's figure is at code a and whose importer's is at code b of the same heading. If a is right, the
importer misclassified it. Four log odds add up:

    rates   how often each reporter misclassifies (`rates`)
    trade   how much of the exporter's sales to others, and of the importer's purchases from others, under the heading is a, and how
            much is b: shares of two-sided flows, shrunk to the world's by PRIOR flows, ln P(c|e) + ln P(c|i) - ln P(c)
    size    the flow's value compared with usual flows of either code in the pair: ln x is normal about the sum of a mean of the
            pair and one of the code
    weight  the flow's unit value compared with those of the two codes: normal about their means, with the spread of unit values
            within a code

If the rates alone leave at most one case in thirty in doubt, nothing else is computed. The same applies if, over all
twins, they leave less than one in twelve in doubt: few twins would change, and it takes six passes over all flows.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from henequen.trade.misclassified.candidates import TWIN
from henequen.trade.misclassified.rates import MisclassificationRates
from henequen.trade.model.pair_key import PairKey
from henequen.trade.sql.duck import Columns, Engine

__all__ = ["importer_misclassified"]

SURE = float(np.log(30.0))
SOME = 1 / 12  # share of twins that the rates probably misattribute, from which on the other evidence is computed
PRIOR = 10.0  # weight of the world's shares in a reporter's own, in flows
_FAR = 3.0  # s.d. beyond which a unit value has no information: weights have gross errors
_LEAST_SPREAD = 0.3

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_CODES = "from flow f join product_factor g on g.product = f.product"
_BOTH = "where f.x > 0 and f.m > 0 and g.siblings > 0"


def importer_misclassified(engine: Engine, chosen: Columns, rates: MisclassificationRates) -> Flags:
    """For each candidate of `chosen` (columns of the table `code_candidate`), whether the importer misclassified it,
    if its type leaves that open. Needs `flow` and `product_factor`."""
    pair, kind = np.asarray(chosen["pair"], dtype=np.int64), np.asarray(chosen["kind"])
    odds = np.log(rates.importer[PairKey.importer(pair)]) - np.log(rates.exporter[PairKey.exporter(pair)])
    twin = kind == TWIN
    if np.sum(1 / (1 + np.exp(np.abs(odds[twin])))) > SOME * np.count_nonzero(twin):
        unsure = np.flatnonzero(twin & (np.abs(odds) < SURE))
        twins = {name: np.asarray(chosen[name])[unsure] for name in ("pair", "a", "b", "x1", "f2")}
        for evidence in (_log_odds_by_trade, _log_odds_by_size, _log_odds_by_weight):
            odds[unsure] += evidence(engine, twins)
    flags: Flags = odds >= 0
    return flags


def _log_odds_by_trade(engine: Engine, twins: Columns) -> Floats:
    """Log odds of a against b by the trade of both parties with others."""
    pair, a, b = (np.asarray(twins[name], dtype=np.int64) for name in ("pair", "a", "b"))
    factors = engine.fetch("select product, heading from product_factor order by product")
    heading = np.asarray(factors["heading"], dtype=np.int64)
    products = heading.size
    parties = {"exporter": PairKey.exporter(pair), "importer": PairKey.importer(pair)}
    largest = engine.fetch(
        f"select coalesce(max(greatest({PairKey.sql_exporter('pair')}, {PairKey.sql_importer('pair')})), 0) as n from flow"
    )
    areas = 1 + int(largest["n"][0])
    counts = {}
    for side, of_pair in (
        ("exporter", PairKey.sql_exporter("f.pair")),
        ("importer", PairKey.sql_importer("f.pair")),
    ):
        counted = engine.gather(
            f"select {of_pair} as area, f.product as product, count(*) as n {_CODES} {_BOTH} group by {of_pair}, f.product"
        )
        at = np.asarray(counted["area"], dtype=np.int64) * products + np.asarray(counted["product"], dtype=np.int64)
        counts[side] = np.bincount(at, np.asarray(counted["n"], dtype=np.float64), areas * products)
    world = counts["exporter"].reshape(areas, products).sum(axis=0) + 0.5
    share = world / np.bincount(heading, world)[heading]
    log_odds: Floats = np.log(share[b]) - np.log(share[a])
    for side, area in parties.items():
        for code, sign in ((a, 1.0), (b, -1.0)):
            log_odds += sign * np.log(counts[side][area * products + code] + PRIOR * share[code])
    return log_odds


def _log_odds_by_size(engine: Engine, twins: Columns) -> Floats:
    """Log odds of a against b by the value of the flow; 0 if the pair or a code has no information on it."""
    engine.table(
        "pair_mean",
        f"select pair, {_exact('v')} / count(*) as mean from (select f.pair as pair, ln(f.x) as v {_CODES} {_BOTH}) group by pair",
    )
    usual, spread = _by_code(
        engine,
        f"select f.product as product, ln(f.x) - u.mean as v {_CODES} join pair_mean u on u.pair = f.pair {_BOTH}",
        twins,
    )
    means = engine.fetch("select pair, mean from pair_mean order by pair")
    engine.drop("pair_mean")
    pair = np.asarray(twins["pair"], dtype=np.int64)
    at = np.minimum(np.searchsorted(means["pair"], pair), max(len(means["pair"]) - 1, 0))
    if not len(means["pair"]):
        return np.zeros(pair.size)
    mean = np.where(np.asarray(means["pair"])[at] == pair, np.asarray(means["mean"])[at], np.nan)
    size = (np.log(twins["x1"]) + np.log(twins["f2"])) / 2 - mean
    return _nearer(size, usual[twins["a"]], usual[twins["b"]], spread)


def _log_odds_by_weight(engine: Engine, twins: Columns) -> Floats:
    """Log odds of a against b by the unit value of the flow; 0 if neither side weighed it, or a code has no unit
    values."""
    usual, spread = _by_code(
        engine,
        f"select f.product as product, greatest(least(ln(f.x / f.kg), 12.0), -8.0) as v {_CODES} {_BOTH} and f.kg > 0",
        twins,
    )
    number = np.arange(len(twins["pair"]), dtype=np.int32)
    engine.load("unsure", {"number": number} | {name: twins[name] for name in ("pair", "a", "b")})
    weighed = [
        engine.gather(
            f"select u.number as number, f.kg as kg from unsure u join flow f on f.pair = u.pair "
            f"and f.product = u.{code} where f.kg > 0"
        )
        for code in ("a", "b")
    ]
    engine.drop("unsure")
    sums, weights = np.zeros(number.size), np.zeros(number.size)
    for rows, figure in zip(weighed, ("x1", "f2"), strict=True):
        at = np.asarray(rows["number"], dtype=np.int64)
        sums[at] += np.log(np.asarray(twins[figure])[at] / rows["kg"])
        weights[at] += 1
    unit_value = np.where(weights > 0, sums / np.maximum(weights, 1), np.nan)
    return _nearer(unit_value, usual[twins["a"]], usual[twins["b"]], spread)


def _by_code(engine: Engine, rows: str, twins: Columns) -> tuple[Floats, float]:
    """Mean of `rows` (product, v) by code, NaN without rows, and the spread about the means."""
    sums = engine.fetch(
        f"select product, count(*) as n, {_exact('v')} as s, {_exact('v * v')} as ss from ({rows}) group by product order by product"
    )
    p = np.asarray(sums["product"], dtype=np.int64)
    n, s, ss = (np.asarray(sums[name], dtype=np.float64) for name in ("n", "s", "ss"))
    usual = np.full(1 + int(max(twins["a"].max(), twins["b"].max(), p.max(initial=0))), np.nan)
    usual[p] = s / n
    freedom = float(n.sum()) - n.size
    within = float((ss - s**2 / n).sum())
    return usual, max(float(np.sqrt(max(within, 0.0) / max(freedom, 1.0))), _LEAST_SPREAD)


def _nearer(figure: Floats, of_a: Floats, of_b: Floats, spread: float) -> Floats:
    """Log odds of a figure under the mean of a against that of b; 0 if one of them is unknown."""
    middle = (of_a + of_b) / 2
    away = np.clip(figure - middle, -_FAR * spread, _FAR * spread)
    log_odds: Floats = np.nan_to_num((of_a - of_b) * away / spread**2)
    return log_odds


def _exact(expression: str) -> str:
    """SQL of a sum that does not depend on the order of rows."""
    return f"cast(sum(cast(floor(({expression}) * 1048576.0) as bigint)) as double) / 1048576.0"
