# ruff: noqa: S608 (SQL is composed from our own names)
"""One period of a reconciliation: join its reported rows, fit its noise, write its rows of OUT."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from henequen.trade.editions.fitted_model import pack_model, unpack_model
from henequen.trade.editions.output_rows import OutputRows
from henequen.trade.inference.null_model import NullModel, measure_null_model
from henequen.trade.misclassified.apply import find_misclassified
from henequen.trade.misclassified.candidates import find_two_sided
from henequen.trade.model.pair_key import PairKey
from henequen.trade.model.reported import LeftOut
from henequen.trade.noise.reliability import Reliability, measure_products, measure_reliability
from henequen.trade.noise.weights import two_level_pairs
from henequen.trade.reconcile.combine import NAMED_PAIR, combined
from henequen.trade.reconcile.findings import find_findings
from henequen.trade.reconcile.names import load_names
from henequen.trade.reconcile.passthrough import as_given
from henequen.trade.reconcile.plan import Plan
from henequen.trade.reconcile.published_methods import preset_combined, preset_pairs
from henequen.trade.reconcile.steps import Steps
from henequen.trade.sql.duck import Engine
from henequen.trade.staging.adjustments import excluded_areas, excluded_products
from henequen.trade.staging.coding import Codes
from henequen.trade.staging.duplicates import flows_of, rows_joined
from henequen.trade.staging.parts import AddedParts, add_parts, gather_parts
from henequen.trade.staging.rows import Reported
from henequen.trade.transit.apply import find_routed, follow_misclassification, put_back
from henequen.trade.transit.hubs import Hubs, add_undeclared, find_declared

__all__ = ["JoinedRows", "PeriodResult", "Run", "reconcile_period"]

UsedFlow = tuple[str, str, int, int]
"""(period, flow, reporter, partner); areas by number."""


@dataclass(frozen=True)
class Run:
    """What all periods of one reconciliation share. `geography`: distances, borders, and the areas with coordinates."""

    engine: Engine
    plan: Plan
    reported: Reported
    codes: Codes
    geography: tuple[Any, ...]
    output: OutputRows
    step: Steps


@dataclass(frozen=True)
class JoinedRows:
    """How the reported rows of a period became the table `flow`."""

    left_out: tuple[LeftOut, ...]
    re_exports: tuple[LeftOut, ...]
    """Rows of flow RX, if they are taken off exports."""
    taken: int | None
    """Reported rows that were used; None if parts were among them."""
    whole: int
    """Reported rows that were used and are not parts."""
    added: tuple[AddedParts, ...]

    @property
    def declared(self) -> bool:
        """Whether a hub reports re-exports."""
        return any(item.rows for item in self.re_exports)


@dataclass(frozen=True)
class PeriodResult:
    """The part of one period in the report and the model of a reconciliation."""

    joined: JoinedRows
    used: frozenset[UsedFlow] = frozenset()
    """Every flow that has a usable row."""
    pairs: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Numbers of the pairs that occur."""
    reporters: list[dict[str, Any]] = field(default_factory=list)
    misclassified: list[dict[str, Any]] = field(default_factory=list)
    hubs: list[dict[str, Any]] = field(default_factory=list)
    findings: Callable[[], list[dict[str, Any]]] = list
    """What looks wrong in the period's tables: called while OUT is sealed."""
    model: dict[str, Any] = field(default_factory=dict)


def reconcile_period(run: Run, period: str, stored: dict[str, Any] | None) -> PeriodResult | None:
    """Write the rows of `period` to the output; None if no row is left to reconcile.

    `stored` is the model of an earlier edition that is kept for an update. Already reconciled figures are passed on
    unchanged; a published method weighs the two reports of each pair; the two-level method also looks for goods in
    transit and for misclassified rows. The period's tables stay in the engine until the caller drops them.
    """
    engine, codes, plan = run.engine, run.codes, run.plan
    joined = _join(run, period)
    if all(file.reconciled for file in plan.inputs):
        load_names(engine, codes, plan, np.zeros(len(codes.products)), period)
        run.step("writing")
        run.output.write(engine, as_given(), period)
        return PeriodResult(JoinedRows(joined.left_out, (), joined.taken, joined.whole, joined.added))
    run.step("reliability")
    excluded = np.array([name is not None for name in excluded_products(codes.products, plan.modules)])
    earlier, unit_values = unpack_model(stored, codes) if stored else (None, None)
    ln_uv = measure_products(engine, codes, excluded, unit_values)
    null_models: list[NullModel] = []

    def meanwhile() -> None:
        if plan.method == "two_level":
            null_models.append(measure_null_model(engine))

    fit = measure_reliability(engine, codes, ln_uv, excluded, run.geography[:2], earlier, meanwhile)
    if not fit.pairs.pair.size:
        return None
    load_names(engine, codes, plan, fit.cif.product_factor(ln_uv), period)
    if plan.method != "two_level":
        return _by_published_method(run, period, joined, fit)
    return _by_two_levels(run, period, joined, fit, null_models[0], stored, partial(pack_model, fit, codes, ln_uv))


