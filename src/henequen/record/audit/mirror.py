"""Two counts of one flow: signs that exclude each other, years that break the ratio, rows that break their series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from henequen.model.finding import Finding
from henequen.model.message import Listed, Message
from henequen.model.observation import Observation
from henequen.record.audit.corpus import Corpus
from henequen.record.audit.figure import figure
from henequen.record.audit.report import finding
from henequen.record.audit.wording import each, joined, name, number, printed, rounded

__all__ = ["Flow", "flows", "mirror"]

_FEWEST = 5
_RARE = 5


@dataclass(frozen=True, slots=True)
class Flow:
    """Goods from one country to another, by year: the exporter's and the importer's count."""

    exporter: str
    importer: str
    exported: Mapping[int, Observation]
    imported: Mapping[int, Observation]

    @property
    def years(self) -> list[int]:
        """The years that both sides report."""
        return sorted(set(self.exported) & set(self.imported))

    def ratio(self, year: int) -> float:
        """The importer's figure over the exporter's."""
        return float(figure(self.imported[year]).value / figure(self.exported[year]).value)


def flows(corpus: Corpus) -> list[Flow]:
    """Every pair of countries and direction of which both sides print a yearly table."""
    series: dict[tuple[str, str, str], dict[int, Observation]] = {}
    for o in corpus.valued:
        year = corpus.year(o)
        if year is not None and o.table and o.product in ("", "TOTAL") and not o.place and not o.component:
            series.setdefault((o.measure, o.reporter, o.partner), {}).setdefault(year, o)
    return [
        Flow(exporter, importer, exported, series["import", importer, exporter])
        for (measure, exporter, importer), exported in series.items()
        if measure == "export" and ("import", importer, exporter) in series
    ]


def mirror(corpus: Corpus) -> Iterator[Finding]:
    """Balances of both sides with the same sign (`mirror.same_sign`), a ratio that crosses 1 for good in one year
    (`mirror.break`), and years in which an importer counts less than the exporter although imports are normally valued
    with freight (`mirror.below_export`)."""
    yield from _signs(corpus)
    for flow in flows(corpus):
        years = [y for y in flow.years if figure(flow.exported[y]).low > 0]
        break_year = _break(flow, years)
        if break_year:
            yield break_year
        else:
            yield from _below(flow, years)


def _signs(corpus: Corpus) -> Iterator[Finding]:
    balances: dict[tuple[str, str], dict[int, Observation]] = {}
    for o in corpus.valued:
        year = corpus.year(o)
        if o.measure == "balance" and o.table and year is not None and o.product in ("", "TOTAL") and not o.place:
            balances.setdefault((o.reporter, o.partner), {}).setdefault(year, o)
    for (one, other), balances_of_pair in balances.items():
        partner_balances = balances.get((other, one), {})
        if one > other:
            continue
        for code, sign in (("mirror_both_deficit", -1), ("mirror_both_surplus", 1)):
            years = [
                y
                for y in sorted(set(balances_of_pair) & set(partner_balances))
                if all(
                    sign * (f.low if sign > 0 else f.high) > 0
                    for f in (figure(balances_of_pair[y]), figure(partner_balances[y]))
                )
            ]
            if years:
                year_texts = joined(
                    [
                        Message(
                            "both_balances",
                            year=y,
                            one=name(one),
                            a=printed(balances_of_pair[y]),
                            other=name(other),
                            b=printed(partner_balances[y]),
                        )
                        for y in years
                    ]
                )
                yield finding(
                    "mirror.same_sign",
                    Message(code, years=year_texts),
                    [o for y in years for o in (balances_of_pair[y], partner_balances[y])],
                    printed=each([printed(o) for y in years for o in (balances_of_pair[y], partner_balances[y])]),
                    computed=Message("opposite_signs"),
                )


def _break(flow: Flow, years: list[int]) -> Finding | None:
    above = [flow.ratio(y) > 1 for y in years]
    turns = [n for n, (a, b) in enumerate(pairwise(above), 1) if a != b]
    if len(turns) != 1 or min(turns[0], len(years) - turns[0]) < _FEWEST:
        return None
    before, after = years[: turns[0]], years[turns[0] :]
    last, first = before[-1], after[0]
    ratios = Listed([Message("ratio_in", ratio=_x(flow, y), year=y) for y in (last, first, after[-1])], glue=", ")
    values = {
        "exporter": name(flow.exporter),
        "importer": name(flow.importer),
        "first": before[0],
        "last": last,
        "next": first,
        "end": after[-1],
        "ratios": ratios,
    }
    return finding(
        "mirror.break",
        Message("mirror_break_up", **values) if above[-1] else Message("mirror_break_down", **values),
        [flow.imported[last], flow.exported[last], flow.imported[first], flow.exported[first]],
        printed=each([printed(o) for y in (last, first) for o in (flow.exported[y], flow.imported[y])]),
        computed=ratios,
    )


def _below(flow: Flow, years: list[int]) -> Iterator[Finding]:
    odd = [y for y in years if figure(flow.exported[y]).surely_above(figure(flow.imported[y]))]
    if not odd or len(odd) * _RARE > len(years):
        return
    year_texts = joined(
        [Message("year_against", year=y, a=printed(flow.imported[y]), b=printed(flow.exported[y])) for y in odd]
    )
    yield finding(
        "mirror.below_export",
        Message(
            "mirror_below_export",
            exporter=name(flow.exporter),
            importer=name(flow.importer),
            n=len(odd),
            all=len(years),
            years=year_texts,
        ),
        [o for y in odd for o in (flow.imported[y], flow.exported[y])],
        printed=year_texts,
        computed=Message("importer_not_below"),
    )


def _x(flow: Flow, year: int) -> str:
    return number(rounded(Decimal(str(flow.ratio(year))), 2))
