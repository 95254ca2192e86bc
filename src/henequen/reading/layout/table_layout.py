"""Cells and tables as placed on a page."""

from __future__ import annotations

from dataclasses import dataclass

from henequen.reading.layout.words import Word

__all__ = ["CellLayout", "TableLayout"]


@dataclass(frozen=True, slots=True)
class CellLayout:
    """A cell of a table on a page: its place in the grid, and its words line by line."""

    row: int
    column: int
    lines: tuple[tuple[Word, ...], ...]
    row_span: int = 1
    column_span: int = 1

    @property
    def text(self) -> str:
        """The words with a space between them."""
        return " ".join(word.text for line in self.lines for word in line)


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table on a page."""

    cells: tuple[CellLayout, ...]
    rows: int
    columns: int
    x0: float
    x1: float
    top: float
    bottom: float
