"""The child process of the scenario verbs: reads all foreign files, within limits.

`python -m henequen.scenarios.verbs_job ORDER ANSWER`: the order names a verb of `VERBS` and its arguments; the answer
is the verb's output. Bases and results are written by the child; the parent parses none of the user's files.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from henequen.jobs.process import answer_order, progress_of
from henequen.model.errors import UsageError
from henequen.model.message import Message, packed
from henequen.model.progress import Progress
from henequen.scenarios.bases import Base, load_base, save_base
from henequen.scenarios.bases.about import About
from henequen.scenarios.bases.adb import import_adb
from henequen.scenarios.bases.cp2015 import import_cp2015
from henequen.scenarios.bases.gravity import import_gravity
from henequen.scenarios.bases.icio import import_icio, thetas
from henequen.scenarios.bases.long import import_long, read_output, read_theta
from henequen.scenarios.bases.tariffs import add_tariffs
from henequen.scenarios.bases.wiod import import_wiod
from henequen.scenarios.bases.world_lines import WorldLines
from henequen.scenarios.event_study.read import read_panel
from henequen.scenarios.event_study.study import study_event
from henequen.scenarios.files import lines_of, loaded, scenario
from henequen.scenarios.result.result import Table
from henequen.scenarios.result.write import compare_results, write_results, write_table
from henequen.scenarios.spec.shocks import build_shock
from henequen.scenarios.spec.spec import read_spec
from henequen.scenarios.tariffs.from_lines import add_tariff_lines
from henequen.scenarios.value_added.read import read_archive, table_of_base
from henequen.scenarios.value_added.shipped import value_added_tables, write_tables
from henequen.scenarios.worlds.compact import compact_of, read_compact, write_compact

__all__ = ["VERBS", "work"]

KINDS = "cp2015, icio, wiod, adb, long, gravity"


def work(order: dict[str, Any], progress: Progress | None = None) -> dict[str, Any]:
    """Carry out one order; raises the verb's errors."""
    return VERBS[order["verb"]](order, progress or (lambda _share, _text: None))


