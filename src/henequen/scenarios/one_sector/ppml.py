"""Poisson pseudo maximum likelihood of a gravity equation with exporter and importer effects (Santos Silva and Tenreyro 2006).

    E[X_ni] = exp( a_i + b_n + sum_k beta_k x_k,ni )

Newton steps on beta, with the effects concentrated out: given beta they are the balancing factors that give the fitted
flows the margins of the data, and the regressors are projected off the effects in the weights of the fit. The same
numbers come from pyfixest's `fepois` (extra `gravity`; a test compares them).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from henequen.model.errors import DataError, NotConvergedError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array
from henequen.scenarios.one_sector.resistance import balance

__all__ = ["Estimate", "estimate_ppml"]

Errors = Literal["robust", "robust_small", "clustered_pairs"]


@dataclass(frozen=True)
class Estimate:
    """Coefficients and standard errors by variable, fitted flows (N, N), the standard errors' convention in words."""

    coefficients: dict[str, float]
    standard_errors: dict[str, float]
    fitted: Array
    convention: str
    deviance: float
    observations: int
    iterations: int


def estimate_ppml(
    trade: Array,
    variables: Mapping[str, Array],
    *,
    errors: Errors = "robust",
    tolerance: float = 1e-10,
    max_iterations: int = 100,
) -> Estimate:
    """Estimate on `trade` (N importer, N exporter), home sales included; `variables` shaped alike.

    errors: robust is the plain sandwich (HC0; what Stata's ppml prints, times n/(n-1)); robust_small is HC1 with
    n/(n - k - effects + 1); clustered_pairs sums scores over the two directions of a pair, times G/(G-1).

    Raises `DataError` for variables that the effects explain wholly, `NotConvergedError` past `max_iterations`.
    """
    names = list(variables)
    x = np.stack([variables[name] for name in names])
    beta = np.zeros(len(names))
    fitted = trade
    step = 0
    for step in range(1, max_iterations + 1):  # noqa: B007 - its last value is reported
        cost = np.exp(np.tensordot(beta, x, 1))
        a, b, _ = balance(cost, trade.sum(axis=0), trade.sum(axis=1))
        fitted = a[:, None] * cost * b
        clean = _project(x, fitted)
        hessian = np.einsum("kni,lni,ni->kl", clean, clean, fitted)
        if np.linalg.cond(hessian) > 1e14:
            explained = _explained(clean, fitted, names)
            for name in explained:
                if _separated(trade, x[names.index(name)]):  # its fitted flows are zero by now, and it seems constant
                    raise _not_reached(name, beta[names.index(name)], "the fitted flows where it is set are zero", True)
            raise DataError(
                Message("cost_variable_explained_wholly_by_others"),
                found=", ".join(explained),
                expected=Message("variables_that_differ_between_pairs_same"),
                hint=Message("leave_out_gravity_costs"),
            )
        score = np.einsum("kni,ni->k", clean, trade - fitted)
        move = np.linalg.solve(hessian, score)
        beta = beta + np.clip(move, -1, 1)
        if np.abs(move).max() < tolerance:
            break
    else:
        worst = int(np.abs(move).argmax())
        last = f"last step {np.abs(move).max():.2e}"
        raise _not_reached(names[worst], beta[worst], last, _separated(trade, x[worst]))
    bread = np.linalg.inv(hessian)
    meat, convention = _meat(clean * (trade - fitted), errors)
    spread = np.sqrt(np.diag(bread @ meat @ bread))
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(trade > 0, trade * np.log(trade / fitted), 0.0)
    return Estimate(
        dict(zip(names, beta.tolist(), strict=True)),
        dict(zip(names, spread.tolist(), strict=True)),
        fitted,
        convention,
        float(2 * (logs - (trade - fitted)).sum()),
        trade.size,
        step,
    )


def _meat(scores: Array, errors: Errors) -> tuple[Array, str]:
    """The middle matrix of the sandwich from the scores (K, N importer, N exporter), and the convention in words."""
    count = scores.shape[1]
    if errors == "clustered_pairs":
        pairs = (scores + scores.swapaxes(1, 2))[:, *np.triu_indices(count)]
        pairs[:, np.triu_indices(count)[0] == np.triu_indices(count)[1]] /= 2  # home sales were added to themselves
        groups = pairs.shape[1]
        return pairs @ pairs.T * groups / (groups - 1), "clustered by country pair (both directions), G/(G-1)"
    flat = scores.reshape(len(scores), -1)
    n = flat.shape[1]
    if errors == "robust":
        return flat @ flat.T * (n / (n - 1)), "robust sandwich, n/(n-1)"
    return flat @ flat.T * (n / (n - len(scores) - 2 * count + 1)), "robust sandwich, n/(n-k-effects)"


def _not_reached(name: str, coefficient: float, reason: str, separated: bool) -> NotConvergedError:
    return NotConvergedError(
        Message("poisson_estimate_was_not_reached"),
        found=f"{name}: {reason}, coefficient {coefficient:.3g}",
        hint=Message("no_trade_where_set_its_effect", names=name)
        if separated
        else Message("leave_variable_out_or_raise_max"),
    )


def _separated(trade: Array, variable: Array) -> bool:
    """Is there no trade at all where the variable is not zero, or only there?"""
    on = variable != 0
    return bool(on.any() and not on.all() and (trade[on].sum() == 0 or trade[~on].sum() == 0))


def _explained(clean: Array, weight: Array, names: list[str]) -> list[str]:
    """The variables that the effects explain almost wholly, the worst first."""
    residual = np.einsum("kni,kni,ni->k", clean, clean, weight)
    scale = max(float(residual.max()), 1e-300)
    worst = [names[k] for k in np.argsort(residual).tolist() if residual[k] < 1e-10 * scale]
    return worst or names


def _project(x: Array, weight: Array) -> Array:
    """The residual of each x (K, N, N) from a weighted regression on row and column effects."""
    count = len(weight)
    rows, columns = weight.sum(axis=1), weight.sum(axis=0)
    system = np.block([[np.diag(rows), weight], [weight.T, np.diag(columns)]])
    right = np.concatenate([(x * weight).sum(axis=2), (x * weight).sum(axis=1)], axis=1)
    effects = np.linalg.lstsq(system, right.T, rcond=None)[0].T
    result: Array = x - effects[:, :count, None] - effects[:, None, count:]
    return result
