"""The options that verbs share, so that each means the same everywhere."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from henequen.cli.language import one_of
from henequen.model.errors import UsageError
from henequen.model.message import Message

__all__ = [
    "AsJson",
    "AsOf",
    "CaseOn",
    "DryRun",
    "Flows",
    "KnownAt",
    "Ocr",
    "PackOption",
    "Suggest",
    "day",
    "one_of",
]


PackOption = Annotated[
    str | None,
    typer.Option(
        "--pack", metavar="ID|DIR", help="The pack: a folder or an id. Default: the nearest, else the shipped one."
    ),
]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="Use only what had been published by this date.")]
CaseOn = Annotated[
    str,
    typer.Option(
        "--case-on", metavar="DATE", help="Show what was true on this date, as known now (instead of --as-of)."
    ),
]
KnownAt = Annotated[
    str, typer.Option("--known-at", metavar="DATE", help="Use only what had been recorded by this date.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would happen without changing anything.")]

Ocr = Annotated[
    bool,
    typer.Option(
        "--ocr", help="Recognise scans with tesseract, if it is on the PATH; figures stay for a person to type."
    ),
]
Suggest = Annotated[
    bool,
    typer.Option(
        "--suggest",
        help="Also ask the language model at HENEQUEN_MODEL_ADDRESS: the text of the documents is sent there.",
    ),
]

Flows = Annotated[
    list[Path] | None,
    typer.Option(
        "--flows",
        metavar="OUT",
        help="A result of `mirror reconcile` for the pages of trade; more than one: oldest first.",
    ),
]


def day(text: str, option: str = "--as-of") -> str:
    """Check a day given on the command line; empty stays empty."""
    if text:
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):  # fromisoformat takes 20260131 and 2026-W05 too
                raise ValueError(text)
            date.fromisoformat(text)
        except ValueError:
            raise UsageError(
                Message("not_valid_date", option=option), found=text, expected=Message("date_calendar_as_yyyy_mm_dd")
            ) from None
    return text
