"""What a table lacks or cannot hold: years, a period, negative parts, amounts without the cases that they belong to."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.model.finding import Finding
from henequen.model.observation import Observation
from henequen.record.audit.corpus import Corpus, additive, column, document, grouped, is_total, row, scope
from henequen.record.audit.figure import figure, total
from henequen.record.audit.report import finding
from henequen.record.audit.wording import amount, joined, name, percent, printed, where

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
                "warning",
                f"{table} of {document_} runs from {single[0]} to {single[-1]} but has nothing for "
                f"{joined([str(y) for y in absent])}.",
                group[:1],
                printed=f"{single[0]} to {single[-1]}",
                computed=f"without {joined([str(y) for y in absent])}",
            )


def _unstated(corpus: Corpus) -> Iterator[Finding]:
    """Tables of amounts whose period only the date of the document suggests; equal totals are one finding."""
    amounts = [o for o in corpus.valued if o.table and additive(o) and o.measure.startswith("fdi") and is_total(o)]
    bare = [o for o in amounts if o.period_basis == "document"]
    for _, group in grouped(bare, lambda o: (document(o), o.reporter, o.partner, o.unit, o.amount)):
        first = group[0]
        names = joined(list(dict.fromkeys(o.table for o in group)))
        message = f"{names} of {document(first)}: no period is printed for the total of {printed(first)}."
        computed = "a stated period"
        series = _longest(corpus, first)
        if len(series) > 3:
            example = next(iter(series.values()))
            whole = total([figure(o) for o in series.values()])
            run = _run(series, first)
            span = f"{min(series)} to {max(series)} in {example.table}"
            computed = f"{amount(whole.value, example)} for {span}"
            message += (
                f" It is {percent(100 * figure(first).value / whole.value, 0)} of what the yearly figures for "
                f"{name(first.partner)} add up to for {span} ({amount(whole.value, example)}), and "
                + (f"equals the years {run}." if run else "no run of consecutive years makes it.")
            )
        yield finding("period.unstated", "warning", message, group, printed=printed(first), computed=computed)


def _longest(corpus: Corpus, first: Observation) -> dict[int, Observation]:
    """The longest yearly series of the same flow that a table of the document prints."""
    found: dict[str, dict[int, Observation]] = {}
    for o in corpus.valued:
        same = (o.reporter, o.partner, o.unit) == (first.reporter, first.partner, first.unit) and document(
            o
        ) == document(first)
        whole = o.product in ("", "TOTAL") and not o.place and not is_total(o) and o.period_basis != "document"
        year = corpus.year(o)
        if same and whole and o.table and additive(o) and o.measure.startswith("fdi") and year is not None:
            found.setdefault(o.table, {})[year] = o
    return max(found.values(), key=len, default={})


def _run(series: dict[int, Observation], wanted: Observation) -> str:
    years = sorted(series)
    for n in range(len(years)):
        for m in range(n + 1, len(years) + 1):
            if total([figure(series[y]) for y in years[n:m]]).meets(figure(wanted)):
                return f"{years[n]} to {years[m - 1]}"
    return ""


def _negative(corpus: Corpus) -> Iterator[Finding]:
    """A part below nothing in a breakdown: the named parts then make more than the whole."""
    parts = [o for o in corpus.valued if o.table and "breakdown" in o.marks and additive(o) and o.measure != "balance"]
    for _, group in grouped(parts, lambda o: (scope(o), column(o), o.measure, o.unit)):
        below = [o for o in group if figure(o).high < 0]
        if not below or len(below) == len(group):
            continue
        wholes = [
            o for o in corpus.valued if is_total(o) and scope(o) == scope(below[0]) and column(o) == column(below[0])
        ]
        named = total([figure(o) for o in group if o not in below])
        message = f"{where(below[0])}: the part {row(below[0])!r} is negative: {printed(below[0])}. "
        if len(wholes) == 1 and wholes[0].amount:
            share = percent(100 * named.value / wholes[0].amount)
            message += (
                f"The other {len(group) - len(below)} rows make {amount(named.value, below[0])}, {share} of the total of "
                f"{printed(wholes[0])}. "
            )
        message += "A negative part means that withdrawals are netted; shares of such a total are not shares of what was put in."
        yield finding(
            "part.negative", "warning", message, [*below, *wholes], printed=printed(below[0]), computed="not negative"
        )


def _without_case(corpus: Corpus) -> Iterator[Finding]:
    """Periods with an amount but a dash for the number of cases, or the other way round, in a table that counts both."""
    cells = [o for o in corpus.everything if o.table and not is_total(o)]
    for _, group in grouped(cells, lambda o: (scope(o), o.reporter, o.partner)):
        counts = {o.period: o for o in group if o.measure == "count"}
        amounts = {o.period: o for o in group if o.measure.startswith("fdi")}
        both = [p for p in counts if p in amounts]
        odd = [p for p in both if (counts[p].value is None) != (amounts[p].value is None)]
        if not odd or len(odd) == len(both):
            continue
        for period in odd:
            case, sum_ = counts[period], amounts[period]
            lacking, given = (case, sum_) if case.value is None else (sum_, case)
            yield finding(
                "count.without_case",
                "warning",
                f"{where(given)}, {period}: {row(given)!r} has {printed(given)}, but {row(lacking)!r} has a dash for the same "
                "period.",
                [given, lacking],
                printed=f"{printed(given)}; {printed(lacking)}",
                computed="both or neither",
            )
