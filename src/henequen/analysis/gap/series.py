"""The two counts out of a pack's own series, and out of reconciled editions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from henequen.analysis.gap.decomposition import Explanation, FlowPair, explain_flows, explain_totals, voyage_share
from henequen.model.observation import Observation
from henequen.record.mirror.editions import rows_of
from henequen.record.mirror.geography import shipped_geography

__all__ = ["Counted", "count_of", "explain_edition", "explain_series"]


@dataclass(frozen=True)
class Counted:
    """One side's figure for a flow: the observation chosen, and how many others there are of the same thing."""

    observation: Observation
    others: int


def count_of(
    observations: Iterable[Observation], reporter: str, partner: str, flow: str, period: str, product: str = "TOTAL"
) -> Counted | None:
    """What `reporter` counts of its `flow` (export, import) with `partner`: the figure printed most exactly, in US dollars.

    An approximate figure (with a comparator), a share or a rank is not taken; of equally exact ones the first.
    """
    found = [
        one
        for one in observations
        if one.reporter == reporter
        and one.partner == partner
        and one.flow == flow
        and one.measure == flow
        and one.period == period
        and (one.product or "TOTAL") == product
        and one.amount is not None
        and one.unit == "USD"
        and not one.comparator
        and not one.place
        and not one.component
    ]
    if not found:
        return None
    best = min(found, key=lambda one: (one.half_unit, one.id))
    return Counted(best, len(found) - 1)


def explain_series(
    observations: Sequence[Observation],
    exporter: str,
    importer: str,
    period: str,
    *,
    product: str = "TOTAL",
    cif_rate: float | None = None,
) -> Explanation | None:
    """Explain a flow from series of totals; None where neither side has a figure."""
    x = count_of(observations, exporter, importer, "export", period, product)
    m = count_of(observations, importer, exporter, "import", period, product)
    if x is None and m is None:
        return None
    before = None
    if period.isdigit():
        earlier = count_of(observations, exporter, importer, "export", str(int(period) - 1), product)
        before = earlier.observation.amount if earlier else None
    return explain_totals(
        period,
        exporter,
        importer,
        x.observation.amount if x else None,
        m.observation.amount if m else None,
        product=product,
        importer_valuation=m.observation.valuation if m else "",
        cif_rate=cif_rate,
        before=before,
        voyage=_voyage(exporter, importer),
    )


def _voyage(exporter: str, importer: str) -> float | None:
    geography = shipped_geography()
    if exporter not in geography.areas or importer not in geography.areas:
        return None
    return voyage_share(float(geography.dist_km[geography.areas.index(exporter), geography.areas.index(importer)]))


def explain_edition(
    edition: Path, exporter: str, importer: str, period: str, *, product: str = "", by_chapter: bool = False
) -> list[Explanation]:
    """Explain a flow from a reconciled edition: the whole, or one product (any leading digits), or every chapter."""
    con = duckdb.connect()
    rows = rows_of(edition)
    where = f"exporter = ? and importer = ? and product like ? {'' if period == '*' else 'and period = ?'}"
    like = f"{product}%"

    def listed(at: str) -> list[tuple[str, FlowPair]]:
        found = con.execute(
            f"select period, product, x_value, m_value, f_value, rule, module from ({rows}) where {where} order by 1, 2",  # noqa: S608
            [exporter, importer, like, at] if period != "*" else [exporter, importer, like],
        ).fetchall()
        return [(str(p), FlowPair(str(code), _exact(x), _exact(m), _exact(f), str(rule), module or ""))
                for p, code, x, m, f, rule, module in found]  # fmt: skip

    routing = con.execute(f"select count(*) from ({rows}) where module = 'hub_re_exports'").fetchone()  # noqa: S608
    here = listed(period)
    periods = sorted({p for p, _ in here})
    answers = []
    for at in periods:
        mine = [row for p, row in here if p == at]
        earlier = [row for p, row in listed(str(int(at) - 1))] if at.isdigit() and period != "*" else []
        groups = sorted({row.product[:2] for row in mine}) if by_chapter else [product]
        for group in groups:
            before = [row.x for row in earlier if row.product.startswith(group) and row.x is not None]
            answers.append(
                explain_flows(
                    at,
                    exporter,
                    importer,
                    [row for row in mine if row.product.startswith(group)],
                    product=group or "TOTAL",
                    before=sum(before, Decimal(0)) if before else None,
                    voyage=_voyage(exporter, importer),
                    routing_known=bool(routing and routing[0]),
                )
            )
    con.close()
    return answers


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))
