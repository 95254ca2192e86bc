"""The last step in SQL: one row per flow, in the contract's columns."""

from __future__ import annotations

from henequen.trade.editions.columns import RULES, row_label
from henequen.trade.staging.adjustments import module_number
from henequen.trade.transit.apply import domestic_export
from henequen.trade.transit.hubs import Hubs

__all__ = ["NAMED_PAIR", "combined"]

_DISPUTED = 20.0


_N = {rule: number for number, rule in enumerate(RULES)}

NAMED_PAIR = """
  select a.*, e.name as exporter_name, i.name as importer_name, e.period as period, e.module as exporter_module,
         i.module as importer_module
  from pair a join area_name e on e.area = a.exporter join area_name i on i.area = a.importer"""
"""The table `named_pair`: `pair` with the names of its areas, so that no row has to look for them."""

# rows as reported, with the corrections for transit and misclassification
_ROWS_AS_REPORTED = """
  select f.pair as pair, f.product as product, f.x as x, f.m as m, f.f0 as f0, f.kg as kg, {hub} n.pair is not null as misclassified,
         n.x as corrected_x, n.f as corrected_f, n.w as corrected_w, n.v as v, n.role as role, n.other as other
  from {flow} f{join}
  left join (select n.pair as pair, n.product as product, o.name as other, n.role as role, case when not isnan(n.x) then n.x end as x,
                    case when not isnan(n.f) then n.f end as f, case when not isnan(n.w) then n.w end as w,
                    case when not isnan(n.v) then n.v end as v
             from misclassified n join product_name o on o.product = n.other) n
    on n.pair = f.pair and n.product = f.product"""

_FLOW = """(
    select pair, product, x, m, f0, kg, {rx} as rx from flow
    union all select pair, product, {nothing}, {nothing}, {nothing}, kg, {nothing} from new_flow)"""

_BY_HUB = """f.rx as rx, h.pair is not null or f.rx > 0 as by_hub, h.back as back, h.w as back_w, h.v as back_v,
         h.value as routed, h.spread as spread_routed, coalesce(h.whole, false) as whole,{inferred}"""

_GIVEN = """
  select {net} as x_net, f.m as m_value, {kg} as kg, {hub}
         f.misclassified as misclassified, f.corrected_x as corrected_x, f.corrected_f as corrected_f, f.v as v, f.role as role,
         f.other as other,
         a.exporter_name as exporter, a.importer_name as importer, a.period as period, a.exporter_module as exporter_module,
         a.importer_module as importer_module, a.level_both as level_both, a.level_x as level_x,
         a.level_m as level_m, a.spread_pair as spread_pair, a.up_both as up_both, a.up_x as up_x, a.up_m as up_m,
         c.classification as classification, c.name as product, c.module as module,
         case when f.f0 is null then least(a.cif_factor * c.cif_factor, 1.0) else f.m / f.f0 - 1.0 end as cif_rate,
         f.f0 is not null as fob_reported,
         coalesce(f.f0, f.m / (1.0 + least(a.cif_factor * c.cif_factor, 1.0))) as f_value
  from ({rows}) f join named_pair a on a.pair = f.pair join product_name c on c.product = f.product"""

# x_gross is the exporter's report there: before deductions, without figures that were put back
_THROUGH_HUB = """
         {reported} as x_gross, f.back_w is not null as back, f.back_v as back_v, coalesce(f.corrected_w, f.back_w, a.w_x) as w,
         f.routed as routed, f.spread_routed as spread_routed, f.whole as whole, f.by_hub as by_hub,"""

_NO_HUB = """
         f.x as x_gross, false as back, cast(null as double) as back_v, coalesce(f.corrected_w, a.w_x) as w,
         cast(null as double) as routed, cast(null as double) as spread_routed, false as whole, false as by_hub,"""

_REPORTED = "coalesce(coalesce(f.x, 0.0) + f.rx, f.x)"

_MISCLASSIFIED = """
  select f.*, case when f.misclassified then f.corrected_x else f.x_net end as x,
         case when f.misclassified then f.corrected_f else f.f_value end as f
  from ({given}) f"""

