# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Rows that report a part of a flow: one second partner, one mode of transport, one customs procedure.

A part is left out when the same flow also has a row with its total. This is checked, not assumed: if there is no such
row, the parts are added up and used, and a finding reports it. Within the parts of one flow nothing counts twice: if
the modes of transport give a total, the customs procedures are parts of it.

Tables: `part_of_flow` (all parts of a period), `part_sum` and `part_sum_rx` (one row per flow that has parts and no total:
flow, reporter, partner, product, value, kg, fob_value, parts; with a conversion also booked, edition).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from henequen.model.errors import DataError
from henequen.model.message import Listed, Message
from henequen.trade.model.report_finding import report_finding
from henequen.trade.model.reported import LeftOut
from henequen.trade.sql.duck import Engine, literal
from henequen.trade.staging.coding import PART_REASONS, Codes
from henequen.trade.staging.rows import Reported

__all__ = ["AddedParts", "add_parts", "gather_parts"]

_DIMENSIONS = ("second", "mode", "procedure")
_MILLS = "cast(coalesce(sum(cast(floor(value * 1000 + 0.5) as bigint)), 0) as bigint)"
_NAMED = {
    "second_partner": Message("reconcile_part_second"),
    "transport_mode": Message("reconcile_part_mode"),
    "customs_procedure": Message("reconcile_part_customs"),
}


@dataclass(frozen=True)
class AddedParts:
    """Parts that were added up: `used` by the reason for which they would have been left out, and parts that occur
    `twice`."""

    period: str
    used: tuple[LeftOut, ...] = ()
    twice: tuple[LeftOut, ...] = ()
    flows: int = 0

    def __bool__(self) -> bool:
        return bool(self.used)

    def correction(self, instead: str = "") -> tuple[LeftOut, ...]:
        """Corrections to the counts of rows left out, which include every part: used parts get the reason `instead`,
        if any; repeated parts have their own reason."""
        counted = [LeftOut(one.reason, -one.rows, -one.value) for one in (*self.used, *self.twice)]
        counted += [LeftOut("repeated_row", one.rows, one.value) for one in self.twice]
        return (*counted, *(LeftOut(instead, one.rows, one.value) for one in self.used if instead))

    def finding(self) -> dict[str, Any]:
        """The finding that lists the added parts."""
        rows, value = sum(one.rows for one in self.used), sum(one.value for one in self.used)
        kinds = Listed([_NAMED[one.reason] for one in self.used], glue=", ")
        message = Message(
            "reconcile_parts_added", period=self.period, n=rows, kinds=kinds, value=f"{value:,.2f}", flows=self.flows
        )
        return report_finding(
            "parts_added", message, period=self.period, rows=rows, value=round(value, 3), flows=self.flows
        )


def gather_parts(engine: Engine, reported: Reported, codes: Codes, period: str) -> bool:
    """Make the table `part_of_flow` of a period; returns whether it has any row. Files without such columns are not read."""
    if not reported.parts:
        return False
    more = "".join(f", {name}" for name in codes.detail)
    engine.table(
        "part_of_flow",
        f"select flow, reporter, partner, product, second, mode, procedure, value, kg, fob_value, file, line, reason{more} "
        f"from ({reported.parts}) where reason in ({', '.join(map(literal, PART_REASONS))}) and {reported.at(period)}",
    )
    return bool(engine.fetch("select count(*) as n from part_of_flow")["n"][0])


