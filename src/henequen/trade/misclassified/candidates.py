# ruff: noqa: S608 (SQL is composed from our own names)
"""Candidates for misclassification: how the rows of a pair within one heading may belong together.

If only one side reports a row, and both sides report the pair, the other side either left it out or booked it under another code
of the same four-digit heading. With X and F the figures at codes A, B, C, a candidate is of one of these types:

    twin         only X at A, only F at B, of similar value: one flow
    absorb_m     only X at A; at B both report, and F_B fits X_A + X_B better than X_B: the importer booked A under B
    absorb_x     only F at A; at B both report, and X_B fits F_A + F_B better than F_B: the exporter booked A under B
    displaced_m  only X at A; at B both report, and F_B fits X_A: the importer booked A under B and left out B's own goods
    displaced_x  only F at A; at B both report, and X_B fits F_A: the exporter did the same
    shift        only X at A, both at B, only F at C; F_B fits X_A, and F_C fits X_B: two flows, each booked one code further
    swap         both at A and at B, each figure fits the other code better than its own
    chain_m      only X at A; both at B and C; F_B fits X_A, and F_C fits X_B + X_C: A was booked under B, B under C
    chain_x      only F at A; both at B and C; X_B fits F_A, and X_C fits F_B + F_C

Each candidate has two log odds against omission and large errors. `log_bayes_factor` compares the figures under normal errors
of ln(X/F) about the pair's gap. `log_prior_odds` compares the rates of misclassification and omission: a misclassified row goes to
each other code of the heading with the same probability; an omission needs a flow at its code, which is likelier if the pair
uses many codes of the heading, and omissions become rare with size (`omission`).

Table `code_candidate`: pair, kind (number in KINDS), a, b, c (products; c is -1 if there is none), x1 and f1 (figures at a), x2 and
f2 (at b), log_prior_odds, log_bayes_factor. In a shift f1 is the figure at c; in a chain f1 (chain_m) or x1 (chain_x) is the
figure at c, and `more` the other figure there.

Intermediate tables: `one_sided`, rows that one side reports, under headings of several codes; `beside` (made by
`find_two_sided`), two-sided rows in their headings, and others far from the pair's gap; `crowd`, the number of other flows in a
heading; `met`, one-sided rows joined with the two-sided rows of their heading.
"""

from __future__ import annotations

import math

from henequen.trade.inference.null_model import NullModel
from henequen.trade.misclassified.omission import measure_omission
from henequen.trade.model.pair_key import PairKey
from henequen.trade.noise.reliability import HEADING
from henequen.trade.sql.duck import Engine
from henequen.trade.transit.apply import unexplained
from henequen.trade.transit.hubs import Hubs

__all__ = [
    "ABSORB_M",
    "ABSORB_X",
    "CHAIN_M",
    "CHAIN_X",
    "DISPLACED_M",
    "DISPLACED_X",
    "KINDS",
    "MISCLASSIFIED_ROWS",
    "SHIFT",
    "SWAP",
    "TWIN",
    "find_candidates",
    "find_two_sided",
]

KINDS = ("twin", "absorb_m", "absorb_x", "displaced_m", "displaced_x", "shift", "swap", "chain_m", "chain_x")
TWIN, ABSORB_M, ABSORB_X, DISPLACED_M, DISPLACED_X, SHIFT, SWAP, CHAIN_M, CHAIN_X = range(9)

MISCLASSIFIED_ROWS = (1, 1, 1, 1, 1, 2, 2, 2, 2)
"""Misclassified rows in a candidate of each type."""

ODD = 2.0  # s.d. from the pair's gap beyond which a two-sided row may be two flows
VERY_ODD = 3.0
_LEAST = -1.0  # candidates with lower odds are dropped: knowing the reporter's rate adds ln 2, and seldom more

_FIGURES = f"""
  f.pair as pair, f.product as product, {HEADING} as heading, g.siblings as siblings, f.x as x,
  coalesce(f.f0, f.m / (1 + least(a.cif_factor * g.cif_factor, 1.0))) as f"""

_ALONE = f"""
  select a.exporter as exporter, a.importer as importer, a.gap as gap, a.noise as noise, {_FIGURES}
  from flow f join pair a on a.pair = f.pair join product_factor g on g.product = f.product
  where (f.x is null or f.m is null) and (f.x > 0 or f.m > 0) and a.both and g.siblings > 0"""

_ONE_SIDED = """
  select f.pair as pair, f.product as product, f.heading as heading, f.x as x, f.f as f, f.size as size, f.gap as gap,
         f.noise as noise,
         {omitted} + case when f.f is null then m.ln_m else x.ln_x end as ln_omitted, {by_one} - ln(f.siblings) as ln_misclassified
  from (select *, ln(coalesce(x, f)) as size from ({alone}) where (x is null) <> (f is null)) f
  join omission x on x.area = f.exporter join omission m on m.area = f.importer
"""

