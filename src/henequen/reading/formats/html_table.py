"""The grid of an HTML table: spans, missing end tags, cells outside their rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import lxml.html  # type: ignore[import-untyped]

from henequen.model.message import Message
from henequen.reading.document import Cell, ReadTable
from henequen.reading.layout.builder import TextBuilder

__all__ = ["HtmlTable", "cell_elements"]

_LARGEST_SPAN = 1000
_MOST_CELLS = 200_000


def cell_elements(table: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """The cells of a table, without those of tables inside it."""
    for item in table.iterchildren():
        if item.tag in ("td", "th"):
            yield item
        elif item.tag in ("tr", "tbody", "thead", "tfoot"):
            yield from cell_elements(item)


class HtmlTable:
    """Rows of cell elements, with the repairs that were needed."""

    def __init__(self, element: lxml.html.HtmlElement) -> None:
        self.repairs: list[str] = []
        self.rows: list[list[lxml.html.HtmlElement]] = []
        self.nested = any(True for _ in element.iter("table")) and len(list(element.iter("table"))) > 1
        self._gather(element)
        self.rows = [row for row in self.rows if row]

    def _gather(self, element: lxml.html.HtmlElement) -> None:
        loose: list[lxml.html.HtmlElement] = []
        for item in element.iterchildren():
            if item.tag == "tr":
                if loose:
                    self._put_back(loose)
                    loose = []
                cells = [cell for cell in item.iterchildren() if cell.tag in ("td", "th")]
                # a cell whose end tag is missing swallows the cells after it
                flat: list[lxml.html.HtmlElement] = []
                for cell in cells:
                    flat.append(cell)
                    flat.extend(inner for inner in cell.iterchildren() if inner.tag in ("td", "th"))
                self.rows.append(flat)
                for inner in item.iterchildren():
                    if inner.tag == "tr":
                        self.rows.append([cell for cell in inner.iterchildren() if cell.tag in ("td", "th")])
            elif item.tag in ("td", "th"):
                loose.append(item)
            elif item.tag in ("tbody", "thead", "tfoot"):
                if loose:
                    self._put_back(loose)
                    loose = []
                self._gather(item)
        if loose:
            self._put_back(loose)

    def _put_back(self, loose: list[lxml.html.HtmlElement]) -> None:
        """Cells outside rows: the end of the previous row if it lacks that many cells, otherwise a row of their own."""
        width = Counter(len(row) for row in self.rows if row).most_common(1)
        shown = "; ".join(" ".join(cell.text_content().split())[:40] for cell in loose)
        if self.rows and width and len(self.rows[-1]) + len(loose) <= width[0][0] and len(self.rows[-1]) < width[0][0]:
            self.rows[-1].extend(loose)
            self.repairs.append(
                Message("row_cells_outside_row_were_put", n=len(self.rows), n_2=len(loose), shown=shown)
            )
        else:
            self.rows.append(list(loose))
            self.repairs.append(
                Message("row_cells_without_row_were_read", n=len(self.rows), n_2=len(loose), shown=shown)
            )

    def is_layout(self) -> bool:
        """Whether the table arranges a page: other tables in it, one column or row, or long texts only."""
        if self.nested or not self.rows:
            return True
        widths = [len(row) for row in self.rows]
        if max(widths) < 2 or len(self.rows) < 2:
            return True
        lengths = sorted(len(cell.text_content()) for row in self.rows for cell in row)
        return lengths[len(lengths) // 2] > 600

    def read(self, builder: TextBuilder, number: int, caption: str) -> ReadTable:
        """Write the cells into the text and return the table."""
        occupied: set[tuple[int, int]] = set()
        cells: list[Cell] = []
        columns = 0
        usual = Counter(len(row) for row in self.rows).most_common(1)[0][0]
        for row_number, row in enumerate(self.rows):
            column = 0
            if row_number:
                builder.add("\n")
            for place, element in enumerate(row):
                while (row_number, column) in occupied:
                    column += 1
                across, down = _span(element, "colspan"), _span(element, "rowspan")
                if down == 0:
                    down = len(self.rows) - row_number
                down = min(down, len(self.rows) - row_number)
                if across > 4 * max(usual, 8):
                    self.repairs.append(
                        Message("row_cell_over_columns_was_cut", row_number=row_number + 1, across=across)
                    )
                    across = max(1, usual - column)
                if place:
                    builder.add("\t")
                text = cell_text(element)
                span = builder.add(text)
                cells.append(
                    Cell(
                        row_number,
                        column,
                        text,
                        span.start,
                        span.end,
                        down,
                        across,
                        element.tag == "th" or _in_head(element),
                    )
                )
                if len(occupied) < _MOST_CELLS:
                    occupied.update(
                        (r, c) for r in range(row_number, row_number + down) for c in range(column, column + across)
                    )
                column += across
                columns = max(columns, column)
        return ReadTable(number, None, None, caption, (), tuple(cells), len(self.rows), columns, tuple(self.repairs))


def _span(element: lxml.html.HtmlElement, name: str) -> int:
    match = re.match(r"\s*(\d{1,6})", element.get(name) or "")
    if not match:
        return 1
    return (
        min(int(match.group(1)), _LARGEST_SPAN)
        if name == "rowspan"
        else max(1, min(int(match.group(1)), _LARGEST_SPAN))
    )


def _in_head(element: lxml.html.HtmlElement) -> bool:
    return any(ancestor.tag == "thead" for ancestor in element.iterancestors())


def cell_text(element: lxml.html.HtmlElement) -> str:
    """The shown text of a cell: white space collapsed, a new line for each block or break, inner cells left out."""
    parts: list[str] = []

    def walk(item: lxml.html.HtmlElement, top: bool) -> None:
        if not isinstance(item.tag, str) or item.tag in ("script", "style", "template"):
            return
        if not top and item.tag in ("td", "th", "tr"):
            return
        if "hidden" in item.attrib or re.search(
            r"display\s*:\s*none|visibility\s*:\s*hidden", item.get("style") or "", re.I
        ):
            return
        block = item.tag in ("p", "div", "li", "ul", "ol", "br", "tr", "h1", "h2", "h3", "h4")
        if block and not top:
            parts.append("\v")
        parts.append(item.text or "")
        for child in item:
            walk(child, False)
            parts.append(child.tail or "")
        if block and not top and item.tag != "br":
            parts.append("\v")

    walk(element, True)
    lines = (re.sub(r"[ \t\r\n\f\xa0]+", " ", line).strip() for line in "".join(parts).split("\v"))
    return "\n".join(line for line in lines if line)
