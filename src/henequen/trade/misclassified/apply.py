# ruff: noqa: S608 (SQL is composed from our own names)
"""Misclassified goods: detected within a pair and a heading, and counted once.

`candidates` scores how the rows of a heading may belong together; greedy matching keeps the best of them, twice. The first pass
assumes that both sides misclassify equally often; from its matches `rates` learns each reporter's rate. The second pass uses these
rates, and `attribution` decides at which code the goods of a twin, a shift or a swap belong.

In a shared booking the other side reports the sum. With q the row's share of it, linear prediction gives the row's own figure
the weight 1 - g, where g = q s_own / (s_other + s_own (q^2 + (1 - q)^2)).

Table `misclassified`: pair, product, x and f to use (NaN: none), `role` (number of the rule: kept, moved, shared, or
the rule of one side if the other figure belongs to another code), other (product number), w (weight of x) and v
(variance of the row's part), both NaN unless shared.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from henequen.trade.inference.lookup import positions_of
from henequen.trade.inference.matching import Rows, greedy_matching, parts_of
from henequen.trade.inference.null_model import NullModel
from henequen.trade.misclassified.attribution import importer_misclassified
from henequen.trade.misclassified.candidates import (
    ABSORB_M,
    ABSORB_X,
    CHAIN_M,
    CHAIN_X,
    DISPLACED_M,
    DISPLACED_X,
    SHIFT,
    SWAP,
    TWIN,
    find_candidates,
)
from henequen.trade.misclassified.rates import (
    Exposure,
    MisclassificationRates,
    exposure_of,
    learn_rates,
    reporter_log_odds,
)
from henequen.trade.model.pair_key import PairKey
from henequen.trade.sql.duck import Columns, Engine
from henequen.trade.staging.coding import Codes
from henequen.trade.transit.hubs import Hubs

__all__ = ["Misclassified", "find_misclassified"]

PART = 100_000  # candidates matched at a time
MOST_THREADS = 4  # matching threads: more would wait for each other
FEW_CANDIDATES = 200_000  # number of candidates up to which all train the rates
# kinds in which only the exporter has a figure (at a), and one of the importer (at a; of a twin at b, of a shift at c)
ONE_SIDED_X = (TWIN, ABSORB_M, DISPLACED_M, SHIFT, CHAIN_M)
ONE_SIDED_F = (ABSORB_X, DISPLACED_X, SHIFT, CHAIN_X)
_UNEXPLAINED = f"{{0}} not in (select {PairKey.sql_key('pair', 'product')} from in_transit where new)"
ONLY_X, ONLY_M, KEPT, MOVED, SHARED = 1, 2, 3, 4, 5  # numbers of rules

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Misclassified:
    """`shares`: by reporter and side, the learned share of its rows that it misclassifies. By pair (in the order of the table
    `pair`), value (US dollars) that the exporter (`no_x`) and the importer (`no_m`) report under another code."""

    shares: list[dict[str, Any]]
    no_x: Floats
    no_m: Floats


def find_misclassified(
    engine: Engine, codes: Codes, pairs: Columns, null_model: NullModel, hubs: Hubs
) -> Misclassified:
    """Make the table `misclassified`; returns the estimates by reporter and pair.

    Needs the tables `flow`, `pair`, `one_sided_heading`, `beside` and `product_factor`, and the columns of `pair` as `pairs` (see
    `two_level_pairs`); with `hubs` also `in_transit`, whose new rows are already explained.
    """
    misclassified = find_candidates(engine, len(codes.areas), null_model, hubs)
    keys = [PairKey.sql_key("pair", code) for code in "abc"]
    other = f"where {' and '.join(_UNEXPLAINED.format(key) for key in keys)}" if hubs else ""
    candidate = engine.gather(
        f"select * from code_candidate {other} order by pair, a, b, c, kind"
    )  # ties are decided by their order
    engine.drop("code_candidate")
    matched, rates = _match_candidates(
        candidate, np.array(codes.headings), misclassified, exposure_of(pairs, len(codes.areas)), engine.threads
    )
    chosen = {name: column[matched] for name, column in candidate.items()}
    del candidate  # there are millions: free the rejected ones before the next step
    by_importer = importer_misclassified(engine, chosen, rates)
    if hubs:
        chosen, by_importer = _with_transit(engine, chosen, by_importer)
    engine.load("misclassified", _corrections(chosen, by_importer, pairs))
    two = np.asarray(pairs["rows"], dtype=np.float64)  # reporters without two-sided rows get no estimate
    has_rows = [np.bincount(pairs[side], two, len(codes.areas)) > 0 for side in ("exporter", "importer")]
    shares = [
        {"reporter": area, "side": side, "share": float(rate[k])}
        for side, rate, rates_seen in (
            ("exporter", rates.exporter, has_rows[0]),
            ("importer", rates.importer, has_rows[1]),
        )
        for k, area in enumerate(codes.areas)
        if rates_seen[k]
    ]
    return Misclassified(shares, *_elsewhere(chosen, pairs))


def _elsewhere(candidate: Columns, pairs: Columns) -> tuple[Floats, Floats]:
    """By pair, the value of one-sided rows of the importer, and of the exporter, that have an explanation."""
    of_pair = positions_of(candidate["pair"], pairs["pair"])
    kind = np.asarray(candidate["kind"])
    no_x = np.where(kind == TWIN, candidate["f2"], np.where(np.isin(kind, ONE_SIDED_F), candidate["f1"], 0.0))
    no_m = np.where(np.isin(kind, ONE_SIDED_X), candidate["x1"], 0.0)
    parts = [
        np.bincount(of_pair, np.nan_to_num(value), len(pairs["pair"])).astype(np.float64) for value in (no_x, no_m)
    ]
    return parts[0], parts[1]


def _match_candidates(
    candidate: Columns, headings: Ints, misclassified: float, exposure: Exposure, threads: int
) -> tuple[Ints, MisclassificationRates]:
    """Indices of the candidates that hold, and the learned shares."""
    pair, kind = np.asarray(candidate["pair"], dtype=np.int64), np.asarray(candidate["kind"])
    log_bayes_factor = np.asarray(candidate["log_bayes_factor"], dtype=np.float64)
    odds = log_bayes_factor + np.asarray(candidate["log_prior_odds"], dtype=np.float64)
    rows = [np.asarray(candidate[name]) for name in ("a", "b", "c")]
    parts = parts_of(pair, PART)
    with ThreadPoolExecutor(min(threads, MOST_THREADS)) as pool:
        of_part = list(pool.map(lambda part: Rows(*(_row(pair[part], row[part]) for row in rows)), parts))

        def chosen(odds: Floats) -> Ints:
            matches = pool.map(lambda part, of: part.start + greedy_matching(odds[part], of), parts, of_part)
            return np.concatenate([np.empty(0, np.int64), *matches])

        some = _some(rows[0], headings)
        matched = chosen(np.where(some, odds, 0.0))
        rates = learn_rates(
            pair[matched],
            kind[matched],
            log_bayes_factor[matched],
            exposure,
            float(np.mean(some)) if some.size else 1.0,
        )
        odds += reporter_log_odds(pair, kind, rates, misclassified)
        matched = chosen(odds)
    return matched, learn_rates(pair[matched], kind[matched], log_bayes_factor[matched], exposure)


def _some(product: Ints, headings: Ints) -> npt.NDArray[np.bool_]:
    """The candidates used to estimate the rates, by the product `a` of each: those of one heading in four, if there
    are many."""
    if product.size <= FEW_CANDIDATES:
        return np.ones(product.size, dtype=bool)
    sampled: npt.NDArray[np.bool_] = headings[product] % 4 == 0
    return sampled


def _with_transit(
    engine: Engine, chosen: Columns, misclassified: npt.NDArray[np.bool_]
) -> tuple[Columns, npt.NDArray[np.bool_]]:
    """Goods through a hub whose final importer used another code than the exporter and the hub, alone or together with
    others."""
    routed = engine.gather(
        "select pair, product, home, x, f, beside, x_beside from in_transit where new order by pair, home"
    )
    n = len(routed["pair"])
    nothing = np.full(n, np.nan)
    beside = np.asarray(routed["beside"], dtype=bool)
    candidates = {
        "pair": routed["pair"],
        "kind": np.where(beside, ABSORB_M, TWIN),
        "a": routed["home"],
        "b": routed["product"],
        "c": np.full(n, -1),
        "x1": routed["x"],
        "f1": nothing,
        "x2": np.where(beside, routed["x_beside"], np.nan),
        "f2": routed["f"],
        "more": nothing,
        "log_prior_odds": nothing,
        "log_bayes_factor": nothing,
    }
    return (
        {name: np.concatenate([column, candidates[name]]) for name, column in chosen.items()},
        np.concatenate([misclassified, np.ones(n, dtype=bool)]),
    )


def _row(pair: Ints, product: Ints) -> Ints:
    return np.where(product < 0, -1, PairKey.key(pair, product))


def _corrections(candidate: Columns, importer: npt.NDArray[np.bool_], pairs: Columns) -> Columns:
    """Rows of the table `misclassified`; `importer` is true for each candidate that the importer misclassified."""
    kind = candidate["kind"]
    parts: list[tuple[Any, ...]] = []

    def add(pick: Ints, at: str, other: str, x: Any, f: Any, role: int, w: Any = None, v: Any = None) -> None:
        nothing = np.full(pick.size, np.nan)
        parts.append(
            (
                candidate["pair"][pick],
                candidate[at][pick],
                candidate[other][pick],
                nothing if x is None else candidate[x][pick] if isinstance(x, str) else x,
                nothing if f is None else candidate[f][pick] if isinstance(f, str) else f,
                np.full(pick.size, role, dtype=np.int32),
                nothing if w is None else w,
                nothing if v is None else v,
            )
        )

    for by_importer, true_x in ((importer, True), (~importer, False)):
        twin, shift, swap = (np.flatnonzero(by_importer & (kind == one)) for one in (TWIN, SHIFT, SWAP))
        at, away = ("a", "b") if true_x else ("b", "a")
        add(twin, at, away, "x1", "f2", KEPT)
        add(twin, away, at, "x1", "f2", MOVED)
        # a shift: X at a and F at b are the same goods, and so are X at b and F at c
        add(shift, at, away, "x1", "f2", KEPT)
        add(shift, "b" if true_x else "c", "c" if true_x else "b", "x2", "f1", KEPT)
        add(shift, "c" if true_x else "a", "b", None, None, MOVED)
        add(swap, at, away, "x1", "f2", KEPT)
        add(swap, away, at, "x2", "f1", KEPT)
    displaced_m, displaced_x, chain_m, chain_x = (
        np.flatnonzero(kind == one) for one in (DISPLACED_M, DISPLACED_X, CHAIN_M, CHAIN_X)
    )
    add(displaced_m, "a", "b", "x1", "f2", KEPT)
    add(displaced_m, "b", "a", "x2", None, ONLY_X)
    add(displaced_x, "a", "b", "x2", "f1", KEPT)
    add(displaced_x, "b", "a", None, "f2", ONLY_M)
    add(chain_m, "a", "b", "x1", "f2", KEPT)
    add(chain_x, "a", "b", "x2", "f1", KEPT)
    for number, own, (first_at, first), (second_at, second), total in (
        (ABSORB_M, "x", ("a", "x1"), ("b", "x2"), "f2"),
        (ABSORB_X, "f", ("a", "f1"), ("b", "f2"), "x2"),
        (CHAIN_M, "x", ("b", "x2"), ("c", "more"), "f1"),
        (CHAIN_X, "f", ("b", "f2"), ("c", "more"), "x1"),
    ):
        pick = np.flatnonzero(kind == number)
        of_pair = positions_of(candidate["pair"][pick], pairs["pair"])
        s_x, s_m = pairs["s_x"][of_pair], pairs["s_m"][of_pair]
        s, o = (s_x, s_m) if own == "x" else (s_m, s_x)
        one, two = candidate[first][pick], candidate[second][pick]
        for at, other, own_side in ((first_at, second_at, one), (second_at, first_at, two)):
            q = own_side / (one + two)
            g = q * s / (o + s * (q**2 + (1 - q) ** 2))
            share_of_total = candidate[total][pick] * q
            x, f, w = (own_side, share_of_total, 1 - g) if own == "x" else (share_of_total, own_side, g)
            add(pick, at, other, x, f, SHARED, w, s * (1 - g * q))
    names = ("pair", "product", "other", "x", "f", "role", "w", "v")
    columns = {name: np.concatenate([part[k] for part in parts]) for k, name in enumerate(names)}
    for name in ("pair", "product", "other"):
        columns[name] = columns[name].astype(np.int32)
    return columns
