"""Run GSIM over a bilateral world table, and arrange the answer by line, product, supplier and region."""

from __future__ import annotations

from typing import Any

import numpy as np

from henequen.model.errors import DataError, NotConvergedError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array
from henequen.scenarios.bases.world_lines import WorldLines
from henequen.scenarios.multi_sector.tables import cells
from henequen.scenarios.partial.answer import LineMethod, elasticity_spans, line_result
from henequen.scenarios.partial.duties import Mask, new_duties
from henequen.scenarios.partial.gsim import GsimOutcome, gsim
from henequen.scenarios.partial.totals import drawn_bands, totals
from henequen.scenarios.result.result import ScenarioResult, Table
from henequen.scenarios.spec.spec import Change, Spec

__all__ = ["run_world_lines"]


def run_world_lines(spec: Spec, world: WorldLines) -> ScenarioResult:
    """The answer of GSIM for `world`; new duties come from the table, then from the changes of the file in their order (home
    sales are never changed). Raises `NotConvergedError` if markets do not clear within the tolerance of the file, or
    if the change is too large for the log-linear form (trade below zero)."""

    def reach(change: Change, products: Mask, where: str) -> Mask:
        buyers = _mask_of(world, change.among or change.importers, where)
        sellers = _mask_of(world, change.among or change.exporters, where)
        sellers &= ~_mask_of(world, change.except_exporters, where)
        abroad = ~np.eye(len(world.regions), dtype=bool)
        return products[:, None, None] & buyers[:, None] & sellers & abroad

    def solve(demand: Array, substitution: Array) -> dict[str, Array]:
        drawn, _ = _solve(spec, world, after, world.demand * demand[:, None], world.substitution * substitution)
        return _measures(drawn)

    after = new_duties(spec, world, reach)
    outcome, residual = _solve(spec, world, after, world.demand, world.substitution)
    bands = drawn_bands(spec, len(world.products), solve, {"products": 1, "regions": 0})
    tables = {
        "lines": _lines(world, after, outcome),
        "products": totals("products", "product", world.products, _measures(outcome), 1, bands.get("products")),
        "suppliers": _suppliers(world, outcome),
        "regions": totals("regions", "region", world.regions, _measures(outcome), 0, bands.get("regions")),
    }
    proportional = spec.partial is not None and spec.partial.duty_change != "log"
    method = LineMethod(
        name="gsim",
        numeraire="prices of the base",
        table="bilateral table of lines",
        residual=residual,
        assumptions=(
            Message("gsim", n=len(world.products), m=len(world.regions)),
            *([Message("duty_change")] if proportional else []),
            Message("line_elasticities", **elasticity_spans(world)),
        ),
        limits=(Message("one_market"), Message("pair_zero"), Message("log_linear")),
        source="Francois, J. and Hall, H. K. (2003), Global Simulation Analysis of Industry-Level Trade Policy",
    )
    return line_result(spec, world, after, tables, method)


def _solve(
    spec: Spec, world: WorldLines, after: Array, demand: Array, substitution: Array
) -> tuple[GsimOutcome, float]:
    """Solve, then check that every exporter's sales change as much as its supply."""
    try:
        form = spec.partial.duty_change if spec.partial else "log"
        outcome = gsim(world.value, world.before, after, demand, substitution, world.supply, form)
    except np.linalg.LinAlgError as error:
        raise NotConvergedError(Message("gsim_has_no_single_answer"), found=str(error)) from error
    old = world.value
    sold = old.sum(axis=1)
    real = (outcome.after / (1 + outcome.price[:, None, :])).sum(axis=1)
    growth = np.divide(real, sold, out=np.ones_like(sold), where=sold > 0) - 1
    gap = np.where(sold > 0, np.abs(growth - outcome.output), 0.0)
    k, i = np.unravel_index(int(np.argmax(gap)), gap.shape)
    where = f"{world.products[k]}, market of exporter {world.regions[i]}"
    residual = float(gap[k, i])
    if not residual <= spec.solver.tolerance:
        raise NotConvergedError(
            Message("markets_do_not_clear_after_1", residual=f"{residual:.2e}", tolerance=f"{spec.solver.tolerance:g}"),
            where=where,
        )
    if (outcome.after < 0).any() or (outcome.price <= -1).any():
        k, v, i = np.unravel_index(int(np.argmin(outcome.after)), old.shape)
        raise NotConvergedError(
            Message("change_too_large_for_log_linear"),
            where=Message("from", products=world.products[k], regions=world.regions[v], regions_2=world.regions[i]),
            found=float(outcome.after[k, v, i]),
        )
    return outcome, residual


def _mask_of(world: WorldLines, names: Any, where: str) -> Mask:
    everyone = names == "all" or names == ["all"]
    for name in [] if everyone else names:
        if name not in world.regions:
            raise DataError(
                Message("table_has_no_such_region"), where=where, found=name, expected=", ".join(world.regions[:40])
            )
    return np.array([everyone or name in names for name in world.regions], dtype=bool)


def _lines(world: WorldLines, after: Array, outcome: GsimOutcome) -> Table:
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
        "value_after": outcome.after[at],
        "change": outcome.after[at] / world.value[at],
        "price_change": 100 * outcome.price[line, seller],
        "revenue_change": after[at] * outcome.after[at] - world.before[at] * world.value[at],
    }
    columns.update({name: cells(values) for name, values in shown.items()})
    units = {
        "price_change": "percent, price received",
        "tariff_before": "fraction",
        "change": "ratio, 1 is none",
    }
    return Table("lines", columns, units)


def _suppliers(world: WorldLines, outcome: GsimOutcome) -> Table:
    columns: dict[str, list[Any]] = {
        "supplier": list(world.regions),
        "value_before": cells(world.value.sum(axis=(0, 1))),
        "value_after": cells(outcome.after.sum(axis=(0, 1))),
        "producer_gain": cells(outcome.producer.sum(axis=0)),
    }
    return Table("suppliers", columns, dict.fromkeys(list(columns)[1:], "currency of the table"))


def _measures(outcome: GsimOutcome) -> dict[str, Array]:
    return {
        "producer_gain": outcome.producer,
        "consumer_gain": outcome.consumer,
        "revenue_change": outcome.revenue,
        "welfare": outcome.welfare,
    }
