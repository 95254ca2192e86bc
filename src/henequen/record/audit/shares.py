"""Shares: of the total of their own table, and shares that together must make a hundred."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from henequen.model.finding import Finding
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.record.audit.corpus import Corpus, additive, grouped, is_total, labelled_total, row, scope
from henequen.record.audit.figure import Figure, figure, total
from henequen.record.audit.report import finding
from henequen.record.audit.rounding import Rounding
from henequen.record.audit.wording import each, number, percent, printed, where

__all__ = ["shares"]


def shares(corpus: Corpus) -> Iterator[Finding]:
    """Shares of tables against the amounts next to them (`share.of_total`) and against a hundred (`share.sum`)."""
    rounding = Rounding("share.rounding")
    yield from _of_totals(corpus, rounding)
    yield from _hundred(corpus, rounding)
    yield from rounding.findings()


def _is_share(observation: Observation) -> bool:
    return observation.measure == "share" and observation.unit == "percent"


def _of_totals(corpus: Corpus, rounding: Rounding) -> Iterator[Finding]:
    """Each share of a row: the row's amount over the table's total of the same period and split."""
    for _, cells in grouped([o for o in corpus.valued if o.table], scope):
        amounts = [o for o in cells if additive(o)]
        bases = [o for o in amounts if is_total(o)]
        for share in filter(_is_share, cells):
            parts = [o for o in amounts if row(o) == row(share) and _alike(o, share)]
            if len(parts) != 1:
                continue
            part = parts[0]
            wholes = [
                o
                for o in bases
                if (o.measure, o.period, o.unit, o.reporter) == (part.measure, part.period, part.unit, part.reporter)
                and row(o).casefold() != row(part).casefold()
                and (o.partner == part.partner or o.partner == "WLD")
            ]
            if not wholes and labelled_total(part):
                wholes = [part]
            if len(wholes) == 1:
                yield from _compare(share, part, wholes[0], rounding)


def _alike(part: Observation, share: Observation) -> bool:
    own, share_key = (part.period, part.place, part.product), (share.period, share.place, share.product)
    return own == share_key and part.partner == share.partner


def _compare(share: Observation, part: Observation, whole: Observation, rounding: Rounding) -> Iterator[Finding]:
    computed = _ratio(figure(part), figure(whole))
    if computed is None or rounding.explains(share, computed):
        return
    yield finding(
        "share.of_total",
        Message(
            "share_of_total",
            where=where(share, begins=True),
            part=printed(part),
            whole=printed(whole),
            computed=percent(computed.value, share.decimals + 1),
            printed=printed(share),
        ),
        [share, part, whole],
        printed=printed(share),
        computed=percent(computed.value, share.decimals + 1),
    )


def _ratio(part: Figure, whole: Figure) -> Figure | None:
    ratio = part.over(whole)
    return ratio.scaled(Decimal(100)) if ratio else None


def _hundred(corpus: Corpus, rounding: Rounding) -> Iterator[Finding]:
    """The shares of one column (or of one figure's legend), which are printed as parts of a hundred or of a whole."""
    cells = [o for o in corpus.valued if o.table and _is_share(o) and not o.comparator]
    for _, group in grouped(cells, lambda o: (scope(o), o.reporter, o.partner, o.period)):
        parts = [o for o in group if "breakdown" in o.marks]
        whole = [o for o in group if is_total(o)]
        if len(parts) < 2 or len({(o.component, o.product, o.place) for o in parts}) < len(parts):
            continue
        summed = total([figure(o) for o in parts])
        if summed.low <= 100 <= summed.high:
            continue
        yield finding(
            "share.sum",
            Message(
                "share_sum",
                where=where(parts[0], begins=True),
                n=len(parts),
                sum=number(summed.value),
                slack=number(summed.slack),
            ),
            [*whole, *parts],
            printed=each([printed(o) for o in parts]),
            computed=f"{number(summed.value)} %",
        )