_GROSS = """
  select g.*,
         case when g.role = {moved} or (g.x is null and g.f is null) then 0.0
              when g.f is null then g.x * g.level_x
              when g.x is null then g.f * g.level_m
              when g.role = {shared} or g.back then g.f * g.level_m * exp(g.w * ln(g.x * g.level_x / (g.f * g.level_m)))
              else g.f * exp(g.w * ln(g.x / g.f)) * g.level_both end as gross,
         case when g.role = {shared} then exp(sqrt(g.v + g.spread_pair) * {z})
              when g.back and g.x is not null and g.f is not null then exp(sqrt(g.back_v + g.spread_pair) * {z})
              when g.f is null then g.up_x
              when g.x is null then g.up_m else g.up_both end as up,
         case when g.role is not null then g.role
              when g.x is null and (g.f is null or g.x_gross is not null) then {routed}
              when g.x is null then {importer_only} when g.f is null then {exporter_only}
              when g.back then {through_hub}
              when g.x > {times} * g.f or g.f > {times} * g.x then {disputed} else {both} end as rule_number
  from ({misclassified}) g"""

_LESS_ROUTED = """
  select g.*, case when g.routed is null then g.gross when g.whole then 0.0 else greatest(g.gross - g.routed, 0.0) end as value,
         g.routed is not null as passed,
         case when g.routed is not null
              then sqrt(pow(g.gross * (g.up - 1.0), 2) + pow({z} * coalesce(g.spread_routed, 0.0), 2)) end as over
  from ({gross}) g"""

_ALL_OF_IT = "select g.*, g.gross as value, false as passed, cast(null as double) as over from ({gross}) g"

_OUT = """
    select s.period as period, s.exporter as exporter, s.importer as importer, s.classification as classification,
           s.product as product, s.x_gross as x_value, s.m_value as m_value, s.f_value as f_value, s.cif_rate as cif_rate,
           case when s.rule_number = {moved} or s.x is null then 0.0 when s.f is null then 1.0 else s.w end as w_x,
           case when s.rule_number = {moved} or s.f is null then 0.0 when s.x is null then 1.0 else 1.0 - s.w end as w_m,
           s.value as value,
           case when s.passed then greatest(s.value - s.over, 0.0)
                when s.rule_number = {disputed} then least(s.value / s.up, least(s.x, s.f))
                else s.value / s.up end as lower,
           case when s.passed then s.value + s.over
                when s.rule_number = {disputed} then greatest(s.value * s.up, greatest(s.x, s.f))
                else s.value * s.up end as upper,
           case when s.rule_number = {moved} or (s.passed and not s.gross > 0) then s.kg * 0.0
                when s.passed then s.kg * (s.value / s.gross) else s.kg end as quantity_kg,
           k.name as rule, s.other as netted_with,
           k.module as module, s.fob_reported as fob_reported
    from ({value}) s
    join row_label k on k.number = {label}"""


def combined(hubs: Hubs, *, interval_z: float, areas: bool = False) -> str:
    """SQL of the two-level result: needs `flow`, `named_pair`, `misclassified`, `product_name`, `row_label`, and with `hubs`
    `by_hub` and `new_flow` (see `transit.apply`). If re-exports are reported, `flow` has `rx`; with `areas`, some
    areas have their own module."""
    nothing = "cast(null as double)"
    if hubs:
        rows = _ROWS_AS_REPORTED.format(
            hub=_BY_HUB.format(inferred=" h.gone as gone, h.all_gone as all_gone," if hubs.inferred else ""),
            flow=_FLOW.format(rx="rx" if hubs.declared else nothing, nothing=nothing),
            join="\n  left join by_hub h on h.pair = f.pair and h.product = f.product",
        )
        own = domestic_export("f") if hubs.inferred else "f.x"
        condition = "f.rx > 0 or f.gone > 0" if hubs.inferred else "f.rx > 0"
        given_sql = _GIVEN.format(
            net=f"coalesce({own}, f.back)",
            # of an export that includes re-exports, the part that is not a re-export
            kg=f"case when f.m is null and ({condition}) then f.kg * coalesce({own} / {_REPORTED}, 0.0) else f.kg end",
            hub=_THROUGH_HUB.format(reported=_REPORTED),
            rows=rows,
        )
    else:
        rows = _ROWS_AS_REPORTED.format(hub="", flow="flow", join="")
        given_sql = _GIVEN.format(net="f.x", kg="f.kg", hub=_NO_HUB, rows=rows)
    module = "s.module"
    if areas:
        module = "case when s.module > 0 then s.module when s.exporter_module > 0 then s.exporter_module else s.importer_module end"
    if hubs:
        module = f"case when s.by_hub then {module_number('hub_re_exports')} else {module} end"
    z = repr(interval_z)
    gross = _GROSS.format(misclassified=_MISCLASSIFIED.format(given=given_sql), z=z, times=repr(_DISPUTED), **_N)
    return _OUT.format(
        value=(_LESS_ROUTED if hubs else _ALL_OF_IT).format(gross=gross, z=z),
        label=row_label(f"case when s.passed then {_N['routed']} else s.rule_number end", module),
        **_N,
    )
