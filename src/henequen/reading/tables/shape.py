"""The shape of a table: header rows, label columns, value columns, and the rows that are titles of those below."""

from __future__ import annotations

import re
from dataclasses import dataclass

from henequen.reading.document import Cell, ReadTable
from henequen.reading.grammar.names import resolve_places
from henequen.reading.tables.codes import holds_codes
from henequen.reading.tables.data_files import all_codes, without_identifiers
from henequen.reading.tables.numerals import is_missing, is_numeric
from henequen.reading.tables.periods import read_period
from henequen.reading.tables.words import dimension_of, measure_of

__all__ = ["TableShape", "shape_of"]

Grid = list[list[Cell | None]]


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table as rows of values under headers and next to labels.

    `kinds` holds for each column its dimension (year, partner, product...), `label`, `value` or `skip`; `groups` holds for
    each body row the title rows above it.
    """

    grid: Grid
    header_rows: int
    kinds: tuple[str, ...]
    groups: dict[int, tuple[Cell, ...]]

    def headers(self, column: int) -> list[Cell]:
        """The header cells over a column, from the top, each once."""
        cells: list[Cell] = []
        for row in range(self.header_rows):
            cell = self.grid[row][column]
            if cell is not None and cell.text.strip() and cell not in cells:
                cells.append(cell)
        return cells

    def title(self, column: int) -> str:
        """The header of a column in one line."""
        return " ".join(cell.text.strip() for cell in self.headers(column))

    def columns(self, *kinds: str) -> list[int]:
        """The columns of these kinds."""
        return [column for column, kind in enumerate(self.kinds) if kind in kinds]

    def body(self) -> range:
        """The rows below the header."""
        return range(self.header_rows, len(self.grid))


def shape_of(table: ReadTable) -> TableShape | None:
    """The shape of a table with values; None if it has none."""
    grid = table.grid()
    if table.rows < 2 or table.columns < 2:
        return None
    header_rows = _header_rows(grid, table)
    if header_rows is None:
        return None
    _join_split_columns(grid, header_rows)
    _carry_right(grid, header_rows)
    kinds = _kinds(grid, header_rows, table.columns)
    if "value" not in kinds:
        return None
    groups = _groups(grid, header_rows, kinds)
    _carry_down(grid, header_rows, kinds)
    return TableShape(grid, header_rows, kinds, groups)


def _join_split_columns(grid: Grid, header_rows: int) -> None:
    """Put a header over the column of values next to it, if a layout set the two apart: one has no values, one no header."""
    for column in range(1, len(grid[0]) - 1):
        for other in (column + 1, column - 1):
            heads = [grid[row][column] for row in range(header_rows)]
            if (
                any(_text(cell) for cell in heads)
                and not any(_text(row[column]) for row in grid[header_rows:])
                and not any(_text(grid[row][other]) for row in range(header_rows))
                and any(_is_value_cell(row[other]) for row in grid[header_rows:])
            ):
                for row in range(header_rows):
                    grid[row][other], grid[row][column] = grid[row][column], grid[row][other]


def _carry_right(grid: Grid, header_rows: int) -> None:
    """Repeat a group title over the empty header cells to its right, if both have headers of their own below."""
    for row in range(header_rows - 1):
        for column in range(2, len(grid[row])):
            left, cell = grid[row][column - 1], grid[row][column]
            if _text(cell) or left is None or not _text(left) or (cell is not None and cell.row_span > 1):
                continue
            below = [_text(grid[header_rows - 1][other]) for other in (column - 1, column)]
            if dimension_of(f"{_text(left)} {below[0]}") is not None:
                continue  # the two lines of a title over labels
            if below[0][:1].islower() and left.column_span == 1:
                continue  # the two lines of one title: Domestic exports
            if all(below) and grid[header_rows - 1][column] is not left and left.row_span == 1:
                grid[row][column] = left


def _carry_down(grid: Grid, header_rows: int, kinds: tuple[str, ...]) -> None:
    """Repeat a label that is printed once for several rows: the rows below it name only what differs, farther right."""
    labels = [
        column for column, kind in enumerate(kinds) if kind not in ("value", "skip", "flag", "unit", "multiplier")
    ]
    for row in range(header_rows + 1, len(grid)):
        for column in labels[:-1]:
            above, cell = grid[row - 1][column], grid[row][column]
            if _text(cell) or above is None or not _text(above):
                continue
            beside = [other for other in labels if other > column and _text(grid[row][other])]
            if kinds[column] == "code" and any(
                _names_other(grid, row, other) for other in beside if kinds[other] in _NAMED
            ):
                continue  # the code of the row above is not the code of another product, nor of a total
            differs = any(_text(grid[row][other]) != _text(grid[row - 1][other]) for other in beside)
            values = any(_is_value_cell(grid[row][other]) for other, kind in enumerate(kinds) if kind == "value")
            if beside and differs and values and above.column_span == 1:
                grid[row][column] = above


_NAMED = ("product", "label")
_TOTAL = re.compile(r"\W*(?:sub-?)?total\b|\W*(?:합계|총|소계|전체)", re.I)


def _names_other(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell names something else than the cell above it."""
    name = _text(grid[row][column])
    return name != _text(grid[row - 1][column]) and (measure_of(name) is None or _TOTAL.match(name) is not None)


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell is not None else ""


