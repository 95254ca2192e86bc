"""Two counts: what each side reports of the same flow, year by year, and where the ratio of the two changes its level."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from henequen.model.observation import Observation

__all__ = ["Flow", "Year", "level_break", "two_counts"]

_LEAST_YEARS = 4
_LEAST_GAIN = 0.5


@dataclass(frozen=True, slots=True)
class Year:
    """One year of one flow: the figure of the first side and of the second, or None where a side gives none."""

    year: int
    counts: tuple[Observation | None, Observation | None]
    exporter: int

    @property
    def amounts(self) -> tuple[Decimal | None, Decimal | None]:
        """Both amounts in the unit itself."""
        first, second = self.counts
        return (first.amount if first else None, second.amount if second else None)

    @property
    def difference(self) -> Decimal | None:
        """The importer's count less the exporter's, in the unit itself; None unless both are given."""
        amounts = self.amounts
        exported, imported = amounts[self.exporter], amounts[1 - self.exporter]
        return imported - exported if exported is not None and imported is not None else None

    @property
    def ratio(self) -> float | None:
        """The importer's count over the exporter's; None unless both are given and the latter is not zero."""
        amounts = self.amounts
        exported, imported = amounts[self.exporter], amounts[1 - self.exporter]
        return float(imported / exported) if exported and imported is not None else None


@dataclass(frozen=True, slots=True)
class Flow:
    """What one side (`exporter`: 0 or 1) sold to the other, as both count it; `broken` is the first year of a new level."""

    exporter: int
    years: tuple[Year, ...]
    broken: int | None
    levels: tuple[float, float] | None

    @property
    def ratios(self) -> dict[int, float]:
        """The ratios that can be formed, by year."""
        return {year.year: year.ratio for year in self.years if year.ratio is not None}


def two_counts(observations: Iterable[Observation], sides: Sequence[str]) -> list[Flow]:
    """Both directions of goods trade between the sides, from sources that give both sides' counts.

    Only whole-country totals of calendar years in one currency count; where a source gives a figure more than once, the
    cell of a table goes before the prose. A flow that no source counts from both sides is left out.
    """
    best: dict[tuple[str, int, int, int], Observation] = {}
    for o in observations:
        if not _is_total(o, sides):
            continue
        reporter = sides.index(o.reporter)
        exporter = reporter if o.flow == "export" else 1 - reporter
        key = (o.edition, exporter, reporter, int(o.period))
        if key not in best or (o.table and not best[key].table):
            best[key] = o
    flows = []
    for exporter in (0, 1):
        editions = {key[0] for key in best if key[1] == exporter}
        both = {e for e in editions if {k[2] for k in best if k[0] == e and k[1] == exporter} == {0, 1}}
        found: dict[int, list[Observation | None]] = {}
        for (edition, exported, reporter, year), o in best.items():
            if exported == exporter and edition in both:
                found.setdefault(year, [None, None])[reporter] = o
        if found:
            years = tuple(Year(y, (pair[0], pair[1]), exporter) for y, pair in sorted(found.items()))
            ratios = {y.year: y.ratio for y in years if y.ratio}
            broken = level_break(ratios)
            flows.append(Flow(exporter, years, broken, _levels(ratios, broken)))
    return flows


def level_break(ratios: Mapping[int, float]) -> int | None:
    """The first year of a new level: the split that most lowers the squared deviations of log ratios from their mean.

    None where there are fewer than eight years, or where the best split takes away less than half of the deviation.

    >>> level_break({1990 + i: (0.1 if i < 6 else 0.5) for i in range(12)})
    1996
    >>> level_break({1990 + i: 1.0 for i in range(12)}) is None
    True
    """
    years = sorted(ratios)
    if len(years) < 2 * _LEAST_YEARS:
        return None
    logs = [math.log(ratios[year]) for year in years]
    whole = _deviation(logs)
    at = min(
        range(_LEAST_YEARS, len(years) - _LEAST_YEARS + 1), key=lambda i: _deviation(logs[:i]) + _deviation(logs[i:])
    )
    rest = _deviation(logs[:at]) + _deviation(logs[at:])
    return years[at] if whole > 1e-9 and (whole - rest) / whole >= _LEAST_GAIN else None


def _levels(ratios: Mapping[int, float], broken: int | None) -> tuple[float, float] | None:
    if broken is None:
        return None
    before = [math.log(r) for year, r in ratios.items() if year < broken]
    behind = [math.log(r) for year, r in ratios.items() if year >= broken]
    return math.exp(sum(before) / len(before)), math.exp(sum(behind) / len(behind))


def _deviation(values: Sequence[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values)


def _is_total(o: Observation, sides: Sequence[str]) -> bool:
    return (
        o.measure in ("export", "import")
        and o.flow == o.measure
        and o.reporter in sides
        and o.partner in sides
        and o.partner != o.reporter
        and o.product in ("", "TOTAL")
        and not o.place
        and not o.component
        and len(o.period) == 4
        and o.period.isdigit()
        and o.unit.isupper()
    )
