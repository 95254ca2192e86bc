"""A statistic: one figure that a source prints, with everything that is needed to compare it with another."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from henequen.model.evidence import Evidence

__all__ = ["Observation"]


@dataclass(frozen=True, slots=True)
class Observation:
    """One printed figure (SDMX concept names; IMTS 2010 for valuation and partner).

    `value` is as printed and signed: falls and deficits written in words are negative; `value * 10**unit_mult` is the
    amount in `unit` (ISO 4217 code, percent, persons, rank, ...). `value` is None if the source prints that there is
    none (`missing`). `period` is ISO 8601 (1980, 1994-01/2004-12, 2024-H1); `period_basis` says whether the passage
    states it (stated), the table's layout does (table), or only the date of the document (document). `reporter` is the
    country that counted, `asserted_by` the source of the statement if that is not the publisher.
    """

    id: str
    edition: str
    measure: str
    reporter: str
    period: str
    period_basis: str
    unit: str
    value: Decimal | None
    unit_mult: int = 0
    decimals: int = 0
    component: str = ""
    asserted_by: str = ""
    flow: str = ""
    partner: str = ""
    place: str = ""
    product: str = ""
    comparator: str = ""
    valuation: str = ""
    marks: tuple[str, ...] = ()
    note: str = ""
    method: str = "manual"
    recorded_at: str = ""
    recorded_by: str = ""
    evidence: tuple[Evidence, ...] = field(default=())

    @property
    def missing(self) -> bool:
        """Does the source state that there is no figure (`-`, `n.d.`)?"""
        return self.value is None

    @property
    def amount(self) -> Decimal | None:
        """The value in `unit` itself, or None if it is missing."""
        return None if self.value is None else self.value.scaleb(self.unit_mult)

    @property
    def half_unit(self) -> Decimal:
        """Half a unit of the last printed digit, in `unit`: the tolerance that the printed precision allows."""
        return Decimal("0.5").scaleb(self.unit_mult - self.decimals)

    @property
    def as_printed(self) -> str:
        """The figure as the source prints it."""
        return self.evidence[0].as_printed if self.evidence else ""

    @property
    def table(self) -> str:
        """The printed table that contains it, or empty for a figure of the prose."""
        return self.evidence[0].table if self.evidence else ""
