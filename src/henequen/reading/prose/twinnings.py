"""Two places that are partners without a word for an agreement: twinned with, sister cities since, hermanadas desde, 자매도시."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.names import PlaceName
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.instrument_names import InstrumentName
from henequen.reading.prose.instrument_parties import Parties
from henequen.reading.prose.instrument_status import Status, is_denied
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["Twinning", "find_twinnings"]


@dataclass(frozen=True, slots=True)
class Twinning:
    """Two places that are partners, with the day or year since when."""

    name: InstrumentName
    parties: Parties
    status: Status
    date: DateSpan | None


_CAPITAL = r"[A-ZÁÉÍÓÚÑÜ][\w’'-]*"
_NAME = rf"(?:St\.\s+)?{_CAPITAL}(?:\s+(?:(?:de|del|la|las|los|el|upon|sur|of|do|da)\s+)*{_CAPITAL}){{0,4}}"
_NOT_A_NAME = re.compile(
    r"(?:The|Both|Two|These|They|We|Our|It|He|She|In|On|At|Since|La|El|Los|Las|Ambas|Ambos|Dos|Estas|Desde|En)$"
)


def _words(group: str, name: str = "words") -> str:
    return alternation(read_toml("prose", "twinnings")[group][name])


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Forms of a twinning, each with the names `a` and `b`."""
    kind = rf"(?:(?:the|la|el|los|las)\s+)?(?:{_words('kinds')}\s+(?:of|de|del)\s+)?"
    side = rf"{kind}(?P<%s>{_NAME})"
    one, two = side % "a", side % "b"
    both = rf"{one}\s+(?:and|y|e|&)\s+{two}"
    adverb = r"(?:\w+(?:ly|mente)\s+)?"
    return (
        re.compile(
            rf"{both}(?:,)?\s+(?:(?:which|que)\s+)?(?:{_words('both', 'verbs')}\s+)?{adverb}(?P<word>{_words('both')})"
        ),
        re.compile(
            rf"{one}(?:,|\s+\(|,\s+(?:which|que))?\s+(?:{_words('with', 'verbs')}\s+)?{adverb}(?:(?:a|an|the|una|la|un|el)\s+)?"
            rf"(?P<word>{_words('with')})\s+{two}"
        ),
        re.compile(
            rf"(?P<link>{_words('links', 'nouns')})\s+(?:between|of|entre|de)\s+{one}\s+(?:and|with|y|e|con)\s+{two},?\s+"
            rf"(?:(?:which|that|que)\s+)?(?:{_words('both', 'verbs')}\s+|was\s+)?(?P<word>{_words('links', 'made')})"
        ),
    )


@cache
def _more() -> re.Pattern[str]:
    """Two more names and their date behind a twinning: and Spokane and Nishinomiya since 1961."""
    return re.compile(
        rf"(?:\s*[,;]|\s*,?\s+(?:and|y|e))\s+(?P<a>{_NAME})\s+(?:and|with|y|e|con)\s+(?P<b>{_NAME})(?P<word>,?)(?=\s+(?:since|in|from|desde|en)\s)"
    )


@cache
def _dated() -> re.Pattern[str]:
    return re.compile(rf"[\s,(]*(?:{_words('dated')}\s+)?(?:el\s+)?")


@cache
def _hints() -> re.Pattern[str]:
    return re.compile("|".join((_words("both"), _words("with"), _words("links", "nouns"))), re.IGNORECASE)


@cache
def _hangul(name: str) -> re.Pattern[str]:
    return re.compile(_words("hangul", name))


def find_twinnings(prose: Prose, scene: Scene) -> Iterator[Twinning]:
    """Every twinning that a sentence states as a fact, without those that are wished for or denied."""
    if _hangul("nouns").search(scene.text):
        yield from _in_hangul(prose, scene)
    if not _hints().search(scene.text):
        return
    taken = -1
    for pattern in _patterns():
        for match in pattern.finditer(scene.text):
            if match.start() < taken or not _is_fact(prose, scene, match):
                continue
            one: re.Match[str] | None = match
            while one is not None and (found := _twinning(prose, scene, one)):
                yield found
                taken = found.name.end
                one = _more().match(scene.text, (found.date.end - scene.start) if found.date else one.end())


