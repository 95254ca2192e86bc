"""Prints rows: JSON lines where asked, a table on a terminal, tab-separated lines elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

from henequen.cli.screen import raw
from henequen.model.unseen import escaped

__all__ = ["print_rows"]


def print_rows(rows: Sequence[Mapping[str, object]], columns: Sequence[str], as_json: bool) -> None:
    """Print `rows`; JSON lines carry every field, tables and lines only `columns`."""
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False, default=str))
        return
    if sys.stdout.isatty():
        from rich.console import Console  # here: output into a pipe starts sooner
        from rich.table import Table

        table = Table(*columns, box=None, header_style="bold", pad_edge=False)
        for row in rows:
            table.add_row(*(escaped(_text(row.get(column, ""))) for column in columns))
        Console(file=raw(sys.stdout)).print(table, markup=False)
        return
    for row in rows:
        print("\t".join(_text(row.get(column, "")).replace("\t", " ").replace("\n", " ") for column in columns))


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(str(item) for item in value)
    return "" if value is None else str(value)
