"""The indicators of one pair in one year, from the reports of all areas: each with its name and the area that counted.

Directions: the reporter sells, its partner buys. World figures are sums over the areas that report; with fewer than three
reporters there is no world, and the indicators that need one are listed as not measurable, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from henequen.model.errors import HenequenError, UsageError
from henequen.model.message import Message
from henequen.trade.indicators.advantage import advantage, advantage_matrix
from henequen.trade.indicators.balance import balance
from henequen.trade.indicators.complementarity import drysdale_complementarity, michaely_complementarity
from henequen.trade.indicators.complexity import complexity
from henequen.trade.indicators.concentration import concentration
from henequen.trade.indicators.indicator import Array, Indicator, exact_sum
from henequen.trade.indicators.intensity import country_bias, trade_intensity
from henequen.trade.indicators.intra_industry import grubel_lloyd, marginal_intra_industry
from henequen.trade.indicators.margins import margins
from henequen.trade.indicators.market_share import constant_market_share
from henequen.trade.indicators.potential import export_potential
from henequen.trade.indicators.reported import ReportedTrade
from henequen.trade.indicators.similarity import similarity
from henequen.trade.indicators.terms import price_index, terms_of_trade
from henequen.trade.indicators.unit_values import quality_classes

__all__ = ["NAMES", "Counted", "NotMeasurable", "indicators_of_pair"]

LEAST_REPORTERS = 3


@dataclass(frozen=True)
class Counted:
    """An indicator with its period, the area whose figures it uses (a code, or `world` for several reporters), and the
    trade it covers, in words."""

    indicator: Indicator
    period: str
    counted_by: str
    about: str = ""


@dataclass(frozen=True)
class NotMeasurable:
    """An indicator that cannot be measured with these data, and why."""

    name: str
    reason: str


class _Missing(Exception):
    """The data lack what an indicator needs; the message names it."""


@dataclass(frozen=True)
class _Pair:
    now: ReportedTrade
    before: ReportedTrade | None
    reporter: str
    partner: str

    def flow(self, flow: str, reporter: str, partner: str | None = None, *, then: bool = False) -> Array:
        trade = self.earlier() if then else self.now
        values = trade.vector(flow, reporter, partner)
        if np.isnan(values).any():
            kind = "exports" if flow == "X" else "imports"
            raise _Missing(f"{reporter} reports no {kind} for {trade.period} in these data")
        return values

    def earlier(self) -> ReportedTrade:
        if self.before is None:
            raise _Missing("it compares two years: name the earlier one with --base")
        return self.before

    def world(self, flow: str, *, then: bool = False) -> Array:
        trade = self.earlier() if then else self.now
        count = len(trade.reporters(flow))
        if count < LEAST_REPORTERS:
            raise _Missing(f"it needs the world's reports: these data hold those of {count} areas for {trade.period}")
        return trade.world(flow)


def _balance(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    totals = [
        exact_sum(p.now.vector(flow, one, other))
        for flow, one, other in (
            ("X", p.reporter, p.partner),
            ("M", p.reporter, p.partner),
            ("X", p.partner, p.reporter),
            ("M", p.partner, p.reporter),
        )
    ]
    if all(np.isnan(totals)):
        raise _Missing(f"neither {p.reporter} nor {p.partner} reports in these data")
    x, m, mirror_x, mirror_m = ([total] for total in totals)
    return [
        (
            "both",
            balance(
                x,
                m,
                mirror_x,
                mirror_m,
                periods=[p.now.period],
                reporter=p.reporter,
                partner=p.partner,
            ),
        )
    ]


def _both_counts(p: _Pair) -> list[tuple[str, Array, Array]]:
    """The reporter's exports to and imports from its partner, as each of the two reports them."""
    counts, reasons = [], []
    for by in (p.reporter, p.partner):
        try:
            if by == p.reporter:
                counts.append((by, p.flow("X", by, p.partner), p.flow("M", by, p.partner)))
            else:
                counts.append((by, p.flow("M", by, p.reporter), p.flow("X", by, p.reporter)))
        except _Missing as missing:
            reasons.append(str(missing))
    if not counts:
        raise _Missing("; ".join(reasons))
    return counts


