"""Tables that continue in the next column or on the next page without their header."""

from __future__ import annotations

from dataclasses import replace

from henequen.model.message import Message
from henequen.reading.document import Cell, ReadDocument, ReadTable
from henequen.reading.tables.shape import shape_of

__all__ = ["with_headers_of_continued"]


def with_headers_of_continued(document: ReadDocument) -> ReadDocument:
    """Give a table without header that of the table right before it, if both have as many columns; recorded as a repair."""
    tables: list[ReadTable] = []
    for table in document.tables:
        before = tables[-1] if tables else None
        tables.append(_continued(document, before, table) or table if before is not None else table)
    return replace(document, tables=tuple(tables))


def _continued(document: ReadDocument, before: ReadTable, table: ReadTable) -> ReadTable | None:
    if before.columns != table.columns or (table.page is None and not _only_blank(document, before, table)):
        return None
    if shape_of(table) is not None:
        return None
    shape = shape_of(before)
    if shape is None or not _follows(document, before, table):
        return None
    head = [cell for cell in before.cells if cell.row < shape.header_rows]
    body = [replace(cell, row=cell.row + shape.header_rows) for cell in table.cells]
    moved: tuple[Cell, ...] = (*head, *body)
    return replace(
        table,
        cells=moved,
        rows=table.rows + shape.header_rows,
        caption=table.caption or before.caption,
        notes=table.notes or before.notes,
        repairs=(*table.repairs, Message("header_that_table", number=before.number)),
    )


def _only_blank(document: ReadDocument, before: ReadTable, table: ReadTable) -> bool:
    """Whether only blank lines are between two tables of a text: the quarters of each year."""
    if table.sheet is not None or not document.media_type.startswith("text/plain"):
        return False
    end, start = max(cell.end for cell in before.cells), min(cell.start for cell in table.cells)
    return start > end and not document.text[end:start].strip()


def _follows(document: ReadDocument, before: ReadTable, table: ReadTable) -> bool:
    """Whether only running heads are between two tables."""
    end = max(cell.end for cell in before.cells)
    start = min(cell.start for cell in table.cells)
    between = [b for b in document.blocks if b.start >= end and b.end <= start and b.kind not in ("header", "footer")]
    return start > end and not between and (table.page or 0) - (before.page or 0) <= 1
