# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Goods booked under a sibling code: found within a pair and a heading, and not counted twice.

A row that only one side reports, though both sides report the pair, was either not reported by the other side or booked
by it under another code of the same four-digit heading. Three traces are weighed, each by its log odds against "simply
not reported":

    twin      only X at code A, only M at code B, of like value
    absorb_m  only X at A; at B both report, and the importer's figure at B fits X_A + X_B better than X_B
    absorb_x  only M at A; at B both report, and the exporter's figure at B fits F_A + F_B better than F_B

A trace counts if it is the best one for each row it touches. Which side of a twin stands at the true code is learned:
absorb_m can only come from importers that misfile, absorb_x only from exporters, so their counts by reporter say who does.

Table `netting`: pr, p, x and f to be used (null: as reported), `role` (kept, moved, shared), other (product number).
"""

from __future__ import annotations

import math

import numpy as np

from henequen.record.mirror.engine import Engine
from henequen.record.mirror.stage import AREA_BASE, Codes

__all__ = ["find_netting"]

TWIN_ODDS = 6.0
ABSORB_ODDS = 0.4
VALUE_SPREAD = 1.75  # s.d. of log values within a heading of a pair: how alike two unrelated rows are by chance

_ONE_SIDED = """
  select f.pr as pr, f.p as p, g.heading as heading, f.x as x,
         coalesce(f.f0, f.m / (1 + least(a.cif_factor * g.cif_factor, 1.0))) as f,
         a.gap as gap, a.noise as noise
  from flow f join pair a on a.pr = f.pr join product_factor g on g.p = f.p
  where (f.x is null or f.m is null) and a.both
"""

_TWO_SIDED = """
  select f.pr as pr, f.p as p, g.heading as heading, f.x as x,
         coalesce(f.f0, f.m / (1 + least(a.cif_factor * g.cif_factor, 1.0))) as f
  from flow f join pair a on a.pr = f.pr join product_factor g on g.p = f.p
  join touched t on t.pr = f.pr and t.heading = g.heading
  where f.x > 0 and f.m > 0
"""

_TRACES = f"""
  select * from (
    select a.pr as pr, a.p as a, b.p as b, 'twin' as kind, a.x as xa, b.f as fa, cast(null as double) as xb,
           cast(null as double) as fb, 1e-9 + {math.log(TWIN_ODDS)!r} + ln({VALUE_SPREAD * math.sqrt(2.0)!r} / a.noise)
           + ln(a.x / b.f) * ln(a.x / b.f) / {4 * VALUE_SPREAD**2!r}
           - (ln(a.x / b.f) - a.gap) * (ln(a.x / b.f) - a.gap) / (2 * a.noise * a.noise) as odds
    from one_sided a join one_sided b on a.pr = b.pr and a.heading = b.heading
    where a.f is null and b.x is null
    union all
    select a.pr, a.p, b.p, 'absorb_m', a.x, cast(null as double), b.x, b.f, {math.log(ABSORB_ODDS)!r}
           + ((ln(b.x / b.f) - a.gap) * (ln(b.x / b.f) - a.gap)
              - (ln((a.x + b.x) / b.f) - a.gap) * (ln((a.x + b.x) / b.f) - a.gap)) / (2 * a.noise * a.noise)
    from one_sided a join two_sided b on a.pr = b.pr and a.heading = b.heading
    where a.f is null
    union all
    select a.pr, a.p, b.p, 'absorb_x', cast(null as double), a.f, b.x, b.f, {math.log(ABSORB_ODDS)!r}
           + ((ln(b.x / b.f) - a.gap) * (ln(b.x / b.f) - a.gap)
              - (ln(b.x / (a.f + b.f)) - a.gap) * (ln(b.x / (a.f + b.f)) - a.gap)) / (2 * a.noise * a.noise)
    from one_sided a join two_sided b on a.pr = b.pr and a.heading = b.heading
    where a.x is null
  ) where odds > 0
