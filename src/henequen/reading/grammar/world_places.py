"""Subdivisions of any country, by the label of a cell or in running text, if the document names that country.

The list is ISO 3166-2 (`data/subdivisions_world.csv`) with other names of the same places (`subdivision_names.csv`) and
the large cities (`cities_world.csv`).
A second-level subdivision (its type ends with "(2)") often has the name of its capital: in running text it needs its
type next to it, such as "Province of Cebu".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache, lru_cache

from henequen.model.countries import country
from henequen.reading.grammar.names import PlaceName, fold, is_taken
from henequen.reading.grammar.wordlists import read_rows, read_toml

__all__ = ["find_world_places", "label_subdivision", "subdivision_of"]

_TYPE = (
    r"(?:states?|provinces?|prefectures?|regions?|count(?:y|ies)|governorates?|departments?|cantons?|oblast|krai|voivodeship|emirate|districts?"
    r"|municipality|city|metropolis|territory|estados?|provincias?|prefecturas?|región|regiones|regional|departamentos?|cantón"
    r"|gobernación|distritos?|municipio|ciudad|comunidad|comunitat|generalitat|junta|xunta|ayuntamiento|voivodato|landkreis|free\s+state)"
)
_BEFORE = re.compile(rf"\b{_TYPE}\s+(?:of|de|del|do|da)\s+(?:the\s+|la\s+|el\s+|los\s+|las\s+)?$", re.I)
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
_LETTERS = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "ı": "i", "ð": "d", "ə": "a", "ǝ": "a"})


def _key(text: str) -> str:
    """A name in the form used for comparison: without accents, spaces and marks, and with plain letters."""
    return re.sub(r"[^a-z0-9]", "", fold(text).translate(_LETTERS))


def _spellings(name: str) -> set[str]:
    """The forms of a name of the list: `Catalunya [Cataluña]`, `Asturias, Principado de`, `Aust-Agder (fylke)`."""
    plain = re.sub(r"\([^)]*\)", "", name)
    forms = {re.sub(r"\[[^\]]*\]", "", plain), *re.findall(r"\[([^\]]+)\]", plain)}
    forms |= {part for form in list(forms) for part in re.split(r"\s*/\s*", form) if " / " in form}
    forms |= {form.split(",")[0] for form in forms if "," in form}
    return {form.strip(" *") for form in forms if len(form.strip(" *")) > 2}


@cache
def _by_name() -> dict[str, tuple[tuple[str, bool], ...]]:
    """The codes of each name, and whether a code is of the second level."""
    by_name: dict[str, dict[str, bool]] = {}
    for row in read_rows("grammar", "subdivisions_world"):
        for form in _spellings(row["name"]):
            by_name.setdefault(_key(form), {})[row["code"]] = row["type"].endswith("(2)")
    for row in read_rows("grammar", "subdivision_names"):
        by_name.setdefault(_key(row["name"]), {})[row["code"]] = False
    for row in read_rows("grammar", "cities_world"):
        by_name.setdefault(_key(row["name"]), {}).setdefault(row["code"], False)
    return {name: tuple(codes.items()) for name, codes in by_name.items() if name}


@cache
def _cities() -> frozenset[str]:
    return frozenset(_key(row["name"]) for row in read_rows("grammar", "cities_world"))


@cache
def _starts() -> frozenset[str]:
    """The first four letters of all names, to skip most words at once."""
    return frozenset(name[:4] for name in _by_name())


@cache
def _common() -> frozenset[str]:
    """Words that are names of subdivisions only next to a type: Central, Northern, Libertad."""
    return frozenset(read_toml("grammar", "places")["common"]["words"])


def _alpha_2(countries: Iterable[str]) -> frozenset[str]:
    return frozenset(entry.alpha_2 for code in countries if (entry := country(code)) is not None)


def subdivision_of(label: str, countries: Iterable[str]) -> str | None:
    """The ISO 3166-2 code of a label such as `Estado de São Paulo`; None if no or two named countries have it.

    >>> subdivision_of("State of São Paulo", ["BRA"]), subdivision_of("São Paulo", ["CHL"])
    ('BR-SP', None)
    """
    plain = re.sub(r"\s+", " ", label).strip(" .,:*")
    bare = _LABEL_AFTER.sub("", _LABEL_BEFORE.sub("", plain))
    countries_known = _alpha_2(countries)
    for name in dict.fromkeys((plain, bare)):
        matching = [code for code, _ in _by_name().get(_key(name), ()) if code[:2] in countries_known]
        first_level = [code for code, second in _by_name().get(_key(name), ()) if code in matching and not second]
        if len(matching) == 1 or len(first_level) == 1:
            return (first_level or matching)[0]
    return None


@lru_cache(maxsize=20_000)
def label_subdivision(label: str, countries: frozenset[str]) -> str | None:
    """The code of a whole label of a table; a common word such as Central is not a place without its type."""
    words = {_key(word) for word in re.findall(r"[^\W\d_]+", label)}
    if len(label) < 4 or not words or words <= _common() or not label[0].isupper():
        return None
    return subdivision_of(label, countries)


def find_world_places(text: str, countries: Collection[str], occupied: Iterable[PlaceName] = ()) -> list[PlaceName]:
    """Subdivisions of `countries` (alpha-3) in running text, outside the names in `occupied`."""
    countries_known = _alpha_2(countries)
    if not countries_known:
        return []
    names, starts, covered = _by_name(), _starts(), [(place.start, place.end) for place in occupied]
    words = [(place_names.start(), place_names.end(), place_names.group()) for place_names in _WORD.finditer(text)]
    place_names: list[PlaceName] = []
    position = 0
    while position < len(words):
        start, _, word = words[position]
        step = 1
        if word[0].isupper() and len(word) > 1:
            joined = ""
            best: tuple[int, int, list[tuple[str, bool]]] | None = None
            for count in range(min(5, len(words) - position)):
                first, last, part = words[position + count]
                if count and not re.fullmatch(r"[\s\-–'’/]{1,3}", text[words[position + count - 1][1] : first]):
                    break
                joined += _key(part)
                if len(joined) >= 4 and joined[:4] not in starts:
                    break
                codes = [(code, second) for code, second in names.get(joined, ()) if code[:2] in countries_known]
                if codes:
                    best = (count + 1, last, codes)
            if best is not None and not is_taken(start, best[1], covered):
                step, end, codes = best
                if (kept := _as_printed(text, start, end, codes, step)) is not None:
                    place_names.append(kept)
        position += step
    return place_names


def _as_printed(text: str, start: int, end: int, codes: list[tuple[str, bool]], count: int) -> PlaceName | None:
    """The place, unless the words around it make it a person's name, a direction or the capital of a second level."""
    name, before, after = text[start:end], text[max(0, start - 40) : start], text[end : end + 30]
    typed = bool(_BEFORE.search(before) or _AFTER.match(after))
    first_level = [code for code, second in codes if not second]
    if not typed:
        codes = [(code, second) for code, second in codes if not second]
        words = {_key(word) for word in re.findall(r"[^\W\d_]+", name)}
        if not codes or len(name) < 4 or words <= _common():
            return None
        if re.search(r"(?:^|[^.!?:;\s])\s(?!(?:The|El|La|In|En|At|From)\s)[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+\s$", before):
            return None
        if re.match(r"\s(?!(?:and|y|e)\b)[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2,}", after) and count == 1:
            return None
    elif first_level:
        codes = [(code, second) for code, second in codes if not second]
    kind = "city" if _key(name) in _cities() or _CITY.search(before) or _CITY_BEHIND.match(after) else "subdivision"
    return PlaceName(start, end, name, tuple(sorted({code for code, _ in codes})), kind)
