"""One cell of a cube, and the cells that a pack's claims fill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from henequen.model.observation import Observation

__all__ = ["INVESTMENT", "TRADE", "Cell", "cells_of_claims"]

TRADE = ("export", "import", "total_trade", "balance")
INVESTMENT = ("fdi_flow", "fdi_stock", "fdi_declared", "investment")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in US dollars with its state, product, flow, partner and year. `definition` says how it is counted;
    `months` how many months of the year a file holds (0: a claim's own period); `source` is a claim's id or a file with
    its edition."""

    cube: str
    place: str
    product: str
    flow: str
    reporter: str
    partner: str
    period: str
    value: Decimal
    definition: str
    months: int
    source: str


def cells_of_claims(observations: Iterable[Observation], sides: tuple[str, str]) -> list[Cell]:
    """Every amount of trade or investment between the sides that a source reports for a place or a branch.

    Shares, growth and ranks are not cells. A place without a claim has no cell: its value is unknown, not zero.
    """
    cells = []
    for o in observations:
        if o.measure not in (*TRADE, *INVESTMENT) or o.amount is None or o.unit in ("rank", "percent"):
            continue
        if o.reporter not in sides or o.partner not in sides or not o.unit.startswith("USD"):
            continue
        branch = o.product if o.product not in ("", "TOTAL") else ""
        cube = "trade" if o.measure in TRADE else "investment"
        if not o.place and not (branch and cube == "investment"):
            continue
        definition = " · ".join(part for part in (o.measure, o.component) if part)
        cells.append(
            Cell(
                cube,
                o.place,
                branch or "TOTAL",
                o.flow or o.measure,
                o.reporter,
                o.partner,
                o.period,
                o.amount,
                definition,
                0,
                o.id,
            )
        )
    return sorted(cells, key=lambda c: (c.cube, c.place, c.product, c.period, c.source))
