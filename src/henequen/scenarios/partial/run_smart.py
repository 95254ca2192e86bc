"""Run a partial-equilibrium scenario over tariff lines, and arrange the answer by line, product and supplier."""

from __future__ import annotations

from typing import Any

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array
from henequen.scenarios.bases.lines import Lines
from henequen.scenarios.multi_sector.tables import cells
from henequen.scenarios.partial.answer import LineMethod, elasticity_spans, line_result
from henequen.scenarios.partial.duties import Mask, new_duties
from henequen.scenarios.partial.smart import SmartOutcome, smart
from henequen.scenarios.partial.totals import drawn_bands, totals
from henequen.scenarios.result.result import ScenarioResult, Table
from henequen.scenarios.spec.spec import Change, Spec

__all__ = ["run_lines"]


def run_lines(spec: Spec, lines: Lines) -> ScenarioResult:
    """The answer of SMART for `lines`; new duties come from the table, then from the changes of the file in their order
    (importers are ignored: the table is one importer's; `sectors` are products, a trailing * is a prefix)."""

    def reach(change: Change, products: Mask, where: str) -> Mask:
        return np.outer(products, _suppliers(change, lines, where))

    def solve(demand: Array, substitution: Array) -> dict[str, Array]:
        drawn = smart(
            lines.value, lines.before, after, lines.demand * demand, lines.substitution * substitution, lines.supply
        )
        return _measures(drawn)

    after = new_duties(spec, lines, reach)
    outcome = smart(lines.value, lines.before, after, lines.demand, lines.substitution, lines.supply)
    bands = drawn_bands(spec, len(lines.products), solve, {"products": 1, "suppliers": 0})
    tables = {
        "lines": _lines(lines, after, outcome),
        "products": totals("products", "product", lines.products, _measures(outcome), 1, bands.get("products")),
        "suppliers": totals("suppliers", "supplier", lines.suppliers, _measures(outcome), 0, bands.get("suppliers")),
    }
    own = sorted(set(lines.elasticity_source))
    method = LineMethod(
        name="smart",
        numeraire="world prices of the base",
        table="table of lines",
        residual=float(np.abs(outcome.diversion.sum(axis=1)).max() / max(lines.value.sum(axis=1).max(), 1e-300)),
        assumptions=(
            Message("smart", n=len(lines.products), m=len(lines.suppliers)),
            Message("line_elasticities_source", **elasticity_spans(lines), source="; ".join(own[:5])),
        ),
        limits=(Message("one_market"), Message("supplier_zero")),
        source="Laird, S. and Yeats, A. (1986), The UNCTAD Trade Policy Simulation Model",
        diagnostics={"bounded_cells": outcome.bounded},
    )
    return line_result(spec, lines, after, tables, method)


def _suppliers(change: Change, lines: Lines, where: str) -> Mask:
    members = change.among or change.exporters or "all"
    for name in [] if members == "all" else members:
        if name not in lines.suppliers and change.among is None:
            raise DataError(
                Message("table_has_no_such_supplier"), where=where, found=name, expected=", ".join(lines.suppliers[:40])
            )
    keep = [members == "all" or name in members for name in lines.suppliers]
    kept = [name not in change.except_exporters for name in lines.suppliers]
    return np.asarray(np.array(keep) & np.array(kept), dtype=bool)


def _lines(lines: Lines, after: Array, outcome: SmartOutcome) -> Table:
    row, column = np.nonzero(lines.value > 0)
    columns: dict[str, list[Any]] = {
        "product": [lines.products[k] for k in row],
        "supplier": [lines.suppliers[k] for k in column],
    }
    shown = {
        "value_before": lines.value,
        "tariff_before": lines.before,
        "tariff_after": after,
        "creation": outcome.creation,
        "diversion": outcome.diversion,
        "value_after": outcome.after,
        "price_change": 100 * outcome.price,
        "revenue_change": outcome.revenue_after - outcome.revenue_before,
        "consumer_gain": outcome.consumer,
        "welfare": outcome.welfare,
    }
    for name, values in shown.items():
        columns[name] = cells(values[row, column])
    return Table("lines", columns, {"price_change": "percent, world price", "tariff_before": "fraction"})


def _measures(outcome: SmartOutcome) -> dict[str, Array]:
    return {
        "creation": outcome.creation,
        "diversion": outcome.diversion,
        "revenue_change": outcome.revenue_after - outcome.revenue_before,
        "consumer_gain": outcome.consumer,
        "welfare": outcome.welfare,
    }
