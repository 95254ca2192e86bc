"""`henequen mirror`: two counts of the same trade."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from henequen.model.errors import UsageError
from henequen.record.mirror.child import run_in_child
from henequen.record.mirror.editions import compare
from henequen.record.mirror.modules import chosen_modules
from henequen.record.mirror.plan import METHODS
from henequen.record.mirror.reconcile import report_path

app = typer.Typer(
    name="mirror", help="Two counts of the same trade: reconcile, explain, compare.", no_args_is_help=True
)


@app.command("reconcile")
def reconcile_command(
    inputs: Annotated[list[Path], typer.Argument(metavar="IN...", help="Files or folders of reported rows.")],
    out: Annotated[Path, typer.Option("--out", help="Parquet file to write; its report stands beside it.")],
    method: Annotated[str, typer.Option("--method", help=", ".join(METHODS))] = "two_level",
    engine: Annotated[str, typer.Option("--engine", help="duckdb or spark")] = "duckdb",
    memory: Annotated[str, typer.Option("--memory", help="Memory limit of the engine.")] = "2GB",
    threads: Annotated[int | None, typer.Option("--threads", help="Threads (default: all).")] = None,
    geo: Annotated[Path | None, typer.Option("--geo", help="exporter, importer, dist_km, contiguous")] = None,
    mapping: Annotated[Path | None, typer.Option("--mapping", help="TOML that names the columns.")] = None,
    without: Annotated[list[str] | None, typer.Option("--without", help="Adjustment module to leave out.")] = None,
    switch: Annotated[list[str] | None, typer.Option("--switch", help="Known defect of a preset to turn off.")] = None,
    interval: Annotated[float, typer.Option("--interval", help="Coverage of the interval.")] = 0.90,
    update: Annotated[
        Path | None, typer.Option("--update", help="An earlier OUT: reconcile only what IN touches.")
    ] = None,
    work: Annotated[Path | None, typer.Option("--work", help="Folder for intermediate files.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one object.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done.")] = False,
) -> None:
    """Reconcile what exporters and importers report, one row a flow."""
    if engine not in ("duckdb", "spark"):
        raise UsageError("unknown engine", found=engine, expected="duckdb or spark")
    if method not in METHODS:
        raise UsageError("unknown method", found=method, expected=", ".join(METHODS))
    if not 0.5 <= interval < 1:
        raise UsageError("an interval's coverage is a share", found=interval, expected="0.5 to 0.999")
    for path in (*inputs, *(p for p in (geo, mapping, update) if p)):
        if not path.exists():
            raise UsageError("no such file or folder", found=str(path))
    modules = chosen_modules(without or [])
    order = {
        "inputs": [str(path.absolute()) for path in inputs],
        "out": str(out.absolute()),
        "method": method,
        "engine": engine,
        "memory": memory,
        "threads": threads,
        "geo": str(geo.absolute()) if geo else None,
        "mapping": str(mapping.absolute()) if mapping else None,
        "modules": list(modules),
        "switches": switch or [],
        "interval": interval,
        "work": str(work.absolute()) if work else None,
        "base": str(update.absolute()) if update else None,
    }
    if dry_run:
        print(json.dumps(order, ensure_ascii=False))
        return
    report = run_in_child("henequen.cli.mirror_child", order, say=lambda words: print(words, file=sys.stderr))
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    for rule in report["rules"]:
        print(f"{rule['rule']:<16} {rule['rows']:>12,} rows {rule['value']:>24,.2f} USD")
    for left in report["dropped"]:
        print(f"left out: {left['reason']:<22} {left['rows']:>12,} rows {left['value']:>24,.2f} USD")
    for finding in report.get("findings", []):
        print(f"finding: {finding['message']}")
    print(f"{out} ({report['seconds']} s); report: {report_path(out)}")
    if report.get("findings"):
        raise typer.Exit(3)


@app.command("diff")
def diff_command(
    old: Annotated[Path, typer.Argument(help="The earlier edition (an OUT of reconcile).")],
    new: Annotated[Path, typer.Argument(help="The later edition.")],
    top: Annotated[int, typer.Option("--top", help="How many of the largest changes to name.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """What changed in the figures between two editions, and why; exit 3 where anything changed."""
    changes, largest = compare(old, new, top=top)
    if as_json:
        for change in changes:
            print(json.dumps({"kind": "total"} | asdict(change), ensure_ascii=False))
        for row in largest:
            print(json.dumps({"kind": "flow"} | row, ensure_ascii=False))
    else:
        for change in changes:
            moved = change.after - change.before
            print(
                f"{change.reason:<22} {change.rows:>10,} rows {change.before:>24,.2f} -> {change.after:>24,.2f} ({moved:+,.2f})"
            )
        for row in largest:
            print(f"{row['period']} {row['exporter']}->{row['importer']} {row['product']}: {row['before']} -> {row['after']} "
                  f"({row['reason']})")  # fmt: skip
        if not changes:
            print("no figure changed")
    if changes:
        raise typer.Exit(3)
