# ruff: noqa: S608 (SQL is composed from our own names; values are bound)
"""The two counts from a reconciled edition: its rows of one flow, read once, and the gap of each period explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from henequen.trade.editions.edition import edition_reader, rows_of
from henequen.trade.editions.lineage import source_of_flow
from henequen.trade.gap.closing import close_in_chapters
from henequen.trade.gap.decomposition import HUB, Explanation, FlowPair, explain_flows
from henequen.trade.gap.netted_sets import split_sets
from henequen.trade.gap.sent_on import sent_on
from henequen.trade.gap.voyage import Voyage, earlier, measured_voyage, voyage_by_distance
from henequen.trade.staging.geography import shipped_geography

__all__ = ["EditionFlow", "EditionRow", "distance", "explain_edition", "periods_and_areas", "read_flow"]


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One row of an edition: values in US dollars, None if a side does not report; the reconciled value with interval."""

    product: str
    x: Decimal | None
    m: Decimal | None
    f: Decimal | None
    value: Decimal
    lower: Decimal
    upper: Decimal
    rule: str
    module: str
    w: float = 1.0
    """Weight of the exporter's figure."""
    other_product: str = ""
    """The product that a netted row points to."""


@dataclass(frozen=True)
class EditionFlow:
    """All rows of one flow by period; `reports` states for every period of the edition whether exporter and importer
    report anything, `hubs` the periods whose rows were reconciled with hubs' re-exports available; `km` is the
    distance, if known."""

    exporter: str
    importer: str
    rows: Mapping[str, tuple[EditionRow, ...]]
    reports: Mapping[str, tuple[bool, bool]]
    hubs: frozenset[str]
    km: float | None

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods in which the flow has rows, in order."""
        return tuple(sorted(self.rows))

    @cached_property
    def _measured(self) -> Voyage | None:
        departures = {
            p: float(sum(r.x for r in rows if r.x is not None)) for p, rows in self.rows.items() if self.reports[p][0]
        }
        arrivals = {
            p: float(sum(r.f for r in rows if r.f is not None)) for p, rows in self.rows.items() if self.reports[p][1]
        }
        return measured_voyage(departures, arrivals)

    def voyage(self, period: str) -> Voyage | None:
        """How long goods are in transit; None if the data do not show it or the exporter's earlier periods are
        missing."""
        measured = self._measured if len(period) == 6 else None
        if measured is None and self.km is not None and earlier(period, 1):
            measured = voyage_by_distance(self.km, period)
        if measured is None or not all(self.reports.get(earlier(period, k), (False,))[0] for k in measured.shares if k):
            return None
        return measured

    def explain(self, period: str, *, product: str = "", by_chapter: bool = False) -> list[Explanation]:
        """The gap of a period: the whole, or one product (any leading digits), or one explanation per chapter, in
        order of code."""
        voyage = self.voyage(period)
        rows = self.rows[period]
        passed = sent_on(rows)
        all_known = all(part is not None for row, part in zip(rows, passed, strict=True) if row.module == HUB and row.x)
        pairs = close_in_chapters(
            [
                FlowPair(
                    r.product,
                    r.x,
                    r.m,
                    r.f,
                    r.rule,
                    r.module,
                    value=r.value,
                    other_product=r.other_product,
                    sent_on=part,
                )
                for r, part in zip(rows, passed, strict=True)
            ]
        )
        pairs = split_sets(pairs)
        if voyage is not None:
            pairs = self._with_arrivals(period, pairs, voyage)
        pairs_of_product = [pair for pair in pairs if pair.product.startswith(product)]
        groups = sorted({pair.product[:2] for pair in pairs_of_product}) if by_chapter else [product]
        return [
            explain_flows(
                period,
                self.exporter,
                self.importer,
                [pair for pair in pairs_of_product if not by_chapter or pair.product[:2] == group],
                product=group or "TOTAL",
                voyage=voyage.words if voyage else "",
                routing_known=period in self.hubs and all_known,
                reports=self.reports[period],
            )
            for group in groups
        ]

    def _with_arrivals(self, period: str, pairs: list[FlowPair], voyage: Voyage) -> list[FlowPair]:
        shares = voyage.shares
        departures = {
            back: {r.product: r.x for r in self.rows.get(earlier(period, back), ())} for back in shares if back
        }
        departures[0] = {pair.product: pair.x for pair in pairs}
        return [
            replace(
                pair,
                arrived=sum(
                    (Decimal(repr(part)) * (departures[back].get(pair.product) or 0) for back, part in shares.items()),
                    Decimal(0),
                ),
            )
            for pair in pairs
        ]


def read_flow(edition: Path, exporter: str, importer: str) -> EditionFlow:
    """Read one flow of an edition (the editions that it builds on included). DataError for a chain that is broken."""
    source = rows_of(edition)
    with edition_reader() as con:
        flow_rows = con.execute(
            "select period, product, x_value, m_value, f_value, value, lower, upper, rule, module, w_x, netted_with "
            f"from ({source}) where exporter = ? and importer = ? order by 1, 2",
            [exporter, importer],
        ).fetchall()
        reporting = con.execute(
            "select period, coalesce(bool_or(exporter = ? and x_value is not null), false), "
            f"coalesce(bool_or(importer = ? and m_value is not null), false) from ({source}) group by period",
            [exporter, importer],
        ).fetchall()
        hubs = set()
        for period in {str(row[0]) for row in flow_rows}:
            own = source_of_flow(edition, period, exporter, importer)
            if con.execute(
                f"select count(*) from {own} where period = ? and module = 'hub_re_exports'", [period]
            ).fetchall() != [(0,)]:
                hubs.add(period)
    rows: dict[str, list[EditionRow]] = {}
    for period, product, x, m, f, value, lower, upper, rule, module, w, other in flow_rows:
        counts = (_exact(x), _exact(m), _exact(f))
        bounds = (_amount(value), _amount(lower), _amount(upper))
        rows.setdefault(str(period), []).append(
            EditionRow(
                str(product), *counts, *bounds, str(rule), module or "", 1.0 if w is None else float(w), other or ""
            )
        )
    return EditionFlow(
        exporter,
        importer,
        {period: tuple(listed) for period, listed in rows.items()},
        {str(period): (bool(x), bool(m)) for period, x, m in reporting},
        frozenset(hubs),
        distance(exporter, importer),
    )


def explain_edition(
    edition: Path, exporter: str, importer: str, period: str, *, product: str = "", by_chapter: bool = False
) -> list[Explanation]:
    """Explain a flow from a reconciled edition; `period` may be * for all. Empty if the edition has no row of it."""
    flow = read_flow(edition, exporter, importer)
    periods_wanted = flow.periods if period == "*" else [p for p in flow.periods if p == period]
    explanations = [one for at in periods_wanted for one in flow.explain(at, product=product, by_chapter=by_chapter)]
    return [
        one for one in explanations if not product or any(r.product.startswith(product) for r in flow.rows[one.period])
    ]


def periods_and_areas(edition: Path) -> tuple[list[str], list[str]]:
    """The periods of an edition, and the areas that sell or buy in it, both in order."""
    source = rows_of(edition)
    with edition_reader() as con:
        periods = con.execute(f"select distinct period from ({source}) order by 1").fetchall()
        areas = con.execute(
            f"select exporter from ({source}) union select importer from ({source}) order by 1"
        ).fetchall()
    return [str(row[0]) for row in periods], [str(row[0]) for row in areas]


def distance(exporter: str, importer: str) -> float | None:
    """Kilometres between two areas by the shipped table; None if one is missing there."""
    geography = shipped_geography()
    if exporter not in geography.areas or importer not in geography.areas:
        return None
    return float(geography.dist_km[geography.areas.index(exporter), geography.areas.index(importer)])


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def _amount(value: float | None) -> Decimal:
    return _exact(value) or Decimal(0)
