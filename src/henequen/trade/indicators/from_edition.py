# ruff: noqa: S608 (SQL is composed from our own names; values are bound)
"""The reports of a pair and of the world by product, from a reconciled edition, in the form that indicators use."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.trade.editions.edition import edition_reader, rows_of
from henequen.trade.indicators.reported import Counts, ReportedTrade

__all__ = ["OTHER_EXPORTERS", "OTHER_IMPORTERS", "reported_of_edition"]

OTHER_EXPORTERS, OTHER_IMPORTERS = "_OX", "_OM"
"""All areas but the two sides, added up: they are never treated as one area."""


def reported_of_edition(edition: Path, sides: tuple[str, str], *, memory: str = "2GB") -> tuple[ReportedTrade, ...]:
    """One ReportedTrade per period, in order: the two sides' own reports by partner, all others' added up.

    Values are x_value and m_value, US dollars as reported (exports mostly FOB, re-exports included if they are
    reported; imports mostly CIF). An edition does not distinguish weights by reporter: unknown. Raises UsageError if
    the sides are the same.
    """
    if sides[0] == sides[1]:
        raise UsageError(Message("two_sides_are_same"), found=sides[0], expected=Message("two_areas"))
    areas = (*sorted(sides), OTHER_EXPORTERS, OTHER_IMPORTERS)
    source = rows_of(edition).replace("{", "{{").replace("}", "}}")  # the text is formatted once more below
    grouped = (
        "select period, case when exporter in (?, ?) then exporter else '{x}' end as e, "
        "case when importer in (?, ?) then importer else '{m}' end as i, product, "
        "cast(sum(cast(floor({side}_value * 100 + 0.5) as bigint)) as double) / 100 "
        f"from ({source}) where {{side}}_value is not null group by 1, 2, 3, 4 order by 1, 2, 3, 4"
    )
    with edition_reader(memory) as con:
        trade_of = {
            flow: con.execute(
                grouped.format(x=OTHER_EXPORTERS, m=OTHER_IMPORTERS, side=side), [*sides, *sides]
            ).fetchall()
            for flow, side in (("X", "x"), ("M", "m"))
        }
    products = tuple(sorted({str(row[3]) for rows in trade_of.values() for row in rows}))
    numbers = {product: k for k, product in enumerate(products)}
    place = {area: k for k, area in enumerate(areas)}

    def counts(flow: str, period: str) -> Counts:
        rows = [row for row in trade_of[flow] if str(row[0]) == period]
        exporter = np.array([place[row[1]] for row in rows], dtype=np.int64)
        importer = np.array([place[row[2]] for row in rows], dtype=np.int64)
        product = np.array([numbers[str(row[3])] for row in rows], dtype=np.int64)
        value = np.array([row[4] for row in rows], dtype=np.float64)
        who = (exporter, importer) if flow == "X" else (importer, exporter)
        return Counts(*who, product, value, np.full(value.size, np.nan))

    periods = sorted({str(row[0]) for rows in trade_of.values() for row in rows})
    return tuple(ReportedTrade(p, areas, products, counts("X", p), counts("M", p)) for p in periods)
