"""A sheet to its tables: blocks of filled cells, the titles above and the notes below."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from henequen.reading.document import Block, Cell, ReadTable
from henequen.reading.layout.builder import TextBuilder

__all__ = ["SheetCell", "sheet_tables"]


@dataclass(slots=True)
class SheetCell:
    """One filled cell of a sheet."""

    text: str
    kind: str
    reference: str
    row_span: int = 1
    column_span: int = 1


Place = tuple[int, int]


def sheet_tables(
    sheet: str,
    cells: Mapping[Place, SheetCell],
    hidden_rows: set[int],
    builder: TextBuilder,
    blocks: list[Block],
    tables: list[ReadTable],
) -> None:
    """Write the cells of a sheet row by row, and append its blocks and tables."""
    if not cells:
        return
    groups = _groups(cells, hidden_rows)
    pending: list[str] = []
    for rows in groups:
        head, body, tail = _parts(rows, cells)
        for line in head:
            pending.append(_write_lines(line, cells, builder, blocks, "caption"))
        if not body:
            for line in tail:
                pending.append(_write_lines(line, cells, builder, blocks, "paragraph"))
            continue
        for part in _side_by_side(body, cells):
            _write_table(sheet, part, cells, builder, blocks, tables, "\n".join(pending[-4:]), ())
        notes = tuple(_write_lines(line, cells, builder, blocks, "footnote") for line in tail)
        pending = list(notes)
        if notes and tables:
            last = tables[-1]
            tables[-1] = ReadTable(
                last.number, None, sheet, last.caption, notes, last.cells, last.rows, last.columns, last.repairs
            )


def _groups(cells: Mapping[Place, SheetCell], hidden_rows: set[int]) -> list[list[list[Place]]]:
    """Filled rows, cut where rows are empty; a merged cell fills the rows that it covers."""
    by_row: dict[int, list[Place]] = {}
    covered = set(hidden_rows)
    for place in sorted(cells):
        by_row.setdefault(place[0], []).append(place)
        covered.update(range(place[0], place[0] + min(cells[place].row_span, 2000)))
    groups: list[list[list[Place]]] = []
    last = None
    for row in sorted(by_row):
        if last is None or any(between not in covered for between in range(last + 1, row)):
            groups.append([])
        groups[-1].append(by_row[row])
        last = row
    return groups


def _parts(
    rows: list[list[Place]], cells: Mapping[Place, SheetCell]
) -> tuple[list[list[Place]], list[list[Place]], list[list[Place]]]:
    """Titles, table, notes: single text cells above and below the rows with several cells."""
    wide = [index for index, row in enumerate(rows) if len(row) >= 2]
    if len(wide) < 2 and not (len(wide) == 1 and len(rows) >= 2 and False):
        return rows, [], []
    first, last = wide[0], wide[-1]
    # a row of two cells above a wide table, such as a title and a unit at the right edge, is a title too
    usual = sorted(len(rows[index]) for index in wide)[len(wide) // 2]
    while (
        first < last
        and len(rows[first]) == 2
        and usual >= 4
        and all(cells[p].kind == "text" and cells[p].column_span == 1 and cells[p].row_span == 1 for p in rows[first])
        and len(rows[first + 1]) >= 3
        and any(len(cells[p].text) > 14 for p in rows[first])
    ):
        first += 1
    # a header cell merged down is alone in its row and still belongs to the table
    while first > 0 and any(cells[p].row_span > 1 or 1 < cells[p].column_span < usual for p in rows[first - 1]):
        first -= 1
    return rows[:first], rows[first : last + 1], rows[last + 1 :]


def _side_by_side(rows: list[list[Place]], cells: Mapping[Place, SheetCell]) -> list[list[list[Place]]]:
    """Tables side by side with an empty column between them."""
    filled: set[int] = set()
    for row in rows:
        for place in row:
            filled.update(range(place[1], place[1] + min(cells[place].column_span, 500)))
    columns = sorted(filled)
    parts: list[list[int]] = [[columns[0]]]
    for before, now in itertools.pairwise(columns):
        if now - before > 1:
            parts.append([])
        parts[-1].append(now)
    if len(parts) == 1 or any(len(part) < 2 for part in parts):
        return [rows]
    result = []
    for part in parts:
        inside = [[p for p in row if part[0] <= p[1] <= part[-1]] for row in rows]
        result.append([row for row in inside if row])
    if any(len(part) < 2 or any(cells[p].kind != "text" for p in part[0][:1]) for part in result):
        return [rows]
    return result


def _write_lines(
    row: list[Place], cells: Mapping[Place, SheetCell], builder: TextBuilder, blocks: list[Block], kind: str
) -> str:
    start = builder.length
    for index, place in enumerate(row):
        if index:
            builder.add("\t")
        builder.add(cells[place].text)
    blocks.append(Block(kind, start, builder.length))
    builder.add("\n")
    return "\t".join(cells[place].text for place in row)


def _write_table(
    sheet: str,
    rows: list[list[Place]],
    cells: Mapping[Place, SheetCell],
    builder: TextBuilder,
    blocks: list[Block],
    tables: list[ReadTable],
    caption: str,
    notes: tuple[str, ...],
) -> None:
    _first_row, last_row = rows[0][0][0], rows[-1][0][0]
    for row in rows:
        for place in row:
            last_row = max(last_row, min(place[0] + cells[place].row_span - 1, rows[-1][0][0]))
    # rows that are empty in the sheet do not occur here; hidden ones leave a gap that is closed
    numbers = {row[0][0]: index for index, row in enumerate(rows)}
    columns = sorted({c for row in rows for p in row for c in (p[1], p[1] + cells[p].column_span - 1)})
    left, right = columns[0], min(columns[-1], columns[0] + 2000)
    start = builder.length
    row_cells: list[Cell] = []
    for index, row in enumerate(rows):
        if index:
            builder.add("\n")
        for number, place in enumerate(row):
            if number:
                builder.add("\t")
            cell = cells[place]
            span = builder.add(cell.text)
            down = sum(1 for r in range(place[0], place[0] + min(cell.row_span, len(rows) + 5000)) if r in numbers) or 1
            row_cells.append(
                Cell(
                    numbers[place[0]],
                    place[1] - left,
                    cell.text,
                    span.start,
                    span.end,
                    down,
                    min(cell.column_span, right - place[1] + 1),
                    False,
                    cell.reference,
                )
            )
    blocks.append(Block("table", start, builder.length))
    builder.add("\n\n")
    tables.append(
        ReadTable(len(tables) + 1, None, sheet, caption, notes, tuple(row_cells), len(rows), right - left + 1)
    )
