"""Registers of instruments and activities: a row for each, read by the titles of its columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from henequen.reading.document import Cell, Proposal, Quote, ReadDocument, ReadTable
from henequen.reading.grammar.dates import find_dates
from henequen.reading.grammar.names import find_places
from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.grammar.wordlists import read_toml
from henequen.reading.tables.instrument_words import is_activity, is_instrument, status_of, type_of
from henequen.reading.tables.numerals import is_missing
from henequen.reading.tables.parties import PartyReading, is_level, level_of, read_parties, split_parties
from henequen.reading.tables.terms import (
    day_first,
    is_open_date,
    is_planned,
    is_undecided,
    is_upon_signature,
    read_date,
    read_renewal,
    read_term,
    renewal_in_column,
)
from henequen.reading.tables.words import plain

__all__ = ["RegisterReader", "register_columns"]

_PARTY_IN_ENGLISH = (
    r"(?:city|town|municipality|province|region|state|prefecture|county|university|institution|body|party|partner)\s(?:in|of|from)\s\S+(?:\s\S+)?"
    r"|\S+(?:\s\S+)?\s(?:party|side|counterpart|signatory|institution|agency|body|city|province|municipality|university)"
)
_PARTY_IN_SPANISH = (
    r"(?:parte|contraparte|institución|organismo|entidad|firmante|ciudad|provincia|municipio|universidad)"
    r"\s\S+(?:\s\S+)?"
)


@cache
def _titles() -> dict[str, str]:
    table = read_toml("tables", "register_words")["columns"]
    return {word: role for role, words in table.items() for word in words}


def _role(title: str) -> str | None:
    words = plain(title)
    table = _titles()
    bare = re.sub(r"\s*[(\[].*?[)\]]\s*", " ", words).strip()
    if code := table.get(words) or table.get(bare):
        return code
    if re.search(r"\b(?:fecha|date)\b|일자?$", bare) and re.search(r"firma|suscri|sign|서명|체결", bare):
        return "signed"  # place and date of signature in one column
    if re.fullmatch(_PARTY_IN_ENGLISH, bare) or re.fullmatch(_PARTY_IN_SPANISH, bare):
        return "parties"  # Norwegian party, parte peruana
    if re.fullmatch(r"[가-힣]{1,8}\s?(?:측\s?)?(?:자치단체|지자체|지방정부|도시|기관)(?:명)?", bare):
        return "parties"  # 국내 자치단체, 호주 자치단체
    parts = [part.strip() for part in re.split(r"\s*/\s*|\s+(?:and|y|e|및|o|or)\s+|,\s*", bare) if part.strip()]
    roles = [table[part] for part in parts if part in table]
    return roles[0] if roles else None


def register_columns(table: ReadTable) -> tuple[int, dict[int, str]] | None:
    """The number of header rows and the role of each column, if the table lists instruments."""
    grid = table.grid()
    best: tuple[int, dict[int, str]] | None = None
    for number, row in enumerate(grid[:4]):
        roles: dict[int, str] = {}
        for column, cell in enumerate(row):
            if cell is not None and cell.text.strip() and (role := _role(cell.text)):
                roles[column] = role
        # the lower row of a header in two rows: Signature / Place, Date
        lower = best is not None and best[0] == number and any(cell and cell.row < number for cell in row)
        if best is None or len(roles) > len(best[1]) - (lower and _titles_only(row)):
            best = (number + 1, roles)
    if best is None or len(best[1]) < 2:
        return None
    body = grid[best[0] :]
    if "title" not in best[1].values() and (title_column := _title_column(body, table.columns)) is not None:
        best[1][title_column] = "title"
    for column, role in best[1].items():
        cell_texts = [cell.text for row in body if (cell := row[column]) is not None and cell.text.strip()]
        if (
            role == "place"
            and cell_texts
            and sum(status_of(text) is not None for text in cell_texts) >= 0.6 * len(cell_texts)
        ):
            best[1][column] = "status"  # Estado is the state of validity as well as a state of a federation
        if role in ("subject", "type") and cell_texts and sum(map(is_level, cell_texts)) >= 0.6 * len(cell_texts):
            best[1][column] = "level"  # Ámbito: Nacional
    names = set(best[1].values())
    dated = names & {"signed", "force", "status", "term"}
    if not body or not (names & {"title", "parties", "subject", "party_b", "type"}) or not dated:
        return None
    with_type = sum(is_instrument(cell.text) for row in body for cell in row if cell is not None)
    return best if with_type >= 0.3 * len(body) else None


def _titles_only(row: Sequence[Cell | None]) -> bool:
    """Whether the cells that begin in a row all are titles of columns, below a title that spans them."""
    number = max((cell.row for cell in row if cell is not None), default=0)
    own = [cell for cell in row if cell is not None and cell.row == number and cell.text.strip()]
    return bool(own) and all(_role(cell.text) for cell in own)


def _title_column(body: Sequence[Sequence[Cell | None]], columns: int) -> int | None:
    """The column most of whose cells name an instrument in several words, regardless of its title."""
    for column in range(columns):
        texts = [cell.text for row in body if (cell := row[column]) is not None and cell.text.strip()]
        if texts and sum(is_instrument(text) and len(text.split()) >= 3 for text in texts) >= 0.6 * len(texts):
            return column
    return None


_TOTAL = re.compile(r"(?:sub-?)?total\b(?!\s\w+\s(?:agreement|acuerdo))|(?:합계|총계|소계)(?:\s|$)", re.I)


class RegisterReader:
    """Reads the rows of one register."""

    def __init__(
        self, document: ReadDocument, table: ReadTable, sides: DocumentSides, head: tuple[int, dict[int, str]]
    ) -> None:
        self.document, self.table, self.sides = document, table, sides
        self.first, self.roles = head
        self.context = self._context_countries()
        self.title_level = self._title_level()
        self.left_out: dict[str, int] = {}
        dated = [column for column, role in self.roles.items() if role in ("signed", "force")]
        self.day_first = day_first(cell.text for cell in table.cells if cell.column in dated and cell.row >= self.first)

    def _title_level(self) -> str | None:
        """The level that the titles of the columns of parties state: City in Poland, Municipio colombiano."""
        grid = self.table.grid()
        titles = " ".join(
            cell.text
            for row in grid[: self.first]
            for column, role in self.roles.items()
            if role in ("parties", "party_a", "party_b") and (cell := row[column]) is not None
        ).lower()
        for level, words in (
            ("municipal", r"\bcity\b|\bcities\b|\btown|municipal|\bciudad|\bmunicipio|도시"),
            ("state", r"\bprovince|\bprovincia|\bprefecture|\bcounty\b"),
            ("institutional", r"universit|universidad|\binstitution|\binstituci"),
        ):
            if re.search(words, titles):
                return level
        return None

    def _context_countries(self) -> tuple[str, ...]:
        """The pair that the title of the table or the whole document names: used for rows that do not state it."""
        codes = [self.sides.decide(place) for place in find_places(self.table.caption)]
        named = tuple(dict.fromkeys(code for code in codes if code))
        if len(named) == 2:
            return named
        counts = Counter(code for place in self.sides.places if (code := self.sides.decide(place)))
        ranked = counts.most_common(3)
        if len(ranked) == 2 or (len(ranked) == 3 and ranked[1][1] >= 3 * ranked[2][1]):
            return ranked[0][0], ranked[1][0]
        return named if len(named) == 1 else ()

    def read(self) -> Iterator[Proposal]:
        """An instrument, or an event, for each row."""
        group = ""
        for number, row in enumerate(self.table.grid()):
            if number < self.first:
                continue
            cells: dict[str, list[Cell]] = {}
            row_cells = {id(cell): cell for cell in row if cell is not None and cell.text.strip()}
            if len(row_cells) == 1:
                group = next(iter(row_cells.values())).text
                continue
            if self._repeats_header(row):
                continue
            for column, cell in enumerate(row):
                role = self.roles.get(column)
                if cell is None or role is None or not cell.text.strip() or is_missing(cell.text):
                    continue
                if cell not in cells.setdefault(role, []):
                    cells[role].append(cell)
            yield from self._row(cells, group)

    def _repeats_header(self, row: Sequence[Cell | None]) -> bool:
        """Whether a row prints the titles of the columns once more."""
        same = [
            cell is not None and _role(cell.text) == role
            for column, role in self.roles.items()
            if (cell := row[column])
        ]
        return len(same) >= 2 and all(same)

    def _row(self, cells: dict[str, list[Cell]], group: str) -> Iterator[Proposal]:
        title_cells = cells.get("title", [])
        title = " ".join(_line(cell.text) for cell in title_cells)
        kind_text = " ".join(_line(cell.text) for cell in cells.get("type", []))
        subject = "; ".join(_line(cell.text) for cell in cells.get("subject", []))
        if not (title or kind_text or subject) or _TOTAL.match(title or subject):
            return
        parties = self._parties(cells, title)
        if is_activity(title or subject) and not kind_text:
            places = [_line(cell.text) for cell in cells.get("place", [])]
            where = read_parties((), places, "", self.sides)
            yield self._activity(cells, title or subject, parties, where.subdivisions or parties.subdivisions)
            return
        kind = type_of(kind_text) or type_of(title) or type_of(subject) or type_of(group)
        fields: dict[str, object] = {"title": title or subject or kind_text, "type": kind}
        level = level_of(parties, [_line(c.text) for c in cells.get("level", [])])
        fields["level"] = self.title_level if level in (None, "state", "national") and self.title_level else level
        fields["parties"] = list(parties.printed)
        countries = list(parties.countries)
        for code in self.context:
            if code not in countries and len(countries) < 2 and not parties.doubtful:
                countries.append(code)
        fields["countries"] = sorted(countries)
        fields["subdivisions"] = list(parties.subdivisions)
        fields["ambiguous_subdivision"] = list(parties.ambiguous)
        if parties.doubtful:
            fields["counterparty_candidates"] = list(parties.doubtful)
        fields["subject"] = subject if subject and title else ""
        self._dates(cells, fields)
        self._status(cells, fields)
        yield Proposal(self.document.name, "instrument", _filled(fields), self._evidence(cells))
        if parties.doubtful:
            yield self._dispute(cells, parties)
        for name, role in (("signed", "signed"), ("entry_into_force", "force")):
            for cell in cells.get(role, []):
                if name not in fields and is_open_date(cell.text):
                    yield self._open_date(cell)

    def _dispute(self, cells: dict[str, list[Cell]], parties: PartyReading) -> Proposal:
        """A party whose name can mean two countries: a person decides which."""
        cells_by_role = [
            c for role in ("parties", "party_a", "party_b", "country", "title") for c in cells.get(role, [])
        ]
        fields: dict[str, object] = {
            "type": "ambiguous_name",
            "severity": "warning",
            "printed": "; ".join(parties.printed),
            "description": f"the name of a party can mean {' or '.join(parties.doubtful)}: a person decides",
        }
        return Proposal(
            self.document.name,
            "issue",
            fields,
            tuple(cell_quote(self.document, self.table, c) for c in cells_by_role[:1]),
        )

    def _open_date(self, cell: Cell) -> Proposal:
        """A date whose column does not show whether the day or the month comes first."""
        fields: dict[str, object] = {
            "type": "ambiguous_date",
            "severity": "warning",
            "printed": _line(cell.text),
            "description": "day and month can be exchanged, and no other date of the column shows which comes first",
        }
        return Proposal(self.document.name, "issue", fields, (cell_quote(self.document, self.table, cell),))

    def _parties(self, cells: dict[str, list[Cell]], title: str) -> PartyReading:
        printed: list[str] = []
        for role in ("parties", "party_a", "party_b"):
            for cell in cells.get(role, []):
                # on a page and in plain text a line end within a cell is only where the line was full
                wrapped = self.document.media_type in ("application/pdf", "text/plain")
                printed += split_parties(cell.text.replace("\n", " ") if wrapped else cell.text)
        places = [_line(cell.text) for role in ("place", "country") for cell in cells.get(role, [])]
        return read_parties(printed, places, title, self.sides)

    def _dates(self, cells: dict[str, list[Cell]], fields: dict[str, object]) -> None:
        for role, name in (("signed", "signed"), ("force", "entry_into_force")):
            for cell in cells.get(role, []):
                day = read_date(cell.text, self.document.language, self.day_first)
                if day is not None and not is_planned(cell.text):
                    fields[name] = day
                elif day is None and role == "force" and "signed" in fields and is_upon_signature(cell.text):
                    fields[name] = fields["signed"]
        for cell in cells.get("signed", []):
            before = re.match(r"([^\W\d_][^,\d]{2,40}),\s+(?=\S*\d|[^\W\d_]+\s)", _line(cell.text))
            if before and not find_dates(before.group(1)):
                fields["signed_at"] = before.group(1)
            inside = re.search(r"\d\s*[.일]?\s*[(（]\s*([^\W\d_][^()\d（）]{1,30}?)\s*[)）]\s*$", _line(cell.text))
            if inside and not find_dates(inside.group(1)) and status_of(inside.group(1)) is None:
                fields["signed_at"] = inside.group(1)  # 1992.5.14(하노이)
        for cell in cells.get("signed_at", []):
            if is_undecided(cell.text):
                continue
            fields["signed_at"] = _line(cell.text)

    def _status(self, cells: dict[str, list[Cell]], fields: dict[str, object]) -> None:
        stated = [_line(cell.text) for cell in cells.get("status", [])]
        for cell in cells.get("signed", []):
            # a status after the date in one cell: "May 1996 - ended"
            rest = re.search(r"(?:\d{4}|일)\s*[-–—,;(]\s*([^\d()]{3,60}?)\)?\s*$", _line(cell.text))
            if rest and not stated:
                stated = [rest.group(1).strip()]
            behind = re.search(r"\d\s+([^\W\d_][^\d()]{3,60}?)\s*$", _line(cell.text))
            if behind and not stated and status_of(behind.group(1)):
                stated = [behind.group(1)]
        for cell in [*cells.get("term", []), *cells.get("renewal", [])]:
            term, renewal = read_term(cell.text), read_renewal(cell.text)
            if renewal is None and cell in cells.get("renewal", []):
                renewal = renewal_in_column(cell.text)
            if term:
                fields["term"] = term
            if renewal:
                fields["renewal"] = renewal
            if not stated and status_of(cell.text):
                stated = [_line(cell.text)]
        for cell in cells.get("notice", []):
            if notice := read_term(cell.text):
                fields["notice"] = notice
        for cell in cells.get("remark", []):
            if (
                not stated
                and status_of(_line(cell.text).split(";")[0 if ";" not in cell.text else -1])
                and len(cell.text) < 80
            ):
                stated = [_line(cell.text)]
        if stated:
            fields["status_printed"] = stated[0]
            fields["status_normalised"] = status_of(stated[0])
            if renewal := read_renewal(stated[0]):
                fields.setdefault("renewal", renewal)

    def _activity(
        self, cells: dict[str, list[Cell]], title: str, parties: PartyReading, subdivisions: tuple[str, ...]
    ) -> Proposal:
        fields: dict[str, object] = {
            "type": "activity",
            "title": title,
            "participants": list(parties.printed),
            "subdivisions": list(subdivisions),
            "countries": sorted({*parties.countries}),
        }
        for cell in cells.get("signed", []):
            day = read_date(cell.text, self.document.language)
            if day is not None:
                fields["date"] = day
        return Proposal(self.document.name, "event", _filled(fields), self._evidence(cells))

    def _evidence(self, cells: dict[str, list[Cell]]) -> tuple[Quote, ...]:
        order = ("title", "subject", "type", "parties", "party_a", "party_b", "country", "place", "signed", "force")
        rest = [role for role in cells if role not in order]
        quotes: list[Quote] = []
        for role in (*order, *rest):
            for cell in cells.get(role, []):
                quotes.append(cell_quote(self.document, self.table, cell))
        return tuple(quotes)


def cell_quote(document: ReadDocument, table: ReadTable, cell: Cell) -> Quote:
    """A cell as evidence."""
    text = document.text[cell.start : cell.end]
    if table.sheet is not None and cell.reference:
        return Quote(text, cell.start, cell.end, sheet=table.sheet, cell=cell.reference)
    if document.media_type == "text/csv" and cell.reference:
        return Quote(text, cell.start, cell.end, row=int(cell.reference), column=cell.column + 1)
    return Quote(
        text, cell.start, cell.end, page=table.page, table=table.number, row=cell.row + 1, column=cell.column + 1
    )


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _filled(fields: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], ())}
