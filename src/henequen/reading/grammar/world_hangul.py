"""Subdivisions and cities of the world in Hangul text: the name at the start of a word, then its type and a particle.

A name of two syllables, or one that is also a common word (`[hangul]` in `data/places.toml`), needs its type behind it (우한시).
Well-known cities of two syllables (`cities`) are found without one, others only behind the name of a country or before a
particle of place. A second-level subdivision always needs its type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from henequen.reading.grammar.names import PlaceName, is_taken
from henequen.reading.grammar.wordlists import is_hangul, read_toml
from henequen.reading.grammar.world_names import LARGE, WorldName, WorldNames, alpha_2, consonants, hangul_key, names_of

__all__ = ["find_in_hangul", "hangul_label"]

_CITY_TYPE = r"(?:특별시|직할시|광역시|자치시|시)"
_SUBDIVISION_TYPE = r"(?:특별행정구|자치공화국|자치주|자치구|공화국|준주|토후국|지방|지역|[주성현도부군구])"
_BEHIND = (
    r"(?:은|는|이|가|을|를|의|에|에서|에서는|에서의|에는|에도|에게|과|와|과의|와의|로|으로|도|및|부터|까지|측|간|등|내|산|발|행|시장|지사|주지사|성장|당국"
    r"|정부|의회|항|공항|무역관|총영사관|대사관|대학교|대학|대|사무소|지점|공장|법인)?(?![가-힣])"
)
_TYPED = re.compile(rf"\s?(?:(?P<city>{_CITY_TYPE})|(?P<subdivision>{_SUBDIVISION_TYPE})){_BEHIND}")
_BARE = re.compile(_BEHIND)
_OF_PLACE = re.compile(r"(?:에서|에서는|에서의|발|행|시장|무역관|총영사관|공항|항)(?![가-힣])")
_OTHERWISE = re.compile(rf"(?P<name>[가-힣]{{4,9}}?)(?P<type>[시주성현]){_BEHIND}")
_COMPASS = re.compile(r"[동서남북중극앙]+부?")
_PERSON = re.compile(
    r"\s?\([A-Z][\w.’'-]*\s+[A-Z]"
    r"|\s(?!시장|주지사|지사|총영사|대사|장관|의원|회장|대표)[가-힣]{2,5}\s?\([A-Z][\w.’'-]*\s+[A-Z]"
)
"""A name with its Latin spelling behind it, of two words and more."""
_START = re.compile(r"(?<![가-힣])[가-힣]")
_LONGEST = 14


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_toml("grammar", "places")["hangul"][name])


def find_in_hangul(text: str, names: WorldNames, occupied: Sequence[PlaceName]) -> list[PlaceName]:
    """The places of `names` in Hangul, outside the names in `occupied`."""
    covered = [(place.start, place.end) for place in occupied]
    ends = {place.end: place for place in occupied}
    found: list[PlaceName] = []
    for start in sorted(
        {match.start() for match in _START.finditer(text)}
        | {end for end in ends if is_hangul(text[end : end + 1] or " ")}
    ):
        if found and start < found[-1].end:
            continue
        best = None
        for key, end in _grown(text, start, names.hangul_starts):
            if key in names.hangul and (
                place := _placed(text, start, end, _in_country_before(start, names.hangul[key], ends), key, ends)
            ):
                best = place
        best = best or _spelt_otherwise(text, start, names)
        inside = [place for place in occupied if best and best.start < place.start and place.end <= best.end]
        if best is not None and (inside or not is_taken(best.start, best.end, covered)):
            found.append(best)
            ends[best.end] = best
    return found


def _in_country_before(
    start: int, entries: tuple[WorldName, ...], ends: Mapping[int, PlaceName]
) -> tuple[WorldName, ...]:
    """The places of the country whose name is right before: 스페인 코르도바."""
    place = ends.get(start - 1) or ends.get(start)
    country = alpha_2(place.countries) if place is not None and place.kind == "country" else frozenset()
    return tuple(entry for entry in entries if entry.code[:2] in country) or entries


def _spelt_otherwise(text: str, start: int, names: WorldNames) -> PlaceName | None:
    """A name with a type whose consonants are those of one name of the list: 카이루안시 for 카이르완."""
    match = _OTHERWISE.match(text, start)
    if match is None:
        return None
    city = match["type"] == "시"
    entries = [
        entry for entry in names.by_consonants.get(consonants(match["name"]), ()) if (entry.level == "city") == city
    ]
    codes = {entry.code for entry in entries}
    end = match.end("type")
    return _named(text, start, end, entries, "city" if city else "subdivision") if len(codes) == 1 else None


def _grown(text: str, start: int, starts: frozenset[str]) -> Iterable[tuple[str, int]]:
    """The syllables from `start` on, joined over single spaces and hyphens, each with its end."""
    key, position, parts = "", start, 0
    while position < len(text) and len(key) < _LONGEST:
        char = text[position]
        if is_hangul(char):
            key += char
            if len(key) == 2 and key not in starts:
                return
            if len(key) > 1 and (not parts or len(key) > 4):
                yield key, position + 1
        elif char in " -–·" and position > start and is_hangul(text[position + 1 : position + 2] or " "):
            parts += 1
        else:
            return
        position += 1


def _placed(
    text: str, start: int, end: int, entries: tuple[WorldName, ...], key: str, ends: Mapping[int, PlaceName]
) -> PlaceName | None:
    """The place at `start:end` with its type, if what follows is a type, a particle or the end of the word."""
    short = len(key) == 2 or key in _words("common")
    typed = _TYPED.match(text, end)
    if (
        typed is not None
        and short
        and (text[end] == " " or (_COMPASS.fullmatch(key) and typed.group().startswith("지")))
    ):
        typed = None
    if typed is not None:
        city = typed["city"] is not None
        chosen = [entry for entry in entries if (entry.level == "city") == city] or list(entries)
        first = [entry for entry in chosen if entry.level != "second"]
        kind = "city" if city else "subdivision"
        return _named(text, start, typed.end(kind), first or chosen, kind)
    chosen = [entry for entry in entries if entry.level != "second"]
    if not chosen or not _BARE.match(text, end):
        return None
    if short and not _stands_alone(text, start, end, chosen, key, ends):
        return None
    if start - 1 not in ends and start not in ends and _PERSON.match(text, end):
        return None
    itself = {entry.code for entry in chosen if entry.kind in ("itself", "own", "capital")}
    chosen = [entry for entry in chosen if entry.code in itself] or chosen
    large = [entry for entry in chosen if entry.level == "first" or entry.kind in LARGE] or chosen
    kind = "subdivision" if any(entry.level == "first" or entry.kind == "itself" for entry in large) else "city"
    return _named(text, start, end, large, kind)


def _stands_alone(
    text: str, start: int, end: int, chosen: list[WorldName], key: str, ends: Mapping[int, PlaceName]
) -> bool:
    """May a short name stand without its type here?"""
    if key in _words("common"):
        return False
    if key in _words("cities"):
        return True
    large = any(entry.level == "city" and entry.kind in LARGE for entry in chosen)
    behind_name = start in ends or (start - 1 in ends and text[start - 1] == " ")
    return large and (behind_name or _OF_PLACE.match(text, end) is not None)


def _named(text: str, start: int, end: int, chosen: list[WorldName], kind: str) -> PlaceName:
    return PlaceName(start, end, text[start:end], tuple(sorted({entry.code for entry in chosen})), kind)


def hangul_label(label: str, countries: frozenset[str]) -> str | None:
    """The code of a whole label such as `광둥성` or `롱안성`; None if no or two of the countries (alpha-2) have it."""
    names = names_of(countries)
    places = find_in_hangul(label, names, ())
    if len(places) == 1 and (places[0].start, places[0].end) == (0, len(label)) and len(places[0].codes) == 1:
        return places[0].codes[0]
    entries = names.hangul.get(hangul_key(label), ())
    codes = {entry.code for entry in entries if entry.level != "second"} or {entry.code for entry in entries}
    return (
        codes.pop()
        if len(codes) == 1 and hangul_key(label) not in _words("common") and len(hangul_key(label)) > 2
        else None
    )
