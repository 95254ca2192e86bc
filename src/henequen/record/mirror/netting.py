# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Goods booked under a sibling code: found within a pair and a heading, and not counted twice.

A row that only one side reports, though both sides report the pair, was either not reported by the other side or booked
by it under another code of the same four-digit heading. Three traces are weighed, each by its log odds against "simply
not reported":

    twin      only X at code A, only M at code B, of like value
    absorb_m  only X at A; at B both report, and the importer's figure at B fits X_A + X_B better than X_B
    absorb_x  only M at A; at B both report, and the exporter's figure at B fits F_A + F_B better than F_B

A trace counts if it is the best one for each row it touches. Which side strays is learned, twice over: absorb_m can only
come from importers that misfile, absorb_x only from exporters; their counts by reporter, in a first choice with even
odds, set the odds of the second choice and say which row of a twin stands at the true code.

In a shared booking the sum is what the other side tells: with q the row's share of it, linear prediction gives the
row's own figure the weight 1 - g, g = q s_own / (s_other + s_own (q^2 + (1 - q)^2)).

Table `netting`: pr, p, x and f to be used, `role` (number of the rule: kept, moved, shared), other (product number),
w (weight of x) and v (variance of the row's part), both null unless shared.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from henequen.record.mirror.engine import Engine
from henequen.record.mirror.stage import AREA_BASE, Codes

__all__ = ["find_netting"]

TWIN_ODDS = 6.0
ABSORB_ODDS = 0.5
VALUE_SPREAD = 1.75  # s.d. of log values within a heading of a pair: how alike two unrelated rows are by chance

_ONE_SIDED = """
  select f.pr as pr, f.p as p, g.heading as heading, f.x as x,
         coalesce(f.f0, f.m / (1 + least(a.cif_factor * g.cif_factor, 1.0))) as f,
         a.gap as gap, a.noise as noise
  from flow f join pair a on a.pr = f.pr join product_factor g on g.p = f.p
  {without} where (f.x is null or f.m is null) and (f.x > 0 or f.m > 0) and a.both {unless}
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
  ) where odds > -1.5
"""

_BEST = """
  select pr, a, b, kind, xa, fa, xb, fb from (
    select t.*, row_number() over (partition by t.pr, t.a order by t.odds desc, t.b) as of_a,
           row_number() over (partition by t.pr, t.b order by t.odds desc, t.a) as of_b
    from {trace} t
    join (select pr, p, max(odds) as odds
          from (select pr, a as p, odds from {trace} union all select pr, b, odds from {trace}) group by pr, p) best_a
      on best_a.pr = t.pr and best_a.p = t.a and best_a.odds = t.odds
    join (select pr, p, max(odds) as odds
          from (select pr, a as p, odds from {trace} union all select pr, b, odds from {trace}) group by pr, p) best_b
      on best_b.pr = t.pr and best_b.p = t.b and best_b.odds = t.odds
    where t.odds > 0
  ) where of_a = 1 and of_b = 1
"""

_INFORMED = """
  select t.pr as pr, t.a as a, t.b as b, t.kind as kind, t.xa as xa, t.fa as fa, t.xb as xb, t.fb as fb,
         t.odds + case t.kind when 'absorb_m' then s.odds_m when 'absorb_x' then s.odds_x else 0.0 end as odds
  from trace t join strays s on s.pr = t.pr
"""

_NETTING = """
  select n.pr as pr, n.a as p, n.xa as x, n.fa as f, case when k.importer_strays then 3 else 4 end as role,
         n.b as other, cast(null as double) as w, cast(null as double) as v
  from best n join strays k on k.pr = n.pr where n.kind = 'twin'
  union all
  select n.pr, n.b, n.xa, n.fa, case when k.importer_strays then 4 else 3 end, n.a,
         cast(null as double), cast(null as double)
  from best n join strays k on k.pr = n.pr where n.kind = 'twin'
  union all
  select pr, p, own, total * q, 5, other, 1.0 - gain, own_s * (1.0 - gain * q) from (
    select s.*, q * own_s / (other_s + own_s * (q * q + (1.0 - q) * (1.0 - q))) as gain from (
      select n.pr as pr, n.a as p, n.b as other, n.xa as own, n.fb as total, n.xa / (n.xa + n.xb) as q,
             k.s_x as own_s, k.s_m as other_s
      from best n join pair k on k.pr = n.pr where n.kind = 'absorb_m'
      union all
      select n.pr, n.b, n.a, n.xb, n.fb, n.xb / (n.xa + n.xb), k.s_x, k.s_m
      from best n join pair k on k.pr = n.pr where n.kind = 'absorb_m'
    ) s)
  union all
  select pr, p, total * q, own, 5, other, gain, own_s * (1.0 - gain * q) from (
    select s.*, q * own_s / (other_s + own_s * (q * q + (1.0 - q) * (1.0 - q))) as gain from (
      select n.pr as pr, n.a as p, n.b as other, n.fa as own, n.xb as total, n.fa / (n.fa + n.fb) as q,
             k.s_m as own_s, k.s_x as other_s
      from best n join pair k on k.pr = n.pr where n.kind = 'absorb_x'
      union all
      select n.pr, n.b, n.a, n.fb, n.xb, n.fb / (n.fa + n.fb), k.s_m, k.s_x
      from best n join pair k on k.pr = n.pr where n.kind = 'absorb_x'
    ) s)
"""


def find_netting(engine: Engine, codes: Codes, *, hubs: bool) -> list[dict[str, Any]]:
    """Make the table `netting`; returns, by reporter and side, the learned share of one-sided rows that strayed.

    Needs the tables `flow`, `pair` (pr, gap, noise, both, cif_factor, s_x, s_m) and `product_factor` (p, heading,
    cif_factor); with `hubs` also `passing`, whose rows are explained already.
    """
    without = "left join passing h on h.pr = f.pr and h.p = f.p" if hubs else ""
    engine.table("one_sided", _ONE_SIDED.format(without=without, unless="and h.pr is null" if hubs else ""))
    engine.table("touched", "select distinct pr, heading from one_sided")
    engine.table("two_sided", _TWO_SIDED)
    engine.table("trace", _TRACES)
    engine.table("best", _BEST.format(trace="trace"))
    exposed = engine.fetch(
        "select pr, cast(count(case when x is null then 1 end) as bigint) as only_m, "
        "cast(count(case when f is null then 1 end) as bigint) as only_x from one_sided group by pr order by pr"
    )
    pr = np.asarray(exposed["pr"], dtype=np.int64)
    only_x, only_m = np.asarray(exposed["only_x"], dtype=float), np.asarray(exposed["only_m"], dtype=float)
    rate_m, rate_x = _rates(engine, pr, only_x, only_m, len(codes.areas))
    _load_strays(engine, pr, rate_m, rate_x)
    engine.table("informed", _INFORMED)
    engine.table("best", _BEST.format(trace="informed"))
    rate_m, rate_x = _rates(engine, pr, only_x, only_m, len(codes.areas))
    _load_strays(engine, pr, rate_m, rate_x)
    engine.table("netting", _NETTING)
    for name in ("one_sided", "touched", "two_sided", "trace", "informed", "best"):
        engine.drop(name)
    return [
        {"reporter": area, "side": side, "share": float(rate[k])}
        for side, rate in (("exporter", rate_x), ("importer", rate_m))
        for k, area in enumerate(codes.areas)
    ]


def _rates(
    engine: Engine, pr: npt.NDArray[Any], only_x: npt.NDArray[Any], only_m: npt.NDArray[Any], areas: int
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    counted = engine.fetch(
        "select pr, cast(count(case when kind = 'absorb_m' then 1 end) as bigint) as m, "
        "cast(count(case when kind = 'absorb_x' then 1 end) as bigint) as x from best group by pr order by pr"
    )
    at = np.searchsorted(pr, np.asarray(counted["pr"], dtype=np.int64))
    by_m, by_x = np.zeros(pr.size), np.zeros(pr.size)
    by_m[at], by_x[at] = np.asarray(counted["m"], dtype=float), np.asarray(counted["x"], dtype=float)
    return _shrunk(pr % AREA_BASE, by_m, only_x, areas), _shrunk(pr // AREA_BASE, by_x, only_m, areas)


def _load_strays(engine: Engine, pr: npt.NDArray[Any], rate_m: npt.NDArray[Any], rate_x: npt.NDArray[Any]) -> None:
    of_m, of_x = rate_m[pr % AREA_BASE], rate_x[pr // AREA_BASE]
    share = np.clip(of_m / (of_m + of_x), 0.02, 0.98)
    engine.load(
        "strays",
        {
            "pr": pr.astype(np.int32),
            "importer_strays": of_m >= of_x,
            "odds_m": np.log(2 * share),
            "odds_x": np.log(2 * (1 - share)),
        },
    )


def _shrunk(who: npt.NDArray[Any], hits: npt.NDArray[Any], tries: npt.NDArray[Any], areas: int) -> npt.NDArray[Any]:
    """Share of hits by area, drawn to the share of all with the weight of 50 rows."""
    overall = (hits.sum() + 0.5) / (tries.sum() + 1.0)
    found: npt.NDArray[Any] = (np.bincount(who, hits, areas) + 50 * overall) / (np.bincount(who, tries, areas) + 50)
    return found
