"""`henequen mirror`: two counts of the same trade."""

from __future__ import annotations

import json
import sys
from os.path import realpath  # a link to itself has no end for Path.resolve
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from henequen.cli.mirror_explain import explain_command
from henequen.cli.progress import shown_progress
from henequen.cli.reported_files import Add, Concordance, MappingFile, ToEdition, check_reading, listed, memory_size
from henequen.jobs.limits import engine_limits
from henequen.jobs.process import run_in_child
from henequen.model.errors import UsageError
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
        raise UsageError("--whole and --touched need --update", hint="without --update, OUT contains all rows of IN")
    if single and whole is False:
        raise UsageError("--single and --touched exclude each other", hint="leave one of them out")
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
        print(f"{rule['rule']:<16} {rule['rows']:>12,} rows {rule['value']:>24,.2f} USD")
    for omission in report["dropped"]:
        print(f"left out: {omission['reason']:<22} {omission['rows']:>12,} rows {_dollars(omission['value']):>24} USD")
    for moved in report["conversions"]:
        if moved["rule"] == "converted":
            print(f"converted: {moved['message']}")
    for finding in report["findings"]:
        print(f"finding: {finding['message']}")
    print(f"{out} ({report['seconds']} s); report: {report_path(out)}")
    if update is not None:
        rest = f"the others are those of {update}" if report["complete"] else f"the others stay in {update}"
        print(f"{sum(rule['rows'] for rule in report['rules']):,} rows reconciled again; {rest}")


def _check_threads_and_paths(threads: int | None, paths: tuple[Path | None, ...]) -> None:
    """UsageError for an impossible number of threads, or a path that does not exist."""
    if threads is not None and threads < 1:
        raise UsageError("--threads must be a number of threads", found=threads, expected="1 or more")
    for path in paths:
        if path is not None and not path.exists():
            raise UsageError("no such file or folder", found=str(path))


def _check_out(out: Path, inputs: list[Path], update: Path | None, method: str) -> None:
    """UsageError if OUT is not a Parquet file or would replace one of its inputs, and for an update by a method without a model."""
    if out.suffix.lower() != ".parquet":
        raise UsageError("OUT is a Parquet file", found=out.name, expected=f"{out.stem or 'flows'}.parquet")
    if any(realpath(path) == realpath(out) for path in inputs):
        raise UsageError("OUT is one of the inputs", found=out.name, hint="name another file to write")
    if update is None:
        return
    if method != "two_level":
        raise UsageError(
            "--update works only with the method two_level",
            found=method,
            hint="reconcile all reports again; the published methods keep no model that could be updated",
        )
    from henequen.trade.editions.lineage import chain_of

    if any(realpath(path) == realpath(out) for path in chain_of(update)):
        raise UsageError(
            "OUT is the edition to be updated, or one that it builds on",
            found=out.name,
            hint="name another file: an earlier edition stays as it is",
        )


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
        raise UsageError("--pair takes two areas", found=pair, expected="AAA,BBB")
    answer = run_in_child(
        "henequen.trade.editions.job",
        {
            "task": "diff",
            "old": str(old.absolute()),
            "new": str(new.absolute()),
            "top": top,
            "pair": list(sides) if pair else [],
        },
        say=lambda words: print(words, file=sys.stderr),
    )
    if as_json:
        for kind, rows in (("total", answer["changes"]), ("flow", answer["largest"])):
            for row in rows:
                print(json.dumps({"kind": kind} | row, ensure_ascii=False))
    else:
        for change in answer["changes"]:
            moved = change["after"] - change["before"]
            print(
                f"{change['reason']:<26} {change['rows']:>10,} rows {change['before']:>24,.2f} -> {change['after']:>24,.2f} "
                f"({moved:+,.2f})"
            )
        for row in answer["largest"]:
            moved = f"{_dollars(row['before'])} -> {_dollars(row['after'])}"
            print(f"{row['period']} {row['exporter']}->{row['importer']} {row['product']}: {moved} ({row['reason']})")
        if not answer["changes"]:
            print("no figure changed")
    if answer["changes"]:
        raise typer.Exit(3)


app.command("explain")(explain_command)
