"""The surroundings of a table and the document's own information: reporter, partner, measure, period and unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from henequen.model.countries import countries
from henequen.reading.document import Quote, ReadDocument, ReadTable
from henequen.reading.grammar.names import find_places
from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.grammar.wordlists import read_toml
from henequen.reading.tables.caption_sides import (
    country_of,
    leading_side,
    pair_in,
    sides_in,
    subdivision_in,
    with_letters,
    without_units,
)
from henequen.reading.tables.counting import INTERNATIONAL, caption_lines, counting_country
from henequen.reading.tables.facts import caption_quantity
from henequen.reading.tables.periods import part_of_years, read_period
from henequen.reading.tables.scales import loose_scale, read_scale
from henequen.reading.tables.units import MoneyStyle, Unit, read_units
from henequen.reading.tables.words import measure_of

__all__ = ["TableContext", "context_of", "country_of"]


@dataclass(slots=True)
class TableContext:
    """What a table takes from its caption, its notes and its document; `quotes` are the places that state it."""

    measure: tuple[str, str | None] | None = None
    ratio: str | None = None
    """The share or growth that a caption names next to its measure, for columns of percents."""
    reporter: str | None = None
    partner: str | None = None
    period: str | None = None
    part: str | None = None
    """The months that a caption names for all its years: January-September 2023 and 2024."""
    units: tuple[Unit, ...] = ()
    product: str | None = None
    valuation: str | None = None
    valuations: dict[str, str] = field(default_factory=dict)
    """The valuation of each flow, if a caption states two: FOB (exports) and CIF (imports)."""
    outward: bool = False
    pair: tuple[str, ...] = ()
    """The two countries of the caption or of the document, regardless of which one counted."""
    subdivision: str | None = None
    quantity: str | None = None
    """The word of the caption that names a quantity which is not read."""
    scale: int = 1
    """A scale without a unit, for counts: (thousand)."""
    quotes: dict[str, Quote] = field(default_factory=dict)


def context_of(document: ReadDocument, table: ReadTable, sides: DocumentSides, money: MoneyStyle) -> TableContext:
    """Read the caption (nearest line last) and the notes; the publisher of a national document counts its own trade."""
    context = TableContext()
    start = min((cell.start for cell in table.cells), default=0)
    for line in reversed(caption_lines(table.caption)):
        pattern = r"\s+".join(re.escape(word) for word in line.split())
        places = [match.span() for match in re.finditer(pattern, document.text[:start])]
        quote = document.quote(*places[-1]) if places else None
        _take_line(context, line, quote, sides, money)
    if _SAME.match(table.caption) and (before := _captioned_before(document, table)) is not None:
        for line in reversed(caption_lines(before.caption)):
            _take_line(context, line, None, sides, money)
    corner = next((cell for cell in table.cells if cell.row == 0 and cell.column == 0), None)
    if corner is not None and (len(corner.text.split()) >= 3 or read_units(corner.text, *money)):
        # a caption in the corner of the table, or its unit
        quote = document.quote(corner.start, corner.end) if corner.end > corner.start else None
        _take_line(context, " ".join(corner.text.split()), quote, sides, money)
    for note in table.notes:
        if not context.units and re.match(
            r"\s*\(?(?:단위|units?|unidad(?:es)?|cifras|figures|values|valores|en (?:miles|millones)|in (?:thousand|million)"
            r"|US\$|USD|EUR|€|(?:thousand|million|billion|miles|millones)s?\b)",
            note,
            re.I,
        ):
            context.units = read_units(note, *money)
            place = document.text.find(note, start)
            if context.units and place >= 0:
                context.quotes["unit"] = document.quote(place, place + len(note))
    if context.measure is not None and context.measure[0] == "investment" and (context.reporter or context.partner):
        context.measure = ("fdi_flow", None)
    if table.sheet:
        _take_line(context, table.sheet, None, sides, money)
    if (model := _same_header(document, table)) is not None:
        period = context.period
        for line in caption_lines(model.caption):
            _take_line(context, line, None, sides, money)
        context.period = period
    if not _UNIT_BRACKET.sub("", table.caption).strip() and context.measure is None and table.sheet is None:
        above = document.text[:start]
        for line in [line for line in _document_lines(document, table) if line in above][:2]:
            # only the unit is right above the table
            _take_line(context, line, None, sides, money)
    if not context.units and (stated := _VALUES_IN.findall(document.text[max(0, start - 700) : start])):
        context.units = read_units(stated[-1], *money)
    if not context.units and any(cell.row == 0 and cell.text.strip() == "primaryValue" for cell in table.cells[:80]):
        context.units = (Unit(1, "USD", 0, 0),)  # UN Comtrade gives every value in US dollars
    _take_sides(context, document, table, sides)
    if context.reporter is None and context.partner is not None:
        context.reporter = _reporter_before(context.partner, document, table, sides)
    return context


def _reporter_before(partner: str, document: ReadDocument, table: ReadTable, sides: DocumentSides) -> str | None:
    """The country that the captions of the tables before count for, if they name the same partner."""
    above = [other for other in document.tables if other.number < table.number]
    counted = set()
    for line in (line for other in above[-20:] for line in caption_lines(other.caption)):
        measure = measure_of(line)
        reporter, other_side = sides_in(line, measure[0] if measure else None, sides)
        if reporter is not None and other_side == partner:
            counted.add(reporter)
    return counted.pop() if len(counted) == 1 else None


def _take_sides(context: TableContext, document: ReadDocument, table: ReadTable, sides: DocumentSides) -> None:
    """Who counts and with whom: the caption, then the source, then the title and the first caption of the document."""
    named = {
        code for place in find_places(with_letters(without_units(table.caption))) if (code := country_of(place, sides))
    }
    context.pair = pair_in([table.caption, *([table.sheet] if table.sheet else [])], sides)
    own = counting_country(document, table, sides)
    if not context.pair and not _WORLD.search(table.caption):
        for line in _document_lines(document, table):
            pair = pair_in([line], sides)
            if pair and named <= set(pair):
                context.pair = pair
                if not named and context.reporter is None and context.partner is None:
                    measure = measure_of(line)
                    context.reporter, context.partner = sides_in(line, measure[0] if measure else "total_trade", sides)
                break
    others = (named - {own}) or (_in_titles(document, table, sides) - {own})
    if not context.pair and own and context.partner is None and context.reporter is None and len(others) == 1:
        context.pair = (own, *others)
    counted = context.measure is None and (named_measure := measure_of(table.caption)) and named_measure[0] == "count"
    if counted and own is not None and own == context.partner and context.reporter is not None:
        # the country that receives visitors counts them
        context.reporter, context.partner = context.partner, context.reporter
    investor = (
        context.measure is not None
        and context.measure[0].startswith("fdi")
        and own is not None
        and own == context.partner
    )
    if investor and context.reporter is not None:
        # the investor's own statistics of its investment abroad
        context.reporter, context.partner = context.partner, context.reporter
    arrived = not investor and any(re.search(r"도착|arrived", cell.text, re.I) for cell in table.cells)
    invested = context.measure is not None and context.measure[0].startswith("fdi") and not context.outward
    if arrived and invested and context.partner and re.search(r"(?:대|對)\s?[가-힣]", table.caption):
        # declared and arrived investment is counted by the country that receives it
        context.reporter, context.partner = context.partner, context.reporter
    owned = own is not None and own != context.partner and (own in context.pair or not context.pair)
    if context.reporter is None and owned:
        context.reporter = own
    if context.reporter is None and context.pair:
        leading = leading_side([table.caption, *_document_lines(document, table)], context.pair)
        context.reporter = leading if leading != context.partner else None
    if context.reporter is None and context.partner is None and context.pair:
        context.reporter = _paying_side(context) or _first_named(document, table, context, sides)
    if context.reporter is None and context.partner in context.pair and len(named) == 2:
        return
    if context.partner is None and context.reporter in context.pair:
        context.partner = next(code for code in context.pair if code != context.reporter)


def _in_titles(document: ReadDocument, table: ReadTable, sides: DocumentSides) -> set[str]:
    """The countries that the titles of the document name, for a table whose caption names none and is not of all countries."""
    if _WORLD.search(table.caption) or table.sheet is not None:
        return set()
    places = [place for line in _document_lines(document, table) for place in find_places(with_letters(line))]
    return {code for place in places if (code := country_of(place, sides))}


def _paying_side(context: TableContext) -> str | None:
    """The one of two countries whose own currency the figures are in; dollars and euros decide nothing."""
    for unit in context.units:
        if unit.unit not in ("USD", "EUR") and len(unit.unit) == 3:
            own = [code for code in context.pair if countries()[code].alpha_2 == unit.unit[:2]]
            return own[0] if len(own) == 1 else None
    return None


def _first_named(document: ReadDocument, table: ReadTable, context: TableContext, sides: DocumentSides) -> str | None:
    """The country in front in a title such as "India-Nepal trade", if one side's exports and imports are listed.

    Who writes about two countries puts the own one first. Not if an international body counted, nor between a third
    country's publisher and its subject.
    """
    if sides.own is not None or any(INTERNATIONAL.search(note) for note in table.notes):
        return None
    for line in [*caption_lines(table.caption), *_document_lines(document, table)]:
        places = [place for place in find_places(line) if country_of(place, sides) in context.pair]
        if len(places) >= 2 and re.fullmatch(r"\s?[-–—]\s?", line[places[0].end : places[1].start]):
            first = country_of(places[0], sides)
            return first if first != country_of(places[1], sides) else None
    return None


_WORLD = re.compile(
    r"\bworld\b|\bmundo\b|\ball countries\b|por pa[ií]s|by country|by partner|전\s?세계|국가별|세계", re.I
)


def _document_lines(document: ReadDocument, table: ReadTable) -> list[str]:
    """The title of the document, its first headings, and the captions of the tables before this one."""
    heads = [document.text[b.start : b.end] for b in document.blocks if b.kind in ("heading", "caption")][:3]
    if table.sheet is not None:
        heads = []  # a sheet of a workbook has its own subject
    same = [other for other in document.tables if other.number < table.number and other.sheet == table.sheet]
    before = [line for other in same for line in caption_lines(other.caption)][:4]
    first = document.text.lstrip("\ufeff \r\n").split("\n", 1)[0].strip() if table.sheet is None else ""
    lines = [document.title or "", *heads, *before, first if len(first) <= 80 else ""]
    return [line for line in lines if line and len(line) < 300]


_SAME = re.compile(
    r"\W*(?:(?:table|cuadro|tabla|표)\s*[\w.-]+\s*[.:\-–]?\s*)?(?:the same|same|[íi]dem|lo mismo"
    r"|los mismos|las mismas|continued|continuaci[oó]n|계속|위와 같)\b",
    re.I,
)
"""A caption that refers to that of the table before: Table A2. The same by channel."""


def _captioned_before(document: ReadDocument, table: ReadTable) -> ReadTable | None:
    above = [other for other in document.tables if other.number < table.number and other.caption]
    return next((other for other in reversed(above) if not _SAME.match(other.caption)), None)


def _same_header(document: ReadDocument, table: ReadTable) -> ReadTable | None:
    """The first table above with the same header: one block for each year, and the unit only above the first."""

    def header(other: ReadTable) -> list[str]:
        return [re.sub(r"\d+", "#", cell.text.strip()) for cell in other.cells if cell.row == 0]

    above = [other for other in document.tables if other.number < table.number and other.sheet == table.sheet]
    return next((other for other in above[-20:] if other.caption and header(other) == header(table)), None)


def _take_line(context: TableContext, line: str, quote: Quote | None, sides: DocumentSides, money: MoneyStyle) -> None:
    units = read_units(line, *money)
    if units and not context.units:
        context.units = units
        if quote:
            context.quotes["unit"] = quote
    measure = measure_of(line)
    if measure and measure[0] in ("growth", "share") and (_UNIT_LINE.match(line) or (units and units[0].start <= 2)):
        measure = None  # in millions of dollars and percent changes: both are units
    if measure and measure[0] in ("growth", "share") and any(unit.unit not in ("percent",) for unit in units):
        # (백만 달러, 전년동기대비 %) only names the percents
        context.ratio = measure[0]
        measure = measure_of(_without_unit_brackets(_UNIT_BRACKET.sub(" ", line), money))
        if measure and measure[0] in ("growth", "share") and measure[1]:
            measure = (measure[1], None)  # stock of direct investment (US$ million) and share (percent): a column more
    if measure and context.measure is None and measure[0] not in ("other", "count"):
        context.measure = measure
        if quote:
            context.quotes["measure"] = quote
    if re.search("|".join(map(re.escape, read_toml("tables", "table_words")["outward"]["words"])), line, re.I):
        context.outward = True
    printed = re.findall(r"\b(FOB\b|CIF\b|f\.o\.b\.|c\.i\.f\.)", line, re.I)
    kinds = {"FOB" if word.lower().startswith("f") else "CIF" for word in printed}
    if len(kinds) == 2:
        context.valuations = {"export": "FOB", "import": "CIF"}
    elif kinds and context.valuation is None:
        context.valuation = kinds.pop()
    if context.scale == 1:
        context.scale = read_scale(line) if not units else 1
        if context.scale == 1:
            context.scale = loose_scale(line, [(unit.start, unit.end) for unit in units])
    if context.quantity is None and not _UNIT_LINE.match(line):
        context.quantity = caption_quantity(line)
    if context.part is None and (part := part_of_years(line)):
        context.part = part
        if quote:
            context.quotes["part"] = quote
    if context.period is None and not _WRITTEN.match(line) and (period := _single_period(line)):
        context.period = period
        if quote:
            context.quotes["period"] = quote
    if context.reporter is None and context.partner is None:
        reporter, partner = sides_in(line, measure[0] if measure else _trade_in(line), sides)
        if reporter or partner:
            context.reporter, context.partner = reporter, partner
            if quote:
                context.quotes["sides"] = quote
    if context.subdivision is None and measure and (place := subdivision_in(line, sides)):
        context.subdivision = place.codes[0]
        if context.reporter is None:
            context.reporter = place.countries[0]


def _without_unit_brackets(line: str, money: MoneyStyle) -> str:
    """A line without its brackets that print units: (USD millones y participación)."""
    return re.sub(r"[(\[][^)\]]*[)\]]", lambda match: " " if read_units(match.group(), *money) else match.group(), line)


_VALUES_IN = re.compile(
    r"\b(?:values?|figures|amounts|data|cifras|valores|montos|importes)\s+(?:are\s+|est[áa]n\s+)?(?:expressed\s+|expresad[oa]s\s+)?"
    r"(?:in|en)\s+([^.;\n]{3,40})",
    re.I,
)
"""The unit in the paragraph above a table: Values in A$ million."""
_WRITTEN = re.compile(
    r"\W*(?:작성|발행|배포|게시|published|prepared|issued|updated|elaborad[oa]|publicad[oa]|actualizad[oa]|fecha|date|bolet[ií]n)\b",
    re.I,
)
"""A line that dates the paper, not its figures."""
_UNIT_LINE = re.compile(
    r"\W*(?:(?:units?|unidad(?:es)?|단위)\b|단위|(?:values?|valores|figures|cifras|datos|data|amounts|montos)?\s*(?:in|en)\s+(?:[\w$€.]+\s+){0,2}?"
    r"(?:thousands?|millions?|billions?|miles|millones|US\$|USD|EUR|%|percent|porcentajes?))",
    re.I,
)
_UNIT_BRACKET = re.compile(r"[(\[]\s*(?:단위|units?|unidad(?:es)?|in|en)\b[^)\]]*[)\]]", re.I)


def _trade_in(line: str) -> str | None:
    """Trade as the subject of a caption that names no flow: trade of A with B."""
    return "total_trade" if re.search(r"\btrade\b|\bcomercio\b|교역|무역", line, re.I) else None


_AS_OF = re.compile(r"기준|현재|\bas (?:of|at)\b|\bal\s+\d|\ba\s+\d{1,2}\s+de\b", re.I)


def _single_period(line: str) -> str | None:
    """The one year of a caption; a range of years describes the columns, not a period."""
    from henequen.reading.grammar.dates import find_dates

    whole = read_period(line)
    if whole and whole.value:
        return whole.value
    spans = [span for span in find_dates(line) if span.basis == "printed"]
    values = {span.value for span in spans}
    if len(values) != 1:
        return None
    value = values.pop()
    if spans[0].precision == "day" and _AS_OF.search(line):
        return value  # the date on which people were counted
    if "/" in value or spans[0].precision not in ("year", "month", "quarter", "half-year"):
        return None
    return value
