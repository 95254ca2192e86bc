# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Rows with the same key: equal ones count once and are counted; different ones are refused, with their rows."""

from __future__ import annotations

from dataclasses import dataclass

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.model.pair_key import PairKey
from henequen.trade.model.reported import LeftOut
from henequen.trade.sql.duck import Engine
from henequen.trade.staging.coding import Codes
from henequen.trade.staging.flows import flow_table
from henequen.trade.staging.parts import AddedParts, add_parts
from henequen.trade.staging.products import count_editions
from henequen.trade.staging.rows import Reported

__all__ = ["Joined", "examples", "flows_of", "rows_joined"]

DOUBTFUL = ("code_missing", "self_report", "value_missing", "value_implausible", "value_negative", "value_not_finite")


@dataclass(frozen=True)
class Joined:
    """Rows left out of the table `flow` because they occur `twice`, and the parts that were `added` up for lack of a
    total."""

    twice: tuple[LeftOut, ...]
    added: AddedParts

    def left_out(self) -> tuple[LeftOut, ...]:
        """Both as corrections of the counts of rows left out."""
        return (*self.twice, *self.added.correction())


def flows_of(
    engine: Engine, reported: Reported, codes: Codes, period: str, *, hubs: bool, parts: bool = False
) -> Joined:
    """Make the table `flow` of a period, with unique keys. With `parts`, the table `part_of_flow` has rows (see
    `gather_parts`).

    If codes are converted to another edition, a key has the original code: codes that are merged there are added up by
    `flow_table`, and only the same code, or the same flow in two editions, counts as reported twice. Raises DataError
    with file and line or row if a key occurs twice with different values.
    """
    flow_table(engine, reported, codes, period, hubs=hubs)
    added = AddedParts(period)
    if parts:
        totals = _totals(reported, codes, period, hubs=hubs)
        added = add_parts(engine, reported, codes, period, "part_sum", totals, "'X', 'M'")
        if added:
            flow_table(engine, reported, codes, period, hubs=hubs, parts=True)
    usable = f"select * from ({reported.coded}) where reason is null and {reported.at(period)}"
    again: list[LeftOut] = []
    if codes.editions:
        count_editions(engine, reported.coded, reported.at(period), bool(codes.target))
    key = "reporter, partner, product, flow"
    if codes.detail:
        written = [name for name in codes.detail if name != "edition"]
        rows = usable if codes.target else f"{usable} and {codes.of_joined}"
        again += _settle(engine, reported, codes, period, rows, ", ".join((key, *written)))
    if codes.target:
        usable = (
            "select reporter, partner, product, flow, edition, cast(sum(cast(floor(value * 1000 + 0.5) as bigint)) as "
            "double) / 1000 as value, "
            f"min(file) as file, min(line) as line from (select reporter, partner, product, flow, {', '.join(codes.detail)}, value, "
            f"min(file) as file, min(line) as line from ({usable}) group by reporter, partner, product, flow, "
            f"{', '.join(codes.detail)}, value) "
            "group by reporter, partner, product, flow, edition"
        )
    if codes.joined and not codes.target:  # rows of joined areas are one per key already
        usable = f"{usable} and not {codes.of_joined}"
        twice = engine.repeats("flow", "pair", "product")
    else:
        twice = bool(again) or engine.repeats("flow", "pair", "product")
    if twice:
        again += _settle(engine, reported, codes, period, usable, key)
    if again:
        flow_table(engine, reported, codes, period, hubs=hubs, once=True, parts=bool(added))
    return Joined(tuple(again), added)


def _totals(reported: Reported, codes: Codes, period: str, *, hubs: bool) -> str:
    """SQL of the flows that have a row with their total (see `add_parts`)."""
    if codes.target:
        return f"select flow, reporter, partner, booked from ({reported.coded}) where reason is null and {reported.at(period)}"
    exporter, importer = PairKey.sql_exporter("pair"), PairKey.sql_importer("pair")
    exports = "coalesce(x, rx)" if hubs else "x"
    return (
        f"select 'X' as flow, {exporter} as reporter, {importer} as partner, product from flow where {exports} is not null "
        f"union all select 'M', {importer}, {exporter}, product from flow where m is not null"
    )


def rows_joined(engine: Engine, *, hubs: bool) -> int:
    """The number of reported rows in the table `flow`; with `hubs`, some rows consist only of their deduction."""
    exports = "coalesce(x, rx)" if hubs else "x"
    return int(engine.fetch(f"select count({exports}) + count(m) as n from flow")["n"][0])


def _settle(engine: Engine, reported: Reported, codes: Codes, period: str, rows: str, key: str) -> list[LeftOut]:
    """Rows of `rows` with the same key: refused if they differ, otherwise counted."""
    groups = f"select {key}, count(*) as n, min(value) as low, max(value) as high from ({rows}) group by {key} having count(*) > 1"
    same = " and ".join(f"g.{name} = c.{name}" for name in key.split(", "))
    differ = engine.fetch(
        f"select c.file as file, c.line as line, c.value as value, c.reporter as reporter, c.partner as partner, "
        f"c.product as product, c.flow as flow "
        f"from ({rows}) c join (select * from ({groups}) where low <> high) g on {same} "
        "order by c.reporter, c.partner, c.product, c.flow, c.file, c.line limit 4"
    )
    if len(differ["line"]):
        omissions = [
            f"{reported.files[int(file)].place(int(line))}: {float(value):.3f}"
            for file, line, value in zip(differ["file"], differ["line"], differ["value"], strict=True)
        ]
        raise DataError(
            Message(
                "same_flow_reported_twice_with_different",
                period=period,
                areas=codes.areas[int(differ["reporter"][0])],
                flow=differ["flow"][0],
                areas_2=codes.areas[int(differ["partner"][0])],
                products=codes.products[int(differ["product"][0])],
            ),
            where=reported.files[int(differ["file"][0])].name,
            found="; ".join(omissions),
            expected=Message("one_row_period_reporter_flow_partner"),
            hint=Message("remove_older_rows_or_reconcile_editions"),
        )
    again = engine.fetch(
        "select cast(coalesce(sum(n - 1), 0) as bigint) as rows, "
        f"cast(coalesce(sum((n - 1) * cast(floor(low * 1000 + 0.5) as bigint)), 0) as bigint) as mills from ({groups})"
    )
    rows_again = int(again["rows"][0])
    return [LeftOut("repeated_row", rows_again, int(again["mills"][0]) / 1000)] if rows_again else []


def examples(engine: Engine, reported: Reported, reasons: set[str]) -> dict[str, list[str]]:
    """File and line or row (see `ReportedFile.place`) of the first doubtful rows, by reason."""
    doubtful = sorted(reasons & set(DOUBTFUL))
    if not doubtful:
        return {}
    among = ", ".join(f"'{reason}'" for reason in doubtful)
    rows = engine.fetch(
        f"select reason, file, line from (select reason, file, line, row_number() over (partition by reason order by "
        f"file, line) as k from ({reported.coded}) where reason in ({among})) where k <= 5 order by reason, file, line"
    )
    listed: dict[str, list[str]] = {}
    for reason, file, line in zip(rows["reason"], rows["file"], rows["line"], strict=True):
        listed.setdefault(str(reason), []).append(reported.files[int(file)].place(int(line)))
    return listed