"""

_BEST = """
  select pr, a, b, kind, xa, fa, xb, fb, odds from (
    select t.*, row_number() over (partition by t.pr, t.a order by t.odds desc, t.b) as of_a,
           row_number() over (partition by t.pr, t.b order by t.odds desc, t.a) as of_b
    from trace t
    join (select pr, p, max(odds) as odds
          from (select pr, a as p, odds from trace union all select pr, b, odds from trace) group by pr, p) best_a
      on best_a.pr = t.pr and best_a.p = t.a and best_a.odds = t.odds
    join (select pr, p, max(odds) as odds
          from (select pr, a as p, odds from trace union all select pr, b, odds from trace) group by pr, p) best_b
      on best_b.pr = t.pr and best_b.p = t.b and best_b.odds = t.odds
  ) where of_a = 1 and of_b = 1
"""

_NETTING = """
  select pr, p, x, f, role, other from (
    select n.pr as pr, n.a as p, n.xa as x, n.fa as f, case when k.importer_strays then 'kept' else 'moved' end as role,
           n.b as other
    from best n join strays k on k.pr = n.pr where n.kind = 'twin'
    union all
    select n.pr, n.b, n.xa, n.fa, case when k.importer_strays then 'moved' else 'kept' end, n.a
    from best n join strays k on k.pr = n.pr where n.kind = 'twin'
    union all
    select pr, a, xa, fb * xa / (xa + xb), 'shared', b from best where kind = 'absorb_m'
    union all
    select pr, b, xb, fb * xb / (xa + xb), 'shared', a from best where kind = 'absorb_m'
    union all
    select pr, a, xb * fa / (fa + fb), fa, 'shared', b from best where kind = 'absorb_x'
    union all
    select pr, b, xb * fb / (fa + fb), fb, 'shared', a from best where kind = 'absorb_x'
  )
"""


def find_netting(engine: Engine, codes: Codes) -> dict[str, dict[str, float]]:
    """Make the table `netting`; returns, by area code, the learned shares of rows that stray on each side.

    Needs the tables `flow`, `pair` (pr, gap, noise, both, cif_factor) and `product_factor` (p, heading, cif_factor).
    """
    engine.table("one_sided", _ONE_SIDED)
    engine.table("touched", "select distinct pr, heading from one_sided")
    engine.table("two_sided", _TWO_SIDED)
    engine.table("trace", _TRACES)
    engine.table("best", _BEST)
    counted = engine.fetch(
        "select pr, cast(count(case when kind = 'absorb_m' then 1 end) as bigint) as m, "
        "cast(count(case when kind = 'absorb_x' then 1 end) as bigint) as x from best group by pr order by pr"
    )
    exposed = engine.fetch(
        "select pr, cast(count(case when x is null then 1 end) as bigint) as only_m, "
        "cast(count(case when f is null then 1 end) as bigint) as only_x from one_sided group by pr order by pr"
    )
    areas = len(codes.areas)
    pr = np.asarray(exposed["pr"], dtype=np.int64)
    exporter, importer = pr // AREA_BASE, pr % AREA_BASE
    at = np.searchsorted(pr, np.asarray(counted["pr"], dtype=np.int64))
    by_m, by_x = np.zeros(pr.size), np.zeros(pr.size)
    by_m[at], by_x[at] = np.asarray(counted["m"], dtype=float), np.asarray(counted["x"], dtype=float)
    rate_m = _shrunk(importer, by_m, np.asarray(exposed["only_x"], dtype=float), areas)
    rate_x = _shrunk(exporter, by_x, np.asarray(exposed["only_m"], dtype=float), areas)
    engine.load("strays", {"pr": pr.astype(np.int32), "importer_strays": rate_m[importer] >= rate_x[exporter]})
    engine.table("netting", _NETTING)
    for name in ("one_sided", "touched", "two_sided", "trace", "best"):
        engine.drop(name)
    return {area: {"importer": float(rate_m[k]), "exporter": float(rate_x[k])} for k, area in enumerate(codes.areas)}


def _shrunk(who: np.ndarray, hits: np.ndarray, tries: np.ndarray, areas: int) -> np.ndarray:
    """Share of hits by area, drawn to the share of all with the weight of 50 rows."""
    overall = (hits.sum() + 0.5) / (tries.sum() + 1.0)
    found: np.ndarray = (np.bincount(who, hits, areas) + 50 * overall) / (np.bincount(who, tries, areas) + 50)
    return found
