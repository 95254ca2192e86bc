"""Tables in plain text: pipes, tabs, and columns made with spaces."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from henequen.reading.document import Cell, ReadTable
from henequen.reading.formats.parted_rows import parted_tables
from henequen.reading.layout.aligned import aligned_tables
from henequen.reading.layout.table_layout import TableLayout
from henequen.reading.layout.words import Rule, Word, lines_of

__all__ = ["WIDEST", "plain_tables", "too_wide"]

WIDEST = 2_000
"""Marks between cells in one line: a line with more of them is not read, neither as a table nor as a sentence."""
_WIDTH, _HEIGHT, _SIZE = 6.0, 12.0, 8.0
_RULE = re.compile(r"[\s|+:=\-_─━│┃┼├┤┌┐└┘┬┴]+")

_WORDS = re.compile(r"(?:(?<=^)|(?<=^ ))[가-힣](?: {1,4}[가-힣])+(?!\S)|\s+|\S+")
"""Words and the space between them; a label spread over the width of the first column is one word: 수  출."""


@dataclass(frozen=True, slots=True)
class _TextLine:
    text: str
    start: int


def plain_tables(text: str) -> list[tuple[int, int, ReadTable]]:
    """The tables of a text with the range of each, in its order."""
    lines = _lines(text)
    tables: list[tuple[int, int, ReadTable]] = []
    at = 0
    while at < len(lines):
        run = _run(lines, at)
        if run is None:
            at += 1
            continue
        rows, end = run
        columns = max(len(row) for row in rows)
        cells = tuple(
            Cell(number, column, value, start, start + len(value))
            for number, row in enumerate(rows)
            for column, (value, start) in enumerate(row)
        )
        last = lines[end - 1]
        tables.append(
            (lines[at].start, last.start + len(last.text), ReadTable(0, None, None, "", (), cells, len(rows), columns))
        )
        at = end
    tables += [
        one for one in parted_tables(text) if not any(one[0] < end and start < one[1] for start, end, _ in tables)
    ]
    table_spans = [(start, end) for start, end, _ in tables]
    tables += _spaced(text, lines, table_spans)
    tables.sort(key=lambda item: item[0])
    return [
        (start, end, ReadTable(number, None, None, table.caption, (), table.cells, table.rows, table.columns))
        for number, (start, end, table) in enumerate(tables, 1)
    ]


def too_wide(text: str) -> list[tuple[int, int]]:
    """The ranges of the lines that have more cells than are read."""
    return [
        (match.start(), match.end())
        for match in re.finditer(r"[^\r\n]{4000,}", text)
        if max(match.group().count(mark) for mark in "|\t│;") > WIDEST
    ]


def _lines(text: str) -> list[_TextLine]:
    return [
        _TextLine(match.group().rstrip("\r\n"), match.start())
        for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)
    ]


Row = list[tuple[str, int]]


def _run(lines: Sequence[_TextLine], at: int) -> tuple[list[Row], int] | None:
    """Rows of one table of pipes or tabs that begins at line `at`."""
    for separator in ("|", "\t", "│"):
        rows: list[Row] = []
        end = at
        while end < len(lines):
            line = lines[end]
            if _RULE.fullmatch(line.text) and line.text.strip() and (rows or separator != "\t"):
                end += 1
                continue
            if separator not in line.text.strip() or line.text.count(separator) > WIDEST:
                break
            rows.append(_cells(line, separator))
            end += 1
        widths = Counter(len(row) for row in rows)
        if len(rows) >= 2 and widths and (usual := widths.most_common(1)[0])[0] >= 2 and usual[1] >= 0.5 * len(rows):
            if (
                separator == "\t"
                and usual[0] == 2
                and sum(len(value) for row in rows for value, _ in row) > 160 * len(rows)
            ):
                continue
            while end > at and _RULE.fullmatch(lines[end - 1].text) and not re.search(r"[┘┴]", lines[end - 1].text):
                end -= 1
            return rows, end
    return None


def _cells(line: _TextLine, separator: str) -> Row:
    text, start = line.text, line.start
    if separator in "|│":
        stripped = text.strip()
        begin = text.index(stripped)
        stripped = stripped.removeprefix(separator)
        begin += len(text.strip()) - len(stripped)
        text, start = stripped.removesuffix(separator), start + begin
    cells: Row = []
    at = 0
    for part in text.split(separator):
        value = part.strip()
        cells.append((value, start + at + (len(part) - len(part.lstrip()) if value else 0)))
        at += len(part) + 1
    return cells


def _spaced(
    text: str, lines: Sequence[_TextLine], table_spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int, ReadTable]]:
    """Tables whose columns are made with spaces: each character is a box of one width, wide letters two."""
    tables: list[tuple[int, int, ReadTable]] = []
    for group in _paragraphs(lines, table_spans):
        words: list[Word] = []
        places: dict[int, int] = {}
        rules: list[Rule] = []
        for number, line in enumerate(group):
            column = 0
            if _UNDERLINE.fullmatch(line.text):
                y = number * _HEIGHT + 5
                rules += [
                    Rule(True, dash.start() * _WIDTH, dash.end() * _WIDTH, y, y)
                    for dash in re.finditer(r"\S+", line.text)
                ]
                continue
            for match in _WORDS.finditer(line.text):
                width = sum(8 - column % 8 if c == "\t" else _columns(c) for c in match.group())
                if not match.group().isspace():
                    top = number * _HEIGHT
                    word = Word(match.group(), column * _WIDTH, (column + width) * _WIDTH, top, top + 10, _SIZE)
                    words.append(word)
                    places[id(word)] = line.start + match.start()
                column += width
        laid = lines_of(words)
        for part in aligned_tables(laid, rules):
            if isinstance(part, TableLayout):
                table = _table(text, part, places)
                if table is not None:
                    tables.append((min(c.start for c in table.cells), max(c.end for c in table.cells), table))
    return tables


def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1


def _paragraphs(lines: Sequence[_TextLine], tables: Sequence[tuple[int, int]]) -> list[list[_TextLine]]:
    """Runs of lines that may hold a table: several of them have wide gaps."""
    groups: list[list[_TextLine]] = [[]]
    for number, line in enumerate(lines):
        inside = any(start <= line.start < end for start, end in tables)
        if inside or not line.text.strip() or len(line.text) > 400:
            if groups[-1] and (inside or line.text.strip() or not _parts_head(groups[-1][-1], lines[number + 1 :])):
                groups.append([])
            continue
        groups[-1].append(line)
    return [g for g in groups if sum(bool(re.search(r"\S {2,}\S", line.text)) for line in g) >= 2]


_UNDERLINE = re.compile(r"\s*[-=_─━]{3,}[\s\-=_─━]*")
"""Dashes below the titles of columns."""
_GAP = re.compile(r"\s{2,}")


def _parts_head(last: _TextLine, below: Sequence[_TextLine]) -> bool:
    """Whether a blank line only separates the titles of columns from the rows of numbers below."""
    heads = _GAP.split(last.text.strip())
    row = _GAP.split(below[0].text.strip()) if below and below[0].text.strip() else []
    figures = [piece for piece in row[1:] if re.search(r"\d", piece) or piece in ("-", "–", "n.d.", "n.a.", "..")]
    titled = sum(not re.fullmatch(r"[\d.,%()△-]+", head) or bool(_YEAR.fullmatch(head)) for head in heads)
    return (
        len(heads) >= 3 and titled == len(heads) and len(figures) >= max(2, len(row) - 1) and len(row) >= len(heads) - 1
    )


_YEAR = re.compile(r"(?:19|20)\d\d")


def _table(text: str, layout: TableLayout, places: dict[int, int]) -> ReadTable | None:
    cells: list[Cell] = []
    for cell in layout.cells:
        words = [word for line in cell.lines for word in line]
        if not words:
            continue
        start = places[id(words[0])]
        if len(cell.lines) == 1:
            end = places[id(words[-1])] + len(words[-1].text)
            cells.append(Cell(cell.row, cell.column, text[start:end], start, end, cell.row_span, cell.column_span))
        else:
            # the lines of a wrapped cell do not follow each other in the text: its first line is its place
            first = cell.lines[0]
            end = places[id(first[-1])] + len(first[-1].text)
            cells.append(Cell(cell.row, cell.column, cell.text, start, end, cell.row_span, cell.column_span))
    return ReadTable(0, None, None, "", (), tuple(cells), layout.rows, layout.columns) if cells else None
