"""Traces of goods booked under a sibling code: what a pair's rows within one heading say if read that way.

A row that only one side reports, though both sides report the pair, was either left out by the other side or booked by it
under another code of the same four-digit heading. With X and F the figures at codes A, B, C, five readings are weighed:

    twin      only X at A, only F at B, of like value: one flow
    absorb_m  only X at A; at B both report, and F_B fits X_A + X_B better than X_B: the importer booked A under B
    absorb_x  only F at A; at B both report, and X_B fits F_A + F_B better than F_B: the exporter booked A under B
    shift     only X at A, both at B, only F at C; F_B fits X_A, and F_C fits X_B: two flows, each booked one code further
    swap      both at A and at B, each figure at odds with its own and in accord with the other code's

A trace has two log odds against "left out" (swap: against two large errors): `gain`, what the figures say under normal
errors of ln(X/F) about the pair's gap, and `lean`, how much likelier strays are than omissions of rows of that size.

Table `trace`: pr, kind (number in KINDS), a, b, c (products; c is -1 but for a shift), x1, f1 (figures at a; of a shift
f1 is that at c), x2, f2 (at b), lean, gain. Table `lonely`: pr, heading, x, f of rows that one side reports. Table
`beside`: two-sided rows in their headings, and others that are very odd.
"""

from __future__ import annotations

import math

from henequen.record.mirror.engine import Engine
from henequen.record.mirror.loneliness import measure_loneliness

__all__ = ["ABSORB_M", "ABSORB_X", "KINDS", "SHIFT", "SWAP", "TWIN", "find_traces"]

KINDS = ("twin", "absorb_m", "absorb_x", "shift", "swap")
TWIN, ABSORB_M, ABSORB_X, SHIFT, SWAP = range(5)

TWIN_ODDS = 2.5  # how much likelier than strays / (omitted x omitted) a twin is: few codes of a heading are in use
ABSORB_ODDS = 1.3
VALUE_SPREAD = 1.75  # s.d. of log values within a heading of a pair: how alike two unrelated rows are by chance
ODD = 2.0  # s.d. from the pair's gap beyond which a two-sided row may be two flows
VERY_ODD = 3.0
_LEAST = -0.7  # a trace of less odds is forgotten: knowing who strays adds no more than ln 2

_FIGURES = """
  f.pr as pr, f.p as p, g.heading as heading, f.x as x,
  coalesce(f.f0, f.m / (1 + least(a.cif_factor * g.cif_factor, 1.0))) as f
  from flow f join pair a on a.pr = f.pr join product_factor g on g.p = f.p"""

_LONELY = """
  select f.pr as pr, f.p as p, f.heading as heading, f.x as x, f.f as f, ln(coalesce(f.x, f.f)) as size,
         a.gap as gap, a.noise as noise, {omitted} as ln_omitted
  from (select {figures} {without} where (f.x is null or f.m is null) and (f.x > 0 or f.m > 0) and a.both {unless}) f
  join pair a on a.pr = f.pr
"""

_BESIDE = """
  select pr, p, heading, x, f, odd, ln(x) as size_x, ln(f) as size_f, gap, noise, beside from (
    select f.pr as pr, f.p as p, f.heading as heading, f.x as x, f.f as f, f.gap as gap, f.noise as noise,
           (ln(f.x / f.f) - f.gap) / f.noise as odd, t.pr is not null as beside
    from (select a.gap as gap, a.noise as noise, {figures} {without} where f.x > 0 and f.m > 0 {unless}) f
    left join (select distinct pr, heading from lonely) t on t.pr = f.pr and t.heading = f.heading)
  where beside or abs(odd) > {very_odd}
"""

_NOTHING = "cast(null as double)"

