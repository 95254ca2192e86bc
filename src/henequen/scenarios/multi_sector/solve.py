"""Solve the multi-sector equilibrium in changes (exact hat), for many draws or steps of a path at once.

Conditions (Caliendo and Parro 2015, equations 10-14 in relative changes), for importer n, exporter i, sector j:

    c_ij  = w_i^g_ij prod_k P_ik^g_ikj                      unit cost
    P_nj  = ( sum_i pi_nij (kappa_nij c_ij)^-theta_j )^(-1/theta_j),  kappa = (1+t')/(1+t) d
    X_nj  = sum_k g_njk Y_nk + a_nj I_n,    Y_ij = sum_n pi'_nij X_nj / (1 + t'_nij)
    I_n   = w_n L_n + R_n - S_n,            sum_j Y_nj - sum_ij pi'_nij X_nj / (1 + t'_nij) = S_n

The state holds logs of wages, traded prices and traded expenditures; one sweep evaluates every equation once;
Anderson mixing does the rest. Numeraire: world value added, sum_n w_n L_n, keeps its base value (so does the
published procedure, whose wage step preserves that sum).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from henequen.model.errors import DataError, NotConvergedError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array
from henequen.scenarios.multi_sector.anderson import Mixing
from henequen.scenarios.multi_sector.economy import Economy

__all__ = ["NUMERAIRE", "Equilibria", "Stop", "solve"]

NUMERAIRE = "world value added of the base year is kept"
Stop = Callable[[], bool]
FLOOR = 1e-30


@dataclass(frozen=True)
class Equilibria:
    """B solved worlds, in changes against the data and in units of world value added.

    log_wage (B, N); log_cost, log_price (B, T, N) traded; spending (B, T, N) gross of tariff; output (B, T, N);
    import_share (B, T, N importer): value net of tariff over spending, summed over exporters; income (B, N); attraction
    (B or 1, T, N, N) = pi (kappa)^-theta and denominator (B, T, N), from which shares follow.
    """

    economy: Economy
    tariff: Array
    theta: Array
    state: Array
    log_wage: Array
    log_cost: Array
    log_price: Array
    spending: Array
    output: Array
    net_share: Array
    income: Array
    attraction: Array
    denominator: Array
    sweeps: int
    residual: float

    def trade(self, which: int = 0) -> Array:
        """Sales net of tariff (T, N importer, N exporter) of world `which`, in units of world value added."""
        pull = np.exp(-self.theta[which % len(self.theta), :, None] * self.log_cost[which])
        ratio = self.spending[which] / self.denominator[which]
        flows: Array = self.attraction[which % len(self.attraction)] * pull[:, None, :] * ratio[:, :, None]
        flows /= 1.0 + self.tariff[which % len(self.tariff)]
        return flows

    def all_trade(self) -> Array:
        """`trade` of every world at once, (B, T, N importer, N exporter)."""
        pull = np.exp(-self.theta[:, :, None] * self.log_cost)
        ratio = self.spending / self.denominator
        flows: Array = self.attraction * pull[:, :, None, :] * ratio[:, :, :, None]
        flows /= 1.0 + self.tariff
        return flows


def solve(
    economy: Economy,
    tariff: Array,
    *,
    surplus: Array,
    iceberg: Array | None = None,
    theta: Array | None = None,
    start: Array | None = None,
    tolerance: float = 1e-12,
    max_sweeps: int = 1000,
    stop: Stop | None = None,
) -> Equilibria:
    """The equilibria under `tariff` (T, N, N) or (B, T, N, N), [sector, importer, exporter], as fractions.

    `surplus` (N) exports less imports in units of world value added (zeros close the deficits); `iceberg` multiplies
    trade costs, shaped as `tariff`; `theta` (T) or (B, T); `start` (B, D) a `state` of an earlier solution.
    Convergence: the largest change of a log price or log expenditure in a sweep, and the largest trade-balance gap over
    value added, are all below `tolerance`.

    Raises `DataError`, naming the cell, for a tariff of -100 % or below or not finite, costs or elasticities that are
    not positive, and surpluses that do not sum to zero; `NotConvergedError` with sweeps, residual and the worst
    equation: then there is no result.
    """
    traded, count = economy.shape
    _check(economy, tariff, surplus, iceberg, theta)
    tariff = tariff if tariff.ndim == 4 else tariff[None]
    theta = economy.theta[economy.traded][None] if theta is None else np.atleast_2d(theta)
    log_cost_change = np.log1p(tariff) - np.log1p(economy.data_tariff)
    if iceberg is not None:
        log_cost_change = log_cost_change + np.log(iceberg if iceberg.ndim == 4 else iceberg[None])
    problems = max(len(tariff), len(theta), 1 if start is None else len(start))
    attraction = _attraction(economy.share, log_cost_change, theta)
    system = _System(economy, attraction, tariff, theta, surplus)
    if start is None:
        state = np.zeros((problems, system.unknowns))
        state[:, count + traded * count :] = np.log(np.maximum(economy.start_spending, FLOOR)).reshape(-1)
    else:
        state = np.broadcast_to(start, (problems, system.unknowns)).copy()
    total = 0
    for manner in MANNERS:
        budget = min(manner.sweeps or max_sweeps, max_sweeps - total)
        if budget <= 0:
            break
        solution, sweeps, worst = _iterate(system, state, manner, tolerance, budget, stop)
        total += sweeps
        if worst < tolerance:
            return system.finish(solution, total, worst)
    _, step, balance = system.sweep(solution)
    raise NotConvergedError(
        Message("equilibrium_was_not_reached_there_no"),
        found=Message(
            "sweeps_residual_worst", total=total, worst=f"{worst:.2e}", balance=system.name_worst(balance, step)
        ),
        expected=Message("residual_below_in_at_most_sweeps", tolerance=f"{tolerance:g}", max_sweeps=max_sweeps),
        hint=Message("raise_max_iterations_in_solver_take"),
    )


@dataclass(frozen=True)
class _Manner:
    """Settings of the iteration: wage step, scale of the imbalance, memory of the mixing, number of sweeps."""

    wage_step: float
    by_trade: bool
    memory: int
    sweeps: int | None


# The first suits ordinary worlds. High elasticities want small wage steps; worlds that hardly trade want steps measured
# against trade, not against value added.
MANNERS = (_Manner(0.3, False, 8, 300), _Manner(0.1, False, 20, 300), _Manner(0.5, True, 20, None))


def _check(economy: Economy, tariff: Array, surplus: Array, iceberg: Array | None, theta: Array | None) -> None:
    sectors = [economy.sectors[j] for j in economy.traded]

    def refuse(bad: NDArray[np.bool_], values: Array, what: str, expected: str) -> None:
        if bad.any():
            index = tuple(int(k) for k in np.argwhere(bad)[0])
            t, n, i = index[-3:]
            where = f"importer {economy.regions[n]}, exporter {economy.regions[i]}, {sectors[t]}"
            raise DataError(what, where=where, found=float(values[index]), expected=expected)

    refuse(~(np.isfinite(tariff) & (tariff > -1)), tariff, "a tariff of -100 % or below, or none", "a number above -1")
    if iceberg is not None:
        wrong = ~(np.isfinite(iceberg) & (iceberg > 0))
        refuse(wrong, iceberg, "trade costs that are not positive", "a factor above 0")
    if theta is not None and not (np.isfinite(theta) & (theta > 0)).all():
        at = int(np.argwhere(~(np.isfinite(theta) & (theta > 0)))[0][-1])
        raise DataError(
            Message("trade_elasticity_cannot_be_used"),
            where=Message("sector", sectors=sectors[at]),
            expected=Message("above_0"),
        )
    gap = float(np.sum(surplus))
    if not abs(gap) <= 1e-9:
        largest = economy.regions[int(np.argmax(np.abs(surplus)))]
        raise DataError(
            Message("world_deficits_do_not_sum_zero"),
            where=Message("largest", largest=largest),
            found=gap,
            expected=Message("zero_in_world_units"),
        )


def _iterate(
    system: _System, state: Array, manner: _Manner, tolerance: float, budget: int, stop: Stop | None
) -> tuple[Array, int, float]:
    """The last good state, sweeps and residual; steps that increase the residual much are reverted and halved."""
    mixing = Mixing(state.shape[0], state.shape[1], manner.memory)
    best, calm, damp = np.inf, state, 1.0
    worst = np.inf
    sweep = 0
    for sweep in range(1, budget + 1):
        image, step, balance = system.sweep(state, manner.wage_step, manner.by_trade)
        worst = float(np.maximum(_largest(balance), _largest(step[:, system.count :])))  # propagates NaN
        if worst < tolerance:
            return state, sweep, worst
        if stop is not None and stop():
            raise NotConvergedError(
                Message("solve_was_stopped_before_converged"),
                found=Message("sweeps_residual", sweep=sweep, worst=f"{worst:.2e}"),
            )
        if not np.isfinite(worst) or worst > 1e3 * max(best, 1e-3):
            damp /= 2
            if damp < 1e-6:
                break
            mixing.restart()
            state = calm + damp * 0.5 * system.sweep(calm, manner.wage_step, manner.by_trade)[1]
            continue
        if worst < best:
            best, calm = worst, state
        state = mixing.mix(image, step)
    return calm, sweep, best


def _attraction(share: Array, log_change: Array, theta: Array) -> Array:
    """pi kappa^-theta, (B or 1, T, N, N); unchanged cells are not raised to a power, which saves time."""
    moved = log_change != 0
    if not moved.any():
        return share[None]
    problems = max(len(log_change), len(theta))
    result = np.broadcast_to(share, (problems, *share.shape)).copy()
    if len(log_change) == 1:
        sector, buyer, seller = np.nonzero(moved[0])
        factor = np.exp(-theta[:, sector] * log_change[0, sector, buyer, seller])
        result[:, sector, buyer, seller] *= factor
    else:
        result *= np.exp(-theta[:, :, None, None] * log_change)
    return result


class _System:
    """One sweep through all equations; state (B, N + 2 T N): log wages, log prices, log expenditures."""

    def __init__(self, economy: Economy, attraction: Array, tariff: Array, theta: Array, surplus: Array) -> None:
        self.economy = economy
        self.attraction = attraction
        self.tariff = tariff
        self.theta = theta[:, :, None]
        self.surplus = surplus
        self.traded, self.count = economy.shape
        self.unknowns = self.count * (1 + 2 * self.traded)
        net = attraction / (1.0 + tariff)
        # one world's if no trade cost changes, for any number of tariff worlds
        wide = np.broadcast_to(attraction, net.shape)
        self.both = np.concatenate([wide, net], axis=2)  # one product gives denominator and net sales
        self.net_by_seller = self.both[:, :, self.count :].swapaxes(2, 3)

    def _split(self, state: Array) -> tuple[Array, Array, Array]:
        cut = self.count + self.traded * self.count
        shape = (len(state), self.traded, self.count)
        return state[:, : self.count], state[:, self.count : cut].reshape(shape), state[:, cut:].reshape(shape)

    def _evaluate(self, state: Array) -> tuple[Array, ...]:
        eco, count = self.economy, self.count
        log_wage, log_price, log_spending = self._split(state)
        spending = np.exp(log_spending)
        inputs = (eco.cost_price @ log_price.swapaxes(1, 2)[..., None])[..., 0]
        log_cost = (eco.cost_wage * log_wage[:, :, None] + inputs).swapaxes(1, 2)
        pull = np.exp(-self.theta * log_cost)
        sums = (self.both @ pull[..., None])[..., 0]
        denominator = sums[:, :, :count]
        ratio = spending / denominator
        net_spending = sums[:, :, count:] * ratio
        output = pull * (self.net_by_seller @ ratio[..., None])[..., 0]
        pay = np.exp(log_wage) * eco.value_added
        income = pay + (spending - net_spending).sum(axis=1) - self.surplus
        return log_wage, log_cost, denominator, spending, net_spending, output, income

    def sweep(self, state: Array, wage_step: float = 0.3, by_trade: bool = False) -> tuple[Array, Array, Array]:
        """The image of `state`, image less state (B, D), and trade balances over value added (B, N)."""
        eco, count, size = self.economy, self.count, self.traded * self.count
        with np.errstate(all="ignore"):
            log_wage, log_cost, denominator, spending, net_spending, output, income = self._evaluate(state)
            uses = (eco.use @ output.swapaxes(1, 2)[..., None])[..., 0] + eco.final * income[:, :, None]
            gap = (output - net_spending).sum(axis=1) - self.surplus
            balance = gap / eco.value_added
            image = np.empty_like(state)
            move = balance
            if by_trade:
                indices = np.arange(count)
                home = self.attraction[:, :, indices, indices] * np.exp(-self.theta * log_cost) / denominator * spending
                move = gap / ((output + net_spending - 2 * home) * (1 + self.theta)).sum(axis=1)
            wage = log_wage + np.minimum(np.maximum(wage_step * move, -0.5), 0.5)
            image[:, :count] = wage - np.log(np.exp(wage) @ eco.value_added)[:, None]
            image[:, count : count + size] = (np.log(denominator) / -self.theta).reshape(len(state), size)
            image[:, count + size :] = np.log(np.maximum(uses, FLOOR)).swapaxes(1, 2).reshape(len(state), size)
            return image, image - state, balance

    def finish(self, state: Array, sweeps: int, residual: float) -> Equilibria:
        log_wage, log_cost, denominator, spending, net_spending, output, income = self._evaluate(state)
        return Equilibria(
            economy=self.economy,
            tariff=self.tariff,
            theta=self.theta[:, :, 0],
            state=state,
            log_wage=log_wage,
            log_cost=log_cost,
            log_price=self._split(state)[1],
            spending=spending,
            output=output,
            net_share=net_spending / spending,
            income=income,
            attraction=self.attraction,
            denominator=denominator,
            sweeps=sweeps,
            residual=residual,
        )

    def name_worst(self, balance: Array, step: Array) -> str:
        """The equation with the largest residual, in words."""
        size = self.traded * self.count
        gaps = [balance, step[:, self.count : self.count + size], step[:, self.count + size :]]
        gaps = [np.where(np.isfinite(gap), np.abs(gap), 1e300) for gap in gaps]
        kind = int(np.argmax([gap.max() for gap in gaps]))
        place = int(np.argmax(gaps[kind])) % gaps[kind].shape[1]
        region = self.economy.regions[place % self.count]
        if kind == 0:
            return f"trade balance of {region}"
        sector = self.economy.sectors[self.economy.traded[place // self.count]]
        return f"{('', 'price', 'expenditure')[kind]} of {sector} in {region}"


def _largest(values: Array) -> float:
    return max(float(values.max()), -float(values.min()))
