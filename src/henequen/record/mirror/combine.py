# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""The last step in SQL: one row a flow, in the contract's columns."""

from __future__ import annotations

__all__ = ["OUTPUT_COLUMNS", "combined"]

OUTPUT_COLUMNS = (
    "period", "exporter", "importer", "classification", "product", "x_value", "m_value", "f_value", "cif_rate",
    "w_x", "w_m", "value", "lower", "upper", "quantity_kg", "rule", "netted_with",
)  # fmt: skip


def combined(period: str) -> str:
    """SQL of the two-level result: needs `flow`, `pair`, `product_factor`, `netting`, `area_name`, `product_name`."""
    return f"""
    select {period} as period, exporter, importer, classification, product, x_value, m_value, f_value, cif_rate,
           case when rule = 'moved' then 0.0 when x is null then 0.0 when f is null then 1.0 else w end as w_x,
           case when rule = 'moved' then 0.0 when x is null then 1.0 when f is null then 0.0 else 1.0 - w end as w_m,
           value, case when rule = 'moved' then 0.0 else value / up end as lower,
           case when rule = 'moved' then 0.0 else value * up end as upper, quantity_kg,
           rule, netted_with
    from (
      select r.*, case when rule = 'moved' then 0.0
                       when f is null then x * level_x
                       when x is null then f * level_m
                       else exp(w * ln(x) + (1.0 - w) * ln(f)) * level_both end as value,
             case when f is null then up_x when x is null then up_m else up_both end as up
      from (
        select e.name as exporter, i.name as importer, g.classification as classification, g.name as product,
               v.x as x_value, v.m as m_value, v.fob as f_value, v.rate as cif_rate, v.kg as quantity_kg,
               a.w_x as w, a.level_both as level_both, a.level_x as level_x, a.level_m as level_m,
               a.up_both as up_both, a.up_x as up_x, a.up_m as up_m,
               coalesce(n.x, v.x) as x, coalesce(n.f, v.fob) as f,
               case when n.role is not null then n.role
                    when v.x is null then 'importer_only' when v.fob is null then 'exporter_only' else 'both' end as rule,
               o.name as netted_with
        from (
          select f.pr as pr, f.p as p, f.x as x, f.m as m, f.kg as kg,
                 case when f.f0 is null then least(b.cif_factor * c.cif_factor, 1.0) else 0.0 end as rate,
                 coalesce(f.f0, f.m / (1.0 + least(b.cif_factor * c.cif_factor, 1.0))) as fob
          from flow f join pair b on b.pr = f.pr join product_factor c on c.p = f.p
        ) v
        join pair a on a.pr = v.pr
        join area_name e on e.area = a.exporter
        join area_name i on i.area = a.importer
        join product_name g on g.p = v.p
        left join netting n on n.pr = v.pr and n.p = v.p
        left join product_name o on o.p = n.other
      ) r
    )"""
