"""Mandates in Hangul: 검역은 농림축산검역본부가, 태국 측은 축산개발국이 담당한다. Read word by word: a topic is the matter or a
side, a body ends with the word of a body and its particle, and the verb at the end is in the present."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache

from henequen.reading.grammar.publishers import listed_body_country
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.mandates import Mandate, own_and_other
from henequen.reading.prose.scene import COUNTRY, PLACE, Prose, Scene

__all__ = ["hangul_mandates"]

_WORD = re.compile(r"\S+")


@cache
def _verb() -> re.Pattern[str]:
    return re.compile("|".join(read_toml("prose", "responsibility_verbs")["hangul"]["verbs"]).replace(" ", r"\s?"))


@cache
def _body_end() -> re.Pattern[str]:
    ends = alternation(read_toml("prose", "responsibility_verbs")["hangul"]["bodies"], bounded=False)
    return re.compile(
        rf"(?P<body>.*?(?:(?:{ends}|[A-Z]{{3,}})(?:\([^()]{{2,20}}\))?|[가-힣]{{2,}}\([A-Z][A-Za-z .-]{{1,20}}\)))"
        r"(?P<end>이라|이다|이며|이고|에서|으로|와의|과의|이|가|와|과|의|은|는|임)?(?P<stop>[,;.·)]*)"
    )


@cache
def _topic() -> re.Pattern[str]:
    drop = alternation(read_toml("prose", "responsibility_verbs")["hangul"]["matters"], bounded=False)
    return re.compile(rf"(?P<issue>.+?)(?:의?\s?{drop})*(?:에\s?관해서는|에\s?대해서는|에\s?관하여는|은|는|:)$")


@dataclass
class _State:
    words: list[tuple[int, int]] = field(default_factory=list)
    issue: str | None = None
    side: str | None = None
    named: list[str] = field(default_factory=list)
    """The sides given to bodies of the present matter."""


def hangul_mandates(prose: Prose, scene: Scene, *, listed: bool = False) -> list[Mandate]:
    """The mandates of a sentence in Hangul; with `listed`, those of a line "matter: body(side), body(side)" too."""
    verb = list(_verb().finditer(scene.text))
    if not verb and not listed:
        return []
    end = len(scene.text) if not verb or verb[-1].group().endswith(("은", "는")) else verb[-1].end()
    if not verb and not re.match(r"[^:]{2,40}:\s", scene.text):
        return []
    found: list[Mandate] = []
    state = _State()
    for match in _WORD.finditer(scene.text, 0, end):
        first, last = match.span()
        if not re.search(r"[\w]", match.group()):
            continue
        side = _side(prose, scene, first, last, state)
        if side is not None:
            state.side, state.words = side, []
            continue
        state.words.append((first, last))
        body = _body(prose, scene, state, listed, end)
        if body is not None:
            found.append(body)
            continue
        whole = scene.text[state.words[0][0] : last]
        topic = _topic().match(whole)
        if topic and (listed or _goes_on(scene, last, end)):
            state.issue = _matter(topic.group("issue"), prose, scene, state.words[0][0])
            state.words, state.side, state.named = [], None, []
    if any(one.issue is None for one in found) or (not verb and len({one.country for one in found} - {None}) < 2):
        return []  # a line without a verb must name both sides
    return _with_sides(prose, found)


def _goes_on(scene: Scene, last: int, end: int) -> bool:
    """Does a body still follow the topic?"""
    return any(
        (shape := _body_end().fullmatch(word.group())) and shape.group("end") not in ("은", "는")
        for word in _WORD.finditer(scene.text, last, end)
    )


def _side(prose: Prose, scene: Scene, first: int, last: int, state: _State) -> str | None:
    """The side that a word gives to the bodies behind it: 한국은, 태국측에서, 우리, (한국)."""
    word = scene.mask[first:last]
    own, other = own_and_other(prose)
    shape = re.fullmatch(
        rf"\(?(?:(?P<place>{COUNTRY}+|[{COUNTRY}{PLACE}]+(?=측))|(?P<own>우리|아국)|(?P<other>상대|상대국))(?P<part>측|정부|정부측)?"
        r"(?P<end>에서는|에서|은|는|이|의|:|\))?,?",
        word,
    )
    if shape is None and word.startswith("측") and re.fullmatch(r"측(?:은|는|에서는|에서|이|의|:)?,?", word):
        return state.side if not state.words else None
    if shape is None:
        return None
    follows = re.match(r"\s+측(?:은|는|에서는|에서|이|의|:)?\s", scene.text[last:])
    if shape.group("place"):
        plain = not (shape.group("part") or shape.group("end") or follows)
        if plain and (state.words or re.match(r"\s+(?:내|진출|관련|산|국민|방문)\s", scene.text[last:])):
            return None
        return prose.country(scene.place_at(first + word.index(shape.group("place"))))
    if not (shape.group("part") or follows):
        return None
    return own if shape.group("own") else other


def _body(prose: Prose, scene: Scene, state: _State, listed: bool, end: int) -> Mandate | None:
    """The body that ends with the present word, if its particle or what follows says so."""
    first, last = state.words[-1]
    word = scene.text[first:last]
    bracket = re.search(rf"\(([{COUNTRY}{PLACE}]+)\)", scene.mask[first:last])
    country = prose.country(scene.place_at(first + bracket.start(1))) if bracket else None
    if bracket:
        word = word[: bracket.start()] + word[bracket.end() :]
    shape = _body_end().fullmatch(word)
    if shape is None or len(shape.group("body")) < 2:
        return None
    mark, stop = shape.group("end"), shape.group("stop")
    rest = scene.text[last:end]
    closes = bool(re.match(r"\s*(?:소관|담당|주관|총괄|$)", rest))
    if (
        mark in ("은", "는")
        or (mark is None and not (stop or closes or bracket))
        or (mark == "의" and not re.match(r"\s*(?:소관|담당|업무|책임)", rest))
    ):
        return None
    start = state.words[0][0]
    if mark is None and state.issue is None:
        return None
    while match := re.match(rf"(?:각각|주로|공동으로|함께|및|또한|[{COUNTRY}]+|[-○▪•*]+)\s+", scene.mask[start:last]):
        if scene.mask[start] == COUNTRY:
            country = country or prose.country(scene.place_at(start))
        start += match.end()
    name_end = first + (bracket.start() if bracket else shape.end("body"))
    name = scene.text[start:name_end].strip("(")
    start = name_end - len(name)
    if len(name) < 3 or re.match(r"(?:담당|소관|주관|책임|이행|주무)\s", name) or re.search(r"[:\"“”'’‘\d]|,\s", name):
        return None
    side = country or _named_side(prose, scene, start, name_end) or state.side
    state.words = []
    if side:
        state.named.append(side)
    return Mandate(state.issue, re.sub(r"\s+", " ", name), side, start, name_end)


def _named_side(prose: Prose, scene: Scene, start: int, end: int) -> str | None:
    """The side that the name says: its first place, or that of a listed body; an embassy belongs to who sends it."""
    name = scene.text[start:end]
    place = next((one for one in scene.places if start <= one.start - scene.start < end), None)
    code = prose.country(place)
    if place is not None and name.startswith("주") and place.start - scene.start == start + 1:
        rest = prose.pair - {code}
        return next(iter(rest)) if code in prose.pair and len(rest) == 1 else None
    if listed := listed_body_country(name):
        return listed
    return code if place is not None and place.start - scene.start == start else None


def _matter(words: str, prose: Prose, scene: Scene, start: int) -> str | None:
    """The name of the matter without its place and its number."""
    drop = alternation(read_toml("prose", "responsibility_verbs")["hangul"]["matters"], bounded=False)
    text = re.sub(r"^[\W]*(?:[가-하]\.|\d{1,2}[.)])?\s*", "", words)
    lead = re.match(rf"[{COUNTRY}]+\s+(?:내|국내|현지)\s+", scene.mask[start : start + len(words)])
    if lead:
        text = words[lead.end() :]
    text = re.sub(rf"(?:의?\s?{drop})+$", "", text.strip())
    if not 2 <= len(text) <= 40 or text.endswith(tuple(read_toml("prose", "responsibility_verbs")["hangul"]["people"])):
        return None
    return re.sub(r"\s+", " ", text).strip(" ,:") or None


def _with_sides(prose: Prose, mandates: list[Mandate]) -> list[Mandate]:
    """A body without a side belongs to the publisher's own side, or to the other side than its partner in the matter."""
    own, _ = own_and_other(prose)
    own = own or listed_body_country(prose.document.text[:_HEAD])
    given = []
    for one in mandates:
        others = {two.country for two in mandates if two.issue == one.issue and two.country}
        rest = prose.pair - others
        other = next(iter(rest)) if len(rest) == 1 and others and len(prose.pair) == 2 else None
        if country := one.country or other or own:
            given.append(replace(one, country=country))
    return given


_HEAD = 600
"""Characters in which a document names the body that publishes it."""
