"""Names of places in running text: countries and their adjectives, subdivisions and cities, in three languages.

The lists are data (`data/country_names.csv`, `subdivisions.csv`, `cities.csv`). A name that can mean two places keeps
both codes: `COD;COG` for a bare name that both share, `KR-47;KR-48` for "Gyeongsang". If the text decides between
them, `sides` does it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from henequen.reading.grammar.persons import is_of_person
from henequen.reading.grammar.wordlists import is_hangul, read_rows

__all__ = ["PlaceName", "find_places", "fold", "is_taken", "resolve_places"]

_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
_GAP = re.compile(r"(?:[\s]|[-–.'’]){0,3}")
_CONTEXT = re.compile(
    r"(?:\b(?:city|town|municipality|municipio|ciudad|alcald[ií]a|state|estado|puerto|port|ayuntamiento|gobierno|"
    r"government|governor|gobernador|gobernadora|mayor|alcalde|alcaldesa|plant in|planta en|in|en|from|at)\s+"
    r"(?:of|de|del|the\s+city\s+of|la\s+ciudad\s+de)?\s*(?:the\s+)?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name at `start:end` with the codes that it can mean; `kind` is country, adjective, doubtful, subdivision, city or letter."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    kind: str

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries (alpha-3) that the name can mean."""
        if self.kind in ("subdivision", "city"):
            return tuple(dict.fromkeys(_alpha_3()[code[:2]] for code in self.codes))
        return self.codes


@cache
def _alpha_3() -> dict[str, str]:
    from henequen.model.countries import countries

    return {country.alpha_2: country.alpha_3 for country in countries().values()}


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """A name without case, accents, apostrophes, hyphens and white space, as names are compared.

    >>> fold("Ch’ungch’ŏngbuk-to"), fold("Nuevo León")
    ('chungchongbukto', 'nuevoleon')
    """
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text))
    plain = "".join(char for char in unicodedata.normalize("NFD", plain) if not unicodedata.combining(char))
    return re.sub(r"[\s\-–'’ʼ.]", "", unicodedata.normalize("NFC", plain).casefold())


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of a list, prepared for matching."""

    codes: tuple[str, ...]
    kind: str
    name: str
    needs_context: bool
    exact: bool


@cache
def _entries() -> tuple[_Entry, ...]:
    entries = []
    for row in read_rows("grammar", "country_names"):
        kind = "country" if row["kind"] in ("name", "context") else row["kind"]
        name, context = row["name"], row["kind"] == "context"
        entries.append(
            _Entry(tuple(row["codes"].split(";")), kind, name, context, context or (len(name) <= 4 and name.isupper()))
        )
    for source, kind in (("subdivisions", "subdivision"), ("cities", "city")):
        for row in read_rows("grammar", source):
            codes = tuple(row["codes"].split(";"))
            entries.append(_Entry(codes, kind, row["name"], row["kind"] == "context", len(row["name"]) <= 4))
    return tuple(entries)


@cache
def _latin() -> dict[str, list[tuple[tuple[str, ...], _Entry]]]:
    """Names in Latin script by their first word, the longest first."""
    index: dict[str, list[tuple[tuple[str, ...], _Entry]]] = defaultdict(list)
    for entry in _entries():
        if any(is_hangul(char) for char in entry.name) or ("," in entry.name and entry.kind == "country"):
            continue
        words = tuple(fold(word) for word in _TOKEN.findall(entry.name))
        if words:
            index[words[0]].append((words, entry))
    for entries in index.values():
        entries.sort(
            key=lambda item: (
                -len(item[0]),
                item[1].kind == "blocked",
                not (item[1].needs_context and item[1].kind == "country"),
            )
        )
    return dict(index)


@cache
def _hangul() -> tuple[re.Pattern[str], dict[str, _Entry]]:
    names: dict[str, _Entry] = {}
    for entry in sorted(_entries(), key=lambda entry: entry.kind == "blocked"):
        if is_hangul(entry.name[0]) and entry.kind != "letter":
            names.setdefault(entry.name, entry)
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(pattern), names


_RISKY_HANGUL = {
    "인도": r"(?!적|주의|양|하|받|할|되|지원|·?태평양|-태평양|네시아|·파|차|로|를\s정비)",
    "이란": r"(?:(?=[은이의과와,·]|\s|$|産|산\b))",
    "가나": r"(?=\s|[의와과,·]|$)",
    "타이": r"(?=\s|[의와과,·]|$)",
    "오만": r"(?=\s|[의와과,·]|$)",
    "조선": r"(?=민주|\s?인민)",
    "경기": r"(?=도|\s(?:남부|북부|지역))",
    "수원": r"(?=시|\s|[의에,·)])",
    "구미": r"(?=시|\s|[의에,·)])",
    "고양": r"(?=시)",
    "아산": r"(?=시|\s|[의에,·)])",
    "성남": r"(?=시)",
    "광주": r"(?!리)",
    "전주": r"(?=시)",
    "진주": r"(?=시)",
    "안산": r"(?=시)",
    "원주": r"(?=시)",
    "거제": r"(?=시|도|\s)",
    "대구": r"(?!경|\s?어)",
    "전라": r"(?=도)",
    "충청": r"(?=도|권)",
}


def is_taken(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Does `start:end` overlap one of `spans`?"""
    return any(start < last and first < end for first, last in spans)


