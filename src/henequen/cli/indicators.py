"""`henequen indicators`: the trade indicators of a pair in a year, from files of reported trade."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from henequen.cli.options import AsJson
from henequen.cli.reported_files import Add, Concordance, MappingFile, ToEdition, memory_size, reading_order
from henequen.cli.show_rows import print_rows
from henequen.cli.words import coded, in_words, phrase
from henequen.jobs.process import run_in_child
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.trade.indicators.pair import NAMES

__all__ = ["indicators"]


def indicators(
    inputs: Annotated[list[Path], typer.Argument(metavar="DATA...", help="Files or folders of reported rows.")],
    reporter: Annotated[str, typer.Option("--reporter", metavar="AAA", help="The exporter (alpha-3).")],
    partner: Annotated[str, typer.Option("--partner", metavar="BBB", help="The importer (alpha-3).")],
    year: Annotated[str, typer.Option("--year", metavar="Y", help="The period, in the form that the data use.")],
    base: Annotated[str, typer.Option("--base", metavar="Y", help="An earlier period to compare with.")] = "",
    indicator: Annotated[
        list[str] | None, typer.Option("--indicator", metavar="NAME", help="Only this one; may be repeated.")
    ] = None,
    top: Annotated[int, typer.Option("--top", help="Rows shown of a table by product; --json gives all.")] = 10,
    mapping: MappingFile = None,
    add: Add = None,
    concordance: Concordance = None,
    to: ToEdition = None,
    memory: Annotated[str, typer.Option("--memory", help="Memory limit of the engine.")] = "2GB",
    as_json: AsJson = False,
) -> None:
    """Trade indicators of a pair in a year; exit 3 if some cannot be measured with these data."""
    for option, code in (("--reporter", reporter), ("--partner", partner)):
        if not re.fullmatch(r"[A-Z0-9_]{3}", code):
            raise UsageError(
                Message("not_area_code", option=option), found=code, expected=Message("three_capitals_as_in_iso_3166")
            )
    reading = reading_order(inputs, mapping, concordance, to, add)
    if base and base == year:
        raise UsageError(Message("base_must_differ_from_year"), found=base, expected=Message("earlier_period"))
    names = list(dict.fromkeys(indicator or (NAMES if base else NAMES[:-3])))
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise UsageError(Message("unknown_indicator"), found=", ".join(unknown), expected=", ".join(NAMES))
    if top < 1:
        raise UsageError(Message("top_must_be_number_rows"), found=top, expected=Message("one_or_more"))
    answer = run_in_child(
        "henequen.trade.indicators.job",
        reading
        | {
            "reporter": reporter,
            "partner": partner,
            "year": year,
            "base": base,
            "names": names,
            "memory": memory_size(memory),
        },
    )
    if as_json:
        for one in answer["indicators"]:
            print(json.dumps(one, ensure_ascii=False))
        for one in answer["not_measurable"]:
            print(json.dumps({"not_measurable": one["name"], "reason": one["reason"]}, ensure_ascii=False))
        for one in answer["left_out"]:
            print(
                json.dumps({"left_out": one["reason"], "rows": one["rows"], "value": one["value"]}, ensure_ascii=False)
            )
        for words in answer["notes"]:
            print(json.dumps({"note": words}, ensure_ascii=False))
    else:
        _print(answer, top)
    if answer["not_measurable"]:
        raise typer.Exit(3)


def _print(answer: dict[str, Any], top: int) -> None:
    for one in answer["indicators"]:
        about = {name: one[name] for name in ("indicator", "about", "period")}
        print("\n" + phrase("indicators.head", by=one["counted_by"], **about))
        rows, rest = _leading(one["rows"], top)
        columns = list(one["units"])
        print("\t".join(f"{column} ({one['units'][column]})" for column in columns))
        print_rows([{name: _as_text(cell) for name, cell in row.items()} for row in rows], columns, as_json=False)
        if rest:
            print(phrase("indicators.more", n=rest))
        for words in (*one["assumptions"], *(f"{k}: {_as_text(v)}" for k, v in one["diagnostics"].items() if v)):
            print(f"  {in_words(words)}")
        print(phrase("indicators.source", sources="; ".join(one["sources"])))
    counts = {name: answer[name] for name in ("exporters", "importers")}
    print("\n" + phrase("indicators.reports", **counts))
    for one in answer["not_measurable"]:
        print(phrase("indicators.not_measurable", name=one["name"], reason=in_words(one["reason"])))
    for one in answer["left_out"]:
        reason = coded("left_out", one["reason"])
        print(phrase("indicators.left_out", reason=reason, rows=one["rows"], value=f"{one['value']:,.2f}"))
    for words in answer["notes"]:
        print(phrase("indicators.note", words=in_words(words)))


def _leading(rows: list[dict[str, Any]], top: int) -> tuple[list[dict[str, Any]], int]:
    """The total, and the rows with the largest figure in the last column that holds any number; unknown figures last."""
    if len(rows) <= top:
        return rows, 0
    totals = [row for row in rows if "total" in row.values()]
    others = [row for row in rows if "total" not in row.values()]
    numbers = (
        [name for name in others[0] if any(isinstance(row[name], (int, float)) for row in others)] if others else []
    )
    if numbers:
        others.sort(
            key=lambda row: -float("inf") if row[numbers[-1]] is None else float(row[numbers[-1]]), reverse=True
        )
    return totals + others[:top], len(others) - top


def _as_text(cell: object) -> object:
    if isinstance(cell, float):
        return f"{cell:,.2f}" if abs(cell) >= 1000 else f"{cell:.4g}"
    return phrase("indicators.unknown") if cell is None else cell
