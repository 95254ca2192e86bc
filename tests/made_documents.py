"""Documents for the tests of reading: text as files, workbooks and Word documents made from their cells in JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import openpyxl


def bytes_of(folder: Path, name: str) -> bytes:
    """The bytes of a document: as it is, or made from its cells."""
    path = folder / name
    if path.exists():
        return path.read_bytes()
    spec = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    out = io.BytesIO()
    if name.endswith(".docx"):
        document = docx.Document()
        before = spec.get("before", 1)
        for text in spec["text"][:before]:
            document.add_paragraph(text)
        table = document.add_table(rows=len(spec["table"]), cols=len(spec["table"][0]))
        for row, texts in zip(table.rows, spec["table"], strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        for top, left, rows, columns in spec.get("merged", []):
            text = table.cell(top, left).text
            table.cell(top, left).merge(table.cell(top + rows - 1, left + columns - 1)).text = text
        for text in spec["text"][before:]:
            document.add_paragraph(text)
        document.save(out)
        return out.getvalue()
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, held in spec.items():
        sheet = book.create_sheet(title)
        for row in held["rows"]:
            sheet.append(row)
        for area in held["merged"]:
            sheet.merge_cells(area)
    book.save(out)
    return out.getvalue()