def _import(order: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    about = About(**order["about"])
    world = _world(order, about)
    for name, file in order["tariffs"]:
        world = add_tariffs(world, Path(file), name)
    for name, file in order["tariff_lines"]:
        world = add_tariff_lines(world, Path(file), name, order["average"])
    if order["out"]:
        save_base(world, Path(order["out"]))
    return _description(world)


def _world(order: dict[str, Any], about: About) -> Base:
    kind, path, year = order["kind"], Path(order["path"]), order["year"]
    theta = order["theta"]
    values = read_theta(Path(theta)) if isinstance(theta, str) else theta
    if kind == "cp2015":
        return import_cp2015(path)
    if kind == "gravity":
        return import_gravity(path, year=year, sector=order["sector"], about=about)
    if kind == "long":
        return import_long(path, theta=values, year=year, about=about)
    if kind not in ("icio", "wiod", "adb"):
        raise UsageError(Message("no_importer_this_name"), found=kind, expected=KINDS)
    if values is None:
        raise UsageError(
            Message("input_output_table_has_no_trade"),
            expected=Message("theta_number_or_theta_file_sector"),
        )
    if kind == "icio":
        return import_icio(path, theta=values, year=year, merge=dict(order["merge"]), about=about)
    if kind == "adb":
        return import_adb(path, theta=values, year=year, merge=dict(order["merge"]), about=about)
    return import_wiod(path, theta=values, year=year, about=about)


def _compact(order: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    path = Path(order["path"])
    about = About(**order["about"])
    sets = {name: read_theta(Path(value)) if isinstance(value, str) else value for name, value in order["elasticities"]}
    if not sets:
        raise UsageError(Message("world_needs_elasticities"), expected=Message("theta_id_file_or_theta_id"))
    base = import_long(path, theta=next(iter(sets.values())), year=order["year"], about=about)
    content = compact_of(
        base, read_output(path, base), {name: thetas(value, base.sectors) for name, value in sets.items()}
    )
    write_compact(content, Path(order["out"]))
    again = read_compact(Path(order["out"]))
    return _description(again) | {"bytes": Path(order["out"]).stat().st_size}


def _check(order: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    return _description(loaded(Path(order["base"])))


def _description(world: Base) -> dict[str, Any]:
    return {
        "name": world.name,
        "kind": world.kind,
        "year": world.year,
        "regions": len(world.regions),
        "sectors": len(world.sectors),
        "licence": world.about.licence,
        "adjustments": [item.as_dict() for item in world.adjustments],
    }


def _run(order: dict[str, Any], progress: Progress) -> dict[str, Any]:
    places = Path(order["places"]) if order["places"] else None
    result = scenario(
        order["base"] or None, order["file"], places=places, progress=progress, deadline=order["deadline"]
    )
    paths = write_results(result, Path(order["out"]))
    return {
        "title": result.title,
        "titles": read_spec(Path(order["file"])).titles,
        "columns": list(result.table.columns),
        "rows": list(result.table.rows()),
        "marks": packed(result.diagnostics.get("marks", [])),
        "files": [path.name for path in paths],
    }


def _plan(order: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    file = Path(order["file"])
    spec = read_spec(file)
    world = loaded(Path(order["base"])) if order["base"] else None
    plan: dict[str, Any] = {"title": spec.title, "model": spec.model, "would_write": order["out"]}
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
        raise UsageError(Message("scenario_this_model_needs_base"), expected="--base BASE")
    elif spec.model == "caliendo_parro":
        plan["deficits"] = spec.baseline.deficits
        plan["changes"] = [
            {
                "cells": change.cells,
                "with_trade": change.trading_cells,
                "mean_rate": [change.mean_before, change.mean_after],
                "trade_weighted_rate": [change.weighted_before, change.weighted_after],
            }
            for change in build_shock(spec, world).applied
        ]
    else:
        plan["mode"] = spec.mode or "full"
        plan["changes"] = len(spec.counterfactual.change)
    return plan


def _compare(order: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    return {"rows": compare_results([Path(one) for one in order["folders"]], order["measure"], order["regions"])}


def _value_added(order: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    path = Path(order["table"])
    whole = path.is_file()
    table = read_archive(path, year=order["year"], source=order["source"]) if whole else table_of_base(load_base(path))
    tables = value_added_tables(table, order["sides"], order["thirds"], order["fuels"])
    if order["out"]:
        write_tables(tables, Path(order["out"]))
    return {**tables, "exact": table.exact, "unit": table.unit}


def _event_study(order: dict[str, Any], progress: Progress) -> dict[str, Any]:
    panel = read_panel(Path(order["panel"]))
    if len(order["pair"]) != 2:
        raise UsageError(
            Message("event_study_looks_at_two_countries"), found=order["pair"], expected="--pair A --pair B"
        )
    rows: list[dict[str, Any]] = []
    trends: list[dict[str, Any]] = []
    a, b = order["pair"]
    for number, (exporter, importer) in enumerate(((a, b), (b, a))):
        progress(number / 2, f"{exporter} to {importer}")
        study = study_event(
            panel,
            exporter,
            importer,
            start=order["start"],
            reference=order["reference"],
            first=order["first"],
            placebos=order["placebos"],
        )
        rows += study.rows
        names = ("exporter", "importer", "start", "controls", "placebos", "trend", "trend_rank")
        trends.append({name: getattr(study, name) for name in names})
    if order["out"]:
        stem = Path(order["out"])
        stem.parent.mkdir(parents=True, exist_ok=True)
        for path, own in ((stem, rows), (stem.with_name(f"{stem.name}_trend"), trends)):
            write_table(
                Table(path.name, {key: [_short(row[key]) for row in own] for key in own[0]}), path, parquet=False
            )
    return {"rows": rows, "trends": trends}


def _short(value: Any) -> Any:
    return float(f"{value:.6g}") if isinstance(value, float) else value


VERBS: dict[str, Callable[[dict[str, Any], Progress], dict[str, Any]]] = {
    "import": _import,
    "check": _check,
    "compact": _compact,
    "run": _run,
    "plan": _plan,
    "compare": _compare,
    "event-study": _event_study,
    "value-added": _value_added,
}


if __name__ == "__main__":
    answer_order(lambda order: work(order, progress_of(sys.argv[1:])), sys.argv[1:])