def add_parts(
    engine: Engine, reported: Reported, codes: Codes, period: str, out: str, totals: str, flows: str
) -> AddedParts:
    """Add up the parts of `flows` (SQL literals) that have no total, into the table `out`.

    `totals` is SQL of the flows that have one (flow, reporter, partner, product; with a conversion booked in place of product).
    Raises DataError if the same part occurs twice with different values.
    """
    code = "booked" if codes.target else "product"
    key = ", ".join(("flow, reporter, partner, product", *codes.detail))
    engine.table(
        "loose_part",
        f"select s.* from (select * from part_of_flow where flow in ({flows})) s anti join ({totals}) t "
        f"on t.flow = s.flow and t.reporter = s.reporter and t.partner = s.partner and t.{code} = s.{code}",
    )
    if not int(engine.fetch("select count(*) as n from loose_part")["n"][0]):
        engine.drop("loose_part")
        return AddedParts(period)
    twice = _drop_repeats(engine, reported, codes, period, key)
    for dimension in _DIMENSIONS:
        others = ", ".join(other for other in _DIMENSIONS if other != dimension)
        engine.table(
            "loose_part",
            f"select {key}, {others}, '' as {dimension}, value, kg, fob_value, file, line, reason from (select *, "
            f"max(case when {dimension} = '' then 1 else 0 end) over (partition by {key}, {others}) as has_total from loose_part) "
            f"where {dimension} = '' or has_total = 0",
        )
    counted = engine.fetch(
        f"select reason, count(*) as n, {_MILLS} as mills from loose_part group by reason order by reason"
    )
    engine.table(
        out,
        f"select {key}, {_sum('value')} as value, {_sum('kg')} as kg, {_sum('fob_value')} as fob_value, count(*) as parts "
        f"from loose_part group by {key}",
    )
    sums = int(engine.fetch(f"select count(*) as n from {out}")["n"][0])
    engine.drop("loose_part")
    used = tuple(
        LeftOut(str(reason), int(n), int(mills) / 1000)
        for reason, n, mills in zip(counted["reason"], counted["n"], counted["mills"], strict=True)
    )
    return AddedParts(period, used, twice, sums)


def _sum(name: str) -> str:
    """SQL of an exact sum in thousandths; null if a part lacks the figure."""
    exact = f"cast(sum(cast(floor({name} * 1000 + 0.5) as bigint)) as double) / 1000"
    return f"case when count({name}) = count(*) then {exact} end"


def _drop_repeats(engine: Engine, reported: Reported, codes: Codes, period: str, key: str) -> tuple[LeftOut, ...]:
    """Keep one of the parts that occur twice with one value, and return the others by reason."""
    whole = f"{key}, {', '.join(_DIMENSIONS)}"
    rows = engine.fetch(
        f"select flow, reporter, partner, product, min(value) as low, max(value) as high, min(file) as file, "
        f"min(line) as line, max(line) as other "
        f"from loose_part group by {whole} having min(value) <> max(value) order by file, line limit 1"
    )
    if len(rows["flow"]):
        file = reported.files[int(rows["file"][0])]
        raise DataError(
            Message(
                "same_part_reported_twice",
                period=period,
                areas=codes.areas[int(rows["reporter"][0])],
                flow=rows["flow"][0],
                areas_2=codes.areas[int(rows["partner"][0])],
                products=codes.products[int(rows["product"][0])],
            ),
            where=file.name,
            found=Message(
                "between_and",
                line=file.place(int(rows["line"][0])),
                low=f"{float(rows['low'][0]):.3f}",
                high=f"{float(rows['high'][0]):.3f}",
            ),
            expected=Message("one_row_per_part"),
            hint=Message("remove_older_rows"),
        )
    ranked = f"select *, row_number() over (partition by {whole} order by file, line) as k from loose_part"
    counted = engine.fetch(
        f"select reason, count(*) as n, {_MILLS} as mills from ({ranked}) where k > 1 group by reason order by reason"
    )
    if not len(counted["reason"]):
        return ()
    names = f"{whole}, value, kg, fob_value, file, line, reason"
    engine.table("loose_part", f"select {names} from ({ranked}) where k = 1")
    return tuple(
        LeftOut(str(reason), int(n), int(mills) / 1000)
        for reason, n, mills in zip(counted["reason"], counted["n"], counted["mills"], strict=True)
    )
