"""Run a partial-equilibrium scenario over tariff lines, and lay the answer out by line, product and supplier."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array
from henequen.scenarios.bases.lines import Lines
from henequen.scenarios.bases.world_lines import WorldLines
from henequen.scenarios.multi_sector.tables import cells
from henequen.scenarios.partial import SmartOutcome, smart
from henequen.scenarios.result.bands import band, describe, draw_factors
from henequen.scenarios.result.caveats import marks_of, note_marks, rate_marks
from henequen.scenarios.result.result import ScenarioResult, Table
from henequen.scenarios.spec.rates import new_rate, rate_paid, told
from henequen.scenarios.spec.spec import Change, Spec

__all__ = ["match_products", "run_lines", "sensitive_cells", "spans"]

TOTALS = ("creation", "diversion", "revenue_change", "consumer_gain", "welfare")


def run_lines(spec: Spec, lines: Lines) -> ScenarioResult:
    """The answer of SMART for `lines`; new duties come from the table, then from the changes of the file in their order
    (importers are ignored: the table is one importer's; `sectors` are products, a trailing * is a prefix)."""
    after = _after(spec, lines)
    marks = [*note_marks(lines.notes), *marks_of(after != lines.before), *rate_marks(lines.before, after)]
    found = smart(lines.value, lines.before, after, lines.demand, lines.substitution, lines.supply)
    draws = _draws(spec, lines, after) if spec.draws else {}
    tables = {
        "lines": _lines(lines, after, found),
        "products": _totals("products", "product", lines.products, found, 1, draws.get("products")),
        "suppliers": _totals("suppliers", "supplier", lines.suppliers, found, 0, draws.get("suppliers")),
    }
    own = sorted(set(lines.elasticity_source))
    assumptions: list[str] = [
        Message("smart", n=len(lines.products), m=len(lines.suppliers)),
        Message("line_elasticities_source", **spans(lines), source="; ".join(own[:5])),
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
            Message("supplier_zero"),
        ),
        diagnostics={
            "converged": True,
            "iterations": 1,
            "residual": float(np.abs(found.diversion.sum(axis=1)).max() / max(lines.value.sum(axis=1).max(), 1e-300)),
            "tolerance": spec.solver.tolerance,
            "method": "smart",
            "closure": "partial equilibrium",
            "numeraire": "world prices of the base",
            "base": {
                "name": spec.partial.lines if spec.partial else "",
                "year": None,
                "source": "table of lines",
                "checks": [],
            },
            "bounded_cells": found.bounded,
            "seed": spec.draws.seed if spec.draws else None,
            "draws": spec.draws.n if spec.draws else 0,
            "marks": marks,
        },
        sources=("Laird, S. and Yeats, A. (1986), The UNCTAD Trade Policy Simulation Model",),
    )


def spans(lines: Lines | WorldLines) -> dict[str, str]:
    """The least and greatest elasticities of demand, substitution and supply, as values of a message."""
    ends = [
        f"{end:g}"
        for values in (lines.demand, lines.substitution, lines.supply)
        for end in (values.min(), values.max())
    ]
    return dict(zip("abcdef", ends, strict=True))


def _after(spec: Spec, lines: Lines) -> Array:
    rates = (lines.before if lines.after is None else lines.after).copy()
    if lines.after is None and not spec.counterfactual.change:
        raise DataError("no new duties", hint="a column tariff_after, or [[counterfactual.change]]")
    for number, change in enumerate(spec.counterfactual.change, 1):
        where = f"counterfactual.change {number}"
        cells_ = np.outer(match_products(change, lines.products, where), _suppliers(change, lines, where))
        old = rates[cells_]
        goal = new_rate(change, old)
        if goal is None:
            raise DataError("lines know set, scale, add, cap, swiss, cut", where=where)
        new, _ = rate_paid(change, old, goal, sensitive_cells(change, lines.products, cells_, where))
        rates[cells_] = new
    return rates


def sensitive_cells(
    change: Change, products: tuple[str, ...], cells_: NDArray[np.bool_], where: str
) -> NDArray[np.bool_] | None:
    """Of the cells chosen (products first), in their order, those on the sensitive list; None where there is no list."""
    if change.sensitive is None:
        return None
    asked = change.sensitive.sectors
    reached = [
        name
        for name, one in zip(products, np.atleast_1d(cells_.reshape(len(products), -1).any(axis=1)), strict=True)
        if one
    ]
    for item in [] if asked == "all" else asked:
        if not any(_is(item, name) for name in reached):
            raise DataError("the change reaches no such line", where=f"{where}: sensitive.sectors", found=item)
    listed = np.array([asked == "all" or any(_is(item, name) for item in asked) for name in products])
    held: NDArray[np.bool_] = listed[np.nonzero(cells_)[0]]
    return held


