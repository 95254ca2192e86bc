"""Matrices of responsibility: an issue in each row, the bodies of a country in each column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from henequen.reading.document import Cell, Proposal, Quote, ReadDocument, ReadTable
from henequen.reading.grammar.names import find_places
from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.tables.context import country_of
from henequen.reading.tables.numerals import is_missing, is_numeric
from henequen.reading.tables.registers import cell_quote
from henequen.reading.tables.words import plain

__all__ = ["matrix_columns", "read_matrix"]

_ISSUE = re.compile(
    r"issue|topic|subject|area|field|theme|matter|sector|tema|asunto|materia|área|ámbito|rubro|분야|의제|과제|현안|이슈|사안|업무|협력분야",
    re.I,
)
_BODY = re.compile(
    r"responsible|body|bodies|counterpart|agency|institution|lead|responsable|institución|organismo|contraparte|dependencia"
    r"|responsibilit|담당|부처|기관|소관",
    re.I,
)
_FORUM = re.compile(
    r"forum|mechanism|committee|commission|meeting|foro|mecanismo|comisión|comité|협의체|위원회|회의체", re.I
)


def matrix_columns(table: ReadTable, sides: DocumentSides) -> tuple[int, int, dict[int, str], int | None] | None:
    """(header rows, issue column, country by column, forum column), if the table assigns bodies to issues."""
    grid = table.grid()
    for number, row in enumerate(grid[:3]):
        countries: dict[int, str] = {}
        issue, forum = None, None
        named = False
        for column, cell in enumerate(row):
            if cell is None or not cell.text.strip():
                continue
            codes = {code for place in find_places(cell.text) if (code := country_of(place, sides))}
            if len(codes) == 1 and len(cell.text) < 80:
                countries[column] = codes.pop()
                named = named or bool(_BODY.search(cell.text))
            elif _FORUM.search(cell.text) and forum is None:
                forum = column
            elif (_ISSUE.search(cell.text) or column == 0) and issue is None:
                issue = column
        if len(set(countries.values())) < 2:
            continue
        if issue is None and 0 not in countries:
            issue = 0
        if issue is None:
            return None
        body = [grid[r][c] for r in range(number + 1, len(grid)) for c in countries]
        texts = [cell.text.strip() for cell in body if cell is not None and cell.text.strip()]
        if not texts or any(is_numeric(text) for text in texts):
            return None
        words = sorted(len(text.split()) for text in texts)
        title = grid[number][issue]
        names_issues = (
            named or (title is not None and bool(_ISSUE.search(title.text))) or bool(_BODY.search(table.caption))
        )
        if not names_issues or words[len(words) // 2] > 14:
            return None
        return number + 1, issue, countries, forum
    return None


def read_matrix(
    document: ReadDocument, table: ReadTable, head: tuple[int, int, dict[int, str], int | None]
) -> Iterator[Proposal]:
    """One proposal for each issue, side and body; a row of one cell names the forum of those below it."""
    first, issue_column, countries, forum_column = head
    forum: Cell | None = None
    grid = table.grid()
    for number in range(first, len(grid)):
        row = grid[number]
        held = {id(cell): cell for cell in row if cell is not None and cell.text.strip()}
        if len(held) == 1 and (only := next(iter(held.values()))).row == number and only.column == 0:
            forum = next(iter(held.values()))
            continue
        issue = row[issue_column]
        if issue is None or not issue.text.strip():
            continue
        own_forum = row[forum_column] if forum_column is not None else forum
        for column, country in countries.items():
            cell = row[column]
            if cell is None or not cell.text.strip() or is_missing(cell.text):
                continue
            for body, start, end in split_bodies(document.text, cell):
                fields: dict[str, object] = {"issue": _line(issue.text), "country": country, "body": body}
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


def split_bodies(text: str, cell: Cell) -> list[tuple[str, int, int]]:
    """The bodies of one cell: by semicolons, bullets, and lines that begin with a capital after a finished name."""
    raw = text[cell.start : cell.end]
    if plain(raw) == "":
        return []
    if _line(raw) != _line(cell.text):
        # the lines of this cell do not follow each other in the text: its first line is quoted
        return [(part.strip(), cell.start, cell.end) for part in _line(cell.text).split(";") if part.strip()]
    pieces: list[tuple[int, int]] = []
    at = 0
    for match in re.finditer(
        r"\s*[;；]\s*|\s*\n\s*(?=[•·\-–○])|(?<=[a-z)]{2})\.\s+(?=[A-ZÁÉÍÓÚ])|\s*[·/]\s*(?=[가-힣])", raw
    ):
        pieces.append((at, match.start()))
        at = match.end()
    pieces.append((at, len(raw)))
    result = []
    for start, end in pieces:
        part = raw[start:end]
        shown = re.sub(r"^[•·\-–○\s]+", "", part)
        lead = len(part) - len(shown)
        shown = shown.rstrip(" .,")
        if shown:
            begin = cell.start + start + lead
            result.append((_line(shown), begin, begin + len(shown)))
    return result


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
