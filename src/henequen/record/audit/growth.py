"""Growth rates against the series that they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from henequen.model.finding import Finding
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.record.audit.corpus import Corpus, document, grouped
from henequen.record.audit.figure import Figure, figure
from henequen.record.audit.report import finding
from henequen.record.audit.rounding import Rounding
from henequen.record.audit.wording import day, percent, printed, where

__all__ = ["growth"]

_LEVELS = ("export", "import", "total_trade", "fdi_flow", "fdi_stock", "count", "investment")
_ONE = Decimal(1)


def growth(corpus: Corpus) -> Iterator[Finding]:
    """Year-on-year rates (`growth.chain`) and the growth of a total between that of its parts (`growth.between`).

    Method: 100 (value / value of the year before - 1), with the values of the same table and series.
    """
    rounding = Rounding("growth.rounding")
    yield from _chain(corpus, rounding)
    yield from rounding.findings()
    yield from _between(corpus)


def _rates(corpus: Corpus) -> list[Observation]:
    return [o for o in corpus.valued if o.measure == "growth" and o.unit == "percent" and not o.comparator]


def _chain(corpus: Corpus, rounding: Rounding) -> Iterator[Finding]:
    levels: dict[tuple[object, ...], Observation] = {}
    for o in corpus.valued:
        if o.measure in _LEVELS and o.table and not o.comparator and corpus.year(o) is not None:
            levels.setdefault((*_series(o), corpus.year(o)), o)
    for rate in _rates(corpus):
        year = corpus.year(rate)
        if year is None or not rate.table:
            continue
        now, before = levels.get((*_series(rate), year)), levels.get((*_series(rate), year - 1))
        ratio = figure(now).over(figure(before)) if now and before else None
        if ratio is None or now is None or before is None:
            continue
        computed = Figure(*(100 * (bound - _ONE) for bound in (ratio.value, ratio.low, ratio.high)))
        if rounding.explains(rate, computed):
            continue
        yield finding(
            "growth.chain",
            Message(
                "growth_chain",
                where=where(rate, begins=True),
                before=printed(before),
                earlier=year - 1,
                now=printed(now),
                year=year,
                computed=percent(computed.value, rate.decimals + 1),
                printed=printed(rate),
            ),
            [rate, now, before],
            printed=printed(rate),
            computed=percent(computed.value, rate.decimals + 1),
        )


def _series(o: Observation) -> tuple[object, ...]:
    return document(o), o.table, o.reporter, o.partner, o.flow, o.product, o.place


def _between(corpus: Corpus) -> Iterator[Finding]:
    """Total trade cannot grow faster than both of its flows, nor slower than both."""
    for _, group in grouped(
        _rates(corpus), lambda o: (document(o), o.reporter, o.partner, o.product, o.place, o.period)
    ):
        by_flow = {o.flow: o for o in group}
        if len(group) != 3 or set(by_flow) != {"", "export", "import"}:
            continue
        whole, flows = by_flow[""], [by_flow["export"], by_flow["import"]]
        bounds = [figure(o) for o in flows]
        inside = Figure(figure(whole).value, min(b.low for b in bounds), max(b.high for b in bounds))
        if figure(whole).meets(inside):
            continue
        yield finding(
            "growth.between",
            Message(
                "growth_between",
                where=where(whole, begins=True),
                period=day(whole.period),
                printed=printed(whole),
                exports=printed(flows[0]),
                imports=printed(flows[1]),
            ),
            [whole, *flows],
            printed=printed(whole),
            computed=Message(
                "between",
                low=printed(min(flows, key=lambda o: figure(o).value)),
                high=printed(max(flows, key=lambda o: figure(o).value)),
            ),
        )