# a comparison excludes most rows; the logarithm is taken only of the others
_BESIDE = f"""
  select pair, product, heading, x, f, (ln(x / f) - gap) / noise as odd, beside
  from (select a.gap as gap, a.noise as noise, a.low as low, a.high as high, {{is_one_sided_heading}} as beside, {_FIGURES}
        from flow f
        join (select pair, cif_factor, gap, noise, exp(gap - {VERY_ODD!r} * noise) as low, exp(gap + {VERY_ODD!r} * noise) as high
              from pair) a on a.pair = f.pair
        join product_factor g on g.product = f.product{{marked_headings}}
        where f.x > 0 and f.m > 0 and g.siblings > 0)
  where beside or x > high * f or x < low * f"""

# number of flows of a pair under a heading in which both sides have one-sided rows
_CROWD = f"""
  select u.heading as heading,
         ln(greatest(u.n + coalesce(t.n, 0) - 2, 0) + a.filled) as ln_others
  from (select heading, n from (select heading, count(*) as n, count(x) as n_x from one_sided group by heading)
        where n_x > 0 and n > n_x) u
  left join (select heading, count(*) as n from beside where beside group by heading) t
    on t.heading = u.heading
  join pair a on a.pair = {PairKey.sql_pair_of("u.heading")}"""

_MET = """
  select a.pair as pair, a.heading as heading, a.product as a, b.product as b, a.x as x1, a.f as f1, b.x as x2,
         b.f as f2, b.odd as odd,
         a.size as size, a.gap as gap, a.noise as noise, a.ln_misclassified as ln_misclassified, a.ln_omitted as ln_omitted
  from one_sided a join beside b on a.heading = b.heading
  where abs(b.odd) > {odd}
     or a.ln_misclassified - a.ln_omitted + case when (b.odd < 0) = (a.f is null) then b.odd * b.odd / 2 else 0.0 end > {least}"""

_NOTHING = "cast(null as double)"

# of figures x and f: squared distance of ln(x/f) from the pair's gap, in s.d.
_MISS = "pow((ln(({x}) / ({f})) - {of}.gap) / {of}.noise, 2)"

# log odds of two unrelated rows of these sizes against one more flow with two figures
_CHANCE = "ln({spread} / a.noise) + pow(a.size - {b}.size, 2) / {twice}"

_CANDIDATES = """
  select pair, kind, a, b, c, x1, f1, x2, f2, more, log_prior_odds, log_bayes_factor from (
    select a.pair as pair, {TWIN} as kind, a.product as a, b.product as b, -1 as c, a.x as x1, {nothing} as f1,
           {nothing} as x2, b.f as f2,
           {nothing} as more, a.ln_twin - a.ln_omitted - b.ln_omitted as log_prior_odds,
           {null_b} - pow((a.size - b.size - a.gap) / a.noise, 2) / 2 as log_bayes_factor
    from (select a.*, {by_either} - h.ln_others as ln_twin from one_sided a join crowd h on h.heading = a.heading
          where a.f is null) a
    join one_sided b on a.heading = b.heading where b.x is null
    union all
    select a.pair, {ABSORB_M}, a.a, a.b, -1, a.x1, a.f1, a.x2, a.f2, {nothing}, a.ln_misclassified - a.ln_omitted,
           (a.odd * a.odd - {absorbed_m}) / 2
    from met a where a.f1 is null
    union all
    select a.pair, {ABSORB_X}, a.a, a.b, -1, a.x1, a.f1, a.x2, a.f2, {nothing}, a.ln_misclassified - a.ln_omitted,
           (a.odd * a.odd - {absorbed_x}) / 2
    from met a where a.x1 is null
    union all
    select a.pair, {DISPLACED_M}, a.a, a.b, -1, a.x1, a.f1, a.x2, a.f2, {nothing},
           a.ln_misclassified - a.ln_omitted + {omitted_m}, (a.odd * a.odd - {displaced_m}) / 2
    from met a join pair r on r.pair = a.pair join omission o on o.area = r.importer
    where a.f1 is null and abs(a.odd) > {odd}
    union all
    select a.pair, {DISPLACED_X}, a.a, a.b, -1, a.x1, a.f1, a.x2, a.f2, {nothing},
           a.ln_misclassified - a.ln_omitted + {omitted_x}, (a.odd * a.odd - {displaced_x}) / 2
    from met a join pair r on r.pair = a.pair join omission o on o.area = r.exporter
    where a.x1 is null and abs(a.odd) > {odd}
    union all
    select a.pair, {SHIFT}, a.a, a.b, c.product, a.x1, c.f, a.x2, a.f2, {nothing},
           a.ln_misclassified + {by_either} - h.ln_others - a.ln_omitted - c.ln_omitted,
           {null_c} + (a.odd * a.odd - {displaced_m} - {shifted}) / 2
    from met a join one_sided c on a.heading = c.heading join crowd h on h.heading = a.heading
    where a.f1 is null and c.x is null and abs(a.odd) > {odd}
    union all
    select a.pair, {CHAIN_M}, a.a, a.b, c.product, a.x1, c.f, a.x2, a.f2, c.x, 2 * a.ln_misclassified - a.ln_omitted,
           (a.odd * a.odd + c.odd * c.odd - {displaced_m} - {chained_m}) / 2
    from met a join beside c on a.heading = c.heading
    where a.f1 is null and abs(a.odd) > {odd} and c.odd < -{odd} and a.b <> c.product
    union all
    select a.pair, {CHAIN_X}, a.a, a.b, c.product, c.x, a.f1, a.x2, a.f2, c.f, 2 * a.ln_misclassified - a.ln_omitted,
           (a.odd * a.odd + c.odd * c.odd - {displaced_x} - {chained_x}) / 2
    from met a join beside c on a.heading = c.heading
    where a.x1 is null and abs(a.odd) > {odd} and c.odd > {odd} and a.b <> c.product
    union all
    select a.pair, {SWAP}, a.product, b.product, -1, a.x, a.f, b.x, b.f, {nothing}, 2 * {by_one} + {ln2} - 2 * ln(g.siblings),
           (a.odd * a.odd + b.odd * b.odd - {swapped_a} - {swapped_b}) / 2
    from (select * from beside where abs(odd) > {very_odd}) a
    join (select * from beside where abs(odd) > {very_odd}) b on a.heading = b.heading and a.product < b.product
    join pair r on r.pair = a.pair join product_factor g on g.product = a.product
  ) where log_bayes_factor + log_prior_odds > {least}
"""


