"""The surroundings of a table and the document's own information: reporter, partner, measure, period and unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from henequen.reading.document import Quote, ReadDocument, ReadTable
from henequen.reading.grammar.names import PlaceName, find_places
from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.grammar.wordlists import read_toml
from henequen.reading.tables.periods import read_period
from henequen.reading.tables.units import Unit, read_units
from henequen.reading.tables.words import measure_of

__all__ = ["TableContext", "context_of"]


@dataclass(slots=True)
class TableContext:
    """What a table takes from its caption, its notes and its document; `quotes` are the places that state it."""

    measure: tuple[str, str | None] | None = None
    reporter: str | None = None
    partner: str | None = None
    period: str | None = None
    units: tuple[Unit, ...] = ()
    product: str | None = None
    valuation: str | None = None
    outward: bool = False
    quotes: dict[str, Quote] = field(default_factory=dict)


def context_of(
    document: ReadDocument, table: ReadTable, sides: DocumentSides, dollar: str | None, peso: str | None
) -> TableContext:
    """Read the caption (nearest line last) and the notes; the publisher of a national document counts its own trade."""
    context = TableContext()
    start = min((cell.start for cell in table.cells), default=0)
    for line in reversed(_caption_lines(table.caption)):
        pattern = r"\s+".join(re.escape(word) for word in line.split())
        places = [match.span() for match in re.finditer(pattern, document.text[:start])]
        quote = document.quote(*places[-1]) if places else None
        _take_line(context, line, quote, sides, dollar, peso)
    corner = next((cell for cell in table.cells if cell.row == 0 and cell.column == 0), None)
    if corner is not None and len(corner.text.split()) >= 3:  # a caption in the corner of the table
        quote = document.quote(corner.start, corner.end) if corner.end > corner.start else None
        _take_line(context, " ".join(corner.text.split()), quote, sides, dollar, peso)
    for note in table.notes:
        if not context.units and re.match(
            r"\s*\(?(?:단위|units?|unidad(?:es)?|cifras en|figures in|en (?:miles|millones))", note, re.I
        ):
            context.units = read_units(note, dollar, peso)
            place = document.text.find(note, start)
            if context.units and place >= 0:
                context.quotes["unit"] = document.quote(place, place + len(note))
    if context.measure is not None and context.measure[0] == "investment" and (context.reporter or context.partner):
        context.measure = ("fdi_flow", None)
    own = _source_country(table, sides) or sides.own
    investor = (
        context.measure is not None
        and context.measure[0].startswith("fdi")
        and own is not None
        and own == context.partner
    )
    if investor and context.reporter is not None:
        # the investor's own statistics of its investment abroad
        context.reporter, context.partner = context.partner, context.reporter
    if context.reporter is None and own is not None and own != context.partner:
        context.reporter = own
    return context


def _caption_lines(caption: str) -> list[str]:
    """The lines of a caption; one that continues in the next line is joined with it."""
    joined: list[str] = []
    for line in (part.strip() for part in caption.split("\n")):
        if not line:
            continue
        open_end = joined and re.search(
            r"(?:\b(?:of|the|to|with|and|in|from|by|de|la|el|los|las|con|y|en|del|a|por)|[,\-–의])$", joined[-1], re.I
        )
        if joined and (open_end or re.match(r"[a-záéíóúñ]", line)):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _take_line(
    context: TableContext, line: str, quote: Quote | None, sides: DocumentSides, dollar: str | None, peso: str | None
) -> None:
    units = read_units(line, dollar, peso)
    if units and not context.units:
        context.units = units
        if quote:
            context.quotes["unit"] = quote
    measure = measure_of(line)
    if measure and context.measure is None and measure[0] not in ("other", "count"):
        context.measure = measure
        if quote:
            context.quotes["measure"] = quote
    if re.search("|".join(map(re.escape, read_toml("tables", "table_words")["outward"]["words"])), line, re.I):
        context.outward = True
    valuation = re.search(r"\b(FOB|CIF|f\.o\.b\.|c\.i\.f\.)", line, re.I)
    if valuation and context.valuation is None:
        context.valuation = "FOB" if valuation.group(1).lower().startswith("f") else "CIF"
    if context.period is None and (period := _single_period(line)):
        context.period = period
        if quote:
            context.quotes["period"] = quote
    if context.reporter is None and context.partner is None:
        reporter, partner = _sides(line, measure[0] if measure else None, sides)
        if reporter or partner:
            context.reporter, context.partner = reporter, partner
            if quote:
                context.quotes["sides"] = quote


def _source_country(table: ReadTable, sides: DocumentSides) -> str | None:
    """The country whose public body a source note names."""
    for note in table.notes:
        if re.match(r"\W*(?:source|fuente|fonte|자료|출처)", note, re.I):
            for code, words in read_toml("grammar", "publishers")["publishers"].items():
                if any(word.lower() in note.lower() for word in words):
                    return str(code)
    return None


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
    if "/" in value or spans[0].precision not in ("year", "month", "quarter", "half-year"):
        return None
    return value


def country_of(place: PlaceName, sides: DocumentSides | None = None) -> str | None:
    """The one country that a name means; a name that two countries share is decided by the document or stays
    undecided."""
    if place.kind not in ("country", "adjective", "letter"):
        return None
    if sides is not None:
        return sides.decide(place)
    codes = place.countries
    return codes[0] if len(codes) == 1 else None


_TO = re.compile(
    r"(?:\b(?:to|with|from|in|a|con|hacia|de|desde|en|procedentes de|proveniente de|destinadas a)\s+(?:the\s+|los\s+|el\s+|la\s+)?)$",
    re.I,
)


def _sides(line: str, measure: str | None, sides: DocumentSides) -> tuple[str | None, str | None]:
    """Reporter and partner of a caption such as "A's exports to B", "Exportaciones de A a B", "A의 대B 수출"."""
    line = re.sub(r"US(?=\s?\$)", "  ", line)  # a currency does not name a side
    places = [place for place in find_places(line) if country_of(place, sides)]
    if not places or len({country_of(place, sides) for place in places}) > 2:
        return None, None
    codes = [country_of(place, sides) for place in places]
    if len(set(codes)) == 1:
        place, code = places[0], codes[0]
        before, after = line[: place.start], line[place.end :]
        if re.search(r"(?:^|[^가-힣])(?:대|對)\s?$", before) or re.match(r"\s?(?:에 대한|과의|와의|에의|向|행)", after):
            return None, code
        if re.search(r"\b(?:to|with|hacia|con|procedentes de|destinadas? a|from)\s+(?:the\s+)?$", before, re.I):
            return None, code
        if re.match(r"(?:['’]s?\s|\s?의\s)", after) or (place.kind == "adjective" and place.start == 0):
            return code, None
        if re.search(r"\b(?:de|del|of)\s+(?:the\s+|la\s+|los\s+)?$", before, re.I) and measure in (
            "export",
            "import",
            "total_trade",
            "balance",
        ):
            return code, None
        if re.search(r"\b(?:in|into|en)\s+(?:the\s+)?$", before, re.I) and measure and measure.startswith("fdi"):
            return code, None
        return None, None
    titled = re.match(r"\s*(?:(?:table|cuadro|tabla|표)\s*[\w.-]+\s*[.:]?\s*)?$", line[: places[0].start], re.I)
    if titled and re.match(r"\s?[:：]\s", line[places[0].end :]) and len(set(codes)) == 2:
        # "Australia: investment by and in Indonesia": the country in front of the colon counts
        return codes[0], next(code for code in codes if code != codes[0])
    first, second = places[0], next(p for p in places if country_of(p, sides) != codes[0])
    between, before = line[first.end : second.start], line[: first.start]
    a, b = country_of(first, sides), country_of(second, sides)
    if re.search(r"\b(?:between|entre)\s+(?:the\s+)?$", before, re.I) or re.fullmatch(
        r"\s*(?:[-–—·/]|and|y|과|와|,)\s*", between
    ):
        return None, None
    if measure and measure.startswith(("fdi", "investment")):
        if re.search(r"\b(?:in|into|en)\s+(?:the\s+)?$", between, re.I):
            return b, a
        if re.search(r"\b(?:from|de|desde)\s+(?:the\s+)?$", between, re.I):
            return a, b
    if re.search(r"(?:대|對)\s?$", line[: second.start]) or re.search(
        r"\b(?:to|with|from|a|con|hacia|desde|de)\s+(?:the\s+|la\s+|los\s+)?$", between, re.I
    ):
        return a, b
    if re.match(r"(?:['’]s?\s|\s?의\s)", line[first.end :]):
        return a, b
    return None, None
