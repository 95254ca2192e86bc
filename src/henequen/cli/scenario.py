"""The verbs of scenarios: run, compare, presets, and base import and check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from henequen.cli.options import AsJson, DryRun, PackOption
from henequen.cli.progress import shown_progress
from henequen.cli.scenario_rows import print_aligned, with_bounds, written
from henequen.model.errors import HenequenError, UsageError
from henequen.record.pack.place_of import find_pack
from henequen.scenarios import ScenarioResult, Spec, read_spec, run_scenario
from henequen.scenarios.bases import Base, load_base, save_base
from henequen.scenarios.bases.cp2015 import import_cp2015
from henequen.scenarios.bases.gravity import import_gravity
from henequen.scenarios.bases.icio import import_icio
from henequen.scenarios.bases.long import import_long, read_theta
from henequen.scenarios.bases.tariffs import add_tariffs
from henequen.scenarios.bases.wiod import import_wiod
from henequen.scenarios.bases.world_lines import WorldLines
from henequen.scenarios.files import lines_of, places_of, scenario
from henequen.scenarios.presets import presets_of
from henequen.scenarios.result.write import clear_results, compare_results, write_results
from henequen.scenarios.spec.shocks import build_shock
from henequen.scenarios.summary import shipped_tables
from henequen.scenarios.tariffs.from_lines import add_tariff_lines

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="What an agreement would change, for whom, and how sure we are.")
base_app = typer.Typer(no_args_is_help=True, help="Make and check the worlds that scenarios start from.")
app.add_typer(base_app, name="base")

BaseOption = Annotated[
    Path | None, typer.Option("--base", metavar="BASE", help="A folder made by `scenario base import`.")
]
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the result files go.")]


@app.command()
def run(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="The scenario.")],
    base: BaseOption = None,
    out: OutOption = Path("scenario"),
    places: Annotated[
        Path | None,
        typer.Option("--places", metavar="FILE", help="Mix of sectors by place: place, region, sector, share, source."),
    ] = None,
    deadline: Annotated[
        float | None, typer.Option("--deadline", min=0.001, help="Give up after so many seconds.")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Run a scenario. Exit 1 and no result files where the model did not converge."""
    spec = read_spec(file)
    try:
        world = load_base(base) if base is not None else None
        if dry_run:
            _say_plan(spec, world, file, out)
            return
        with shown_progress(as_json=as_json) as shown:
            result = scenario(world, file, places=places, progress=shown.progress, deadline=deadline)
    except HenequenError:
        if out.is_dir() and not dry_run:
            clear_results(out)
        raise
    paths = write_results(result, out)
    if as_json:
        for row in result.table.rows():
            print(json.dumps(row, ensure_ascii=False))
        return
    _say_result(result)
    print(f"written: {', '.join(path.name for path in paths)} in {out}")


@app.command()
def compare(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Result folders of `scenario run`.")],
    measure: Annotated[str, typer.Option("--measure", help="A column of regions.")] = "exact_real_income",
    region: Annotated[list[str] | None, typer.Option("--region", help="Only these regions.")] = None,
    as_json: AsJson = False,
) -> None:
    """One figure of several results beside each other, with the range over them: models and assumptions, not noise."""
    if len(folders) < 2:
        raise UsageError("comparing needs at least two result folders", found=len(folders))
    rows = compare_results(folders, measure, region)
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    elif rows:
        print_aligned(list(rows[0]), [[written(value) for value in row.values()] for row in rows])


