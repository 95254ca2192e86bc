# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Goods in transit through a hub: the module `hub_re_exports`.

An exporter i books goods for j under the hub h, which unloads them. The hub books them as imports from i and as
re-exports to j; j books them under their origin i. Weighing the two reports of a pair cannot correct that, since both
reports of (i, h) agree.
If h reports its re-exports (flow RX), or they are inferred from its rows (`hubs`):

    its exports to j are reduced by them (if nothing is left, the row has the rule `routed` and value 0);
    `candidates` and `matching` find which row of j came through which re-export and which flow (i, h), the origin leg;
    such goods have up to four reports: j's own, the hub's re-export, and, if the leg has no other goods, the
    exporter's and the hub's figure for it. All except j's own are assigned to j as one figure, at the code that the
    exporter and the hub use (`totals` gives each row its part of a re-export or a leg that several share; rule:
    `through_hub`); the leg is reduced by them; a remainder smaller than the noise of the deduction counts as zero;
    re-exports without a matching final import also have an origin: they are deducted from the remaining legs of that
    product by shares (Ferrantino and Wang 2008 do so with all), and added to no importer. If the hub does not
    report re-exports, such a row counts as a re-export by the share of the hub's rows that were matched.

Three tables result. `in_transit` has one row per row of j that came through a hub: pair and product; `home`, the code
to which its figure is assigned; `new`, whether there was no such row; `beside`; `x`, the assigned figure, with its
weight `w` and the variance `v` of the logarithm of the mean; `f`, j's FOB value; `x_beside`, the exporter's own figure
there. `leg_in_transit` has the pair and product of each leg, the deduction `value`, its standard deviation `spread`,
and `whole`, whether nothing remains. `undeclared_re_export` has the pair and product of re-exports that hubs do not
report, with `value` and `whole`. `put_back` converts the three into tables that are read together with `flow`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from henequen.trade.editions.columns import rule_number
from henequen.trade.inference.lookup import positions_of
from henequen.trade.inference.null_model import NullModel
from henequen.trade.inference.totals import Parts, combine_with_totals
from henequen.trade.model.pair_key import PairKey
from henequen.trade.sql.duck import Columns, Engine
from henequen.trade.transit.candidates import Routes, gather_candidates
from henequen.trade.transit.hubs import Hubs
from henequen.trade.transit.matching import (
    ABOVE,
    BESIDE,
    Candidates,
    Stock,
    Twins,
    match_transit,
    measure_margins,
)