def match_products(
    change: Change, products: tuple[str, ...], where: str
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which products a change names; a trailing * is a prefix."""
    if change.sectors == "all":
        keep = np.ones(len(products), dtype=bool)
    else:
        keep = np.array([any(_is(item, name) for item in change.sectors) for name in products])
        if not keep.any():
            raise DataError("no line fits", where=where, found=", ".join(change.sectors))
    out = np.array([any(_is(item, name) for item in change.except_sectors) for name in products])
    return np.asarray(keep & ~out, dtype=bool)


def _is(pattern: str, name: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern


def _suppliers(change: Change, lines: Lines, where: str) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    asked = change.among or change.exporters or "all"
    for name in [] if asked == "all" else asked:
        if name not in lines.suppliers and change.among is None:
            raise DataError(
                "the table has no such supplier", where=where, found=name, expected=", ".join(lines.suppliers[:40])
            )
    keep = [asked == "all" or name in asked for name in lines.suppliers]
    kept = [name not in change.except_exporters for name in lines.suppliers]
    return np.asarray(np.array(keep) & np.array(kept), dtype=bool)


def _lines(lines: Lines, after: Array, found: SmartOutcome) -> Table:
    row, column = np.nonzero(lines.value > 0)
    columns: dict[str, list[Any]] = {
        "product": [lines.products[k] for k in row],
        "supplier": [lines.suppliers[k] for k in column],
    }
    shown = {
        "value_before": lines.value,
        "tariff_before": lines.before,
        "tariff_after": after,
        "creation": found.creation,
        "diversion": found.diversion,
        "value_after": found.after,
        "price_change": 100 * found.price,
        "revenue_change": found.revenue_after - found.revenue_before,
        "consumer_gain": found.consumer,
        "welfare": found.welfare,
    }
    for name, values in shown.items():
        columns[name] = cells(values[row, column])
    return Table("lines", columns, {"price_change": "percent, world price", "tariff_before": "fraction"})


def _values(found: SmartOutcome) -> dict[str, Array]:
    return {
        "creation": found.creation,
        "diversion": found.diversion,
        "revenue_change": found.revenue_after - found.revenue_before,
        "consumer_gain": found.consumer,
        "welfare": found.welfare,
    }


def _totals(
    name: str,
    key: str,
    labels: tuple[str, ...],
    found: SmartOutcome,
    axis: int,
    bands: dict[str, tuple[Array, Array]] | None,
) -> Table:
    columns: dict[str, list[Any]] = {key: list(labels)}
    for measure, values in _values(found).items():
        columns[measure] = cells(values.sum(axis=axis))
        if bands:
            columns[f"{measure}_lower"], columns[f"{measure}_upper"] = (cells(side) for side in bands[measure])
    return Table(name, columns, dict.fromkeys(TOTALS, "currency of the table"))


def _draws(spec: Spec, lines: Lines, after: Array) -> dict[str, dict[str, tuple[Array, Array]]]:
    assert spec.draws is not None
    if spec.draws.elasticities is None:
        raise DataError(
            "nothing is uncertain", where="draws", hint="elasticities = { distribution = ..., sigma = ... }"
        )
    generator = np.random.default_rng(spec.draws.seed)
    factors = draw_factors(spec.draws.elasticities, (spec.draws.n, 2, len(lines.products)), generator)
    factors = np.maximum(factors, 0.01)
    sums: dict[str, dict[str, list[Array]]] = {"products": {}, "suppliers": {}}
    for k in range(spec.draws.n):
        found = smart(
            lines.value,
            lines.before,
            after,
            lines.demand * factors[k, 0],
            lines.substitution * factors[k, 1],
            lines.supply,
        )
        for measure, values in _values(found).items():
            sums["products"].setdefault(measure, []).append(values.sum(axis=1))
            sums["suppliers"].setdefault(measure, []).append(values.sum(axis=0))
    return {
        name: {measure: band(np.stack(values), spec.draws.interval) for measure, values in kinds.items()}
        for name, kinds in sums.items()
    }
