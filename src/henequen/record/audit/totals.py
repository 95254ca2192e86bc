"""Printed totals against their parts: down the rows of a table, along its periods, and parts that exceed a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from henequen.model.finding import Finding
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.record.audit.corpus import Corpus, additive, column, document, grouped, is_total, scope
from henequen.record.audit.figure import figure, total
from henequen.record.audit.periods import tiles
from henequen.record.audit.report import finding
from henequen.record.audit.rounding import Rounding
from henequen.record.audit.wording import amount, component, day, joined, name, printed, product, where

__all__ = ["totals"]


def totals(corpus: Corpus) -> Iterator[Finding]:
    """Sums over rows (`sum.rows`) and over periods (`sum.periods`), and parts above their whole (`part.above_whole`)."""
    rounding = Rounding("sum.rounding")
    yield from _rows(corpus, rounding)
    yield from _periods(corpus, rounding)
    yield from rounding.findings()
    yield from _parts(corpus)


def _rows(corpus: Corpus, rounding: Rounding) -> Iterator[Finding]:
    """A row that is printed as the total of its column, and the rows of the same measure and parties above it."""
    cells = [o for o in corpus.valued if o.table and additive(o)]
    for _, group in grouped(cells, lambda o: (scope(o), column(o), o.measure, o.reporter, o.partner, o.period, o.unit)):
        results = [o for o in group if is_total(o)]
        parts = [o for o in group if not is_total(o)]
        if len(results) == 1 and len(parts) > 1 and len({_split(o) for o in parts}) == len(parts):
            yield from _compare(results[0], parts, "sum.rows", len(parts), rounding)


def _periods(corpus: Corpus, rounding: Rounding) -> Iterator[Finding]:
    """A total over a span, and the figures of the same series in the same table whose periods cover the span exactly."""
    cells = [o for o in corpus.everything if o.table and o.measure != "balance" and (o.value is None or additive(o))]
    for _, group in grouped(
        cells,
        lambda o: (scope(o), o.measure, o.component, o.reporter, o.partner, o.flow, o.product, o.place, o.unit),
    ):
        for result in (o for o in group if o.value is not None and is_total(o)):
            whole = corpus.span(result)
            inner = [(s, o) for o in group if o is not result and (s := corpus.span(o)) and whole and s.within(whole)]
            if whole and tiles([s for s, _ in inner], whole):
                parts = [o for _, o in inner if o.value is not None]
                yield from _compare(result, parts, "sum.periods", len(inner), rounding)


def _compare(
    result: Observation, parts: Sequence[Observation], rule: str, number: int, rounding: Rounding
) -> Iterator[Finding]:
    computed = total([figure(o) for o in parts])
    if rounding.explains(result, computed):
        return
    assert result.amount is not None
    yield finding(
        rule,
        Message(
            rule.replace(".", "_"),
            where=where(result, begins=True),
            n=number,
            computed=amount(computed.value, result),
            printed=printed(result),
            gap=amount(abs(computed.value - result.amount), result),
            slack=amount(computed.slack + result.half_unit, result, result.decimals + 1),
        ),
        [result, *parts],
        printed=printed(result),
        computed=amount(computed.value, result),
    )


def _split(observation: Observation) -> tuple[str, str, str]:
    return observation.component, observation.product, observation.place


def _parts(corpus: Corpus) -> Iterator[Finding]:
    """Figures marked as parts that together exceed the whole of the same document, in text or in a table."""
    figures = [o for o in corpus.valued if additive(o) and o.measure != "balance"]
    for _, group in grouped(figures, lambda o: (document(o), o.measure, o.reporter, o.partner, o.period, o.unit)):
        wholes = [o for o in group if not o.place and o.product in ("", "TOTAL") and "breakdown" not in o.marks]
        if len({o.amount for o in wholes}) != 1:
            continue
        whole = wholes[0]
        for dimension in ("place", "product", "component"):
            parts = [o for o in group if "breakdown" in o.marks and _only(o, dimension) and not o.table]
            if len(parts) > 1 or (parts and dimension != "component"):
                yield from _exceeds(whole, parts)


def _only(observation: Observation, dimension: str) -> bool:
    """Does the part differ from the whole only in this dimension?"""
    place, product = bool(observation.place), observation.product not in ("", "TOTAL")
    return {"place": place and not product, "product": product and not place, "component": not place and not product}[
        dimension
    ]


def _exceeds(whole: Observation, parts: Sequence[Observation]) -> Iterator[Finding]:
    computed = total([figure(o) for o in parts])
    if not computed.surely_above(figure(whole)):
        return
    listed = joined([Message("labelled", label=_label(o), value=printed(o)) for o in parts])
    yield finding(
        "part.above_whole",
        Message(
            "part_above_whole",
            where=where(whole, begins=True),
            period=day(whole.period),
            parts=listed,
            computed=amount(computed.value, whole),
            printed=printed(whole),
        ),
        [whole, *parts],
        printed=printed(whole),
        computed=amount(computed.value, whole),
    )


def _label(observation: Observation) -> str:
    if observation.place:
        return name(observation.place)
    if observation.product:
        return product(observation)
    return component(observation) if observation.component else name(observation.partner)
