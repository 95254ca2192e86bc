"""Both countries side by side: each indicator with its rival claims, vintages and sources; ranks with their index's year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from henequen.model.observation import Observation

__all__ = ["ComputedRank", "Indicator", "compare_sides", "computed_rank", "is_rank_of_partner", "rank_partners"]

_NARROWER = ("latin america", "asia", "firms", "excluding", "apart from")
"""Words of claims that rank a partner within a region or for a kind of firm: no table of all partners answers these."""

_APART = ("export", "import", "balance", "total_trade", "fdi_flow", "fdi_stock", "investment", "funding", "tariff")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a country for which a side has a figure: its figures by side, the newest first."""

    measure: str
    component: str
    unit: str
    figures: tuple[tuple[Observation, ...], tuple[Observation, ...]]

    def rival(self, side: int) -> bool:
        """Do sources give this side several values for one period?"""
        values: dict[str, set[object]] = {}
        for o in self.figures[side]:
            values.setdefault(o.period, set()).add(o.amount)
        return any(len(values_of_side) > 1 for values_of_side in values.values())


def compare_sides(observations: Iterable[Observation], sides: Sequence[str]) -> list[Indicator]:
    """The indicators of the two countries themselves (not of their flows with others), those of both sides first."""
    by_key: dict[tuple[str, str, str], tuple[list[Observation], list[Observation]]] = {}
    for o in observations:
        if o.reporter not in sides or o.partner or o.place or o.measure in _APART or o.product not in ("", "TOTAL"):
            continue
        key = (o.measure, o.component.casefold(), o.unit)
        by_key.setdefault(key, ([], []))[list(sides).index(o.reporter)].append(o)
    indicators = [
        Indicator(
            measure,
            figures[0][0].component if figures[0] else figures[1][0].component,
            unit,
            (tuple(sorted(figures[0], key=_newest)), tuple(sorted(figures[1], key=_newest))),
        )
        for (measure, _, unit), figures in by_key.items()
    ]
    return sorted(indicators, key=lambda i: (not (i.figures[0] and i.figures[1]), i.measure, i.component))


def _newest(o: Observation) -> tuple[int, str]:
    year = o.period[:4]
    return (-int(year) if year.isdigit() else 0, o.id)


def is_rank_of_partner(o: Observation) -> bool:
    """Is this a claim on the rank of a trading partner?"""
    words = o.component.casefold()
    trade = "trading partner" in words or (
        o.flow in ("export", "import") and ("source" in words or "destination" in words)
    )
    return o.unit == "rank" and bool(o.partner) and trade


@dataclass(frozen=True, slots=True)
class ComputedRank:
    """The rank of a partner by each definition, computed from a table of all partners of that year."""

    ranks: Mapping[str, int]
    partners: int
    year: str
    scope: str
    edition: str


def computed_rank(rows: Iterable[Mapping[str, str]], claim: Observation) -> ComputedRank | None:
    """The rank that a claim is about, computed from the pack's table `partner_totals` (reporter, partner, year, exports,
    imports, scope, edition); None if the table lacks the year, or the claim ranks within a region or a kind of firm."""
    words = claim.component.casefold()
    if any(word in words for word in _NARROWER):
        return None
    rows_of_claim = [r for r in rows if r["reporter"] == claim.reporter and r["year"] == claim.period]
    ranks = rank_partners(
        ((r["partner"], float(r["exports"]), float(r["imports"])) for r in rows_of_claim), claim.partner
    )
    if not ranks["total"]:
        return None
    flow_and_kind = {"export": ("exports", "total"), "import": ("imports", "total")}.get(
        claim.flow, ("total", "exports")
    )
    first = rows_of_claim[0]
    chosen = {name: ranks[name] for name in flow_and_kind}
    return ComputedRank(chosen, len(rows_of_claim), claim.period, first["scope"], first["edition"])


def rank_partners(rows: Iterable[tuple[str, float, float]], partner: str, among: Iterable[str] = ()) -> dict[str, int]:
    """The rank of a partner by both definitions, from (partner, exports, imports): `total` trade, and `exports` alone.

    With `among`, only these partners count. 0 if the partner has no row.
    """
    partners = set(among)
    listed = [row for row in rows if not partners or row[0] in partners]
    by = {
        "total": sorted(listed, key=lambda row: (-(row[1] + row[2]), row[0])),
        "exports": sorted(listed, key=lambda row: (-row[1], row[0])),
        "imports": sorted(listed, key=lambda row: (-row[2], row[0])),
    }
    return {name: next((n for n, row in enumerate(order, 1) if row[0] == partner), 0) for name, order in by.items()}
