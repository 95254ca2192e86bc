"""Two counts of one flow: signs that exclude each other, years that break the ratio, rows that break their series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from henequen.model.finding import Finding
from henequen.model.observation import Observation
from henequen.record.audit.corpus import Corpus
from henequen.record.audit.figure import figure
from henequen.record.audit.report import finding
from henequen.record.audit.wording import joined, name, number, printed, rounded

__all__ = ["Flow", "flows", "mirror"]

_FEWEST = 5
_RARE = 5


@dataclass(frozen=True, slots=True)
class Flow:
    """Goods from one country to another, by year: what the exporter and what the importer counted."""

    exporter: str
    importer: str
    exported: Mapping[int, Observation]
    imported: Mapping[int, Observation]

    @property
    def years(self) -> list[int]:
        """The years that both sides count."""
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
    """Balances of both sides with the same sign (`mirror.same_sign`), a ratio that turns over in one year for good
    (`mirror.break`), and years in which an importer counts less than the exporter although imports are as a rule valued with
    freight (`mirror.below_export`)."""
    yield from _signs(corpus)
    for flow in flows(corpus):
        years = [y for y in flow.years if figure(flow.exported[y]).low > 0]
        turned = _break(flow, years)
        if turned:
            yield turned
        else:
            yield from _below(flow, years)


def _signs(corpus: Corpus) -> Iterator[Finding]:
    balances: dict[tuple[str, str], dict[int, Observation]] = {}
    for o in corpus.valued:
        year = corpus.year(o)
        if o.measure == "balance" and o.table and year is not None and o.product in ("", "TOTAL") and not o.place:
            balances.setdefault((o.reporter, o.partner), {}).setdefault(year, o)
    for (one, other), mine in balances.items():
        theirs = balances.get((other, one), {})
        if one > other:
            continue
        for word, sign in (("deficit", -1), ("surplus", 1)):
            years = [
                y for y in sorted(set(mine) & set(theirs))
                if all(sign * (f.low if sign > 0 else f.high) > 0 for f in (figure(mine[y]), figure(theirs[y])))
            ]  # fmt: skip
            if years:
                told = joined(
                    [f"{y}: {name(one)} {printed(mine[y])}, {name(other)} {printed(theirs[y])}" for y in years]
                )
                yield finding(
                    "mirror.same_sign",
                    "error",
                    f"Both sides count a {word} with each other ({told}). One country's {word} is the other's "
                    f"{'surplus' if sign < 0 else 'deficit'}, so at least one of the counts has a flow too low or too high.",
                    [o for y in years for o in (mine[y], theirs[y])],
                    printed="; ".join(printed(o) for y in years for o in (mine[y], theirs[y])),
                    computed="balances of opposite sign",
                )


def _break(flow: Flow, years: list[int]) -> Finding | None:
    above = [flow.ratio(y) > 1 for y in years]
    turns = [n for n, (a, b) in enumerate(pairwise(above), 1) if a != b]
    if len(turns) != 1 or min(turns[0], len(years) - turns[0]) < _FEWEST:
        return None
    before, after = years[: turns[0]], years[turns[0] :]
    last, first = before[-1], after[0]
    lower, higher = ("less", "more") if above[-1] else ("more", "less")
    ratios = f"{_x(flow, last)} in {last}, {_x(flow, first)} in {first}, {_x(flow, after[-1])} in {after[-1]}"
    return finding(
        "mirror.break",
        "warning",
        f"Goods from {name(flow.exporter)} to {name(flow.importer)}: the importer counts {lower} than the exporter in every "
        f"year from {before[0]} to {last} and {higher} in every year from {first} to {after[-1]} (importer's figure over "
        f"exporter's: {ratios}). One explanation cannot serve both halves: freight in import values and goods declared to a "
        "country on the way make the importer's figure the higher one throughout. The series break between "
        f"{last} and {first}.",
        [flow.imported[last], flow.exported[last], flow.imported[first], flow.exported[first]],
        printed="; ".join(printed(o) for y in (last, first) for o in (flow.exported[y], flow.imported[y])),
        computed=ratios,
    )


def _below(flow: Flow, years: list[int]) -> Iterator[Finding]:
    odd = [y for y in years if figure(flow.exported[y]).surely_above(figure(flow.imported[y]))]
    if not odd or len(odd) * _RARE > len(years):
        return
    told = joined([f"{y}: {printed(flow.imported[y])} against {printed(flow.exported[y])}" for y in odd])
    yield finding(
        "mirror.below_export",
        "warning",
        f"Goods from {name(flow.exporter)} to {name(flow.importer)}: in {len(odd)} of {len(years)} years the importer counts "
        f"less than the exporter ({told}), against the rule of all other years and although import values as a rule include "
        "freight.",
        [o for y in odd for o in (flow.imported[y], flow.exported[y])],
        printed=told,
        computed="importer's figure at or above the exporter's",
    )


def _x(flow: Flow, year: int) -> str:
    return number(rounded(Decimal(str(flow.ratio(year))), 2))
