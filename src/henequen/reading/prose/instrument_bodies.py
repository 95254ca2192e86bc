"""The bodies that an instrument is between: universities, chambers, ports, agencies, councils of towns."""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.instrument_names import InstrumentName
from henequen.reading.prose.scene import Scene

__all__ = ["are_bodies", "names_two_bodies"]

_CAPITAL = r"(?:St\.\s)?[A-ZÁÉÍÓÚÑÜ][\w’'&-]*(?:\.(?=\s[A-Za-z]))?"
_JOIN = r"(?:\s+(?:(?:of|for|the|in|and|on|de|del|la|las|los|el|para|y|e|do|da|of\s+the)\s+){0,3}|\s*/\s*)"


@cache
def _pattern() -> re.Pattern[str]:
    table = read_toml("prose", "instruments")["bodies"]
    word = alternation(table["named"])
    phrase = rf"(?:{_CAPITAL}{_JOIN}){{0,6}}{word}(?:(?:{_JOIN}){_CAPITAL}){{0,6}}(?:\s*\([^()]{{2,20}}\))?"
    hangul = rf"[가-힣A-Za-z·]{{0,14}}(?:\s[가-힣·]{{1,10}}){{0,2}}?{alternation(table['named_hangul'])}(?:\s?\([^()]{{2,30}}\))?"
    return re.compile(rf"(?P<latin>\b{phrase})|(?P<hangul>{hangul})(?=[과와은는이가의도및,·\s])")


@cache
def _short() -> re.Pattern[str]:
    """A name in capitals or a compound with a capital inside: SENA, ProCórdoba, KOTRA, Invest International."""
    return re.compile(r"(?:[A-Z][\w-]*\s)?(?:[A-Z]{3,}|[A-Z][a-z]+[A-Z]\w+)\b")


def _bodies(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _pattern().finditer(text)]


def names_two_bodies(scene: Scene, name: InstrumentName) -> bool:
    """Does the sentence name the two bodies of an instrument: "The University of A and the University of B signed an
    agreement", "A had a memorandum with the B University", A대학교와 B대학교는?"""
    text = scene.text
    start = max(text.rfind("; ", 0, name.start), text.rfind(". ", 0, name.start), 0)
    stop = re.compile(r";\s|[.]\s|다\.").search(text, name.end)
    before, after = text[start : name.head_start], text[name.end : stop.start() if stop else len(text)]
    spans = _bodies(before)
    joint = re.compile(r"[^,.;]{0,60}?(?:\s(?:and|y|e|with|con)\s+(?:(?:the|la|el|its?|su)\s+)?|(?:과|와|·|및|-|–)\s?)")
    for first, last in spans:
        inside = re.search(r"\s(?:and|y|e)\s+(?:the\s+|la\s+|el\s+)?(?=[A-ZÁÉÍÓÚÑ])", before[first:last])
        if (
            inside
            and len(re.findall(alternation(read_toml("prose", "instruments")["bodies"]["named"]), before[first:last]))
            > 1
        ):
            return True
        link = joint.match(before, last)
        if link and (
            re.match(r"[A-ZÁÉÍÓÚÑ]", before[link.end() :])
            or any(link.end() <= one[0] <= link.end() + 16 for one in spans)
        ):
            return True
    with_other = re.match(r"[^,.;]{0,40}?\s(?:with|con)\s+(?:the\s+|la\s+|el\s+)?", after)
    if spans and with_other and re.match(r"[A-ZÁÉÍÓÚÑ]", after[with_other.end() :]):
        return True
    return bool(re.search(r"(?:and|y|e)\s+(?:the\s+|la\s+|el\s+)?[A-ZÁÉÍÓÚÑ]", before)) and len(spans) > 1


def are_bodies(scene: Scene, name: InstrumentName) -> bool:
    """Are the parties bodies, and no government, ministry, region or town?"""
    before = scene.text[max(0, name.head_start - 220) : name.head_start]
    around = before + scene.text[name.end : name.end + 90]
    public = re.search(alternation(read_toml("prose", "instruments")["bodies"]["public"]), around)
    return not public and names_two_bodies(scene, name)