def find_places(text: str) -> list[PlaceName]:
    """Every place name of `text`, the longest at each position, in order."""
    return list(_find_short(text)) if len(text) < 500 else _find(text)


@lru_cache(maxsize=4096)
def _find_short(text: str) -> tuple[PlaceName, ...]:
    """Cells repeat: the same label is read once for each row of a large table."""
    return tuple(_find(text))


_DOLLARS = re.compile(
    r"\b(?:US|U\.\s?S\.|United\s+States|American)(?=\s+dollars?\b)|미국?(?=\s?달러)|"
    r"(?<=dólares)\s+(?:estadounidenses|estadunidenses|americanos|de\s+(?:los\s+)?(?:Estados\s+Unidos(?:\s+de\s+América)?|EE\.?\s?UU\.?))"
)
"""A currency names no country: millions of US dollars."""


def _find(text: str) -> list[PlaceName]:
    text = _DOLLARS.sub(lambda match: " " * len(match.group()), text)
    names = _find_latin(text)
    if any(is_hangul(char) for char in text):
        names += _find_hangul(text)
        names += [
            pair for pair in _find_letters(text) if not any(pair.start < o.end and o.start < pair.end for o in names)
        ]
    return sorted(names, key=lambda name: name.start)


def _find_latin(text: str) -> list[PlaceName]:
    index = _latin()
    tokens = [(match.start(), match.end(), fold(match.group())) for match in _TOKEN.finditer(text)]
    names: list[PlaceName] = []
    position = 0
    while position < len(tokens):
        start, _, word = tokens[position]
        best = None
        for words, entry in index.get(word, ()):
            last = position + len(words) - 1
            if last >= len(tokens) or any(tokens[position + offset][2] != part for offset, part in enumerate(words)):
                continue
            if any(
                not _gap(text, tokens[position + offset][1], tokens[position + offset + 1][0])
                for offset in range(len(words) - 1)
            ):
                continue
            end = tokens[last][1]
            if _printed_like(text, start, end, entry):
                best = (len(words), end, entry)
                break
        if best is None:
            position += 1
            continue
        length, end, entry = best
        if entry.name.endswith(".") and text[end : end + 1] == "." and not re.match(r"\.\s+[A-Z]", text[end : end + 4]):
            end += 1
        if (
            entry.kind != "blocked"
            and not (entry.needs_context and not _in_context(text, start, end, island=entry.kind == "country"))
            and not (entry.kind == "country" and is_of_person(text, start, end))
        ):
            names.append(PlaceName(start, end, text[start:end], entry.codes, entry.kind))
        position += length
    return names


