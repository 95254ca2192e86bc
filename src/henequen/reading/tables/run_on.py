"""A register whose cells ran together: `JaliscoEconomicAgreement between...tourism.State of...May 1996- ended`, one row
per line. Such text remains of an HTML table whose end tags were damaged: the cells of a row follow each other without a
space, and cells whose start tag was damaged come before the table. Rows begin with the name of a place and end with a
date; between them the cells are found by their seams, and the displaced ones are put back, in their order, into the
rows that lack one of that kind. If the counts do not agree, the table is left unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from henequen.model.message import Message
from henequen.reading.document import Cell, ReadTable
from henequen.reading.grammar.names import find_places
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.tables.instrument_words import is_activity, is_instrument

__all__ = ["run_on_tables"]

_MONTHS = (
    r"January|February|March|April|May|June|July|August|September|October|November|December"
    r"|[Ee]nero|[Ff]ebrero|[Mm]arzo|[Aa]bril|[Mm]ayo|[Jj]unio|[Jj]ulio|[Aa]gosto|[Ss]eptiembre|[Oo]ctubre|[Nn]oviembre|[Dd]iciembre"
)
_END = re.compile(
    rf"(?P<date>(?:(?:{_MONTHS})\s+(?:de\s+|of\s+)?)?(?:19|20)\d{{2}})\s*(?:[-–]\s*(?P<status>[^\d.;]{{3,40}}))?\s*$"
)
_SEAM = re.compile(r"(?<=[a-záéíóúñ.,)>;])(?=[A-ZÁÉÍÓÚÑ])|(?<=\s)\s(?=[A-ZÁÉÍÓÚÑ])")
_TAG = re.compile(r"\s*<\s*/?\s*(?:td|th|tr|strong|p|b)\s*>\s*", re.I)
_ACTOR = re.compile(
    r"(?:Government|Local government|State Government|Municipality|Province|Provincial|State of|City of|Ministry|Secretar[yi]"
    r"|Embassy|Ambassador|Health Services|University|Institute|Company|Free and|[A-Z][\w-]+-[Dd]o\b"
    r"|[A-Z][\w-]+ (?:state|State|Government|local government|Province|City|Electronics|Metropolitan|Provincial|University)"
    r"|Gobierno|Municipio|Universidad|Embajada|Ayuntamiento)"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a line that is one cell."""

    text: str
    start: int


@dataclass(slots=True)
class _RunOnRow:
    place: _Part
    subject: _Part | None
    title: _Part | None
    actors: _Part | None
    date: _Part
    status: _Part | None
    whole: _Part


def run_on_tables(text: str, ranges_read: Sequence[tuple[int, int]]) -> list[tuple[int, int, ReadTable]]:
    """The run-on registers of a text, with the range of each."""
    lines = [
        _Part(match.group(), match.start())
        for match in re.finditer(r"[^\r\n]+", text)
        if match.group().strip() and not any(a <= match.start() < b for a, b in ranges_read)
    ]
    result = []
    at = 0
    while at < len(lines):
        rows: list[_RunOnRow] = []
        end = at
        while end < len(lines) and (row := _row(lines[end])) is not None:
            rows.append(row)
            end += 1
        seams = sum(bool(re.search(r"[a-záéíóúñ.][A-ZÁÉÍÓÚÑ]", row.whole.text)) for row in rows)
        if len(rows) >= 3 and seams >= 0.7 * len(rows):
            result.append(_table(rows, lines, at))
            at = end
        else:
            at = max(end, at + 1)
    return result


def _row(line: _Part) -> _RunOnRow | None:
    """The cells of one line, or None if it does not begin with a place and end with a date."""
    end = _END.search(line.text)
    place = _leading_place(line.text)
    if end is None or place is None or end.start() <= place:
        return None
    body, offset = line.text[place : end.start()], place
    subject, title, actors = _cells(body)

    def part(span: tuple[int, int] | None) -> _Part | None:
        if span is None:
            return None
        first, last = span
        raw = body[first:last]
        raw_trimmed = _TAG.sub("", raw.rstrip()) if _TAG.search(raw[-12:]) else raw
        shown = raw_trimmed.strip(" \u00a0\t")
        if not shown:
            return None
        return _Part(shown, line.start + offset + first + raw.index(shown[:1]))

    status = _Part(end.group("status").strip(), line.start + end.start("status")) if end.group("status") else None
    return _RunOnRow(
        _Part(line.text[:place].strip(), line.start),
        part(subject),
        part(title),
        part(actors),
        _Part(end.group("date"), line.start + end.start("date")),
        status,
        line,
    )


def _leading_place(text: str) -> int | None:
    """Where the place at the start of a line ends: the longest name of a subdivision, or two joined by a conjunction."""
    spaced = re.sub(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ])", "\n", text[:120])
    places = [p for p in find_places(spaced) if p.kind in ("subdivision", "city")]
    if not places or places[0].start > 0:
        return None
    end = places[0].end
    for place in places[1:]:
        between = spaced[end : place.start]
        if re.fullmatch(r"\s+(?:and|y|,)\s+", between):
            end = place.end
        else:
            break
    return end - spaced[:end].count("\n")


Span = tuple[int, int]


def _cells(body: str) -> tuple[Span | None, Span | None, Span | None]:
    """Subject, title and actors of a row: by the words that begin an instrument or activity, and the seam before the actors."""
    actors = _actors_start(body)
    head = body[:actors] if actors is not None else body
    begin = _title_start(head)
    if begin is None:
        # no title: a short subject, and nothing else before the actors
        subject = (0, len(head)) if head.strip() else None
        return subject, None, (actors, len(body)) if actors is not None else None
    subject = (0, begin) if head[:begin].strip() else None
    return subject, (begin, len(head)), (actors, len(body)) if actors is not None else None


