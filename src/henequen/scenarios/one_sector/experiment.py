"""The three modes of one-sector general equilibrium, named for the variables that adjust.

conditional  outputs and expenditures stay; only multilateral resistances adjust (Yotov et al. 2016, step III.a).
one_step     resistances as in conditional, at base-year shares; factory prices follow once,
             p_i = (Pi'_i / Pi_i)^-1, and outputs and expenditures follow prices (E = phi Y); without feedback. The
             best-known package calls this full (gegravity, OneSectorGE; Larch and Yotov 2016, eq. 30-32, unconverged).
full         prices, outputs, expenditures, shares and resistances are consistent with each other: goods markets clear.

With sigma the elasticity of substitution and trade X_ni = t_ni^(1-sigma) E_n (Y_i / Y) (P_n Pi_i)^(sigma-1), [importer, exporter].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from henequen.model.errors import DataError, NotConvergedError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array
from henequen.scenarios.multi_sector.anderson import Mixing
from henequen.scenarios.one_sector.resistance import resistances

__all__ = ["Experiment", "Imbalance", "Mode", "Outcome", "run_experiment"]

Mode = Literal["conditional", "one_step", "full"]
Imbalance = Literal["additive", "multiplicative"]


@dataclass(frozen=True)
class Experiment:
    """Costs t^(1-sigma) before and after (N importer, N exporter), output and expenditure (N), sigma, reference importer."""

    before: Array
    after: Array
    output: Array
    expenditure: Array
    sigma: float
    reference: int = 0
    imbalance: Imbalance = "multiplicative"


@dataclass(frozen=True)
class Outcome:
    """Changes as ratios (N): factory `price`, `inward` and `outward` resistance, output, expenditure, `real_income`
    (expenditure over inward resistance) and `real_output`; modelled flows before and after (N importer, N exporter)."""

    mode: Mode
    price: Array
    inward: Array
    outward: Array
    output: Array
    expenditure: Array
    real_income: Array
    real_output: Array
    flows_before: Array
    flows_after: Array
    sweeps: int
    residual: float


def run_experiment(case: Experiment, mode: Mode, tolerance: float = 1e-13, max_sweeps: int = 20_000) -> Outcome:
    """Solve `case` in one mode; raises `NotConvergedError`, and `DataError` for costs that are not positive."""
    for name, cost in (("before", case.before), ("after", case.after)):
        if not (np.isfinite(cost).all() and (cost >= 0).all()):
            raise DataError(
                Message("trade_costs_are_not_usable", name=name),
                found=Message("negative_or_not_finite"),
                expected="t^(1-sigma) >= 0",
            )
    power = 1 - case.sigma
    y, e = case.output / case.output.sum(), case.expenditure / case.expenditure.sum()
    inward0, outward0, first = resistances(case.before, y, e, case.reference)
    before = case.before * np.outer(case.expenditure * inward0, y * outward0)
    if mode == "full":
        return _full(case, before, inward0, outward0, tolerance, max_sweeps)
    inward, outward, sweeps = resistances(case.after, y, e, case.reference)
    price = np.ones_like(y) if mode == "conditional" else (outward / outward0) ** (1 / power)
    output = price * case.output
    expenditure = _spend(case, price)
    after = case.after * np.outer(expenditure * inward, output / output.sum() * outward)
    return _outcome(case, mode, price, (inward / inward0, outward / outward0), before, after, first + sweeps, 0.0)


def _spend(case: Experiment, price: Array) -> Array:
    if case.imbalance == "multiplicative":
        return case.expenditure * price
    return price * case.output + (case.expenditure - case.output)


def _outcome(
    case: Experiment,
    mode: Mode,
    price: Array,
    ratios: tuple[Array, Array],
    before: Array,
    after: Array,
    sweeps: int,
    residual: float,
) -> Outcome:
    """`ratios` are of P^(sigma-1), Pi^(sigma-1)."""
    inward = ratios[0] ** (1 / (case.sigma - 1))
    outward = ratios[1] ** (1 / (case.sigma - 1))
    spent = _spend(case, price) / case.expenditure
    return Outcome(
        mode, price, inward, outward, price, spent, spent / inward, price / inward, before, after, sweeps, residual
    )


def _full(
    case: Experiment, before: Array, inward0: Array, outward0: Array, tolerance: float, max_sweeps: int
) -> Outcome:
    """Exact hat algebra on the modelled flows: p_i Y_i s = sum_n share'_ni E'_n, s world spending over world output.

    The wage step of Alvarez and Lucas (2007), p <- p (demand / supply)^(1/sigma), with Anderson mixing on log p;
    prices are then given relative to the reference importer's price index, as in the conditional solution.
    """
    share = before / before.sum(axis=1, keepdims=True)
    moved = np.divide(case.after, case.before, out=np.zeros_like(case.after), where=case.before > 0)
    power = 1 - case.sigma
    log_price = np.zeros(len(share))
    mixing = Mixing(1, len(share), 8)
    weight = case.output / case.output.sum()
    best, calm, damp = np.inf, log_price, 1.0
    sweep = 0
    for sweep in range(1, max_sweeps + 1):  # noqa: B007 - its last value is reported
        price = np.exp(log_price)
        pull = share * moved * price[None, :] ** power
        total = pull.sum(axis=1)
        spending = _spend(case, price)
        if (spending <= 0).any():
            raise NotConvergedError(Message("fixed_deficit_larger_than_income_at"), hint='imbalance = "multiplicative"')
        demand = (pull / total[:, None] * spending[:, None]).sum(axis=0)
        supply = price * case.output
        gap = demand / demand.sum() * supply.sum() / supply
        worst = float(np.abs(np.log(gap)).max())
        if worst < tolerance:
            break
        if not np.isfinite(worst) or worst > 1e3 * max(best, 1e-3):
            log_price, damp = calm, damp / 2
            mixing.restart()
            continue
        if worst < best:
            best, calm = worst, log_price
        image = log_price + damp * np.log(gap) / case.sigma
        image = image - np.log((weight * np.exp(image)).sum())
        log_price = mixing.mix(image[None], (image - log_price)[None])[0]
    else:
        raise NotConvergedError(
            Message("full_gravity_equilibrium_was_not_reached"),
            found=Message("sweeps_residual", sweep=sweep, worst=f"{worst:.2e}"),
            expected=Message("below", tolerance=f"{tolerance:g}"),
        )
    index = total ** (1 / power)
    scale = index[case.reference] if case.imbalance == "multiplicative" else 1.0
    price, index = price / scale, index / scale
    after = pull / total[:, None] * (spending / scale)[:, None]
    y_after = price * case.output
    y0, y1 = case.output.sum(), y_after.sum()
    outward = (price**power) / ((y_after / y1) / (case.output / y0))  # of Pi^(sigma-1): p^(1-sigma) = y / Pi^(1-sigma)
    return _outcome(case, "full", price, (index ** (case.sigma - 1), outward), before, after, sweep, worst)
