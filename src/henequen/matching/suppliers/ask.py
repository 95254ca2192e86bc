"""One question for suppliers: registers as files or as submitted text, and the plants of the pack; a child process
answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from henequen.files.scratch import scratch_folder
from henequen.jobs.process import run_in_child
from henequen.matching.suppliers.job import LIMITS
from henequen.model.errors import HenequenError, UsageError
from henequen.model.message import Message
from henequen.record.store.view import View

__all__ = ["Question", "SentRegisters", "match_registers", "match_sent"]


@dataclass(frozen=True, slots=True)
class Question:
    """Registers by path (`plants` empty: the pack's, in the state `place`), their dates, how far a maker may be, and how many
    makers are wanted for each need."""

    makers: str
    plants: str = ""
    mapping: str = ""
    makers_date: str = ""
    plants_date: str = ""
    within: float = 300.0
    top: int = 3
    place: str = ""


@dataclass(frozen=True, slots=True)
class SentRegisters:
    """Registers as the text of two CSV tables, instead of paths."""

    makers: str
    plants: str = ""


def match_registers(view: View, question: Question, today: str) -> dict[str, Any]:
    """Makers for each need of each plant, and the needs without one. The registers are read in a child with limits."""
    plants = [] if question.plants else _plants(view, question.place)
    if not question.plants and not plants:
        raise UsageError(
            Message("pack_has_no_plants_there"),
            found=question.place or Message("no_table_plants"),
            expected=Message("register_plants"),
        )
    order = {
        "makers": question.makers,
        "plants": question.plants,
        "mapping": question.mapping,
        "makers_date": question.makers_date,
        "plants_date": question.plants_date,
        "within": question.within,
        "top": question.top,
        "today": today,
        "pack_plants": plants,
        "inputs": [r for r in view.vocabulary("industry_inputs") if r["country"] == view.manifest.sides[0]],
    }
    return run_in_child("henequen.matching.suppliers.job", order, limits=LIMITS, about=question.makers)


def match_sent(view: View, registers: SentRegisters, question: Question, today: str) -> dict[str, Any]:
    """The same for registers submitted as text; messages name them `makers.csv` and `plants.csv`."""
    with scratch_folder("henequen-registers-") as folder:
        paths = {"makers": registers.makers, "plants": registers.plants}
        for name, content in paths.items():
            if content.strip():
                (folder / f"{name}.csv").write_text(content, encoding="utf-8", newline="")
        files_given = {name: str(folder / f"{name}.csv") if content.strip() else "" for name, content in paths.items()}
        if not files_given["makers"]:
            raise UsageError(Message("there_no_register_makers"), expected=Message("csv_table_with_names_and_codes"))
        try:
            answer = match_registers(
                view, replace(question, makers=files_given["makers"], plants=files_given["plants"]), today
            )
        except HenequenError as error:
            raise _without(error, folder) from None
        for register in answer["registers"]:
            register["path"] = Path(register["path"]).name
        return answer


def _without(error: HenequenError, folder: Path) -> HenequenError:
    """The same error without the folder before the names of files."""
    message = {
        name: text.replace(f"{folder}/", "") if isinstance(text := getattr(error, name), str) else text
        for name in ("what", "where", "found", "expected", "hint")
    }
    return type(error)(message.pop("what"), **message)


def _plants(view: View, place: str) -> list[dict[str, Any]]:
    plants = []
    for row in view.vocabulary("plants"):
        where = view.places.get(row["place"])
        if place and row["place"].split("/")[0] != place:
            continue
        at = {"lat": float(where.lat), "lon": float(where.lon)} if where and where.lat and where.lon else {}
        plants.append(row | {"lat": None, "lon": None} | at)
    return plants
