"""Combines the labels of a row and of a column into an observation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from henequen.model.message import Message
from henequen.reading.document import Cell
from henequen.reading.tables.cell_units import RATIOS, is_currency, is_money, unit_of_cell
from henequen.reading.tables.context import TableContext
from henequen.reading.tables.facts import STRONG
from henequen.reading.tables.numerals import CellNumber
from henequen.reading.tables.periods import PeriodPiece, combine, in_months
from henequen.reading.tables.scales import UNDECIDED
from henequen.reading.tables.units import Unit
from henequen.reading.tables.words import in_list, is_part_of_investment, part_of_trade

__all__ = ["Gathered", "Measure"]

_TRADE = frozenset({"export", "import", "total_trade", "balance"})
Measure = tuple[str, str | None]


@dataclass(slots=True)
class Gathered:
    """The combined facts of a row's labels, or of the headers over a column."""

    cells: list[Cell] = field(default_factory=list)
    measures: list[tuple[Measure, str]] = field(default_factory=list)
    pieces: list[tuple[PeriodPiece, str]] = field(default_factory=list)
    units: list[tuple[tuple[Unit, ...], str]] = field(default_factory=list)
    unit_cell: tuple[Unit, ...] = ()
    multiplier: int = 1
    flags: set[str] = field(default_factory=set)
    reporter: str | None = None
    partner: str | None = None
    country: str | None = None
    second_country: str | None = None
    other: str | None = None
    subdivision: str | None = None
    undecided_place: bool = False
    fiscal: str | None = None
    """The first month of the fiscal year that the document states."""
    undecided_period: bool = False
    """Whether the label of a period has words that are not understood: 2024 (first 5 months)."""
    undecided_flow: bool = False
    """Whether the flow is a number whose meaning the file does not print."""
    decided_places: bool = False
    world: bool = False
    place_printed: str | None = None
    country_group: str | None = None
    product: str | None = None
    product_words: list[str] = field(default_factory=list)
    heading: str | None = None
    component: str | None = None
    valuation: str | None = None
    negative: bool = False
    scale: int = 1
    quantity: str | None = None
    """The word of a label that names a quantity which is not read."""
    counted: bool = False
    """Whether a label of the row names people or things that are counted."""
    counts_places: bool = False
    """Whether the label of a count names countries itself: visitors from one to the other."""
    above_flow: Measure | None = None
    """The flow of the nearest row above that names one: of products listed below it, and of a row of growth."""
    unnamed: bool = False
    """Whether the other columns of values name measures and this one does not."""
    left_flow: str | None = None
    left_period: str | None = None
    """The last period of the columns to the left: that of a column of growth or shares without one of its own."""

    def take_flag(self, text: str) -> None:
        """A letter in a column of flags."""
        letter = re.sub(r"[^a-z]", "", text.lower())
        if letter in ("p", "r", "e", "b"):
            self.flags.add(letter)

    def take_multiplier(self, text: str) -> None:
        """A factor in a column of its own."""
        if re.fullmatch(r"10{0,12}", text.replace(",", "")):
            self.multiplier = int(text.replace(",", ""))

    def whole_period(self) -> str | None:
        """The period of the labels: the last one, or the part of a year that they print on two lines."""
        if not self.pieces:
            return None
        values = {piece.value for piece, _ in self.pieces if piece.value}
        parts = {piece.part for piece, _ in self.pieces if piece.part}
        if len(values) == len(parts) == 1 and re.fullmatch(r"\d{4}", year := next(iter(values))):
            return combine(year, next(iter(parts)))
        return self.pieces[-1][0].value

    def take_period(self, piece: PeriodPiece, kind: str) -> None:
        """A period, or a part of one."""
        self.pieces.append((piece, kind))
        if piece.flag:
            self.flags.add(piece.flag)

    def observation(
        self,
        labels: Gathered,
        context: TableContext,
        number: CellNumber | None,
        fallback: str | None,
        dollar: str | None,
        counted: str | None = None,
    ) -> tuple[dict[str, object] | None, str]:
        """The fields of the observation where this column meets a row with `labels`, or None and the reason."""
        measure = self._measure(labels, context, fallback)
        named = bool(self.measures or labels.measures)
        if (word := self.quantity or labels.quantity or (None if named else context.quantity)) is not None:
            return None, Message("quantity_that_is_not_read", quantity=word)
        if measure is None:
            return None, Message("nothing_says_what_measured")
        name, component = measure
        if name == "count" and any(is_money(units) for units, _ in self.units):
            name = "other"  # receipts next to visitors
        if any(gathered.undecided_place for gathered in (self, labels)):
            return None, Message("name_country_undecided")
        if labels.undecided_period:
            return None, Message("two_periods_for_one_value")
        period, clear = self._period(labels, context, name in RATIOS)
        if not clear:
            return None, Message("two_periods_for_one_value")
        if name == "count" and any(u.unit in ("t", "kg") for units, _ in self.units for u in units):
            name = "other"  # the freight of flights
        if name == "count" and self.units and all(u.unit == "percent" for units, _ in self.units for u in units):
            name = "other"  # a load factor among passengers and flights
        unit, multiplier, fitting = unit_of_cell(self, labels, context, number, name, dollar)
        if not fitting:
            return None, Message("unit_does_not_fit_measure")
        scale = next((scale for scale in (self.scale, labels.scale, context.scale) if scale != 1), 1)
        if multiplier == UNDECIDED or (scale != 1 and unit is None and name in STRONG and name not in RATIOS):
            return None, Message("scale_without_unit")  # RM million, and the unit is not known
        if scale != 1 and multiplier == 1 and unit is not None and name not in RATIOS and is_currency(unit):
            multiplier = scale  # the unit in one line, its scale in another
        fields: dict[str, object] = {"measure": name}
        if component:
            fields["component"] = component
        if not self._sides(labels, context, name, fields):
            return None, Message("nothing_says_whose_figure")
        if name not in STRONG and not (period or unit or (name == "count" and counted)):
            return None, Message("nothing_says_what_measured_when_or")
        self._product(labels, context, name, fields)
        if period:
            fields["period"] = in_months(period, labels.fiscal)
        if number is not None:
            value = number.value
            if labels.negative and name == "balance" and not value.startswith("-") and set(value) - {"0", "."}:
                value = "-" + value
            fields["value"] = value
            if name in ("count", "other") and unit is None and multiplier == 1:
                multiplier = self.scale if self.scale > 1 else labels.scale if labels.scale > 1 else context.scale
            fields["multiplier"] = multiplier
        if unit:
            fields["unit"] = unit
        flags = sorted(self.flags | labels.flags | (set(number.flags) if number else set()))
        if flags:
            fields["flags"] = flags
        valuation = self.valuation or labels.valuation or context.valuations.get(name) or context.valuation
        if valuation and name in _TRADE:
            fields["valuation"] = valuation
        return fields, ""

    def _measure(self, labels: Gathered, context: TableContext, fallback: str | None) -> Measure | None:
        if labels.undecided_flow:
            return None
        own = [measure for measure, _ in labels.measures] + [measure for measure, _ in self.measures]
        strong = [measure for measure in own if measure[0] in STRONG]
        ratio = next((measure for measure in strong if measure[0] in RATIOS), None)
        flow = next((measure for measure in reversed(strong) if measure[0] not in RATIOS), None)
        if ratio is not None:
            base = ratio[1] or (flow[0] if flow else None) or self.left_flow
            if base is None and labels.above_flow is not None:
                base = labels.above_flow[0]
            if base is None and context.measure is not None:
                base = context.measure[0] if context.measure[0] not in RATIOS else context.measure[1]
            return ratio[0], base
        if labels.counted and flow == ("fdi_stock", None) and not any(m[0] in STRONG for m, _ in labels.measures):
            return "count", None  # the number of notifications, cumulated
        if context.ratio is not None and not self.measures and self._in_percent():
            return context.ratio, flow[0] if flow else context.measure[0] if context.measure else None
        counted_group = any(measure == ("count", None) and kind == "group" for measure, kind in labels.measures)
        if counted_group and flow is None and not any(is_money(units) for units, _ in self.units):
            return "count", None
        weak = next((measure for measure, _ in self.measures if measure[0] not in STRONG), None)
        if ratio is None and self.measures and self.measures[-1][0][0] == "count":
            return "count", None  # the lowest header gives the number, whatever is above it
        if (
            weak is not None
            and weak[0] == "other"
            and flow is not None
            and not any(u for u, _ in self.units if is_money(u))
        ):
            return "other", flow[0]  # the weight of what is exported
        if (
            flow is not None
            and context.measure is not None
            and context.measure[0] in RATIOS
            and not self._has_money(labels)
        ):
            return context.measure[0], flow[0]
        row_flows = {measure[0] for measure, _ in labels.measures}
        if row_flows & {"balance", "services_balance"} and {m[0] for m, _ in self.measures} & {"export", "import"}:
            return None  # a balance below a column of exports is of both columns
        if flow is not None:
            special = [m for m in strong if m[0] in ("fdi_stock", "fdi_declared", "services_balance")]
            return special[-1] if special else flow
        invested = context.measure is not None and context.measure[0].startswith("fdi")
        if weak is not None and invested and weak[0] in ("funding", "investment"):
            return context.measure  # loans between companies are a part of direct investment
        if weak is not None:
            return weak[0], None
        if labels.counted and not self._has_money(labels) and not any(u.unit == "percent" for u in labels.unit_cell):
            return "count", None
        listed = context.measure is None or context.measure[0] in ("total_trade", "export", "import")
        if labels.above_flow is not None and listed:
            return labels.above_flow  # the row above says more than the caption
        if self.unnamed and self.heading and not self._has_money(labels):
            return None  # the other columns name what they measure, and the words of this one are not understood
        if context.measure is not None:
            return context.measure
        return (fallback, None) if fallback else None

    def _in_percent(self) -> bool:
        units = [unit for units, _ in self.units for unit in units]
        return bool(units) and all(unit.unit == "percent" for unit in units)

    def _has_money(self, labels: Gathered) -> bool:
        units_found = [unit for units, _ in [*self.units, *labels.units] for unit in units] + list(labels.unit_cell)
        return any(unit.unit != "percent" for unit in units_found)

    def _period(self, labels: Gathered, context: TableContext, ratio: bool) -> tuple[str | None, bool]:
        """The period of all labels together, and whether they agree."""
        pieces = [piece for piece, _ in [*self.pieces, *labels.pieces]]
        values = list(dict.fromkeys(piece.value for piece in pieces if piece.value))
        parts = list(dict.fromkeys(piece.part for piece in pieces if piece.part))
        if ratio and not values and self.left_period:
            if parts and not labels.pieces:
                return self.left_period, True
            if not labels.pieces or re.fullmatch(r"\d{4}", self.left_period):
                values = [self.left_period]  # the change of the year's month in this row
        if not values and context.period and (parts or not pieces):
            values = [context.period]
        if len(parts) > 1 or len(values) > 2:
            return None, False
        if len(values) == 2:
            first, second = values
            longer, shorter = max(values, key=len), min(values, key=len)
            if longer.startswith(shorter + "-"):
                return longer, True
            return (None, False) if first != second else (first, True)
        if parts:
            if values and re.fullmatch(r"\d{4}", values[0]):
                return combine(values[0], parts[0]), True
            return None, True
        if values and context.part and re.fullmatch(r"\d{4}", values[0]):
            return combine(values[0], context.part), True
        return (values[0] if values else None), True

    def _sides(self, labels: Gathered, context: TableContext, measure: str, fields: dict[str, object]) -> bool:
        """Reporter and partner; False if the role of a named country is undecided."""
        reporter, partner = labels.reporter or self.reporter, labels.partner or self.partner
        countries = [c for c in (labels.country, self.country, labels.second_country) if c]
        other, component = labels.other or self.other, fields.get("component")
        subdivision = labels.subdivision or self.subdivision or context.subdivision
        if measure == "count" and labels.counts_places and not (countries or reporter or partner or context.reporter):
            return True  # who counts the visitors from one country to the other is not said
        for code in dict.fromkeys(countries):
            known_reporter = reporter or context.reporter
            traded = component in ("export", "import")  # the weight of what is exported to a country
            if (measure in ("other", "count", "funding", "investment") and not known_reporter and not traded) or (
                not known_reporter and context.partner is None and code in context.pair
            ):
                reporter = code
            elif known_reporter and code != known_reporter and partner is None:
                partner = code
            elif (context.partner and code != context.partner and reporter is None) or known_reporter == code:
                reporter = code
            else:
                return False
        if other is not None and partner is None and other != (reporter or context.reporter):
            partner = other
        elif other is not None and reporter is None and other == context.reporter:
            reporter = other
        reporter = reporter or context.reporter
        if reporter is None and measure in _TRADE and other is not None and partner == other and other in context.pair:
            reporter = next(code for code in context.pair if code != other)  # who sells to B is A
        if partner is None and context.partner != reporter:
            partner = context.partner
        if partner is None and reporter in context.pair and not labels.country_group and not labels.world:
            partner = next(code for code in context.pair if code != reporter)
        if partner is None and labels.world and measure in STRONG:
            partner = "WLD"
        elif partner is None and labels.country_group and (measure in STRONG or (measure == "count" and reporter)):
            partner = labels.country_group  # without it the figure would be that of all countries
        if reporter:
            fields["reporter"] = reporter
        if partner:
            fields["partner"] = partner
        if subdivision:
            fields["subdivision"] = subdivision
        return True

    def _product(self, labels: Gathered, context: TableContext, measure: str, fields: dict[str, object]) -> None:
        words = [word for word in labels.product_words if word]
        heading = self.heading
        product = labels.product or (words[-1] if words else None)
        if len(words) > 1 and labels.product is None and "component" not in fields:
            fields["component"] = words[0]
        if product and measure.startswith("fdi") and is_part_of_investment(product) and "component" not in fields:
            fields["component"], product = product, None
        if heading and measure.startswith("fdi") and is_part_of_investment(heading) and "component" not in fields:
            fields["component"], heading = heading, None
        if product and measure == "export" and part_of_trade(product) and "component" not in fields:
            fields["component"], product = product, None
        if measure == "balance" and in_list("services", heading or ""):
            fields["measure"], heading = "services_balance", None
        if product is None and heading is not None:
            product, heading = heading, None
        if product is None and measure in _TRADE:
            product = context.product or "TOTAL"
        if product:
            fields["product"] = product
        if heading and "component" not in fields and product != heading:
            fields["component"] = heading
        if (part := labels.component or self.component) and measure == "count" and "product" not in fields:
            fields["product"] = part  # who is counted
        elif part:
            fields["component"] = part
        printed = labels.place_printed or self.place_printed
        if printed and "partner" not in fields:
            fields["place_printed"] = printed
