# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Rows that are not summed: counted by reason, with their exact value.

A total with the world, or a row in another classification, repeats what other rows report, but only if those rows exist. A
reporter without any usable row of the same flow (for classifications and finer codes: with the same partner) gets the
reason with the suffix `_alone`, since its value is nowhere in the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from henequen.trade.model.reported import LeftOut
from henequen.trade.sql.duck import Engine, literal
from henequen.trade.staging.products import split_totals
from henequen.trade.staging.rows import Reported

__all__ = ["Used", "add_counts", "dropped"]


def add_counts(items: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """One entry per reason, in order of reason; corrections (below zero) are added like the others.

    >>> add_counts([LeftOut("b", 2, 0.3), LeftOut("a", 1, 5.0), LeftOut("b", -2, -0.3)])
    (LeftOut(reason='a', rows=1, value=5.0),)
    """
    rows: Counter[str] = Counter()
    mills: Counter[str] = Counter()
    beyond: dict[str, float] = {}
    for item in items:
        rows[item.reason] += item.rows
        if abs(item.value) < 1e15:
            mills[item.reason] += round(item.value * 1000)
        else:
            beyond[item.reason] = beyond.get(item.reason, 0.0) + item.value
    return tuple(
        LeftOut(reason, n, mills[reason] / 1000 + beyond.get(reason, 0.0)) for reason, n in sorted(rows.items()) if n
    )


@dataclass(frozen=True)
class Used:
    """The flows with usable rows: (period, flow, reporter, partner), numbers of areas."""

    pairs: frozenset[tuple[str, str, int, int]]

    @cached_property
    def reporters(self) -> frozenset[tuple[str, str, int]]:
        """(period, flow, reporter) of these flows."""
        return frozenset((period, flow, reporter) for period, flow, reporter, _ in self.pairs)

    @cached_property
    def partners(self) -> frozenset[tuple[str, str, int]]:
        """(period, flow, partner) of these flows."""
        return frozenset((period, flow, partner) for period, flow, _, partner in self.pairs)


_OF_REPORTER, _OF_PARTNER, _OF_PAIR = (
    "aggregate_partner",
    "aggregate_reporter",
    ("other_classification", "finer_product"),
)
_ELSEWHERE = (_OF_REPORTER, _OF_PARTNER, *_OF_PAIR)
"""Reasons that mean that other rows report the same trade."""
_WHOSE = ", ".join(
    f"case when reason in ({', '.join(map(literal, _ELSEWHERE))}) and flow in ('X', 'M') then {column} else {nothing} end as {name}"
    for name, column, nothing in (
        ("period", "cast(period as varchar)", "''"),
        ("flow", "flow", "''"),
        ("reporter", "reporter", "-1"),
        ("partner", "partner", "-1"),
    )
)


def _reason(reason: str, used: Used | None, whose: Sequence[Any]) -> str:
    """The reason, with `_alone` if nothing else reports the trade of such a row."""
    period, flow, reporter, partner = str(whose[0]), str(whose[1]), int(whose[2]), int(whose[3])
    if used is None or reason not in _ELSEWHERE or not flow:
        return reason
    if reason == _OF_REPORTER:
        is_used = (period, flow, reporter) in used.reporters
    elif reason == _OF_PARTNER:
        is_used = (period, flow, partner) in used.partners
    else:
        is_used = (period, flow, reporter, partner) in used.pairs
    return reason if is_used else f"{reason}_alone"


_MILLS = (
    "cast(sum(case when value is null or isnan(value) or abs(value) > 1e15 then 0 "
    "else cast(floor(value * 1000 + 0.5) as bigint) end) as bigint)"
)
_BEYOND = "sum(case when abs(value) > 1e15 and abs(value) <= 1e300 then value else 0.0 end)"


def dropped(
    engine: Engine,
    reported: Reported,
    used_rows: int | None = None,
    apart: Sequence[LeftOut] = (),
    used: Used | None = None,
) -> tuple[LeftOut, ...]:
    """Rows that are not summed, by reason; values are exact sums in thousandths of a dollar.

    If `used_rows` (rows that were summed) and those `apart` are all rows, they are not read again. `used` lists the
    flows with usable rows; without it no reason gets `_alone`.
    """
    listed = [item for item in apart if item.rows]
    counted = (used_rows or 0) + sum(item.rows for item in listed)
    if used_rows is None or counted != int(engine.fetch(f"select count(*) as n from ({reported.rows})")["n"][0]):
        # stored once: joining the codes to all rows again costs more
        engine.table(
            "unused_row",
            f"select reason, cast(period as varchar) as period, flow, reporter, partner, own, value, lead from ({reported.coded}) "
            "where reason is not null",
        )
        reasons = engine.fetch(
            f"select reason, {_WHOSE}, count(case when lead then 1 end) as n, {_MILLS} as total, {_BEYOND} as beyond "
            "from unused_row group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5"
        )
        columns = (
            reasons[k].tolist() for k in ("reason", "period", "flow", "reporter", "partner", "n", "total", "beyond")
        )
        listed = [
            LeftOut(_reason(str(reason), used, whose), int(rows), int(total) / 1000 + float(beyond))
            for reason, *whose, rows, total, beyond in zip(*columns, strict=True)
        ]
        listed = list(add_counts(listed))
        listed = [part for item in listed for part in split_totals(engine, reported.coded, item, _MILLS)]
        engine.drop("unused_row")
    for file in reported.files:
        listed.extend(file.left_out)
    return tuple(listed)
