# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""The last step in SQL: one row a flow, in the contract's columns."""

from __future__ import annotations

__all__ = ["OUTPUT_COLUMNS", "RULES", "combined"]

OUTPUT_COLUMNS = (
    "period", "exporter", "importer", "classification", "product", "x_value", "m_value", "f_value", "cif_rate",
    "w_x", "w_m", "value", "lower", "upper", "quantity_kg", "rule", "netted_with", "module",
)  # fmt: skip

RULES = {
    "both": "both sides report; inverse-variance mean",
    "exporter_only": "only the exporter reports; its figure less its expected pair effect",
    "importer_only": "only the importer reports; its figure, FOB, less its expected pair effect",
    "kept": "one side booked the goods under a sibling code: both figures are used here",
    "moved": "the other place of such goods: counted at `netted_with`, value 0",
    "shared": "one side booked two codes under one: its figure is shared out by the other side's",
    "disputed": "the two figures differ by more than twenty times: the interval spans both",
    "routed": "goods passing through a hub are taken off",
    "below_minimum": "both figures are under the method's minimum: dropped by it, value 0",
}
"""Rule -> what it means, in the order of the numbers used in SQL."""

_DISPUTED = 20.0


def combined(*, hubs: bool, interval_z: float) -> str:
    """SQL of the two-level result: needs `flow`, `pair`, `product_factor`, `netting`, `area_name` (with the period),
    `product_name`, `rule_name`, and with `hubs` `routed`."""
    sd = f"sqrt(s.v + s.spread_pair) * {interval_z!r}"
    gross = f"""
      select v.*, case when v.role = 4 then 0.0
                       when v.x is null and v.f is null then 0.0
                       when v.f is null then v.x * v.level_x
                       when v.x is null then v.f * v.level_m
                       when v.role = 5 then exp(v.w * ln(v.x * v.level_x) + (1.0 - v.w) * ln(v.f * v.level_m))
                       else exp(v.w * ln(v.x) + (1.0 - v.w) * ln(v.f)) * v.level_both end as gross,
             case when v.role = 5 then exp({sd.replace("s.", "v.")}) when v.f is null then v.up_x
                  when v.x is null then v.up_m else v.up_both end as up,
             case when v.role is not null then v.role
                  when v.x is null and v.f is null then 7
                  when v.x is null then 2 when v.f is null then 1
                  when v.x > {_DISPUTED!r} * v.f or v.f > {_DISPUTED!r} * v.x then 6 else 0 end as rule_number
      from (
        select f.*, a.exporter as e, a.importer as i, coalesce(n.w, a.w_x) as w, n.v as v, n.role as role, n.other as other,
               a.level_both as level_both, a.level_x as level_x, a.level_m as level_m, a.spread_pair as spread_pair,
               a.up_both as up_both, a.up_x as up_x, a.up_m as up_m, a.noise as noise,
               coalesce(n.x, f.x_net) as x, coalesce(n.f, f.f_value) as f
        from (
          select f.pr as pr, f.p as p, f.x as x_net, {"coalesce(f.x, 0.0) + f.rx" if hubs else "f.x"} as x_gross,
                 f.m as m_value, f.kg as kg,
                 case when f.f0 is null then least(b.cif_factor * c.cif_factor, 1.0) else 0.0 end as cif_rate,
                 coalesce(f.f0, f.m / (1.0 + least(b.cif_factor * c.cif_factor, 1.0))) as f_value
          from flow f join pair b on b.pr = f.pr join product_factor c on c.p = f.p
        ) f
        join pair a on a.pr = f.pr
        left join (select pr, p, other, role, case when not isnan(x) then x end as x, case when not isnan(f) then f end as f,
                          case when not isnan(w) then w end as w, case when not isnan(v) then v end as v from netting) n
          on n.pr = f.pr and n.p = f.p
      ) v"""
    if hubs:
        gross = gross.replace(
            "coalesce(f.x, 0.0) + f.rx as x_gross", "coalesce(coalesce(f.x, 0.0) + f.rx, f.x) as x_gross"
        )
        value = f"""
          select g.*, case when r.value is null then g.gross
                           when g.gross - r.value < 2.0 * g.noise * r.value then 0.0 else g.gross - r.value end as value,
                 r.value is not null as passed, h.pr is not null as came, g.gross * g.up - g.gross as over
          from ({gross}) g left join routed r on r.pr = g.pr and r.p = g.p
          left join passing h on h.pr = g.pr and h.p = g.p"""
    else:
        value = f"select g.*, g.gross as value, false as passed, 0.0 as over from ({gross}) g"
    module = "c.module"
    if hubs:
        module = (
            "case when s.passed or s.came or s.x_gross > coalesce(s.x_net, 0.0) then 'hub_re_exports' "
            "else cast(c.module as varchar) end"
        )
    return f"""
    select e.period as period, e.name as exporter, i.name as importer, c.classification as classification,
           c.name as product, s.x_gross as x_value, s.m_value as m_value, s.f_value as f_value, s.cif_rate as cif_rate,
           case when s.rule_number = 4 or s.x is null then 0.0 when s.f is null then 1.0 else s.w end as w_x,
           case when s.rule_number = 4 or s.f is null then 0.0 when s.x is null then 1.0 else 1.0 - s.w end as w_m,
           s.value as value,
           case when s.passed then greatest(s.value - s.over, 0.0)
                when s.rule_number = 6 then least(s.value / s.up, least(s.x, s.f)) else s.value / s.up end as lower,
           case when s.passed then s.value + s.over
                when s.rule_number = 6 then greatest(s.value * s.up, greatest(s.x, s.f)) else s.value * s.up end as upper,
           s.kg as quantity_kg, k.name as rule, o.name as netted_with,
           {module} as module
    from ({value}) s
    join area_name e on e.area = s.e
    join area_name i on i.area = s.i
    join product_name c on c.p = s.p
    join rule_name k on k.number = case when s.passed then 7 else s.rule_number end
    left join product_name o on o.p = s.other"""