def _gap(text: str, start: int, end: int) -> bool:
    between = text[start:end]
    return bool(_GAP.fullmatch(between)) or (between in (", ", ",") and text[end : end + 1] == "D")


def _printed_like(text: str, start: int, end: int, entry: _Entry) -> bool:
    """Capitals as in the list: `US` is not `us`, `Chad` not `chad`; adjectives of Spanish are written small."""
    printed = text[start:end]
    if entry.codes and text[end : end + 2].strip()[:1] == "$":
        return False
    if entry.exact:
        return printed == entry.name or (entry.name.endswith(".") and text[start : end + 1] == entry.name)
    if printed == "fines" and re.search(r"(?<!\w)a $", text[max(0, start - 3) : start]):
        return False  # a fines de 2014; the adjective of Finland has an accent
    if entry.kind == "adjective":
        return printed[0].isupper() or entry.name[0].islower()
    if not printed[0].isupper():
        return entry.name[0].islower() or entry.kind == "blocked"
    return True


_ISLAND = re.compile(
    r"\b(?:isla|islas|island|islands|île|territorio|colectividad)\s(?:de\s|of\s|La\s)*(?:la\s)?$", re.IGNORECASE
)


def _in_context(text: str, start: int, end: int, island: bool = False) -> bool:
    """Does the text show that a name that is also a surname or a common word is a place?"""
    if island:  # a cell that is nothing but the name shows it
        placed = _CONTEXT.search(text[max(0, start - 4) : start]) and not re.match(r",\s[A-Z]", text[end : end + 3])
        return bool(end - start + 3 > len(text) or placed or _ISLAND.search(text[max(0, start - 24) : start]))
    if _CONTEXT.search(text[max(0, start - 34) : start]):
        after = text[end : end + 30]
        return not re.match(r"\s+(?:[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+)", after) or bool(re.match(r"\s*\(", after))
    return bool(re.match(r"(?:,\s*(?:[A-ZÁÉÍÓÚÑ][\w.]+\s?){1,3})", text[end : end + 20])) and any(
        name.kind == "subdivision" for name in _find_latin_short(text[end : end + 32])
    )


def _find_latin_short(text: str) -> list[PlaceName]:
    """Subdivisions named without need of context, for a look behind a comma."""
    index = _latin()
    names = []
    for match in _TOKEN.finditer(text):
        for words, entry in index.get(fold(match.group()), ()):
            if entry.kind == "subdivision" and not entry.needs_context and len(words) == 1:
                names.append(PlaceName(match.start(), match.end(), match.group(), entry.codes, entry.kind))
    return names


def _find_hangul(text: str) -> list[PlaceName]:
    pattern, names = _hangul()
    place_names: list[PlaceName] = []
    at = 0
    while match := pattern.search(text, at):
        name, entry = match.group(), names[match.group()]
        at = match.end()
        before = text[match.start() - 1] if match.start() else " "
        rule = _RISKY_HANGUL.get(name)
        if rule is not None and (
            (is_hangul(before) and before not in "대주방중한")
            or not re.match(rule, text[match.end() : match.end() + 5])
        ):
            continue
        if entry.kind == "city" and name[-1] in "시군구" and not _alone(text, match.start(), match.end()):
            continue
        if entry.kind == "blocked" or (len(name) <= 2 and is_hangul(before) and not _joined(text, match.start())):
            continue
        place_names.append(PlaceName(match.start(), match.end(), name, entry.codes, entry.kind))
    return place_names


_HIGHER = re.compile(r"(?:^|[^가-힣]|[가-힣](?:도|시)|[대주방재])$")
_BEHIND_CITY = re.compile(
    r"[^가-힣]|$|[의에와과은는이가도로를을및측도]|청|민|장|립|내(?![가-힣]{2})|관내|소재|지역|대표단|국제"
)


