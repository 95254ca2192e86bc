"""Subdivisions and cities of any country, by the label of a cell or in running text, if the document names that country.

A second-level subdivision (its type ends with "(2)") often has the name of its capital: in running text it needs its
type next to it, such as "Province of Cebu". A small city needs a preposition before it, and one that is also a word or
a person's name needs "in", "City of" or the name of its country behind it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache, lru_cache

from henequen.reading.grammar.names import PlaceName, is_taken
from henequen.reading.grammar.wordlists import is_hangul, read_toml
from henequen.reading.grammar.world_hangul import find_in_hangul, hangul_label
from henequen.reading.grammar.world_names import LARGE, WorldName, alpha_2, latin_key, names_of

__all__ = ["find_world_places", "label_subdivision", "subdivision_of"]

_TYPE = (
    r"(?:states?|provinces?|prefectures?|regions?|count(?:y|ies)|governorates?|departments?|cantons?|oblast|krai|voivodeship|emirate|districts?"
    r"|municipality|city|metropolis|territory|estados?|provincias?|prefecturas?|región|regiones|regional|departamentos?|cantón"
    r"|gobernación|distritos?|municipio|ciudad|comunidad|comunitat|generalitat|junta|xunta|ayuntamiento|voivodato|landkreis|free\s+state)"
)
_BEFORE = re.compile(
    rf"\b{_TYPE}\s+(?:of|de|del|do|da)\s+(?:the\s+|la\s+|el\s+|los\s+|las\s+)?$|\b(?:County|Provincia|Departamento|Región)\s+$",
    re.I,
)
_AFTER = re.compile(rf"\s+{_TYPE}\b", re.I)
_CITY = re.compile(
    r"\b(?:city|cities|municipality|town|mayor|ciudad|ciudades|municipio|ayuntamiento|alcalde|alcaldesa)\s+(?:of|de|del)\s+(?:la\s+)?$",
    re.I,
)
_CITY_BEHIND = re.compile(r"\s+(?:city|municipality)\b", re.I)
_LABEL_BEFORE = re.compile(
    r"^(?:(?:the\s+|la\s+|el\s+)?(?:government|gobierno|governo|governor|gobernador(?:a)?|mayor|alcaldía"
    rf"|people's committee|{_TYPE})\s+"
    r"(?:of|de|del|do|da)\s+(?:the\s+|la\s+|el\s+)?)+",
    re.I,
)
_LABEL_AFTER = re.compile(
    rf"(?:\s+(?:{_TYPE}|people's committee|prefectural|provincial|government|department\s+of\s+[\w ]+))+$", re.I
)
_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*", re.UNICODE)
_SMALL = re.compile(
    r"(?:\b(?:in|at|of|from|to|and|with|between|near|en|de|del|con|y|e|entre|desde|a|hasta|by)\s+(?:the\s+|la\s+|el\s+)?|[,;(/–-]\s?)$",
    re.I,
)
"""The words before a small city."""
_PLACED = re.compile(r"\b(?:in|at|en)\s+$", re.I)


@cache
def _common() -> frozenset[str]:
    """Words that are names of subdivisions only next to a type: Central, Northern, Libertad."""
    return frozenset(read_toml("grammar", "places")["common"]["words"])


@cache
def _cautious() -> frozenset[str]:
    """Names of subdivisions that are also names of persons, or words: Rivera, Misiones."""
    return frozenset(read_toml("grammar", "places")["common"]["cautious"])


def _chosen(entries: Iterable[WorldName], typed: str | None) -> list[WorldName]:
    """The places that a name means with a type (`city`, `subdivision`) or alone; the larger city before the smaller."""
    found = list(entries)
    if typed == "city":
        found = [entry for entry in found if entry.level == "city"] or found
    elif typed == "subdivision":
        found = [entry for entry in found if entry.level != "city"] or found
    elif typed is None:
        found = [entry for entry in found if entry.level != "second"]
        itself = {entry.code for entry in found if entry.kind == "itself"}
        found = [entry for entry in found if entry.code in itself] or found
    for level in ("first",) if typed == "subdivision" else ():
        found = [entry for entry in found if entry.level == level] or found
    large = [entry for entry in found if entry.level != "city" or entry.kind in LARGE]
    countries = {entry.code[:2] for entry in large}
    others = [entry for entry in found if entry.kind == "context" and entry.code[:2] not in countries]
    return large + others if large else found


def subdivision_of(label: str, countries: Iterable[str]) -> str | None:
    """The ISO 3166-2 code of a label such as `Estado de São Paulo`; None if no or two named countries have it.

    >>> subdivision_of("State of São Paulo", ["BRA"]), subdivision_of("São Paulo", ["CHL"])
    ('BR-SP', None)
    """
    plain = re.sub(r"\s+", " ", label).strip(" .,:*")
    if plain and is_hangul(plain[0]):
        return hangul_label(plain, alpha_2(countries))
    bare = _LABEL_AFTER.sub("", _LABEL_BEFORE.sub("", plain))
    names = names_of(alpha_2(countries)).latin
    for name in dict.fromkeys((plain, bare)):
        entries = names.get(latin_key(name), ())
        for level in (("first",), ("first", "city"), ("first", "city", "second")):
            codes = {entry.code for entry in _chosen(entries, "label") if entry.level in level}
            if len(codes) == 1:
                return codes.pop()
    return None


@lru_cache(maxsize=20_000)
def label_subdivision(label: str, countries: frozenset[str]) -> str | None:
    """The code of a whole label of a table; a common word such as Central is not a place without its type."""
    if label and is_hangul(label[0]):
        return hangul_label(label, alpha_2(countries))
    words = {latin_key(word) for word in re.findall(r"[^\W\d_]+", label)}
    if len(label) < 4 or not words or words <= _common() or not label[0].isupper():
        return None
    return subdivision_of(label, countries)


def find_world_places(text: str, countries: Collection[str], occupied: Iterable[PlaceName] = ()) -> list[PlaceName]:
    """Subdivisions and cities of `countries` (alpha-3) in running text, outside the names in `occupied`."""
    countries_known = alpha_2(countries)
    if not countries_known:
        return []
    taken = list(occupied)
    names, covered = names_of(countries_known), [(place.start, place.end) for place in taken]
    of_start = {place.start: alpha_2(place.countries) for place in taken if place.kind == "country"}
    words = [(word.start(), word.end(), word.group()) for word in _WORD.finditer(text)]
    place_names: list[PlaceName] = []
    position = 0
    while position < len(words):
        start, _, word = words[position]
        step = 1
        if word[0].isupper() and len(word) > 1:
            joined = ""
            best: tuple[int, int, tuple[WorldName, ...]] | None = None
            for count in range(min(5, len(words) - position)):
                first, last, part = words[position + count]
                gap = text[words[position + count - 1][1] : first]
                if count and not re.fullmatch(r"[\s\-–'’/]{1,3}", gap) and (gap != ". " or joined != "st"):
                    break
                joined += latin_key(part)
                if len(joined) >= 4 and joined[:4] not in names.latin_starts:
                    break
                if joined in names.latin and not is_taken(start, last, covered):
                    best = (count + 1, last, names.latin[joined])
            if best is not None:
                step, end, entries = best
                entries = _in_country_behind(text, end, entries, of_start)
                if entries and (kept := _as_printed(text, start, end, entries, step)) is not None:
                    place_names.append(kept)
        position += step
    if any(is_hangul(char) for char in text):
        place_names += find_in_hangul(text, names, taken)
    return place_names


_BEHIND = re.compile(r"\s?([,(])\s?(?=(\w{2,3})?\b)")


def _in_country_behind(
    text: str, end: int, entries: tuple[WorldName, ...], countries: dict[int, frozenset[str]]
) -> tuple[WorldName, ...]:
    """The places of the country or state behind the name: San Juan (Puerto Rico), Kansas City (MO)."""
    behind = _BEHIND.match(text, end)
    if behind is None:
        return entries
    country = countries.get(behind.end(), frozenset())
    inside = tuple(entry for entry in entries if entry.code[:2] in country or entry.code[3:] == behind.group(2))
    return inside or (() if country and behind.group(1) == "(" else entries)


def _as_printed(text: str, start: int, end: int, entries: tuple[WorldName, ...], count: int) -> PlaceName | None:
    """The place, unless the words around it make it a person's name, a direction or the capital of a second level."""
    name, before, after = text[start:end], text[max(0, start - 40) : start], text[end : end + 30]
    of_city = bool(_CITY.search(before) or _CITY_BEHIND.match(after))
    typed = "city" if of_city else "subdivision" if _BEFORE.search(before) or _AFTER.match(after) else None
    chosen = _chosen(entries, typed)
    if typed is None:
        words = {latin_key(word) for word in re.findall(r"[^\W\d_]+", name)}
        if not chosen or len(name) < 4 or words <= _common():
            return None
        if name.isupper() and " " not in name and before.endswith("("):
            return None  # the letters of a body: (MORENA)
        if re.search(r"(?:^|[^.!?:;\s])\s(?!(?:The|El|La|In|En|At|From)\s)[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+\s$", before):
            return None
        if re.match(r"\s(?!(?:and|y|e)\b)[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2,}", after) and count == 1:
            return None
        if all(entry.level == "city" for entry in chosen) and not _shown(chosen, before, after):
            return None
        if words <= _cautious() and not (_SMALL.search(before) or re.match(r"\s\(|,\s[A-Z]", after)):
            return None
    kinds = {entry.kind for entry in chosen}
    named_city = (
        typed == "city" or "own" in kinds or ("itself" not in kinds and all(entry.level == "city" for entry in chosen))
    )
    kind = "city" if named_city and typed != "subdivision" else "subdivision"
    return PlaceName(start, end, name, tuple(sorted({entry.code for entry in chosen})), kind)


def _shown(chosen: list[WorldName], before: str, after: str) -> bool:
    """Do the words around the name show that it is a city, as far as its kind needs?"""
    if any(entry.kind in LARGE for entry in chosen):
        return not re.search(r"\b(?:Mrs?|Ms|Drs?|Dra|Sra?|Lic|Ing|Prof)\.?\s$", before)
    if re.match(r",\s(?:[A-ZÁÉÍÓÚÑ][\w.]+)", after) and not re.search(r"\w\s$", before):
        return any(entry.kind == "small" for entry in chosen)
    return bool((_SMALL if any(entry.kind == "small" for entry in chosen) else _PLACED).search(before))
