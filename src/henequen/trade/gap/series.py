"""The two counts from a pack's own series, which have only totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from henequen.model.observation import Observation
from henequen.trade.gap.decomposition import Explanation, explain_totals
from henequen.trade.gap.edition import distance
from henequen.trade.gap.voyage import voyage_share

__all__ = ["Counted", "count_of", "explain_series", "series_areas", "series_periods"]


@dataclass(frozen=True)
class Counted:
    """One side's figure for a flow: the observation chosen, and the number of others for the same flow."""

    observation: Observation
    alternatives: int


def count_of(
    observations: Iterable[Observation], reporter: str, partner: str, flow: str, period: str, product: str = "TOTAL"
) -> Counted | None:
    """The figure of `reporter` for its `flow` (export, import) with `partner`: the most precise one, in US dollars.

    An approximate figure (with a comparator), a share or a rank is not used; of equally precise ones the first is.
    """
    totals = [
        one
        for one in observations
        if (one.reporter, one.partner, one.flow, one.period) == (reporter, partner, flow, period)
        and (one.product or "TOTAL") == product
        and _counts(one)
    ]
    if not totals:
        return None
    best = min(totals, key=lambda one: (one.half_unit, one.id))
    return Counted(best, len(totals) - 1)


def _counts(observation: Observation) -> bool:
    """Whether an observation is a whole flow counted in US dollars."""
    return (
        observation.flow in ("export", "import")
        and observation.measure == observation.flow
        and observation.amount is not None
        and observation.unit == "USD"
        and not (observation.comparator or observation.place or observation.component)
    )


def series_periods(
    observations: Iterable[Observation], exporter: str, importer: str, product: str = "TOTAL"
) -> tuple[str, ...]:
    """The periods for which the exporter or the importer has a figure of this flow, in order."""
    flows = {("export", exporter, importer), ("import", importer, exporter)}
    return tuple(
        sorted(
            {
                one.period
                for one in observations
                if (one.flow, one.reporter, one.partner) in flows
                and (one.product or "TOTAL") == product
                and _counts(one)
            }
        )
    )


def series_areas(observations: Iterable[Observation]) -> tuple[str, ...]:
    """The areas that report a flow in series, or occur as a partner, in order of code."""
    return tuple(sorted({area for one in observations if _counts(one) for area in (one.reporter, one.partner) if area}))


def explain_series(
    observations: Sequence[Observation],
    exporter: str,
    importer: str,
    period: str,
    *,
    product: str = "TOTAL",
    cif_rate: float | None = None,
) -> Explanation | None:
    """Explain a flow from series of totals; None if neither side has a figure."""
    x = count_of(observations, exporter, importer, "export", period, product)
    m = count_of(observations, importer, exporter, "import", period, product)
    if x is None and m is None:
        return None
    before = None
    if period.isdigit() and len(period) == 4:
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
    km = distance(exporter, importer)
    return None if km is None else voyage_share(km)