_TRACES = """
  select pr, kind, a, b, c, x1, f1, x2, f2, lean, gain from (
    select a.pr as pr, {TWIN} as kind, a.p as a, b.p as b, -1 as c, a.x as x1, {nothing} as f1, {nothing} as x2, b.f as f2,
           1e-9 + {twin} - a.ln_omitted - b.ln_omitted as lean,
           ln({spread} / a.noise) + (a.size - b.size) * (a.size - b.size) / (2 * {spread} * {spread})
           - (a.size - b.size - a.gap) * (a.size - b.size - a.gap) / (2 * a.noise * a.noise) as gain
    from lonely a join lonely b on a.pr = b.pr and a.heading = b.heading
    where a.f is null and b.x is null
    union all
    select a.pr, {ABSORB_M}, a.p, b.p, -1, a.x, {nothing}, b.x, b.f, {absorb} - a.ln_omitted,
           (b.odd * b.odd - pow((ln(a.x + b.x) - b.size_f - a.gap) / a.noise, 2)) / 2
    from lonely a join beside b on a.pr = b.pr and a.heading = b.heading
    where a.f is null
    union all
    select a.pr, {ABSORB_X}, a.p, b.p, -1, {nothing}, a.f, b.x, b.f, {absorb} - a.ln_omitted,
           (b.odd * b.odd - pow((b.size_x - ln(a.f + b.f) - a.gap) / a.noise, 2)) / 2
    from lonely a join beside b on a.pr = b.pr and a.heading = b.heading
    where a.x is null
    union all
    select a.pr, {SHIFT}, a.p, b.p, c.p, a.x, c.f, b.x, b.f, {twin} + {absorb} - a.ln_omitted - c.ln_omitted,
           ln({spread} / a.noise) + (a.size - c.size) * (a.size - c.size) / (2 * {spread} * {spread})
           + (b.odd * b.odd - pow((a.size - b.size_f - a.gap) / a.noise, 2)
              - pow((b.size_x - c.size - a.gap) / a.noise, 2)) / 2
    from lonely a join beside b on a.pr = b.pr and a.heading = b.heading
    join lonely c on a.pr = c.pr and a.heading = c.heading
    where a.f is null and c.x is null and abs(b.odd) > {odd}
  ) where gain + lean > {least}
  union all
  select pr, kind, a, b, c, x1, f1, x2, f2, lean, gain from (
    select a.pr as pr, {SWAP} as kind, a.p as a, b.p as b, -1 as c, a.x as x1, a.f as f1, b.x as x2, b.f as f2,
           2 * {absorb} as lean,
           (a.odd * a.odd + b.odd * b.odd - pow((a.size_x - b.size_f - a.gap) / a.noise, 2)
            - pow((b.size_x - a.size_f - a.gap) / a.noise, 2)) / 2 as gain
    from beside a join beside b on a.pr = b.pr and a.heading = b.heading and a.p < b.p
    where abs(a.odd) > {very_odd} and abs(b.odd) > {very_odd}
  ) where gain + lean > {least}
"""


def find_traces(engine: Engine, *, settled: str = "") -> None:
    """Make the tables `trace` and `lonely`.

    Needs `flow`, `pair` (pr, gap, noise, both, cif_factor) and `product_factor` (p, heading, cif_factor). `settled` (a query
    of pr, p) names rows that are left out, since it is known already what they are.
    """
    without, unless = _leaving_out(settled)
    alone = measure_loneliness(engine, without, unless)
    omitted = alone.ln_omitted("coalesce(f.x, f.f)")
    engine.table("lonely", _LONELY.format(figures=_FIGURES, without=without, unless=unless, omitted=omitted))
    engine.table("beside", _BESIDE.format(figures=_FIGURES, without=without, unless=unless, very_odd=VERY_ODD))
    numbers = {kind.upper(): number for number, kind in enumerate(KINDS)}
    engine.table(
        "trace",
        _TRACES.format(
            **numbers, nothing=_NOTHING, odd=ODD, very_odd=VERY_ODD, least=_LEAST, spread=repr(VALUE_SPREAD * math.sqrt(2.0)),
            twin=f"({math.log(TWIN_ODDS * alone.strays)!r})", absorb=f"({math.log(ABSORB_ODDS * alone.strays)!r})",
        ),
    )  # fmt: skip


def _leaving_out(rows: str) -> tuple[str, str]:
    """A join and a condition that leave out the rows of a query."""
    return (f"left join ({rows}) h on h.pr = f.pr and h.p = f.p", "and h.pr is null") if rows else ("", "")
