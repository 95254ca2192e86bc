"""Goods booked under a sibling code: found within a pair and a heading, and not counted twice.

`traces` weighs how the rows of a heading may hang together, `choice` picks the readings that hold. Which side strays is
learned: absorb_m can only come from importers that misfile, absorb_x only from exporters. Those of them that the figures
alone make plain are counted by reporter, in a first choice with even odds; the shares set the odds of the second choice,
and say at which code the goods of a twin, a shift or a swap truly stand.

In a shared booking the sum is what the other side tells: with q the row's share of it, linear prediction gives the
row's own figure the weight 1 - g, g = q s_own / (s_other + s_own (q^2 + (1 - q)^2)).

Table `netting`: pr, p, x and f to be used, `role` (number of the rule: kept, moved, shared), other (product number),
w (weight of x) and v (variance of the row's part), both NaN unless shared.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from henequen.record.mirror.choice import Rows, choose
from henequen.record.mirror.engine import Columns, Engine
from henequen.record.mirror.stage import AREA_BASE, KEY_BASE, Codes
from henequen.record.mirror.traces import ABSORB_M, ABSORB_X, SHIFT, SWAP, TWIN, find_traces

__all__ = ["find_netting"]

PLAIN = 2.0  # log odds by the figures alone from which a shared booking tells who strays
KEPT, MOVED, SHARED = 3, 4, 5

_SETTLED = "select pr, p from passing where new union select pr, home as p from passing where new"

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def find_netting(engine: Engine, codes: Codes, pairs: Columns, *, hubs: bool) -> list[dict[str, Any]]:
    """Make the table `netting`; returns, by reporter and side, the learned share of lonely rows that strayed.

    Needs the tables `flow`, `pair` and `product_factor`, and the columns of `pair` as `pairs` (see `two_level_pairs`);
    with `hubs` also `passing`, whose rows are explained already where they are new.
    """
    find_traces(engine, settled=_SETTLED if hubs else "")
    tries_x, tries_m = _tries(engine, len(codes.areas))
    for name in ("lonely", "beside"):
        engine.drop(name)
    trace = engine.gather("select * from trace order by pr, a, b, c, kind")  # ties go by their order
    engine.drop("trace")
    held, rate_x, rate_m = _chosen(trace, tries_x, tries_m)
    chosen = {name: column[held] for name, column in trace.items()}
    del trace  # there are millions: what did not hold goes before the rest is made
    pr = np.asarray(chosen["pr"], dtype=np.int64)
    strays = rate_m[pr % AREA_BASE] >= rate_x[pr // AREA_BASE]
    if hubs:
        chosen, strays = _with_passing(engine, chosen, strays)
    engine.load("netting", _netting(chosen, strays, pairs))
    return [
        {"reporter": area, "side": side, "share": float(rate[k])}
        for side, rate in (("exporter", rate_x), ("importer", rate_m))
        for k, area in enumerate(codes.areas)
    ]


def _chosen(trace: Columns, tries_x: Floats, tries_m: Floats) -> tuple[Ints, Floats, Floats]:
    """Indices of the traces that hold, and the learned shares of strays by exporter and by importer."""
    pr, kind = np.asarray(trace["pr"], dtype=np.int64), np.asarray(trace["kind"])
    gain = np.asarray(trace["gain"], dtype=np.float64)
    odds = gain + np.asarray(trace["lean"], dtype=np.float64)
    rows = Rows(*(_row(pr, np.asarray(trace[name])) for name in ("a", "b", "c")))
    held = choose(odds, rows)
    rate_x, rate_m = _rates(pr[held], kind[held], gain[held], tries_x, tries_m)
    shared = np.nonzero((kind == ABSORB_M) | (kind == ABSORB_X))[0]
    of_x, of_m = rate_x[pr[shared] // AREA_BASE], rate_m[pr[shared] % AREA_BASE]
    share = np.clip(of_m / (of_m + of_x), 0.002, 0.998)
    odds[shared] += np.log(2 * np.where(kind[shared] == ABSORB_M, share, 1 - share))
    held = choose(odds, rows)
    return held, *_rates(pr[held], kind[held], gain[held], tries_x, tries_m)


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
        "f2": found["f"], "lean": nothing, "gain": nothing,
    }  # fmt: skip
    return (
        {name: np.concatenate([column, traces[name]]) for name, column in chosen.items()},
        np.concatenate([strays, np.ones(n, dtype=bool)]),
    )


def _row(pr: Ints, p: Ints) -> Ints:
    return np.where(p < 0, -1, pr * KEY_BASE + p)


def _tries(engine: Engine, areas: int) -> tuple[Floats, Floats]:
    """Lonely rows beside a two-sided one: by exporter those that only the importer reports, by importer the others."""
    counted = engine.fetch(
        "select o.pr as pr, cast(count(case when o.x is null then 1 end) as bigint) as only_m, "
        "cast(count(case when o.f is null then 1 end) as bigint) as only_x from lonely o "
        "where (o.pr, o.heading) in (select pr, heading from beside) group by o.pr order by o.pr"
    )
    pr = np.asarray(counted["pr"], dtype=np.int64)
    only_m, only_x = (np.asarray(counted[name], dtype=np.float64) for name in ("only_m", "only_x"))
    by_exporter: Floats = np.bincount(pr // AREA_BASE, only_m, areas).astype(np.float64)
    by_importer: Floats = np.bincount(pr % AREA_BASE, only_x, areas).astype(np.float64)
    return by_exporter, by_importer


def _rates(pr: Ints, kind: Ints, gain: Floats, tries_x: Floats, tries_m: Floats) -> tuple[Floats, Floats]:
    """Share of tries that are plain shared bookings, by exporter and by importer."""
    plain = gain > PLAIN
    by_x = np.bincount(pr[plain & (kind == ABSORB_X)] // AREA_BASE, minlength=tries_x.size).astype(float)
    by_m = np.bincount(pr[plain & (kind == ABSORB_M)] % AREA_BASE, minlength=tries_m.size).astype(float)
    return _shrunk(by_x, tries_x), _shrunk(by_m, tries_m)


def _shrunk(hits: Floats, tries: Floats) -> Floats:
    """Share of hits by area, drawn to the share of all by as many tries as the areas' own spread calls for.

    Moment estimate of a beta-binomial (Kleinman 1973, eq. 2.8): where areas differ by no more than chance, all have one
    share.

    >>> _shrunk(np.array([10.0, 10.0]), np.array([100.0, 100.0])).round(3).tolist()
    [0.102, 0.102]
    >>> _shrunk(np.array([0.0, 4000.0]), np.array([10000.0, 10000.0])).round(3).tolist()
    [0.0, 0.4]
    """
    total = float(tries.sum())
    overall = (float(hits.sum()) + 0.5) / (total + 1.0)
    seen = tries > 0
    squares = float((tries[seen] * (hits[seen] / tries[seen] - overall) ** 2).sum())
    chance = overall * (1.0 - overall)
    room = total - float((tries**2).sum()) / max(total, 1.0)
    between = max((squares - chance * (int(seen.sum()) - 1)) / max(room, 1.0), 1e-6 * chance)
    weight = chance / between
    found: Floats = (hits + weight * overall) / (tries + weight)
    return found


def _netting(trace: Columns, importer: npt.NDArray[np.bool_], pairs: Columns) -> Columns:
    """Rows of the table `netting`; `importer` tells for each trace whether the importer is the one who strays."""
    kind = trace["kind"]
    parts: list[tuple[Any, ...]] = []

    def add(
        pick: npt.NDArray[np.bool_], at: str, other: str, x: Any, f: Any, role: int, w: Any = None, v: Any = None
    ) -> None:
        n = int(pick.sum())
        nothing = np.full(n, np.nan)
        parts.append(
            (
                trace["pr"][pick], trace[at][pick], trace[other][pick],
                nothing if x is None else trace[x][pick] if isinstance(x, str) else x,
                nothing if f is None else trace[f][pick] if isinstance(f, str) else f,
                np.full(n, role, dtype=np.int32), nothing if w is None else w, nothing if v is None else v,
            )
        )  # fmt: skip

    for strayed, true_x in ((importer, True), (~importer, False)):
        twin, shift, swap = (strayed & (kind == one) for one in (TWIN, SHIFT, SWAP))
        at, away = ("a", "b") if true_x else ("b", "a")
        add(twin, at, away, "x1", "f2", KEPT)
        add(twin, away, at, "x1", "f2", MOVED)
        # a shift: the goods of X at a are those of F at b, the goods of X at b those of F at c
        add(shift, at, away, "x1", "f2", KEPT)
        add(shift, "b" if true_x else "c", "c" if true_x else "b", "x2", "f1", KEPT)
        add(shift, "c" if true_x else "a", "b", None, None, MOVED)
        add(swap, at, away, "x1", "f2", KEPT)
        add(swap, away, at, "x2", "f1", KEPT)
    of_pair = np.searchsorted(pairs["pr"], trace["pr"])
    s_x, s_m = pairs["s_x"][of_pair], pairs["s_m"][of_pair]
    for number, own, total, own_s, other_s in ((ABSORB_M, "x", "f2", s_x, s_m), (ABSORB_X, "f", "x2", s_m, s_x)):
        pick = kind == number
        first, second = trace[f"{own}1"][pick], trace[f"{own}2"][pick]
        for at, other, mine in (("a", "b", first), ("b", "a", second)):
            q = mine / (first + second)
            s, o = own_s[pick], other_s[pick]
            g = q * s / (o + s * (q**2 + (1 - q) ** 2))
            told = trace[total][pick] * q
            x, f, w = (mine, told, 1 - g) if own == "x" else (told, mine, g)
            add(pick, at, other, x, f, SHARED, w, s * (1 - g * q))
    names = ("pr", "p", "other", "x", "f", "role", "w", "v")
    columns = {name: np.concatenate([part[k] for part in parts]) for k, name in enumerate(names)}
    for name in ("pr", "p", "other"):
        columns[name] = columns[name].astype(np.int32)
    return columns
