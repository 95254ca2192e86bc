# ruff: noqa: S608 (SQL is composed from our own names)
"""Figures that are already reconciled, one per flow: passed on unchanged and marked."""

from __future__ import annotations

from henequen.trade.editions.columns import rule_number
from henequen.trade.model.pair_key import PairKey

__all__ = ["as_given"]


def as_given() -> str:
    """SQL of such figures in the contract's columns: no report of either side, no weights, an interval equal to the
    value.

    Needs `flow` (x: the figure) and the tables of names.
    """
    nothing = "cast(null as double)"
    return f"""
    select e.period as period, e.name as exporter, i.name as importer, c.classification as classification,
           c.name as product, {nothing} as x_value, {nothing} as m_value, {nothing} as f_value, {nothing} as cif_rate,
           {nothing} as w_x, {nothing} as w_m, f.x as value, f.x as lower, f.x as upper, f.kg as quantity_kg,
           k.name as rule, cast(null as varchar) as netted_with, k.module as module,
           false as fob_reported
    from flow f
    join area_name e on e.area = {PairKey.sql_exporter("f.pair")}
    join area_name i on i.area = {PairKey.sql_importer("f.pair")}
    join product_name c on c.product = f.product
    join row_label k on k.number = {rule_number("reconciled")}
    where f.x is not null"""
