"""How files of reported rows are to be read: the options that `mirror` and `indicators` share, and their order to a child."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.trade.model.reported import ADDABLE

__all__ = ["Add", "Concordance", "MappingFile", "ToEdition", "check_reading", "listed", "memory_size", "reading_order"]

_SIZE = re.compile(r"\d+(\.\d+)?\s*([KMGT]i?B)", re.ASCII | re.IGNORECASE)

MappingFile = Annotated[Path | None, typer.Option("--mapping", help="TOML that names the columns.")]
Concordance = Annotated[Path | None, typer.Option("--concordance", help="Table of product codes between editions.")]
ToEdition = Annotated[str | None, typer.Option("--to", metavar="H5", help="The edition to carry product codes into.")]
Add = Annotated[list[str] | None, typer.Option("--add", help="Parts to be added up: " + ", ".join(ADDABLE) + ".")]


def check_reading(
    inputs: list[Path], mapping: Path | None, concordance: Path | None, to: str | None, add: list[str] | None
) -> None:
    """Raise UsageError for a path that does not exist, for --to without a table, and for parts that cannot be added
    up."""
    for path in (*inputs, *(p for p in (mapping, concordance) if p)):
        if not path.exists():
            raise UsageError(Message("no_such_file_or_folder"), found=str(path))
    if to and not concordance:
        raise UsageError(Message("needs_table"), found=to, expected="--concordance FILE")
    unknown = [name for name in listed(add) if name not in ADDABLE]
    if unknown:
        raise UsageError(Message("unknown_part_in_add"), found=", ".join(unknown), expected=", ".join(ADDABLE))


def reading_order(
    inputs: list[Path], mapping: Path | None, concordance: Path | None, to: str | None, add: list[str] | None
) -> dict[str, Any]:
    """The part of a child's order that states what to read and how, once `check_reading` has passed."""
    check_reading(inputs, mapping, concordance, to, add)
    return {
        "inputs": [str(path.absolute()) for path in inputs],
        "mapping": str(mapping.absolute()) if mapping else None,
        "concordance": str(concordance.absolute()) if concordance else None,
        "to": to,
        "add": listed(add),
    }


def listed(texts: list[str] | None) -> list[str]:
    """Names from repeated options, each a name or a list with commas.

    >>> listed(["place,month", "product"]), listed(None)
    (['place', 'month', 'product'], [])
    """
    return [name for text in texts or [] for name in map(str.strip, text.split(",")) if name]


def memory_size(text: str) -> str:
    """Return a size with its unit unchanged; UsageError if it is not one."""
    if not _SIZE.fullmatch(text.strip()):
        raise UsageError(Message("memory_must_be_size"), found=text, expected=Message("number_and_unit_as_2gb_or"))
    return text.strip()
