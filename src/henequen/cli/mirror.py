"""`henequen mirror`: two counts of the same trade."""

from __future__ import annotations

import json
import re
import sys
from os.path import realpath  # a link to itself has no end for Path.resolve
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from henequen.cli.language import language
from henequen.cli.mirror_explain import explain_command, finding_words
from henequen.cli.progress import shown_progress
from henequen.cli.reported_files import Add, Concordance, MappingFile, ToEdition, check_reading, listed, memory_size
from henequen.cli.words import coded, in_words, padded, phrase
from henequen.jobs.limits import engine_limits
from henequen.jobs.process import run_in_child
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.publish.site.catalogue import catalogue
from henequen.trade.editions.report import report_path
from henequen.trade.reconcile.plan import METHODS, Method
from henequen.trade.reconcile.request import Engine, Request
from henequen.trade.staging.adjustments import chosen_modules

app = typer.Typer(name="mirror", help="Two counts of the same trade: reconcile, explain, diff.", no_args_is_help=True)


@app.command("reconcile")
def reconcile_command(
    inputs: Annotated[list[Path], typer.Argument(metavar="IN...", help="Files or folders of reported rows.")],
    out: Annotated[Path, typer.Option("--out", help="The Parquet file to write; the report is written next to it.")],
    method: Annotated[str, typer.Option("--method", help=", ".join(METHODS))] = "two_level",
    engine: Annotated[str, typer.Option("--engine", help="duckdb or spark")] = "duckdb",
    memory: Annotated[str, typer.Option("--memory", help="Memory limit of the engine.")] = "2GB",
    threads: Annotated[int | None, typer.Option("--threads", help="Threads (default: all).")] = None,
    geo: Annotated[Path | None, typer.Option("--geo", help="exporter, importer, dist_km, contiguous")] = None,
    mapping: MappingFile = None,
    add: Add = None,
    concordance: Concordance = None,
    to: ToEdition = None,
    without: Annotated[list[str] | None, typer.Option("--without", help="Adjustment module to leave out.")] = None,
    switch: Annotated[list[str] | None, typer.Option("--switch", help="Known defect of a preset to turn off.")] = None,
    interval: Annotated[float, typer.Option("--interval", help="Coverage of the interval.")] = 0.90,
    single: Annotated[
        bool, typer.Option("--single", help="Several periods: write one file, not a folder with a part per period.")
    ] = False,
    update: Annotated[
        Path | None,
        typer.Option(
            "--update",
            help="An earlier OUT: reconcile only what IN changes. The earlier OUT stays as it is.",
        ),
    ] = None,
    whole: Annotated[
        bool | None,
        typer.Option(
            "--whole/--touched",
            help="With --update: OUT contains all rows, or the changed ones alone. "
            "Default: all if the earlier OUT is a folder of periods.",
        ),
    ] = None,
    work: Annotated[Path | None, typer.Option("--work", help="The folder for intermediate files.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen without changing anything.")
    ] = False,
) -> None:
    """Reconcile what exporters and importers report, one row per flow; exit 3 if the report has findings."""
    _check_threads_and_paths(threads, (geo, update))
    if whole is not None and update is None:
        raise UsageError(Message("whole_and_touched_need_update"), hint=Message("without_update_out_contains_all"))
    if single and whole is False:
        raise UsageError(Message("single_and_touched_exclude"), hint=Message("leave_one_out"))
    _check_out(out, inputs, update, method)
    check_reading(inputs, mapping, concordance, to, add)
    request = Request(
        inputs=tuple(inputs),
        out=out,
        method=cast(Method, method),
        engine=cast(Engine, engine),
        memory=memory_size(memory),
        threads=threads,
        geo=geo,
        mapping=mapping,
        add=tuple(listed(add)),
        concordance=concordance,
        to=to,
        modules=chosen_modules(listed(without)),
        switches=tuple(listed(switch)),
        interval=interval,
        work=work,
        base=update,
        single=single,
        whole=whole,
    )
    if dry_run:
        print(json.dumps(request.to_json(), ensure_ascii=False))
        return
    report = _reconciled(request, as_json)
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        _print_report(report, out, update)
    if report["findings"]:
        raise typer.Exit(3)


def _reconciled(request: Request, as_json: bool) -> dict[str, Any]:
    with shown_progress(as_json=as_json) as shown:
        return run_in_child(
            "henequen.trade.reconcile.job",
            request.to_json(),
            say=shown.say,
            progress=shown.progress,
            limits=engine_limits(request.memory) if request.engine == "duckdb" else None,
        )


