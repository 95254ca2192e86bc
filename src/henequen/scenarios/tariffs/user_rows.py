"""Rows of a user's table for the legal desk: text, every row as long as its header, no duplicate column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from henequen.files.csv_rows import csv_rows, repeated
from henequen.files.foreign import look_at
from henequen.model.errors import DataError

__all__ = ["user_rows"]

_LARGEST = 200 << 20


def user_rows(path: Path, what: str) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """The header, and the rows with the line that each begins on. Raises DataError, naming file and line."""
    look_at(path, ("text",), largest=_LARGEST, what=what)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"the {what} is not UTF-8", where=path.name, found=f"byte {error.start}") from None
    header: list[str] = []

    def names_of(names: list[str] | None) -> list[str]:
        header.extend(name.strip() for name in names or ())
        if twice := repeated(header):
            raise DataError("a column occurs twice", where=f"{path.name}, line 1", found=", ".join(twice)[:200])
        return header

    rows = csv_rows(text, path.name, names_of)
    first = next(rows, None)

    def all_rows() -> Iterator[tuple[int, dict[str, str]]]:
        if first is not None:
            yield first
            yield from rows

    return header, all_rows()
