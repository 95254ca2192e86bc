"""Two counts: each side's figures of the same flow, year by year, and the year in which their ratio crosses 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from henequen.model.observation import Observation

__all__ = ["Flow", "Year", "turning_year", "two_counts"]

_LEAST_YEARS = 4
_LEAST_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Year:
    """One year of one flow: the figure of the first side and of the second, or None if a side gives none."""

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
        """The importer's count less the exporter's, in the unit itself; None unless both exist."""
        amounts = self.amounts
        exported, imported = amounts[self.exporter], amounts[1 - self.exporter]
        return imported - exported if exported is not None and imported is not None else None

    @property
    def ratio(self) -> float | None:
        """The importer's count over the exporter's; None unless both exist and the latter is not zero."""
        amounts = self.amounts
        exported, imported = amounts[self.exporter], amounts[1 - self.exporter]
        return float(imported / exported) if exported and imported is not None else None


@dataclass(frozen=True, slots=True)
class Flow:
    """What one side (`exporter`: 0 or 1) sold to the other, as both count it.

    `crossing` is the year in which the ratio crosses 1 for good, `levels` the median ratios before it and since.
    """

    exporter: int
    years: tuple[Year, ...]
    crossing: int | None
    levels: tuple[float, float] | None

    @property
    def ratios(self) -> dict[int, float]:
        """The ratios that can be formed, by year."""
        return {year.year: year.ratio for year in self.years if year.ratio is not None}


def two_counts(observations: Iterable[Observation], sides: Sequence[str]) -> list[Flow]:
    """Both directions of goods trade between the sides, from sources that give both sides' counts.

    Only whole-country totals of calendar years in one currency count; if a source gives a figure more than once, the
    cell of a table is preferred to the prose. A flow without a source for both sides is left out.
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
        editions_of_both = {e for e in editions if {k[2] for k in best if k[0] == e and k[1] == exporter} == {0, 1}}
        by_year: dict[int, list[Observation | None]] = {}
        for (edition, exported, reporter, year), o in best.items():
            if exported == exporter and edition in editions_of_both:
                by_year.setdefault(year, [None, None])[reporter] = o
        if by_year:
            years = tuple(Year(y, (pair[0], pair[1]), exporter) for y, pair in sorted(by_year.items()))
            ratios = {y.year: y.ratio for y in years if y.ratio}
            crossing = turning_year(ratios)
            flows.append(Flow(exporter, years, crossing, _levels(ratios, crossing)))
    return flows


def turning_year(ratios: Mapping[int, float]) -> int | None:
    """The first year from which the ratio stays on the other side of 1.

    None unless there are at least four years on either side of it, and nine in ten of the years before it are on the
    other side.

    >>> turning_year({1990 + i: (0.5 if i < 6 else 1.5) for i in range(12)})
    1996
    >>> turning_year({1990 + i: 1.5 for i in range(12)}) is None
    True
    """
    years = sorted(ratios)
    if not years or ratios[years[-1]] == 1:
        return None
    above = ratios[years[-1]] > 1
    at = next((i for i in range(len(years), 0, -1) if (ratios[years[i - 1]] > 1) != above), 0)
    before, behind = years[:at], years[at:]
    if len(before) < _LEAST_YEARS or len(behind) < _LEAST_YEARS:
        return None
    opposite = sum((ratios[year] > 1) != above for year in before)
    return behind[0] if opposite >= _LEAST_SHARE * len(before) else None


def _levels(ratios: Mapping[int, float], crossing: int | None) -> tuple[float, float] | None:
    """The median ratio before the turning year and from it on."""
    if crossing is None:
        return None
    return (
        median(ratio for year, ratio in ratios.items() if year < crossing),
        median(ratio for year, ratio in ratios.items() if year >= crossing),
    )


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