def find_two_sided(engine: Engine) -> None:
    """Make the table `beside` for `find_candidates`; it does not depend on goods in transit."""
    marked_headings, is_one_sided_heading = engine.marked("one_sided_heading", "f.pair", "g.heading")
    engine.table("beside", _BESIDE.format(marked_headings=marked_headings, is_one_sided_heading=is_one_sided_heading))


def find_candidates(engine: Engine, areas: int, null_model: NullModel, hubs: Hubs) -> float:
    """Make the table `code_candidate`; returns the share of rows that either side misclassifies.

    Needs `flow`, `pair` (pair, exporter, importer, filled, gap, noise, both, cif_factor), `one_sided_heading` and
    `product_factor` (see `reliability`), `beside`. With `hubs`, `by_hub` gives what is already known about one-sided
    rows (see `transit.apply`).
    """
    omission = measure_omission(engine, areas, hubs)
    by_one = f"({math.log(omission.misclassified / 2)!r})"
    alone = unexplained(_ALONE, "f heading siblings exporter importer gap noise", hubs)
    engine.table("one_sided", _ONE_SIDED.format(alone=alone, omitted=omission.ln_omitted("f.size"), by_one=by_one))
    engine.table("crowd", _CROWD)
    engine.table("met", _MET.format(odd=ODD, least=_LEAST))
    unrelated = {"spread": repr(null_model.spread), "twice": repr(2 * null_model.spread**2)}
    engine.table(
        "code_candidate",
        _CANDIDATES.format(
            **{kind.upper(): number for number, kind in enumerate(KINDS)},
            nothing=_NOTHING,
            odd=ODD,
            very_odd=VERY_ODD,
            least=_LEAST,
            ln2=repr(math.log(2.0)),
            by_one=by_one,
            by_either=f"({math.log(omission.misclassified)!r})",
            null_b=_CHANCE.format(**unrelated, b="b"),
            null_c=_CHANCE.format(**unrelated, b="c"),
            omitted_m=f"{omission.ln_omitted('ln(a.x2)')} + o.ln_m",
            omitted_x=f"{omission.ln_omitted('ln(a.f2)')} + o.ln_x",
            absorbed_m=_miss("a.x1 + a.x2", "a.f2"),
            absorbed_x=_miss("a.x2", "a.f1 + a.f2"),
            displaced_m=_miss("a.x1", "a.f2"),
            displaced_x=_miss("a.x2", "a.f1"),
            shifted=_miss("a.x2", "c.f"),
            chained_m=_miss("a.x2 + c.x", "c.f"),
            chained_x=_miss("c.x", "a.f2 + c.f"),
            swapped_a=_miss("a.x", "b.f", "r"),
            swapped_b=_miss("b.x", "a.f", "r"),
        ),
    )
    for name in ("one_sided", "beside", "crowd", "met"):
        engine.drop(name)
    return omission.misclassified


def _miss(x: str, f: str, pair: str = "a") -> str:
    return _MISS.format(x=x, f=f, of=pair)