def _is_value(text: str) -> bool:
    return bool(text) and (is_missing(text) or (is_numeric(text) and not _is_year(text)))


def _is_year(text: str) -> bool:
    piece = read_period(text)
    return piece is not None and (piece.value is not None or piece.part is not None)


def _header_rows(grid: Grid, table: ReadTable) -> int | None:
    """Rows before the first one that holds values; rows marked as header in the file count as such."""
    marked = 0
    for row in grid:
        cells = [cell for cell in row if cell is not None and cell.text.strip()]
        if cells and all(cell.header for cell in cells) and marked < len(grid) - 1:
            marked += 1
        else:
            break
    dated = False
    for number, row in enumerate(grid[: min(len(grid), 12)]):
        if number < marked:
            continue
        texts = [
            _text(cell) for index, cell in enumerate(row) if (cell is not None and cell.row == number) or index == 0
        ]
        later = [text for text in texts[1:] if text]
        values = sum(_is_value(text) and not is_missing(text) for text in later)
        missing = sum(is_missing(text) for text in later)
        first_year = bool(texts) and _is_year(texts[0]) and is_numeric(texts[0].rstrip("년"))
        years = sum(_is_year(text) for text in later)
        if (
            later
            and values + missing >= max(1, 0.4 * len(later))
            and (values or number > 0)
            and years < 0.5 * len(later)
        ):
            return number if number else None
        if number and first_year and values and years < 0.7 * len(later):
            return number
        if (
            dated
            and texts
            and texts[0]
            and not first_year
            and later
            and all(is_numeric(t) or is_missing(t) for t in later)
        ):
            return number  # below a row of years, 2008 and 1990 are values
        dated = dated or (len(later) >= 2 and years == len(later))
        if number and values and years < 0.5 * len(later) and _same_columns_below(grid, number):
            return number
        first = row[0]
        wide = first is not None and first.column_span >= len(row) - 1 and len(row) > 2
        titled = wide and len({id(cell) for cell in grid[number - 1][1:] if _text(cell)}) == len(row) - 1
        if number and titled and _text(first) and measure_of(_text(first)) and _values_below(grid, number + 1):
            return number  # Exports, over the whole width below a title for every column: the first group of rows
        if number and not later and _text(row[0]) and _values_below(grid, number + 1):
            # a title row right above the values belongs to the body
            return number
    return marked if 0 < marked < len(grid) else None


def _same_columns_below(grid: Grid, number: int) -> bool:
    """Whether a column that has a number here has numbers below too, and only words above."""
    for column, cell in enumerate(grid[number]):
        text = _text(cell)
        if column and is_numeric(text) and not _is_year(text):
            below = [_text(row[column]) for row in grid[number + 1 : number + 4]]
            above = [_text(row[column]) for row in grid[:number]]
            if (not below or any(is_numeric(t) for t in below)) and not any(
                is_numeric(t) and not _is_year(t) for t in above
            ):
                return True
    return False


def _values_below(grid: Grid, number: int) -> bool:
    if number >= len(grid):
        return False
    texts = [_text(cell) for cell in grid[number][1:]]
    filled = [text for text in texts if text]
    return bool(filled) and sum(_is_value(text) for text in filled) >= 0.6 * len(filled)


