"""A sum over a span against the yearly series of the same flow: a longer span cannot have a smaller sum than a shorter
one."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.model.finding import Finding
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.record.audit.corpus import Corpus, additive, document, grouped, is_total
from henequen.record.audit.figure import figure, total
from henequen.record.audit.periods import Span
from henequen.record.audit.report import finding
from henequen.record.audit.wording import amount, day, joined, printed, span_of, where

__all__ = ["spans"]


def spans(corpus: Corpus) -> Iterator[Finding]:
    """Figures over several years that the years of a table exceed (`span.shorter_holds_more`) or do not reach
    (`span.more_than_all`).

    The years wholly inside the span give a lower bound, those that overlap it an upper one, if no year is negative.
    Spans that the years cover exactly are checked by the rules on totals and repeated figures.
    """
    flows = [o for o in corpus.valued if additive(o) and o.measure != "balance" and o.measure != "count"]
    for _, group in grouped(
        flows,
        lambda o: (document(o), o.measure, o.component, o.reporter, o.partner, o.flow, o.product, o.place, o.unit),
    ):
        years = {year: o for o in group if o.table and (year := corpus.year(o)) is not None and not is_total(o)}
        for claimed in group:
            months = corpus.span(claimed)
            if months and months.months > 12 and not claimed.table and years:
                yield from _compare(claimed, months, years)


def _compare(claimed: Observation, months: Span, years: dict[int, Observation]) -> Iterator[Finding]:
    inside = {y: o for y, o in years.items() if Span(y * 12, y * 12 + 12).within(months)}
    touching = {y: o for y, o in years.items() if y * 12 < months.end and months.start < y * 12 + 12}
    if not inside or any(figure(o).low < 0 for o in touching.values()) or months.start % 12:
        return
    full = range(months.start // 12, months.end // 12)
    if set(full) - set(inside) or months.end % 12 == 0:
        return
    least = total([figure(o) for o in inside.values()])
    if figure(claimed).high >= least.low:
        rest = months.end // 12
        most = total([figure(o) for o in touching.values()])
        if rest in touching and figure(claimed).low > most.high:
            yield finding(
                "span.more_than_all",
                Message(
                    "span_more_than_all",
                    where=where(claimed, begins=True),
                    printed=printed(claimed),
                    period=day(claimed.period),
                    most=amount(most.value, claimed),
                ),
                [claimed, *touching.values()],
                printed=printed(claimed),
                computed=Message("at_most", value=amount(most.value, claimed)),
            )
        return
    last = max(inside)
    first = inside[min(inside)]
    gap = least.value - figure(claimed).value
    extra = [Message("value_of_year", value=printed(o), year=y) for y, o in touching.items() if y not in inside]
    tail = Message("span_table_also", values=joined(extra)) if extra else ""
    yield finding(
        "span.shorter_holds_more",
        Message(
            "span_shorter_holds_more",
            where=where(claimed, begins=True),
            printed=printed(claimed),
            period=day(claimed.period),
            least=amount(least.value, first),
            table=first.table,
            span=span_of(min(inside), last),
            last=last,
            gap=amount(gap, first),
            tail=tail,
        ),
        [claimed, *inside.values()],
        printed=printed(claimed),
        computed=Message("at_least", value=amount(least.value, first)),
    )
