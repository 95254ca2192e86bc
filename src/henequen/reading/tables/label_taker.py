"""Assigns each part of a label to the property of a figure that it states, by the kind of its column or header."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from henequen.reading.document import Cell
from henequen.reading.grammar.names import PlaceName, find_places
from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.grammar.world_places import label_subdivision, subdivision_of
from henequen.reading.tables.caption_sides import sides_in, states_reporter
from henequen.reading.tables.codes import product_of_code
from henequen.reading.tables.context import TableContext, country_of
from henequen.reading.tables.facts import STRONG, LabelFacts, read_label
from henequen.reading.tables.investment_labels import counts_investment, flow_or_stock, is_sector
from henequen.reading.tables.label_places import country_of_code, label_place
from henequen.reading.tables.observation import Gathered
from henequen.reading.tables.periods import PeriodPiece, part_in_column
from henequen.reading.tables.ratio_periods import compared_years
from henequen.reading.tables.shape import TableShape
from henequen.reading.tables.units import MoneyStyle
from henequen.reading.tables.words import dimension_of, in_list, is_part_of_investment, part_of_trade, plain

__all__ = ["LabelTaker"]

_PART_WORDS = re.compile(r"\d|month|\bmes(?:es)?\b|월|분기|quarter|trim|semes|half|반기", re.I)
_GOODS_OF = re.compile(
    r"\b(?:exports|imports|exportaciones|importaciones|ventas|compras)\s+(?:of|de)\s+(?!goods\b|bienes\b|merchandise\b|mercanc)"
    r"(.{3,40}?)\s+(?:to|from|a|hacia|desde|procedentes? de)\s",
    re.I,
)
_COMES_FROM = re.compile(
    r"\b(?:from|of|de|del|desde|procedentes? de|residentes en)\s+(?:the\s+|la\s+|los\s+)?[^\W\d_]|출신|국적", re.I
)
_FLOW_CODES = {"x": "export", "m": "import", "rx": "export", "rm": "import", "e": "export", "i": "import"}


@dataclass(slots=True)
class LabelTaker:
    """Takes the labels of one table."""

    shape: TableShape
    context: TableContext
    sides: DocumentSides
    money: MoneyStyle
    marks: dict[str, str]
    column_periods: frozenset[str | None]
    caption: str = ""
    place_column: int | None = None
    places_among_products: bool = False
    """Whether most labels of a column of products are places."""
    lists_countries: bool = False
    _facts: dict[str, LabelFacts] = field(default_factory=dict)
    mirrored: bool = False
    """Whether the table lists exports of the partner too: its imports are then those that it counts."""
    numbered_flows: bool = False
    """Whether 1 and 2 are codes of flows: imports and exports in the files of Eurostat."""

    def facts(self, cell: Cell) -> LabelFacts:
        """The facts of a label, found once for each text."""
        facts = self._facts.get(cell.text)
        if facts is None:
            facts = self._facts[cell.text] = self._facts_of(cell)
        return facts

    def _facts_of(self, cell: Cell) -> LabelFacts:
        """The parts of a label; a name of a subdivision of a country of the document is a place."""
        facts = read_label(cell.text, *self.money)
        if facts.place is not None and facts.place.kind in ("subdivision", "city") and self.sides.countries:
            code = label_subdivision(facts.text, self.sides.countries)
            if code is not None and not set(facts.place.countries) & self.sides.countries:
                place = PlaceName(0, len(cell.text), facts.text, (code,), "subdivision")
                return replace(facts, place=place)  # a name that places of several countries share
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

    def take(
        self, gathered: Gathered, cell: Cell, facts: LabelFacts, kind: str, column: int | None, spare: bool = False
    ) -> None:
        """Assign the facts of a label by the dimension of its column."""
        text = " ".join(cell.text.split())
        gathered.cells.append(cell)
        gathered.negative = gathered.negative or facts.negative
        gathered.valuation = facts.valuation or gathered.valuation
        gathered.scale = facts.scale if facts.scale > 1 else gathered.scale
        if facts.mark and (flag := self.marks.get(facts.mark)):
            gathered.flags.add(flag)
        invested = counts_investment(self.context.measure)
        if facts.quantity is not None and invested and is_part_of_investment(facts.text):
            facts = replace(facts, quantity=None)  # reinvested profits are a part of direct investment
        if facts.quantity is not None and kind not in (
            "product",
            "code",
            "year",
            "component",
            "place",
            "partner",
            "flag",
        ):
            gathered.quantity = facts.quantity
        if kind in ("flag", "unit", "multiplier", "breakdown", "component", "reporter", "partner"):
            self._take_dimension(gathered, facts, kind, text)
            return
        if kind == "code":
            self._take_code(gathered, cell, facts, column, text)
            return
        if kind == "year" and self._take_year(gathered, column, text):
            return
        if kind == "flow" and (flow := self._flow_code(text)) is not None:
            gathered.measures.append(((flow, None), "row"))
            return
        if kind == "flow" and text.isdigit():
            gathered.undecided_flow = True
            return
        if kind == "year" and facts.period is not None and _PART_WORDS.search(facts.rest):
            gathered.undecided_period = True
            return
        facts = self._take_period(gathered, facts, kind, text)
        if self._take_place_or_value(gathered, facts, kind, text):
            return
        facts = self._take_measure(gathered, facts, kind, text)
        if facts.units:
            gathered.units.append((facts.units, kind))
        if facts.subtotal or facts.group:
            self._take_group(gathered, facts, kind, column, text)
            return
        if not spare:
            self._take_rest(gathered, facts, kind, column, text)

    def _take_dimension(self, gathered: Gathered, facts: LabelFacts, kind: str, text: str) -> None:
        """Take a cell of a column of flags, units, factors, breakdowns, reporters or partners."""
        if kind == "flag":
            gathered.take_flag(text)
            gathered.cells.pop()
        elif kind == "unit":
            gathered.unit_cell = facts.units or gathered.unit_cell
        elif kind == "multiplier":
            gathered.take_multiplier(text)
        elif kind == "component":
            gathered.component = text
        elif kind == "breakdown":
            if not in_list("breakdown_total", text):
                gathered.flags.add("breakdown")
                gathered.component = gathered.component or text
        elif (place := country_of_code(text) or facts.place or _before_bracket(text)) is not None:
            country = country_of(place, self.sides)
            gathered.units += [(facts.units, kind)] if facts.units else []
            setattr(gathered, kind, country)
            gathered.undecided_place = gathered.undecided_place or country is None
            gathered.decided_places = True
        elif facts.subtotal or facts.group:
            gathered.place_printed = text
            gathered.country_group = text if facts.group and not facts.subtotal else None
            gathered.flags.update({"subtotal"} if facts.subtotal else set())
            if kind == "partner" and in_list("world", text):
                gathered.partner = "WLD"
        elif kind == "partner":
            gathered.place_printed = gathered.country_group = text

    def _take_code(self, gathered: Gathered, cell: Cell, facts: LabelFacts, column: int | None, text: str) -> None:
        """Take a cell of a column of codes."""
        code = product_of_code(text, self.shape.title(column or 0))
        if code is not None:
            gathered.product = code
        elif re.search(r"[^\W\d_]{3}", text):
            self.take(gathered, cell, facts, "label", column)  # the name of a total or of a balance among the codes
            gathered.cells.pop()

    def _take_year(self, gathered: Gathered, column: int | None, text: str) -> bool:
        """Take a month or quarter in a column of its own, or a year and month in six digits; False if it is neither."""
        title = plain(self.shape.title(column)) if column is not None else ""
        if (part := part_in_column(text, title)) is not None:
            gathered.take_period(PeriodPiece(part=part), "year")
            return True
        if month := re.fullmatch(r"((?:19|20)\d{2})-?(?:M)?(0[1-9]|1[0-2])", text):
            gathered.take_period(PeriodPiece(f"{month.group(1)}-{month.group(2)}"), "year")
            return True
        return False

    def _flow_code(self, text: str) -> str | None:
        """The flow of a code: X, M; 1 and 2 in the files of Eurostat."""
        if text in ("1", "2") and self.numbered_flows:
            return "import" if text == "1" else "export"
        return _FLOW_CODES.get(plain_code(text))

    def _take_period(self, gathered: Gathered, facts: LabelFacts, kind: str, text: str) -> LabelFacts:
        """Take the period of a label."""
        if kind == "header" and facts.measure is not None and facts.measure[0] == "growth":
            years = compared_years(text)
            if years is not None and (facts.period is None or facts.period.value not in self.column_periods):
                part = facts.period.part if facts.period is not None else years.part
                facts = replace(facts, period=PeriodPiece(years.value, years.year, part))
        if facts.period is not None and not (kind == "product" and facts.rest):
            gathered.take_period(facts.period, kind)  # a year in the name of a product is part of its name
        return facts

    def _take_place_or_value(self, gathered: Gathered, facts: LabelFacts, kind: str, text: str) -> bool:
        """Take a label that is a place, or a header such as Value; False if it is another."""
        if facts.place is not None and kind == "product" and not self.places_among_products:
            return False  # malt is a product in one language, a country in another
        if facts.place is None and kind == "place" and not (facts.group or facts.subtotal):
            code = subdivision_of(text, self.sides.countries)
            if code is not None:
                gathered.subdivision = code
                return True
        if kind in ("header", "group") and (reporter := states_reporter(text, self.sides)):
            gathered.reporter = reporter
            gathered.units += [(facts.units, kind)] if facts.units else []
            return True
        if facts.place is not None:
            self._take_place(gathered, facts)
            gathered.units += [(facts.units, kind)] if facts.units else []
            return True
        if kind == "header" and dimension_of(text) == "value" and facts.measure is None:
            gathered.units += [(facts.units, kind)] if facts.units else []
            return True  # Amount, Value, Monto: the header above names the quantity
        if kind == "header" and (measure := flow_or_stock(text, self.context.measure)) is not None:
            gathered.measures.append((measure, kind))
            return True
        return False

    def _take_measure(self, gathered: Gathered, facts: LabelFacts, kind: str, text: str) -> LabelFacts:
        """Take the measure of a label, with the sides that it names."""
        if facts.measure == ("fdi_flow", None) and self.context.measure and self.context.measure[0] == "fdi_stock":
            facts = replace(facts, measure=self.context.measure)  # the caption counts stocks
        if facts.measure is None:
            return facts
        strong = facts.measure[0] in STRONG
        if kind in ("label", "flow", "group") and facts.measure[0] == "count":
            # the title of a text is not a label of a count
            gathered.counted = gathered.counted or (
                len(text.split()) <= 8 and len(text) <= (60 if text.isascii() else 25)
            )
            gathered.counts_places = bool(find_places(text))
        if (
            kind in ("header", "flow")
            or (kind == "group" and counts_investment(facts.measure))
            or (kind == "group" and facts.measure[0] == "count" and len(text.split()) <= 8)
            or (strong and not facts.rest and not is_sector(facts.measure, self.context.measure))
            or _is_ratio(facts, text)
        ):
            gathered.measures.append((facts.measure, kind))
        invested = facts.measure[0].startswith(("fdi", "investment"))
        if strong and kind != "product" and not (invested and self.context.reporter):
            reporter, partner = sides_in(text, facts.measure[0], self.sides)
            if facts.measure[0] == "import" and reporter == self.context.partner and not (partner or self.mirrored):
                reporter = None  # "Importaciones de B" next to "Exportaciones a B" come from there
            if reporter and (partner or reporter in self.context.pair):
                gathered.reporter, gathered.partner = reporter, partner or gathered.partner
        if kind == "header" and facts.measure[0] == "count" and gathered.other is None:
            gathered.other = self._counted_partner(facts, text)
        if invested and strong and kind != "product" and self.context.reporter and gathered.partner is None:
            named = {country_of(place, self.sides) for place in find_places(text)}
            if len(named) == 2 and self.context.reporter in named and None not in named:
                gathered.partner = next(code for code in named if code != self.context.reporter)
        if facts.to_place is not None and strong:
            code = country_of(facts.to_place, self.sides)
            if code is not None and facts.to_place.kind == "adjective" and code in self.context.pair:
                gathered.reporter = gathered.reporter or code  # Norwegian exports are counted by that country
            elif code is not None and gathered.other is None and code != gathered.reporter:
                gathered.other = code
        return facts

    def _counted_partner(self, facts: LabelFacts, text: str) -> str | None:
        """The other country of a header that counts people: visitors from B, students of B in A."""
        if facts.to_place is not None:
            return country_of(facts.to_place, self.sides) if _COMES_FROM.search(text) else None
        codes = list(dict.fromkeys(country_of(place, self.sides) for place in find_places(text)))
        if len(codes) != 2 or None in codes or self.context.reporter not in codes:
            return None
        return next(code for code in codes if code != self.context.reporter)

    def _take_group(self, gathered: Gathered, facts: LabelFacts, kind: str, column: int | None, text: str) -> None:
        """Take a total, or a group of countries or products."""
        if facts.subtotal and (kind != "header" or in_list("subtotals", text)):
            gathered.flags.add("subtotal")
        if column is not None and column == self.place_column:
            gathered.place_printed = text
            if in_list("world", text):
                gathered.world = True
            elif not facts.subtotal and self.lists_countries:
                gathered.country_group = text
        elif kind == "group" and self.lists_countries:
            return  # a region above its countries
        elif kind in ("label", "product", "group", "place", "flow") and (
            facts.group or re.match(r"sub-?total|소계", text, re.I)
        ):
            gathered.product_words.append(text)  # the rest of the products, or a part of them

    def _take_rest(self, gathered: Gathered, facts: LabelFacts, kind: str, column: int | None, text: str) -> None:
        """Take the rest of a label as a product, or as the name of a group of places."""
        if column is not None and column == self.place_column:
            gathered.place_printed = text
            gathered.country_group = text if self.lists_countries else None
            return
        if facts.period is not None and not facts.rest:
            return
        is_strong = facts.measure is not None and facts.measure[0] in STRONG
        if facts.measure == ("export", None) and (part := part_of_trade(text)):
            gathered.component = part
            return
        if kind == "header":
            if is_part_of_investment(facts.text):
                gathered.heading = facts.text
            elif part := part_of_trade(text):
                gathered.component = part
            elif is_strong and facts.rest and (goods := _GOODS_OF.search(text)) and not find_places(goods.group(1)):
                gathered.heading = goods.group(1)  # Exports of soya oil to B
            elif (
                facts.rest
                and dimension_of(facts.rest) != "year"
                and not is_strong
                and not (facts.measure and facts.units)
                and not in_list("subtotals", facts.rest)
            ):
                gathered.heading = facts.rest
            return
        if (kind == "group" and counts_investment(facts.measure)) or (
            is_strong and not facts.rest and not is_sector(facts.measure, self.context.measure)
        ):
            return
        titles = f"{self.shape.title(column)} {self.caption}" if column is not None else ""
        if kind != "header" and _is_ratio(facts, text):
            return  # % del total de la posición recibida
        if column is not None and (named_code := product_of_code(text, titles)):
            gathered.product = named_code  # 08 Edible fruit and nuts, in a column of chapters
        if code := re.search(r"\(?\b(?:HS|SA)\s?[-:]?\s?(\d{2}(?:\.?\d{2}){0,3})\b\)?", text):
            gathered.product = "HS:" + code.group(1).replace(".", "")
        if facts.rest or not is_strong:
            gathered.product_words.append(facts.text if not facts.units else facts.rest or facts.text)

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


def _is_ratio(facts: LabelFacts, text: str) -> bool:
    """Whether a label names a share in percent, with the words of what it is a share of."""
    share = facts.measure is not None and facts.measure[0] == "share"
    return share and (text.startswith("%") or any(unit.unit == "percent" for unit in facts.units))


def _before_bracket(text: str) -> PlaceName | None:
    """The country in front of the body that counts, in a column of reporters or partners: Uganda (UBOS)."""
    head = re.fullmatch(r"(.{3,}?)\s*[(\[][A-Z][^()\[\]]*[)\]]", text)
    return label_place(head.group(1)) if head else None


def plain_code(text: str) -> str:
    """A code of a flow in the form used for lookup."""
    return text.strip().lower().rstrip(".")
