# ruff: noqa: S608 (SQL is composed from our own names)
"""Goods booked under a sibling code: found within a pair and a heading, and not counted twice.

`traces` weighs how the rows of a heading may hang together, `choice` picks the readings that hold, twice: the first
choice takes both sides to stray alike and teaches `stray_rates`, which set the odds of the second and say at which code the
goods of a twin, a shift or a swap truly stand.

In a shared booking the sum is what the other side tells: with q the row's share of it, linear prediction gives the
row's own figure the weight 1 - g, g = q s_own / (s_other + s_own (q^2 + (1 - q)^2)).

Table `netting`: pr, p, x and f to be used (NaN: none), `role` (number of the rule: kept, moved, shared, or that of one side
where the other's figure was another's), other (product number), w (weight of x) and v (variance of the row's part), both NaN
unless shared.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from henequen.trade.inference.lookup import places_of
from henequen.trade.inference.matching import Rows, choose, parts_of
from henequen.trade.inference.null_model import Chance
from henequen.trade.misclassified.attribution import importer_strays
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
    find_traces,
)  # fmt: skip
from henequen.trade.misclassified.rates import Chances, StrayRates, chances_of, known_strays, learn_rates
from henequen.trade.sql.duck import Columns, Engine
from henequen.trade.staging.coding import KEY_BASE, Codes
from henequen.trade.transit.hubs import Hubs

__all__ = ["Netted", "find_netting"]

PART = 100_000  # traces that are chosen among at a time
MOST_THREADS = 4  # that choose: more would wait for each other
FEW_TRACES = 200_000  # up to which all teach who strays
# kinds in which a figure of the exporter stands alone (at a), and one of the importer (at a; of a twin at b, of a shift at c)
LONELY_X = (TWIN, ABSORB_M, DISPLACED_M, SHIFT, CHAIN_M)
LONELY_F = (ABSORB_X, DISPLACED_X, SHIFT, CHAIN_X)
_UNEXPLAINED = f"{{0}} not in (select cast(pr as bigint) * {KEY_BASE} + p from passing where new)"
ONLY_X, ONLY_M, KEPT, MOVED, SHARED = 1, 2, 3, 4, 5  # numbers of rules

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Netted:
    """`strays`: by reporter and side, the learned share of its rows that strayed. By pair (in the order of the table `pair`), value
    (US dollars) that the exporter lacks at a code (`no_x`), and the importer (`no_m`), since it stands under another."""

    strays: list[dict[str, Any]]
    no_x: Floats
    no_m: Floats


def find_netting(engine: Engine, codes: Codes, pairs: Columns, chance: Chance, hubs: Hubs) -> Netted:
    """Make the table `netting`; returns what was learned of reporters and pairs.

    Needs the tables `flow`, `pair`, `unclean`, `beside` and `product_factor`, and the columns of `pair` as `pairs` (see
    `two_level_pairs`); with `hubs` also `passing`, whose rows are explained already where they are new.
    """
    strays = find_traces(engine, len(codes.areas), chance, hubs)
    keys = [f"cast(pr as bigint) * {KEY_BASE} + {code}" for code in "abc"]
    other = f"where {' and '.join(_UNEXPLAINED.format(key) for key in keys)}" if hubs else ""
    trace = engine.gather(f"select * from trace {other} order by pr, a, b, c, kind")  # ties go by their order
    engine.drop("trace")
    held, rates = _chosen(trace, np.array(codes.headings), strays, chances_of(pairs, len(codes.areas)), engine.threads)
    chosen = {name: column[held] for name, column in trace.items()}
    del trace  # there are millions: what did not hold goes before the rest is made
    strayed = importer_strays(engine, chosen, rates)
    if hubs:
        chosen, strayed = _with_passing(engine, chosen, strayed)
    engine.load("netting", _netting(chosen, strayed, pairs))
    two = np.asarray(pairs["rows"], dtype=np.float64)  # of who has no row that another reports too nothing is learned
    seen = [np.bincount(pairs[side], two, len(codes.areas)) > 0 for side in ("exporter", "importer")]
    strays_of = [
        {"reporter": area, "side": side, "share": float(rate[k])}
        for side, rate, known in (("exporter", rates.exporter, seen[0]), ("importer", rates.importer, seen[1]))
        for k, area in enumerate(codes.areas)
        if known[k]
    ]
    return Netted(strays_of, *_elsewhere(chosen, pairs))


def _elsewhere(trace: Columns, pairs: Columns) -> tuple[Floats, Floats]:
    """By pair, the value of lonely rows of the importer, and of the exporter, that have an explanation."""
    of_pair = places_of(trace["pr"], pairs["pr"])
    kind = np.asarray(trace["kind"])
    no_x = np.where(kind == TWIN, trace["f2"], np.where(np.isin(kind, LONELY_F), trace["f1"], 0.0))
    no_m = np.where(np.isin(kind, LONELY_X), trace["x1"], 0.0)
    parts = [np.bincount(of_pair, np.nan_to_num(value), len(pairs["pr"])).astype(np.float64) for value in (no_x, no_m)]
    return parts[0], parts[1]


def _chosen(trace: Columns, headings: Ints, strays: float, chances: Chances, threads: int) -> tuple[Ints, StrayRates]:
    """Indices of the traces that hold, and the learned shares."""
    pr, kind = np.asarray(trace["pr"], dtype=np.int64), np.asarray(trace["kind"])
    gain = np.asarray(trace["gain"], dtype=np.float64)
    odds = gain + np.asarray(trace["lean"], dtype=np.float64)
    rows = [np.asarray(trace[name]) for name in ("a", "b", "c")]
    parts = parts_of(pr, PART)
    with ThreadPoolExecutor(min(threads, MOST_THREADS)) as pool:
        of_part = list(pool.map(lambda part: Rows(*(_row(pr[part], row[part]) for row in rows)), parts))

        def chosen(odds: Floats) -> Ints:
            found = pool.map(lambda part, of: part.start + choose(odds[part], of), parts, of_part)
            return np.concatenate([np.empty(0, np.int64), *found])

        some = _some(rows[0], headings)
        held = chosen(np.where(some, odds, 0.0))
        rates = learn_rates(pr[held], kind[held], gain[held], chances, float(np.mean(some)) if some.size else 1.0)
        odds += known_strays(pr, kind, rates, strays)
        held = chosen(odds)
    return held, learn_rates(pr[held], kind[held], gain[held], chances)


def _some(product: Ints, headings: Ints) -> npt.NDArray[np.bool_]:
    """Which traces teach who strays, by the product `a` of each: those of one heading in four, where there are many."""
    if product.size <= FEW_TRACES:
        return np.ones(product.size, dtype=bool)
    found: npt.NDArray[np.bool_] = headings[product] % 4 == 0
    return found


def _with_passing(
    engine: Engine, chosen: Columns, strays: npt.NDArray[np.bool_]
) -> tuple[Columns, npt.NDArray[np.bool_]]:
    """Goods through a hub whose final importer used another code than the exporter and the hub, alone or beside others."""
    found = engine.gather("select pr, p, home, x, f, beside, x_beside from passing where new order by pr, home")
    n = len(found["pr"])
    nothing = np.full(n, np.nan)
    beside = np.asarray(found["beside"], dtype=bool)
    traces = {
        "pr": found["pr"], "kind": np.where(beside, ABSORB_M, TWIN), "a": found["home"], "b": found["p"],
        "c": np.full(n, -1), "x1": found["x"], "f1": nothing, "x2": np.where(beside, found["x_beside"], np.nan),
        "f2": found["f"], "more": nothing, "lean": nothing, "gain": nothing,
    }  # fmt: skip
    return (
        {name: np.concatenate([column, traces[name]]) for name, column in chosen.items()},
        np.concatenate([strays, np.ones(n, dtype=bool)]),
    )


def _row(pr: Ints, p: Ints) -> Ints:
    return np.where(p < 0, -1, pr * KEY_BASE + p)


def _netting(trace: Columns, importer: npt.NDArray[np.bool_], pairs: Columns) -> Columns:
    """Rows of the table `netting`; `importer` tells for each trace whether the importer is the one who strays."""
    kind = trace["kind"]
    parts: list[tuple[Any, ...]] = []

    def add(pick: Ints, at: str, other: str, x: Any, f: Any, role: int, w: Any = None, v: Any = None) -> None:
        nothing = np.full(pick.size, np.nan)
        parts.append(
            (
                trace["pr"][pick], trace[at][pick], trace[other][pick],
                nothing if x is None else trace[x][pick] if isinstance(x, str) else x,
                nothing if f is None else trace[f][pick] if isinstance(f, str) else f,
                np.full(pick.size, role, dtype=np.int32), nothing if w is None else w, nothing if v is None else v,
            )
        )  # fmt: skip

    for strayed, true_x in ((importer, True), (~importer, False)):
        twin, shift, swap = (np.flatnonzero(strayed & (kind == one)) for one in (TWIN, SHIFT, SWAP))
        at, away = ("a", "b") if true_x else ("b", "a")
        add(twin, at, away, "x1", "f2", KEPT)
        add(twin, away, at, "x1", "f2", MOVED)
        # a shift: the goods of X at a are those of F at b, the goods of X at b those of F at c
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
        of_pair = places_of(trace["pr"][pick], pairs["pr"])
        s_x, s_m = pairs["s_x"][of_pair], pairs["s_m"][of_pair]
        s, o = (s_x, s_m) if own == "x" else (s_m, s_x)
        one, two = trace[first][pick], trace[second][pick]
        for at, other, mine in ((first_at, second_at, one), (second_at, first_at, two)):
            q = mine / (one + two)
            g = q * s / (o + s * (q**2 + (1 - q) ** 2))
            told = trace[total][pick] * q
            x, f, w = (mine, told, 1 - g) if own == "x" else (told, mine, g)
            add(pick, at, other, x, f, SHARED, w, s * (1 - g * q))
    names = ("pr", "p", "other", "x", "f", "role", "w", "v")
    columns = {name: np.concatenate([part[k] for part in parts]) for k, name in enumerate(names)}
    for name in ("pr", "p", "other"):
        columns[name] = columns[name].astype(np.int32)
    return columns