__all__ = ["domestic_export", "find_routed", "follow_misclassification", "put_back", "unexplained"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEAST_SHARE = 0.1
"""The share of an import from which re-exports without a final import are deducted by shares. In four synthetic worlds
smaller shares made no error smaller (two totals grew): they are below the noise of a report, and their sum is in part
noise of the re-exports that were matched. They marked one row in a hundred of a year with few re-exports."""
# a sum that does not depend on the order of rows
_MILLS = "cast(sum(cast(floor({0} * 1000 + 0.5) as bigint)) as double) / 1000"


def find_routed(
    engine: Engine, pairs: Columns, null_model: NullModel, meanwhile: Callable[[], None], *, by_shares: bool = True
) -> None:
    """Make the tables `transit_match`, `leg_in_transit`, `undeclared_re_export` from `flow`, `pair` (whose columns are `pairs`),
    `re_export`, `product_factor`. Without `by_shares` a re-export without a matching final import is not deducted: the
    rows may be those of only one reporter. `meanwhile` is called while candidates are matched, so that the engine is
    not idle."""
    with ThreadPoolExecutor(engine.threads) as pool:
        gathered = gather_candidates(engine, pool)
        with ThreadPoolExecutor(1) as beside:
            other = beside.submit(meanwhile)
            transit = _transit_columns(gathered.in_order(), pairs, null_model, by_shares, engine.threads)
            other.result()
    for name, columns in zip(("transit_match", "leg_in_transit", "undeclared_re_export"), transit, strict=True):
        engine.load(name, columns)


def _transit_columns(
    routes: Routes, pairs: Columns, null_model: NullModel, by_shares: bool, threads: int
) -> tuple[Columns, Columns, Columns]:
    """The columns of `transit_match`, `leg_in_transit` and `undeclared_re_export`; `via_product` is the exporter's code."""
    rows, legs, outflows = routes.candidates, routes.legs, routes.outflows
    candidates, twins = _candidates(routes, pairs)
    hub = PairKey.exporter(np.asarray(outflows["pair"], dtype=np.int64))
    stock = Stock(legs["g"], legs["s_g"])
    level, variance = measure_margins(candidates, Stock(outflows["r"], outflows["s_r"]), stock, hub)
    stock_sent = Stock(outflows["r"] * np.exp(-level[hub]), outflows["s_r"] + variance[hub])
    matched = match_transit(candidates, stock_sent, stock, twins, null_model, routes.parts, threads)
    chosen = candidates.at(matched)
    of_pair = positions_of(rows["pair"][matched], pairs["pair"])

    beside = chosen.kind == BESIDE  # j's figure gives only the sum of these goods with others
    own = Parts(
        np.where(beside, stock_sent.value[chosen.outflow], chosen.f),
        np.where(beside, stock_sent.variance[chosen.outflow], chosen.s_f),
    )
    combined, all_found = combine_with_totals(own, chosen.outflow, stock_sent.value, stock_sent.variance)
    combined, whole = combine_with_totals(combined, chosen.leg, stock.value, stock.variance)
    weight = 1.0 - combined.variance / own.variance
    # the combination of the others' figures: the weighted mean of it and j's own is the value
    with np.errstate(divide="ignore", invalid="ignore"):
        beyond = np.where(weight > 1e-9, np.clip(np.log(combined.value / own.value) / weight, -ABOVE, ABOVE), 0.0)
    value = own.value * np.exp(weight * beyond)
    matches = {
        "pair": rows["pair"][matched],
        "product": rows["product"][matched],
        "via_product": legs["product"][chosen.leg],
        "beside": beside,
        "x": np.where(beside, value, own.value * np.exp(beyond)) / pairs["level_x"][of_pair],
        "w": weight,
        "v": combined.variance,
        "f": chosen.f / pairs["level_m"][of_pair],
        "x_beside": chosen.x / pairs["level_x"][of_pair],
    }

    used = np.bincount(chosen.leg, value, stock.value.size).astype(np.float64)
    spread = np.bincount(chosen.leg, value**2 * combined.variance, stock.value.size)
    sent_on = np.bincount(chosen.outflow, value, stock_sent.value.size).astype(np.float64)
    unfound = np.where(all_found, 0.0, np.maximum(stock_sent.value - sent_on, 0.0)) * _sent_on_shares(
        outflows, hub, stock_sent, sent_on
    )
    remainder = np.where(whole, 0.0, np.maximum(stock.value - used, 0.0))
    shared = remainder * _shares(legs, remainder, outflows, hub, unfound) if by_shares else np.zeros_like(remainder)
    deductions = _deductions(legs, used + shared, np.sqrt(spread + shared**2), whole)
    undeclared = _undeclared(outflows, pairs, (sent_on + unfound) * np.exp(level[hub]), all_found)
    return _narrow(matches), _narrow(deductions), _narrow(undeclared)


def _candidates(routes: Routes, pairs: Columns) -> tuple[Candidates, Twins]:
    """The final imports that may have come through a hub, and the exporters' rows that may explain them instead."""
    rows = routes.candidates
    of_pair = positions_of(rows["pair"], pairs["pair"])
    candidates = Candidates(
        rows["final"],
        rows["outflow"],
        rows["leg"],
        rows["f"],
        pairs["s_m"][of_pair],
        rows["kind"],
        rows["x"],
        pairs["noise"][of_pair],
    )
    of_twin = positions_of(routes.twins["pair"], pairs["pair"])
    twins = Twins(
        routes.twins["final"],
        routes.twins["row"],
        routes.twins["distance"],
        pairs["s_m"][of_twin] + pairs["s_x"][of_twin],
        routes.twins["f"],
    )
    return candidates, twins


def _deductions(legs: Columns, value: Floats, spread: Floats, whole: npt.NDArray[np.bool_]) -> Columns:
    """The columns of `leg_in_transit`: the legs from which a value is deducted."""
    some = np.flatnonzero(value > 0)
    return {
        "pair": legs["pair"][some],
        "product": legs["product"][some],
        "value": value[some],
        "spread": spread[some],
        "whole": whole[some],
    }


def _undeclared(outflows: Columns, pairs: Columns, value: Floats, whole: npt.NDArray[np.bool_]) -> Columns:
    """The columns of `undeclared_re_export`: inferred re-exports with a `value`, at the level of the hub's own figures."""
    some = np.flatnonzero((value > 0) & ~np.asarray(outflows["declared"], dtype=bool))
    pair = outflows["pair"][some]
    return {
        "pair": pair,
        "product": outflows["product"][some],
        "whole": whole[some],
        "value": value[some] / pairs["level_x"][positions_of(pair, pairs["pair"])],
    }


def _sent_on_shares(outflows: Columns, hub: Ints, stock: Stock, sent_on: Floats) -> Floats:
    """The probability of a re-export: 1 if it is declared, otherwise the share of the hub's that were matched."""
    hubs = int(hub.max(initial=-1)) + 1
    value = np.bincount(hub, stock.value, hubs)
    share = np.bincount(hub, np.minimum(sent_on, stock.value), hubs) / np.where(value > 0, value, 1.0)
    return np.where(np.asarray(outflows["declared"], dtype=bool), 1.0, share[hub])


def _shares(legs: Columns, remainder: Floats, outflows: Columns, hub: Ints, unfound: Floats) -> Floats:
    """The share of the `remainder` of each leg that its hub re-exported, by hub and product.

    `hub` is the hub of each re-export. A share below LEAST_SHARE is set to 0.
    """
    of_leg = PairKey.importer(np.asarray(legs["pair"], dtype=np.int64))
    hubs = np.flatnonzero(np.bincount(np.concatenate((of_leg, hub))))
    products = 1 + int(max(legs["product"].max(initial=0), outflows["product"].max(initial=0)))
    at_leg = positions_of(of_leg, hubs) * products + legs["product"]
    at_outflow = positions_of(hub, hubs) * products + outflows["product"]
    cells = hubs.size * products
    gone, unfound_legs = np.bincount(at_outflow, unfound, cells), np.bincount(at_leg, remainder, cells)
    share = np.minimum(gone / np.where(unfound_legs > 0, unfound_legs, 1.0), 1.0)
    share[share < LEAST_SHARE] = 0.0
    shares: Floats = share[at_leg]
    return shares


def _narrow(table: Columns) -> Columns:
    return {
        name: column.astype(np.int32) if name in ("pair", "product", "via_product") else column
        for name, column in table.items()
    }


def put_back(engine: Engine, hubs: Hubs) -> None:
    """Assign others' reports of goods in transit to their final importers.

    Needs `flow`, `transit_match`, `leg_in_transit`, `undeclared_re_export`. Makes `in_transit`; `by_hub`, every row
    affected by goods in transit (pair, product): `back`, an assigned figure, with its w and v; `value`, `spread`,
    `whole` of a leg;
    if hubs were inferred, `gone`, re-exports that they do not report, and `all_gone`; `settled`, if the final importer used
    another code than the exporter, so that both rows are explained; and `new_flow`, rows (pair, product, kg) that
    `flow` lacks, at the exporter's code. `flow` itself does not change.
    """
    engine.table(
        "in_transit",
        """
        select h.pair as pair, h.product as product,
               case when n.pair is null then h.product else h.via_product end as home, n.pair is not null as new,
               h.beside as beside, h.x as x, h.w as w, h.v as v, h.f as f, h.x_beside as x_beside
        from transit_match h
        left join (select h.pair as pair, h.via_product as home, max(h.product) as product
                   from transit_match h left join flow o on o.pair = h.pair and o.product = h.via_product
                   where h.product <> h.via_product and o.pair is null group by h.pair, h.via_product) n
          on n.pair = h.pair and n.home = h.via_product and n.product = h.product
        where n.pair is not null or not h.beside""",
    )
    nothing = "cast(null as double)"
    engine.table(
        "by_hub",
        f"""
        select coalesce(h.pair, r.pair) as pair, coalesce(h.product, r.product) as product, h.back as back, h.w as w,
               h.v as v, r.value as value,
               r.spread as spread, coalesce(r.whole, false) as whole, coalesce(h.settled, false) as settled
        from (select pair, home as product, x as back, w, v, new as settled from in_transit
              union all select pair, product, {nothing}, {nothing}, {nothing}, true from in_transit where new) h
        full join leg_in_transit r on r.pair = h.pair and r.product = h.product""",
    )
    if hubs.inferred:
        engine.table(
            "by_hub",
            """
            select coalesce(h.pair, l.pair) as pair, coalesce(h.product, l.product) as product, h.back as back,
                   h.w as w, h.v as v, h.value as value,
                   h.spread as spread, coalesce(h.whole, false) as whole, l.value as gone, coalesce(l.whole, false) as all_gone,
                   coalesce(h.settled, false) as settled
            from by_hub h full join undeclared_re_export l on l.pair = h.pair and l.product = h.product""",
        )
    engine.table(
        "new_flow",
        """select h.pair as pair, h.home as product, case when not h.beside then f.kg end as kg
           from in_transit h join flow f on f.pair = h.pair and f.product = h.product where h.new""",
    )
    for name in ("transit_match", "undeclared_re_export", "leg_in_transit"):
        engine.drop(name)


# the value of a misclassified row before deductions for transit, as in `combine`
_MISCLASSIFIED_VALUE = f"""
  case when n.role = {rule_number("moved")} or (isnan(n.x) and isnan(n.f)) then 0.0
       when isnan(n.f) then n.x * a.level_x
       when isnan(n.x) then n.f * a.level_m
       when n.role = {rule_number("shared")} then n.f * a.level_m * exp(n.w * ln(n.x * a.level_x / (n.f * a.level_m)))
       else n.f * exp(a.w_x * ln(n.x / n.f)) * a.level_both end"""

# rows of legs whose figures belong to another code: the deduction possible there, and the one at `other`
_MISCLASSIFIED_LEG = f"""
  select pair, product, other, least(value, held) as value, greatest(value - held, 0.0) as beyond, spread, whole, held
  from (select n.pair as pair, n.product as product, n.other as other, h.value as value, h.spread as spread, h.whole as whole,
               {_MISCLASSIFIED_VALUE} as held
        from misclassified n join by_hub h on h.pair = n.pair and h.product = n.product join pair a on a.pair = n.pair
               where h.value is not null)"""

_FOLLOWED = f"""
  select pair, product, back, w, v, value, spread, whole, {{inferred}}settled
  from (select coalesce(h.pair, o.pair) as pair, coalesce(h.product, o.product) as product, h.back as back, h.w as w,
         h.v as v, {{outer}}
               case when h.value > 0 or o.beyond > 0 then coalesce(h.value, 0.0) + coalesce(o.beyond, 0.0) end as value,
               case when h.value > 0 or o.beyond > 0
                    then sqrt(pow(coalesce(h.spread, 0.0), 2) + pow(coalesce(o.spread, 0.0), 2)) end as spread,
               coalesce(h.whole, false) or coalesce(o.whole, false) as whole, coalesce(h.settled, false) as settled
        from (select h.pair as pair, h.product as product, h.back as back, h.w as w, h.v as v, {{inner}}h.spread as spread,
                     case when n.pair is null then h.value else n.value end as value,
                     h.whole and (n.pair is null or n.held > 0) as whole, h.settled as settled
              from by_hub h left join misclassified_leg n on n.pair = h.pair and n.product = h.product) h
        full join (select pair, other as product, {_MILLS.format("beyond")} as beyond, max(spread) as spread,
                          bool_or(whole and held = 0) as whole
                   from misclassified_leg where beyond > 0 group by pair, other) o
          on o.pair = h.pair and o.product = h.product)
  where value is not null or back is not null or settled{{kept}}"""


def follow_misclassification(engine: Engine, hubs: Hubs) -> None:
    """Deduct goods in transit at the code where they are counted, so that no dollar is deducted twice.

    Needs `misclassified`, `pair`, `by_hub` (see `put_back`), and replaces `by_hub`. A leg's row whose figures belong
    to another code has a lower value than reported, or zero (`moved`): the excess is deducted at that other code.
    """
    engine.table("misclassified_leg", _MISCLASSIFIED_LEG)
    engine.table(
        "by_hub",
        _FOLLOWED.format(
            inferred="gone, all_gone, " if hubs.inferred else "",
            outer="h.gone as gone, coalesce(h.all_gone, false) as all_gone, " if hubs.inferred else "",
            inner="h.gone as gone, h.all_gone as all_gone, " if hubs.inferred else "",
            kept=" or gone is not null" if hubs.inferred else "",
        ),
    )
    engine.drop("misclassified_leg")


def domestic_export(of: str) -> str:
    """SQL of the part of an export (`f.x`) that is not known to be a re-export; `of` names a row of `by_hub`."""
    beyond = f"{of}.all_gone or {of}.gone >= f.x"
    return f"case when {of}.gone is null then f.x when {beyond} then cast(null as double) else f.x - {of}.gone end"


def unexplained(rows: str, more: str, hubs: Hubs) -> str:
    """SQL of `rows` (pair, product, x and the columns `more`, of `flow`) without those explained by a route, and x
    less known re-exports."""
    if not hubs:
        return rows
    key = PairKey.sql_key("pair", "product")
    other = f"select * from ({rows}) where {key} not in (select {key} from by_hub where back is not null or settled)"
    if not hubs.inferred:
        return other
    columns = "".join(f", f.{name} as {name}" for name in more.split())
    return f"""select f.pair as pair, f.product as product, {domestic_export("h")} as x{columns}
               from ({other}) f left join by_hub h on h.pair = f.pair and h.product = f.product"""
