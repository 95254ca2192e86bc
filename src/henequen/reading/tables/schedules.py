"""Tables of actions with their owner and last day, and calendars of events: a commitment or an event in each row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from henequen.reading.document import Cell, Proposal, Quote, ReadDocument, ReadTable
from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.dates import find_dates
from henequen.reading.grammar.names import find_places
from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.head import with_date
from henequen.reading.tables.bodies import split_bodies
from henequen.reading.tables.numerals import is_missing, is_numeric
from henequen.reading.tables.registers import cell_quote
from henequen.reading.tables.terms import read_date
from henequen.reading.tables.words import plain

__all__ = ["Schedule", "read_schedule", "schedule_columns"]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The kind of a table (action or calendar), its header rows and the role of each column."""

    kind: str
    first: int
    roles: dict[int, str]
    caption: str
    owners: int = 1
    """Columns of owners: with more than one, each is that of a side."""


_SHARED = ("owner", "deadline", "date", "place")
"""What a cell that covers several rows says for each of them."""


@cache
def _titles() -> dict[str, str]:
    table = read_toml("tables", "schedule_words")["columns"]
    return {plain(word): role for role, words in table.items() for word in words}


@cache
def _parts(role: str) -> re.Pattern[str]:
    return re.compile(alternation(read_toml("tables", "schedule_words")["parts"][role]), re.IGNORECASE)


def _role(title: str) -> str | None:
    """The role of a column by its whole title, or by the words that a longer title contains."""
    words = re.sub(r"\s*[(\[].*?[)\]]\s*", " ", plain(title)).strip(" :?")
    if (role := _titles().get(words)) or len(words.split()) > 6:
        return role
    return next((role for role in ("deadline", "owner", "action", "status") if _parts(role).search(words)), None)


@cache
def _captions(kind: str) -> re.Pattern[str]:
    return re.compile(alternation(read_toml("tables", "schedule_words")["captions"][kind]), re.IGNORECASE)


@cache
def _called_off() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("tables", "schedule_words")["called_off"]["words"]), re.IGNORECASE)


@cache
def _rejected() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("tables", "schedule_words")["rejected"]["words"]), re.IGNORECASE)


def schedule_columns(document: ReadDocument, table: ReadTable) -> Schedule | None:
    """The roles of the columns, if the table lists actions or events; its caption or its titles decide which."""
    grid = table.grid()
    caption = _caption(document, table)
    for number, row in enumerate(grid[:3]):
        roles: dict[int, str] = {}
        named = {column: _role(cell.text) for column, cell in enumerate(row) if cell is not None and cell.text.strip()}
        for column, role in named.items():
            if role and role not in roles.values():
                roles[column] = role
        kind = _kind(set(roles.values()), caption)
        if kind is None:
            continue
        body = [cell for line in grid[number + 1 :] for cell in line if cell is not None and cell.text.strip()]
        if not body or sum(is_numeric(cell.text) for cell in body) > 0.4 * len(body):
            return None
        return Schedule(kind, number + 1, roles, caption, list(named.values()).count("owner"))
    return None


def _kind(roles: set[str], caption: str) -> str | None:
    """Action or calendar, by the titles of the columns, and by the caption where they fit both."""
    if "action" in roles and roles & {"deadline", "owner", "date"}:
        return "action"
    if "what" in roles and ("deadline" in roles or ("owner" in roles and "place" not in roles and "date" not in roles)):
        return "action"
    if {"what", "owner", "date"} <= roles and "place" not in roles and not _captions("calendar").search(caption):
        return "action"
    if "what" in roles and "date" in roles:
        if _captions("action").search(caption) and not _captions("calendar").search(caption):
            return "action"
        return "calendar"
    if "event" in roles and roles & {"date", "deadline"}:
        return "calendar"
    return None


def _caption(document: ReadDocument, table: ReadTable) -> str:
    """The caption, or the line above the first cell."""
    if table.caption.strip():
        return table.caption
    start = min((cell.start for cell in table.cells if cell.end > cell.start), default=0)
    lines = [line for line in document.text[max(0, start - 240) : start].split("\n") if re.search(r"\w", line)]
    return lines[-1][-160:] if lines else ""