def _join(run: Run, period: str) -> JoinedRows:
    """Make the tables `flow`, `part_sum` and, if re-exports are to be taken off, `re_export`."""
    engine, reported, codes = run.engine, run.reported, run.codes
    modules = run.plan.modules if run.plan.method == "two_level" else ()
    parts = gather_parts(engine, reported, codes, period)
    added_re_exports = _add_re_exports(engine, reported, codes, period) if parts else AddedParts(period)
    re_exports = (
        (find_declared(engine, reported, period, parts=bool(added_re_exports)),) if "hub_re_exports" in modules else ()
    )
    declared = any(item.rows for item in re_exports)
    joined = flows_of(engine, reported, codes, period, hubs=declared, parts=parts)
    left_out = (*joined.left_out(), *added_re_exports.correction("contained_re_trade"))
    whole = rows_joined(engine, hubs=declared) - joined.added.flows
    used_rows = None if parts else whole + sum(item.rows for item in left_out)
    return JoinedRows(left_out, re_exports, used_rows, whole, (joined.added, added_re_exports))


def _by_published_method(run: Run, period: str, joined: JoinedRows, fit: Reliability) -> PeriodResult:
    """Weigh the reports as BACI, Harvard or BIMTS do."""
    engine, codes, plan = run.engine, run.codes, run.plan
    run.step("writing")
    engine.load("pair", preset_pairs(engine, fit, len(codes.areas), plan.method, plan.switches))
    run.output.write(engine, preset_combined(plan.method, plan.switches), period)
    return PeriodResult(
        joined,
        used=_used(fit, period),
        pairs=fit.pairs.pair,
        reporters=_reporters(fit, codes, period),
        findings=partial(find_findings, engine, fit, codes, period),
    )


def _by_two_levels(
    run: Run,
    period: str,
    joined: JoinedRows,
    fit: Reliability,
    null_model: NullModel,
    stored: dict[str, Any] | None,
    pack: Callable[[], dict[str, Any]],
) -> PeriodResult:
    """Our own method. The rates of an earlier edition (`stored`) are kept; otherwise `pack` gives the model to keep."""
    engine, codes, plan = run.engine, run.codes, run.plan
    run.step("hubs")
    pairs = two_level_pairs(fit, plan.interval)
    engine.load("pair", pairs)
    look = "undeclared_re_exports" in plan.modules and not stored
    hubs = Hubs(joined.declared, add_undeclared(engine, codes, declared=joined.declared) if look else [])
    if hubs:
        find_routed(engine, pairs, null_model, partial(find_two_sided, engine), by_shares=stored is None)
        put_back(engine, hubs)
    else:
        find_two_sided(engine)
    run.step("misclassified")
    misclassified = find_misclassified(engine, codes, pairs, null_model, hubs)
    if hubs:
        follow_misclassification(engine, hubs)
    run.step("writing")
    engine.table("named_pair", NAMED_PAIR)
    z = NormalDist().inv_cdf(0.5 + plan.interval / 2)
    rows = combined(hubs, interval_z=z, areas=any(excluded_areas(codes.areas, plan.modules)))
    run.output.write(engine, rows, period)
    elsewhere = (misclassified.no_x, misclassified.no_m)
    return PeriodResult(
        joined,
        used=_used(fit, period),
        pairs=fit.pairs.pair,
        reporters=_reporters(fit, codes, period),
        misclassified=[{"period": period} | share for share in misclassified.shares],
        hubs=[{"period": period} | hub for hub in hubs.inferred],
        findings=partial(find_findings, engine, fit, codes, period, whole=stored is None, elsewhere=elsewhere),
        model=stored or pack(),
    )


def _add_re_exports(engine: Engine, reported: Reported, codes: Codes, period: str) -> AddedParts:
    """Add up parts of re-exports that have no total, into the table `part_sum_rx`."""
    totals = (
        f"select flow, reporter, partner, {'booked' if codes.target else 'product'} from ({reported.coded}) "
        f"where reason = 'contained_re_trade' and flow = 'RX' and {reported.at(period)}"
    )
    return add_parts(engine, reported, codes, period, "part_sum_rx", totals, "'RX'")


def _used(fit: Reliability, period: str) -> frozenset[UsedFlow]:
    pair, n_x, n_m = (np.asarray(fit.counted[name], dtype=np.int64) for name in ("pair", "n_x", "n_m"))
    exports, imports = pair[n_x > 0].tolist(), pair[n_m > 0].tolist()
    return frozenset(
        [(period, "X", PairKey.exporter(k), PairKey.importer(k)) for k in exports]
        + [(period, "M", PairKey.importer(k), PairKey.exporter(k)) for k in imports]
    )


def _reporters(fit: Reliability, codes: Codes, period: str) -> list[dict[str, Any]]:
    """Variances of each reporter's exports and imports, by product and by pair, with their standard errors."""
    reporters: list[dict[str, Any]] = []
    for level, part in (("product", fit.product), ("pair", fit.pair)):
        for side, numbers, values, errors in (
            ("exporter", fit.pairs.exporter, part.a, part.a_error),
            ("importer", fit.pairs.importer, part.b, part.b_error),
        ):
            numbers_used = np.unique(numbers[fit.pairs.rows > 0])
            reporters.extend(
                {
                    "reporter": codes.areas[k],
                    "side": side,
                    "level": level,
                    "period": period,
                    "variance": float(values[k]),
                    "standard_error": float(errors[k]),
                }
                for k in numbers_used
            )
    return reporters
