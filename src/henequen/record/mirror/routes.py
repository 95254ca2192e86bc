# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Candidates for goods through hubs: which row of a final importer may belong to which re-export and which leg.

Values are US dollars FOB less expected pair effects; `s_*` are variances of their logarithms. Of a sibling's code only large rows
are looked at (those that make up `MOST` of the value): among the many small ones chance finds a like value everywhere.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from henequen.record.mirror.engine import Columns, Engine
from henequen.record.mirror.passage import ABOVE, BELOW, BESIDE, SAME, SIBLING
from henequen.record.mirror.stage import AREA_BASE, KEY_BASE

__all__ = ["Routes", "find_candidates"]

MOST = 0.85  # share of the value of final imports that is looked for under siblings' codes
FEW_ROWS = 100_000  # final imports up to which all are
SIBLINGS_BEYOND = 2.2  # s.d. beyond which a sibling's row is not looked at
ODD = 1.5  # s.d. by which an importer's figure is above the exporter's where goods of another code may be in it
FITS = 2.5  # s.d. by which it may then miss the exporter's figure and the re-export together

Ints = npt.NDArray[np.int64]

_FOB = "coalesce(f.f0, f.m / (1 + least(a.cif_factor * g.cif_factor, 1.0)))"
_ROWS = "from flow f join pair a on a.pr = f.pr join product_factor g on g.p = f.p"

# a key of two numbers is one number: it is joined faster
_LEG_KEY = f"(cast(f.exporter as bigint) * {AREA_BASE} + r.hub) * {KEY_BASE} + r.p"


def _of_importer(product: str, area: str = "a.importer") -> str:
    return f"cast({area} as bigint) * {KEY_BASE} + {product}"


_FINAL = f"""
  select f.pr as pr, f.p as p, {_of_importer("f.p")} as market, {_of_importer("g.heading")} as heading, a.exporter as exporter,
         a.s_m as s_f, a.level_m * {_FOB} as f
  {_ROWS} where f.x is null and f.m > 0"""

_LEG = f"""
  select cast(f.pr as bigint) * {KEY_BASE} + f.p as key,
         case when f.x is null then {_FOB} * a.level_m when f.m is null then f.x * a.level_x
              else {_FOB} * exp(a.w_x * ln(f.x / ({_FOB}))) * a.level_both end as g,
         case when f.x is null then a.s_m when f.m is null then a.s_x else a.s_x * a.s_m / (a.s_x + a.s_m) end as s_g
  {_ROWS}
  join (select distinct cast(floor(pr / {AREA_BASE}) as integer) as area from re_export) h on h.area = a.importer
  join (select distinct {_of_importer("p", f"floor(pr / {AREA_BASE})")} as hub from re_export) r
    on r.hub = {_of_importer("f.p")}
  where f.x > 0 or f.m > 0"""

_OUTFLOW = f"""
  select cast(r.pr as bigint) * {KEY_BASE} + r.p as key, r.p as p, {_of_importer("r.p")} as market,
         {_of_importer("g.heading")} as heading, a.exporter as hub, r.declared as declared, r.value * a.level_x as r, a.s_x as s_r
  from re_export r join pair a on a.pr = r.pr join product_factor g on g.p = r.p where r.value > 0"""

# final imports and re-exports of like value first: both engines would rather begin with all legs of all re-exports
_NEAR = f"""
  select f.pr as pr, f.p as p, {_LEG_KEY} as leg, f.f as f, f.s_f as s_f, {SAME} as kind, cast(0 as double) as x
  from final f join outflow r on r.market = f.market
  where r.hub <> f.exporter and ln(r.r / f.f) > -{BELOW!r} * sqrt(f.s_f + r.s_r) and ln(r.r / f.f) < {ABOVE!r}
  union all
  select f.pr, f.p, {_LEG_KEY}, f.f, f.s_f, {SIBLING}, cast(0 as double)
  from (select * from final where f > {{large}}) f join outflow r on r.heading = f.heading
  where r.hub <> f.exporter and r.p <> f.p and abs(ln(r.r / f.f)) < {SIBLINGS_BEYOND!r} * sqrt(f.s_f + r.s_r)
  union all
  select f.pr, f.p, {_LEG_KEY}, f.f, r.s_r, {BESIDE}, f.x
  from (select a.pr as pr, f.p as p, {_of_importer("g.heading")} as heading, a.exporter as exporter, a.noise as noise,
               a.level_x * f.x as x, a.level_m * {_FOB} as f
        {_ROWS}
        where f.x > 0 and f.m > {{large}} and a.both and ln(f.x / ({_FOB})) - a.gap < -{ODD!r} * a.noise) f
  join (select * from outflow where r > {{large}}) r on r.heading = f.heading
  where r.hub <> f.exporter and r.p <> f.p and abs(ln((f.x + r.r) / f.f)) < {FITS!r} * f.noise"""

_CANDIDATE = f"""
  select n.pr as pr, n.p as p, n.leg as leg, n.f as f, n.kind as kind, n.x as x
  from near n join leg v on v.key = n.leg
  where n.kind = {BESIDE}
     or ln(v.g / n.f) > -(case when n.kind = {SAME} then {BELOW!r} else {SIBLINGS_BEYOND!r} end) * sqrt(n.s_f + v.s_g)"""

