"""A document as it was read: its text, blocks, tables and marks, and the claims that a reader proposes from it.

All offsets are Python `str` indices into `ReadDocument.text`; rows and columns of tables count from 0 in a `ReadTable`
and from 1 in a `Quote`, where a person reads them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = [
    "Block",
    "Cell",
    "Mark",
    "PlacedWord",
    "Proposal",
    "Quote",
    "ReadDocument",
    "ReadTable",
    "Recognised",
    "Span",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of the document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text that belongs together.

    `kind` is heading, paragraph, list_item, table, caption, footnote, header or footer; `level` is the depth of a
    heading, from 1. `ordinal` is the number of an item whose list is numbered outside the text, as that of HTML.
    """

    kind: str
    start: int
    end: int
    page: int | None = None
    level: int = 0
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell; `start:end` is its place in the text, empty (`start == end`) where nothing is printed."""

    row: int
    column: int
    text: str
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    reference: str | None = None
    """The name of the cell in a workbook, such as B7."""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table of the document, with the text printed around it and the repairs made in it."""

    number: int
    page: int | None
    sheet: str | None
    caption: str
    notes: tuple[str, ...]
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    repairs: tuple[str, ...] = ()

    def grid(self) -> list[list[Cell | None]]:
        """The cells by row and column; a merged cell is repeated at every place that it covers."""
        places: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            if cell.row_span == 1 and cell.column_span == 1 and cell.row < self.rows and cell.column < self.columns:
                places[cell.row][cell.column] = cell
                continue
            for row in range(cell.row, min(cell.row + cell.row_span, self.rows)):
                for column in range(cell.column, min(cell.column + cell.column_span, self.columns)):
                    if places[row][column] is None or (row, column) == (cell.row, cell.column):
                        places[row][column] = cell
        return places


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a person should see about a range of the text: repair, hidden_text, damaged, left_out..."""

    kind: str
    message: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A recognised word and its rectangle, in parts of the width and height of its page from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page (from 1) whose text an OCR program recognised: its figures are never proposed as read."""

    page: int
    words: tuple[PlacedWord, ...]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as it was read; `language` is en, es, ko, pt, nl or und."""

    name: str
    media_type: str
    text: str
    language: str = "und"
    pages: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()
    tables: tuple[ReadTable, ...] = ()
    marks: tuple[Mark, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    published_on: str | None = None
    publisher: str | None = None
    title: str | None = None
    sha256: str = ""

    def page_of(self, start: int) -> int | None:
        """The page (from 1) that holds the character at `start`, or None in a document without pages."""
        for number, page in enumerate(self.pages, 1):
            if page.start <= start < page.end:
                return number
        return None

    def quote(self, start: int, end: int) -> Quote:
        """The text from `start` to `end` as evidence."""
        return Quote(self.text[start:end], start, end, page=self.page_of(start))


@dataclass(frozen=True, slots=True)
class Quote:
    """Evidence: the exact text, and where it is. Rows and columns count from 1."""

    quote: str
    start: int
    end: int
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def to_json(self) -> dict[str, object]:
        """The fields that apply, with the names of the output."""
        named = {
            "quote": self.quote,
            "page": self.page,
            "sheet": self.sheet,
            "cell": self.cell,
            "table": self.table,
            "row": self.row,
            "col" if self.table is not None else "column": self.column,
            "char_start": self.start,
            "char_end": self.end,
        }
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that a reader proposes: the document states it at `evidence`. A person accepts, corrects or rejects
    it."""

    document: str
    kind: str
    fields: Mapping[str, object]
    evidence: tuple[Quote, ...]

    @property
    def identity(self) -> str:
        """A hash of the statement and its place: reading the same document twice gives the same identities."""
        where = [(quote.quote, quote.start, quote.end, quote.sheet, quote.cell) for quote in self.evidence]
        identity = json.dumps([self.document, self.kind, dict(self.fields), where], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:24]

    def to_json(self) -> dict[str, object]:
        """One line of the output; a field without a value is left out."""
        stated = {name: value for name, value in self.fields.items() if value not in (None, "", [], ())}
        return {
            "document": self.document,
            "kind": self.kind,
            "id": self.identity,
            **stated,
            "evidence": [quote.to_json() for quote in self.evidence],
        }
