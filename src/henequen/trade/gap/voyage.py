"""The time goods are in transit, in periods, and the expected arrivals.

With shipments spread evenly within a period and a voyage of L periods, k the whole part of L and r = L - k, arrivals
in t are

    E_t = (1 - r) X_(t-k) + r X_(t-k-1)

L follows from the distance, or is measured if both sides have at least a year of months: the L at which E_t a, with
one factor a for all months, is nearest to F_t (least squares), if the remaining sum of squares is at most half of that
at L = 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from henequen.model.message import Message

__all__ = ["Voyage", "earlier", "measured_voyage", "voyage_by_distance", "voyage_share"]

VOYAGE_KM_A_DAY = 650.0  # a container ship at 14.6 knots (UNCTAD, Review of Maritime Transport 2019: 14 to 15 knots)
PORT_DAYS = 7.0
_LONGEST = 3.0
_LEAST_MONTHS = 12
_STEP = 0.05


@dataclass(frozen=True, slots=True)
class Voyage:
    """`periods` in transit, the basis in words, and whether it was measured."""

    periods: float
    words: str
    measured: bool = False

    @property
    def shares(self) -> dict[int, float]:
        """Periods back -> the share of that period's shipments that arrives now.

        >>> Voyage(1.25, "").shares
        {1: 0.75, 2: 0.25}
        """
        whole = math.floor(self.periods)
        rest = self.periods - whole
        return {whole: 1.0 - rest} | ({whole + 1: rest} if rest else {})


def voyage_share(dist_km: float, days: float = 365.0) -> float:
    """The share of a period of `days` that goods are in transit, at most 1.

    >>> round(voyage_share(6500), 4)
    0.0466
    """
    return min((dist_km / VOYAGE_KM_A_DAY + PORT_DAYS) / days, 1.0)


def voyage_by_distance(dist_km: float, period: str) -> Voyage:
    """The voyage by sea of `dist_km`, in periods as long as `period` is (a year, or a month: YYYYMM).

    >>> voyage_by_distance(6500, "201903").periods
    0.56
    """
    days = 365.0 if len(period) == 4 else 365.0 / 12
    periods = round((dist_km / VOYAGE_KM_A_DAY + PORT_DAYS) / days, 2 if days < 100 else 4)
    return Voyage(periods, Message("voyage_distance", periods=f"{periods:g}"))


def earlier(period: str, back: int) -> str:
    """The period `back` before; empty if it is neither a year nor a month.

    >>> earlier("2019", 1), earlier("201901", 2), earlier("2019Q1", 1)
    ('2018', '201811', '')
    """
    if not period.isdigit() or len(period) not in (4, 6):
        return ""
    if len(period) == 4:
        return f"{int(period) - back:04d}"
    months = int(period[:4]) * 12 + int(period[4:]) - 1 - back
    return f"{months // 12:04d}{months % 12 + 1:02d}"


def measured_voyage(departures: Mapping[str, float], arrived: Mapping[str, float]) -> Voyage | None:
    """The voyage that fits shipments (`departures`) and arrivals (`arrived`, FOB) by month; None if the months do not show
    it.

    >>> months = [earlier("202012", 23 - k) for k in range(24)]
    >>> sent = {m: float(100 + 37 * (k * k % 11)) for k, m in enumerate(months)}
    >>> arrived = {m: sent[earlier(m, 1)] for m in months[1:]}
    >>> measured_voyage(sent, arrived).periods
    1.0
    """

    def expected(month: str, voyage: Voyage) -> float | None:
        shares_and_sent = [(share, departures.get(earlier(month, back))) for back, share in voyage.shares.items()]
        return (
            None
            if any(v is None for _, v in shares_and_sent)
            else sum(s * v for s, v in shares_and_sent if v is not None)
        )

    longest = Voyage(_LONGEST, "")
    months = sorted(
        m
        for m in arrived
        if len(m) == 6
        and expected(m, longest) is not None
        and all(earlier(m, back) in departures for back in range(int(_LONGEST) + 1))
    )
    if len(months) < _LEAST_MONTHS:
        return None

    def misfit(periods: float) -> float:
        pairs = [(arrived[m], expected(m, Voyage(periods, "")) or 0.0) for m in months]
        below = math.fsum(e * e for _, e in pairs)
        factor = math.fsum(f * e for f, e in pairs) / below if below else 0.0
        return math.fsum((f - factor * e) ** 2 for f, e in pairs)

    tried = [round(_STEP * k, 2) for k in range(int(_LONGEST / _STEP) + 1)]
    best = min(tried, key=misfit)
    if best == 0.0 or misfit(best) > 0.5 * misfit(0.0):
        return None
    return Voyage(best, Message("voyage_measured", periods=f"{best:g}", n=len(months)), True)
