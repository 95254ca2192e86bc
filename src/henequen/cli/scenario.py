"""The verbs of scenarios: run, compare, presets, and base import and check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from henequen.cli.language import language
from henequen.cli.options import AsJson, DryRun, PackOption
from henequen.cli.progress import shown_progress
from henequen.cli.scenario_rows import print_aligned, range_lines, with_bounds, written
from henequen.cli.scenario_studies import event_study, value_added
from henequen.cli.words import coded, in_words, padded, phrase
from henequen.jobs.limits import Limits
from henequen.jobs.process import run_in_child
from henequen.model.errors import HenequenError, UsageError
from henequen.model.message import Message, unpacked
from henequen.record.pack.place_of import find_pack
from henequen.scenarios.in_child import compute_presets_in_child, presets_listed_in_child, worlds_in_child
from henequen.scenarios.result.write import clear_results
from henequen.scenarios.worlds.compute import compute_worlds

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="What an agreement would change, for whom, and how sure we are.")
base_app = typer.Typer(no_args_is_help=True, help="Make and check the worlds that scenarios start from.")
app.add_typer(base_app, name="base")
app.command("value-added")(value_added)
app.command("event-study")(event_study)

JOB = "henequen.scenarios.verbs_job"
LIMITS = Limits()
RUN_LIMITS = Limits(memory=6 << 30, processor=24 * 3600, seconds=24 * 3600.0)  # draws of a large world take hours

BaseOption = Annotated[
    Path | None,
    typer.Option(
        "--base", metavar="BASE", help="A folder made by `scenario base import`, or the name of a world that ships."
    ),
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
    deadline: Annotated[float | None, typer.Option("--deadline", min=0.001, help="Time limit in seconds.")] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Run a scenario. Exit 1 and no result files if the model did not converge."""
    order = {
        "file": str(file),
        "base": _base_path(base),
        "out": str(out),
        "places": _path(places),
        "deadline": deadline,
    }
    if dry_run:
        print(json.dumps(_child("plan", order, file), indent=1, ensure_ascii=False))
        return
    try:
        with shown_progress(as_json=as_json) as shown:
            outcome = run_in_child(
                JOB, {"verb": "run", **order}, limits=RUN_LIMITS, progress=shown.progress, about=str(file)
            )
    except HenequenError:
        if out.is_dir():
            clear_results(out)
        raise
    if as_json:
        for row in outcome["rows"]:
            print(json.dumps(row, ensure_ascii=False))
        return
    _say_result(outcome)
    print(phrase("scenario.written", files=", ".join(outcome["files"]), out=out))


@app.command()
def compare(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Result folders of `scenario run`.")],
    measure: Annotated[str, typer.Option("--measure", help="A column of regions.")] = "exact_real_income",
    region: Annotated[list[str] | None, typer.Option("--region", help="Only these regions.")] = None,
    as_json: AsJson = False,
) -> None:
    """One figure of several results side by side, with the range over them: models and assumptions, not noise."""
    if len(folders) < 2:
        raise UsageError(Message("comparing_needs_at_least_two_result"), found=len(folders))
    order = {"folders": [str(one) for one in folders], "measure": measure, "regions": region}
    rows = _child("compare", order, folders[0])["rows"]
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    elif rows:
        print_aligned(
            [coded("head", name) for name in rows[0]], [[written(value) for value in row.values()] for row in rows]
        )