def _title_start(head: str) -> int | None:
    """Where the title begins: at the first seam that words of an instrument or activity follow, else at the start."""
    for match in _SEAM.finditer(head[:60]):
        rest = head[match.start() :].lstrip()
        if len(rest) >= 25 and _begins_title(rest.split(" between ")[0][:90]):
            return match.start() + len(head[match.start() :]) - len(rest)
    for match in re.finditer(r"(?<=\w )(?=[A-Z])", head[:45]):
        # an activity begins with its noun: the text before it is the subject
        opening = head[match.start() :].split(" ")[0]
        if is_activity(opening) and not is_instrument(head[: match.start()]):
            return match.start()
    return 0 if len(head) >= 25 and _begins_title(head.split(" between ")[0][:90]) else None


def _take_known_subjects(rows: Sequence[_RunOnRow]) -> None:
    """A title that begins with a subject of another row and continues with its own title holds both cells."""
    subjects_known = {row.subject.text for row in rows if row.subject is not None}
    for row in rows:
        if row.subject is not None or row.title is None:
            continue
        for subject in sorted(subjects_known, key=len, reverse=True):
            rest = row.title.text.removeprefix(subject)
            if rest != row.title.text and re.match(r"\s[A-Z]", rest) and _begins_title(rest.strip()[:90]):
                moved = len(row.title.text) - len(rest.lstrip())
                row.subject = _Part(subject, row.title.start)
                row.title = _Part(rest.lstrip(), row.title.start + moved)
                break


def _begins_title(words: str) -> bool:
    """Whether the first words name an instrument or an activity, nothing run together before it."""
    opening = re.match(rf"(?:(?!{_SEAM.pattern}).){{0,70}}", words)
    text = opening.group() if opening else words
    return is_instrument(text) or is_activity(text) or bool(_openings().match(text))


def _openings() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("tables", "register_words")["signs"]["words"]), re.I)


def _actors_start(body: str) -> int | None:
    """Where the actors begin: the last seam after a full stop, or before the first semicolon, that an actor follows."""
    seams = [match.start() for match in _SEAM.finditer(body)]
    seams += [match.end() for match in re.finditer(r"(?:\s{2,}|\u00a0\s*|[.] )(?=[A-Z])", body)]
    seams = sorted({seam for seam in seams if _ACTOR.match(body[seam:].lstrip())})
    if not seams:
        return None
    stopped = [seam for seam in seams if re.search(r"[.>]\s*$", _TAG.sub(">", body[:seam]))]
    semicolon = body.find(";")
    if stopped:
        before = [seam for seam in stopped if semicolon < 0 or seam < semicolon]
        return before[-1] if before else stopped[0]
    before = [seam for seam in seams if semicolon < 0 or seam < semicolon]
    if before:
        return before[-1] if semicolon >= 0 else before[0]
    listed = [seam for seam in seams if ";" in body[seam:]]
    return listed[-1] if listed else None


def _table(rows: list[_RunOnRow], lines: Sequence[_Part], first: int) -> tuple[int, int, ReadTable]:
    _take_known_subjects(rows)
    header, displaced, start = _above(lines, first)
    repairs: list[str] = [Message("rows_whose_cells_ran_together_were", n=len(rows))]
    lacking = [
        (number, "subject" if row.subject is None else "title")
        for number, row in enumerate(rows)
        if row.subject is None or row.title is None
    ]
    if displaced and len(displaced) == len(lacking):
        for (number, kind), cell in zip(lacking, displaced, strict=True):
            if kind == "subject":
                rows[number].subject = cell
            else:
                rows[number].title = cell
            repairs.append(Message("row_displaced_cell_was_put_back", number=number + 1, text=f"{cell.text[:60]!r}"))
    elif displaced:
        repairs.append(Message("displaced_cells_were_not_put_back", n=len(displaced), n_2=len(lacking)))
    titles = ("Place", "Subject", "Title", "Parties", "Date", "Status")
    cells: list[Cell] = []
    anchor = header.start if header else rows[0].whole.start
    cells += [Cell(0, column, title, anchor, anchor, header=True) for column, title in enumerate(titles)]
    for number, row in enumerate(rows, 1):
        parts = (row.place, row.subject, row.title, row.actors, row.date, row.status)
        for column, part in enumerate(parts):
            if part is not None and part.text:
                cells.append(Cell(number, column, part.text, part.start, part.start + len(part.text)))
    last = rows[-1].whole
    table = ReadTable(0, None, None, "", (), tuple(cells), len(rows) + 1, len(titles), tuple(repairs))
    return start, last.start + len(last.text), table


def _above(lines: Sequence[_Part], first: int) -> tuple[_Part | None, list[_Part], int]:
    """The header line, the displaced cells above the table, and where both begin."""
    header: _Part | None = None
    displaced: list[_Part] = []
    start = lines[first].start
    for line in reversed(lines[max(0, first - 3) : first]):
        if re.match(r"\s*<\s+td\s*>|\s*<\s*td\s*>", line.text, re.I):
            position = 0
            pieces: list[_Part] = []
            for match in [*re.finditer(r"<\s*/?\s*td\s*>", line.text, re.I), None]:
                piece = line.text[position : match.start()] if match else line.text[position:]
                shown = piece.strip(" \u00a0\t")
                if shown:
                    pieces.append(_Part(shown, line.start + position + piece.index(shown[:1])))
                position = match.end() if match else position
            displaced = pieces + displaced
            start = line.start
        elif header is None and len(re.findall(r"[a-z>][A-Z]", line.text)) >= 2 and len(line.text) < 200:
            header = line
            start = line.start
        else:
            break
    return header, displaced, start
