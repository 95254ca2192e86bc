"""A table of the open data as a result that pandas, polars and DuckDB read."""

from __future__ import annotations

from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.model.result import ListedTable, Result
from henequen.publish.export.tables import TABLES
from henequen.record.store.view import View

__all__ = ["open_table"]

_NUMBERS = {"observations": ("value", "unit_mult", "decimals")}
_UNITS = {"value": "the unit of the row, times 10 ** unit_mult"}


def open_table(view: View, name: str) -> Result:
    """The table `name` (see docs/reference/open-data.md), one row per record, claim or figure, in the order of the export.

    Cells are texts as in the export, except `value` (float), `unit_mult` and `decimals` (int) of observations; an empty cell is
    None. Several values of a cell are separated by semicolons. Raises `UsageError` for an unknown table.
    """
    if name not in TABLES:
        raise UsageError(Message("there_no_such_table"), found=name, expected=", ".join(TABLES))
    table = TABLES[name]
    rows = list(table.rows(view))
    columns: dict[str, list[str | float | int | None]] = {
        column: [row[column] or None for row in rows] for column in table.columns
    }
    for column in _NUMBERS.get(name, ()):
        kind = float if column == "value" else int
        columns[column] = [None if cell is None else kind(cell) for cell in columns[column]]
    documents = {item for row in rows for item in row["document"].split(";") if item}
    editions = {view.documents[document].edition_id for document in documents if document in view.documents}
    return Result(
        ListedTable(columns),
        {column: unit for column, unit in _UNITS.items() if column in columns},
        (f"What sources say as of {view.as_of}; a later source may have corrected it.",),
        {"rows": len(rows), "as_of": view.as_of, "edition": view.fingerprint[:12]},
        tuple(f"{view.editions[e].publisher}: {view.editions[e].title}" for e in sorted(editions)),
    )
