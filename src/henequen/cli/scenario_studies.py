"""The verbs of studies other than scenarios: value-added trade, and trade before and after an agreement."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from henequen.cli.options import AsJson
from henequen.cli.scenario_rows import print_aligned, written
from henequen.cli.words import coded, phrase
from henequen.jobs.limits import Limits
from henequen.jobs.process import run_in_child

__all__ = ["event_study", "value_added"]

JOB = "henequen.scenarios.verbs_job"
LIMITS = Limits(memory=4 << 30)
_SHOWN = 6


def value_added(
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="A world table (.npz), or a base with inputs.")],
    side: Annotated[list[str], typer.Option("--side", help="The two sides; give it twice.")],
    third: Annotated[list[str] | None, typer.Option("--third", help="Third countries to which both sell.")] = None,
    year: Annotated[int | None, typer.Option("--year", help="The year of the table.")] = None,
    fuels: Annotated[list[str] | None, typer.Option("--fuels", help="Sectors of oil and fuels.")] = None,
    source: Annotated[str, typer.Option("--source", help="How to cite the table.")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write the tables as CSV.")] = None,
    as_json: AsJson = False,
) -> None:
    """Whose value added is in whose exports, and through which countries it reaches the final buyer."""
    order = {
        "verb": "value-added",
        "table": str(table),
        "sides": side,
        "thirds": third or [],
        "year": year,
        "fuels": fuels or [],
        "source": source,
        "out": str(out) if out else None,
    }
    tables = run_in_child(JOB, order, limits=LIMITS, about=str(table))
    if as_json:
        for name in ("content", "last_seller", "uses", "check"):
            for row in tables[name]:
                print(json.dumps({"table": name, **row}, ensure_ascii=False))
        return
    if not tables["exact"]:
        print(phrase("added_value.proportional"))
    print(phrase("added_value.exports", unit=tables["unit"]))
    _print_groups(tables["content"], ("seller", "buyer"), "origin", side)
    print(phrase("added_value.demand", unit=tables["unit"]))
    _print_groups(tables["last_seller"], ("origin", "buyer"), "last_seller", side)
    print(phrase("added_value.check", gap=f"{tables['check'][0]['identity_gap']:.1e}"))


def _print_groups(rows: list[dict[str, Any]], keys: tuple[str, str], part: str, side: list[str]) -> None:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row[keys[0]], row[keys[1]]), []).append(row)
    for (first, second), own in groups.items():
        own.sort(key=lambda row: -row["value"])
        shown = [*own[:_SHOWN], *(row for row in own[_SHOWN:] if row[part] in side)]
        value = written(sum(row["value"] for row in own))
        print(phrase("added_value.flow", first=first, second=second, value=value))
        cells = [[row[part], written(row["value"]), f"{100 * (row['share'] or 0):.2f} %"] for row in shown]
        print_aligned(["", coded("head", "value"), coded("head", "share")], cells)


def event_study(
    panel: Annotated[Path, typer.Argument(metavar="PANEL", help="Exporter, importer, year, trade, rta; every pair.")],
    pair: Annotated[list[str], typer.Option("--pair", help="The two countries of the agreement; give it twice.")],
    start: Annotated[int, typer.Option("--start", help="The year in which it entered into force.")],
    reference: Annotated[
        list[int], typer.Option("--reference", help="Years before that effects are measured against.")
    ],
    first: Annotated[int | None, typer.Option("--first", help="Leave earlier years of the panel out.")] = None,
    placebos: Annotated[int, typer.Option("--placebos", min=20, help="Pairs to compare with.")] = 200,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="STEM", help="Write STEM.csv and STEM_trend.csv.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What trade of a pair did after an agreement, against pairs without one: effects, placebo interval, pre-trend."""
    order = {
        "verb": "event-study",
        "panel": str(panel),
        "pair": pair,
        "start": start,
        "reference": reference,
        "first": first,
        "placebos": placebos,
        "out": str(out) if out else None,
    }
    study = run_in_child(JOB, order, limits=LIMITS, about=str(panel))
    if as_json:
        for row in study["rows"]:
            print(json.dumps(row, ensure_ascii=False))
        return
    for trend in study["trends"]:
        first, second = trend["exporter"], trend["importer"]
        rows = [row for row in study["rows"] if (row["exporter"], row["importer"]) == (first, second)]
        figures = {
            "controls": f"{trend['controls']:.0f}",
            "placebos": f"{trend['placebos']:.0f}",
            "trend": f"{trend['trend']:.2f}",
            "rank": f"{100 * trend['trend_rank']:.0f}",
        }
        print(phrase("event.trend", direction=phrase("event.direction", first=first, second=second), **figures))
        head = [phrase(f"head.{name}") for name in ("year", "trade", "growth", "effect", "lower", "upper", "p")]
        keys = ("value", "growth", "effect", "lower", "upper", "p")
        print_aligned(head, [[f"{row['year']:.0f}", *(written(row[key]) for key in keys)] for row in rows])
