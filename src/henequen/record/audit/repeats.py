"""The same statistic printed twice, in one document or in two, with figures that cannot both be right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from henequen.model.finding import Finding
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.record.audit.corpus import Corpus, document, grouped
from henequen.record.audit.figure import figure
from henequen.record.audit.report import finding
from henequen.record.audit.wording import component, day, each, joined, name, printed, where

__all__ = ["repeats"]


def repeats(corpus: Corpus) -> Iterator[Finding]:
    """Figures of one statistic, period and unit whose difference exceeds their precision (`same.figure`).

    A coarse figure agrees with a precise one that rounds to it. Two figures of the same precision must agree
    digit for digit, since one of them is a copy. Words such as "over" remove the bound on that side.
    """
    for _, group in grouped(corpus.valued, _statistic):
        if len({(o.amount, o.decimals, o.unit_mult) for o in group}) > 1:
            apart = [pair for pair in combinations(group, 2) if _differ(*pair)]
            if apart:
                yield _finding(list(dict.fromkeys(o for pair in apart for o in pair)))


def _statistic(o: Observation) -> tuple[str, ...]:
    return o.measure, o.component, o.reporter, o.partner, o.flow, o.product, o.place, o.period, o.unit


def _differ(one: Observation, other: Observation) -> bool:
    a, b = figure(one), figure(other)
    if not a.meets(b):
        return True
    return (
        not one.comparator
        and not other.comparator
        and one.half_unit == other.half_unit
        and one.amount != other.amount
        and one.decimals > 0
    )


def _finding(group: Sequence[Observation]) -> Finding:
    first = group[0]
    figures = joined([Message("figure_at", figure=printed(o), where=where(o)) for o in group])
    parties = joined([name(code) for code in (first.reporter, first.partner) if code])
    same_digits = all(a.half_unit == first.half_unit for a in group) and figure(group[0]).meets(figure(group[-1]))
    values = {"what": component(first), "parties": parties, "period": day(first.period), "figures": figures}
    one_document = len({document(o) for o in group}) == 1
    return finding(
        "same.figure",
        Message("same_figure_digit", **values) if same_digits else Message("same_figure_apart", **values),
        group,
        printed=each([printed(o) for o in group]),
        computed=Message("one_figure") if one_document else Message("one_figure_everywhere"),
    )
