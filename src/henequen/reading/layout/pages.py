"""Pages to a document: running heads found by their repetition, one text with its blocks and tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from henequen.reading.document import Block, Cell, Mark, ReadDocument, ReadTable, Span
from henequen.reading.layout.builder import TextBuilder
from henequen.reading.layout.page import PageLayout
from henequen.reading.layout.table_layout import TableLayout
from henequen.reading.layout.words import Line, Word

__all__ = ["assemble"]

_ITEM = re.compile(r"(?:[-–—•·●○□■▪◦*※ㅇ▷▶]|\(?\d{1,3}[.)]|\(?[a-z가-하][.)])\s")
_NOTE = re.compile(
    r"(?i:source|fuente|nota|note|notas|notes|자료|주|출처|fonte)\s*[:：.)]|^\d{1,2}\s?[A-Z(]|^\*|^[a-z]\s?[A-Z]|^\d/"
)


def assemble(name: str, layouts: Sequence[PageLayout], marks: Sequence[Mark]) -> ReadDocument:
    """One document from the layouts of its pages."""
    running = _running_heads(layouts)
    builder = TextBuilder()
    pages: list[Span] = []
    blocks: list[Block] = []
    tables: list[ReadTable] = []
    body = _body_size(layouts)
    for number, layout in enumerate(layouts, 1):
        start = builder.length
        for index, part in enumerate(layout.parts):
            if isinstance(part, TableLayout):
                first = builder.length
                table = _add_table(builder, part, len(tables) + 1, number)
                tables.append(table)
                blocks.append(Block("table", first, builder.length, number))
                builder.add("\n")
            else:
                after_table = index > 0 and isinstance(layout.parts[index - 1], TableLayout)
                _add_text(builder, part, number, running, body, blocks, after_table)
        pages.append(Span(start, builder.length))
        builder.add("\f")
    return ReadDocument(
        name=name,
        media_type="application/pdf",
        text=builder.text,
        pages=tuple(pages),
        blocks=tuple(blocks),
        tables=tuple(tables),
        marks=tuple(marks),
    )


def _fold(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.strip().lower())


_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|página|pág\.?|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|de)\s*\d{1,4})?\W*", re.IGNORECASE
)
_CAPTION = re.compile(
    r"\W*(?:table|figure|chart|box|cuadro|tabla|gráfic[oa]|figura|recuadro|표|그림|quadro)\s?[\dIVX]", re.IGNORECASE
)


def _edge_lines(layout: PageLayout) -> list[Line]:
    """The first and last lines of a page. They include neither captions nor lines with a table beyond them."""
    upper: list[Line] = []
    lower: list[Line] = []
    table_above = False
    for part in layout.parts:
        if isinstance(part, TableLayout):
            table_above, lower = True, []
            continue
        upper += [] if table_above else part
        lower += part
    upper.sort(key=lambda line: line.middle)
    lower.sort(key=lambda line: line.middle)
    most = 2 if len(upper) + len(lower) > 4 else 1
    return [line for line in [*upper[:most], *lower[-most:]] if not _CAPTION.match(line.text)]


def _running_heads(layouts: Sequence[PageLayout]) -> set[str]:
    """Lines at the upper or lower edge that repeat on pages at the same height, with digits folded."""
    if len(layouts) < 2:
        return set()
    places = Counter(
        place for layout in layouts for place in {(_fold(line), round(line.middle / 8)) for line in _edge_lines(layout)}
    )
    # left and right pages may have different heads
    least = max(2, 0.3 * len(layouts))
    return {text for (text, _), times in places.items() if times >= least and text}


def _body_size(layouts: Sequence[PageLayout]) -> float:
    sizes = Counter(
        round(line.size * 2) / 2
        for layout in layouts
        for part in layout.parts
        if not isinstance(part, TableLayout)
        for line in part
        for _ in range(len(line.words))
    )
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _add_text(
    builder: TextBuilder,
    lines: Sequence[Line],
    page: int,
    running: set[str],
    body: float,
    blocks: list[Block],
    after_table: bool,
) -> None:
    """Append lines, a block for each paragraph."""
    start, kind, level = -1, "paragraph", 0
    before: Line | None = None
    right = max((line.x1 for line in lines), default=0.0)

    def close() -> None:
        nonlocal start
        if start >= 0:
            blocks.append(Block(kind, start, builder.length, page, level))
            builder.add("\n\n")
        start = -1

    for line in lines:
        edge = _fold(line) in running or _PAGE_NUMBER.fullmatch(line.text)
        if edge:
            close()
            kind, level = "footer" if before else "header", 0
        elif line.size > 1.15 * body and len(line.text) < 200:
            if kind != "heading" or before is None or line.top - before.bottom > 0.8 * line.size or start < 0:
                close()
            kind, level = "heading", 1 if line.size > 1.5 * body else 2
        else:
            small = line.size < 0.92 * body or (after_table and before is None)
            note = small and _NOTE.match(line.text)
            new = (
                before is None
                or start < 0
                or kind in ("heading", "header", "footer")
                or line.top - before.bottom > 0.55 * max(line.size, before.size)
                or _ITEM.match(line.text)
                or bool(note)
                or abs(line.size - before.size) > 0.25 * body
                or (
                    before.x1 < right - 0.25 * (right - before.x0)
                    and before.text.rstrip().endswith((".", ":", "。", "다."))
                )
            )
            if new:
                close()
                kind = "footnote" if note else "list_item" if _ITEM.match(line.text) else "paragraph"
                level = 0
        if start < 0:
            start = builder.length
        else:
            builder.add("\n")
        builder.add(line.text)
        before = line
        if edge:
            close()
    close()


def _add_table(builder: TextBuilder, layout: TableLayout, number: int, page: int) -> ReadTable:
    cells: list[Cell] = []
    row = -1
    for table_cell in sorted(layout.cells, key=lambda cell: (cell.row, cell.column)):
        if row >= 0:
            builder.add("\n" if table_cell.row != row else "\t")
        row = table_cell.row
        text = _cell_text(table_cell.lines)
        span = builder.add(text)
        cells.append(
            Cell(
                table_cell.row,
                table_cell.column,
                text,
                span.start,
                span.end,
                table_cell.row_span,
                table_cell.column_span,
            )
        )
    builder.add("\n")
    return ReadTable(number, page, None, "", (), tuple(cells), layout.rows, layout.columns)


def _cell_text(lines: Sequence[Sequence[Word]]) -> str:
    """The words of a cell; a hyphen at the end of a line stays, the match key removes it."""
    return "\n".join(" ".join(word.text for word in line) for line in lines if line)
