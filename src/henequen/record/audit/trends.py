"""Verbal claims about the course of a series, compared with every printed series that they refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

from henequen.model.finding import Finding
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.model.term import Term
from henequen.record.audit.corpus import Corpus
from henequen.record.audit.figure import Figure, figure
from henequen.record.audit.report import finding
from henequen.record.audit.statement import Series, Statement
from henequen.record.audit.wording import documents, each, joined, percent, printed, span_of

__all__ = ["TRENDS"]

Rule = Callable[[Corpus, Statement], Iterator[Finding]]


def _every_year(sign: int) -> Rule:
    """Each year above (or below) the one before, in every series; balances by their size."""

    def rule(corpus: Corpus, statement: Statement) -> Iterator[Finding]:
        contrary, about = [], []
        measures = [statement.get("measure"), *filter(None, statement.settings.get("also", "").split(","))]
        whole = True
        for series in (s for measure in measures for s in statement.series(corpus, measure=measure)):
            breaks = [
                (series.points[b], b)
                for a, b in pairwise(series.years)
                if b == a + 1
                and _size(series.points[a], series).surely_above(_size(series.points[b], series)) == (sign > 0)
                and not _size(series.points[a], series).meets(_size(series.points[b], series))
            ]
            if breaks:
                contrary.append(
                    Message(
                        "fell_in" if sign > 0 else "rose_in",
                        what=_noun(series),
                        series=series.label,
                        years=joined([y for _, y in breaks], most=9),
                        n=len(breaks),
                        all=len(series.years) - 1,
                    )
                )
                about += [o for o, _ in breaks]
            first, last = (_size(series.points[y], series) for y in (series.years[0], series.years[-1]))
            whole &= (last.value - first.value) * sign > 0
        if contrary:
            code = "said_but_overall" if whole else "said_but"
            yield _finding("trend.every_year", statement, each(contrary), about, code)

    return rule


def _overall(sign: int) -> Rule:
    """The last year above (or below) the first, in every series."""

    def rule(corpus: Corpus, statement: Statement) -> Iterator[Finding]:
        for series in statement.series(corpus):
            first, last = (series.points[y] for y in (series.years[0], series.years[-1]))
            a, b = _size(first, series), _size(last, series)
            if not a.meets(b) and (b.value > a.value) != (sign > 0):
                contrary = Message(
                    "went_from_to",
                    what=_noun(series),
                    series=series.label,
                    first=printed(first),
                    start=series.years[0],
                    last=printed(last),
                    end=series.years[-1],
                )
                yield _finding("trend.overall", statement, contrary, [first, last])

    return rule


def _sign(sign: int) -> Rule:
    """A surplus (or deficit) in each year of the period."""

    def rule(corpus: Corpus, statement: Statement) -> Iterator[Finding]:
        for series in statement.series(corpus):
            wrong = [y for y in series.years if figure(series.points[y]).value * sign < 0]
            if wrong:
                values = joined([Message("value_in", value=printed(series.points[y]), year=y) for y in wrong])
                contrary = Message("has_balances", series=series.label, values=values)
                yield _finding("trend.sign", statement, contrary, [series.points[y] for y in wrong])

    return rule


def _less_every_year(corpus: Corpus, statement: Statement) -> Iterator[Finding]:
    """The series smaller in size than the one in `other`, in each year that both have."""
    settings = {
        k: v for k, v in statement.settings.items() if k in ("measure", "reporter", "partner", "component", "product")
    }
    for own in statement.series(corpus):
        for partner_series in statement.series(corpus, **settings):
            years = [y for y in own.years if y in partner_series.points]
            wrong = [y for y in years if _abs(own.points[y]).surely_above(_abs(partner_series.points[y]))]
            if wrong:
                listed = [
                    Message("year_against", year=y, a=printed(own.points[y]), b=printed(partner_series.points[y]))
                    for y in wrong
                ]
                contrary = Message(
                    "other_way_round",
                    n=len(wrong),
                    all=len(years),
                    series=own.label,
                    years=_runs(wrong),
                    values=joined(listed, most=3),
                )
                about = [o for y in wrong for o in (own.points[y], partner_series.points[y])]
                yield _finding("trend.less", statement, contrary, about)


def _faster(corpus: Corpus, statement: Statement) -> Iterator[Finding]:
    """The series grew by a greater factor over the period than the one in `other`."""
    settings = {
        k: v for k, v in statement.settings.items() if k in ("measure", "reporter", "partner", "component", "product")
    }
    for own in statement.series(corpus):
        for partner_series in statement.series(corpus, **settings):
            a, b = _factor(own), _factor(partner_series)
            if a and b and b.surely_above(a):
                contrary = Message(
                    "grew_slower",
                    one=_noun(own),
                    a=f"{a.value:.1f}",
                    other=_noun(partner_series),
                    b=f"{b.value:.1f}",
                    series=own.label,
                )
                about = [own.points[own.years[-1]], partner_series.points[partner_series.years[-1]]]
                yield _finding("trend.faster", statement, contrary, about)


def _annual_rate(corpus: Corpus, statement: Statement) -> Iterator[Finding]:
    """The stated yearly rate as the compound rate from the first to the last year, or the mean of the yearly rates."""
    rate = Decimal(statement.settings["rate"])
    unit = Decimal(1).scaleb(rate.as_tuple().exponent)  # type: ignore[arg-type]
    stated = Figure(rate, rate - unit / 2, rate + unit / 2)
    for series in statement.series(corpus):
        years, points = series.years, series.points
        factor = figure(points[years[-1]]).over(figure(points[years[0]]))
        if factor is None or factor.low <= 0:
            continue
        steps = years[-1] - years[0]
        compound = Figure(*(100 * (b ** (1 / Decimal(steps)) - 1) for b in (factor.value, factor.low, factor.high)))
        yearly = [
            (y, 100 * (figure(points[y]).value / figure(points[y - 1]).value - 1)) for y in years if y - 1 in points
        ]
        mean = sum((v for _, v in yearly), Decimal(0)) / len(yearly)
        against = [(y, v) for y, v in yearly if (v > 0) != (rate > 0)]
        methods = Message(
            "growth_methods", first=years[0], last=years[-1], compound=percent(compound.value), mean=percent(mean)
        )
        about = [points[years[0]], points[years[-1]], *[points[y] for y, _ in against]]
        if not compound.meets(stated) and abs(mean - rate) > unit / 2:
            contrary = Message("no_method_gives", series=series.label, methods=methods)
            yield _finding("growth.average", statement, contrary, about, computed=methods)
        elif against:
            values = {
                "documents": documents(statement.documents),
                "said": statement.wording,
                "series": series.label,
                "methods": methods,
                "years": joined([Message("value_in", value=_signed(v), year=y) for y, v in against]),
            }
            message = (
                Message("growth_compound", **values) if compound.meets(stated) else Message("growth_mean", **values)
            )
            yield finding(
                "growth.uneven", message, [statement.record, *about], printed=statement.wording, computed=methods
            )


def _begins(corpus: Corpus, statement: Statement) -> Iterator[Finding]:
    """The series begins in the stated year: nothing before it, and a figure for it."""
    months = statement.span
    if months is None:
        return
    start = months.start // 12
    everything = [point for series in statement.always(corpus) for point in series.points.items()]
    early = sorted({y for y, o in everything if y < start and figure(o).low > 0})
    if early:
        point = next(o for y, o in everything if y == early[0])
        contrary = Message("printed_earlier", year=early[0], value=printed(point))
        yield _finding("trend.begins", statement, contrary, [point])


def _finding(
    rule: str,
    statement: Statement,
    contrary: Term,
    about: list[Observation],
    code: str = "said_but",
    computed: Term | None = None,
) -> Finding:
    """The document's statement and the figures that contradict it."""
    message = Message(code, documents=documents(statement.documents), said=statement.wording, contrary=contrary)
    return finding(
        rule,
        message,
        [statement.record, *about],
        printed=statement.wording,
        computed=contrary if computed is None else computed,
    )


