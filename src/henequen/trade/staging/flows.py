# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Both sides' rows of a period joined: one row per exporter, importer and product.

Table `flow`:
    pair  pair number, exporter * 1024 + importer        product   product number
    x   exporter's value (US dollars, FOB), less its re-exports if the module `hub_re_exports` deducts them
    rx the deduction                              m   importer's value as reported
    f0  importer's FOB value if the importer reports one, otherwise null
    kg  weight (kilograms), null if no weight is reported
"""

from __future__ import annotations

from henequen.trade.model.pair_key import PairKey
from henequen.trade.sql.duck import Engine, literal
from henequen.trade.staging.coding import Codes
from henequen.trade.staging.rows import Reported

__all__ = ["flow_table", "side_rows"]


def side_rows(
    reported: Reported, codes: Codes, period: str, flow: str, *, once: bool = False, parts: bool = False
) -> str:
    """SQL of the usable rows of one flow (X or M) of a period: pair, product, value, kg, and f0 of imports.

    Codes that a conversion merges, and codes of one area as it is and as it was, are added up (exactly, in
    thousandths); their weight is known if all of them were weighed, their FOB value if all have one. With `once`, rows of the
    same key and value count once; with `parts`, sums of parts replace totals that are missing (table `part_sum`).
    """
    pair = PairKey.sql_pair("reporter", "partner") if flow == "X" else PairKey.sql_pair("partner", "reporter")
    f0 = ", case when fob_value > 0 then fob_value end as f0" if flow == "M" else ""
    more = "".join(f", {name}" for name in codes.detail)
    more += ", reporter, partner" if codes.joined and not codes.target else ""
    rows = f"""select {pair} as pair, product, value, kg{f0}{more} from ({reported.coded})
            where usable and flow = {literal(flow)} and {reported.at(period)}"""
    if parts:
        rows += (
            f" union all select {pair} as pair, product, value, kg{f0}{more} from part_sum where flow = {literal(flow)}"
        )
    names = "pair, product, value, kg, f0" if flow == "M" else "pair, product, value, kg"
    f0 = ", max(f0) as f0" if flow == "M" else ""
    if codes.detail:
        # rows of areas under one number are not added up: grouping millions of rows costs more than the rest
        alone = "" if once or codes.target else f" union all select {names} from ({rows}) where not {codes.of_joined}"
        if alone:
            rows = f"select * from ({rows}) where {codes.of_joined}"
        if once:
            rows = f"select pair, product{more}, max(value) as value, max(kg) as kg{f0} from ({rows}) group by pair, product{more}"
        added = f", {_added('f0')} as f0" if flow == "M" else ""
        key = "pair, product, edition" if codes.target else "pair, product"
        rows = (
            f"select {key}, {_added('value')} as value, {_added('kg')} as kg{added} from ({rows}) group by {key}{alone}"
        )
    if once:
        rows = f"select pair, product, max(value) as value, max(kg) as kg{f0} from ({rows}) group by pair, product"
    return rows


def _added(name: str) -> str:
    exact = f"cast(sum(cast(floor({name} * 1000.0 + 0.5) as bigint)) as double) / 1000.0"
    return f"case when count(*) = 1 then max({name}) when count({name}) = count(*) then {exact} end"


def flow_table(
    engine: Engine,
    reported: Reported,
    codes: Codes,
    period: str,
    *,
    hubs: bool,
    once: bool = False,
    parts: bool = False,
) -> None:
    """Join the reports of exporters and importers for one period into the table `flow`.

    With `hubs`, re-exports that a reporter reports separately are deducted from its exports (table `re_export`). With
    `once`, rows of the same key and value count once (see `duplicates.flows_of`); with `parts`, sums of parts are
    used (see `parts`).
    """
    x, m = (side_rows(reported, codes, period, flow, once=once, parts=parts) for flow in ("X", "M"))
    if hubs:
        x = f"""select s.pair as pair, s.product as product, case when s.value > 1.0001 * coalesce(r.value, 0)
                       then s.value - coalesce(r.value, 0) end as value, s.kg as kg,
                       case when r.value > 0 then least(r.value, s.value) end as rx
                from ({x}) s left join re_export r on r.pair = s.pair and r.product = s.product"""
    key = PairKey.sql_key("pair", "product")  # joining on one key is faster than on two
    engine.table(
        "flow",
        f"""
        select {PairKey.sql_pair_of("k")} as pair, {PairKey.sql_product_of("k")} as product, x, m, f0,
               kg{", rx" if hubs else ""}
        from (
          select coalesce(x.k, m.k) as k, x.value as x, m.value as m, m.f0 as f0,
               case when x.kg > 0 and m.kg > 0
                    then case when x.kg between m.kg / 2 and m.kg * 2 then sqrt(x.kg * m.kg) else m.kg end
                    when x.kg > 0 then x.kg when m.kg > 0 then m.kg end as kg
               {", x.rx as rx" if hubs else ""}
          from (select *, {key} as k from ({x})) x full join (select *, {key} as k from ({m})) m on x.k = m.k)""",
    )
