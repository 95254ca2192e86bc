"""Rows of a user's table for the legal desk: text, every row as long as its header, no duplicate column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from henequen.files.csv_rows import csv_rows, repeated
from henequen.files.foreign import look_at
from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["user_rows"]

_LARGEST = 200 << 20


def user_rows(path: Path, what: str) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """The header, and the rows with the line that each begins on. Raises DataError, naming file and line."""
    look_at(path, ("text",), largest=_LARGEST, what=what)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            Message("not_utf_8", what=Message(what)), where=path.name, found=Message("byte", start=error.start)
        ) from None
    header: list[str] = []

    def names_of(names: list[str] | None) -> list[str]:
        header.extend(name.strip() for name in names or ())
        if twice := repeated(header):
            raise DataError(
                Message("column_occurs_twice"),
                where=Message("at_first_line", file=path.name),
                found=", ".join(twice)[:200],
            )
        return header

    rows = csv_rows(text, path.name, names_of)
    first = next(rows, None)

    def all_rows() -> Iterator[tuple[int, dict[str, str]]]:
        if first is not None:
            yield first
            yield from rows

    return header, all_rows()
