"""The rows of one sheet of a large workbook (XLSX), streamed: a publisher's input-output table has millions of cells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree  # type: ignore[import-untyped]

from henequen.files.foreign import look_at
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.table import CELLS, LARGEST

__all__ = ["sheet_rows"]

_UNPACKED = 2_000_000_000
"""Bytes of a sheet when unpacked: the widest of the publishers has about a third of it."""
_STRINGS = 200_000
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")


def sheet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and the text of the cells of the first sheet, gaps filled with empty text.

    Raises DataError for another kind of file, a damaged one, and one beyond the limits.
    """
    look_at(path, ("xlsx",), largest=LARGEST)
    try:
        with zipfile.ZipFile(path) as book:
            names = sorted((int(match[1]), name) for name in book.namelist() if (match := _SHEET.fullmatch(name)))
            if not names or sum(item.file_size for item in book.infolist()) > _UNPACKED:
                raise DataError(Message("not_workbook_with_one_large_table"), where=str(path))
            strings = _strings(book, path)
            with book.open(names[0][1]) as sheet:
                yield from _rows(sheet, strings, path)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, EOFError, OSError) as error:
        raise DataError(
            Message("workbook_cannot_be_read"),
            where=str(path),
            found=str(error)[:200],
            hint=Message("fetch_again_or_save_sheet_as"),
        ) from None


def _strings(book: zipfile.ZipFile, path: Path) -> list[str]:
    texts: list[str] = []
    if "xl/sharedStrings.xml" not in book.namelist():
        return texts
    with book.open("xl/sharedStrings.xml") as file:
        for _, item in etree.iterparse(file, tag="{*}si", resolve_entities=False, no_network=True):
            texts.append("".join(part.text or "" for part in item.iter("{*}t")))
            item.clear()
            if len(texts) > _STRINGS:
                raise DataError(
                    Message("workbook_too_large"),
                    where=str(path),
                    expected=Message("at_most_texts", strings=f"{_STRINGS:,}"),
                )
    return texts


def _rows(sheet: IO[bytes], strings: list[str], path: Path) -> Iterator[tuple[int, list[str]]]:
    blanks = 0
    number = 0
    for _, row in etree.iterparse(sheet, tag="{*}row", resolve_entities=False, no_network=True, huge_tree=True):
        number = int(row.get("r") or number + 1)
        cells: list[str] = []
        for cell in row:
            at = _CELL.fullmatch(cell.get("r") or "")
            column = _column(at[1]) if at else len(cells)
            blanks += 1
            if blanks > CELLS or column > 20_000:
                raise DataError(
                    Message("workbook_too_large"), where=str(path), expected=Message("at_most_cells", n=f"{CELLS:,}")
                )
            cells.extend("" for _ in range(column - len(cells)))
            cells.append(_text(cell, strings, f"{path}, row {number}"))
        yield number, cells
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]


def _text(cell: etree._Element, strings: list[str], where: str) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return "".join(part.text or "" for part in cell.iter("{*}t")).strip()
    value = cell.find("{*}v")
    text = (value.text or "") if value is not None else ""
    if kind == "e":
        raise DataError(Message("cell_holds_error_spreadsheet"), where=where, found=text)
    if kind == "s":
        if not text.isdecimal() or int(text) >= len(strings):
            raise DataError(Message("workbook_damaged"), where=where, found=text)
        return strings[int(text)].strip()
    return text.strip()


def _column(letters: str) -> int:
    """The index of a column.

    >>> _column("A"), _column("E"), _column("AB")
    (0, 4, 27)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1
