"""Terms of trade and volume of trade integrated along the path of the shock, so that they add up exactly.

Caliendo and Parro's equation 16 holds for small changes:

    d log W_n = 1/I_n sum_ij ( E_ni d log c_n - M_ni d log c_i ) + 1/I_n sum_ij t_ni ( d M_ni - M_ni d log c_i )
                - 1/I_n sum_ij M_ni (1 + t_ni) d log d_ni

Integrated from the baseline to the counterfactual, the left side is the exact change of log real income for any path;
the split between the terms depends on the path. Ours is the straight one: every tariff moves in a line from its old to
its new value, and every log iceberg cost likewise. The world is solved at Chebyshev points, differentiated by the
polynomial through them and summed by Clenshaw-Curtis quadrature (Trefethen 2000, Spectral Methods in MATLAB, ch. 6 and 12),
with more points until the sum meets the exact figure.

Published input shares need not sum to one (7e-7 in the 1993 files), and then payments to labour in production differ
from labour income by as much. That residue, times d log w, belongs to neither term; it is counted with the
terms of trade and given separately in `residue`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from henequen.scenarios.bases.base import Array
from henequen.scenarios.multi_sector.economy import Economy
from henequen.scenarios.multi_sector.effects import World, world_of
from henequen.scenarios.multi_sector.solve import Equilibria, Stop, solve

__all__ = ["PathTerms", "path_bundle", "path_terms"]

POINTS = (8, 14, 24, 40)
GOAL = 5e-13
"""The gap, in log points, at which no further points are tried."""


@dataclass(frozen=True)
class PathTerms:
    """Integrated terms by region (N), in 100 x log points; `gap` is the largest |sum of terms - exact log change|, in log points."""

    terms_of_trade: Array
    volume_of_trade: Array
    technical_efficiency: Array
    residue: Array
    gap: float
    points: int
    sweeps: int


def path_terms(
    economy: Economy,
    first: Equilibria,
    last: Equilibria,
    *,
    surplus: Array,
    iceberg: Array | None = None,
    which: int = 0,
    tolerance: float = 1e-12,
    points: tuple[int, ...] = POINTS,
    max_sweeps: int = 1000,
    stop: Stop | None = None,
) -> PathTerms:
    """The integrals for world `which` of two solved batches, with as many points as it takes to reach `GOAL`.

    `iceberg` multiplies the trade costs of the last batch, (T, N, N). Raises `NotConvergedError` if a point of the path
    has no solution; otherwise returns the best of all tries, with its `gap`.
    """
    tariffs = [solved.tariff[which % len(solved.tariff)] for solved in (first, last)]
    theta = first.theta[which % len(first.theta)]
    ends = (first.state[which], last.state[which])
    slope = None if iceberg is None else np.log(iceberg)
    begin, end = world_of(first, which), world_of(last, which)
    exact = np.log(end.income / begin.income) - (end.log_index - begin.log_index)
    best: PathTerms | None = None
    sweeps = 0
    for count in points:
        step = (1 - np.cos(np.pi * np.arange(count + 1) / count)) / 2
        inner = step[1:-1]
        solved = solve(
            economy,
            tariffs[0] + inner[:, None, None, None] * (tariffs[1] - tariffs[0]),
            surplus=surplus,
            iceberg=None if slope is None else np.exp(inner[:, None, None, None] * slope),
            theta=np.broadcast_to(theta, (count - 1, len(theta))),
            start=ends[0] + inner[:, None] * (ends[1] - ends[0]),
            tolerance=tolerance,
            max_sweeps=max_sweeps,
            stop=stop,
        )
        sweeps += solved.sweeps
        worlds = [begin, *(world_of(solved, k) for k in range(count - 1)), end]
        terms = _integrate(economy, worlds, slope)
        gap = float(np.abs(sum(terms) - exact).max())
        if best is None or gap < best.gap:
            best = PathTerms(
                100 * (terms[0] + terms[3]), 100 * terms[1], 100 * terms[2], 100 * terms[3], gap, count + 1, sweeps
            )
        if gap < GOAL:
            break
    assert best is not None
    return best


def path_bundle(
    economy: Economy,
    first: Equilibria,
    last: Equilibria,
    *,
    surplus: Array,
    iceberg: Array | None = None,
    count: int = 4,
    tolerance: float = 1e-9,
    max_sweeps: int = 1000,
    stop: Stop | None = None,
) -> tuple[Array, Array, Array]:
    """Terms of trade, volume of trade and technical efficiency of every draw at once, (B, N) each, in 100 x log points.

    For bands: a fixed number of points (`count` + 1) instead of a goal, the residue left out. `iceberg` as in the
    counterfactual, (T, N, N) or one per draw.
    """
    draws, _, regions = first.spending.shape
    step = (1 - np.cos(np.pi * np.arange(count + 1) / count)) / 2
    inner, size = step[1:-1], count - 1
    before, after = first.tariff[0], last.tariff[0]
    tariff = before + step[:, None, None, None] * (after - before)
    logs = None
    if iceberg is not None:
        logs = np.log(iceberg if iceberg.ndim == 4 else np.broadcast_to(iceberg, (draws, *iceberg.shape)))
    solved = solve(
        economy,
        np.tile(tariff[1:-1], (draws, 1, 1, 1)),
        surplus=surplus,
        iceberg=None
        if logs is None
        else np.exp(inner[None, :, None, None, None] * logs[:, None]).reshape(-1, *before.shape),
        theta=np.repeat(first.theta, size, axis=0),
        start=(first.state[:, None] + inner[:, None] * (last.state - first.state)[:, None]).reshape(draws * size, -1),
        tolerance=tolerance,
        max_sweeps=max_sweeps,
        stop=stop,
    )

    def line(first_end: Array, middle: Array, two: Array) -> Array:
        return np.concatenate(
            [first_end[:, None], middle.reshape(draws, size, *first_end.shape[1:]), two[:, None]], axis=1
        )

    flows = line(first.all_trade(), solved.all_trade(), last.all_trade())
    cost = line(first.log_cost, solved.log_cost, last.log_cost)
    income = line(first.income, solved.income, last.income)
    derive, weight = chebyshev(count)
    cost_slope = np.einsum("kl,blti->bkti", derive, cost)
    flow_slope = (derive @ flows.reshape(draws, count + 1, -1)).reshape(flows.shape)
    share = weight[:, None] / income
    paid = flows * cost_slope[:, :, :, None, :]
    gain = (flows.sum(axis=3) * cost_slope).sum(axis=2) - paid.sum(axis=(2, 4))
    volume = (tariff * (flow_slope - paid)).sum(axis=(2, 4))
    technical = np.zeros((draws, regions))
    if logs is not None:
        technical = -(share * (flows * (1 + tariff) * logs[:, None]).sum(axis=(2, 4))).sum(axis=1)
    return 100 * (share * gain).sum(axis=1), 100 * (share * volume).sum(axis=1), 100 * technical


def _integrate(economy: Economy, worlds: list[World], slope: Array | None) -> list[Array]:
    """Terms of trade, volume, technical efficiency and residue, (N) each, in log points."""
    derive, weight = chebyshev(len(worlds) - 1)
    cost = np.stack([world.log_cost for world in worlds])
    flows = np.stack([world.flows for world in worlds])
    wage = np.stack([world.log_wage for world in worlds])
    cost_slope = np.tensordot(derive, cost, 1)
    flow_slope = np.tensordot(derive, flows, 1)
    wage_slope = derive @ wage
    result = [np.zeros(len(economy.regions)) for _ in range(4)]
    for k, world in enumerate(worlds):
        share = weight[k] / world.income
        exports = world.flows.sum(axis=1)
        paid = world.flows * cost_slope[k][:, None, :]
        result[0] += share * ((exports * cost_slope[k]).sum(axis=0) - paid.sum(axis=(0, 2)))
        result[1] += share * (world.tariff * (flow_slope[k] - paid)).sum(axis=(0, 2))
        if slope is not None:
            result[2] -= share * (world.flows * (1 + world.tariff) * slope).sum(axis=(0, 2))
        labour = np.exp(world.log_wage) * economy.value_added - (economy.va_share * world.output).sum(axis=1)
        result[3] += share * labour * wage_slope[k]
    return result


def chebyshev(count: int) -> tuple[Array, Array]:
    """Differentiation matrix and quadrature weights for the `count` + 1 Chebyshev points of [0, 1], ascending.

    >>> derive, weight = chebyshev(6)
    >>> x = (1 - np.cos(np.pi * np.arange(7) / 6)) / 2
    >>> bool(np.allclose(derive @ x**3, 3 * x**2)), round(float(weight @ x**3), 12)
    (True, 0.25)
    """
    angle = np.pi * np.arange(count + 1) / count
    x = -np.cos(angle)
    scale = np.where((np.arange(count + 1) == 0) | (np.arange(count + 1) == count), 2.0, 1.0)
    scale = scale * (-1.0) ** np.arange(count + 1)
    difference = x[:, None] - x[None, :]
    derive = np.outer(scale, 1 / scale) / (difference + np.eye(count + 1))
    derive -= np.diag(derive.sum(axis=1))
    moments = np.array([2 / (1 - k**2) if k % 2 == 0 else 0.0 for k in range(count + 1)])
    values = np.cos(np.outer(np.arange(count + 1), np.pi - angle))
    weight = np.linalg.solve(values, moments)
    return derive * 2, weight / 2
