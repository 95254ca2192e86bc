"""The same scenarios on several worlds, elasticities and treatments of deficits: the range that is shown before single
figures.

One `Case` is one base with one set of elasticities and one closure. All scenarios of a case share its draws of
elasticities and, if their baselines agree, the solved baselines, which saves half of the work. Draws come from a
lognormal law around the set's values (the relative spread that the scenario's file states), the same seed in every
case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from henequen.model.message import Message
from henequen.model.progress import Progress
from henequen.scenarios.bases.base import Array, Base
from henequen.scenarios.multi_sector import Economy, economy_of, solve
from henequen.scenarios.multi_sector.effects import Effects, effects_between, world_of
from henequen.scenarios.multi_sector.effects import World as Solved
from henequen.scenarios.result.bands import draw_theta
from henequen.scenarios.spec.calendar import years_of
from henequen.scenarios.spec.shocks import build_shock
from henequen.scenarios.spec.spec import Distribution, Spec
from henequen.scenarios.worlds.translate import translate
from henequen.scenarios.worlds.world import Elasticities, World

__all__ = ["Case", "case_rows", "cases_of", "with_elasticities"]

CHUNK = 16
TOLERANCE = 1e-10
INTERVAL = 0.9
Closure = Literal["zero", "keep"]
CLOSURES: tuple[Closure, ...] = ("zero", "keep")
LAW = Distribution(distribution="lognormal", sigma=0.25)


@dataclass(frozen=True)
class Case:
    """A base with one set of elasticities and one treatment of deficits."""

    world: World
    elasticities: Elasticities
    closure: Closure

    @property
    def label(self) -> dict[str, Any]:
        """The columns that name the case in every table."""
        return {"world": self.world.id, "elasticities": self.elasticities.id, "closure": self.closure}


def cases_of(worlds: Sequence[World]) -> list[Case]:
    """Every world with each of its sets of elasticities, deficits closed and kept."""
    return [Case(world, item, closure) for world in worlds for item in world.elasticities for closure in CLOSURES]


def with_elasticities(base: Base, chosen: Elasticities) -> Base:
    """`base` with the values of `chosen`; an empty table leaves the base's own. Raises `DataError` for a sector without one."""
    from henequen.scenarios.bases.icio import thetas

    if chosen.values == {}:
        return base
    return replace(base, arrays={**base.arrays, "theta": thetas(chosen.values, base.sectors)})


@dataclass(frozen=True)
class _Question:
    """One scenario on the case's base: tariffs before and after, costs, sector first."""

    id: str
    spec: Spec
    before: Array
    after: Array
    iceberg: Array | None
    left_out: tuple[str, ...]


