"""Tables of figures to observations: every value with its measure, sides, period, product and unit, if printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from henequen.reading.document import Cell, Proposal, Quote, ReadDocument, ReadTable
from henequen.reading.grammar.names import PlaceName
from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.grammar.world_places import label_subdivision, subdivision_of
from henequen.reading.tables.context import TableContext, country_of
from henequen.reading.tables.facts import STRONG, LabelFacts, read_label
from henequen.reading.tables.numerals import CellNumber, TableSeparators, is_missing, is_numeric, read_number
from henequen.reading.tables.observation import Gathered
from henequen.reading.tables.periods import PeriodPiece
from henequen.reading.tables.shape import TableShape
from henequen.reading.tables.words import in_list, measure_of

__all__ = ["StatisticsReader"]

_CODED = re.compile(r"(\d{2}(?:\.?\d{2}){0,4})\s*[-–.:]?\s+[^\W\d_]")
"""A code of the Harmonized System with its name behind it in one cell: 02 Meat."""
_FLOW_CODES = {"x": "export", "m": "import", "rx": "export", "rm": "import", "e": "export", "i": "import"}


class StatisticsReader:
    """Reads the values of one table."""

    def __init__(
        self,
        document: ReadDocument,
        table: ReadTable,
        shape: TableShape,
        context: TableContext,
        sides: DocumentSides,
        style: tuple[str | None, str | None],
    ) -> None:
        self.document, self.table, self.shape, self.context = document, table, shape, context
        self.sides = sides
        self.dollar, self.peso = style
        texts = [cell.text for cell in table.cells]
        self.separators = TableSeparators.of(texts, document.text, document.language)
        self.up_is_minus = not any("▼" in text for text in texts)
        self.left_out: Counter[str] = Counter()
        self.marks = self._marks()
        self.lists_countries = False
        self.place_column = self._place_column()
        self.fallback = self._fallback_measure()
        self._drop_listed_partner()

    def read(self) -> Iterator[Proposal]:
        """One observation for each value, and one for each value that is printed as missing."""
        columns = {column: self._column(column) for column in self.shape.columns("value")}
        for row in self.shape.body():
            labels = self._row(row)
            for column, head in columns.items():
                cell = self.shape.grid[row][column]
                if cell is None or cell.row != row or cell.column != column or not cell.text.strip():
                    continue
                if cell.column_span > 1 and cell.column_span >= self.table.columns - 1:
                    continue
                proposal = self._observation(cell, head, labels)
                if proposal is not None:
                    yield proposal

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
            if (facts := self._facts(cell)).place is not None
        }
        if self.context.partner in listed:
            self.context.partner = None

    def _facts(self, cell: Cell) -> LabelFacts:
        facts = read_label(cell.text, self.dollar, self.peso)
        if (
            facts.place is None
            and facts.measure is None
            and facts.period is None
            and not (facts.subtotal or facts.group)
        ):
            code = label_subdivision(facts.text, self.sides.countries)
            if code is not None:
                return replace(facts, place=PlaceName(0, len(cell.text), facts.text, (code,), "subdivision"), rest="")
        return facts

    def _place_column(self) -> int | None:
        """A label column most of whose labels are places: the others are groups of places, not products."""
        for column in self.shape.columns("label", "place", "partner", "reporter"):
            cells = [self.shape.grid[row][column] for row in self.shape.body()]
            facts = [self._facts(cell) for cell in cells if cell is not None and cell.text.strip()]
            if len(facts) >= 2 and sum(f.place is not None or f.group for f in facts) >= 0.6 * len(facts):
                kinds = [f.place.kind for f in facts if f.place is not None]
                self.lists_countries = sum(kind == "country" for kind in kinds) > 0.5 * len(kinds)
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
        around = " ".join([self.table.caption, *heads])
        named = measure_of(around)
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
            facts = self._facts(cell)
            wide = cell.column_span >= self.table.columns - 1 and self.table.columns > 2
            if self._total_of_flows(cell.text):
                facts = replace(facts, measure=("total_trade", None), subtotal=False, rest="")
            self._take(gathered, cell, facts, "header", None, spare=wide)
        gathered.left_flow = self._left_flow(column)
        return gathered

    def _left_flow(self, column: int) -> str | None:
        """The flow of the nearest column to the left: the base of a column of growth or shares next to it."""
        for other in range(column - 1, -1, -1):
            named = measure_of(self.shape.title(other)) if self.shape.kinds[other] == "value" else None
            if named is not None and named[0] in STRONG and named[0] not in ("share", "growth"):
                return named[0]
        return None

    def _row(self, row: int) -> Gathered:
        gathered = Gathered()
        for cell in self.shape.groups.get(row, ()):
            self._take(gathered, cell, self._facts(cell), "group", None)
        for column, kind in enumerate(self.shape.kinds):
            if kind in ("value", "skip"):
                continue
            held = self.shape.grid[row][column]
            if held is None or not held.text.strip():
                continue
            if kind == "label" and held.column != column:
                continue
            self._take(gathered, held, self._facts(held), kind, column)
        return gathered

    def _take(
        self, gathered: Gathered, cell: Cell, facts: LabelFacts, kind: str, column: int | None, spare: bool = False
    ) -> None:
        """Assign the facts of a label by the dimension of its column."""
        text = re.sub(r"\s+", " ", cell.text).strip()
        gathered.cells.append(cell)
        gathered.negative = gathered.negative or facts.negative
        gathered.valuation = facts.valuation or gathered.valuation
        if facts.mark and (flag := self.marks.get(facts.mark)):
            gathered.flags.add(flag)
        if kind == "flag":
            gathered.take_flag(text)
            gathered.cells.pop()
            return
        if kind == "unit":
            gathered.unit_cell = facts.units or gathered.unit_cell
            return
        if kind == "multiplier":
            gathered.take_multiplier(text)
            return
        if kind == "breakdown":
            if not in_list("breakdown_total", text):
                gathered.flags.add("breakdown")
                gathered.component = gathered.component or text
            return
        if kind in ("reporter", "partner"):
            if facts.place is not None:
                setattr(gathered, kind, self._country(facts))
                gathered.decided_places = True
            elif facts.subtotal or facts.group:
                gathered.place_printed = text
                gathered.country_group = text if facts.group and not facts.subtotal else None
                gathered.flags.update({"subtotal"} if facts.subtotal else set())
                if kind == "partner" and in_list("world", text):
                    gathered.partner = "WLD"
            return
        if kind == "code":
            title = self.shape.title(column or 0)
            if re.fullmatch(r"\d{2}(?:\d{2}){0,4}", text.replace(".", "")) and re.search(
                r"hs|sa\b|arancel|fracci", title, re.I
            ):
                gathered.product = "HS:" + text.replace(".", "")
            elif (named := _CODED.match(text)) and re.search(
                r"\bhs\b|\bsa\b|arancel|fracci|chapter|capítulo", title, re.I
            ):
                gathered.product = "HS:" + named.group(1).replace(".", "")
            elif re.search(r"[^\W\d_]{3}", text):
                self._take(
                    gathered, cell, facts, "label", column
                )  # the name of a total or of a balance among the codes
                gathered.cells.pop()
            return
        if kind == "flow" and plain_code(text) in _FLOW_CODES:
            gathered.measures.append(((_FLOW_CODES[plain_code(text)], None), "row"))
            return
        if kind == "year" and (month := re.fullmatch(r"((?:19|20)\d{2})(0[1-9]|1[0-2])", text)):
            gathered.take_period(PeriodPiece(f"{month.group(1)}-{month.group(2)}"), kind)
            return
        if facts.period is not None and not (kind == "product" and facts.rest):
            gathered.take_period(facts.period, kind)  # a year in the name of a product is part of its name
        if facts.place is None and kind == "place" and not (facts.group or facts.subtotal):
            code = subdivision_of(text, self.sides.countries)
            if code is not None:
                gathered.subdivision = code
                return
        if facts.place is not None:
            self._take_place(gathered, facts)
            return
        if facts.measure is not None:
            strong = facts.measure[0] in STRONG
            if kind in ("header", "flow") or (strong and not facts.rest and not self._is_sector(facts)):
                gathered.measures.append((facts.measure, kind))
        if facts.to_place is not None and facts.measure is not None and facts.measure[0] in STRONG:
            code = country_of(facts.to_place, self.sides)
            if code is not None and gathered.other is None:
                gathered.other = code
        if facts.units:
            gathered.units.append((facts.units, kind))
        if facts.subtotal or facts.group:
            if facts.subtotal and (kind != "header" or in_list("subtotals", text)):
                gathered.flags.add("subtotal")
            if column is not None and column == self.place_column:
                gathered.place_printed = text
                if in_list("world", text):
                    gathered.world = True
                elif not facts.subtotal and self.lists_countries:
                    gathered.country_group = text
            elif kind in ("label", "product", "group", "place") and (
                facts.group or re.match(r"sub-?total|소계", text, re.I)
            ):
                gathered.product_words.append(text)  # the rest of the products, or a part of them
            return
        if spare:
            return
        self._take_rest(gathered, facts, kind, column, text)

    def _take_rest(self, gathered: Gathered, facts: LabelFacts, kind: str, column: int | None, text: str) -> None:
        """Take the rest of a label as a product, or as the name of a group of places."""
        if column is not None and column == self.place_column:
            gathered.place_printed = text
            gathered.country_group = text if self.lists_countries else None
            return
        if facts.period is not None and not facts.rest:
            return
        is_strong = facts.measure is not None and facts.measure[0] in STRONG
        if kind == "header":
            if (
                facts.rest
                and not is_strong
                and not (facts.measure and facts.units)
                and not in_list("subtotals", facts.rest)
            ):
                gathered.heading = facts.rest
            return
        if is_strong and not facts.rest and not self._is_sector(facts):
            return
        if code := re.search(r"\(?\b(?:HS|SA)\s?[-:]?\s?(\d{2}(?:\.?\d{2}){0,3})\b\)?", text):
            gathered.product = "HS:" + code.group(1).replace(".", "")
        if facts.rest or not is_strong:
            gathered.product_words.append(text if not facts.units else facts.rest or text)

    def _is_sector(self, facts: LabelFacts) -> bool:
        """Trade is a sector of the economy in a table of investment."""
        measure = self.context.measure
        return bool(
            facts.measure and facts.measure[0] == "total_trade" and measure is not None and measure[0].startswith("fdi")
        )

    def _country(self, facts: LabelFacts) -> str | None:
        return country_of(facts.place, self.sides) if facts.place is not None else None

    def _take_place(self, gathered: Gathered, facts: LabelFacts) -> None:
        assert facts.place is not None
        if facts.place.kind in ("subdivision", "city"):
            if len(facts.place.codes) == 1:
                gathered.subdivision = facts.place.codes[0]
            return
        code = country_of(facts.place, self.sides)
        if code is None:
            gathered.undecided_place = True
        elif gathered.country is None or gathered.country == code:
            gathered.country = code
        else:
            gathered.second_country = code

    def _observation(self, cell: Cell, head: Gathered, labels: Gathered) -> Proposal | None:
        missing = is_missing(cell.text) and not self._dash_is_zero(cell.text)
        number = None if missing else self._number(cell)
        if number is None and not missing:
            if any(char.isdigit() for char in cell.text):
                self.left_out["the separators of the number are undecided, or it is not a number"] += 1
            return None
        fields, reason = head.observation(labels, self.context, number, self.fallback, self.dollar)
        if fields is None:
            self.left_out[reason] += 1
            return None
        if missing:
            fields["missing"] = True
        fields["value_printed"] = cell.text.strip()
        return Proposal(self.document.name, "observation", fields, self._evidence(cell, number, head, labels))

    def _number(self, cell: Cell) -> CellNumber | None:
        text = cell.text
        if self._dash_is_zero(text):
            return CellNumber("0", 0, len(text))
        number = read_number(text, self.separators)
        if number is not None and "▲" in text and not self.up_is_minus:
            return CellNumber(
                number.value.lstrip("-"), number.start, number.end, number.percent, number.currency, number.flags
            )
        return number

    def _dash_is_zero(self, text: str) -> bool:
        """A dash that a note defines as zero, or as nil."""
        if text.strip() not in ("-", "–", "—", "−"):
            return False
        notes = " ".join(self.table.notes)
        return bool(re.search(r"(?:^|[\s.;,])[-–—−]\s*[:=]?\s*(?:zero|nil|cero|nulo|영)\b", notes, re.I))

    def _evidence(self, cell: Cell, number: CellNumber | None, head: Gathered, labels: Gathered) -> tuple[Quote, ...]:
        quotes = [self._quote(cell, number)]
        for other in [*labels.cells, *head.cells]:
            if other.end > other.start and other is not cell:
                quotes.append(self._quote(other, None))
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


def plain_code(text: str) -> str:
    """A code of a flow in the form used for lookup."""
    return text.strip().lower().rstrip(".")
