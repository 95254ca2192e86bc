"""Matrices of responsibility: an issue in each row, the bodies of a country in each column, and what they will do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from henequen.reading.document import Cell, Proposal, Quote, ReadDocument, ReadTable
from henequen.reading.grammar.dates import find_dates
from henequen.reading.grammar.names import find_places
from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.tables.bodies import split_bodies
from henequen.reading.tables.caption_sides import country_of, pair_in
from henequen.reading.tables.numerals import is_missing, is_numeric
from henequen.reading.tables.registers import cell_quote
from henequen.reading.tables.terms import is_undecided, read_date

__all__ = ["MatrixHead", "matrix_head", "read_matrix"]


@dataclass(slots=True)
class MatrixHead:
    """The columns of a matrix: the issue, the bodies of each country, and what belongs to an action."""

    rows: int
    issue: int
    countries: dict[int, str | None] = field(default_factory=dict)
    """The country of each column of bodies; None if each body shows its own."""
    forum: int | None = None
    action: int | None = None
    deadline: int | None = None
    status: int | None = None
    number: int | None = None


@cache
def _words(kind: str) -> re.Pattern[str]:
    return re.compile(alternation(read_toml("tables", "matrix_words")["columns"][kind]), re.I)


def matrix_head(document: ReadDocument, table: ReadTable, sides: DocumentSides) -> MatrixHead | None:
    """The columns of a table that assigns bodies to issues; None if it is another table."""
    grid = table.grid()
    for number, row in enumerate(grid[:3]):
        head = _head(row, number, sides)
        if head is None:
            continue
        _name_sides(head, document, table, sides, grid)
        if not head.countries or (len(head.countries) == 1 and None not in head.countries.values()):
            continue
        cells = [grid[r][c] for r in range(number + 1, len(grid)) for c in head.countries]
        texts = [cell.text.strip() for cell in cells if cell is not None and cell.text.strip()]
        if not texts or any(is_numeric(text) for text in texts):
            return None
        lengths = sorted(len(text.split()) for text in texts)
        title = grid[number][head.issue]
        named = any(_is_body(row[column]) for column in head.countries) or bool(_words("body").search(table.caption))
        if not (named or (title is not None and _words("issue").search(title.text))) or lengths[len(lengths) // 2] > 14:
            return None
        return head
    return None


def _is_body(cell: Cell | None) -> bool:
    return cell is not None and bool(_words("body").search(cell.text) or _words("counterpart").search(cell.text))


def _head(row: Sequence[Cell | None], number: int, sides: DocumentSides) -> MatrixHead | None:
    """The kinds of the columns by their titles."""
    issue: int | None = None
    columns: dict[str, int] = {}
    bodies: dict[int, str | None] = {}
    for column, cell in enumerate(row):
        if cell is None or not cell.text.strip() or len(cell.text) > 80:
            continue
        text = cell.text.strip()
        codes = {code for place in find_places(text) if (code := country_of(place, sides))}
        if _words("number").fullmatch(text):
            columns.setdefault("number", column)
            continue
        if len(codes) == 1 and not _words("action").search(text):
            bodies[column] = codes.pop()
        elif _words("own").search(text) and _words("body").search(text):
            bodies[column] = sides.own
        elif _is_body(cell) and not _words("action").fullmatch(text):
            bodies[column] = None
        elif issue is None and _words("issue").search(text) and not _words("action").fullmatch(text):
            issue = column
        else:
            kinds = ("deadline", "status", "action", "forum")
            kind = next((kind for kind in kinds if kind not in columns and _words(kind).search(text)), None)
            if kind is not None:
                columns[kind] = column
            elif column == 0 and issue is None:
                issue = column
    if not bodies:
        return None
    first = row[0].text.strip() if row and row[0] is not None else ""
    acts = "action" in columns and ("deadline" in columns or _words("number").fullmatch(first))
    if issue is None and (acts or _words("number").fullmatch(first)):
        if len(bodies) < 2:
            return None  # numbered commitments with who does them
        issue = columns.pop("action", None)
    elif issue is None:
        issue = columns.pop("action", 0 if 0 not in bodies else None) if 0 in bodies or row[0] is None else 0
    if issue is None or issue in bodies:
        return None
    rest = {kind: column for kind, column in columns.items() if column != issue}
    return MatrixHead(number + 1, issue, bodies, **rest)


def _name_sides(
    head: MatrixHead, document: ReadDocument, table: ReadTable, sides: DocumentSides, grid: list[list[Cell | None]]
) -> None:
    """The country of a column whose title names none: the other side of the pair, or that of most of its bodies."""
    titles = [document.text[b.start : b.end] for b in document.blocks if b.kind in ("heading", "caption")][:3]
    pairs = (pair_in([line], sides) for line in (table.caption, document.title or "", *titles))
    pair = next((pair for pair in pairs if pair), ())
    open_columns = [column for column, code in head.countries.items() if code is None]
    own_words = {column: _text(grid[head.rows - 1][column]) for column in open_columns}
    shown: dict[int, Counter[str]] = {}
    for column in open_columns:
        counts: Counter[str] = Counter()
        for row in grid[head.rows :]:
            for place in find_places(_text(row[column])):
                if code := country_of(place, sides):
                    counts[code] += 1
        shown[column] = counts
        filled = sum(bool(_text(row[column])) for row in grid[head.rows :])
        if len(counts) == 1 and len(open_columns) + len(head.countries) > 1 and counts.total() >= 0.4 * filled:
            head.countries[column] = next(iter(counts))
    decided = {code for code in head.countries.values() if code}
    for column in open_columns:
        if head.countries[column] is None and len(decided) == 1 and len(pair) == 2 and decided <= set(pair):
            head.countries[column] = next(code for code in pair if code not in decided)
    open_columns = [column for column, code in head.countries.items() if code is None]
    if len(open_columns) == 2 and sides.own in pair:
        # the publisher's own body leads, and its counterpart is on the other side
        counter = [column for column in open_columns if _words("counterpart").search(own_words[column])]
        for column in open_columns if len(counter) == 1 else ():
            other = next(code for code in pair if code != sides.own)
            head.countries[column] = other if column in counter else sides.own
    open_columns = [column for column, code in head.countries.items() if code is None]
    for column in open_columns:
        if len(head.countries) > 1 or len(shown[column]) < 1:
            del head.countries[column]


def read_matrix(document: ReadDocument, table: ReadTable, head: MatrixHead, sides: DocumentSides) -> Iterator[Proposal]:
    """One proposal for each issue, side and body, and one for each action; a row of one cell names the forum below it."""
    forum: Cell | None = None
    grid = _without_wraps(table.grid(), head)
    seen: set[tuple[str, str, int]] = set()
    for number in range(head.rows, len(grid)):
        row = grid[number]
        cells = {id(cell): cell for cell in row if cell is not None and cell.text.strip()}
        if len(cells) == 1 and (only := next(iter(cells.values()))).row == number and only.column == 0:
            forum = only
            continue
        issue = row[head.issue]
        if issue is None or not issue.text.strip():
            continue
        own_forum = row[head.forum] if head.forum is not None else forum
        owners: dict[str, str] = {}
        for column, country in head.countries.items():
            cell = row[column]
            if cell is None or not cell.text.strip() or is_missing(cell.text) or is_undecided(cell.text):
                continue
            for body, start, end in split_bodies(document.text, cell):
                side = country or _country_of_body(body, sides)
                if side is None:
                    continue
                owners.setdefault(body, side)
                if (_line(issue.text), body, start) in seen:
                    continue  # a merged cell says it once
                seen.add((_line(issue.text), body, start))
                fields: dict[str, object] = {"issue": _line(issue.text), "country": side, "body": body}
                if own_forum is not None and own_forum.text.strip():
                    fields["forum"] = _line(own_forum.text)
                quote = cell_quote(document, table, cell)
                exact = Quote(
                    document.text[start:end],
                    start,
                    end,
                    quote.page,
                    quote.sheet,
                    quote.cell,
                    quote.table,
                    quote.row,
                    quote.column,
                )
                yield Proposal(document.name, "responsibility", fields, (exact, cell_quote(document, table, issue)))
        yield from _action(document, table, row, head, owners)


def _without_wraps(grid: list[list[Cell | None]], head: MatrixHead) -> list[list[Cell | None]]:
    """The grid with each row that only ends the words of the row above joined to it; the first line keeps its place."""
    joined: list[list[Cell | None]] = []
    for number, row in enumerate(grid):
        above = joined[-1] if joined and number > head.rows else None
        filled = [column for column, cell in enumerate(row) if cell is not None and cell.text.strip()]
        if above is None or not filled or not _is_wrap(row, above, filled, head):
            joined.append(row)
            continue
        merged = list(above)
        for column in filled:
            first, rest = above[column], row[column]
            if first is not None and rest is not None:
                merged[column] = replace(first, text=f"{first.text.rstrip()} {rest.text.strip()}")
        joined[-1] = merged
        joined.append([None] * len(row))
    return joined


def _is_wrap(row: Sequence[Cell | None], above: Sequence[Cell | None], filled: list[int], head: MatrixHead) -> bool:
    """Does the row end the words above: no matter of its own, or one in small letters, and one or two bodies?"""
    cells = [cell for cell in (row[column] for column in filled) if cell is not None]
    own = all(cell.row_span == 1 and cell.column_span == 1 for cell in cells)
    if not own or len(filled) * 2 > max(2, len(row)) or not all(_text(above[column]) for column in filled):
        return False
    if head.issue in filled:
        return filled == [head.issue] and _text(row[head.issue])[:1].islower()
    return all(
        len(cell.text.split()) <= 2 and column in head.countries for column, cell in zip(filled, cells, strict=True)
    )


def _action(
    document: ReadDocument, table: ReadTable, row: Sequence[Cell | None], head: MatrixHead, owners: dict[str, str]
) -> Iterator[Proposal]:
    """What a row says will be done, by whom and by when."""
    cell = row[head.action] if head.action is not None else None
    if cell is None or len(cell.text.strip()) < 6 or is_missing(cell.text):
        return
    fields: dict[str, object] = {"subtype": "commitment", "text": _line(cell.text)}
    quotes = [cell_quote(document, table, cell)]
    due = row[head.deadline] if head.deadline is not None else None
    deadline = _deadline(_line(due.text), document) if due is not None and not is_missing(due.text) else None
    if due is not None and deadline is not None:
        fields["deadline"] = deadline
        quotes.append(cell_quote(document, table, due))
    if owners:
        fields["owners"] = list(owners)
        fields["owner_countries"] = sorted(set(owners.values()))
    number = _text(row[head.number]) if head.number is not None else ""
    if re.fullmatch(r"[A-Z]?\d{1,3}(?:\.\d{1,2})?[.)]?", number):
        fields["number"] = number.rstrip(".)")
    issue = row[head.issue]
    if issue is not None:
        fields["area"] = _line(issue.text)
        quotes.append(cell_quote(document, table, issue))
    status = row[head.status] if head.status is not None else None
    if status is not None and status.text.strip() and not is_missing(status.text):
        fields["status_printed"] = _line(status.text)
        quotes.append(cell_quote(document, table, status))
    yield Proposal(document.name, "commitment", fields, tuple(quotes))


def _deadline(text: str, document: ReadDocument) -> object:
    """The date of a cell of deadlines; the end of a year is its last day."""
    if match := _END_OF_YEAR.fullmatch(text):
        return {"value": f"{match.group(1) or match.group(2)}-12-31", "precision": "day"}
    spans = [span for span in find_dates(text, document.published_on) if span.basis == "printed"]
    if len(spans) == 1:
        return spans[0].as_deadline()
    return read_date(text, document.language) if not spans and re.fullmatch(r"[\d.\s/-]+", text) else None


_END_OF_YEAR = re.compile(
    r"(?:by\s+)?(?:the\s+)?(?:end|close|fines|finales|fin|cierre)\s+(?:of|de|del)\s+(?:the\s+|el\s+)?(?:year\s+|año\s+)?(20\d{2})"
    r"|(20\d{2})년?\s*(?:말|연말)(?:까지)?",
    re.I,
)


def _country_of_body(body: str, sides: DocumentSides) -> str | None:
    codes = {code for place in find_places(body) if (code := country_of(place, sides))}
    return codes.pop() if len(codes) == 1 else None


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell is not None else ""


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
