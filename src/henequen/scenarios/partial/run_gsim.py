"""Run GSIM over a bilateral world table, and lay the answer out by line, product, supplier and region."""

from __future__ import annotations

from typing import Any

import numpy as np

from henequen.model.errors import DataError, NotConvergedError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array
from henequen.scenarios.bases.world_lines import WorldLines
from henequen.scenarios.multi_sector.tables import cells
from henequen.scenarios.partial import GsimOutcome, gsim
from henequen.scenarios.partial.run_smart import match_products, sensitive_cells, spans
from henequen.scenarios.result.bands import band, describe, draw_factors
from henequen.scenarios.result.caveats import marks_of, note_marks, rate_marks
from henequen.scenarios.result.result import ScenarioResult, Table
from henequen.scenarios.spec.rates import new_rate, rate_paid, told
from henequen.scenarios.spec.spec import Spec

__all__ = ["run_world_lines"]

MEASURES = ("producer_gain", "consumer_gain", "revenue_change", "welfare")


def run_world_lines(spec: Spec, world: WorldLines) -> ScenarioResult:
    """The answer of GSIM for `world`; new duties come from the table, then from the changes of the file in their order (home
    sales are never changed). Raises `NotConvergedError` where markets do not clear within the tolerance of the file, or where
    the change is too large for the log-linear form (trade below zero)."""
    after = _after(spec, world)
    marks = [*note_marks(world.notes), *marks_of(after != world.before), *rate_marks(world.before, after)]
    found, residual = _solve(spec, world, after, world.demand, world.substitution)
    bands = _draws(spec, world, after) if spec.draws else {}
    each = dict(zip(MEASURES, (found.producer, found.consumer, found.revenue, found.welfare), strict=True))
    tables = {
        "lines": _lines(world, after, found),
        "products": _totals("products", "product", world.products, each, 1, bands.get("products")),
        "suppliers": _suppliers(world, found),
        "regions": _totals("regions", "region", world.regions, each, 0, bands.get("regions")),
    }
    assumptions: list[str] = [
        Message("gsim", n=len(world.products), m=len(world.regions)),
        *_duty_change(spec),
        Message("line_elasticities", **spans(world)),
    ]
    for change in spec.counterfactual.change:
        assumptions += told(change)
    if spec.draws:
        assumptions += describe(spec.draws.elasticities, "line")
    return ScenarioResult(
        title=spec.title,
        model="partial",
        tables=tables,
        assumptions=tuple(assumptions),
        limits=(
            *(mark["text"] for mark in marks),
            *spec.limits,
            Message("one_market"),
            Message("pair_zero"),
            Message("log_linear"),
        ),
        diagnostics={
            "converged": True,
            "iterations": 1,
            "residual": residual,
            "tolerance": spec.solver.tolerance,
            "method": "gsim",
            "closure": "partial equilibrium",
            "numeraire": "prices of the base",
            "base": {
                "name": spec.partial.lines if spec.partial else "",
                "year": None,
                "source": "bilateral table of lines",
                "checks": [],
            },
            "seed": spec.draws.seed if spec.draws else None,
            "draws": spec.draws.n if spec.draws else 0,
            "marks": marks,
        },
        sources=("Francois, J. and Hall, H. K. (2003), Global Simulation Analysis of Industry-Level Trade Policy",),
    )


def _solve(
    spec: Spec, world: WorldLines, after: Array, demand: Array, substitution: Array
) -> tuple[GsimOutcome, float]:
    """Solve, then check what was solved: every exporter's sales change as much as its supply."""
    try:
        form = spec.partial.duty_change if spec.partial else "log"
        found = gsim(world.value, world.before, after, demand, substitution, world.supply, form)
    except np.linalg.LinAlgError as error:
        raise NotConvergedError("GSIM has no single answer", found=str(error)) from error
    old = world.value
    sold = old.sum(axis=1)
    real = (found.after / (1 + found.price[:, None, :])).sum(axis=1)
    growth = np.divide(real, sold, out=np.ones_like(sold), where=sold > 0) - 1
    gap = np.where(sold > 0, np.abs(growth - found.output), 0.0)
    k, i = np.unravel_index(int(np.argmax(gap)), gap.shape)
    where = f"{world.products[k]}, market of exporter {world.regions[i]}"
    residual = float(gap[k, i])
    if not residual <= spec.solver.tolerance:
        raise NotConvergedError(
            f"markets do not clear after 1 iteration: residual {residual:.2e}, tolerance {spec.solver.tolerance:g}",
            where=where,
        )
    if (found.after < 0).any() or (found.price <= -1).any():
        k, v, i = np.unravel_index(int(np.argmin(found.after)), old.shape)
        raise NotConvergedError(
            "the change is too large for the log-linear form: trade falls below zero",
            where=f"{world.products[k]}: {world.regions[v]} from {world.regions[i]}",
            found=float(found.after[k, v, i]),
        )
    return found, residual


