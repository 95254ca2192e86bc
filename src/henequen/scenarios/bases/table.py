"""Read a user's table strictly: CSV (all text, no guessing, ragged rows refused) or Parquet, as columns of text or numbers."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np

from henequen.model.errors import DataError
from henequen.scenarios.bases.base import Array

__all__ = ["Columns", "filled_table", "numbers", "pick_column", "read_table", "texts"]

Columns = dict[str, list[str | float | int | None]]


def read_table(path: Path) -> Columns:
    """Columns of `path` by name, in file order. CSV cells are text (empty: None); Parquet cells keep their type.

    Raises `DataError` for a missing file, another kind of file, a row with more or fewer cells than the header, a NUL byte.
    """
    if not path.is_file():
        raise DataError("the table is not here", where=str(path), expected="a CSV or Parquet file")
    with path.open("rb") as head:
        parquet = head.read(4) == b"PAR1"
    if parquet:
        with duckdb.connect() as connection:
            found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            names = [item[0] for item in found.description]
            rows = found.fetchall()
        return {name: [row[k] for row in rows] for k, name in enumerate(names)}
    return _read_csv(path)


def filled_table(path: Path) -> Columns:
    """As `read_table`, of a table that must have rows; raises `DataError` where there is a header and nothing else."""
    columns = read_table(path)
    if not columns or not len(next(iter(columns.values()))):
        raise DataError("the table has no rows", where=str(path), found="a header and nothing else")
    return columns


def _read_csv(path: Path) -> Columns:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, None)
            if not header or len(set(header)) != len(header):
                raise DataError("the first line is no header", where=str(path), found=header, expected="distinct names")
            names = [name.strip() for name in header]
            columns: Columns = {name: [] for name in names}
            for row in reader:
                if not row:
                    continue
                if len(row) != len(names):
                    raise DataError(
                        "a row has another number of cells than the header",
                        where=f"{path}, line {reader.line_num}",
                        found=len(row),
                        expected=len(names),
                    )
                for name, cell in zip(names, row, strict=True):
                    columns[name].append(cell.strip() or None)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError("the table cannot be read as CSV", where=str(path), found=str(error)) from error
    return columns


def pick_column(columns: Columns, options: Sequence[str], path: Path, what: str) -> str:
    """The name of the column that holds `what`: the first of `options` that is there, whatever its case."""
    known = {name.casefold(): name for name in columns}
    for option in options:
        if option.casefold() in known:
            return known[option.casefold()]
    raise DataError(
        f"no column holds the {what}", where=str(path), found=", ".join(columns), expected=" or ".join(options)
    )


def texts(values: Iterable[object]) -> list[str]:
    """Cells as text; an empty cell is an empty text."""
    return ["" if value is None else str(value).strip() for value in values]


def numbers(values: Sequence[object], path: Path, column: str, missing: float | None = None) -> Array:
    """Cells as numbers (plain decimal point); an empty cell is `missing`, or an error that names the line.

    >>> numbers(["1.5", None], Path("t.csv"), "value", 0.0).tolist()
    [1.5, 0.0]
    """
    result = np.empty(len(values))
    for k, value in enumerate(values):
        if value is None or value == "":
            if missing is None:
                raise DataError(
                    "a number is missing", where=f"{path}, row {k + 1}, column {column}", expected="a number"
                )
            result[k] = missing
            continue
        try:
            number = float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            number = math.nan
        if not math.isfinite(number):
            raise DataError(
                "a cell is not a number",
                where=f"{path}, row {k + 1}, column {column}",
                found=value,
                expected="digits with a decimal point, no thousands separator",
            )
        result[k] = number
    return result
