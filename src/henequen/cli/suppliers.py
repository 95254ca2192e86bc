"""`henequen suppliers`: local makers for the plants of the other side, with reasons, and the needs that no maker
meets."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from henequen.cli.language import language
from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, PackOption, day
from henequen.cli.show_rows import print_rows
from henequen.matching.suppliers.ask import Question, match_registers
from henequen.publish.site.catalogue import Catalogue, catalogue

__all__ = ["suppliers"]


def suppliers(
    makers: Annotated[Path, typer.Option("--makers", metavar="FILE", help="A register of local makers (CSV).")],
    plants: Annotated[
        Path | None,
        typer.Option("--plants", metavar="FILE", help="A register of plants (CSV). Default: those of the pack."),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping", metavar="TOML", help="TOML with the meaning of each column, coding schemes and dates."
        ),
    ] = None,
    makers_date: Annotated[
        str, typer.Option("--makers-date", metavar="DATE", help="When the register of makers was issued.")
    ] = "",
    plants_date: Annotated[
        str, typer.Option("--plants-date", metavar="DATE", help="When the register of plants was issued.")
    ] = "",
    within: Annotated[
        float,
        typer.Option(
            "--within", metavar="KM", min=1, max=20000, help="The longest distance to a maker, in kilometres."
        ),
    ] = 300.0,
    top: Annotated[int, typer.Option("--top", min=1, max=100, help="Makers printed for each need.")] = 3,
    place: Annotated[
        str, typer.Option("--place", metavar="CODE", help="Only plants of the pack that are in this state.")
    ] = "",
    today: Annotated[
        str, typer.Option("--today", metavar="DATE", help="The date on which the age of registers is measured.")
    ] = "",
    pack: PackOption = None,
    as_json: AsJson = False,
) -> None:
    """List makers for each need of each plant, best first, and the needs without a maker. Exit 3 if a need has no
    maker."""
    question = Question(
        str(makers),
        str(plants) if plants else "",
        str(mapping) if mapping else "",
        makers_date,
        plants_date,
        within,
        top,
        place,
    )
    answer = match_registers(open_pack(pack).view(), question, day(today, "--today") or date.today().isoformat())
    _print(answer, catalogue(language(as_json)), as_json)
    if answer["gaps"]:
        raise typer.Exit(3)


def _print(answer: dict[str, Any], t: Catalogue, as_json: bool) -> None:
    if as_json:
        for plant in answer["plants"]:
            print(json.dumps({"row": "plant", **plant}, ensure_ascii=False))
        for gap in answer["gaps"]:
            print(json.dumps({"row": "gap", **gap}, ensure_ascii=False))
        for register in answer["registers"]:
            print(json.dumps({"row": "register", **register}, ensure_ascii=False))
        return
    for plant in answer["plants"]:
        print(
            t(
                "suppliers.plant",
                name=plant["name"],
                place=plant["place"] or "–",
                industry=plant["industry"] or t("suppliers.unknown"),
            )
        )
        rows = [
            {
                "need": offer["need"],
                "maker": offer["maker"]["name"],
                "place": offer["maker"]["place"],
                "km": t("suppliers.unknown") if offer["km"] is None else offer["km"],
                "points": offer["points"],
                "why": ", ".join(
                    t(f"suppliers.reason_{name}")
                    + " "
                    + (t("suppliers.unknown") if value is None else str(offer["parts"][name]))
                    for name, value in offer["reasons"].items()
                ),
            }
            for offer in plant["offers"]
        ]
        print_rows(rows, ("need", "maker", "place", "km", "points", "why"), False)
    for gap in answer["gaps"]:
        print(t("suppliers.gap", plant=gap["plant"], need=gap["need"] or "–", why=t(f"suppliers.{gap['why']}")))
    print(t("suppliers.looked", needs=answer["needs"], makers=answer["makers"], reached=answer["makers_reached"]))
    for register in answer["registers"]:
        print(
            t(
                "suppliers.register",
                path=Path(register["path"]).name,
                issued=register["issued"],
                rows=register["rows"],
                left_out=register["left_out"],
            )
        )
        for note in register["notes"]:
            print(f"  {note}")
