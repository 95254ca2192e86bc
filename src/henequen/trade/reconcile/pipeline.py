# ruff: noqa: S608 (SQL is composed from our own names)
"""The path of a reconciliation, from files of reported rows to one row a flow."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from henequen.files.checksum import digest_of
from henequen.files.scratch import scratch_folder
from henequen.model.errors import DataError, HenequenError
from henequen.model.progress import Progress
from henequen.trade.editions.edition import edition_note, edition_path, rows_of
from henequen.trade.editions.fitted_model import model_path, pack_model, read_models, unpack_model
from henequen.trade.editions.output_files import Delivery
from henequen.trade.editions.output_rows import OutputRows
from henequen.trade.editions.report import completed, report_path
from henequen.trade.inference.null_model import NullModel, measure_null_model
from henequen.trade.misclassified.apply import find_misclassified
from henequen.trade.misclassified.candidates import find_two_sided
from henequen.trade.model.pair_key import AREA_BASE
from henequen.trade.model.reported import LeftOut
from henequen.trade.noise.reliability import Reliability, measure_products, measure_reliability
from henequen.trade.noise.weights import two_level_pairs
from henequen.trade.reconcile.combine import NAMED_PAIR, combined
from henequen.trade.reconcile.findings import find_findings, find_unplaced
from henequen.trade.reconcile.names import load_names
from henequen.trade.reconcile.passthrough import as_given
from henequen.trade.reconcile.plan import Plan
from henequen.trade.reconcile.published_methods import check_switches, preset_combined, preset_pairs
from henequen.trade.reconcile.steps import Steps
from henequen.trade.reconcile.update import hubs_left_aside, told_by_base, with_partners
from henequen.trade.sql.duck import DuckEngine, Engine
from henequen.trade.staging.adjustments import excluded_areas, excluded_products
from henequen.trade.staging.areas import AreaCodes
from henequen.trade.staging.coding import Codes, find_codes
from henequen.trade.staging.duplicates import examples, flows_of, rows_joined
from henequen.trade.staging.geography import square_geography
from henequen.trade.staging.inputs import check_inputs
from henequen.trade.staging.left_out import Used, add_counts, dropped
from henequen.trade.staging.parts import AddedParts, add_parts, gather_parts
from henequen.trade.staging.remedies import nothing_left
from henequen.trade.staging.repairs import find_repairs
from henequen.trade.staging.rows import Reported, reported_rows
from henequen.trade.tables import tables_of_period
from henequen.trade.transit.apply import find_routed, follow_misclassification, put_back
from henequen.trade.transit.hubs import Hubs, add_undeclared, find_declared

__all__ = ["reconcile"]


def reconcile(plan: Plan, area_codes: AreaCodes, progress: Progress | None = None) -> dict[str, Any]:
    """Carry out `plan`: write its OUT (Parquet, columns OUTPUT_COLUMNS, US dollars and kilograms) and, beside it, its seal,
    its report, which is also returned, its model and the note of an edition where there is one.

    All of them are written whole, or none. `progress` hears the steps. Raises DataError where the rows cannot be used.
    """
    check_switches(plan.method, plan.switches)
    check_inputs(plan.inputs)
    steps = Steps(progress)
    began = time.perf_counter()
    with (
        Delivery(plan.out) as delivery,
        scratch_folder("henequen-mirror-", plan.work) as folder,
    ):
        engine = _engine(plan, folder)
        try:
            report = _reconcile(engine, plan, area_codes, folder, delivery, steps)
        finally:
            engine.close()
        steps.tell(1, "sealing")
        report = completed(report, plan.inputs) | {"sha256": delivery.seal()}
        report["seconds"] = round(time.perf_counter() - began, 3)
        delivery.write(report_path(plan.out), json.dumps(report, indent=1, ensure_ascii=False) + "\n")
        delivery.commit()
    return report


def _engine(plan: Plan, work: Path) -> Engine:
    if plan.engine == "spark":
        from henequen.trade.sql.spark import SparkEngine

        return SparkEngine(work / "spark", plan.memory, plan.threads)
    return DuckEngine(work / "duckdb", plan.memory, plan.threads)


def _reconcile(
    engine: Engine, plan: Plan, area_codes: AreaCodes, work: Path, delivery: Delivery, steps: Steps
) -> dict[str, Any]:
    steps.tell(0, "reading the codes")
    left_out = list[LeftOut]()
    models: dict[str, dict[str, Any]] = {}
    touched: list[tuple[str, str]] = []
    before = ""
    if plan.base is None:
        reported = reported_rows(engine, plan.inputs)
        codes, reported = find_codes(engine, reported, area_codes.kinds, area_codes.numbers, area_codes.former)
        given = reported
    else:
        models = read_models(plan.base)
        before = rows_of(plan.base)  # once: its seals are checked, and it may be large
        codes, reported, given, touched = with_partners(
            engine, plan.inputs, before, area_codes.kinds, area_codes.numbers, work / "others.parquet"
        )
    geography = square_geography(codes.areas, plan.geo)
    placed = geography[2] if plan.geo else None
    reporters: list[dict[str, Any]] = []
    misclassified: list[dict[str, Any]] = []
    hubs: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    flows = OutputRows(delivery.flows, work, codes.periods, single=plan.single)
    learned: dict[str, dict[str, Any]] = {}
    re_exports: list[LeftOut] = []
    taken: int | None = 0
    whole, finished = 0, False
    used = set[tuple[str, str, int, int]]()
    for number, period in enumerate(codes.periods, 1):
        if plan.base is not None and period not in models:
            raise DataError(
                "the base knows nothing of this period",
                where=plan.base.name,
                found=period,
                expected=", ".join(models),
                hint="reconcile the whole year first",
            )
        steps.begin(period, number, len(codes.periods))
        result = _period(engine, plan, reported, codes, period, geography, flows, models.get(period), steps)
        if result is None:
            _forget(engine)
            findings.append({"period": period, "rule": "no_flow", "message": f"{period}: no row is left to reconcile"})
            continue
        if number == len(codes.periods):
            flows.finish()
            delivery.begin_sealing()
            finished = True
        left_out.extend(result.left_out)
        re_exports.extend(result.re_exports)
        taken = None if taken is None or result.taken is None else taken + result.taken
        whole += result.whole
        used |= result.used
        reporters.extend(result.reporters)
        misclassified.extend(result.misclassified)
        hubs.extend(result.hubs)
        findings.extend(result.doubts())
        findings.extend(added.finding() for added in result.added if added)
        if placed is not None:
            findings.extend(find_unplaced(result.pairs, placed, period))
        _forget(engine)
        learned[period] = result.model
    if learned and not finished:
        flows.finish()
    known = taken if plan.base is None and not codes.target else None  # a converted row may stand at several codes
    if plan.base is not None:
        findings.extend(told_by_base(plan.base, touched))
        findings.extend(hubs_left_aside(engine, before, touched))
    findings.extend(find_repairs(engine, given, codes))
    steps.tell(1, "counting what is left out")
    if learned and not whole:  # a download by parts: whether they are all is for the user to say
        raise nothing_left("no flow is left to reconcile", dropped(engine, given), {})
    left_out.extend(dropped(engine, given, known, re_exports, Used(frozenset(used)) if learned else None))
    doubtful = examples(engine, reported, {item.reason for item in left_out})
    if not learned:
        raise nothing_left("no flow is left to reconcile", add_counts(left_out), doubtful)
    if plan.method == "two_level" and any(learned.values()):
        delivery.write(model_path(plan.out), json.dumps(models | learned))
    if plan.base is not None:
        delivery.write(edition_path(plan.out), edition_note(plan.out, plan.base, touched))
    return {
        "method": plan.method,
        "engine": engine.name,
        "versions": {engine.name: engine.version, "numpy": np.__version__},
        "interval": plan.interval,
        "reconciled_on": datetime.now(UTC).date().isoformat(),
        "periods": list(codes.periods),
        "base": plan.base.name if plan.base else None,
        "touched": [list(one) for one in touched],
        "inputs": [{"name": file.name, "sha256": file.sha256} for file in plan.inputs],
        "beside": {
            name: {"name": path.name, "sha256": digest_of(path)}
            for name, path in (("geography", plan.geo), ("mapping", plan.mapping))
            if path is not None
        },
        "modules": list(plan.modules) if plan.method == "two_level" else [],
        "switches": list(plan.switches),
        "reporters": reporters,
        "misclassified": misclassified,
        "misfiled": misclassified,  # the name until 0.1; answers for one release
        "undeclared_hubs": hubs,
        "dropped": [
            asdict(item) | ({"examples": doubtful[item.reason]} if item.reason in doubtful else {})
            for item in add_counts(left_out)
        ],
        "rules": _rules(engine, delivery.flows),
        "findings": findings,
        "unknown_areas": list(codes.unknown_areas),
    }


def _forget(engine: Engine) -> None:
    """Drop the tables of a period: the next one begins without them."""
    for name in tables_of_period():
        engine.drop(name)


@dataclass(frozen=True)
class _Result:
    left_out: tuple[LeftOut, ...]
    re_exports: tuple[LeftOut, ...]
    taken: int | None
    """Reported rows that were used; None if parts were among them."""
    whole: int
    """Reported rows that were used and are no parts."""
    used: set[tuple[str, str, int, int]]
    """(period, flow, reporter, partner) of every usable row."""
    pairs: npt.NDArray[np.int64]
    """Numbers of the pairs that occur."""
    reporters: list[dict[str, Any]]
    misclassified: list[dict[str, Any]]
    hubs: list[dict[str, Any]]
    added: tuple[AddedParts, ...]
    doubts: Callable[[], list[dict[str, Any]]]
    """What the period's tables tell is wrong: asked for while OUT is sealed."""
    model: dict[str, Any]


