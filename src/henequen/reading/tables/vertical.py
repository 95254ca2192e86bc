"""Tables extracted with one cell per line: the periods in the header say how many values a row has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from henequen.reading.document import Cell, ReadTable
from henequen.reading.tables.numerals import is_missing, is_numeric
from henequen.reading.tables.periods import PeriodPiece, read_period
from henequen.reading.tables.words import dimension_of

__all__ = ["vertical_tables"]

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class _VerticalRow:
    label: list[_Line]
    second: _Line | None
    values: list[_Line]
    ratios: list[_Line]


def vertical_tables(text: str, ranges_read: Sequence[tuple[int, int]]) -> list[tuple[int, int, ReadTable]]:
    """The tables of a text whose cells are below each other, with the range of each."""
    lines = []
    for match in re.finditer(r"[^\r\n]+", text):
        shown = match.group().strip()
        start = match.start() + match.group().index(shown[:1]) if shown else match.start()
        if shown and not any(a <= start < b for a, b in ranges_read):
            lines.append(_Line(shown, start))
    result = []
    at = 0
    while at < len(lines):
        found_table = _table_at(lines, at)
        if found_table is None:
            at += 1
            continue
        table, end = found_table
        first = at
        result.append((lines[first].start, lines[end - 1].end, table))
        at = end
    return result


def _is_value(line: _Line) -> bool:
    return is_numeric(line.text) or is_missing(line.text)


def _table_at(lines: Sequence[_Line], at: int) -> tuple[ReadTable, int] | None:
    """A title over the labels, periods, then rows of as many values as there are periods."""
    corner = dimension_of(lines[at].text) is not None
    position = at + 1 if corner else at
    periods: list[tuple[_Line, PeriodPiece]] = []
    while position < len(lines) and len(lines[position].text) <= _LONGEST:
        piece = read_period(lines[position].text)
        if piece is None or not (piece.value or piece.part):
            break
        periods.append((lines[position], piece))
        position += 1
    if len(periods) < 2 or not (corner or len(periods) >= 3):
        return None
    columns = _columns(periods)
    if columns is None:
        return None
    rows: list[_VerticalRow] = []
    end = position
    while end < len(lines):
        next_row = _row(lines, end, len(columns))
        if next_row is None:
            break
        row, end = next_row
        rows.append(row)
    if len(rows) < 2 and not (rows and len(columns) >= 4):
        return None
    return _build(columns, rows), end


Column = tuple[_Line | None, _Line]


def _columns(periods: Sequence[tuple[_Line, PeriodPiece]]) -> list[Column] | None:
    """Years alone, or years followed by the parts of each: a new year begins after a sum of months, or where months go back."""
    years = [line for line, piece in periods if piece.value]
    parts = [(line, piece.part) for line, piece in periods if piece.part and not piece.value]
    if not parts:
        return [(None, line) for line in years]
    if not years or any(piece.value for _, piece in periods[len(years) :]):
        return None
    if len(years) == 1:
        return [(years[0], line) for line, _ in parts]
    groups: list[list[_Line]] = [[]]
    before: str | None = None
    for line, part in parts:
        assert part is not None
        if before is not None and ("/" in before or ("/" not in part and part <= before)):
            groups.append([])
        groups[-1].append(line)
        before = part
    if len(groups) != len(years):
        if len(parts) % len(years):
            return None
        size = len(parts) // len(years)
        groups = [[line for line, _ in parts[i : i + size]] for i in range(0, len(parts), size)]
    return [(year, line) for year, group in zip(years, groups, strict=True) for line in group]


def _row(lines: Sequence[_Line], at: int, width: int) -> tuple[_VerticalRow, int] | None:
    """Labels, then `width` values, or as many pairs of a value and a ratio in brackets."""
    labels: list[_Line] = []
    position = at
    while position < len(lines) and not _is_value(lines[position]) and len(labels) < 3:
        if len(lines[position].text) > _LONGEST:
            return None
        labels.append(lines[position])
        position += 1
    if not labels:
        return None
    values: list[_Line] = []
    while position < len(lines) and _is_value(lines[position]):
        values.append(lines[position])
        position += 1
    second = labels[-1] if len(labels) > 1 and re.fullmatch(r"[(\[].*[)\]]", labels[-1].text) else None
    first = labels[:-1] if second is not None else labels
    if len(values) == width:
        return _VerticalRow(first if second is None else labels, None, values, []), position
    bracketed = [bool(re.fullmatch(r"[(\[].*[)\]]", value.text)) for value in values]
    if len(values) == 2 * width and bracketed == [False, True] * width:
        return _VerticalRow(first, second, values[::2], values[1::2]), position
    return None


def _build(columns: Sequence[Column], rows: Sequence[_VerticalRow]) -> ReadTable:
    cells: list[Cell] = []
    heads = 2 if any(year is not None for year, _ in columns) else 1
    previous: _Line | None = None
    for number, (year, part) in enumerate(columns):
        if year is not None and year is not previous:
            span = sum(other is year for other, _ in columns)
            cells.append(Cell(0, number + 2, year.text, year.start, year.end, 1, span, True))
        previous = year
        cells.append(Cell(heads - 1, number + 2, part.text, part.start, part.end, header=True))
    at = heads
    for row in rows:
        label = " ".join(line.text for line in row.label)
        start, end = row.label[0].start, row.label[-1].end
        cells.append(Cell(at, 0, label, start, end, 2 if row.ratios else 1))
        cells += [Cell(at, n + 2, v.text, v.start, v.end) for n, v in enumerate(row.values)]
        at += 1
        if row.ratios:
            if row.second is not None:
                cells.append(Cell(at, 1, row.second.text, row.second.start, row.second.end))
            # the brackets mark the ratios; they do not make them negative
            cells += [Cell(at, n + 2, v.text[1:-1], v.start + 1, v.end - 1) for n, v in enumerate(row.ratios)]
            at += 1
    repair = f"{len(rows)} rows put together from one cell per line"
    return ReadTable(0, None, None, "", (), tuple(cells), at, len(columns) + 2, (repair,))
