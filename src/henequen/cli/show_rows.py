"""Prints rows: JSON lines with `--json`, a table on a terminal, tab-separated lines otherwise."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence

from henequen.cli.heads import head
from henequen.cli.language import language, requested
from henequen.cli.screen import raw
from henequen.cli.text_table import cards, table
from henequen.model.unseen import escaped

__all__ = ["for_people", "print_rows"]

_WHOLE = frozenset(
    (
        "id",
        "claim",
        "document",
        "subject",
        "source_hash",
        "date",
        "deadline",
        "last_looked",
        "identifier",
        "system",
        "rule",
    )
)
"""Columns whose values people copy or compare: no line break inside."""


def for_people() -> bool:
    """Is the output for a person (a terminal, or a requested language)? If so, codes are shown as words."""
    return bool(requested()) or sys.stdout.isatty()


def print_rows(
    rows: Sequence[Mapping[str, object]],
    columns: Sequence[str],
    as_json: bool,
    sides: tuple[str, ...] = ("", ""),
) -> None:
    """Print `rows`; JSON lines carry every field, tables and lines only `columns`.

    On a terminal, columns have heads in the language of the command. A table that would break its text into narrow columns
    is printed as one block per row instead.
    """
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False, default=str))
        return
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join(_text(row.get(column, "")).replace("\t", " ").replace("\n", " ") for column in columns))
        return
    cells = [[escaped(_word(row.get(column, ""))) for column in columns] for row in rows]
    if not cells:
        return
    heads = [head(column, language(), sides) for column in columns]
    width = shutil.get_terminal_size().columns
    whole = [column in _WHOLE for column in columns]
    lines = table(heads, cells, whole, width) or cards(heads, cells, width)
    bold = "NO_COLOR" not in os.environ and os.environ.get("TERM", "dumb") != "dumb"
    raw(sys.stdout).write("".join(f"{line.marked() if bold else line.text}\n" for line in lines))


def _word(value: object) -> str:
    return head("yes" if value else "no", language()) if isinstance(value, bool) else _text(value)


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(str(item) for item in value)
    return "" if value is None else str(value)
