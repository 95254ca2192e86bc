"""The facts of one label: a measure, a period, a place, a unit, a product, or several of these at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from henequen.reading.grammar.names import PlaceName, find_places
from henequen.reading.tables.label_places import label_place
from henequen.reading.tables.periods import PeriodPiece, read_period
from henequen.reading.tables.quantities import qualified_quantity, unread_quantity, without_bodies
from henequen.reading.tables.scales import loose_scale, read_scale
from henequen.reading.tables.units import Unit, read_units
from henequen.reading.tables.words import in_list, measure_of, plain

__all__ = ["STRONG", "LabelFacts", "caption_quantity", "read_label"]

STRONG = frozenset(
    {
        "export",
        "import",
        "total_trade",
        "balance",
        "services_balance",
        "fdi_flow",
        "fdi_stock",
        "fdi_declared",
        "share",
        "growth",
    }
)
_SMALL = re.compile(
    r"\b(?:of|to|from|the|and|in|with|by|for|de|del|a|al|la|las|los|el|y|en|con|por|para|desde|hacia|total|value|values|valor|amount|monto|"
    r"importe|goods|merchandise|bienes|mercancías|annual|anual|trade|net|current|corrientes|prices|fob|cif|f\.o\.b|c\.i\.f|"
    r"its|their|s|outward|inward|flows?|flujos?)\b|금액|액|총|의|대|및|기준"
    r"|(?:연도|국가|국적|지역|월|분기|성)별|(?<![가-힣])(?:수|현황|규모|실적)(?![가-힣])",
    re.I,
)


_PART_OF = re.compile(
    r"^[-–—·•>\s]*(?:of which|o\.?w\.?|of them|including|incl\.|de l[oa]s? cuales?|del cual|de la cual|de ellos|de ellas|entre ellos|"
    r"이 ?중|그 ?중|그중에서)\s*[:,：]?\s+(?=\S)",
    re.I,
)


_RAISED = re.compile(r"(?<=\w)\s?([¹²³⁰-⁹ᵃ-ᶻʰ-ʸ])[¹²³⁰-⁹ᵃ-ᶻʰ-ʸ,]*$")
"""The raised mark of a footnote behind a label."""


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """The parts of a label; `rest` is the unexplained text."""

    text: str
    measure: tuple[str, str | None] | None = None
    period: PeriodPiece | None = None
    place: PlaceName | None = None
    to_place: PlaceName | None = None
    units: tuple[Unit, ...] = ()
    subtotal: bool = False
    group: bool = False
    valuation: str | None = None
    negative: bool = False
    rest: str = ""
    scale: int = 1
    mark: str = ""
    """The mark of a footnote behind the label."""
    quantity: str | None = None
    """The word of a quantity that is not read: an index, a rank, an average."""


def one_language(text: str) -> str:
    """The first part of a label that is printed in two languages, if each part names the same measure or period.

    >>> one_language("Exports / Exportaciones"), one_language("Jan-Jun / ene-jun 2023"), one_language("Goods / Services")
    ('Exports', 'ene-jun 2023', 'Goods / Services')
    """
    marked = re.search(r"\s+[/|·]\s+", text) is not None
    parts = [part.strip() for part in re.split(r"\s+[/|·]\s+" if marked else r"\n", text.strip()) if part.strip()]
    if len(parts) != 2:
        return text
    pieces = [read_period(part) for part in parts]
    if None not in pieces:
        whole = [part for part, piece in zip(parts, pieces, strict=True) if piece is not None and piece.value]
        if len(whole) == 1 or (len(whole) == 2 and pieces[0] == pieces[1]):
            return whole[0]
        return text if len(whole) == 2 or pieces[0] != pieces[1] else parts[0]
    measures = [measure_of(part) for part in parts]
    alike = measures[0] is not None and measures[0] == measures[1] and _other_language(*parts)
    return parts[0] if alike else text


def _other_language(first: str, second: str) -> bool:
    """Whether two labels share no longer word, but for names."""
    words = [{word for word in re.findall(r"[^\W\d_]{3,}", part) if not word[0].isupper()} for part in (first, second)]
    return not words[0] & words[1]


@lru_cache(maxsize=20_000)
def read_label(text: str, dollar: str | None, peso: str | None, shared: tuple[tuple[str, str], ...] = ()) -> LabelFacts:
    """Read a label as a whole, then by its parts.

    >>> facts = read_label("Exports, 2019 (US$ million)", "USD", None)
    >>> facts.measure, facts.period.value, facts.units[0].multiplier
    (('export', None), '2019', 1000000)
    """
    line = _PART_OF.sub("", re.sub(r"[\s_]+", " ", one_language(text)).strip()) or text.strip()
    raised = _RAISED.search(line)
    line = line[: raised.start()] if raised else line
    if in_list("groups", line):
        return LabelFacts(line, group=True, subtotal=in_list("subtotals", line))
    period = read_period(line)
    if period is not None:
        return LabelFacts(line, period=period)
    place = label_place(line)
    if place is not None:
        return LabelFacts(line, place=place)
    units = read_units(line, dollar, peso, shared)
    if (
        units
        and (bracketed := re.fullmatch(r"(.{3,}?)\s*[(\[][^()\[\]]*[)\]]", line))
        and units[0].start > len(bracketed.group(1))
    ):
        place = label_place(bracketed.group(1))
        if place is not None:
            return LabelFacts(line, place=place, units=units)  # a reporter with the unit of its figures
    rest = line
    for unit in reversed(units):
        rest = rest[: unit.start] + " " + rest[unit.end :]
    rest = re.sub(r"[(\[]\s*[,;:·]?\s*[)\]]", " ", rest)
    period, rest = _period_in(rest)
    measure = measure_of(rest)
    if re.match(r"%\s*(?:of|del?|sobre)\b", line, re.I) and (measure is None or measure[0] != "share"):
        measure = ("share", measure[0] if measure is not None else None)
    valuation = _valuation(line)
    subtotal = in_list("subtotals", rest) or bool(
        re.match(
            r"\s*(?:(?:sub-?total|total|합계|소계|총계)\b|(?:all|todos los|todas las)\s+(?!others?\b|otr[oa]s\b|dem)\w+\s*$)",
            rest,
            re.I,
        )
        and measure is None
    )
    places = find_places(rest) if measure is not None else []
    remainder = rest
    if measure is not None:
        remainder = _without_measures(remainder)
        for place_name in reversed(places):
            remainder = remainder.replace(place_name.text, " ")
    remainder = _SMALL.sub(" ", remainder) if measure is not None or units else remainder
    remainder = re.sub(r"^[\s,;:()\[\]\-–—·/*'’.]+|[\s,;:()\[\]\-–—·/*'’]+$", "", re.sub(r"\s+", " ", remainder))
    countries = [place_name for place_name in places if place_name.kind in ("country", "adjective", "letter")]
    mark = raised.group(1) if raised else ""
    marked = re.fullmatch(r"([a-z]|[ᵃ-ᶻ]|\d|\*{1,3})\s?[/)]?", remainder)
    if marked and (period is not None or measure is not None):
        mark, remainder = marked.group(1), ""  # 2022a, Exports b/
    if not units and read_scale(line) > 1:
        remainder = re.sub(
            r"[(\[]\s*(?:en\s+|in\s+)?(?:thousands?|millions?|miles|millones|천|만)\s*[)\]]?\s*$", "", remainder
        ).strip()
        remainder = re.sub(r"^\W*(?:thousands?|millions?|miles|millones|천|만|'?000s?)\W*$", "", remainder, flags=re.I)
    deficit = re.search(r"\b(?:deficit|déficit)\b|적자", line, re.I)
    either = re.search(r"surplus|super[aá]vit|흑자|\(-\)|/", line, re.I)
    to_place = countries[0] if len(countries) == 1 else None
    negative = bool(deficit) and not either
    scale = 1 if units else read_scale(line)
    if scale == 1 and (period is None or measure is not None):
        scale = loose_scale(line, [(unit.start, unit.end) for unit in units])
    if scale == 1 and not units and len(line) <= 20 and (scale := read_scale(f"({line})")) > 1:
        remainder, measure = "", measure or ("count", None)  # a header of its own: 만 명
    quantity = qualified_quantity(line) or unread_quantity(remainder if measure is not None or units else rest)
    return LabelFacts(
        line,
        measure,
        period,
        None,
        to_place,
        units,
        subtotal,
        False,
        valuation,
        negative,
        remainder,
        scale,
        mark,
        quantity,
    )


@lru_cache(maxsize=20_000)
def caption_quantity(line: str) -> str | None:
    """The word of a caption that names a quantity which is not read: export price indices by product.

    >>> caption_quantity("Export price indices by product"), caption_quantity("Growth rate of exports")
    ('indices', None)
    """
    head = re.split(r"\s+(?:and|with|y|e|con|및)\s+", line, maxsplit=1)[0]
    named = head if measure_of(head) is not None else line  # visitors by purpose and average length of stay
    bare = _BREAKDOWN.sub(" ", without_bodies(named))
    return qualified_quantity(line) or unread_quantity(_without_measures(bare))


_BREAKDOWN = re.compile(r"\b(?:by|por|seg[uú]n)\s+[^\W\d_]+(?:\s+[^\W\d_]+)?|[가-힣]+별", re.I)
"""The dimension of the rows of a table: by rank, por puesto fronterizo."""


def _valuation(line: str) -> str | None:
    match = re.search(r"\b(fob|cif|f\.o\.b|c\.i\.f)\b", line, re.I)
    return None if not match else "FOB" if match.group(1).lower().startswith("f") else "CIF"


def _period_in(text: str) -> tuple[PeriodPiece | None, str]:
    """A period within a longer label, taken out of it."""
    from henequen.reading.grammar.dates import find_dates

    for bracket in re.finditer(r"[(\[]([^)\]]{2,30})[)\]]", text):
        piece = read_period(bracket.group(1))
        if piece is not None and piece.value is not None:
            return piece, text[: bracket.start()] + " " + text[bracket.end() :]
    spans = [span for span in find_dates(text) if span.basis == "printed"]
    if len(spans) == 1:
        span = spans[0]
        value = span.value
        if match := re.fullmatch(r"(\d{4})-01/\1-12", value):
            value = match.group(1)
        return PeriodPiece(value), text[: span.start] + " " + text[span.end :]
    words = text.split()
    for size in (1, 2):
        for part in (words[:size], words[-size:]):
            piece = read_period(" ".join(part).strip("(),"))
            short = len(" ".join(part)) <= 2 and not re.fullmatch(r"[QTHS][1-4]", " ".join(part))
            if len(words) > size and piece is not None and (piece.value or (piece.part and not short)):
                return piece, text.replace(" ".join(part), " ", 1)
    return None, text


def _without_measures(text: str) -> str:
    from henequen.reading.grammar.wordlists import read_toml

    if plain(text) in read_toml("tables", "table_words")["whole_measures"]:
        return ""
    remainder = text
    words = [word for words in read_toml("tables", "table_words")["measures"].values() for word in words]
    for word in sorted(words, key=len, reverse=True):
        if word in remainder.lower():
            hangul = "가" <= word[-1] <= "힣"
            pattern = re.escape(word) if hangul else rf"(?<![^\W_]){re.escape(word)}(?![^\W_])"
            remainder = re.sub(pattern, " ", remainder, flags=re.I)
    return remainder
