"""The verbs of scenarios: run, compare, presets, and base import and check."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from henequen.analysis.scenario import ScenarioResult, Spec, read_spec, run_scenario
from henequen.analysis.scenario.multi_sector import Progress
from henequen.analysis.scenario.shocks import build_shock
from henequen.cli.options import AsJson, DryRun
from henequen.model.errors import HenequenError
from henequen.publish.scenarios import clear_results, write_results
from henequen.sources.bases import Base, load_base, save_base
from henequen.sources.bases.cp2015 import import_cp2015

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="What an agreement would change, for whom, and how sure we are.")
base_app = typer.Typer(no_args_is_help=True, help="Make and check the worlds that scenarios start from.")
app.add_typer(base_app, name="base")

BaseOption = Annotated[Path, typer.Option("--base", metavar="BASE", help="A folder made by `scenario base import`.")]
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the result files go.")]


@app.command()
def run(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="The scenario.")],
    base: BaseOption,
    out: OutOption = Path("scenario"),
    deadline: Annotated[
        float | None, typer.Option("--deadline", min=0.01, help="Give up after so many seconds.")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Run a scenario. Exit 1 and no result files where the model did not converge."""
    spec = read_spec(file)
    world = load_base(base)
    if dry_run:
        _say_plan(spec, world, out, as_json)
        return
    try:
        result = run_scenario(spec, world, progress=_progress(), deadline=deadline)
    except HenequenError:
        if out.is_dir():
            clear_results(out)
        raise
    paths = write_results(result, out)
    if as_json:
        for row in result.table.rows():
            print(json.dumps(row, ensure_ascii=False))
        return
    _say_result(result, spec)
    print(f"written: {', '.join(path.name for path in paths)} in {out}")


@base_app.command("import")
def import_base(
    kind: Annotated[str, typer.Argument(metavar="cp2015|icio|wiod|long|gravity")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file or folder as its publisher gives it.")],
    out: Annotated[Path, typer.Option("--out", metavar="BASE", help="The folder to make.")],
    dry_run: DryRun = False,
) -> None:
    """Make a base from a published table, and say what was adjusted."""
    world = import_cp2015(path)
    if not dry_run:
        save_base(world, out)
    _say_base(world, False)


@base_app.command("check")
def check_base(base: Annotated[Path, typer.Argument(metavar="BASE")], as_json: AsJson = False) -> None:
    """Say what a base holds and what was adjusted to balance it. Exit 3 where something was adjusted."""
    world = load_base(base)
    _say_base(world, as_json)
    if any(item.severity == "adjusted" for item in world.adjustments):
        raise typer.Exit(3)


def _say_base(world: Base, as_json: bool) -> None:
    if as_json:
        for item in world.adjustments:
            print(json.dumps(item.as_dict(), ensure_ascii=False))
        return
    print(f"{world.name} ({world.kind}, {world.year}): {len(world.regions)} regions, {len(world.sectors)} sectors")
    for item in world.adjustments:
        print(
            f"  {item.severity:8} {item.rule}: {item.cells} cell(s), {item.amount:.6g} {item.unit}; {'; '.join(item.where)}"
        )


def _say_plan(spec: Spec, world: Base, out: Path, as_json: bool) -> None:
    shock = build_shock(spec, world)
    plan = {
        "title": spec.title,
        "model": spec.model,
        "base": f"{world.name} {world.year}",
        "deficits": spec.baseline.deficits,
        "draws": spec.draws.n if spec.draws else 0,
        "changes": [
            {
                "cells": done.cells,
                "with_trade": done.trading_cells,
                "mean_rate": [done.mean_before, done.mean_after],
                "trade_weighted_rate": [done.weighted_before, done.weighted_after],
            }
            for done in shock.applied
        ],
        "would_write": str(out),
    }
    print(json.dumps(plan, ensure_ascii=False) if as_json else json.dumps(plan, indent=1, ensure_ascii=False))


def _say_result(result: ScenarioResult, spec: Spec) -> None:
    names = ("region", "exact_real_income", "first_order_welfare", "terms_of_trade", "volume_of_trade", "real_wage")
    shown = [name for name in names if name in result.table.columns]
    print(result.title)
    print("  ".join(f"{name:>20}" for name in shown))
    for row in result.table.rows():
        print("  ".join(f"{_short(row[name]):>20}" for name in shown))


def _short(value: object) -> str:
    return f"{value:.4f}" if isinstance(value, float) else "" if value is None else str(value)


def _progress() -> Progress | None:
    if not sys.stderr.isatty():
        return None

    def tell(share: float, text: str) -> None:
        print(f"\r{100 * share:3.0f} %  {text:<40}", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)

    return tell
