"""Run a one-sector gravity scenario in one of its named modes, and arrange the answer in the same tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.model.progress import Progress
from henequen.scenarios.bases.base import Array, Base
from henequen.scenarios.multi_sector.tables import ORDER, cells
from henequen.scenarios.one_sector import Estimate, Experiment, Outcome, estimate_ppml, run_experiment
from henequen.scenarios.one_sector.experiment import Imbalance, Mode
from henequen.scenarios.one_sector.guide import guide_iteration
from henequen.scenarios.result.bands import band
from henequen.scenarios.result.caveats import marks_of
from henequen.scenarios.result.result import ScenarioResult, Table
from henequen.scenarios.result.sensitivity import Variant, models_table
from henequen.scenarios.spec.rates import assumptions_of, cost_factor
from henequen.scenarios.spec.shocks import pairs_of, pick
from henequen.scenarios.spec.spec import Change, Spec

__all__ = ["run_one_sector"]

EXTRA = (
    "factory_price",
    "inward_resistance",
    "outward_resistance",
    "output",
    "foreign_exports",
    "foreign_imports",
    "home_sales",
)


def run_one_sector(spec: Spec, base: Base, *, progress: Progress | None = None) -> ScenarioResult:
    """The answer to `spec` on a one-sector `base`.

    `exact_real_income` is the change of expenditure over the inward resistance (the price index), `real_wage` and
    `terms_of_trade` that of the factory price over it; first-order, volume and revenue columns stay empty, since this
    model has none. Flows are the modelled ones.
    """
    mode = spec.mode or "full"
    estimate, names, beta = _costs(spec, base)
    after = _experiment_variables(spec, base)
    case = _case(spec, base, names, beta, after)
    marks = marks_of(after[1] != 0, *(values != base.arrays[f"cost:{name}"] for name, values in after[0].items()))
    outcome = run_experiment(
        case, mode, tolerance=max(spec.solver.tolerance, 1e-13), max_sweeps=spec.solver.max_iterations * 20
    )
    draws = _draws(spec, base, names, beta, estimate, after, progress) if spec.draws else None
    tables = {
        "regions": _regions(base, outcome, draws, spec),
        "trade": _trade(base, outcome),
        "sectors": _sectors(base, outcome),
    }
    if spec.ranges:
        tables["models"] = _models(base, case, mode, outcome)
    if spec.gravity.stopping == "guide":
        tables["ranges"] = _guide_table(base, case)
    return ScenarioResult(
        title=spec.title,
        model="gravity",
        tables=tables,
        assumptions=_assumptions(spec, base, mode, estimate, beta),
        limits=(
            *(mark["text"] for mark in marks),
            *spec.limits,
            Message("one_sector"),
            Message("agreement_mean"),
            *base.notes,
        ),
        diagnostics=_diagnostics(spec, base, case, outcome) | {"mode": mode, "coefficients": beta, "marks": marks},
        sources=(
            base.source,
            "Yotov, Y., Piermartini, R., Monteiro, J.-A. and Larch, M. (2016), An Advanced Guide to Trade Policy Analysis",
        ),
    )


def _sectors(base: Base, outcome: Outcome) -> Table:
    """The table of sectors: one row per country, since the model has one sector."""
    return Table(
        "sectors",
        {
            "region": list(base.regions),
            "sector": ["all"] * len(base.regions),
            "output": cells(outcome.output),
            "value_added": cells(outcome.output),
            "price": cells(outcome.inward),
        },
        {"output": "ratio, 1 is none", "value_added": "ratio, 1 is none", "price": "ratio of the price index"},
    )


def _diagnostics(spec: Spec, base: Base, case: Experiment, outcome: Outcome) -> dict[str, Any]:
    """How the solver ended, and from which base and settings."""
    return {
        "converged": True,
        "iterations": outcome.sweeps,
        "residual": outcome.residual,
        "tolerance": max(spec.solver.tolerance, 1e-13),
        "closure": f"imbalances {spec.gravity.imbalance}",
        "numeraire": f"price index of {base.regions[case.reference]}",
        "sigma": spec.gravity.sigma,
        "base": {"name": base.name, "year": base.year, "source": base.source, "digest": base.digest(), "checks": []},
        "seed": spec.draws.seed if spec.draws else None,
        "draws": spec.draws.n if spec.draws else 0,
    }


def _costs(spec: Spec, base: Base) -> tuple[Estimate | None, list[str], dict[str, float]]:
    terms = spec.gravity
    components = [key.removeprefix("cost:") for key in base.arrays if key.startswith("cost:")]
    for name in (*terms.costs, *(c.variable for c in spec.counterfactual.change if c.variable)):
        if name not in components:
            raise DataError(Message("base_has_no_such_cost_variable"), found=name, expected=", ".join(components))
    if terms.estimate == "ppml":
        names = list(terms.costs) or list(dict.fromkeys(c.variable for c in spec.counterfactual.change if c.variable))
        if not names:
            raise DataError(
                Message("no_variable_estimate"), where="gravity.costs", hint=Message("name_variables_with_any_value")
            )
        estimate = estimate_ppml(base.arrays["trade"], {name: base.arrays[f"cost:{name}"] for name in names})
        return estimate, names, estimate.coefficients
    missing = [c.variable for c in spec.counterfactual.change if c.variable and c.variable not in terms.costs]
    if missing:
        raise DataError(
            Message("variable_without_coefficient_changed"),
            found=missing,
            hint=Message("give_in_gravity_costs_or_estimate"),
        )
    return None, list(terms.costs), dict(terms.costs)


def _experiment_variables(spec: Spec, base: Base) -> tuple[dict[str, Array], Array]:
    """The variables after the changes, and the log of iceberg factors (N, N)."""
    changed: dict[str, Array] = {}
    iceberg = np.zeros((len(base.regions),) * 2)
    for number, change in enumerate(spec.counterfactual.change, 1):
        pairs = _pairs(change, base, f"counterfactual.change {number}")
        if change.variable is not None:
            values = changed.setdefault(change.variable, base.arrays[f"cost:{change.variable}"].copy())
            if change.value is not None:
                values[pairs] = change.value
            elif change.scale is not None:
                values[pairs] *= change.scale
            else:
                values[pairs] += change.add or 0.0
        elif (factor := cost_factor(change)) is not None:
            iceberg[pairs] += np.log(factor)
        else:
            raise DataError(
                Message("one_sector_gravity_knows_cost_variables"),
                where=f"counterfactual.change {number}",
            )
    return changed, iceberg


def _pairs(change: Change, base: Base, where: str) -> NDArray[np.bool_]:
    pairs = pairs_of(change, base, where)
    if not pairs.any():
        raise DataError(Message("change_reaches_no_pair"), where=where, hint=Message("home_sales_are_never_changed"))
    return pairs


def _case(
    spec: Spec, base: Base, names: list[str], beta: dict[str, float], after: tuple[dict[str, Array], Array]
) -> Experiment:
    """Costs from the coefficients; without any coefficient, from the flows themselves (exact hat on the data)."""
    terms, arrays = spec.gravity, base.arrays
    changed, iceberg = after
    shift = iceberg * (1 - terms.sigma)
    if names:
        log_before = terms.constant + sum(beta[name] * arrays[f"cost:{name}"] for name in names)
        log_after = terms.constant + sum(beta[name] * changed.get(name, arrays[f"cost:{name}"]) for name in names)
        before, cost = np.exp(log_before), np.exp(log_after + shift)
        output, expenditure = arrays["output"], arrays["expenditure"]
    else:
        before = arrays["trade"] / np.outer(arrays["trade"].sum(axis=1), arrays["trade"].sum(axis=0))
        cost = before * np.exp(shift)
        output, expenditure = arrays["trade"].sum(axis=0), arrays["trade"].sum(axis=1)
    reference = terms.reference_importer or base.regions[0]
    where = pick([reference], base.regions, base.region_names, "region", "gravity.reference_importer")[0]
    return Experiment(before, cost, output, expenditure, terms.sigma, where, terms.imbalance)


def _draws(
    spec: Spec,
    base: Base,
    names: list[str],
    beta: dict[str, float],
    estimate: Estimate | None,
    after: tuple[dict[str, Array], Array],
    progress: Progress | None,
) -> dict[str, tuple[Array, Array]]:
    assert spec.draws is not None
    errors = estimate.standard_errors if estimate else spec.gravity.standard_errors
    if not any(errors.get(name) for name in names):
        raise DataError(
            Message("nothing_uncertain"), where="draws", hint=Message("give_gravity_standard_errors_or_estimate")
        )
    generator = np.random.default_rng(spec.draws.seed)
    noise = generator.standard_normal((spec.draws.n, len(names)))
    draws: dict[str, list[Array]] = {}
    for k in range(spec.draws.n):
        drawn = {name: beta[name] + errors.get(name, 0.0) * noise[k, j] for j, name in enumerate(names)}
        outcome = run_experiment(_case(spec, base, names, drawn, after), spec.mode or "full", tolerance=1e-11)
        for name, values in _measures(outcome).items():
            draws.setdefault(name, []).append(values)
        if progress:
            progress((k + 1) / spec.draws.n, Message("draws_2", k=k + 1, n=spec.draws.n))
    return {name: band(np.stack(values), spec.draws.interval) for name, values in draws.items()}


def _measures(outcome: Outcome) -> dict[str, Array]:
    before, after = outcome.flows_before, outcome.flows_after
    home0, home1 = np.diag(before), np.diag(after)
    ratio = 100 * (outcome.price / outcome.inward - 1)
    return {
        "exact_real_income": 100 * (outcome.real_income - 1),
        "terms_of_trade": ratio,
        "real_wage": ratio,
        "factory_price": 100 * (outcome.price - 1),
        "inward_resistance": 100 * (outcome.inward - 1),
        "outward_resistance": 100 * (outcome.outward - 1),
        "output": 100 * (outcome.output - 1),
        "foreign_exports": 100 * ((after.sum(axis=0) - home1) / (before.sum(axis=0) - home0) - 1),
        "foreign_imports": 100 * ((after.sum(axis=1) - home1) / (before.sum(axis=1) - home0) - 1),
        "home_sales": 100 * (home1 / home0 - 1),
    }


def _regions(base: Base, outcome: Outcome, draws: dict[str, tuple[Array, Array]] | None, spec: Spec) -> Table:
    values = _measures(outcome)
    columns: dict[str, list[Any]] = {"region": list(base.regions)}
    for name in (*ORDER, *EXTRA):
        columns[name] = cells(values[name]) if name in values else [None] * len(base.regions)
        if draws is not None and name in draws:
            columns[f"{name}_lower"], columns[f"{name}_upper"] = (cells(side) for side in draws[name])
    return Table("regions", columns, {name: "percent" for name in columns if name != "region"})


def _trade(base: Base, outcome: Outcome) -> Table:
    importer, exporter = np.nonzero(~np.eye(len(base.regions), dtype=bool))
    before, after = outcome.flows_before[importer, exporter], outcome.flows_after[importer, exporter]
    with np.errstate(invalid="ignore", divide="ignore"):
        change = np.where(before > 0, after / before, np.nan)
    columns: dict[str, list[Any]] = {
        "importer": [base.regions[n] for n in importer],
        "exporter": [base.regions[n] for n in exporter],
        "sector": ["all"] * len(importer),
        "change": cells(change),
        "value_before": cells(before),
        "value_after": cells(after),
    }
    return Table(
        "trade",
        columns,
        {"change": "ratio, 1 is none", "value_before": base.currency, "value_after": base.currency},
    )


def _models(base: Base, case: Experiment, mode: str, outcome: Outcome) -> Table:
    """Real income in all three modes, imbalances multiplicative and additive."""

    def solved(other: Mode, imbalance: Imbalance) -> Mapping[str, Array]:
        return _measures(run_experiment(replace(case, imbalance=imbalance), other))

    variants: list[Variant] = [
        (f"{mode}, imbalances {case.imbalance}", True, lambda: _measures(outcome)),
        *(
            (f"{other}, imbalances {imbalance}", False, partial(solved, other, imbalance))
            for other in get_args(Mode)
            for imbalance in get_args(Imbalance)
            if (other, imbalance) != (mode, case.imbalance)
        ),
    ]
    return models_table(base.regions, ("exact_real_income",), "", variants, lambda: False)


def _guide_table(base: Base, case: Experiment) -> Table:
    guide = guide_iteration(case, base.arrays["trade"])
    columns: dict[str, list[Any]] = {
        "region": list(base.regions),
        "exports_conditional": cells(guide.exports_conditional),
        "exports_full": cells(guide.exports_full),
        "factory_price": cells(guide.price),
        "inward_resistance": cells(guide.inward),
        "real_gdp": cells(guide.real_gdp),
    }
    return Table(
        "ranges", columns, {name: "percent, the guide's stopping rule" for name in columns if name != "region"}
    )


def _assumptions(
    spec: Spec, base: Base, mode: str, estimate: Estimate | None, beta: dict[str, float]
) -> tuple[str, ...]:
    listed = ", ".join(f"{name} {value:.6g}" for name, value in beta.items())
    lines: list[str] = [
        Message("base_year", name=base.name, year=base.year),
        Message(f"mode_{mode}"),
        Message("substitution", sigma=f"{spec.gravity.sigma:g}", imbalance=spec.gravity.imbalance),
        Message("costs", listed=listed) if listed else Message("costs_none"),
    ]
    for change in spec.counterfactual.change:
        lines += assumptions_of(change)
    if estimate:
        lines.append(Message("estimated", convention=estimate.convention))
    if spec.draws:
        lines.append(Message("coefficient_draws", n=spec.draws.n, seed=spec.draws.seed))
    return tuple(lines)
