# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Candidates for goods through hubs: which row of a final importer may belong to which re-export and which leg.

Values are US dollars FOB less expected pair effects; `s_*` are variances of their logarithms. Of a sibling's code only large rows
are looked at (those that make up `MOST` of the value): among the many small ones chance finds a like value everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from henequen.record.mirror.engine import Columns, Engine
from henequen.record.mirror.passage import ABOVE, BELOW, BESIDE, SAME, SIBLING
from henequen.record.mirror.stage import AREA_BASE, KEY_BASE

__all__ = ["Routes", "find_candidates"]

MOST = 0.95  # share of the value of final imports that is looked for under siblings' codes
FEW_ROWS = 100_000  # final imports up to which all are
SIBLINGS_BEYOND = 2.2  # s.d. beyond which a sibling's row is not looked at
ODD = 1.5  # s.d. by which an importer's figure is above the exporter's where goods of another code may be in it
FITS = 2.5  # s.d. by which it may then miss the exporter's figure and the re-export together

Ints = npt.NDArray[np.int64]

_FOB = "coalesce(f.f0, f.m / (1 + least(a.cif_factor * g.cif_factor, 1.0)))"
_ROWS = "from flow f join pair a on a.pr = f.pr join product_factor g on g.p = f.p"

_FINAL = f"""
  select f.pr as pr, f.p as p, g.heading as heading, a.exporter as exporter, a.importer as importer, a.s_m as s_f,
         a.level_m * {_FOB} as f
  {_ROWS} where f.x is null and f.m > 0"""

_LEG = f"""
  select f.pr as pr, f.p as p, a.importer as hub, a.exporter as exporter,
         case when f.x is null then {_FOB} * a.level_m when f.m is null then f.x * a.level_x
              else {_FOB} * exp(a.w_x * ln(f.x / ({_FOB}))) * a.level_both end as g,
         case when f.x is null then a.s_m when f.m is null then a.s_x else a.s_x * a.s_m / (a.s_x + a.s_m) end as s_g
  {_ROWS}
  join (select distinct cast(floor(pr / {AREA_BASE}) as integer) as hub, p from re_export) r
    on r.hub = a.importer and r.p = f.p
  where f.x > 0 or f.m > 0"""

_OUTFLOW = """
  select r.pr as pr, r.p as p, g.heading as heading, a.exporter as hub, a.importer as importer, r.declared as declared,
         r.value * a.level_x as r, a.s_x as s_r
  from re_export r join pair a on a.pr = r.pr join product_factor g on g.p = r.p where r.value > 0"""

# final imports and re-exports of like value first: both engines would rather begin with all legs of all re-exports
_NEAR = f"""
  select f.pr as pr, f.p as p, f.exporter as exporter, r.hub as hub, r.p as via_p, f.f as f, f.s_f as s_f, {SAME} as kind,
         cast(0 as double) as x
  from final f join outflow r on r.importer = f.importer and r.p = f.p
  where r.hub <> f.exporter and ln(r.r / f.f) > -{BELOW!r} * sqrt(f.s_f + r.s_r) and ln(r.r / f.f) < {ABOVE!r}
  union all
  select f.pr, f.p, f.exporter, r.hub, r.p, f.f, f.s_f, {SIBLING}, cast(0 as double)
  from (select * from final where f > {{large}}) f join outflow r on r.importer = f.importer and r.heading = f.heading
  where r.hub <> f.exporter and r.p <> f.p and abs(ln(r.r / f.f)) < {SIBLINGS_BEYOND!r} * sqrt(f.s_f + r.s_r)
  union all
  select f.pr, f.p, f.exporter, r.hub, r.p, f.f, r.s_r, {BESIDE}, f.x
  from (select a.pr as pr, f.p as p, g.heading as heading, a.exporter as exporter, a.importer as importer, a.s_m as s_f,
               a.noise as noise, a.level_x * f.x as x, a.level_m * {_FOB} as f
        {_ROWS}
        where f.x > 0 and f.m > {{large}} and a.both and ln(f.x / ({_FOB})) - a.gap < -{ODD!r} * a.noise) f
  join (select * from outflow where r > {{large}}) r on r.importer = f.importer and r.heading = f.heading
  where r.hub <> f.exporter and r.p <> f.p and abs(ln((f.x + r.r) / f.f)) < {FITS!r} * f.noise"""

_CANDIDATE = f"""
  select n.pr as pr, n.p as p, v.pr as via, v.p as via_p, n.f as f, n.kind as kind, n.x as x
  from near n join leg v on v.exporter = n.exporter and v.hub = n.hub and v.p = n.via_p
  where n.kind <> {BESIDE}
    and ln(v.g / n.f) > -(case when n.kind = {SAME} then {BELOW!r} else {SIBLINGS_BEYOND!r} end) * sqrt(n.s_f + v.s_g)
  union all
  select n.pr, n.p, n.via, n.via_p, n.f, n.kind, n.x
  from (select n.pr as pr, n.p as p, v.pr as via, v.p as via_p, n.f as f, n.kind as kind, n.x as x
        from near n join leg v on v.exporter = n.exporter and v.hub = n.hub and v.p = n.via_p where n.kind = {BESIDE}) n
  left join flow o on o.pr = n.pr and o.p = n.via_p where o.pr is null"""

_TWIN = f"""
  select f.pr as pr, f.p as p, o.p as row, ln(o.x / f.f) as distance, f.f as f
  from final f
  join (select f.pr as pr, f.p as p, g.heading as heading, a.level_x * f.x as x, a.s_x as s_x
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
    found = engine.gather(_CANDIDATE)
    twins = engine.gather(_TWIN)
    legs = _in_order(engine.gather("select pr, p, g, s_g from leg"))
    outflows = _in_order(engine.gather("select pr, p, r, s_r, declared from outflow"))
    for name in ("final", "leg", "outflow", "near"):
        engine.drop(name)
    final_key, leg_key = _key(found, "pr", "p"), _key(found, "via", "via_p")
    order = np.lexsort((leg_key, final_key))
    final_key, leg_key = final_key[order], leg_key[order]
    finals, final = np.unique(final_key, return_inverse=True)
    importer, hub = final_key // KEY_BASE % AREA_BASE, leg_key // KEY_BASE % AREA_BASE
    candidates = {
        "pr": final_key // KEY_BASE, "p": final_key % KEY_BASE, "final": final,
        "leg": np.searchsorted(legs["key"], leg_key),
        "outflow": np.searchsorted(outflows["key"], (hub * AREA_BASE + importer) * KEY_BASE + leg_key % KEY_BASE),
    } | {name: np.asarray(found[name])[order] for name in ("f", "kind", "x")}  # fmt: skip
    return Routes(candidates, _twins(twins, finals), legs, outflows)


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
    key = _key(table, "pr", "p")
    order = np.argsort(key)
    return {"key": key[order]} | {name: np.asarray(table[name])[order] for name in table if name not in ("pr", "p")}


def _key(columns: Columns, pr: str, p: str) -> Ints:
    found: Ints = np.asarray(columns[pr], dtype=np.int64) * KEY_BASE + np.asarray(columns[p], dtype=np.int64)
    return found