def _signed(rate: Decimal) -> str:
    return Message("risen", rate=percent(rate)) if rate > 0 else percent(rate)


def _size(observation: Observation, series: Series) -> Figure:
    return _abs(observation) if series.measure == "balance" else figure(observation)


def _abs(observation: Observation) -> Figure:
    own = figure(observation)
    return -own if own.value < 0 else own


def _factor(series: Series) -> Figure | None:
    return figure(series.points[series.years[-1]]).over(figure(series.points[series.years[0]]))


def _noun(series: Series) -> Message:
    nouns = ("export", "import", "total_trade", "balance", "fdi_flow", "fdi_stock")
    return Message(f"noun_{series.measure if series.measure in nouns else 'other'}")


def _runs(years: list[int]) -> Term:
    """Years with runs of neighbours joined: 1988 to 1994, 1997."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return joined([span_of(r[0], r[-1]) if len(r) > 2 else joined(r) for r in runs], most=8)


TRENDS: dict[str, Rule] = {
    "increasing_every_year": _every_year(1),
    "decreasing_every_year": _every_year(-1),
    "increasing": _overall(1),
    "decreasing": _overall(-1),
    "surplus_every_year": _sign(1),
    "deficit_every_year": _sign(-1),
    "less_every_year": _less_every_year,
    "faster_than": _faster,
    "annual_rate": _annual_rate,
    "begins": _begins,
}
