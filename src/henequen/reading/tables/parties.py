"""The parties of an instrument: as printed, with the countries, subdivisions and level that their names give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from henequen.model.countries import undecidable
from henequen.reading.grammar.names import PlaceName, find_places, resolve_places
from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.grammar.world_places import subdivision_of

__all__ = ["PartyReading", "level_of", "read_parties", "split_parties"]

_BETWEEN = re.compile(r"\b(?:between|among|entre)\s+(?:the\s+|el\s+|la\s+|los\s+)?(.+)", re.I)

_AFTER_PARTIES = re.compile(
    r"\s+(?:on|in order|for|regarding|concerning|in matters|to (?:cooperate|establish|promote)|sobre|para|en materia"
    r"|relativo|with the)\b"
)


@dataclass(frozen=True, slots=True)
class PartyReading:
    """Parties as printed, and the codes of their names; `doubtful` are countries between which only a person
    decides."""

    printed: tuple[str, ...]
    countries: tuple[str, ...]
    subdivisions: tuple[str, ...]
    ambiguous: tuple[str, ...]
    doubtful: tuple[str, ...]
    text: str = ""


def split_parties(text: str) -> list[str]:
    """The parties of one cell: by semicolons, lines or slashes, never by commas, which occur in names too."""
    parts = re.split(r"\s*[;；]\s*|\s*\n\s*(?=[A-ZÁÉÍÓÚÑ가-힣])|\s+[/|]\s+|\s+[-–—↔]\s+(?=[A-Z가-힣])", text.strip())
    joined: list[str] = []
    for part in parts:
        words = re.sub(r"\s+", " ", part).strip(" ,")
        if words and joined and (joined[-1].endswith((",", "of", "de", "the", "and", "y")) or words[:1].islower()):
            joined[-1] = f"{joined[-1]} {words}"
        elif words:
            joined.append(words)
    return joined


def read_parties(printed: Sequence[str], places: Sequence[str], title: str, sides: DocumentSides) -> PartyReading:
    """The parties from the party cells, the place cells and, if these are not sufficient, the title."""
    countries: list[str] = []
    subdivisions: list[str] = []
    ambiguous: list[str] = []
    doubtful: list[str] = []

    def take(text: str, weak: bool = False) -> None:
        for place in sides.find(text):
            _take(place, sides, countries, subdivisions, ambiguous, doubtful, weak)

    for text in (*printed, *places):
        take(text)
        named = sides.find(text)
        if not named and (whole := resolve_places(text)) is not None:
            _take(whole, sides, countries, subdivisions, ambiguous, doubtful, False)
        elif not any(place.kind in ("subdivision", "city") for place in named):
            code = subdivision_of(text.split(",")[0], sides.countries)
            if code is not None and code not in subdivisions:
                subdivisions.append(code)
    settled = bool(doubtful)  # if the cells are ambiguous, the title does not decide
    printed_names = tuple(printed)
    between = _BETWEEN.search(title)
    if not printed and between:
        printed_names = _parties_of_title(between.group(1), sides)
    if between:
        take(between.group(0), weak=bool(printed))
        for side in _parties_of_title(between.group(1), sides):
            if not sides.find(side) and (whole := resolve_places(side)) is not None:
                _take(whole, sides, countries, subdivisions, ambiguous, doubtful, bool(printed))
    elif len(countries) < 2 or not subdivisions:
        take(title, weak=bool(printed))
    if not settled:
        doubtful = [code for code in doubtful if not set(doubtful) & set(countries)]
    countries = [code for code in dict.fromkeys(countries) if code not in doubtful]
    open_codes = [code for code in dict.fromkeys(ambiguous) if code not in subdivisions]
    return PartyReading(
        printed_names,
        tuple(countries),
        tuple(dict.fromkeys(subdivisions)),
        tuple(open_codes),
        tuple(sorted(set(doubtful))),
        " ".join([*printed_names, *places]),
    )


def _take(
    place: PlaceName,
    sides: DocumentSides,
    countries: list[str],
    subdivisions: list[str],
    ambiguous: list[str],
    doubtful: list[str],
    weak: bool,
) -> None:
    if place.kind in ("subdivision", "city"):
        if len(place.codes) == 1:
            if place.codes[0] not in subdivisions:
                subdivisions.append(place.codes[0])
        elif not any(code in subdivisions for code in place.codes):
            ambiguous.extend(place.codes)
        countries.extend(place.countries)
        return
    code = sides.decide(place)
    if code is not None and not (weak and len(set(countries)) >= 2):
        countries.append(code)
    elif code is None:
        group = next((g for g in undecidable() if set(place.countries) & g), frozenset(place.countries))
        if group and not any(party_code in countries for party_code in group):
            doubtful.extend(sorted(group))


def _parties_of_title(text: str, sides: DocumentSides) -> tuple[str, ...]:
    """The two sides of "between A and B": the split that leaves a place on each side."""
    text = _AFTER_PARTIES.split(text, maxsplit=1)[0]
    for match in re.finditer(r"\s+(?:and|y|e)\s+(?:the\s+|el\s+|la\s+|los\s+)?", text):
        left, right = text[: match.start()], text[match.end() :]
        named = [
            bool(sides.find(side)) or resolve_places(side) is not None
            for side in (left.strip(" ,."), right.strip(" ,."))
        ]
        if all(named):
            return left.strip(" ,."), right.strip(" ,.")
    return ()


@cache
def _level_words() -> dict[str, re.Pattern[str]]:
    return {
        level: re.compile(alternation(words), re.I)
        for level, words in read_toml("tables", "register_words")["levels"].items()
    }


@cache
def _stated_levels() -> dict[str, str]:
    table = read_toml("tables", "register_words")["stated_levels"]
    return {word: level for level, words in table.items() for word in words}


def is_level(text: str) -> bool:
    """Whether a cell only names a level, or two: National, Regional y municipal."""
    parts = re.split(r"\s+(?:and|y|e|o|or|및)\s+|\s*[/,·]\s*", text.strip().lower())
    return all(part in _stated_levels() for part in parts)


def level_of(parties: PartyReading, stated: Sequence[str]) -> str | None:
    """The level of the lowest party: a city before a state, a body before a government; None if no name shows it."""
    if len(stated) == 1 and (level := _stated_levels().get(stated[0].strip().lower())):
        return level
    text = " ".join(part for part in stated if not is_level(part)) or parties.text
    if not text.strip():
        return "national" if len(parties.countries) >= 2 and not parties.subdivisions else None
    hits = {level for level, pattern in _level_words().items() if pattern.search(text)}
    places = find_places(text)
    if "institutional" in hits:
        return "institutional"
    if "municipal" in hits or any(place.kind == "city" for place in places):
        return "municipal"
    if "state" in hits or any(place.kind == "subdivision" for place in places):
        return "state"
    if "national" in hits or any(place.kind == "country" for place in places):
        return "national"
    return None