def _period(
    engine: Engine,
    plan: Plan,
    reported: Reported,
    codes: Codes,
    period: str,
    geography: tuple[Any, ...],
    flows: OutputRows,
    stored: dict[str, Any] | None,
    step: Steps,
) -> _Result | None:
    modules = plan.modules if plan.method == "two_level" else ()
    parts = gather_parts(engine, reported, codes, period)
    added_re_exports = _add_re_exports(engine, reported, codes, period) if parts else AddedParts(period)
    re_exports = (
        (find_declared(engine, reported, period, parts=bool(added_re_exports)),) if "hub_re_exports" in modules else ()
    )
    declared = any(item.rows for item in re_exports)
    joined = flows_of(engine, reported, codes, period, hubs=declared, parts=parts)
    added = (joined.added, added_re_exports)
    again = (*joined.left_out(), *added_re_exports.correction("contained_re_trade"))
    whole = rows_joined(engine, hubs=declared) - joined.added.flows
    taken = None if parts else whole + sum(item.rows for item in again)
    if all(file.reconciled for file in plan.inputs):
        load_names(engine, codes, plan, np.zeros(len(codes.products)), period)
        step("writing")
        flows.write(engine, as_given(), period)
        return _Result(again, (), taken, whole, set(), np.empty(0, dtype=np.int64), [], [], [], added, list, {})
    step("reliability")
    excluded = np.array([name is not None for name in excluded_products(codes.products, plan.modules)])
    given, given_uv = unpack_model(stored, codes) if stored else (None, None)
    ln_uv = measure_products(engine, codes, excluded, given_uv)
    null_models: list[NullModel] = []

    def meanwhile() -> None:
        if plan.method == "two_level":
            null_models.append(measure_null_model(engine))

    fit = measure_reliability(engine, codes, ln_uv, excluded, geography[:2], given, meanwhile)
    if not fit.pairs.pair.size:
        return None
    used = _used(fit, period)
    load_names(engine, codes, plan, fit.cif.product_factor(ln_uv), period)
    if plan.method != "two_level":
        step("writing")
        pair = preset_pairs(engine, fit, len(codes.areas), plan.method, plan.switches)
        engine.load("pair", pair)
        flows.write(engine, preset_combined(plan.method, plan.switches), period)
        return _Result(
            again,
            (),
            taken,
            whole,
            used,
            fit.pairs.pair,
            _reporters(fit, codes, period),
            [],
            [],
            added,
            partial(find_findings, engine, fit, codes, period),
            {},
        )
    step("hubs")
    pairs = two_level_pairs(fit, plan.interval)
    engine.load("pair", pairs)
    look = "undeclared_re_exports" in modules and not stored
    hubs = Hubs(declared, add_undeclared(engine, codes, declared=declared) if look else [])
    null_model = null_models[0]
    if hubs:
        find_routed(engine, pairs, null_model, partial(find_two_sided, engine), by_shares=stored is None)
        put_back(engine, hubs)
    else:
        find_two_sided(engine)
    step("misclassified")
    misclassified = find_misclassified(engine, codes, pairs, null_model, hubs)
    if hubs:
        follow_misclassification(engine, hubs)
    step("writing")
    engine.table("named_pair", NAMED_PAIR)
    flows.write(
        engine,
        combined(
            hubs,
            interval_z=NormalDist().inv_cdf(0.5 + plan.interval / 2),
            areas=any(excluded_areas(codes.areas, plan.modules)),
        ),
        period,
    )
    return _Result(
        again,
        re_exports,
        taken,
        whole,
        used,
        fit.pairs.pair,
        _reporters(fit, codes, period),
        [{"period": period} | one for one in misclassified.shares],
        [{"period": period} | one for one in hubs.told],
        added,
        partial(
            find_findings,
            engine,
            fit,
            codes,
            period,
            whole=stored is None,
            elsewhere=(misclassified.no_x, misclassified.no_m),
        ),
        stored or pack_model(fit, codes, ln_uv),
    )


