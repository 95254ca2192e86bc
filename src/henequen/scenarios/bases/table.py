"""Read a user's table strictly: CSV (all text, no guessing, ragged rows refused) or Parquet, as columns of text or numbers.

Rules of every reader of this room: the content is checked before it is parsed, sizes are limited, every message names
the file, a key never occurs twice (`unique_rows`), and an empty number is never zero (`numbers`).
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

import duckdb
import numpy as np

from henequen.files.foreign import look_at
from henequen.model.errors import DataError
from henequen.model.lost_zero import lost_zero
from henequen.model.message import Message
from henequen.model.plain_number import plain_float
from henequen.scenarios.bases.base import Array

__all__ = [
    "CELLS",
    "LARGEST",
    "Columns",
    "bounded_lines",
    "filled_table",
    "numbers",
    "pick_column",
    "read_table",
    "texts",
    "unique_rows",
    "whole_codes",
]

Columns = dict[str, list[str | float | int | None]]
LARGEST = 400_000_000
"""Bytes of a table: the widest input-output table of a publisher is about half of it."""
CELLS = 12_000_000
"""Cells of a table that is read as columns: about 1 GB of Python objects."""
_LINE = 4_000_000
_COLUMNS = 20_000


def read_table(path: Path) -> Columns:
    """Columns of `path` by name, in file order. CSV cells are text (empty: None); Parquet cells keep their type.

    Raises `DataError` for a missing file, another kind of file, one beyond the limits, a row with more or fewer cells
    than the header, a NUL byte.
    """
    return _read_parquet(path) if look_at(path, ("text", "parquet"), largest=LARGEST) == "parquet" else _read_csv(path)


def _read_parquet(path: Path) -> Columns:
    try:
        with duckdb.connect(config={"threads": 1, "memory_limit": "600MB"}) as connection:
            counted = connection.execute(
                "SELECT sum(num_rows), max(num_row_groups) FROM parquet_file_metadata(?)", [str(path)]
            ).fetchone()
            shape = connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [str(path)])
            names = [item[0] for item in shape.description]
            rows = int((counted or (0,))[0] or 0)
            if rows * len(names) > CELLS:
                raise DataError(
                    Message("table_too_large"),
                    where=str(path),
                    found=Message("rows_columns", rows=f"{rows:,}", n=len(names)),
                    expected=Message("at_most_cells", n=f"{CELLS:,}"),
                )
            cells = connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    except (duckdb.Error, RuntimeError, ValueError, OverflowError, MemoryError) as error:
        raise DataError(
            Message("table_cannot_be_read_as_parquet"),
            where=str(path),
            found=(str(error).splitlines() or [type(error).__name__])[0][:200],
            hint=Message("file_may_be_damaged_compare_its"),
        ) from None
    return {name: [row[k] for row in cells] for k, name in enumerate(names)}


def filled_table(path: Path) -> Columns:
    """As `read_table`, of a table that must have rows; raises `DataError` if there is only a header."""
    columns = read_table(path)
    if not columns or not len(next(iter(columns.values()))):
        raise DataError(Message("table_has_no_rows"), where=str(path), found=Message("header_and_nothing_else"))
    return columns


def _read_csv(path: Path) -> Columns:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(bounded_lines(file, path), strict=True)
            header = next(reader, None)
            names = [name.strip() for name in header or ()]
            twice = [name for name, times in Counter(names).items() if times > 1]
            if not names or twice or len(names) > _COLUMNS:
                raise DataError(
                    Message("first_line_not_header"),
                    where=str(path),
                    found=Message("one_twice", one=f"{twice[0]!r}") if twice else ", ".join(names)[:200],
                    expected=Message("distinct_column_names"),
                )
            cells = 0
            columns: Columns = {name: [] for name in names}
            for row in reader:
                if not row:
                    continue
                if len(row) != len(names):
                    raise DataError(
                        Message("row_has_another_number_cells_than"),
                        where=Message("at_line", file=path, n=reader.line_num),
                        found=len(row),
                        expected=len(names),
                    )
                cells += len(row)
                if cells > CELLS:
                    raise DataError(
                        Message("table_too_large"),
                        where=str(path),
                        expected=Message("at_most_cells", n=f"{CELLS:,}"),
                    )
                for name, cell in zip(names, row, strict=True):
                    columns[name].append(cell.strip() or None)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(Message("table_cannot_be_read_as_csv"), where=str(path), found=str(error)) from error
    return columns


def bounded_lines(file: TextIO, path: Path) -> Iterator[str]:
    """The lines of `file`; raises `DataError` for one that is too long or holds a NUL byte, before more of it is read."""
    number = 0
    while line := file.readline(_LINE):
        number += 1
        if len(line) >= _LINE or "\x00" in line:
            fault = "a NUL byte" if "\x00" in line else f"more than {_LINE:,} characters"
            raise DataError(
                Message("line_table_cannot_be_read"), where=Message("at_line", file=path, n=number), found=fault
            )
        yield line


def unique_rows(keys: Mapping[str, Sequence[str]], path: Path, what: str) -> None:
    """Raise `DataError`, naming both rows, if a key (the cells of these columns in one row, whatever their case) occurs twice.

    >>> unique_rows({"region": ["A", "B", "a"]}, Path("t.csv"), "region")
    Traceback (most recent call last):
    ...
    henequen.model.errors.DataError: t.csv, rows 1 and 3: the region is there twice
      found:    a
      expected: one row per region
      next:     remove one of the two rows
    """
    lines: dict[tuple[str, ...], int] = {}
    for number, key in enumerate(zip(*keys.values(), strict=True), 1):
        folded = tuple(cell.casefold() for cell in key)
        if folded in lines:
            raise DataError(
                Message("something_there_twice", what=what),
                where=Message("at_two_rows", file=path, first=lines[folded], second=number),
                found=", ".join(key),
                expected=Message("one_row_per", keys=", ".join(keys)),
                hint=Message("remove_one_two_rows"),
            )
        lines[folded] = number


def whole_codes(codes: Sequence[str], path: Path, column: str) -> None:
    """Raise `DataError` if product codes of a column have lost their leading zeros: a code is never completed silently.

    >>> whole_codes(["010129", "10121"], Path("t.csv"), "line")
    Traceback (most recent call last):
    ...
    henequen.model.errors.DataError: t.csv, row 2, column line: a product code has lost its leading zero
      found:    10121, together with 010129
      expected: all codes as text, with their zeros
      next:     save the column as text in the spreadsheet, and export it again
    """
    pair = lost_zero(codes)
    if pair is not None:
        raise DataError(
            Message("product_code_has_lost_its_leading"),
            where=Message("at_cell", file=path, row=list(codes).index(pair[0]) + 1, column=column),
            found=Message("one_with_other", one=pair[0], other=pair[1]),
            expected=Message("all_codes_as_text_with_their"),
            hint=Message("save_column_as_text_in_spreadsheet"),
        )


def pick_column(columns: Columns, options: Sequence[str], path: Path, what: str) -> str:
    """The name of the column with `what`: the first of `options` in the table, ignoring case."""
    columns_by_name = {name.casefold(): name for name in columns}
    for option in options:
        if option.casefold() in columns_by_name:
            return columns_by_name[option.casefold()]
    raise DataError(
        Message("no_column_has", what=what), where=str(path), found=", ".join(columns), expected=" or ".join(options)
    )


def texts(values: Iterable[object]) -> list[str]:
    """Cells as text; an empty cell is an empty text."""
    return ["" if value is None else str(value).strip() for value in values]


def numbers(values: Sequence[object], path: Path, column: str, missing: float | None = None, *, row: int = 0) -> Array:
    """Cells as numbers (plain decimal point); an empty cell is an error that names the row, or `missing` if the caller
    has a default for it (a default of the scenario, never zero). `row` counts the rows before.

    >>> numbers(["1.5", None], Path("t.csv"), "value", 99.0).tolist()
    [1.5, 99.0]
    """
    result = np.empty(len(values))
    for k, value in enumerate(values):
        if value is None or value == "":
            if missing is None:
                empty = sum(one is None or one == "" for one in values)
                raise DataError(
                    Message("number_missing"),
                    where=Message("at_cell", file=path, row=row + k + 1, column=column),
                    found=Message("empty_cell") if empty == 1 else Message("empty_cells_in_this_column", empty=empty),
                    expected=Message("number_unknown_not_zero"),
                    hint=Message("write_number_or_0_if_zero"),
                )
            result[k] = missing
            continue
        try:
            number = plain_float(value) if isinstance(value, str) else float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise DataError(
                Message("cell_not_number"),
                where=Message("at_cell", file=path, row=row + k + 1, column=column),
                found=value,
                expected=Message("digits_with_decimal_point_no_thousands"),
            )
        result[k] = number
    return result