def _duty_change(spec: Spec) -> list[Message]:
    if spec.partial is None or spec.partial.duty_change == "log":
        return []
    return [Message("duty_change")]


def _after(spec: Spec, world: WorldLines) -> Array:
    rates = (world.before if world.after is None else world.after).copy()
    if world.after is None and not spec.counterfactual.change:
        raise DataError("no new duties", hint="a column tariff_after, or [[counterfactual.change]]")
    for number, change in enumerate(spec.counterfactual.change, 1):
        where = f"counterfactual.change {number}"
        buyers = _named(world, change.among or change.importers, where)
        sellers = _named(world, change.among or change.exporters, where)
        sellers &= ~_named(world, change.except_exporters, where)
        chosen = match_products(change, world.products, where)[:, None, None] & buyers[:, None] & sellers
        chosen &= ~np.eye(len(world.regions), dtype=bool)
        old = rates[chosen]
        goal = new_rate(change, old)
        if goal is None:
            raise DataError("lines know set, scale, add, cap, swiss, cut", where=where)
        new, _ = rate_paid(change, old, goal, sensitive_cells(change, world.products, chosen, where))
        rates[chosen] = new
    return rates


def _named(world: WorldLines, names: Any, where: str) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    everyone = names == "all" or names == ["all"]
    for name in [] if everyone else names:
        if name not in world.regions:
            raise DataError(
                "the table has no such region", where=where, found=name, expected=", ".join(world.regions[:40])
            )
    return np.array([everyone or name in names for name in world.regions], dtype=bool)


def _lines(world: WorldLines, after: Array, found: GsimOutcome) -> Table:
    line, buyer, seller = at = np.nonzero(world.value > 0)
    columns: dict[str, list[Any]] = {
        "product": [world.products[k] for k in line],
        "importer": [world.regions[k] for k in buyer],
        "supplier": [world.regions[k] for k in seller],
    }
    shown = {
        "value_before": world.value[at],
        "tariff_before": world.before[at],
        "tariff_after": after[at],
        "value_after": found.after[at],
        "change": found.after[at] / world.value[at],
        "price_change": 100 * found.price[line, seller],
        "revenue_change": after[at] * found.after[at] - world.before[at] * world.value[at],
    }
    columns.update({name: cells(values) for name, values in shown.items()})
    units = {"price_change": "percent, price received", "tariff_before": "fraction", "change": "ratio, 1 is none"}
    return Table("lines", columns, units)


def _suppliers(world: WorldLines, found: GsimOutcome) -> Table:
    columns: dict[str, list[Any]] = {
        "supplier": list(world.regions),
        "value_before": cells(world.value.sum(axis=(0, 1))),
        "value_after": cells(found.after.sum(axis=(0, 1))),
        "producer_gain": cells(found.producer.sum(axis=0)),
    }
    return Table("suppliers", columns, dict.fromkeys(list(columns)[1:], "currency of the table"))


def _totals(
    name: str,
    key: str,
    labels: tuple[str, ...],
    each: dict[str, Array],
    axis: int,
    bands: dict[str, tuple[Array, Array]] | None,
) -> Table:
    columns: dict[str, list[Any]] = {key: list(labels)}
    for measure, values in each.items():
        columns[measure] = cells(values.sum(axis=axis))
        if bands:
            columns[f"{measure}_lower"], columns[f"{measure}_upper"] = (cells(side) for side in bands[measure])
    return Table(name, columns, dict.fromkeys(MEASURES, "currency of the table"))


def _draws(spec: Spec, world: WorldLines, after: Array) -> dict[str, dict[str, tuple[Array, Array]]]:
    assert spec.draws is not None
    if spec.draws.elasticities is None:
        raise DataError(
            "nothing is uncertain", where="draws", hint="elasticities = { distribution = ..., sigma = ... }"
        )
    generator = np.random.default_rng(spec.draws.seed)
    factors = draw_factors(spec.draws.elasticities, (spec.draws.n, 2, len(world.products)), generator)
    factors = np.maximum(factors, 0.01)
    drawn = []
    for demand, substitution in factors:
        found, _ = _solve(spec, world, after, world.demand * demand[:, None], world.substitution * substitution)
        drawn.append((found.producer, found.consumer, found.revenue, found.welfare))
    values = np.array(drawn)  # draw, measure, product, region
    return {
        name: {m: band(values[:, k].sum(axis=axis), spec.draws.interval) for k, m in enumerate(MEASURES)}
        for name, axis in (("products", 2), ("regions", 1))
    }
