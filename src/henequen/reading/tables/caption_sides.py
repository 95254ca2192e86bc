"""Whose figures a caption or label announces: reporter and partner, or only the pair."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from henequen.reading.grammar.names import PlaceName, find_places
from henequen.reading.grammar.publishers import is_national_body, listed_body_country
from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.tables.units import read_units

__all__ = [
    "country_of",
    "leading_side",
    "pair_in",
    "sides_in",
    "states_reporter",
    "subdivision_in",
    "with_letters",
    "without_units",
]


def country_of(place: PlaceName, sides: DocumentSides | None = None) -> str | None:
    """The one country that a name means; a name that two countries share is decided by the document or stays
    undecided."""
    if place.kind not in ("country", "adjective", "letter"):
        return None
    if sides is not None:
        return sides.decide(place)
    codes = place.countries
    return codes[0] if len(codes) == 1 else None


def with_letters(line: str) -> str:
    """The line with the sign of a direction before the letter of a country: 대일 교역 is trade with the country 일."""
    line = re.sub(r"(?<![가-힣])(대|對)(?=[A-Z])", r"\1 ", line)
    return re.sub(r"(?<![가-힣])대(?=[가-힣](?:\s|$|수출|수입|교역|무역|투자|수지))", "對", line)


def pair_in(texts: Iterable[str], sides: DocumentSides) -> tuple[str, ...]:
    """The two countries that texts name, if they name exactly two."""
    codes = dict.fromkeys(
        code
        for text in texts
        for place in find_places(with_letters(without_units(text)))
        if (code := country_of(place, sides))
    )
    return tuple(codes) if len(codes) == 2 else ()


def leading_side(texts: Iterable[str], pair: tuple[str, ...]) -> str | None:
    """The side that a Hangul pair puts first by its letter, the writer's own: 한-호주 교역."""
    for text in texts:
        places = find_places(text)
        for first, second in pairwise(places):
            joined = first.kind == "letter" and re.fullmatch(r"\s?[-–·‧ㆍ∙]\s?", text[first.end : second.start])
            if joined and len(first.countries) == 1 and first.countries[0] in pair:
                return first.countries[0]
    return None


def states_reporter(text: str, sides: DocumentSides) -> str | None:
    """The country of a header that says who counts: "Peru reports", "Datos de Tailandia", a country and its statistics."""
    if len(text) <= 120 and (body := _body_country(text, sides)):
        return body
    places = [place for place in find_places(text) if country_of(place, sides)]
    if len(places) != 1:
        return None
    rest = text[: places[0].start] + " " + text[places[0].end :]
    words = re.sub(r"[\s():.,·'’\-–]+", " ", rest).strip().lower()
    return country_of(places[0], sides) if words and _REPORTS.fullmatch(words) else None


def _body_country(text: str, sides: DocumentSides) -> str | None:
    """The country of the body that a header names, such as a customs service above its columns."""
    if code := listed_body_country(text):
        return code
    if not is_national_body(text):
        return None
    codes = {country_of(place, sides) for place in find_places(without_units(text))} - {None}
    return codes.pop() if len(codes) == 1 else None


def without_units(line: str) -> str:
    """A line with blanks for its units, whose names are those of countries too: US dólares, Hong Kong dollars.

    >>> without_units("Trade with Peru, millions of US dollars").strip()
    'Trade with Peru,'
    """
    for unit in read_units(line, "USD", None):
        line = line[: unit.start] + " " * (unit.end - unit.start) + line[unit.end :]
    return re.sub(r"US(?=\s?\$)", "  ", line)


_REPORTS = re.compile(
    r"(?:reports?|reported(?: by)?|as reported by|(?:s )?(?:data|statistics|figures|reporter|customs)(?: of| from)?"
    r"|according to|source|seg[uú]n(?: datos de)?|datos(?: de| del)?|cifras(?: de| del)?|estad[ií]sticas?(?: de| del)?|fuente"
    r"|reporta(?: el| la)?|informa|declarante|통계|측? ?통계|측|측 자료|자료|기준|측 기준|통계 기준|통계기준|보고|발표)"
)


def subdivision_in(line: str, sides: DocumentSides) -> PlaceName | None:
    """The one subdivision or city whose own figures a caption announces: "Jalisco's exports", "Exportaciones de Jalisco a"."""
    places = [place for place in sides.find(line) if place.kind in ("subdivision", "city") and len(place.codes) == 1]
    if len({place.codes for place in places}) != 1 or len(places[0].countries) != 1:
        return None
    place = places[0]
    before, after = line[: place.start], line[place.end :]
    own = re.match(r"(?:['’]s?\s|\s?의\s)", after) or re.match(
        r"\s(?:state |province )?(?:exports|imports|trade)\b", after, re.I
    )
    of = re.search(
        r"\b(?:exports|imports|exportaci[oó]n(?:es)?|importaci[oó]n(?:es)?|comercio|trade)\s+(?:of|de|del|from|desde)\s+"
        r"(?:the\s+|la\s+|el\s+|state of\s+|estado de\s+|provincia de\s+|regi[oó]n (?:de |del )?)*$",
        before,
        re.I,
    )
    return place if own or of else None


