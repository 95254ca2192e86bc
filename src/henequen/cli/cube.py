"""`henequen cube`: trade by state, product, flow and partner, and investment by state, branch and year; nothing interpolated."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, PackOption, one_of
from henequen.cli.show_rows import print_rows
from henequen.cli.words import phrase, say
from henequen.files.atomic import write_durably
from henequen.files.spreadsheet import plain_cell
from henequen.jobs.process import run_in_child
from henequen.matching.cubes.cell import cells_of_claims
from henequen.matching.cubes.job import LIMITS
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.record.store.view import View

__all__ = ["cube"]

_COLUMNS = (
    "cube",
    "place",
    "product",
    "flow",
    "reporter",
    "partner",
    "period",
    "value",
    "definition",
    "months",
    "source",
)


def cube(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE...", help="Trade by state, in DataMexico's layout.")
    ] = None,
    kind: Annotated[str, typer.Option("--cube", metavar="trade|investment", help="Only this cube.")] = "",
    place: Annotated[str, typer.Option("--place", metavar="CODE", help="Only this state or province.")] = "",
    partner: Annotated[
        str, typer.Option("--partner", metavar="AAA", help="Of the files: only this partner (alpha-3).")
    ] = "",
    digits: Annotated[
        int, typer.Option("--digits", metavar="0|2|4|6", help="Of the files: digits of the product code.")
    ] = 2,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write a CSV instead of printing.")] = None,
    pack: PackOption = None,
    as_json: AsJson = False,
) -> None:
    """Cells with the definition of each: from the pack's claims, or added up from your files; what is missing has no cell."""
    one_of("--cube", kind, ("trade", "investment"))
    if digits not in (0, 2, 4, 6):
        raise UsageError(Message("digits_must_be_one_lengths"), found=digits, expected=Message("digits_allowed"))
    view = open_pack(pack).view()
    rows = list(_of_files(view, files, partner, digits) if files else _of_claims(view))
    rows = [
        r for r in rows if (not kind or r["cube"] == kind) and (not place or str(r["place"]).split("/")[0] == place)
    ]
    if out is not None:
        target = io.StringIO(newline="")
        writer = csv.DictWriter(target, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({name: plain_cell(cell) if isinstance(cell, str) else cell for name, cell in row.items()})
        write_durably(out, target.getvalue().encode("utf-8"))
        print(phrase("cube.written", n=len(rows), out=out))
    else:
        print_rows(rows, _COLUMNS, as_json)
    if not rows:
        raise typer.Exit(3)


def _of_claims(view: View) -> Iterator[dict[str, Any]]:
    sides = (view.manifest.sides[0], view.manifest.sides[1])
    for cell in cells_of_claims(view.observations(), sides):
        yield {name: getattr(cell, name) for name in _COLUMNS} | {"value": f"{cell.value:f}"}


def _of_files(view: View, files: list[Path], partner: str, digits: int) -> Iterator[dict[str, Any]]:
    order = {"paths": [str(f) for f in files], "partner": partner, "digits": digits}
    answer = run_in_child("henequen.matching.cubes.job", order, limits=LIMITS, about=str(files[0]))
    for note in answer["notes"]:
        say("cube.note", words=note)
    codes = {name: p.code for p in view.places.values() if "-" in p.code and "/" not in p.code for name in p.names}
    source = "; ".join(f.name for f in files)
    for state, product, flow, country, year, value, months in answer["cells"]:
        yield {
            "cube": "trade",
            "place": codes.get(state, state),
            "product": product,
            "flow": flow,
            "reporter": view.manifest.sides[0],
            "partner": country,
            "period": year,
            "value": value,
            "definition": "by state, as the file counts it",
            "months": months,
            "source": source,
        }