@app.command()
def presets(
    pack: PackOption = None,
    base: BaseOption = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """List the scenarios that the pack ships; with --base, compute their shipped tables again from that base."""
    for preset in presets_of(find_pack(pack)):
        if base is not None and not dry_run:
            result = run_scenario(preset.spec, load_base(base), places=places_of(preset.spec, preset.file))
            write_results(result, preset.results, shipped_tables(result, preset.spec.focus), parquet=False)
        row = {"id": preset.id, "title": preset.spec.title, "file": str(preset.file)}
        print(
            json.dumps(row, ensure_ascii=False) if as_json else f"{preset.id:<28} {preset.spec.title}  ({preset.file})"
        )


@base_app.command("import")
def import_base(
    kind: Annotated[str, typer.Argument(metavar="cp2015|icio|wiod|long|gravity")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file or folder as its publisher gives it.")],
    out: Annotated[Path, typer.Option("--out", metavar="BASE", help="The folder to make.")],
    year: Annotated[
        int | None, typer.Option("--year", help="The year, where the table has several or names none.")
    ] = None,
    sector: Annotated[str | None, typer.Option("--sector", help="The sector, for one-sector bases.")] = None,
    theta: Annotated[
        str | None,
        typer.Option("--theta", metavar="NUMBER|FILE", help="Trade elasticities: one, or sector,theta rows."),
    ] = None,
    merge: Annotated[
        list[str] | None, typer.Option("--merge", metavar="FROM=INTO", help="Areas of the table that are one region.")
    ] = None,
    tariffs: Annotated[
        list[str] | None, typer.Option("--tariffs", metavar="NAME=FILE", help="Further tariff sets (rates in percent).")
    ] = None,
    tariff_lines: Annotated[
        list[str] | None,
        typer.Option("--tariff-lines", metavar="NAME=FILE", help="A tariff set averaged from tariff lines."),
    ] = None,
    average: Annotated[
        str, typer.Option("--average", metavar="theta|weighted|simple", help="How lines become a sector's rate.")
    ] = "theta",
    dry_run: DryRun = False,
) -> None:
    """Make a base from a published table, and say what was adjusted."""
    world = _import(kind, path, year, sector, theta, dict(_pair(item) for item in merge or ()))
    for item in tariffs or ():
        name, file = _pair(item)
        world = add_tariffs(world, Path(file), name)
    for item in tariff_lines or ():
        name, file = _pair(item)
        world = add_tariff_lines(world, Path(file), name, average)  # type: ignore[arg-type]
    if not dry_run:
        save_base(world, out)
    _say_base(world, False)


def _import(
    kind: str, path: Path, year: int | None, sector: str | None, theta: str | None, merge: dict[str, str]
) -> Base:
    if kind == "cp2015":
        return import_cp2015(path)
    if kind == "gravity":
        return import_gravity(path, year=year, sector=sector)
    if kind == "long":
        return import_long(path, theta=_theta(theta), year=year)
    if kind in ("icio", "wiod"):
        values = _theta(theta)
        if values is None:
            raise UsageError(
                "an input-output table has no trade elasticities",
                expected="--theta NUMBER or --theta FILE (sector, theta)",
            )
        return (
            import_icio(path, theta=values, year=year, merge=merge)
            if kind == "icio"
            else import_wiod(path, theta=values, year=year)
        )
    raise UsageError("no importer of this name", found=kind, expected="cp2015, icio, wiod, long, gravity")


def _theta(text: str | None) -> dict[str, float] | float | None:
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        return read_theta(Path(text))


def _pair(text: str) -> tuple[str, str]:
    left, mark, right = text.partition("=")
    if not (mark and left and right):
        raise UsageError("a pair is written LEFT=RIGHT", found=text)
    return left, right


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


def _say_plan(spec: Spec, world: Base | None, file: Path, out: Path) -> None:
    plan: dict[str, Any] = {"title": spec.title, "model": spec.model, "would_write": str(out)}
    plan["draws"] = spec.draws.n if spec.draws else 0
    if world is not None:
        plan["base"] = f"{world.name} {world.year}"
    if spec.model == "partial":
        lines = lines_of(spec, file)
        if lines is not None:
            plan["lines"], plan["suppliers"] = (
                len(lines.products),
                len(lines.regions if isinstance(lines, WorldLines) else lines.suppliers),
            )
    elif world is None:
        raise UsageError("a scenario of this model needs a base", expected="--base BASE")
    elif spec.model == "caliendo_parro":
        plan["deficits"] = spec.baseline.deficits
        plan["changes"] = [
            {
                "cells": done.cells,
                "with_trade": done.trading_cells,
                "mean_rate": [done.mean_before, done.mean_after],
                "trade_weighted_rate": [done.weighted_before, done.weighted_after],
            }
            for done in build_shock(spec, world).applied
        ]
    else:
        plan["mode"] = spec.mode or "full"
        plan["changes"] = len(spec.counterfactual.change)
    print(json.dumps(plan, indent=1, ensure_ascii=False))


def _say_result(result: ScenarioResult) -> None:
    names = (
        "product",
        "supplier",
        "creation",
        "diversion",
        "welfare",
        "region",
        "exact_real_income",
        "first_order_welfare",
        "terms_of_trade",
        "volume_of_trade",
        "real_wage",
    )
    shown = [name for name in names if name in result.table.columns]
    print(result.title)
    print_aligned(shown, [[with_bounds(row, name) for name in shown] for row in result.table.rows()])
    for mark in result.diagnostics.get("marks", ()):
        print(f"note: {mark['text']}")