_TITLED = re.compile(
    r"\s*(?:(?:table|exhibit|figure|chart|cuadro|tabla|gráfico|표)\s*[\w.-]+\s*[.:\-–]?\s*)?(?:[\w.&]{2,12}\s+[-–|]\s+)?(?:the\s+|la\s+)?",
    re.I,
)
"""The words before the first country of a title: the number of the table, the office."""
_OWN_FLOW = re.compile(
    r"\.?\s+(?:(?:total|goods|merchandise|services|agricultural|food|inward|outward)\s+(?:and\s+)?)*"
    r"(?:(?:exports|imports)\b|(?:trade|fdi|foreign direct investment)\b[^.]{0,60}"
    r"\bby\s+(?:\w+\s+)?(?:partners?|country|countries|areas?|destinations?|origins?)\b)",
    re.I,
)
"""A flow that the country in front of it counts: New Zealand goods exports by trading partner."""


_PEOPLE = re.compile(
    r"\b(?:persons?|people|nationals?|citizens?|residents?|students?|migrants?|immigrants?|workers?|visitors?|population|born"
    r"|personas?|nacionales|ciudadan[oa]s|residentes|estudiantes|migrantes|inmigrantes|trabajador[ea]s|visitantes|turistas|poblaci[oó]n|nacid[oa]s)\b",
    re.I,
)
_ARRIVED = re.compile(
    r"\b(?:tourists?|visitors?|arrivals?|visits|travell?ers|overnight stays|guests|turistas|visitantes|llegadas|viajeros"
    r"|pernoctaciones|estudiantes|students)\b"
    r"[^,;.:]{0,40}\b(?:to|in|into|a|en)\s+(?:the\s+)?$",
    re.I,
)


_TRADED_WITH = re.compile(
    r"\b(?:exportaci\w+|env[ií]os|ventas|importaci\w+|compras|comercio|intercambio)\b[^,;.:()]{0,40}\b(?:a|al|desde|hacia|con)\s+(?:el\s+|la\s+|los\s+)?$",
    re.I,
)
_HOST = re.compile(r"\b(?:to|in|into|en|a)\s+(?:the\s+|la\s+|el\s+)?$", re.I)
_ABROAD = re.compile(
    r"\b(?:abroad|overseas|outbound|outgoing|exterior|emisor|salidas?|exports?|imports?|firms?|companies|empresas)\b",
    re.I,
)


def sides_in(line: str, measure: str | None, sides: DocumentSides) -> tuple[str | None, str | None]:
    """Reporter and partner of a caption such as "A's exports to B", "Exportaciones de A a B", "A의 대B 수출"."""
    line = with_letters(without_units(line))  # a currency does not name a side
    places = [place for place in find_places(line) if country_of(place, sides)]
    if not places:
        return None, None
    if measure == "count" and places[0].kind == "adjective" and not _ABROAD.search(line):
        host = next((p for p in places[1:] if _HOST.search(line[: p.start])), None)
        origin = country_of(places[0], sides)
        counted = country_of(host, sides) if host is not None else None
        return (counted, origin) if counted != origin else (None, origin)  # "B citizens living in A"
    if len({country_of(place, sides) for place in places}) > 2:
        first = places[0]  # "Australia's trade with Fiji and Papua New Guinea"
        owned = _TITLED.fullmatch(line[: first.start]) and re.match(r"['’]s?\s|\s?의\s", line[first.end :])
        return (country_of(first, sides), None) if owned else (None, None)
    codes = [country_of(place, sides) for place in places]
    if len(set(codes)) == 1:
        place, code = places[0], codes[0]
        before, after = line[: place.start], line[place.end :]
        if _TITLED.fullmatch(before) and re.match(r"\s?[:：]\s", after):
            return code, None  # "Serbia: inward investment by country": the country in front of the colon counts
        if re.search(r"(?:^|[^가-힣])(?:대|對)\s?$", before) or re.match(r"\s?(?:에 대한|과의|와의|에의|向|행)", after):
            return None, code
        if _ARRIVED.search(before):
            return code, None  # visitors to a country are counted by it
        if re.search(r"\b(?:to|with|hacia|con|procedentes de|destinadas? a|from)\s+(?:the\s+)?$", before, re.I):
            return None, code
        if _TRADED_WITH.search(before):
            return None, code
        if re.match(r"(?:['’]s?\s|\s?의\s)", after) or (place.kind == "adjective" and place.start == 0):
            return code, None
        if _TITLED.fullmatch(before) and _OWN_FLOW.match(after):
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
    titled = _TITLED.fullmatch(line[: places[0].start])
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
    if (
        measure == "count"
        and re.search(r"\b(?:from|de|del|desde)\s+(?:the\s+)?$", before, re.I)
        and _HOST.search(between)
    ):
        return b, a  # arrivals from A to B are counted by B
    if measure and measure.startswith(("fdi", "investment")):
        if re.search(r"\b(?:in|into|en)\s+(?:the\s+)?$", before, re.I):
            return a, b  # "investment in A: B as country of origin"
        if re.search(r"\b(?:in|into|en)\s+(?:the\s+)?$", between, re.I):
            return b, a
        if re.search(r"\b(?:from|de|desde)\s+(?:the\s+)?$", between, re.I):
            return a, b
    if _PEOPLE.search(line[: second.start]) and re.search(r"\b(?:in|en)\s+(?:the\s+|la\s+|los\s+)?$", between, re.I):
        return b, a  # nationals of A with a permit in B are counted by B
    if re.search(r"(?:대|對)\s?$", line[: second.start]) or re.search(
        r"\b(?:to|with|from|a|con|hacia|desde|de)\s+(?:the\s+|la\s+|los\s+)?$", between, re.I
    ):
        return a, b
    if re.match(r"(?:['’]s?\s|\s?의\s)", line[first.end :]):
        return a, b
    return None, None