def _alone(text: str, start: int, end: int) -> bool:
    """Is a name that ends in 시, 군 or 구 a word of its own: 파주시청, but not 상주시설 or 경광산구역?"""
    return bool(_HIGHER.search(text[max(0, start - 3) : start]) and _BEHIND_CITY.match(text[end : end + 6]))


def _joined(text: str, start: int) -> bool:
    """May a short Hangul name follow a syllable directly: 대한국, 주멕시코, 방한국, 한일..."""
    return bool(
        re.search(
            r"(?:^|[^가-힣])[대주방재한미중일]$|(?:국|리|나|주|산|남|시|도|부|아|스|본|대|과|와|및)$",
            text[max(0, start - 3) : start],
        )
    )


@cache
def _letters() -> tuple[dict[str, tuple[str, ...]], re.Pattern[str]]:
    letters: dict[str, tuple[str, ...]] = {}
    for row in read_rows("grammar", "country_names"):
        if row["kind"] == "letter":
            letters[row["name"]] = tuple(row["codes"].split(";"))
    one = "[" + "".join(letters) + "]"
    join = r"\s?[-–·‧ㆍ・∙]\s?"
    return letters, re.compile(
        rf"(?<![가-힣A-Za-z])({one})(?={join}[가-힣])|(?:(?<=[-–·‧ㆍ・∙])|(?<=[-–·‧ㆍ・∙]\s))({one})(?![가-힣](?<![간의은이과와]))|"
        rf"(?:對|대\(對\))({one})(?![가-힣])"
    )


def _find_letters(text: str) -> list[PlaceName]:
    """One-letter names of countries inside a pair: 한-멕, 한·미·일, 韓-멕."""
    letters, pattern = _letters()
    names = []
    for match in pattern.finditer(text):
        group = next(number for number in (1, 2, 3) if match.group(number))
        if group == 1 and not _pair_follows(text, match.end(), letters):
            continue
        if group == 2 and not re.search(
            r"(?:[가-힣]|[韓美中日])\s?[-–·‧ㆍ・∙]\s?$", text[max(0, match.start() - 4) : match.start()]
        ):
            continue
        letter = match.group(group)
        names.append(PlaceName(match.start(group), match.end(group), letter, letters[letter], "letter"))
    return names


def _pair_follows(text: str, end: int, letters: dict[str, tuple[str, ...]]) -> bool:
    """Is what follows the hyphen a country, in full or by its letter?"""
    rest = re.sub(r"^\s?[-–·‧ㆍ・∙]\s?", "", text[end : end + 14])
    if rest[:1] in letters and not is_hangul(rest[1:2] or " "):
        return True
    if rest[:1] in letters and rest[1:2] in "-–·‧ㆍ・∙ 간의 ":
        return True
    pattern, names = _hangul()
    match = pattern.match(rest)
    return bool(match and names[match.group()].kind == "country") or bool(
        re.match(r"(?:EU|GCC|아세안|메르코수르|태평양)", rest)
    )


@cache
def _by_label() -> dict[str, _Entry]:
    labels: dict[str, _Entry] = {}
    for entry in _entries():
        if entry.kind not in ("blocked", "letter"):
            labels.setdefault(fold(entry.name), entry)
    return labels


def resolve_places(label: str) -> PlaceName | None:
    """The place that a whole label names, such as a cell `Congo, Dem. Rep.` or `경기도`; None if it names none.

    >>> resolve_places("Kyonggi-Do").codes
    ('KR-41',)
    """
    text = label.strip(" \t\n:*·.,;")
    folded = fold(text)
    entry = _by_label().get(folded) or _by_label().get(re.sub(r"^(?:the|los|las|el|la)(?=[a-z])", "", folded))
    if entry is None:
        from henequen.model.countries import country

        if len(text) == 3 and text.isupper() and country(text) and text not in ("INT", "WLD"):
            return PlaceName(0, len(label), label, (text,), "country")
        return None
    return PlaceName(0, len(label), label, entry.codes, entry.kind)
