"""The steps of a reconciliation, from files of reported rows to one row per flow."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from henequen.files.checksum import digest_of
from henequen.files.scratch import scratch_folder
from henequen.model.errors import DataError, HenequenError
from henequen.model.message import Message
from henequen.model.progress import Progress
from henequen.trade.editions.complete import Completion, has_partitions
from henequen.trade.editions.edition import rows_of
from henequen.trade.editions.fitted_model import model_path, read_models
from henequen.trade.editions.lineage import Note, Touched, edition_path, layers_of
from henequen.trade.editions.output_files import Delivery
from henequen.trade.editions.output_rows import OutputRows
from henequen.trade.editions.report import completed, report_path
from henequen.trade.model.report_finding import report_finding
from henequen.trade.model.reported import LeftOut
from henequen.trade.reconcile.findings import find_unplaced
from henequen.trade.reconcile.period import PeriodResult, Run, reconcile_period
from henequen.trade.reconcile.plan import Plan
from henequen.trade.reconcile.published_methods import check_switches
from henequen.trade.reconcile.steps import Steps
from henequen.trade.reconcile.update import findings_of_base, hubs_left_aside, with_partners
from henequen.trade.sql.duck import DuckEngine, Engine
from henequen.trade.staging.areas import AreaCodes
from henequen.trade.staging.coding import find_codes
from henequen.trade.staging.duplicates import examples
from henequen.trade.staging.geography import square_geography
from henequen.trade.staging.inputs import check_inputs
from henequen.trade.staging.left_out import Used, add_counts, dropped
from henequen.trade.staging.remedies import nothing_left
from henequen.trade.staging.repairs import find_repairs
from henequen.trade.staging.rows import reported_rows
from henequen.trade.tables import tables_of_period

__all__ = ["reconcile"]


def reconcile(plan: Plan, area_codes: AreaCodes, progress: Progress | None = None) -> dict[str, Any]:
    """Carry out `plan`: write its OUT (Parquet, columns OUTPUT_COLUMNS, US dollars and kilograms) and next to it its
    seal, its report (which is also returned), its model and, if it is an update, the note of an edition. All of them
    are written, or none. `progress` is called at the start of each step. Raises DataError if the rows cannot be used.
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
    base = _Base.of(plan)
    if base is None:
        reported = reported_rows(engine, plan.inputs)
        codes, reported = find_codes(engine, reported, area_codes.kinds, area_codes.numbers, area_codes.former)
        own, touched = reported, list[tuple[str, str]]()
    else:
        codes, reported, own, touched = with_partners(
            engine, plan.inputs, base.rows, area_codes.kinds, area_codes.numbers, work / "others.parquet"
        )
    geography = square_geography(codes.areas, plan.geo)
    completion = base.completion(plan) if base else None
    rows = work / "touched.parquet" if completion else delivery.flows
    run = Run(engine, plan, reported, codes, geography, OutputRows(rows, work, codes.periods, plan.single), steps)

    def finish() -> None:
        run.output.finish()
        known = completion.write(tuple(touched), rows, delivery.flows, work) if completion else {}
        delivery.begin_sealing(known)

    learned = _periods(run, finish, base)
    steps.tell(1, "counting what is left out")
    findings = learned.findings
    if base is not None:
        findings += [*findings_of_base(base.path, touched), *hubs_left_aside(engine, base.rows, touched)]
    findings += find_repairs(engine, own, codes)
    if learned.models and not learned.whole:  # parts of a download: only the user knows whether they are complete
        raise nothing_left("no flow is left to reconcile", dropped(engine, own), {})
    # a converted row may be at several codes, and the base's rows are not among those of the new files
    used_rows = learned.taken if base is None and not codes.target else None
    used = Used(frozenset(learned.used)) if learned.models else None
    left_out = [*learned.left_out, *dropped(engine, own, used_rows, learned.re_exports, used)]
    samples = examples(engine, reported, {item.reason for item in left_out})
    if not learned.models:
        raise nothing_left("no flow is left to reconcile", add_counts(left_out), samples)
    if plan.method == "two_level" and any(learned.models.values()):
        kept = base.models if base else {}
        delivery.write(model_path(plan.out), json.dumps(kept | learned.models))
    if base is not None:
        delivery.write(
            edition_path(plan.out), base.note(tuple(touched), complete=completion is not None).text(plan.out)
        )
    return _described(run) | {
        "touched": [list(one) for one in touched],
        "complete": base is None or completion is not None,
        "reporters": learned.reporters,
        "misclassified": learned.misclassified,
        "misfiled": learned.misclassified,  # the name until 0.1; answers for one release
        "undeclared_hubs": learned.hubs,
        "dropped": [
            asdict(item) | ({"examples": samples[item.reason]} if item.reason in samples else {})
            for item in add_counts(left_out)
        ],
        "rules": _rules(engine, rows),
        "findings": findings,
        "unknown_areas": list(codes.unknown_areas),
    }