def _print_report(report: dict[str, Any], out: Path, update: Path | None) -> None:
    for rule in report["rules"]:
        name, value = padded(coded("rule", rule["rule"]), 16), f"{rule['value']:>24,.2f}"
        print(phrase("mirror.rule", rule=name, rows=f"{rule['rows']:>12,}", n=rule["rows"], value=value))
    for omission in report["dropped"]:
        reason, value = padded(coded("left_out", omission["reason"]), 22), f"{_dollars(omission['value']):>24}"
        count = omission["rows"]
        print(phrase("mirror.left_out", reason=reason, rows=f"{count:>12,}", n=count, value=value))
    for moved in report["conversions"]:
        if moved["rule"] == "converted":
            print(phrase("mirror.converted", words=finding_words(moved)))
    for finding in report["findings"]:
        print(phrase("mirror.finding", words=finding_words(finding)))
    print(phrase("mirror.written", out=out, seconds=report["seconds"], report=report_path(out)))
    if update is not None:
        rows = sum(rule["rows"] for rule in report["rules"])
        updated = "mirror.updated_whole" if report["complete"] else "mirror.updated"
        print(phrase(updated, rows=f"{rows:,}", base=update))


def _check_threads_and_paths(threads: int | None, paths: tuple[Path | None, ...]) -> None:
    """UsageError for an impossible number of threads, or a path that does not exist."""
    if threads is not None and threads < 1:
        raise UsageError(Message("threads_must_be_number_threads"), found=threads, expected=Message("one_or_more"))
    for path in paths:
        if path is not None and not path.exists():
            raise UsageError(Message("no_such_file_or_folder"), found=str(path))


def _check_out(out: Path, inputs: list[Path], update: Path | None, method: str) -> None:
    """UsageError if OUT is not a Parquet file or would replace one of its inputs, and for an update by a method without a model."""
    if out.suffix.lower() != ".parquet":
        raise UsageError(Message("out_parquet_file"), found=out.name, expected=f"{out.stem or 'flows'}.parquet")
    if any(realpath(path) == realpath(out) for path in inputs):
        raise UsageError(Message("out_one_inputs"), found=out.name, hint=Message("name_another_file_write"))
    if update is None:
        return
    if method != "two_level":
        raise UsageError(
            Message("update_works_only_with_method_two"),
            found=method,
            hint=Message("reconcile_all_reports_again_published_methods"),
        )
    from henequen.trade.editions.lineage import chain_of

    if any(realpath(path) == realpath(out) for path in chain_of(update)):
        raise UsageError(
            Message("out_edition_be_updated_or_one"),
            found=out.name,
            hint=Message("name_another_file_earlier_edition"),
        )


def _reason(reason: str) -> str:
    """Why a figure changed, as the pages word it; English output has the reason as the table names it."""
    name = re.sub(r"\W+", "_", reason.replace("'", "")).lower()
    return reason if language() == "en" else catalogue(language())(f"changes.{name}")


def _dollars(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.2f}" if abs(value) < 1e18 else f"{value:.6g}"


@app.command("diff")
def diff_command(
    old: Annotated[Path, typer.Argument(help="The earlier edition (an OUT of reconcile).")],
    new: Annotated[Path, typer.Argument(help="The later edition.")],
    top: Annotated[int, typer.Option("--top", help="How many of the largest changes to name.")] = 20,
    pair: Annotated[
        str, typer.Option("--pair", metavar="AAA,BBB", help="Only what these two trade with each other.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")] = False,
) -> None:
    """What changed in the figures between two editions, and why; exit 3 if anything changed."""
    sides = tuple(pair.split(","))
    if pair and (len(sides) != 2 or not all(sides) or sides[0] == sides[1]):
        raise UsageError(Message("pair_takes_two_areas"), found=pair, expected="AAA,BBB")
    answer = run_in_child(
        "henequen.trade.editions.job",
        {
            "task": "diff",
            "old": str(old.absolute()),
            "new": str(new.absolute()),
            "top": top,
            "pair": list(sides) if pair else [],
        },
        say=lambda words: print(in_words(words), file=sys.stderr),
    )
    if as_json:
        for kind, rows in (("total", answer["changes"]), ("flow", answer["largest"])):
            for row in rows:
                print(json.dumps({"kind": kind} | row, ensure_ascii=False))
    else:
        for change in answer["changes"]:
            moved = change["after"] - change["before"]
            print(
                phrase(
                    "mirror.change",
                    reason=padded(_reason(change["reason"]), 26),
                    rows=f"{change['rows']:>10,}",
                    before=f"{change['before']:>24,.2f}",
                    after=f"{change['after']:>24,.2f}",
                    moved=f"{moved:+,.2f}",
                )
            )
        for row in answer["largest"]:
            moved = f"{_dollars(row['before'])} -> {_dollars(row['after'])}"
            print(
                f"{row['period']} {row['exporter']}->{row['importer']} {row['product']}: {moved} ({_reason(row['reason'])})"
            )
        if not answer["changes"]:
            print(phrase("mirror.same"))
    if answer["changes"]:
        raise typer.Exit(3)


app.command("explain")(explain_command)
