"""Run a multi-sector scenario: baseline, counterfactual, path, years, draws; and arrange the answers in tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from henequen.model.message import Message
from henequen.model.progress import Progress
from henequen.scenarios.bases.base import Array, Base
from henequen.scenarios.multi_sector import (
    NUMERAIRE,
    Economy,
    Equilibria,
    PathTerms,
    economy_of,
    path_bundle,
    path_terms,
    solve,
)
from henequen.scenarios.multi_sector.effects import Effects, effects_between, world_of
from henequen.scenarios.multi_sector.solve import Stop
from henequen.scenarios.multi_sector.tables import Bands, layout
from henequen.scenarios.result.bands import band, describe, draw_factors, draw_theta
from henequen.scenarios.result.caveats import calendar_marks, marks_of, rate_marks
from henequen.scenarios.result.result import ScenarioResult, Table
from henequen.scenarios.result.sensitivity import Variant, models_table
from henequen.scenarios.spec.calendar import Year, unfinished, years_of
from henequen.scenarios.spec.rates import assumptions_of
from henequen.scenarios.spec.shocks import Shock, build_shock
from henequen.scenarios.spec.spec import Draws, Spec

__all__ = ["run_multi_sector"]

CHUNK = 16
DRAW_TOLERANCE = 1e-10  # sufficient for a band; draws are most of the work
PATH = ("path_terms_of_trade", "path_volume_of_trade", "path_technical_efficiency")


@dataclass(frozen=True)
class _Question:
    """The shock on the traded sectors, sector first (T, N, N)."""

    economy: Economy
    before: Array
    after: Array
    iceberg: Array | None
    surplus: Array
    spec: Spec
    tolerance: float

    def solve(
        self,
        tariff: Array,
        *,
        iceberg: Array | None = None,
        theta: Array | None = None,
        start: Array | None = None,
        stop: Stop | None = None,
    ) -> Equilibria:
        return solve(
            self.economy,
            tariff,
            surplus=self.surplus,
            iceberg=iceberg,
            theta=theta,
            start=start,
            tolerance=self.tolerance,
            max_sweeps=self.spec.solver.max_iterations,
            stop=stop,
        )

    def path(
        self,
        first: Equilibria,
        last: Equilibria,
        iceberg: Array | None,
        which: int,
        points: tuple[int, ...],
        stop: Stop | None,
    ) -> PathTerms:
        return path_terms(
            self.economy,
            first,
            last,
            surplus=self.surplus,
            iceberg=iceberg,
            which=which,
            tolerance=min(self.spec.solver.tolerance, 1e-12),
            points=points,
            max_sweeps=self.spec.solver.max_iterations,
            stop=stop,
        )


def run_multi_sector(
    spec: Spec, base: Base, *, places: Table | None = None, progress: Progress | None = None, stop: Stop | None = None
) -> ScenarioResult:
    """The answer to `spec` on a multi-sector `base`; raises `NotConvergedError` instead of returning an unsolved one.

    The baseline is solved first under the same closure and numeraire, so that closing the deficits, or other tariffs
    than the data's, are not part of the effect.
    """
    tell = progress or (lambda _share, _text: None)
    shock = build_shock(spec, base)
    years = years_of(spec, base, shock)
    marks = [
        *marks_of(shock.changed),
        *rate_marks(shock.before, shock.after),
        *calendar_marks(unfinished(spec, base, shock), spec.staging.end if spec.staging else 0),
    ]
    if years:
        shock = replace(shock, before=years[-1].before, after=years[-1].after)
    economy = economy_of(base)
    question = _question(spec, economy, shock)
    tell(0.02, Message("solving_baseline"))
    first = question.solve(question.before, stop=stop)
    tell(0.1, Message("solving_counterfactual"))
    last = question.solve(question.after, iceberg=question.iceberg, start=first.state, stop=stop)
    effects = effects_between(world_of(first), world_of(last), question.iceberg)
    tell(0.2, Message("integrating_along_path"))
    path = question.path(first, last, question.iceberg, 0, (8, 14, 24, 40), stop)
    tables: dict[str, Table] = {}
    bands = None
    if spec.draws:
        bands = _draw(question, spec.draws, tell, stop)
    tables.update(layout(base, economy, effects, path, bands, shock, places, focus=spec.focus))
    if years:
        tables["years"] = _years_table(question, base, years, first, stop)
    if spec.ranges:
        tell(0.96, Message("solving_under_other_treatment_deficits"))
        tables["models"] = _models(question, base, effects, stop)
    tell(1.0, "done")
    return ScenarioResult(
        title=spec.title,
        model="caliendo_parro",
        tables=tables,
        assumptions=_assumptions(spec, base, shock),
        limits=(*(mark["text"] for mark in marks), *spec.limits, *map(Message, _LIMITS), *base.notes),
        diagnostics=_diagnostics(spec, base, shock, first, last, path) | {"marks": marks},
        sources=(base.source, _METHOD),
    )


_METHOD = "Caliendo, L. and Parro, F. (2015), Review of Economic Studies 82(1), 1-44: model and first-order formulas"
_LIMITS = (
    "long_run",
    "households",
    "missing",
    "untraded",
)


def _question(spec: Spec, economy: Economy, shock: Shock) -> _Question:
    def front(values: Array) -> Array:
        return np.ascontiguousarray(values[:, :, economy.traded].transpose(2, 0, 1))

    surplus = np.zeros_like(economy.surplus) if spec.baseline.deficits == "zero" else economy.surplus
    iceberg = None if shock.iceberg is None else front(shock.iceberg)
    return _Question(economy, front(shock.before), front(shock.after), iceberg, surplus, spec, spec.solver.tolerance)


def _draw(question: _Question, draws: Draws, tell: Progress, stop: Stop | None) -> Bands:
    """Solve both worlds for every draw, in chunks that fit the cache; the draws do not depend on the chunks."""
    economy = question.economy
    generator = np.random.default_rng(draws.seed)
    names = [economy.sectors[j] for j in economy.traded]
    theta = draw_theta(draws.elasticities, economy.theta[economy.traded], names, draws.n, generator)
    spread = None
    if draws.iceberg is not None and question.iceberg is not None:
        spread = draw_factors(draws.iceberg, (draws.n, 1, 1, 1), generator)
    results: list[Effects] = []
    paths: list[tuple[Array, Array, Array]] = []
    loose = replace(question, tolerance=max(question.tolerance, DRAW_TOLERANCE))
    for begin in range(0, draws.n, CHUNK):
        part = slice(begin, min(begin + CHUNK, draws.n))
        iceberg = question.iceberg
        many = iceberg if spread is None or iceberg is None else np.exp(np.log(iceberg)[None] * spread[part])
        first = loose.solve(question.before, theta=theta[part], stop=stop)
        last = loose.solve(question.after, iceberg=many, theta=theta[part], start=first.state, stop=stop)
        for k in range(part.stop - part.start):
            own = many if many is None or many.ndim == 3 else many[k]
            results.append(effects_between(world_of(first, k), world_of(last, k), own))
        if draws.path:
            paths.append(
                path_bundle(
                    economy,
                    first,
                    last,
                    surplus=question.surplus,
                    iceberg=many,
                    tolerance=loose.tolerance,
                    max_sweeps=question.spec.solver.max_iterations,
                    stop=stop,
                )
            )
        tell(0.25 + 0.7 * part.stop / draws.n, Message("draws_4", stop=part.stop, n=draws.n))
    regions = {name: band(np.stack([r.regions[name] for r in results]), draws.interval) for name in results[0].regions}
    if paths:
        regions |= {
            name: band(np.concatenate([one[k] for one in paths]), draws.interval) for k, name in enumerate(PATH)
        }
    with np.errstate(invalid="ignore", divide="ignore"):
        flows = np.stack([r.after / r.before for r in results])
    drawn = np.stack([r.output for r in results])
    return Bands(
        regions=regions,
        output=band(drawn, draws.interval),
        price=band(np.stack([r.price for r in results]), draws.interval),
        trade=band(flows, draws.interval),
        drawn=drawn,
        interval=draws.interval,
    )


def _models(question: _Question, base: Base, effects: Effects, stop: Stop | None) -> Table:
    """Exact and first-order figures with deficits closed and kept."""
    requested, economy = question.spec.baseline.deficits, question.economy

    def under_other_deficits() -> Mapping[str, Array]:
        surplus = economy.surplus if requested == "zero" else np.zeros_like(economy.surplus)
        reversed_question = replace(question, surplus=surplus)
        first = reversed_question.solve(reversed_question.before, stop=stop)
        last = reversed_question.solve(
            reversed_question.after, iceberg=reversed_question.iceberg, start=first.state, stop=stop
        )
        return effects_between(world_of(first), world_of(last), reversed_question.iceberg).regions

    variants: tuple[Variant, ...] = (
        (f"deficits {requested}", True, lambda: effects.regions),
        (f"deficits {'keep' if requested == 'zero' else 'zero'}", False, under_other_deficits),
    )
    tariffs = question.spec.baseline.tariffs or base.data_tariffs or ""
    figures = ("exact_real_income", "first_order_welfare")
    return models_table(base.regions, figures, tariffs, variants, lambda: stop is not None and stop())


def _years_table(question: _Question, base: Base, years: list[Year], first: Equilibria, stop: Stop | None) -> Table:
    """Every year of the calendar against its own baseline, all years in one batch."""
    economy = question.economy

    def front(values: Array) -> Array:
        return np.ascontiguousarray(values[:, :, economy.traded].transpose(2, 0, 1))

    before = np.stack([front(year.before) for year in years])
    after = np.stack([front(year.after) for year in years])
    moving = bool((before != before[0]).any())
    bases = question.solve(before if moving else before[:1], start=first.state, stop=stop)
    solved = question.solve(after, iceberg=question.iceberg, start=first.state, stop=stop)
    columns: dict[str, list[Any]] = {"year": [], "region": []}
    for k, year in enumerate(years):
        effects = effects_between(world_of(bases, k if moving else 0), world_of(solved, k), question.iceberg)
        columns["year"] += [year.year] * len(base.regions)
        columns["region"] += list(base.regions)
        for name in ("exact_real_income", "real_wage", "terms_of_trade", "tariff_revenue_change"):
            columns.setdefault(name, []).extend(_cells(effects.regions[name]))
        rate = year.after[..., economy.traded]
        columns.setdefault("mean_rate_of_changed_cells", []).extend(
            [float(rate[year.changed[..., economy.traded]].mean()) if year.changed.any() else 0.0] * len(base.regions)
        )
    return Table("years", columns, {"year": "calendar year", "exact_real_income": "percent", "real_wage": "percent"})


def _cells(values: Array) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _assumptions(spec: Spec, base: Base, shock: Shock) -> tuple[str, ...]:
    lines: list[str] = [
        Message("base", name=base.name, year=base.year),
        Message(f"deficits_{spec.baseline.deficits}"),
        Message("numeraire"),
        Message("elasticities", low=f"{base.arrays['theta'].min():g}", high=f"{base.arrays['theta'].max():g}"),
    ]
    for change in shock.applied:
        lines += assumptions_of(change.change)
    if spec.draws:
        lines += describe(spec.draws.elasticities, "elasticities")
        if shock.iceberg is not None:
            lines += describe(spec.draws.iceberg, "costs")
        share = f"{100 * spec.draws.interval:g}"
        lines.append(Message("draws", n=spec.draws.n, seed=spec.draws.seed, share=share))
    return tuple(lines)


def _diagnostics(
    spec: Spec, base: Base, shock: Shock, first: Equilibria, last: Equilibria, path: PathTerms
) -> dict[str, Any]:
    return {
        "converged": True,
        "iterations": first.sweeps + last.sweeps,
        "residual": max(first.residual, last.residual),
        "tolerance": spec.solver.tolerance,
        "solves": {
            "baseline": {"iterations": first.sweeps, "residual": first.residual},
            "counterfactual": {"iterations": last.sweeps, "residual": last.residual},
            "path": {
                "points": path.points,
                "iterations": path.sweeps,
                "gap_log_points": path.gap,
                "share_residue_percent": float(np.abs(path.residue).max()),
            },
        },
        "closure": f"deficits {spec.baseline.deficits}",
        "numeraire": NUMERAIRE,
        "base": {
            "name": base.name,
            "year": base.year,
            "source": base.source,
            "digest": base.digest(),
            "checks": [item.as_dict() for item in base.adjustments],
        },
        "seed": spec.draws.seed if spec.draws else None,
        "draws": spec.draws.n if spec.draws else 0,
        "changes": [
            {
                "cells": change.cells,
                "trading_cells": change.trading_cells,
                "mean_rate_before": change.mean_before,
                "mean_rate_after": change.mean_after,
                "weighted_rate_before": change.weighted_before,
                "weighted_rate_after": change.weighted_after,
            }
            for change in shock.applied
        ],
    }
