"""Tables of figures to observations: every value with its measure, sides, period, product and unit, if printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from henequen.model.message import Message
from henequen.reading.document import Cell, Proposal, Quote, ReadDocument, ReadTable
from henequen.reading.grammar.amounts import AmountStyle
from henequen.reading.grammar.names import PlaceName
from henequen.reading.grammar.numbers import detect_separators
from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.tables.caption_sides import sides_in
from henequen.reading.tables.column_periods import date_cumulated, date_ratios, date_totals
from henequen.reading.tables.context import TableContext, country_of
from henequen.reading.tables.contradictions import Candidate, without_contradictions
from henequen.reading.tables.counting import counting_country
from henequen.reading.tables.facts import STRONG
from henequen.reading.tables.label_taker import LabelTaker
from henequen.reading.tables.numerals import (
    CellNumber,
    TableSeparators,
    is_missing,
    is_numeric,
    read_amount,
    read_number,
)
from henequen.reading.tables.observation import Gathered, Measure
from henequen.reading.tables.periods import fiscal_months, read_period
from henequen.reading.tables.shape import TableShape
from henequen.reading.tables.units import MoneyStyle
from henequen.reading.tables.words import in_list, measure_of, part_of_trade, unit_of_count

__all__ = ["StatisticsReader"]


class StatisticsReader:
    """Reads the values of one table."""

    def __init__(
        self,
        document: ReadDocument,
        table: ReadTable,
        shape: TableShape,
        context: TableContext,
        sides: DocumentSides,
        style: MoneyStyle,
    ) -> None:
        self.document, self.table, self.shape, self.context = document, table, shape, context
        self.sides = sides
        self.dollar = style[0]
        texts = [cell.text for cell in table.cells]
        printed = set(texts)
        # the commas of a CSV file are not those of its numbers
        around = "\n".join(texts) if document.media_type == "text/csv" else document.text
        self.separators = TableSeparators.of(texts, around, document.language)
        self.amounts = AmountStyle.of(detect_separators(around, document.language), document.language, sides.countries)
        self.up_is_minus = not any("▼" in text for text in printed)
        # where (△9.3) prints the minus, the brackets of (15.2) do not mean minus
        self.bracket_is_minus = not any("(" in text and re.match(r"\s*\(\s*[△▲▽▼−-]\s*\d", text) for text in printed)
        self.left_out: Counter[str] = Counter()
        self.fiscal = fiscal_months(document.text)
        self._label_columns = [(c, kind) for c, kind in enumerate(shape.kinds) if kind not in ("value", "skip")]
        self._label_quotes: dict[int, Quote] = {}
        """The quotes of labels, which every figure of their row or column cites."""
        self.marks = self._marks()
        heads = [cell.text for column in range(table.columns) for cell in shape.headers(column)]
        self.column_periods = frozenset(piece.value for text in heads if (piece := read_period(text)) is not None)
        self.labels = LabelTaker(shape, context, sides, style, self.marks, self.column_periods, table.caption)
        self.labels.numbered_flows = any(cell.text.startswith("ESTAT:") for cell in table.cells[: 3 * table.columns])
        self.labels.mirrored = context.partner is not None and any(
            measure_of(text) == ("export", None) and sides_in(text, "export", sides) == (context.partner, None)
            for text in printed
            if not is_numeric(text)
        )
        self.labels.places_among_products = self._places_among_products()
        self.labels.place_column = self.place_column = self._place_column()
        self.fallback = self._fallback_measure()
        self._drop_listed_partner()

    def read(self) -> Iterator[Proposal]:
        """One observation for each value, and one for each value that is printed as missing."""
        columns = {column: self._column(column) for column in self.shape.columns("value")}
        named = [bool(head.measures) for head in columns.values()]
        for head in columns.values():
            head.unnamed = not head.measures and sum(named) >= 2 and sum(named) >= 0.5 * len(named)
        date_cumulated(columns)
        if not self.context.period:
            date_totals(columns, self.shape)
        date_ratios(columns, self.table.columns)
        lists = self._lists_side_by_side()
        rows = {row: self._row(row, lists) for row in self.shape.body()}
        self._take_shown_reporter([*columns.values(), *(labels for parts in rows.values() for labels in parts)])
        parts = lists or [list(range(self.table.columns))]
        found = (
            candidate
            for number, part in enumerate(parts)
            for candidate in self._list({c: head for c, head in columns.items() if c in part}, rows, number)
        )
        yield from without_contradictions(found, self.left_out)

    def _list(self, columns: dict[int, Gathered], rows: dict[int, list[Gathered]], number: int) -> Iterator[Candidate]:
        """The observations of one list of labels with the columns of values on its right."""
        above: Measure | None = None
        for row in self.shape.body():
            labels = rows[row][number]
            flows = [measure for measure, _ in labels.measures if measure[0] not in ("growth", "share")]
            if flows:
                above = flows[-1] if flows[-1][0] in ("export", "import", "fdi_flow", "fdi_stock") else None
            elif "subtotal" not in labels.flags:
                labels.above_flow = above
            for column, head in columns.items():
                cell = self.shape.grid[row][column]
                if cell is None or cell.row != row or cell.column != column or not cell.text.strip():
                    continue
                if cell.column_span > 1 and cell.column_span >= self.table.columns - 1:
                    continue
                proposal = self._observation(cell, head, labels)
                if proposal is not None:
                    yield Candidate(proposal, tuple(other.text.strip() for other in (*labels.cells, *head.cells)))

    def _lists_side_by_side(self) -> list[list[int]]:
        """The columns of each list, if a table has two next to each other: products exported and products imported."""
        starts: list[int] = []
        for column in self.shape.columns("label", "product", "partner", "place"):
            after = self.shape.kinds[column + 1 : column + 2]
            before = self.shape.kinds[column - 1] if column else None
            if after == ("value",) and before in (None, "value", "skip", "code"):
                starts.append(column)
        if len(starts) != 2 or not any(kind == "value" for kind in self.shape.kinds[starts[0] : starts[1]]):
            return []
        flows = [measure_of(self.shape.title(column)) for column in starts]
        kinds = {self.shape.kinds[column] for column in starts}
        titles = {re.sub(r"[\d\s]", "", self.shape.title(column)) for column in starts}
        if not (all(flows) and flows[0] != flows[1]) and not (len(kinds) == 1 and len(titles) == 1):
            return []
        middle = starts[1]
        while self.shape.kinds[middle - 1] in ("skip", "code"):
            middle -= 1
        shared = [c for c in range(starts[0]) if self.shape.kinds[c] in ("year", "rank", "skip")]
        return [list(range(middle)), [*shared, *range(middle, self.table.columns)]]

    def _take_shown_reporter(self, gathered: list[Gathered]) -> None:
        """Take the reporter that some labels of the table state and none contradicts, for the others too."""
        if self.context.reporter is not None:
            return
        shown = {part.reporter for part in gathered if part.reporter}
        if not shown and not self.labels.lists_countries:
            shown = {country for part in gathered if part.subdivision for country in _country_of_code(part.subdivision)}
        if len(shown) == 1 and (reporter := shown.pop()) != self.context.partner:
            self.context.reporter = reporter
            if self.context.partner is None and reporter in self.context.pair:
                self.context.partner = next(code for code in self.context.pair if code != reporter)

    def _marks(self) -> dict[str, str]:
        """The meaning of a letter or star after a label, if the notes of the table define it as a flag: a/
        Preliminary."""
        last = max((cell.end for cell in self.table.cells), default=0)
        text = "\n".join([*self.table.notes, self.document.text[last : last + 500]])
        marks: dict[str, str] = {}
        for mark, word in re.findall(
            r"(?:^|[\s.;(])([a-zᵃ-ᶻ]|\*{1,3}|\d)\s?(?:/|\)|=|:)?\s+(?:[Dd]atos?\s+|[Cc]ifras?\s+|[Dd]ata\s+)?"
            r"([Pp]reliminar|[Pp]rovision|[Rr]evis|[Ee]stim|잠정|수정|추정)",
            text,
        ):
            flag = {"p": "p", "r": "r", "e": "e", "잠": "p", "수": "r", "추": "e"}[word[0].lower()]
            marks.setdefault(mark, flag)
        return marks

    def _drop_listed_partner(self) -> None:
        """A partner of the caption that is one row among others is the partner of that row only."""
        listed = {
            country_of(facts.place, self.sides)
            for cell in {cell.text: cell for cell in self.table.cells if not is_numeric(cell.text)}.values()
            if (facts := self.labels.facts(cell)).place is not None
        }
        if self.context.partner in listed:
            self.context.partner = None
        lists_partners = self.place_column is not None and self.shape.kinds[self.place_column] != "reporter"
        named = {self.context.reporter, *self.context.pair} - {None}
        if lists_partners and named and named <= listed and len(listed - {None}) >= 2:
            counted = counting_country(self.document, self.table, self.sides)
            if counted is not None and counted not in listed:
                # the caption lists the partners that the rows name
                self.context.reporter, self.context.pair = counted, ()
        if self.labels.lists_countries and len(listed - {None}) > 2:
            self.context.pair = ()

    def _places_among_products(self) -> bool:
        cells = [self.shape.grid[row][column] for column in self.shape.columns("product") for row in self.shape.body()]
        named = [self.labels.facts(cell) for cell in cells if cell is not None and cell.text.strip()]
        return sum(facts.place is not None for facts in named) > 0.5 * len(named)

    def _place_column(self) -> int | None:
        """A label column most of whose labels are places: the others are groups of places, not products."""
        for column in self.shape.columns("label", "place", "partner", "reporter"):
            cells = [self.shape.grid[row][column] for row in self.shape.body()]
            facts = [self.labels.facts(cell) for cell in cells if cell is not None and cell.text.strip()]
            if len(facts) >= 2 and sum(f.place is not None or f.group for f in facts) >= 0.6 * len(facts):
                kinds = [f.place.kind for f in facts if f.place is not None]
                self.labels.lists_countries = sum(kind == "country" for kind in kinds) > 0.5 * len(kinds)
                return column
        return None

    def _fallback_measure(self) -> str | None:
        """The measure of a table that names none: counts if its labels count something, other if anything is measured."""
        labels: list[str] = []
        for row in self.shape.body():
            for column in self.shape.columns("label", "product"):
                cell = self.shape.grid[row][column]
                if cell is not None and cell.column == column:
                    labels.append(cell.text)
        heads = [self.shape.title(column) for column in range(self.table.columns)]
        hits = [measure_of(text) for text in labels]
        counted = sum(hit is not None and hit[0] == "count" for hit in hits)
        if labels and counted >= 0.4 * len(labels):
            return "count"
        heads = [title for title in heads if (m := measure_of(title)) is None or m[0] not in ("growth", "share")]
        named = measure_of(" ".join([self.table.caption, *heads]))
        if named is not None and named[0] in ("count", "other", "funding", "investment"):
            return named[0]
        return "other" if named is not None or self.place_column is not None else None

    def _total_of_flows(self, text: str) -> bool:
        """Whether a header Total is next to exports and imports: it is their sum."""
        if not in_list("subtotals", text):
            return False
        named = {m[0] for c in self.shape.columns("value") if (m := measure_of(self.shape.title(c)))}
        return {"export", "import"} <= named

    def _column(self, column: int) -> Gathered:
        gathered = Gathered()
        for cell in self.shape.headers(column):
            facts = self.labels.facts(cell)
            wide = cell.column_span >= self.table.columns - 1 and self.table.columns > 2
            if self._total_of_flows(cell.text):
                facts = replace(facts, measure=("total_trade", None), subtotal=False, rest="")
            self.labels.take(gathered, cell, facts, "header", None, spare=wide)
        gathered.left_flow = self._left_flow(column)
        if title := part_of_trade(self.shape.title(column)):
            gathered.component, gathered.heading = title, None
        return gathered

    def _left_flow(self, column: int) -> str | None:
        """The flow of the nearest column to the left: the base of a column of growth or shares next to it."""
        for other in range(column - 1, -1, -1):
            named = measure_of(self.shape.title(other)) if self.shape.kinds[other] == "value" else None
            if named is not None and named[0] in STRONG and named[0] not in ("share", "growth"):
                return named[0]
        return None

    def _row(self, row: int, lists: list[list[int]]) -> list[Gathered]:
        """What the labels of a row say; for each list, if several are side by side."""
        return [self._labels(row, part) for part in lists] if lists else [self._labels(row, None)]

    def _labels(self, row: int, part: list[int] | None) -> Gathered:
        gathered = Gathered()
        for cell in self.shape.groups.get(row, ()):
            self.labels.take(gathered, cell, self.labels.facts(cell), "group", None)
        for column, kind in self._label_columns:
            if part is not None and column not in part:
                continue
            grid_cell = self.shape.grid[row][column]
            if grid_cell is None or not grid_cell.text.strip():
                continue
            if kind == "label" and grid_cell.column != column:
                continue
            if part is not None and (measure := measure_of(self.shape.title(column))) is not None:
                gathered.measures.append((measure, "group"))
                gathered.cells += self.shape.headers(column)
            self.labels.take(gathered, grid_cell, self.labels.facts(grid_cell), kind, column)
        return gathered

    def _observation(self, cell: Cell, head: Gathered, labels: Gathered) -> Proposal | None:
        missing = is_missing(cell.text) and not self._dash_is_zero(cell.text)
        number = None if missing else self._number(cell)
        if number is None and not missing:
            if any(char.isdigit() for char in cell.text):
                self.left_out[Message("separators_number_are_undecided_or_not")] += 1
            return None
        labels.fiscal = self.fiscal
        counted = self._counted(cell, labels)
        fields, reason = head.observation(labels, self.context, number, self.fallback, self.dollar, counted)
        if fields is None:
            self.left_out[reason] += 1
            return None
        if fields["measure"] == "count" and "unit" not in fields and counted:
            fields["unit"] = counted
        if missing:
            fields["missing"] = True
        fields["value_printed"] = cell.text.strip()
        return Proposal(self.document.name, "observation", fields, self._evidence(cell, number, head, labels))

    def _counted(self, cell: Cell, labels: Gathered) -> str | None:
        """What a count counts, by the words of its header, its row, then its caption: persons or companies."""
        row = " ".join(label.text for label in labels.cells)
        for words in (self.shape.title(cell.column), row, self.table.caption):
            if unit := unit_of_count(words):
                return unit
        return None

    def _number(self, cell: Cell) -> CellNumber | None:
        text = cell.text
        if self._dash_is_zero(text):
            return CellNumber("0", 0, len(text))
        number = read_number(text, self.separators) or read_amount(text, self.amounts)
        up = "▲" in text and not self.up_is_minus
        bracket = not self.bracket_is_minus and re.match(r"\s*\(\s*[\d.,]", text)
        if number is not None and (up or bracket):
            return replace(number, value=number.value.lstrip("-"))
        return number

    def _dash_is_zero(self, text: str) -> bool:
        """A dash that a note defines as zero, or as nil."""
        if text.strip() not in ("-", "–", "—", "−"):
            return False
        notes = " ".join(self.table.notes)
        return bool(re.search(r"(?:^|[\s.;,])[-–—−]\s*[:=]?\s*(?:zero|nil|cero|nulo|영)\b", notes, re.I))

    def _evidence(self, cell: Cell, number: CellNumber | None, head: Gathered, labels: Gathered) -> tuple[Quote, ...]:
        quotes = [self._quote(cell, number)]
        for other in (*labels.cells, *head.cells):
            if other.end > other.start and other is not cell:
                quote = self._label_quotes.get(id(other))
                if quote is None:  # the cells of a table outlive its reader
                    quote = self._label_quotes[id(other)] = self._quote(other, None)
                quotes.append(quote)
        for quote in self.context.quotes.values():
            if quote not in quotes:
                quotes.append(quote)
        return tuple(quotes)

    def _quote(self, cell: Cell, number: CellNumber | None) -> Quote:
        start, end = cell.start, cell.end
        if number is not None and self.document.text[start:end] == cell.text:
            start, end = cell.start + number.start, cell.start + number.end
        text = self.document.text[start:end]
        if self.table.sheet is not None and cell.reference:
            return Quote(text, start, end, sheet=self.table.sheet, cell=cell.reference)
        if self.document.media_type == "text/csv" and cell.reference:
            return Quote(text, start, end, row=int(cell.reference), column=cell.column + 1)
        return Quote(
            text, start, end, page=self.table.page, table=self.table.number, row=cell.row + 1, column=cell.column + 1
        )


def _country_of_code(subdivision: str) -> tuple[str, ...]:
    """The country (alpha-3) of an ISO 3166-2 code."""
    return PlaceName(0, 0, "", (subdivision,), "subdivision").countries
