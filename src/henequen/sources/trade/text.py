# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Strict reading of separated text into Parquet: fixed columns, every cell text, nothing guessed.

Refused, with file and line: NUL bytes, bytes that are not UTF-8, a row with more or fewer cells than the header, a quote
that is not closed, a cell in a column of numbers that is no number. Kept as they are: leading zeros, `NA` (Namibia's
code), empty cells (missing).
"""

from __future__ import annotations

import codecs
import csv
import re
from pathlib import Path

import duckdb

from henequen.model.errors import DataError

__all__ = ["read_header", "text_to_parquet"]

_CHUNK = 1 << 22


def _check_bytes(path: Path) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            nul = chunk.find(b"\0")
            if nul >= 0:
                raise DataError(
                    "a NUL byte in a text file",
                    where=f"{path.name}, line {line + chunk.count(10, 0, nul)}",
                    expected="text",
                    hint="the file is damaged or not text; fetch it again",
                )
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                raise DataError(
                    "not UTF-8",
                    where=f"{path.name}, line {line + chunk.count(10, 0, error.start)}",
                    found=repr(error.object[error.start : error.start + 4]),
                    hint="save it as UTF-8",
                ) from None
            line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise DataError("the file ends inside a character", where=f"{path.name}, line {line}") from None


def read_header(path: Path) -> tuple[str, list[str]]:
    """Separator (comma, semicolon, tab) and names of the first line; a byte order mark is no part of a name.

    The whole file is looked through first: DataError with the line of a NUL byte or of bytes that are not UTF-8.
    """
    _check_bytes(path)
    with path.open(encoding="utf-8-sig", newline="") as handle:
        first = handle.readline()
    separator = max(",;\t", key=first.count)
    try:
        names = next(csv.reader([first], delimiter=separator, strict=True), [])
    except csv.Error as error:
        raise DataError("the header cannot be read", where=f"{path.name}, line 1", found=str(error)) from None
    if len(names) < 2 or len(set(names)) != len(names) or not all(names):
        raise DataError("not a header", where=f"{path.name}, line 1", found=first.strip()[:80],
                        expected="different names, separated by comma, semicolon or tab")  # fmt: skip
    return separator, names


def text_to_parquet(path: Path, out: Path, numbers: set[str]) -> list[str]:
    """Write the text file `path` as Parquet `out`, all columns text but `numbers` (DOUBLE); returns the column names.

    A cell of `numbers` may be empty; `inf` and `nan` are kept for the reconciliation to count and leave out.
    """
    separator, names = read_header(path)
    columns = "{" + ", ".join(f"'{name.replace(chr(39), chr(39) * 2)}': 'VARCHAR'" for name in names) + "}"
    source = (
        f"read_csv(?, auto_detect=false, header=true, delim='{separator}', quote='\"', escape='\"', columns={columns}, "
        "strict_mode=true, ignore_errors=false, null_padding=false, allow_quoted_nulls=false, max_line_size=1048576)"
    )
    con = duckdb.connect()
    try:
        con.execute("set preserve_insertion_order = true")
        picked = ", ".join(
            f'try_cast(trim("{name}") as double) as "{name}"' if name in numbers else f'"{name}"' for name in names
        )
        bad = " or ".join(
            f'("{name}" is not null and trim("{name}") <> \'\' and try_cast(trim("{name}") as double) is null)'
            for name in names
            if name in numbers
        )
        if bad:
            wrong = con.execute(
                f"select line, columns from (select row_number() over () + 1 as line, "
                f"[{', '.join(_cell(name) for name in names if name in numbers)}] as columns, {bad} as bad "
                f"from {source}) where bad limit 3",
                [str(path)],
            ).fetchall()
            if wrong:
                raise DataError(
                    "a cell in a column of numbers is no number",
                    where=f"{path.name}, line {wrong[0][0]}",
                    found=", ".join(str(cell) for cell in wrong[0][1]),
                    expected="digits with a decimal point, or nothing",
                    hint="write numbers without grouping signs",
                )
        con.execute(f"copy (select {picked} from {source}) to '{_quoted(out)}' (format parquet)", [str(path)])
    except duckdb.Error as error:
        raise _refusal(path, names, str(error)) from None
    finally:
        con.close()
    return names


def _cell(name: str) -> str:
    return f"'{name.replace(chr(39), chr(39) * 2)}=' || coalesce(\"{name}\", '')"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _refusal(path: Path, names: list[str], message: str) -> DataError:
    line = re.search(r"[Ll]ine:?\s*(\d+)", message)
    told = message.splitlines()
    reason = next((part.strip() for part in told[1:] if part.strip()), told[0])
    return DataError(
        "a row is not what the header says",
        where=f"{path.name}, line {line.group(1)}" if line else path.name,
        found=reason[:160],
        expected=f"{len(names)} cells, quotes closed",
        hint="repair the line or fetch the file again; nothing was read",
    )