@app.command()
def presets(
    pack: PackOption = None,
    base: BaseOption = None,
    ranges: Annotated[
        bool, typer.Option("--ranges", help="With --json: the range over worlds as well, as `range`.")
    ] = False,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """List the scenarios that the pack ships, each with its range over worlds, elasticities and closures first.

    With --base, compute their shipped tables again from that base."""
    folder = find_pack(pack)
    if base is not None and not dry_run:
        compute_presets_in_child(folder, base)
    for preset in presets_listed_in_child(folder):
        row = {"id": preset.id, "title": preset.title, "file": str(preset.file)}
        if as_json:
            print(json.dumps(row | ({"range": preset.spread} if ranges else {}), ensure_ascii=False))
            continue
        title = preset.titles.get(language(), preset.title)
        print(f"{preset.id:<28} {title}  ({preset.file})")
        for line in range_lines(preset.spread):
            print(f"    {line}")


@base_app.command("import")
def import_base(
    kind: Annotated[str, typer.Argument(metavar="cp2015|icio|wiod|adb|long|gravity")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file or folder as the publisher provides it.")],
    out: Annotated[Path, typer.Option("--out", metavar="BASE", help="The folder to make.")],
    year: Annotated[
        int | None, typer.Option("--year", help="The year, if the table has several or names none.")
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
    source: Annotated[str, typer.Option("--source", help="How to cite the table.")] = "",
    licence: Annotated[
        str, typer.Option("--licence", help="The licence of the table, as its publisher states it.")
    ] = "",
    currency: Annotated[str, typer.Option("--currency", help="Currency and unit, as `million US dollars`.")] = "",
    duties_year: Annotated[str, typer.Option("--duties-year", help="The year of the tariffs.")] = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Make a base from a published table, and report what was adjusted."""
    about = {"source": source, "licence": licence, "duties_year": duties_year, "unit": currency}
    order = {
        "kind": kind,
        "path": str(path),
        "out": None if dry_run else str(out),
        "year": year,
        "sector": sector,
        "theta": _theta(theta),
        "merge": [_pair(item) for item in merge or ()],
        "tariffs": [_pair(item) for item in tariffs or ()],
        "tariff_lines": [_pair(item) for item in tariff_lines or ()],
        "average": average,
        "about": about | ({"currency": currency} if currency else {}),
    }
    _say_base(_child("import", order, path), as_json)


@base_app.command("compact")
def compact_base(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A folder of plain tables, as for `base import long`.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.json.gz", help="The file to write.")],
    theta: Annotated[
        list[str] | None,
        typer.Option("--theta", metavar="ID=FILE|NUMBER", help="A set of trade elasticities and its name."),
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="The year of the table.")] = None,
    source: Annotated[str, typer.Option("--source", help="How to cite the table.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="The licence of the table.")] = "",
    currency: Annotated[str, typer.Option("--currency", help="Currency and unit.")] = "",
    duties_year: Annotated[str, typer.Option("--duties-year", help="The year of the tariffs.")] = "",
) -> None:
    """Put a small world into one file that a pack can ship and the live page can solve."""
    if not licence:
        raise UsageError(
            Message("shipped_world_needs_its_licence"), expected=Message("licence_text_as_its_publisher_states")
        )
    about = {"source": source, "licence": licence, "duties_year": duties_year, "unit": currency}
    order = {
        "path": str(path),
        "out": str(out),
        "year": year,
        "elasticities": [(name, _theta(value)) for name, value in map(_pair, theta or ())],
        "about": about | ({"currency": currency} if currency else {}),
    }
    compacted = _child("compact", order, path)
    counts = {name: compacted[name] for name in ("name", "year", "regions", "sectors", "bytes")}
    print(phrase("scenario.compact", **counts))


@app.command()
def worlds(
    pack: PackOption = None,
    base: Annotated[
        list[str] | None, typer.Option("--base", metavar="WORLD=BASE", help="The base of a world that is not shipped.")
    ] = None,
    draws: Annotated[int, typer.Option("--draws", min=2, help="Draws of elasticities per case.")] = 200,
    processes: Annotated[int, typer.Option("--processes", min=1, max=64, help="Cases at a time.")] = 2,
    compute: Annotated[bool, typer.Option("--compute", help="Compute the shipped tables again.")] = False,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """List the worlds that scenarios are answered on; with --compute, answer all scenarios on all of them again."""
    folder = find_pack(pack)
    world_list = worlds_in_child(folder)
    for world in world_list:
        sets = ", ".join(item.id for item in world.elasticities)
        shipped = phrase("scenario.ships" if world.file else "scenario.own")
        about = {
            "id": f"{world.id:<12}",
            "title": world.titles.get(language(), world.title),
            "year": world.year,
            "shipped": shipped,
            "sets": sets,
        }
        line = phrase("scenario.world", **about)
        print(json.dumps(world.as_dict(), ensure_ascii=False) if as_json else line)
    if compute and not dry_run:
        bases = {name: Path(file) for name, file in map(_pair, base or ())}
        with shown_progress(as_json=as_json) as shown:
            written = compute_worlds(folder, bases, draws=draws, processes=processes, say=shown.say)
        print(phrase("scenario.tables", n=len(written)))


def _theta(text: str | None) -> str | float | None:
    """A number as such; anything else is a file, read by the child."""
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        return text


def _pair(text: str) -> tuple[str, str]:
    left, mark, right = text.partition("=")
    if not (mark and left and right):
        raise UsageError(Message("pair_written_left_right"), found=text)
    return left, right


@base_app.command("check")
def check_base(base: Annotated[Path, typer.Argument(metavar="BASE")], as_json: AsJson = False) -> None:
    """Show the content of a base and what was adjusted to balance it. Exit 3 if something was adjusted."""
    checked = _child("check", {"base": str(base)}, base)
    _say_base(checked, as_json)
    if any(item["severity"] == "adjusted" for item in checked["adjustments"]):
        raise typer.Exit(3)


def _child(verb: str, order: dict[str, Any], about: Path) -> dict[str, Any]:
    """Return the answer of the child, which reads the files within limits."""
    return run_in_child(JOB, {"verb": verb, **order}, limits=LIMITS, about=str(about))


def _base_path(base: Path | None) -> str | None:
    """A path to a folder or file unchanged; otherwise the file of the pack's world with that name."""
    if base is None or base.exists():
        return _path(base)
    shipped = (world.file for world in worlds_in_child(find_pack(None)) if world.id == str(base))
    return str(next(shipped, None) or base)


def _path(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _say_base(summary: dict[str, Any], as_json: bool) -> None:
    if as_json:
        for item in summary["adjustments"]:
            print(json.dumps(item, ensure_ascii=False))
        return
    print(phrase("scenario.base", **{name: summary[name] for name in ("name", "kind", "year", "regions", "sectors")}))
    for item in summary["adjustments"]:
        about = {"cells": item["cells"], "amount": f"{item['amount']:.6g}", "unit": item["unit"]}
        severity, where = padded(coded("severity", item["severity"]), 8), "; ".join(map(in_words, item["where"]))
        print(phrase("scenario.adjustment", severity=severity, rule=item["rule"], where=where, **about))
    if not summary["licence"]:
        print(phrase("scenario.licence"))


def _say_result(summary: dict[str, Any]) -> None:
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
    shown = [name for name in names if name in summary["columns"]]
    print(summary["titles"].get(language(), summary["title"]))
    print_aligned(
        [coded("head", name) for name in shown], [[with_bounds(row, name) for name in shown] for row in summary["rows"]]
    )
    for mark in summary["marks"]:
        print(phrase("scenario.note", words=in_words(unpacked(mark["text"]))))