def _intensity(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    world = exact_sum(p.world("M"))
    own = exact_sum(p.flow("M", p.reporter))
    bought = exact_sum(p.flow("M", p.partner))
    sold = p.flow("X", p.reporter, p.partner)
    return [("world", trade_intensity(exact_sum(sold), exact_sum(p.flow("X", p.reporter)), bought, world, own))]


def _bias(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    return [
        (
            "world",
            country_bias(
                p.flow("X", p.reporter, p.partner),
                p.flow("X", p.reporter),
                p.flow("M", p.partner),
                p.world("M"),
                p.flow("M", p.reporter),
                products=p.now.products,
            ),
        )
    ]


def _advantage(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    return [("world", advantage(p.flow("X", p.reporter), p.world("X"), products=p.now.products))]


def _michaely(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    sold, bought = p.flow("X", p.reporter), p.flow("M", p.partner)
    return [("both", michaely_complementarity(sold, bought, products=p.now.products))]


def _drysdale(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    return [
        (
            "world",
            drysdale_complementarity(
                p.flow("X", p.reporter), p.flow("M", p.partner), p.world("M"), p.flow("M", p.reporter)
            ),
        )
    ]


def _grubel_lloyd(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    return [(by, grubel_lloyd(x, m, products=p.now.products)) for by, x, m in _both_counts(p)]


def _marginal(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    before = {by: (x, m) for by, x, m in _both_counts(_Pair(p.earlier(), None, p.reporter, p.partner))}
    return [
        (by, marginal_intra_industry(*before[by], x, m, products=p.now.products))
        for by, x, m in _both_counts(p)
        if by in before
    ]


def _similarity(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    return [("both", similarity(p.flow("X", p.reporter), p.flow("X", p.partner), products=p.now.products))]


def _concentration(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    rows = []
    for by, x, m in _both_counts(p):
        rows.extend(
            [(f"{by} (sold by {p.reporter})", concentration(x)), (f"{by} (sold by {p.partner})", concentration(m))]
        )
    return rows


def _margins(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    p.world("X")
    number = p.now.areas.index(p.partner) if p.partner in p.now.areas else -1
    rows = p.now.exports
    into = rows.partner == number
    market = np.bincount(rows.product[into], rows.value[into], len(p.now.products)).astype(np.float64)
    return [("world", margins(p.flow("X", p.reporter, p.partner), market))]


def _quality(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    rows = []
    for by, other in ((p.reporter, p.partner), (p.partner, p.reporter)):
        try:
            x, m = p.flow("X", by, other), p.flow("M", by, other)
        except _Missing:
            continue
        weights = p.now.weights("X", by, other), p.now.weights("M", by, other)
        rows.append((by, quality_classes(x, weights[0], m, weights[1], products=p.now.products)))
    if not rows:
        raise _Missing(f"neither {p.reporter} nor {p.partner} reports both flows in these data")
    return rows


def _terms(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    before, rows = p.earlier(), []
    for by, other in ((p.reporter, p.partner), (p.partner, p.reporter)):
        try:
            indices = [
                price_index(
                    p.flow(flow, by, other, then=True),
                    before.weights(flow, by, other),
                    p.flow(flow, by, other),
                    p.now.weights(flow, by, other),
                )
                for flow in ("X", "M")
            ]
        except _Missing:
            continue
        rows.append((by, terms_of_trade(*indices)))
    if not rows:
        raise _Missing(f"neither {p.reporter} nor {p.partner} reports both flows in both years")
    return rows


def _market_share(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    before, now = p.earlier(), p.now
    for then in (True, False):
        p.flow("X", p.reporter, then=then)
        p.world("X", then=then)
    shape = (len(now.products), len(now.areas))

    def table(trade: ReportedTrade, *, own: bool) -> Array:
        rows = trade.exports
        used = rows.reporter == trade.areas.index(p.reporter) if own else np.ones(rows.value.size, dtype=bool)
        key = rows.product[used] * shape[1] + rows.partner[used]
        return np.bincount(key, rows.value[used], shape[0] * shape[1]).astype(np.float64).reshape(shape)

    effects = constant_market_share(
        table(before, own=True), table(now, own=True), table(before, own=False), table(now, own=False)
    )
    return [("world", effects)]


def _complexity(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    p.world("X")
    areas, values = p.now.table("X")
    rca = advantage_matrix(values)
    return [("world", one) for one in complexity(np.nan_to_num(rca) >= 1, areas=areas, products=p.now.products)]


def _potential(p: _Pair) -> Sequence[tuple[str, Indicator]]:
    return [
        (
            "world",
            export_potential(
                p.flow("X", p.reporter),
                p.world("X"),
                p.flow("M", p.partner),
                p.flow("X", p.reporter, p.partner),
                products=p.now.products,
            ),
        )
    ]


_ALL: Mapping[str, Callable[[_Pair], Sequence[tuple[str, Indicator]]]] = {
    "balance": _balance,
    "concentration": _concentration,
    "grubel_lloyd": _grubel_lloyd,
    "quality_classes": _quality,
    "similarity": _similarity,
    "michaely_complementarity": _michaely,
    "drysdale_complementarity": _drysdale,
    "trade_intensity": _intensity,
    "country_bias": _bias,
    "advantage": _advantage,
    "margins": _margins,
    "export_potential": _potential,
    "complexity": _complexity,
    "marginal_intra_industry": _marginal,
    "terms_of_trade": _terms,
    "constant_market_share": _market_share,
}
NAMES = tuple(_ALL)
"""The indicators of a pair, in the order they are given; the last three compare two years."""


_BETWEEN = "between {reporter} and {partner}"
_SOLD_AND_BOUGHT = "what {reporter} sells to the world and {partner} buys from it"
_ABOUT = {
    "balance": _BETWEEN,
    "concentration": _BETWEEN,
    "grubel_lloyd": _BETWEEN,
    "quality_classes": _BETWEEN,
    "marginal_intra_industry": _BETWEEN,
    "terms_of_trade": _BETWEEN,
    "similarity": "what {reporter} and {partner} sell to the world",
    "michaely_complementarity": _SOLD_AND_BOUGHT,
    "drysdale_complementarity": _SOLD_AND_BOUGHT,
    "advantage": "{reporter} to the world",
    "constant_market_share": "{reporter} to the world",
    "complexity": "all areas to the world",
}


def _about(name: str, reporter: str, partner: str) -> str:
    """The trade that an indicator covers: the reporter's exports to its partner, unless stated otherwise."""
    return _ABOUT.get(name, "{reporter} to {partner}").format(reporter=reporter, partner=partner)


def indicators_of_pair(
    now: ReportedTrade,
    reporter: str,
    partner: str,
    *,
    before: ReportedTrade | None = None,
    names: Sequence[str] = NAMES,
) -> tuple[tuple[Counted, ...], tuple[NotMeasurable, ...]]:
    """Every indicator of `names` for the exports of `reporter` to `partner`, and those that cannot be measured, with
    the reason. Both years must be read in one call, so that products and areas have the same numbers. Values are US
    dollars as reported, not reconciled. An indicator that needs the world's reports takes the sum of all areas that
    report in the data. Raises UsageError for an unknown name or a partner that is the reporter.
    """
    unknown = [name for name in names if name not in _ALL]
    if unknown:
        raise UsageError(Message("unknown_indicator"), found=", ".join(unknown), expected=", ".join(NAMES))
    if reporter == partner:
        raise UsageError(Message("reporter_and_partner_are_same"), found=reporter, expected=Message("two_areas"))
    if before is not None and (before.products != now.products or before.areas != now.areas):
        raise UsageError(Message("two_years_were_read_apart"), expected=Message("one_reading_both"))
    pair = _Pair(now, before, reporter, partner)
    counted: list[Counted] = []
    lacking: list[NotMeasurable] = []
    for name in names:
        try:
            counted.extend(
                Counted(one, now.period, by, _about(name, reporter, partner)) for by, one in _ALL[name](pair)
            )
        except _Missing as missing:
            lacking.append(NotMeasurable(name, str(missing)))
        except HenequenError as error:
            lacking.append(
                NotMeasurable(name, f"{error.what} ({error.found})" if error.found is not None else error.what)
            )
    return tuple(counted), tuple(lacking)