def _kinds(grid: Grid, header_rows: int, columns: int) -> tuple[str, ...]:
    kinds: list[str] = []
    body = grid[header_rows:]
    for column in range(columns):
        titles = []
        for row in range(header_rows):
            cell = grid[row][column]
            if (
                cell is not None
                and cell.text.strip()
                and cell.text not in titles
                and cell.column_span < max(2, columns - 1)
            ):
                titles.append(cell.text)
        dimension = next((d for t in (*reversed(titles), " ".join(titles)) if (d := dimension_of(t))), None)
        texts = [_text(row[column]) for row in body]
        filled = [text for text in texts if text and not is_missing(text)]
        numbers = sum(is_numeric(text) for text in filled)
        years = sum(_is_year(text) for text in filled)
        numeric = bool(filled) and numbers >= 0.6 * len(filled)
        if not titles and not any(texts):
            kinds.append("skip")
            continue
        if dimension not in ("code", "year", "rank", "unit", "flag") and holds_codes(" ".join(titles), filled):
            dimension = "code"
        if dimension == "product" and column > 0 and numeric and titles and measure_of(titles[-1]) is not None:
            dimension = None  # goods exported, next to services exported
        if dimension == "product" and column > 0 and filled and all_codes(filled):
            dimension = "code"
        if dimension == "year" and column > 0 and numeric and not years and any(len(text) > 2 for text in filled):
            dimension = None  # the figures of a whole year, next to those of its months
        if dimension == "rank" and (not filled or all(re.fullmatch(r"\d{1,4}\.?", text) for text in filled)):
            kinds.append("skip")
        elif dimension in (
            "year",
            "code",
            "reporter",
            "partner",
            "product",
            "breakdown",
            "component",
            "flag",
            "unit",
            "flow",
            "multiplier",
        ):
            numbered = dimension == "flow" and all(re.fullmatch(r"[1-6]", text) for text in filled)
            plain_values = dimension in ("flow", "product") and numeric and column > 0 and not numbered
            kinds.append("value" if plain_values else dimension)
        elif (
            dimension == "place"
            and column > 0
            and "value" in kinds
            and filled
            and not numeric
            and not _has_place(filled)
        ):
            kinds.append("skip")  # the state of a project
        elif dimension == "place":
            kinds.append("value" if numeric and column > 0 else "place")
        elif dimension == "value":
            kinds.append("value")
        elif numeric and years >= 0.9 * len(filled) and column == 0:
            kinds.append("year")
        elif numeric and not (column == 0 and not any(_is_value(_text(row[1])) for row in body if len(row) > 1)):
            if column == 0 and years < len(filled):
                kinds.append("skip" if _counts_up(filled) else "value" if columns == 1 else "label")
            else:
                kinds.append("value")
        elif not filled and any(is_missing(text) for text in texts):
            kinds.append("value")
        elif filled and sum(_is_year(text) for text in filled) >= 0.9 * len(filled):
            kinds.append("year")
        else:
            kinds.append("label")
    titles = [" ".join(_text(grid[row][column]) for row in range(header_rows)) for column in range(columns)]
    for column, title in enumerate(titles):
        named = kinds.index("label") if "label" in kinds[:column] else None
        if kinds[column] == "product" and named is not None and _SECTOR.search(title):
            names = [text for row in body if (text := _text(row[named]))]
            if len(set(names)) == len(names):
                kinds[column] = "component"  # the sector of a project that has a name
    return without_identifiers(tuple(kinds), titles)


_SECTOR = re.compile(r"\b(?:sector|sectores|sectors|category|categor[ií]a|industry|rama|theme|tema)\b|분야|업종", re.I)


def _has_place(filled: list[str]) -> bool:
    return any(resolve_places(text) is not None for text in filled)


def _counts_up(filled: list[str]) -> bool:
    return [text.rstrip(".") for text in filled] == [str(n) for n in range(1, len(filled) + 1)]


def _groups(grid: Grid, header_rows: int, kinds: tuple[str, ...]) -> dict[int, tuple[Cell, ...]]:
    """For each row the title rows above it: rows with one label and no value."""
    groups: dict[int, tuple[Cell, ...]] = {}
    current: tuple[Cell, ...] = ()
    values = [column for column, kind in enumerate(kinds) if kind == "value"]
    for number in range(header_rows, len(grid)):
        row = grid[number]
        own = {id(cell): cell for cell in row if cell is not None and cell.text.strip()}
        has_value = any(_text(row[column]) and _is_value_cell(row[column]) for column in values)
        if len(own) == 1 and not has_value:
            cell = next(iter(own.values()))
            if cell.row == number and cell.row_span == 1 and _titles_rows(cell, grid, number, kinds):
                current = (cell,)
                groups[number] = ()
                continue
        groups[number] = current
    return groups


def _is_value_cell(cell: Cell | None) -> bool:
    return cell is not None and (is_numeric(cell.text) or is_missing(cell.text))


def _titles_rows(cell: Cell, grid: Grid, number: int, kinds: tuple[str, ...]) -> bool:
    """Is a row without values a title? It differs in kind from the labels below it; a country among countries is an
    empty row."""
    if number + 1 >= len(grid):
        return False
    below = [_text(row[cell.column]) for row in grid[number + 1 : number + 5]]
    same = resolve_places(cell.text) is not None and any(text and resolve_places(text) is not None for text in below)
    if same and cell.column_span == 1:
        return False
    return bool(any(below)) or measure_of(cell.text) is not None