def read_schedule(
    document: ReadDocument, table: ReadTable, schedule: Schedule, sides: DocumentSides
) -> Iterator[Proposal]:
    """The commitment or the event of each row; a row that was called off gives none."""
    year = re.search(r"(?<!\d)(20\d\d)(?!\d)", schedule.caption)
    published = with_date(document).published_on
    if year and not (published or "").startswith(year.group(1)):
        published = year.group(1)
    for number, row in enumerate(table.grid()):
        if number < schedule.first:
            continue
        cells: dict[str, Cell] = {}
        for column, role in schedule.roles.items():
            cell = row[column]
            if (
                cell is not None
                and cell.text.strip()
                and not is_missing(cell.text)
                and (cell.row == number or role in _SHARED)
            ):
                cells[role] = cell
        if any(_called_off().search(cell.text) for cell in cells.values()):
            continue
        if any(cell is not None and _rejected().fullmatch(cell.text.strip()) for cell in row):
            continue
        proposal = (_action if schedule.kind == "action" else _event)(document, table, cells, sides, published)
        if proposal is not None:
            yield proposal


def _date(cell: Cell | None, published: str | None) -> DateSpan | None:
    """The date of a cell; a half-year without a year takes that of the caption."""
    if cell is None:
        return None
    if re.fullmatch(r"\s*20\d\d\s*[./-]\s*\d{1,2}\s*\.?\s*", cell.text) and (month := read_date(cell.text, "ko")):
        return DateSpan(0, len(cell.text), month["value"], month["precision"], "printed")  # 2024. 10.
    dates = find_dates(re.sub(r"\b([Ee])nd-(?=[A-Z])", r"\1nd of ", cell.text), published)
    if dates:
        return dates[0]
    half = re.search(r"(?P<first>first|primer|상)|(?P<second>second|segundo|하)", cell.text, re.IGNORECASE)
    if published and half and re.search(r"half|semestre|반기", cell.text, re.IGNORECASE):
        return DateSpan(0, len(cell.text), f"{published[:4]}-H{1 if half.group('first') else 2}", "half-year", "head")
    return None


def _action(
    document: ReadDocument, table: ReadTable, cells: dict[str, Cell], sides: DocumentSides, published: str | None
) -> Proposal | None:
    what = cells.get("action") or cells.get("what")
    if what is None or len(re.findall(r"[^\W\d_]{2,}", what.text)) < 2:
        return None
    fields: dict[str, object] = {"subtype": "commitment", "text": _line(what.text)}
    due = cells.get("deadline") or cells.get("date")
    deadline = _date(due, published)
    begins = due is not None and re.search(r"부터|\b(?:from|since|desde|a partir)\b", due.text, re.IGNORECASE)
    if deadline is not None and not begins:
        fields["deadline"] = deadline.as_deadline()
    owner = cells.get("owner")
    owners = [body for body, _, _ in split_bodies(document.text, owner)] if owner else []
    if owners:
        fields["owners"] = owners
    named = [place for cell in (owner,) if cell for place in find_places(cell.text)]
    countries = sorted({code for place in named if (code := sides.decide(place))})
    if countries:
        fields["owner_countries"] = countries
        fields["countries"] = countries
    if number := cells.get("number"):
        fields["number"] = _line(number.text).strip(".)")
    if status := cells.get("status"):
        fields["status_printed"] = _line(status.text)
    used = [cell for cell in (what, due, owner) if cell is not None]
    return Proposal(document.name, "commitment", fields, _quotes(document, table, used))


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    nouns = read_toml("prose", "events")["nouns"]
    return tuple((kind, re.compile(alternation(words), re.IGNORECASE)) for kind, words in nouns.items())


def _event(
    document: ReadDocument, table: ReadTable, cells: dict[str, Cell], sides: DocumentSides, published: str | None
) -> Proposal | None:
    what, when = cells.get("event") or cells.get("what"), cells.get("date") or cells.get("deadline")
    date = _date(when, published)
    if what is None or date is None or not re.search(r"[^\W\d_]{3}|[가-힣]{2}", what.text):
        return None
    hits = [(found.start(), kind) for kind, words in _kinds() if (found := words.search(what.text))]
    fields: dict[str, object] = {
        "type": min(hits)[1] if hits else "activity",
        "title": _line(what.text),
        "date": date.as_date(),
    }
    place = cells.get("place")
    if place is not None:
        fields["place"] = _line(place.text)
    places = [found for cell in (what, place) if cell is not None for found in sides.find(cell.text)]
    countries = sorted({code for found in places if (code := sides.decide(found))})
    if countries:
        fields["countries"] = countries
    local = {found.codes[0] for found in places if found.kind in ("subdivision", "city") and len(set(found.codes)) == 1}
    if local:
        fields["subdivisions"] = sorted(local)
    if published and len(published) >= 10 and date.value[: len(published)] > published:
        fields["status"] = "planned"
    used = [cell for cell in (what, when, place) if cell is not None]
    return Proposal(document.name, "event", fields, _quotes(document, table, used))


def _quotes(document: ReadDocument, table: ReadTable, cells: Sequence[Cell]) -> tuple[Quote, ...]:
    return tuple(cell_quote(document, table, cell) for cell in cells)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
