# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Candidates for transit: rows of final importers with possible re-exports and origin legs.

Values are US dollars FOB less expected pair effects; `s_*` are variances of their logarithms. Final imports with almost
no share in the value are not scored (beyond `NEARLY_ALL`: a third of the rows). Under other codes of the heading only
large ones are (those that make up `MOST`), since many small rows have a similar value by chance.
"""

from __future__ import annotations

from concurrent.futures import Executor, Future
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from henequen.trade.inference.matching import parts_of
from henequen.trade.model.pair_key import PairKey
from henequen.trade.sql.duck import Columns, Engine
from henequen.trade.transit.matching import ABOVE, BELOW, BESIDE, SAME, SIBLING

__all__ = ["Gathered", "Routes", "gather_candidates"]

NEARLY_ALL = 0.998  # share of the value of final imports that is searched under the code of the re-export
MOST = 0.85  # share of the value of final imports that is searched under other codes of the heading
FEW_ROWS = 100_000  # number of final imports up to which all are searched
SIBLINGS_BEYOND = 2.2  # s.d. beyond which a row under another code is not considered
ODD = 1.5  # s.d. by which an importer's figure is above the exporter's if goods of another code may be in it
_PART = 50_000  # candidates scored at a time: a batch that fits into the processor's cache is faster
_ROW_BITS = 27  # next to a key of 36
FITS = 2.5  # s.d. by which it may then miss the exporter's figure and the re-export together

Ints = npt.NDArray[np.int64]

_FOB = "coalesce(f.f0, f.m / (1 + least(a.cif_factor * g.cif_factor, 1.0)))"
_ROWS = "from flow f join pair a on a.pair = f.pair join product_factor g on g.product = f.product"

# a key of two numbers as one number joins faster
_LEG_KEY = PairKey.sql_key(PairKey.sql_pair("f.exporter", "r.hub"), "r.product")


def _of_importer(product: str, area: str = "a.importer") -> str:
    return PairKey.sql_key(area, product)


_FINAL = f"""
  select f.pair as pair, f.product as product, {_of_importer("f.product")} as market,
         {_of_importer("g.heading")} as heading, a.exporter as exporter,
         a.s_m as s_f, a.level_m * {_FOB} as f
  {_ROWS} where f.x is null and f.m > 0"""

_LEG = f"""
  select f.pair as pair, f.product as product, {PairKey.sql_key("f.pair", "f.product")} as key,
         case when f.x is null then {_FOB} * a.level_m when f.m is null then f.x * a.level_x
              else {_FOB} * exp(a.w_x * ln(f.x / ({_FOB}))) * a.level_both end as g,
         case when f.x is null then a.s_m when f.m is null then a.s_x else a.s_x * a.s_m / (a.s_x + a.s_m) end as s_g
  {_ROWS}
  join (select distinct {PairKey.sql_exporter("pair")} as area from re_export) h on h.area = a.importer
  join (select distinct {_of_importer("product", PairKey.sql_exporter("pair"))} as hub from re_export) r
    on r.hub = {_of_importer("f.product")}
  where f.x > 0 or f.m > 0"""

_OUTFLOW = f"""
  select r.pair as pair, r.product as product, {_of_importer("r.product")} as market,
         {_of_importer("g.heading")} as heading, a.exporter as hub, r.declared as declared, r.value * a.level_x as r, a.s_x as s_r
  from re_export r join pair a on a.pair = r.pair join product_factor g on g.product = r.product where r.value > 0"""

# join final imports and re-exports of similar value first: both engines would otherwise begin with all legs of all
# re-exports
_NEAR = f"""
  select f.pair as pair, f.product as product, {_LEG_KEY} as leg, f.f as f, f.s_f as s_f, {SAME} as kind, cast(0 as double) as x
  from (select * from final where f >= {{some}}) f join outflow r on r.market = f.market
  where r.hub <> f.exporter and ln(r.r / f.f) > -{BELOW!r} * sqrt(f.s_f + r.s_r) and ln(r.r / f.f) < {ABOVE!r}
  union all
  select f.pair, f.product, {_LEG_KEY}, f.f, f.s_f, {SIBLING}, cast(0 as double)
  from (select * from final where f >= {{large}}) f join outflow r on r.heading = f.heading
  where r.hub <> f.exporter and r.product <> f.product and abs(ln(r.r / f.f)) < {SIBLINGS_BEYOND!r} * sqrt(f.s_f + r.s_r)
  union all
  select f.pair, f.product, {_LEG_KEY}, f.f, r.s_r, {BESIDE}, f.x
  from (select a.pair as pair, f.product as product, {_of_importer("g.heading")} as heading, a.exporter as exporter, a.noise as noise,
               a.level_x * f.x as x, a.level_m * {_FOB} as f
        {_ROWS}
        where f.x > 0 and f.m >= {{large}} and a.both and ln(f.x / ({_FOB})) - a.gap < -{ODD!r} * a.noise) f
  join (select * from outflow where r >= {{large}}) r on r.heading = f.heading
  where r.hub <> f.exporter and r.product <> f.product and abs(ln((f.x + r.r) / f.f)) < {FITS!r} * f.noise"""

_CANDIDATE = f"""
  select n.pair as pair, n.product as product, n.leg as leg, n.f as f, n.kind as kind, n.x as x
  from near n join leg v on v.key = n.leg
  where n.kind = {BESIDE}
     or ln(v.g / n.f) > -(case when n.kind = {SAME} then {BELOW!r} else {SIBLINGS_BEYOND!r} end) * sqrt(n.s_f + v.s_g)"""

# goods are booked together with others only if the exporter has no own row for them
_CANDIDATES = f"""
  select pair, product, leg, f, kind, x from candidate where kind <> {BESIDE}
  union all
  select n.pair, n.product, n.leg, n.f, n.kind, n.x
  from (select * from candidate where kind = {BESIDE}) n left join flow o
       on o.pair = n.pair and o.product = {PairKey.sql_product_of("n.leg")}
  where o.pair is null"""

_TWIN = f"""
  select f.pair as pair, f.product as product, o.product as row, ln(o.x / f.f) as distance, f.f as f
  from (select * from final where f >= {{some}}) f
  join (select f.pair as pair, f.product as product, {_of_importer("g.heading")} as heading, a.level_x * f.x as x, a.s_x as s_x
        {_ROWS} where f.m is null and f.x > 0) o
    on o.pair = f.pair and o.heading = f.heading
  where abs(ln(o.x / f.f)) < {BELOW!r} * sqrt(f.s_f + o.s_x)"""


@dataclass(frozen=True)
class Routes:
    """The result of `gather_candidates`, every table in a fixed order: by product, those of a heading together.

    `candidates`: pair, product of the importer's row; final, leg, outflow: numbers from 0; f, kind, x (see `passage`).
    `twins`: final, row (numbers), distance, f, pair. `legs`: pair, product, g, s_g. `outflows`: pair, product, r, s_r, declared.
    `parts`: slices of the candidates that share no row, since each contains whole headings.
    """

    candidates: Columns
    twins: Columns
    legs: Columns
    outflows: Columns
    parts: list[slice]


@dataclass(frozen=True)
class _Order:
    """The order of products by heading: related rows are then adjacent, so consecutive look-ups are close in memory.
    `heading` and `place` have one entry per product."""

    heading: Ints
    place: Ints

    def key(self, pair: Ints, product: Ints) -> Ints:
        """One number per row, ascending with the place of its product and then with the pair."""
        keys: Ints = self.place[product] * PairKey.PAIRS + pair
        return keys

    def sorted(self, table: Columns) -> tuple[Ints, Columns]:
        """The rows of a table (pair, product) in order, and their keys."""
        key = self.key(table["pair"], table["product"])
        # key and row in one number, if they fit: sorting numbers takes half the time of an argsort
        few = key.size >> _ROW_BITS == 0
        order = np.sort(key << _ROW_BITS | np.arange(key.size)) & ((1 << _ROW_BITS) - 1) if few else np.argsort(key)
        return key[order], {name: np.asarray(column)[order] for name, column in table.items()}


@dataclass(frozen=True)
class Gathered:
    """Results of the engine, being sorted."""

    order: _Order
    legs: Future[tuple[Ints, Columns]]
    outflows: Future[tuple[Ints, Columns]]
    candidates: Future[tuple[Ints, Columns]]
    twins: Columns

    def in_order(self) -> Routes:
        """The sorted results; waits for them."""
        finals, routes = self.candidates.result()
        twins = _twins(self.twins, finals, self.order)
        parts = parts_of(self.order.heading[routes["product"]], _PART)
        return Routes(routes, twins, self.legs.result()[1], self.outflows.result()[1], parts)


def gather_candidates(engine: Engine, pool: Executor) -> Gathered:
    """Needs `flow`, `pair` (see `two_level_pairs`), `re_export`, `product_factor`. The `pool` sorts the results of
    the engine while it continues."""
    order = _order(engine)
    engine.table("leg", _LEG)
    legs = pool.submit(order.sorted, engine.gather("select pair, product, g, s_g from leg"))
    engine.table("outflow", _OUTFLOW)
    outflows = pool.submit(order.sorted, engine.gather("select pair, product, r, s_r, declared from outflow"))
    engine.table("final", _FINAL)
    some, large = (repr(value) for value in _values_from(engine, NEARLY_ALL, MOST))
    engine.table("near", _NEAR.format(some=some, large=large))
    engine.table("candidate", _CANDIDATE)
    candidates = pool.submit(_candidates, engine.gather(_CANDIDATES), order, legs, outflows)
    twins = engine.gather(_TWIN.format(some=some))
    for name in ("final", "leg", "outflow", "near", "candidate"):
        engine.drop(name)
    return Gathered(order, legs, outflows, candidates, twins)


def _order(engine: Engine) -> _Order:
    heading = np.asarray(
        engine.fetch("select product, heading from product_factor order by product")["heading"], dtype=np.int64
    )
    place = np.empty(heading.size, dtype=np.int64)
    place[np.argsort(heading, kind="stable")] = np.arange(heading.size)
    return _Order(heading, place)


def _candidates(
    columns: Columns, order: _Order, legs: Future[tuple[Ints, Columns]], outflows: Future[tuple[Ints, Columns]]
) -> tuple[Ints, Columns]:
    """The candidates in order, and the keys of their final imports."""
    pair, product, leg = (np.asarray(columns[name], dtype=np.int64) for name in ("pair", "product", "leg"))
    leg_pair, leg_product = PairKey.pair_of(leg), PairKey.product_of(leg)
    key, hub = order.key(pair, product), PairKey.importer(leg_pair)
    # a final import and its leg have one exporter, and products of one heading: both keys fit into one number
    by = np.argsort((key * PairKey.AREAS + hub) * PairKey.PRODUCTS + leg_product)
    key, hub, leg_pair, leg_product, pair = (column[by] for column in (key, hub, leg_pair, leg_product, pair))
    first = np.diff(key, prepend=-1) > 0
    return key[first], {
        "pair": pair,
        "product": product[by],
        "final": np.cumsum(first) - 1,
        "outflow": np.searchsorted(
            outflows.result()[0], order.key(PairKey.pair(hub, PairKey.importer(pair)), leg_product)
        ),
        "leg": np.searchsorted(legs.result()[0], order.key(leg_pair, leg_product)),
    } | {name: np.asarray(columns[name])[by] for name in ("f", "kind", "x")}


def _values_from(engine: Engine, *shares: float) -> list[float]:
    """For each of `shares`, the value above which final imports have this share of the total, to a power of two; 0 if
    they are few."""
    classes = engine.fetch(
        "select k, count(*) as n, cast(sum(cast(floor(f) as bigint)) as double) as total "
        "from (select cast(floor(log2(greatest(f, 1.0))) as integer) as k, f from final) group by k order by k desc"
    )
    if int(np.sum(classes["n"])) <= FEW_ROWS:
        return [0.0] * len(shares)
    share_below = np.cumsum(classes["total"]) / np.sum(classes["total"])
    return [float(2.0 ** int(np.asarray(classes["k"])[int(np.searchsorted(share_below, share))])) for share in shares]


def _twins(twins: Columns, finals: Ints, order: _Order) -> Columns:
    """Those of finals that have a candidate."""
    pair = np.asarray(twins["pair"], dtype=np.int64)
    key = order.key(pair, np.asarray(twins["product"]))
    by = np.argsort(key * PairKey.PRODUCTS + order.place[np.asarray(twins["row"])])
    at = np.minimum(np.searchsorted(finals, key[by]), max(finals.size - 1, 0))
    same_key = finals[at] == key[by] if finals.size else np.zeros(0, dtype=bool)
    by, at = by[same_key], at[same_key]
    _, row = np.unique(order.key(pair[by], np.asarray(twins["row"])[by]), return_inverse=True)
    return {"final": at, "row": row} | {name: np.asarray(twins[name])[by] for name in ("distance", "f", "pair")}
