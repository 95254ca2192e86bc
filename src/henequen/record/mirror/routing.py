# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Goods that pass through a hub: the module `hub_re_exports`.

An exporter i books goods for j under the hub h, where they are unloaded; h books them as imports from i and as re-exports
to j; j books them under their origin i. Weighing the two reports of a pair cannot undo that: both reports of (i, h) agree.
Where h tells its re-exports apart (flow RX), or its rows tell that it re-exports (`hubs`):

    its exports to j are reduced by them (a row of which nothing is left has the rule `routed` and value 0);
    a row (i, j) that only j reports is taken to have come through the h whose re-exports of that product (or of a
    sibling, if those fit better) to j are nearest in value, if (i, h) is reported in it and no smaller than noise allows;
    the flow (i, h) is reduced by those rows; what is left of it counts as nothing where it is less than the noise of what
    was taken off;
    where nothing is left of it, the exporter's figure for h is its report of the goods for j: it is put back there, at
    the code the exporter and the hub give, in proportion to what the final importers count. So a flow through a hub has
    two reports like any other, and a code under which the final importer strays is found like any other (`netting`).

After Ferrantino and Wang (2008), who do the same by shares; here row by row, so that each has its trail.
Tables: `passing` (pr, p of the row that only j reports, via and via_p: the flow it is taken off, f: its FOB value, value:
that less its pair effect, noise of its pair, leaves: the pair of hub and final importer, declared), `routed` (pr, p of the
flow from origin to hub, value: what is taken off it, x: the exporter's figure, whole: whether that is all of it, as far as
noise lets one tell). In `flow`, `rx` of a row to which an exporter's figure was put back is that figure, negative: it is no
part of what the exporter reported there.
"""

from __future__ import annotations

from henequen.record.mirror.engine import Engine
from henequen.record.mirror.stage import AREA_BASE

__all__ = ["find_routed", "put_back"]

NEAR = 1.1  # log points within which a re-export and the final import are one, where the pair's noise asks for no more
SPREAD = 0.09  # variance of ln(re-export / final import) that is neither's noise: margins, stocks
ALONGSIDE = (
    3.0  # what it costs at most, in log odds, that the flow to the hub does not fit: goods for the hub's own use
)
SIBLING = 2.0  # what a sibling's code costs
_TIMES = 3.0  # standard deviations of the pair's noise, where that is more


def find_routed(engine: Engine) -> None:
    """Make the tables `passing` and `routed` from `flow`, `pair`, `re_export`, `product_factor`."""
    fob = "coalesce(f.f0, f.m / (1 + least(a.cif_factor * g.cif_factor, 1.0)))"
    engine.table(
        "final",
        f"""
        select f.pr as pr, f.p as p, f.heading as heading, a.exporter as exporter, a.importer as importer, a.noise as noise,
               greatest({NEAR!r}, {_TIMES!r} * a.noise) as near, f.f as f, a.level_m * f.f as value
        from (select f.pr as pr, f.p as p, g.heading as heading, {fob} as f
              from flow f join pair a on a.pr = f.pr join product_factor g on g.p = f.p
              where f.x is null and f.m > 0 and a.both) f
        join pair a on a.pr = f.pr""",
    )
    engine.table(
        "leg",
        f"""
        select f.pr as pr, f.p as p, f.importer as hub, f.exporter as exporter, f.heading as heading, f.x as x, f.noise as noise,
               case when f.x is null then f.f * f.level_m when f.f is null then f.x * f.level_x
                    else f.f * exp(f.w_x * ln(f.x / f.f)) * f.level_both end as gross
        from (select f.pr as pr, f.p as p, a.importer as importer, a.exporter as exporter, g.heading as heading, f.x as x,
                     {fob} as f, a.noise as noise, a.w_x as w_x, a.level_x as level_x, a.level_m as level_m,
                     a.level_both as level_both
              from flow f join pair a on a.pr = f.pr join product_factor g on g.p = f.p
              join (select distinct cast(floor(pr / {AREA_BASE}) as integer) as hub, p from re_export) r
                on r.hub = a.importer and r.p = f.p) f""",
    )
    engine.table(
        "passing",
        f"""
        select pr, p, via, via_p, f, value, noise, leaves, declared from (
          select t.*, row_number() over (partition by t.pr, t.p order by t.misfit, t.via, t.via_p) as k
          from (
            select f.pr as pr, f.p as p, f.f as f, f.value as value, f.noise as noise, v.pr as via, v.p as via_p,
                   r.pr as leaves, r.declared as declared,
                   pow(ln(r.value / f.value), 2) / (2 * ({SPREAD!r} + f.noise * f.noise))
                   + least(pow(ln(v.gross / f.value), 2) / (2 * (f.noise * f.noise + v.noise * v.noise)), {ALONGSIDE!r})
                   + case when r.p = f.p then 0.0 else {SIBLING!r} end as misfit
            from final f
            join (select cast(floor(r.pr / {AREA_BASE}) as integer) as hub, r.pr % {AREA_BASE} as importer, r.p as p,
                         g.heading as heading, r.value as value, r.pr as pr, r.declared as declared
                  from re_export r join product_factor g on g.p = r.p where r.value > 0) r
              on r.importer = f.importer and r.heading = f.heading and r.hub <> f.exporter
            join leg v on v.exporter = f.exporter and v.hub = r.hub and v.p = r.p
            where abs(ln(r.value / f.value)) < f.near and v.gross > exp(-f.near) * f.value
          ) t
        ) where k = 1""",
    )
    engine.table(
        "routed",
        """
        select r.pr as pr, r.p as p, r.value as value, v.x as x,
               v.gross < r.value * exp(2.0 * sqrt(r.noise * r.noise + v.noise * v.noise)) as whole
        from (select via as pr, via_p as p, max(noise) as noise,
                     cast(sum(cast(floor(value * 1000 + 0.5) as bigint)) as double) / 1000 as value
              from passing group by via, via_p) r
        join leg v on v.pr = r.pr and v.p = r.p""",
    )
    for name in ("final", "leg"):
        engine.drop(name)


def put_back(engine: Engine, *, declared: bool) -> None:
    """Give the exporter's figure for a hub back to the final importers, where all of it passed through.

    Needs `flow` (with `rx` where re-exports are `declared`), `passing`, `routed`; makes `flow` anew: with `rx`, without the
    exports of hubs that turned out to be undeclared re-exports, with a row (i, j) at the exporter's code where the final
    importer used another and there is none. Table `put_back`: pr, p (the importer's row), home (the exporter's code), x, f,
    new (whether home is such a row: then the two are one flow; else `netting` has to say what the row at home is).
    """
    engine.table(
        "put_back",
        """
        select pr, p, home, x, f, new from (
          select h.pr as pr, h.p as p, h.via_p as home, h.value / r.value * r.x as x, h.f as f, o.pr is null and h.p <> h.via_p as new,
                 row_number() over (partition by h.pr, h.via_p
                                    order by case when h.p = h.via_p then 0 else 1 end, h.value desc, h.p) as k
          from passing h join routed r on r.pr = h.via and r.p = h.via_p
          left join flow o on o.pr = h.pr and o.p = h.via_p and h.p <> h.via_p
          where r.whole and r.x > 0 and o.x is null
        ) where k = 1""",
    )
    engine.table(
        "flow",
        f"""
        select f.pr as pr, f.p as p, case when u.pr is null then coalesce(f.x, b.x) end as x, f.m as m, f.f0 as f0, f.kg as kg,
               case when b.x is not null then -b.x when u.pr is not null then f.x
                    else {"f.rx" if declared else "cast(null as double)"} end as rx
        from flow f left join put_back b on b.pr = f.pr and b.home = f.p
        left join (select distinct leaves as pr, via_p as p from passing where not declared) u on u.pr = f.pr and u.p = f.p
        union all
        select pr, home, x, cast(null as double), cast(null as double), cast(null as double), -x from put_back where new""",
    )