@dataclass(frozen=True)
class _Base:
    """The edition that an update builds on: its path, its models by period, and the SQL of its rows."""

    path: Path
    models: dict[str, dict[str, Any]]
    rows: str

    @classmethod
    def of(cls, plan: Plan) -> _Base | None:
        """The base of a plan; its seals are verified once, since it may be large."""
        return None if plan.base is None else cls(plan.base, read_models(plan.base), rows_of(plan.base))

    def completion(self, plan: Plan) -> Completion | None:
        """How OUT of `plan` gets the rows of the base that stay; None if it holds the touched flows alone."""
        whole = has_partitions(self.path) if plan.whole is None else plan.whole
        return Completion(self.path, self.rows, plan.single, plan.memory, plan.threads) if whole else None

    def note(self, touched: Touched, *, complete: bool) -> Note:
        """The note of the update of the `touched` flows."""
        return Note(self.path, touched, complete, layers_of(self.path) if complete else ())

    def model(self, period: str) -> dict[str, Any]:
        """The model of a period. Raises DataError if the base has none."""
        if period not in self.models:
            raise DataError(
                Message("base_knows_nothing_this_period"),
                where=self.path.name,
                found=period,
                expected=", ".join(self.models),
                hint=Message("reconcile_whole_year_first"),
            )
        return self.models[period]


@dataclass
class _Learned:
    """The sum over periods (see `PeriodResult`)."""

    left_out: list[LeftOut] = field(default_factory=list)
    re_exports: list[LeftOut] = field(default_factory=list)
    taken: int | None = 0
    whole: int = 0
    used: set[tuple[str, str, int, int]] = field(default_factory=set)
    reporters: list[dict[str, Any]] = field(default_factory=list)
    misclassified: list[dict[str, Any]] = field(default_factory=list)
    hubs: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    models: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Period -> its model, of every period that has rows."""

    def add(self, period: str, result: PeriodResult) -> None:
        """Add one period, its findings last."""
        joined = result.joined
        self.left_out += joined.left_out
        self.re_exports += joined.re_exports
        self.taken = None if self.taken is None or joined.taken is None else self.taken + joined.taken
        self.whole += joined.whole
        self.used |= result.used
        self.reporters += result.reporters
        self.misclassified += result.misclassified
        self.hubs += result.hubs
        self.findings += result.findings()
        self.findings += [added.finding() for added in joined.added if added]
        self.models[period] = result.model


def _periods(run: Run, finish: Callable[[], None], base: _Base | None) -> _Learned:
    """Reconcile one period after the other; no table of one is kept for the next. After the last, `finish` is called, so
    that the output is sealed while its findings are computed."""
    learned, finished = _Learned(), False
    placed = run.geography[2] if run.plan.geo else None
    periods = run.codes.periods
    for number, period in enumerate(periods, 1):
        stored = base.model(period) if base else None
        run.step.begin(period, number, len(periods))
        result = reconcile_period(run, period, stored)
        if result is None:
            message = Message("reconcile_no_flow", period=period)
            learned.findings.append(report_finding("no_flow", message, period=period))
        else:
            if number == len(periods):
                finish()
                finished = True
            learned.add(period, result)
            if placed is not None:
                learned.findings += find_unplaced(result.pairs, placed, period)
        _forget(run.engine)
    if learned.models and not finished:
        finish()
    return learned


def _described(run: Run) -> dict[str, Any]:
    """The part of the report that states how the result was made."""
    plan, engine = run.plan, run.engine
    return {
        "method": plan.method,
        "engine": engine.name,
        "versions": {engine.name: engine.version, "numpy": np.__version__},
        "interval": plan.interval,
        "reconciled_on": datetime.now(UTC).date().isoformat(),
        "periods": list(run.codes.periods),
        "base": plan.base.name if plan.base else None,
        "touched": [],
        "inputs": [{"name": file.name, "sha256": file.sha256} for file in plan.inputs],
        "beside": {
            name: {"name": path.name, "sha256": digest_of(path)}
            for name, path in (("geography", plan.geo), ("mapping", plan.mapping))
            if path is not None
        },
        "modules": list(plan.modules) if plan.method == "two_level" else [],
        "switches": list(plan.switches),
    }


def _forget(engine: Engine) -> None:
    """Drop the tables of a period before the next one."""
    for name in tables_of_period():
        engine.drop(name)


def _rules(engine: Engine, out: Path) -> list[dict[str, Any]]:
    """Rows and value of each rule in OUT; values are exact sums in cents.

    Raises HenequenError if a row is below zero or outside its own interval: such a result is not delivered.
    """
    engine.source("written", out / "period=*" / "*.parquet" if out.is_dir() else out)
    rows = engine.fetch(
        "select rule, count(*) as n, cast(sum(cast(floor(value * 100 + 0.5) as bigint)) as bigint) as total, "
        "count(case when not coalesce(0.0 <= lower and lower <= value and value <= upper and upper < 1e300, false) "
        "or quantity_kg < 0.0 then 1 end) as wrong from written group by rule order by rule"
    )
    wrong = {str(rule): int(n) for rule, n in zip(rows["rule"], rows["wrong"], strict=True) if n}
    if wrong:
        raise HenequenError(
            Message("reconciliation_made_rows_below_zero_or"),
            found=", ".join(f"{n} rows of the rule {rule}" for rule, n in wrong.items()),
            expected=Message("order_of_bounds"),
            hint=Message("this_fault_program_please_report_with"),
        )
    return [
        {"rule": str(rule), "rows": int(n), "value": int(total) / 100}
        for rule, n, total in zip(rows["rule"], rows["n"], rows["total"], strict=True)
    ]
