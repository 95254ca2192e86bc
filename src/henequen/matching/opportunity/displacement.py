"""What a seller lost in a market, and to whom: growth of the market, lost to one rival, lost to all others; exact to the cent.

In each industry, with shares s of the market's imports M (first year 0, last year 1):

    X1 - X0 = s0 (M1 - M0) + (s1 - s0) M1                   growth of the market, change of the share
    (s0 - s1) M1 = (s0 r1 - s1 r0) M1 + rest                lost to the rival with shares r, lost to all others

The second line is the constant-market-share form of third-country displacement: over all rivals the first term sums to
the whole loss (s0 (1 - s1) - s1 (1 - s0) = s0 - s1), so the loss to all others is the remainder. Amounts are kept as
fractions and rounded to cents once; the last part absorbs the rounding, so that the parts sum exactly. Source: Batista
(2008), Jenkins (2008) on displacement in third markets.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from henequen.matching.opportunity.sector_table import WORLD, SectorTable
from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["Displaced", "displacement"]

_MILLION = 10**6


@dataclass(frozen=True, slots=True)
class Displaced:
    """One industry, in US dollars: `change` = `growth` - `to_rival` - `to_others` exactly; None if a flow is
    unknown."""

    product: str
    change: Decimal | None
    growth: Decimal | None
    to_rival: Decimal | None
    to_others: Decimal | None
    share_before: float | None
    share_after: float | None


def displacement(table: SectorTable, exporter: str, market: str, rival: str, first: str, last: str) -> list[Displaced]:
    """The split of every industry, then `total` over the industries with data. Raises DataError if the sellers have no
    data."""
    displaced: list[Displaced] = []
    for product in table.products:
        cells = [
            table.values.get((year, seller, market, product), math.nan)
            for year in (first, last)
            for seller in (exporter, rival, WORLD)
        ]
        if any(math.isnan(cell) for cell in cells) or cells[2] <= 0 or cells[5] <= 0:
            displaced.append(Displaced(product, None, None, None, None, None, None))
            continue
        x0, r0, m0, x1, r1, m1 = (Fraction(str(cell)) for cell in cells)
        s0, s1, t0, t1 = x0 / m0, x1 / m1, r0 / m0, r1 / m1
        change, growth, to_rival = (
            _cents(part * _MILLION) for part in (x1 - x0, s0 * (m1 - m0), (s0 * t1 - s1 * t0) * m1)
        )
        displaced.append(Displaced(product, change, growth, to_rival, growth - change - to_rival, float(s0), float(s1)))
    computed = [one for one in displaced if one.change is not None]
    if not computed:
        raise DataError(
            Message("no_industry_known_in_both_years"),
            found=Message("and_in_and", exporter=exporter, rival=rival, market=market, first=first, last=last),
        )

    def total(name: str) -> Decimal:
        return sum((getattr(one, name) or Decimal(0) for one in computed), Decimal(0))

    whole = Displaced("total", total("change"), total("growth"), total("to_rival"), total("to_others"), None, None)
    return [*displaced, whole]


def _cents(value: Fraction) -> Decimal:
    """Rounded half away from zero."""
    cents = (abs(value) * 100 + Fraction(1, 2)).__floor__()
    return Decimal(cents if value >= 0 else -cents).scaleb(-2)
