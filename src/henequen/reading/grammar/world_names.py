"""Names of the subdivisions and cities of the world, read for the countries that a document names and no others.

The list of subdivisions is ISO 3166-2 (`data/subdivisions_world.csv`) with the English, Spanish and Hangul names of CLDR
(`subdivisions_cldr.csv`) and further spellings (`subdivision_names.csv`); the cities are those of GeoNames
(`cities_geonames.csv`) and those that documents name otherwise (`cities_world.csv`). `data/README.md` says where each is from.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from henequen.model.countries import country
from henequen.reading.grammar.names import fold
from henequen.reading.grammar.wordlists import is_hangul

__all__ = [
    "LARGE",
    "WorldName",
    "WorldNames",
    "alpha_2",
    "consonants",
    "hangul_key",
    "is_capital",
    "latin_key",
    "names_of",
]

LARGE = ("name", "own", "itself", "capital")
"""The kinds of cities whose names need nothing around them."""
_LETTERS = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "ı": "i", "ð": "d", "ə": "a", "ǝ": "a"})
_SPANISH_TYPE = re.compile(
    r"^(?:provincia|distrito|regi[oó]n|gobernaci[oó]n|condado|departamento|parroquia|municipio|[oó]blast|prefectura|cantón"
    r"|voivodato|estado|comunidad)\s+(?:de\s+las?|de\s+los|del|de)\s+",
    re.I,
)
_ENGLISH_TYPE = re.compile(
    r"\s+(?:county|province|region|district|division|prefecture|governorate|krai|oblast|voivodeship)$", re.I
)
_OWN_CITY = re.compile(r"\b(?:city|municipality|metropolitan|capital)\b")
_HANGUL_TYPE = re.compile(
    r"\s(?:특별시|직할시|광역시|자치공화국|자치주|자치구|자치시|공화국|준주|토후국|지방|지역|구역|[주성현시구군도부])$"
)


@dataclass(frozen=True, slots=True)
class WorldName:
    """One place that a name can mean: its code, its level (`first`, `second` or `city`) and its kind.

    `itself` is a city that is a first-level subdivision, `own` a city of the hand-made list; `name`, `small`, `context` and
    `capital` are the kinds of `cities_geonames.csv`.
    """

    code: str
    level: str
    kind: str


@dataclass(frozen=True)
class WorldNames:
    """The places of some countries by their names in Latin script and in Hangul, in the form used for comparison."""

    latin: dict[str, tuple[WorldName, ...]]
    hangul: dict[str, tuple[WorldName, ...]]
    latin_starts: frozenset[str]
    hangul_starts: frozenset[str]

    @cached_property
    def by_consonants(self) -> dict[str, tuple[WorldName, ...]]:
        """The places by the consonants of their Hangul names, of four syllables and more."""
        found: dict[str, tuple[WorldName, ...]] = {}
        for key, entries in self.hangul.items():
            if len(key) > 3:
                letters = consonants(key)
                found[letters] = (*found.get(letters, ()), *entries)
        return found


def latin_key(text: str) -> str:
    """A name in the form used for comparison: without accents, spaces and marks, and with plain letters."""
    return re.sub(r"[^a-z0-9]", "", fold(text).translate(_LETTERS))


def hangul_key(text: str) -> str:
    """A name in Hangul without spaces and without the type behind it.

    >>> hangul_key("노르트라인베스트팔렌 주"), hangul_key("뉴 사우스 웨일스")
    ('노르트라인베스트팔렌', '뉴사우스웨일스')
    """
    return re.sub(r"[\s·-]", "", _HANGUL_TYPE.sub("", text))


_INITIALS = "kknttrmppssocccktph"
_FINALS = "-kkknnntrrrrrrrrmppttottktpt"


def consonants(key: str) -> str:
    """The consonants of a Hangul name, plain, tense and aspirated ones alike: two spellings of a foreign name differ in the rest.

    >>> consonants("카이르완") == consonants("카이루안"), consonants("카이르완") == consonants("카디르완")
    (True, False)
    """
    return "".join(
        _INITIALS[(ord(char) - 0xAC00) // 588] + _FINALS[(ord(char) - 0xAC00) % 28] for char in key if is_hangul(char)
    )


def _compass(key: str) -> Iterable[str]:
    """A name with the other form of its direction (서자바 and 서부자바), or without a type at its end."""
    yield key
    if found := re.fullmatch(r"(동남|동북|서남|서북|남동|남서|북동|북서|[동서남북])(부?)([가-힣]{2,})", key):
        yield f"{found[1]}{'' if found[2] else '부'}{found[3]}"
    elif re.fullmatch(r"[가-힣]{3,}[주성현]", key):
        yield key[:-1]
    elif found := re.fullmatch(r"(중앙|중부)([가-힣]{2,})", key):
        yield f"{'중부' if found[1] == '중앙' else '중앙'}{found[2]}"


def alpha_2(countries: Iterable[str]) -> frozenset[str]:
    """The two-letter codes of countries (alpha-3)."""
    return frozenset(entry.alpha_2 for code in countries if (entry := country(code)) is not None)


def spellings(name: str) -> set[str]:
    """The forms of a name of the list: `Catalunya [Cataluña]`, `Asturias, Principado de`, `Aust-Agder (fylke)`."""
    plain = re.sub(r"\([^)]*\)", "", name)
    forms = {re.sub(r"\[[^\]]*\]", "", plain), *re.findall(r"\[([^\]]+)\]", plain)}
    forms |= {part for form in list(forms) for part in re.split(r"\s*/\s*", form) if " / " in form}
    forms |= {form.split(",")[0] for form in forms if "," in form}
    forms |= {re.sub(r"^Saint\b", "St", form) for form in forms}
    forms |= {_ENGLISH_TYPE.sub("", _SPANISH_TYPE.sub("", form)) for form in forms}
    return {form.strip(" *") for form in forms if len(form.strip(" *")) > 2}


@cache
def _lines(table: str) -> dict[str, list[str]]:
    """The lines of a table by the country of their code."""
    by_country: dict[str, list[str]] = {}
    text = files("henequen.reading.grammar").joinpath(f"data/{table}.csv").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        by_country.setdefault(line[:2], []).append(line)
    return by_country


def _rows(table: str, country_code: str) -> Iterable[list[str]]:
    """The rows of one country: only these are read as CSV."""
    return csv.reader(_lines(table).get(country_code, ()))


def _add(names: dict[str, dict[str, WorldName]], key: str, name: WorldName) -> None:
    if key:
        names.setdefault(key, {}).setdefault(f"{name.code} {name.level == 'city'} {name.kind == 'itself'}", name)


@cache
def _of_country(code: str) -> tuple[dict[str, tuple[WorldName, ...]], dict[str, tuple[WorldName, ...]]]:
    """The names of one country (alpha-2), in Latin script and in Hangul."""
    latin: dict[str, dict[str, WorldName]] = {}
    hangul: dict[str, dict[str, WorldName]] = {}
    listed: dict[str, WorldName] = {}
    for place, kind, name in _rows("subdivisions_world", code):
        itself = _OWN_CITY.search(kind) is not None
        level = "second" if kind.endswith("(2)") else "city" if itself else "first"
        listed[place] = WorldName(place, level, "itself" if level == "city" else "name")
        for form in spellings(name):
            _add(latin, latin_key(form), listed[place])
    for table in ("subdivision_names", "subdivisions_cldr"):
        for place, printed in _rows(table, code):
            entry = listed.get(place, WorldName(place, "first", "name"))
            if table == "subdivision_names" and entry.level == "second":
                entry = WorldName(place, "first", "name")
            for name in printed.split(";"):
                if is_hangul(name[0]):
                    for key in _compass(hangul_key(name)):
                        _add(hangul, key, entry)
                else:
                    for form in spellings(name):
                        _add(latin, latin_key(form), entry)
    rows = [(place, "own", names) for place, names in _rows("cities_world", code)]
    for place, kind, printed in (*rows, *_rows("cities_geonames", code)):
        entry = WorldName(place, "city", kind)
        for name in printed.split(";"):
            if is_hangul(name[0]):
                _add(hangul, hangul_key(name), entry)
            else:
                _add(latin, latin_key(name), entry)
    return (
        {key: _best(entries.values()) for key, entries in latin.items()},
        {key: _best(entries.values()) for key, entries in hangul.items()},
    )


def _best(entries: Collection[WorldName]) -> tuple[WorldName, ...]:
    """The places of one country with one name: the hand-made list and the capital decide between its cities."""
    for kind in ("own", "capital"):
        codes = {entry.code for entry in entries if entry.kind == kind}
        if codes:
            return tuple(e for e in entries if e.level != "city" or e.kind in (kind, "itself") or e.code in codes)
    return tuple(entries)


@lru_cache(maxsize=16)
def names_of(countries: frozenset[str]) -> WorldNames:
    """The names of several countries (alpha-2) together."""
    latin: dict[str, tuple[WorldName, ...]] = {}
    hangul: dict[str, tuple[WorldName, ...]] = {}
    for code in sorted(countries):
        for names, more in zip((latin, hangul), _of_country(code), strict=True):
            for key, entries in more.items():
                names[key] = names[key] + entries if key in names else entries
    return WorldNames(latin, hangul, frozenset(key[:4] for key in latin), frozenset(key[:2] for key in hangul))


@cache
def _capitals() -> frozenset[str]:
    lines = (line for of_country in _lines("cities_geonames").values() for line in of_country if ",capital," in line)
    names = [name for row in csv.reader(lines) for name in row[2].split(";")]
    return frozenset(hangul_key(name) if is_hangul(name[0]) else latin_key(name) for name in names)


def is_capital(name: str) -> bool:
    """Is it the name of a country's capital, whose name also means the government?

    >>> is_capital("Reykjavík"), is_capital("Akureyri")
    (True, False)
    """
    return bool(name) and (hangul_key(name) if is_hangul(name[0]) else latin_key(name)) in _capitals()