def case_rows(
    case: Case, base: Base, specs: Mapping[str, Spec], *, draws: int = 200, progress: Progress | None = None
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Rows by scenario and table (`worlds`, `worlds_trade`, `worlds_sectors`) of `case`, with bands from `draws` draws.

    Raises `DataError` for a scenario that cannot be translated to this world, `NotConvergedError` if a central solve
    does not end.
    """
    base = with_elasticities(base, case.elasticities)
    economy = economy_of(base)
    surplus = np.zeros_like(economy.surplus) if case.closure == "zero" else economy.surplus
    questions = [_question(identity, spec, case.world, base, economy) for identity, spec in specs.items()]
    groups: dict[bytes, list[_Question]] = {}
    for question in questions:
        groups.setdefault(question.before.tobytes(), []).append(question)
    names = [economy.sectors[j] for j in economy.traded]
    laws = {repr(q.spec.draws.elasticities if q.spec.draws else LAW) for q in questions}
    law = next((q.spec.draws.elasticities for q in questions if q.spec.draws), LAW) if len(laws) == 1 else LAW
    seed = next((q.spec.draws.seed for q in questions if q.spec.draws), 0)
    theta = draw_theta(law, economy.theta[economy.traded], names, draws, np.random.default_rng(seed))
    parts = [economy.theta[economy.traded][None], *(theta[k : k + CHUNK] for k in range(0, draws, CHUNK))]
    central: dict[str, tuple[Effects, Solved]] = {}
    drawn: dict[str, list[_Drawn]] = {question.id: [] for question in questions}
    for number, part in enumerate(parts):
        for alike in groups.values():
            first = solve(economy, alike[0].before, surplus=surplus, theta=part, tolerance=TOLERANCE)
            starts = [world_of(first, k) for k in range(len(part))]
            for question in alike:
                last = solve(
                    economy,
                    question.after,
                    surplus=surplus,
                    iceberg=question.iceberg,
                    theta=part,
                    start=first.state,
                    tolerance=TOLERANCE,
                )
                focus = _focus(question, base)
                for k in range(len(part)):
                    effects = effects_between(starts[k], world_of(last, k), question.iceberg)
                    if number == 0:
                        central[question.id] = effects, starts[k]
                    else:
                        drawn[question.id].append(_drawn(effects, focus))
        if progress is not None:
            progress((number + 1) / len(parts), Message("draws_3", number=min(number * CHUNK, draws), draws=draws))
    money = economy.unit * (1e-6 if base.currency == "US dollars" else 1.0)
    tables: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for question in questions:
        answer = _Answer(case, base, *central[question.id], drawn[question.id], _focus(question, base), money)
        tables[question.id] = {
            "worlds": list(answer.region_rows(question.left_out)),
            "worlds_trade": list(answer.trade_rows()),
            "worlds_sectors": list(answer.sector_rows()) if case.closure == "zero" else [],
        }
    return tables


@dataclass(frozen=True)
class _Drawn:
    """The stored results of a draw, only for the regions in focus (F): income in percent, the ratio of sales [buyer,
    seller], and ratios of output (F, J). Whole flows of 200 draws would take a gigabyte."""

    income: Array
    sales: Array
    output: Array


def _focus(question: _Question, base: Base) -> list[int]:
    return [base.regions.index(code) for code in question.spec.focus if code in base.regions]


def _drawn(effects: Effects, focus: list[int]) -> _Drawn:
    pairs = np.ix_(focus, focus)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = effects.after.sum(axis=0)[pairs] / effects.before.sum(axis=0)[pairs]
    return _Drawn(effects.regions["exact_real_income"][focus], ratio, effects.output[focus])


def _question(identity: str, spec: Spec, world: World, base: Base, economy: Economy) -> _Question:
    translated, left_out = translate(spec, world, base)
    shock = build_shock(translated, base)
    years = years_of(translated, base, shock)
    before, after = (years[-1].before, years[-1].after) if years else (shock.before, shock.after)

    def front(values: Array) -> Array:
        return np.ascontiguousarray(values[:, :, economy.traded].transpose(2, 0, 1))

    iceberg = None if shock.iceberg is None else front(shock.iceberg)
    return _Question(identity, translated, front(before), front(after), iceberg, left_out)


@dataclass(frozen=True)
class _Answer:
    """One scenario answered on one world: the central figures, those drawn for the bands, and the regions in focus."""

    case: Case
    base: Base
    central: Effects
    start: Solved
    drawn: list[_Drawn]
    focus: list[int]
    money: float
    """What one unit of the solved world is in the tables' currency."""

    def trade_rows(self) -> Iterator[dict[str, Any]]:
        """A row for each flow between regions in focus."""
        regions = self.base.regions
        for a, n in enumerate(self.focus):
            for b, i in enumerate(self.focus):
                if n == i:
                    continue
                before, after = float(self.central.before[:, n, i].sum()), float(self.central.after[:, n, i].sum())
                low, high = _spread([100 * (one.sales[a, b] - 1) for one in self.drawn])
                yield self.case.label | {
                    "importer": regions[n],
                    "exporter": regions[i],
                    "before": _short(before * self.money),
                    "after": _short(after * self.money),
                    "change": _short(100 * (after / before - 1)),
                    "lower": low,
                    "upper": high,
                }

    def sector_rows(self) -> Iterator[dict[str, Any]]:
        """A row for each sector with output of the regions in focus."""
        for a, n in enumerate(self.focus):
            for j, sector in enumerate(self.base.sectors):
                ratio = float(self.central.output[n, j])
                if not np.isfinite(ratio):
                    continue
                low, high = _spread([100 * (one.output[a, j] - 1) for one in self.drawn])
                before = float(self.start.output[n, j]) * self.money
                yield self.case.label | {
                    "region": self.base.regions[n],
                    "sector": sector,
                    "output": _short(100 * (ratio - 1)),
                    "lower": low,
                    "upper": high,
                    "before": _short(before),
                    "difference": _short(before * (ratio - 1)),
                }

    def region_rows(self, left_out: Sequence[str]) -> Iterator[dict[str, Any]]:
        """A row of real income for each region in focus; `left_out` are parts of the scenario that the world lacks."""
        for a, n in enumerate(self.focus):
            income = [float(one.income[a]) for one in self.drawn]
            value = float(self.central.regions["exact_real_income"][n])
            low, high = _spread(income)
            worth = float(self.start.income[n]) * self.money / 100
            yield self.case.label | {
                "region": self.base.regions[n],
                "income": _short(value),
                "lower": low,
                "upper": high,
                "rises": float(np.mean([one > 0 for one in income])) if income else None,
                "money": _short(value * worth),
                "money_lower": None if low is None else _short(low * worth),
                "money_upper": None if high is None else _short(high * worth),
                "left_out": "; ".join(left_out),
                "draws": len(self.drawn),
            }


def _spread(values: list[Any]) -> tuple[float | None, float | None]:
    """The bounds of the band of drawn values; None without draws."""
    if not values:
        return None, None
    low, high = np.quantile(np.asarray(values), [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2])
    return _short(float(low)), _short(float(high))


def _short(value: float) -> float:
    """Round to six significant digits, the precision of shipped tables."""
    return float(f"{value:.6g}")
