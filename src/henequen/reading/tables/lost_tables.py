"""Tables printed as text without their grid: detected and added to the document, each with its repair."""

from __future__ import annotations

from dataclasses import replace

from henequen.reading.document import Block, ReadDocument, ReadTable
from henequen.reading.layout.finish import with_context
from henequen.reading.tables.collapsed import collapsed_tables
from henequen.reading.tables.run_on import run_on_tables
from henequen.reading.tables.vertical import vertical_tables

__all__ = ["with_lost_tables"]


def with_lost_tables(document: ReadDocument) -> ReadDocument:
    """The document with the tables detected in its lines of text."""
    if not document.media_type.startswith(("text/", "message/")) or document.media_type == "text/csv":
        return document
    table_spans = [(block.start, block.end) for block in document.blocks if block.kind == "table"]
    run_on = run_on_tables(document.text, table_spans)
    table_spans += [(start, end) for start, end, _ in run_on]
    run_on += vertical_tables(document.text, table_spans)
    table_spans += [(start, end) for start, end, _ in run_on]
    run_on += collapsed_tables(document.text, table_spans)
    if not run_on:
        return document
    tables: list[ReadTable] = list(document.tables)
    blocks = list(document.blocks)
    for start, end, table in run_on:
        tables.append(replace(table, number=len(tables) + 1))
        blocks = _without(blocks, start, end)
        blocks.append(Block("table", start, end))
    blocks.sort(key=lambda block: block.start)
    whole = replace(document, blocks=tuple(blocks), tables=tuple(tables))
    added = tables[len(document.tables) :]
    return replace(whole, tables=(*document.tables, *(with_context(whole, table) for table in added)))


def _without(blocks: list[Block], start: int, end: int) -> list[Block]:
    """The blocks outside a range; one that reaches into it is cut."""
    kept: list[Block] = []
    for block in blocks:
        if block.end <= start or block.start >= end:
            kept.append(block)
            continue
        if block.start < start:
            kept.append(replace(block, end=start))
        if block.end > end:
            kept.append(replace(block, start=end))
    return kept
