"""XLSX: sheets cut into tables, each cell with the value of its XML; hidden rows, columns and sheets are marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from henequen.model.message import Message
from henequen.reading.document import Block, Mark, ReadDocument, ReadTable, Span
from henequen.reading.formats.number_format import printed
from henequen.reading.formats.office import OfficeFile, local_name
from henequen.reading.formats.refusal import Refusal
from henequen.reading.formats.sheet_tables import SheetCell, sheet_tables
from henequen.reading.layout.builder import TextBuilder

__all__ = ["read_xlsx"]

MOST_CELLS = 1_000_000
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_LARGEST_MERGE = 100_000


@dataclass(slots=True)
class _Sheet:
    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    hidden: int = 0
    hidden_rows: set[int] = field(default_factory=set)


def read_xlsx(name: str, data: bytes) -> ReadDocument:
    """The document of a workbook. Raises Refusal for bombs and damage."""
    file = OfficeFile(data)
    book = file.tree("xl/workbook.xml")
    relations = file.relations("xl/workbook.xml")
    strings, rich_hidden = _strings(file)
    formats = _formats(file)
    epoch = any(local_name(e) == "workbookPr" and e.get("date1904") in ("1", "true") for e in book)
    builder = TextBuilder()
    blocks: list[Block] = []
    tables: list[ReadTable] = []
    marks: list[Mark] = list(rich_hidden)
    total = 0
    pages: list[Span] = []
    for item in book.iter("{*}sheet"):
        title = item.get("name") or ""
        part = next((relations[v] for k, v in item.attrib.items() if str(k).endswith("}id") and v in relations), "")
        if part not in file.names or "worksheet" not in part:
            continue
        if item.get("state") in ("hidden", "veryHidden"):
            marks.append(Mark("hidden_text", Message("sheet_hidden_nothing_in_proposed", title=title)))
            continue
        sheet, count = _sheet(file, part, title, strings, formats, epoch, marks, MOST_CELLS - total)
        total += count
        start = builder.length
        sheet_tables(sheet.name, sheet.cells, sheet.hidden_rows, builder, blocks, tables)
        pages.append(Span(start, builder.length))
        builder.add("\f\n")
    return ReadDocument(
        name=name,
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        text=builder.text,
        blocks=tuple(blocks),
        tables=tuple(tables),
        marks=tuple(marks),
    )


def _strings(file: OfficeFile) -> tuple[list[str], list[Mark]]:
    if "xl/sharedStrings.xml" not in file.names:
        return [], []
    marks = []
    for item in file.elements("xl/sharedStrings.xml", "si"):
        # <rPh> holds a reading aid, not text of the cell
        marks.append("".join(t.text or "" for t in item.iter("{*}t") if local_name(t.getparent()) != "rPh"))
        if len(marks) > 2 * MOST_CELLS:
            raise Refusal(Message("workbook_has_more_strings_than_are"))
    return marks, []


def _formats(file: OfficeFile) -> list[tuple[int, str]]:
    if "xl/styles.xml" not in file.names:
        return []
    tree = file.tree("xl/styles.xml")
    codes = {int(e.get("numFmtId") or 0): e.get("formatCode") or "" for e in tree.iter("{*}numFmt")}
    holder = next((e for e in tree if local_name(e) == "cellXfs"), None)
    if holder is None:
        return []
    ids = [int(e.get("numFmtId") or 0) for e in holder]
    return [(identity, codes.get(identity, "")) for identity in ids]


def _sheet(
    file: OfficeFile,
    part: str,
    title: str,
    strings: list[str],
    formats: list[tuple[int, str]],
    epoch: bool,
    marks: list[Mark],
    most: int,
) -> tuple[_Sheet, int]:
    sheet = _Sheet(title)
    merges, hidden_columns = _shape(file, part)
    count = row_number = 0
    formulas_without_value = 0
    for row in file.elements(part, "row"):
        stated = row.get("r") or ""
        row_number = int(stated) if stated.isdecimal() and len(stated) < 9 else row_number + 1
        if row_number > MOST_ROWS:
            raise Refusal(Message("sheet_has_row_number_beyond_last", title=title))
        hidden_row = row.get("hidden") in ("1", "true")
        column = 0
        for item in row:
            if local_name(item) != "c":
                continue
            reference = item.get("r") or ""
            column = _column(reference) if reference else column + 1
            if not 0 < column <= MOST_COLUMNS:
                raise Refusal(Message("sheet_has_cell_beyond_last_column", title=title, reference=reference[:12]))
            text, kind = _value(item, strings, formats, epoch)
            if text == "" and any(local_name(e) == "f" for e in item):
                formulas_without_value += 1
            if not text.strip():
                continue
            if hidden_row or column in hidden_columns:
                sheet.hidden += 1
                sheet.hidden_rows.add(row_number)
                continue
            count += 1
            if count > most:
                raise Refusal(Message("workbook_has_more_than_filled_cells", most_cells=f"{MOST_CELLS:,}"))
            sheet.cells[(row_number, column)] = SheetCell(text.strip(), kind, _name(column, row_number))
    for first_row, first_column, last_row, last_column in merges:
        cell = sheet.cells.get((first_row, first_column))
        if cell is not None:
            cell.row_span, cell.column_span = last_row - first_row + 1, last_column - first_column + 1
    if sheet.hidden:
        marks.append(Mark("hidden_text", Message("sheet_cells_in_hidden_rows_or", title=title, hidden=sheet.hidden)))
    if formulas_without_value:
        marks.append(
            Mark(
                "left_out",
                Message(
                    "sheet_formulas_without_stored_value", title=title, formulas_without_value=formulas_without_value
                ),
            )
        )
    return sheet, count


def _shape(file: OfficeFile, part: str) -> tuple[list[tuple[int, int, int, int]], set[int]]:
    """The merged areas and the hidden columns of a sheet."""
    merges: list[tuple[int, int, int, int]] = []
    corners: set[tuple[int, int]] = set()
    for item in file.elements(part, "mergeCell"):
        first, _, last = (item.get("ref") or "").partition(":")
        corner, end = _place(first), _place(last or first)
        if corner is None or end is None:
            continue
        area = (end[0] - corner[0] + 1) * (end[1] - corner[1] + 1)
        if area > _LARGEST_MERGE or len(merges) > 50_000:
            raise Refusal("a sheet merges more cells than a table has")
        if corner in corners:
            continue
        corners.add(corner)
        merges.append((*corner, *end))
    hidden: set[int] = set()
    for item in file.elements(part, "col"):
        if item.get("hidden") in ("1", "true"):
            first, last = int(item.get("min") or 0), int(item.get("max") or 0)
            hidden.update(range(first, min(last, MOST_COLUMNS) + 1))
    return merges, hidden


def _value(item: object, strings: list[str], formats: list[tuple[int, str]], epoch: bool) -> tuple[str, str]:
    """The displayed text of a cell, and whether it is text, a number, a percentage or a date."""
    import lxml.etree  # type: ignore[import-untyped]

    assert isinstance(item, lxml.etree._Element)
    kind = item.get("t") or "n"
    raw = next((e.text or "" for e in item if local_name(e) == "v"), "")
    if kind == "s":
        index = int(raw) if raw.isdecimal() else -1
        return (strings[index] if 0 <= index < len(strings) else ""), "text"
    if kind == "inlineStr":
        return "".join(t.text or "" for t in item.iter("{*}t") if local_name(t.getparent()) != "rPh"), "text"
    if kind == "str":
        return raw, "text"
    if kind == "b":
        return ("TRUE" if raw == "1" else "FALSE") if raw else "", "text"
    if kind == "e":
        return raw, "error"
    if kind == "d":
        return raw[:10], "date"
    if not raw:
        return "", "text"
    style = int(item.get("s") or 0)
    format_id, code = formats[style] if style < len(formats) else (0, "")
    return printed(raw, code, format_id, epoch)


def _column(reference: str) -> int:
    letters = re.match(r"[A-Za-z]{1,4}", reference)
    if not letters:
        return 0
    number = 0
    for letter in letters.group().upper():
        number = number * 26 + ord(letter) - 64
    return number


def _place(reference: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})", reference)
    return (int(match.group(2)), _column(match.group(1))) if match else None


def _name(column: int, row: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