def _add_re_exports(engine: Engine, reported: Reported, codes: Codes, period: str) -> AddedParts:
    """Add up parts of re-exports that have no total, into the table `part_sum_rx`."""
    totals = (
        f"select flow, reporter, partner, {'booked' if codes.target else 'product'} from ({reported.coded}) "
        f"where reason = 'contained_re_trade' and flow = 'RX' and {reported.at(period)}"
    )
    return add_parts(engine, reported, codes, period, "part_sum_rx", totals, "'RX'")


def _used(fit: Reliability, period: str) -> set[tuple[str, str, int, int]]:
    """(period, flow, reporter, partner) of every flow that has a usable row."""
    pair, n_x, n_m = (np.asarray(fit.counted[name], dtype=np.int64) for name in ("pair", "n_x", "n_m"))
    exports, imports = pair[n_x > 0], pair[n_m > 0]
    return {(period, "X", k // AREA_BASE, k % AREA_BASE) for k in exports.tolist()} | {
        (period, "M", k % AREA_BASE, k // AREA_BASE) for k in imports.tolist()
    }


def _rules(engine: Engine, out: Path) -> list[dict[str, Any]]:
    """Rows and value of each rule in OUT; values are exact sums in cents.

    Raises HenequenError if a row is below zero or outside its own interval: such a result must not be handed over.
    """
    engine.source("written", out / "period=*" / "*.parquet" if out.is_dir() else out)
    found = engine.fetch(
        "select rule, count(*) as n, cast(sum(cast(floor(value * 100 + 0.5) as bigint)) as bigint) as total, "
        "count(case when not coalesce(0.0 <= lower and lower <= value and value <= upper and upper < 1e300, false) "
        "or quantity_kg < 0.0 then 1 end) as wrong from written group by rule order by rule"
    )
    wrong = {str(rule): int(n) for rule, n in zip(found["rule"], found["wrong"], strict=True) if n}
    if wrong:
        raise HenequenError(
            "the reconciliation made rows below zero or outside their own interval; nothing was written",
            found=", ".join(f"{n} rows of the rule {rule}" for rule, n in wrong.items()),
            expected="0 <= lower <= value <= upper, and no weight below zero",
            hint="this is a fault of the program: please report it with the report of an earlier run, or the input's size and year",
        )
    return [
        {"rule": str(rule), "rows": int(n), "value": int(total) / 100}
        for rule, n, total in zip(found["rule"], found["n"], found["total"], strict=True)
    ]


def _reporters(fit: Reliability, codes: Codes, period: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for level, part in (("product", fit.product), ("pair", fit.pair)):
        for side, numbers, values, errors in (
            ("exporter", fit.pairs.exporter, part.a, part.a_error),
            ("importer", fit.pairs.importer, part.b, part.b_error),
        ):
            seen = np.unique(numbers[fit.pairs.rows > 0])
            found.extend(
                {
                    "reporter": codes.areas[k],
                    "side": side,
                    "level": level,
                    "period": period,
                    "variance": float(values[k]),
                    "standard_error": float(errors[k]),
                }
                for k in seen
            )
    return found
