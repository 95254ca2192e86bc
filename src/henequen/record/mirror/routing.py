# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Goods that pass through a hub: the module `hub_re_exports`.

An exporter i books goods for j under the hub h, where they are unloaded; h books them as imports from i and as re-exports
to j; j books them under their origin i. Weighing the two reports of a pair cannot undo that: both reports of (i, h) agree.
Where h tells its re-exports apart (flow RX):

    its exports to j are reduced by them (a row of which nothing is left has the rule `routed` and value 0);
    a row (i, j) that only j reports is taken to have come through the h whose re-exports of that product (or of a
    sibling, if those fit better) to j are nearest in value, if within a factor 3 and if i and h both report (i, h) in it;
    the flow (i, h) is reduced by those rows; what is left of it counts as nothing where it is less than the noise of what
    was taken off.

After Ferrantino and Wang (2008), who do the same by shares; here row by row, so that each has its trail.
Tables: `re_export` (pr, p, value), `passing` (pr, p of the row that only j reports, via and via_p: the flow it is
taken off, value), `routed` (pr, p, value: what was taken off the flow from origin to hub).
"""

from __future__ import annotations

from henequen.record.mirror.engine import Engine
from henequen.record.mirror.stage import AREA_BASE, Reported

__all__ = ["find_re_exports", "find_routed"]


def find_re_exports(engine: Engine, reported: Reported, period: str) -> bool:
    """Make the table `re_export` of a period; whether it has rows."""
    engine.table(
        "re_export",
        f"""select rep * {AREA_BASE} + par as pr, p, cast(sum(cast(floor(value * 1000 + 0.5) as bigint)) as double) / 1000 as value
            from ({reported.coded}) where reason = 'contained_re_trade' and flow = 'RX' and {reported.at(period)}
            group by rep * {AREA_BASE} + par, p""",
    )
    return int(engine.fetch("select count(*) as n from re_export")["n"][0]) > 0


def find_routed(engine: Engine) -> None:
    """Make the tables `passing` and `routed` from `flow`, `pair`, `re_export`, `product_factor`."""
    engine.table(
        "passing",
        f"""
        select pr, p, via, via_p, value from (
          select t.pr as pr, t.p as p, t.via as via, t.via_p as via_p, t.value as value,
                 row_number() over (partition by t.pr, t.p order by t.odds, t.via, t.via_p) as k
          from (
            select f.pr as pr, f.p as p, f.value as value, f.exporter * {AREA_BASE} + r.hub as via, r.p as via_p,
                   abs(ln(r.value / f.value)) + case when r.p = f.p then 0.0 else 0.7 end as odds
            from (select f.pr as pr, f.p as p, g.heading as heading, a.exporter as exporter, a.importer as importer,
                         a.level_m * coalesce(f.f0, f.m / (1 + least(a.cif_factor * g.cif_factor, 1.0))) as value
                  from flow f join pair a on a.pr = f.pr join product_factor g on g.p = f.p
                  where f.x is null and f.m > 0 and a.both) f
            join (select cast(floor(r.pr / {AREA_BASE}) as integer) as hub, r.pr % {AREA_BASE} as importer, r.p as p,
                         g.heading as heading, r.value as value
                  from re_export r join product_factor g on g.p = r.p where r.value > 0) r
              on r.importer = f.importer and r.heading = f.heading and r.hub <> f.exporter
            where r.value < 3.0 * f.value and f.value < 3.0 * r.value
          ) t join flow v on v.pr = t.via and v.p = t.via_p
          where v.x > 0 and v.m > 0 and t.odds < 1.1 and v.m > 0.4 * t.value and v.x > 0.4 * t.value
        ) where k = 1""",
    )
    engine.table(
        "routed",
        "select via as pr, via_p as p, cast(sum(cast(floor(value * 1000 + 0.5) as bigint)) as double) / 1000 as value "
        "from passing group by via, via_p",
    )