def _is_fact(prose: Prose, scene: Scene, match: re.Match[str]) -> bool:
    """Not a wish, a denial or a question; a bare link only where the text around names twin towns."""
    before = scene.text[max(0, match.start() - 40) : match.start("word")]
    if is_denied(scene.text, re.compile(r".").match(scene.text, match.start("word")) or match):
        return False
    if re.search(
        r"(?:\b(?:whether|if|unless|would|could|want|wants|hope|hopes|plan|plans|propos\w+|asked|si|quiere\w*|propone\w*|busca\w*|former|antigu[oa]s?)\b|\?)",
        before,
    ):
        return False
    if "link" not in match.re.groupindex:
        return True
    around = " ".join(one.text for one in prose.scenes[max(0, scene.number - 3) : scene.number + 1])
    return bool(re.search(_words("links", "around"), around, re.IGNORECASE))


def _twinning(prose: Prose, scene: Scene, match: re.Match[str]) -> Twinning | None:
    """The twinning that a form shows, if its two names are places of two countries."""
    sides = [match.span("a"), match.span("b")]
    if any(_NOT_A_NAME.match(scene.text[slice(*side)]) for side in sides):
        return None
    parties = _parties(prose, scene, sides)
    if parties is None:
        return None
    date = next(
        (
            date
            for date in scene.dates
            if not date.is_range
            and _dated().fullmatch(scene.text, match.end(), max(match.end(), date.start - scene.start))
            and date.start - scene.start >= match.end()
        ),
        None,
    )
    renewed = re.match(r"renew|renov|reviv", match.group("word") or "", re.IGNORECASE)
    start, end = match.start("a"), match.end()
    title = re.sub(r"\s+", " ", scene.text[start:end]).strip(" ,")
    name = InstrumentName(start, end, title, "twinning", match.start("a"), True)
    made = Status("signed" if date and not renewed else "in_force", match.group("word") or title, start, end)
    return Twinning(name, parties, made, None if renewed else date)


def _parties(prose: Prose, scene: Scene, sides: list[tuple[int, int]]) -> Parties | None:
    """The parties of a twinning; a name that no list holds belongs to the other country of the document."""
    places = [
        [place for place in scene.places if scene.at(first) <= place.start < scene.at(last)] for first, last in sides
    ]
    codes = [{code for place in held if (code := prose.country(place))} for held in places]
    if any(len(held) > 1 for held in codes) or (codes[0] and codes[0] == codes[1]):
        return None
    known = codes[0] | codes[1]
    pair = known if len(known) == 2 else set(prose.pair) if len(prose.pair) == 2 and known <= prose.pair else set()
    printed = tuple(scene.text[first:last] for first, last in sides)
    if len(pair) != 2 or any(place.kind in ("country", "adjective") for held in places for place in held):
        return None
    return _of_places(tuple(sorted(pair)), [place for held in places for place in held], printed)


def _of_places(countries: tuple[str, ...], local: list[PlaceName], printed: tuple[str, ...]) -> Parties:
    subdivisions = tuple(sorted({place.codes[0] for place in local if len(set(place.codes)) == 1}))
    ambiguous = tuple(sorted({code for place in local if len(set(place.codes)) > 1 for code in place.codes}))
    state = bool(local) and all(place.kind == "subdivision" for place in local)
    return Parties(countries, subdivisions, ambiguous, printed, "state" if state else "municipal")


def _in_hangul(prose: Prose, scene: Scene) -> Iterator[Twinning]:
    """부산광역시와 카야오시는 자매결연 15주년, 카야오시는 2007년부터 부산광역시의 자매도시이다."""
    noun = _hangul("nouns").search(scene.text)
    if noun is None:
        return
    behind = scene.text[noun.end() : noun.end() + 16]
    made = _hangul("made").search(behind)
    if made is None or _hangul("open").search(behind):
        return
    local = [place for place in scene.places if place.kind in ("subdivision", "city") and not _is_scene(scene, place)]
    of = {place: prose.country(place) for place in local}
    countries = {code for code in of.values() if code}
    if len(local) != 2 or len(countries) != 2:
        return
    dates = [date for date in scene.dates if not date.is_range and date.end <= scene.at(noun.start())]
    date = dates[-1] if len(dates) == 1 else None
    start = min(noun.start(), *(place.start - scene.start for place in local))
    name = InstrumentName(noun.start(), noun.end(), noun.group(), "twinning", noun.start(), True)
    status = Status("signed" if date else "in_force", noun.group() + behind[: made.end()], start, noun.end())
    yield Twinning(
        name, _of_places(tuple(sorted(countries)), local, tuple(place.text for place in local)), status, date
    )


def _is_scene(scene: Scene, place: PlaceName) -> bool:
    """Is the place only where something happened: 서울에서?"""
    return scene.text[place.end - scene.start : place.end - scene.start + 2] == "에서"
