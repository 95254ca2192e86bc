"""Tables of words in plain text whose rows blank lines part, or whose lines are whole rows below a line of dashes.

Each cell may go on in the lines below it; its column begins where the title of the column begins.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from henequen.reading.document import Cell, ReadTable

__all__ = ["parted_tables"]

_PIECE = re.compile(r"\S+(?: \S+)*")
_DASHES = re.compile(r"\s*[-=_─━]{3,}[\s\-=_─━]*")
_FIGURE = re.compile(r"[^A-Za-zÀ-ÿ가-힣]*\d[^A-Za-zÀ-ÿ가-힣]*")

Piece = tuple[int, int, str, int]
"""A column of the screen, a column of the table, the words and their place in the text."""


def parted_tables(text: str) -> Iterator[tuple[int, int, ReadTable]]:
    """The tables with the range of each."""
    lines = [(match.group(), match.start()) for match in re.finditer(r"[^\r\n]+|(?<=\n)(?=\r?\n)", text)]
    for number in range(len(lines) - 3):
        if not _DASHES.fullmatch(lines[number + 1][0]) or len(lines[number][0]) > 300:
            continue
        heads = _pieces(*lines[number])
        if len(heads) < 3 or any(_FIGURE.fullmatch(head[2]) for head in heads):
            continue
        rows, end = _rows(lines, number + 2, [head[0] for head in heads])
        if rows is None or len(rows) < 3:
            continue
        head_row = [(index, 0, words, at) for index, (_, _, words, at) in enumerate(heads)]
        cells = tuple(_cells([[head_row], *rows]))
        if any(_FIGURE.fullmatch(cell.text) for cell in cells):
            continue
        yield lines[number][1], end, ReadTable(0, None, None, "", (), cells, len(rows) + 1, len(heads))


def _rows(
    lines: Sequence[tuple[str, int]], start: int, columns: Sequence[int]
) -> tuple[list[list[list[Piece]]] | None, int]:
    """The rows below the dashes, each a list of lines of pieces, and where the table ends."""
    groups: list[list[list[Piece]]] = [[]]
    end = 0
    for line, at in lines[start:]:
        if not line.strip():
            groups.append([])
            continue
        pieces = _placed(_pieces(line, at), columns)
        if pieces is None or (len(pieces) == 1 and not groups[-1]):
            break
        groups[-1].append(pieces)
        end = at + len(line)
    groups = [group for group in groups if group]
    if len(groups) > 1:
        return groups, end
    if groups and all(len(line) == len(columns) for line in groups[0]):
        return [[line] for line in groups[0]], end
    return None, end


def _pieces(line: str, at: int) -> list[Piece]:
    """The pieces of a line that two spaces or more part."""
    found = []
    for match in _PIECE.finditer(line):
        before = line[: match.start()]
        column = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in before)
        found.append((column, 0, match.group(), at + match.start()))
    return found


def _placed(pieces: Sequence[Piece], columns: Sequence[int]) -> list[Piece] | None:
    """The pieces with their columns; None if one begins elsewhere than a title or reaches into the next column."""
    placed = []
    for screen, _, words, at in pieces:
        index = next((number for number, column in enumerate(columns) if abs(column - screen) <= 1), None)
        width = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)
        if index is None or (index + 1 < len(columns) and screen + width > columns[index + 1]):
            return None
        placed.append((index, 0, words, at))
    return placed


def _cells(rows: Sequence[Sequence[Sequence[Piece]]]) -> Iterator[Cell]:
    """One cell for each row and column; the place of a cell of several lines is that of its first line."""
    for number, lines in enumerate(rows):
        parts: dict[int, list[tuple[str, int]]] = {}
        for pieces in lines:
            for index, _, words, at in pieces:
                parts.setdefault(index, []).append((words, at))
        for index, held in sorted(parts.items()):
            words, at = held[0]
            yield Cell(number, index, " ".join(part for part, _ in held), at, at + len(words))
