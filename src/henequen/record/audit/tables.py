"""Gaps and impossible values in tables: missing years or periods, negative parts, amounts without a number of cases."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.model.finding import Finding
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.model.term import DocumentName, Term
from henequen.record.audit.corpus import Corpus, additive, column, document, grouped, is_total, row, scope
from henequen.record.audit.figure import figure, total
from henequen.record.audit.report import finding
from henequen.record.audit.wording import amount, day, each, joined, name, percent, printed, span_of, where

__all__ = ["tables"]


def tables(corpus: Corpus) -> Iterator[Finding]:
    """`period.gap`, `period.unstated`, `part.negative`, `count.without_case`."""
    yield from _gaps(corpus)
    yield from _unstated(corpus)
    yield from _negative(corpus)
    yield from _without_case(corpus)


def _gaps(corpus: Corpus) -> Iterator[Finding]:
    """Yearly rows of a table with years in between that it neither prints nor marks as missing."""
    cells = [o for o in corpus.everything if o.table]
    for (document_, table), group in grouped(cells, scope):
        spans = [s for o in group if (s := corpus.span(o))]
        single = sorted({s.year for s in spans if s.year is not None})
        if len(single) < 4:
            continue
        covered = {y for s in spans for y in range(s.start // 12, (s.end + 11) // 12) if s.months <= 24}
        absent = [y for y in range(single[0], single[-1] + 1) if y not in covered]
        if absent:
            yield finding(
                "period.gap",
                Message(
                    "period_gap",
                    table=table,
                    document=DocumentName(of=document_),
                    first=single[0],
                    last=single[-1],
                    years=joined(absent),
                ),
                group[:1],
                printed=span_of(single[0], single[-1]),
                computed=Message("without_years", years=joined(absent)),
            )


def _unstated(corpus: Corpus) -> Iterator[Finding]:
    """Tables of amounts whose period is inferred only from the date of the document; equal totals are one finding."""
    amounts = [o for o in corpus.valued if o.table and additive(o) and o.measure.startswith("fdi") and is_total(o)]
    bare = [o for o in amounts if o.period_basis == "document"]
    for _, group in grouped(bare, lambda o: (document(o), o.reporter, o.partner, o.unit, o.amount)):
        first = group[0]
        names = joined(list(dict.fromkeys(o.table for o in group)))
        compared: Message | str = ""
        computed = Message("stated_period")
        series = _longest(corpus, first)
        if len(series) > 3:
            example = next(iter(series.values()))
            whole = total([figure(o) for o in series.values()])
            run = _run(series, first)
            span = span_of(min(series), max(series))
            total_ = amount(whole.value, example)
            computed = Message("sum_for_span", sum=total_, span=span, table=example.table)
            values = {"area": name(first.partner), "span": span, "table": example.table, "sum": total_}
            share = percent(100 * figure(first).value / whole.value, 0)
            compared = (
                Message("sum_equals_years", share=share, years=run, **values)
                if run
                else Message("sum_equals_no_years", share=share, **values)
            )
        message = Message(
            "period_unstated",
            tables=names,
            document=DocumentName(of=document(first)),
            printed=printed(first),
            compared=compared,
        )
        yield finding("period.unstated", message, group, printed=printed(first), computed=computed)


def _longest(corpus: Corpus, first: Observation) -> dict[int, Observation]:
    """The longest yearly series of the same flow that a table of the document prints."""
    series_of: dict[str, dict[int, Observation]] = {}
    for o in corpus.valued:
        same = (o.reporter, o.partner, o.unit) == (first.reporter, first.partner, first.unit) and document(
            o
        ) == document(first)
        whole = o.product in ("", "TOTAL") and not o.place and not is_total(o) and o.period_basis != "document"
        year = corpus.year(o)
        if same and whole and o.table and additive(o) and o.measure.startswith("fdi") and year is not None:
            series_of.setdefault(o.table, {})[year] = o
    return max(series_of.values(), key=len, default={})


def _run(series: dict[int, Observation], observation: Observation) -> Term | None:
    years = sorted(series)
    for n in range(len(years)):
        for m in range(n + 1, len(years) + 1):
            if total([figure(series[y]) for y in years[n:m]]).meets(figure(observation)):
                return span_of(years[n], years[m - 1])
    return None


def _negative(corpus: Corpus) -> Iterator[Finding]:
    """A negative part in a breakdown: the other parts then exceed the whole."""
    parts = [o for o in corpus.valued if o.table and "breakdown" in o.marks and additive(o) and o.measure != "balance"]
    for _, group in grouped(parts, lambda o: (scope(o), column(o), o.measure, o.unit)):
        below = [o for o in group if figure(o).high < 0]
        if not below or len(below) == len(group):
            continue
        wholes = [
            o for o in corpus.valued if is_total(o) and scope(o) == scope(below[0]) and column(o) == column(below[0])
        ]
        named = total([figure(o) for o in group if o not in below])
        rest: Message | str = ""
        if len(wholes) == 1 and wholes[0].amount:
            share = percent(100 * named.value / wholes[0].amount)
            rest = Message(
                "part_negative_rest",
                n=len(group) - len(below),
                sum=amount(named.value, below[0]),
                share=share,
                whole=printed(wholes[0]),
            )
        message = Message(
            "part_negative",
            where=where(below[0], begins=True),
            row=row(below[0]),
            printed=printed(below[0]),
            rest=rest,
        )
        yield finding(
            "part.negative",
            message,
            [*below, *wholes],
            printed=printed(below[0]),
            computed=Message("not_negative"),
        )


def _without_case(corpus: Corpus) -> Iterator[Finding]:
    """Periods with an amount but a dash for the number of cases, or the other way round, in a table that counts both."""
    cells = [o for o in corpus.everything if o.table and not is_total(o)]
    for _, group in grouped(cells, lambda o: (scope(o), o.reporter, o.partner)):
        counts = {o.period: o for o in group if o.measure == "count"}
        amounts = {o.period: o for o in group if o.measure.startswith("fdi")}
        with_both = [p for p in counts if p in amounts]
        odd = [p for p in with_both if (counts[p].value is None) != (amounts[p].value is None)]
        if not odd or len(odd) == len(with_both):
            continue
        for period in odd:
            case, sum_ = counts[period], amounts[period]
            lacking, complete = (case, sum_) if case.value is None else (sum_, case)
            yield finding(
                "count.without_case",
                Message(
                    "count_without_case",
                    where=where(complete, begins=True),
                    period=day(period),
                    given_row=row(complete),
                    given=printed(complete),
                    lacking_row=row(lacking),
                ),
                [complete, lacking],
                printed=each([printed(complete), printed(lacking)]),
                computed=Message("both_or_neither"),
            )