# goods are booked beside others only where the exporter has no row of its own for them
_CANDIDATES = f"""
  select pr, p, leg, f, kind, x from candidate where kind <> {BESIDE}
  union all
  select n.pr, n.p, n.leg, n.f, n.kind, n.x
  from (select * from candidate where kind = {BESIDE}) n left join flow o on o.pr = n.pr and o.p = n.leg % {KEY_BASE}
  where o.pr is null"""

_TWIN = f"""
  select f.pr as pr, f.p as p, o.p as row, ln(o.x / f.f) as distance, f.f as f
  from final f
  join (select f.pr as pr, f.p as p, {_of_importer("g.heading")} as heading, a.level_x * f.x as x, a.s_x as s_x
        {_ROWS} where f.m is null and f.x > 0) o
    on o.pr = f.pr and o.heading = f.heading
  where abs(ln(o.x / f.f)) < {BELOW!r} * sqrt(f.s_f + o.s_x)"""


@dataclass(frozen=True)
class Routes:
    """What `find_candidates` gathers, every table in a definite order.

    `candidates`: pr, p of the importer's row; final, leg, outflow: numbers from 0; f, kind, x (see `passage`).
    `twins`: final, row (numbers), distance, f, pr. `legs`: key, g, s_g. `outflows`: key, r, s_r, declared. Keys are
    pr * KEY_BASE + p.
    """

    candidates: Columns
    twins: Columns
    legs: Columns
    outflows: Columns


def find_candidates(engine: Engine) -> Routes:
    """Needs `flow`, `pair` (see `two_level_pairs`), `re_export`, `product_factor`."""
    engine.table("final", _FINAL)
    engine.table("leg", _LEG)
    engine.table("outflow", _OUTFLOW)
    large = repr(_large(engine))
    engine.table("near", _NEAR.format(large=large))
    engine.table("candidate", _CANDIDATE)
    found = engine.gather(_CANDIDATES)
    found_twins = engine.gather(_TWIN)
    of_legs = engine.gather("select key, g, s_g from leg")
    of_outflows = engine.gather("select key, r, s_r, declared from outflow")
    for name in ("final", "leg", "outflow", "near", "candidate"):
        engine.drop(name)
    with ThreadPoolExecutor(engine.threads) as pool:
        in_order = pool.map(_in_order, (of_legs, of_outflows))
        final_key, leg_key = _key(found, "pr", "p"), np.asarray(found["leg"], dtype=np.int64)
        # a final import and its leg have one exporter: both keys fit into one number
        order = np.argsort(final_key * (AREA_BASE * KEY_BASE) + leg_key % (AREA_BASE * KEY_BASE))
        final_key, leg_key = final_key[order], leg_key[order]
        legs, outflows = in_order
        first = np.diff(final_key, prepend=-1) > 0
        twins = pool.submit(_twins, found_twins, final_key[first])
        leg = pool.submit(np.searchsorted, legs["key"], leg_key)
        importer, hub = final_key // KEY_BASE % AREA_BASE, leg_key // KEY_BASE % AREA_BASE
        outflow = (hub * AREA_BASE + importer) * KEY_BASE + leg_key % KEY_BASE
        candidates = {
            "pr": final_key // KEY_BASE, "p": final_key % KEY_BASE, "final": np.cumsum(first) - 1,
            "outflow": np.searchsorted(outflows["key"], outflow), "leg": leg.result(),
        } | {name: np.asarray(found[name])[order] for name in ("f", "kind", "x")}  # fmt: skip
        return Routes(candidates, twins.result(), legs, outflows)


def _large(engine: Engine) -> float:
    """The value from which on final imports make up `MOST` of all of them, to a power of two; 0 where they are few."""
    told = engine.fetch(
        "select k, count(*) as n, cast(sum(cast(floor(f) as bigint)) as double) as total "
        "from (select cast(floor(log2(greatest(f, 1.0))) as integer) as k, f from final) group by k order by k desc"
    )
    if int(np.sum(told["n"])) <= FEW_ROWS:
        return 0.0
    share = np.cumsum(told["total"]) / np.sum(told["total"])
    return float(2.0 ** int(np.asarray(told["k"])[int(np.searchsorted(share, MOST))]))


def _twins(twins: Columns, finals: Ints) -> Columns:
    """Those of finals that have a candidate."""
    key, row = _key(twins, "pr", "p"), _key(twins, "pr", "row")
    at = np.minimum(np.searchsorted(finals, key), max(finals.size - 1, 0))
    mine = np.nonzero(finals[at] == key)[0] if finals.size else np.empty(0, dtype=np.int64)
    mine = mine[np.lexsort((row[mine], key[mine]))]
    _, row = np.unique(row[mine], return_inverse=True)
    return {"final": at[mine], "row": row} | {name: np.asarray(twins[name])[mine] for name in ("distance", "f", "pr")}


def _in_order(table: Columns) -> Columns:
    order = np.argsort(table["key"])
    return {name: np.asarray(column)[order] for name, column in table.items()}


def _key(columns: Columns, pr: str, p: str) -> Ints:
    found: Ints = np.asarray(columns[pr], dtype=np.int64) * KEY_BASE + np.asarray(columns[p], dtype=np.int64)
    return found
