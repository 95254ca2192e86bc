"""A mandate: one body, the side that it belongs to and the matter that it is in charge of; and how a body is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.scene import COUNTRY, PLACE, Prose, Scene

__all__ = ["MARKED", "Mandate", "SideMark", "body_ranges", "find_side_marks", "named_as", "one_line", "own_and_other"]

MARKED = "\ue006"
"""The private character that replaces each character of the mark of a side, such as "on the Chilean side"."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """One body in charge; `start` and `end` are its place in the sentence."""

    issue: str | None
    body: str
    country: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SideMark:
    """Words that give a body its side: in Chile, por la parte chilena, (Chile), Chile's."""

    start: int
    end: int
    country: str
    bracket: bool


@cache
def _side_patterns() -> tuple[re.Pattern[str], ...]:
    side = rf"(?P<side>[{COUNTRY}{PLACE}]+)"
    roles = r"(?:counterparts?|contact|focal|lead|competent|responsible)\b"
    sides = read_toml("prose", "responsibilities")["sides"]
    plain = (
        r"\b(?:for|in|within|on\s+behalf\s+of|on\s+the\s+part\s+of|por\s+parte\s+de|por|en)\s+(?:the\s+|la\s+|el\s+)?"
    )
    return tuple(
        re.compile(expression, re.IGNORECASE)
        for expression in (
            rf"\(\s*(?:for\s+|por\s+)?{side}\s*\)(?P<bracket>)",
            rf"\b(?:on|for|from|at|by)\s+the\s+{side}\s+(?:side|end|part|Party)\b(?P<strong>)",
            rf"(?:\b(?:por|de|en|a)\s+|\bdel\s+)?(?:el\s+|la\s+)?\b(?:lado|parte)\s+(?:de\s+)?(?:la\s+|el\s+)?{side}(?P<strong>)",
            rf"{plain}(?:(?:Republic|Kingdom|Government|República|Reino|Gobierno)\s+(?:of|de)\s+)?{side}"
            r"(?:\s+(?P<strong>side|Party|Government|Administration)\b)?(?!\w)",
            rf"{side}['’]s(?=\s+[A-Z])(?P<strong>)",
            rf"(?:^\W*|(?<=[;,(:])\s*){side}\s*[:–—-]\s+(?P<strong>)",
            rf"{side}(?=\s+{roles})(?P<strong>)",
            rf"(?<=[a-z])\s{side}(?=\s+(?:es|son|será|serán)\b)(?P<behind>)",
            rf"(?P<own>{alternation(sides['own'])}|\bhere(?=[,.;]|\s+and\b|$))",
            rf"(?P<other>{alternation(sides['other'])}|\bthere(?=[,.;]|\s+and\b|$))",
        )
    )


_ROLE = re.compile(
    r"(?:contrapartes?|puntos?\s+focal(?:es)?|puntos?\s+de\s+contacto|enlaces?|autoridad(?:es)?\s+competentes?)",
    re.IGNORECASE,
)


def find_side_marks(prose: Prose, scene: Scene) -> list[SideMark]:
    """The marks of sides of a sentence in their order; a bare adjective ("for Thai exporters") marks no side."""
    own, other = own_and_other(prose)
    found: list[SideMark] = []
    for pattern in _side_patterns():
        for match in pattern.finditer(scene.mask):
            groups = match.groupdict()
            if "side" in groups:
                place = scene.place_at(match.start("side"))
                country = prose.country(place)
                adjective = place is not None and place.kind == "adjective"
                if adjective and groups.get("strong") is None and "bracket" not in groups and "behind" not in groups:
                    continue
                if "behind" in groups and not _ROLE.search(scene.mask, max(0, match.start() - 40), match.start() + 1):
                    continue
            else:
                country = own if groups.get("own") else other
            start, end = match.span()
            start += len(match.group()) - len(match.group().lstrip(" ;,(" if "bracket" not in groups else " ;,"))
            if country and not any(mark.start < end and start < mark.end for mark in found):
                found.append(SideMark(start, end, country, "bracket" in groups))
    return sorted(found, key=lambda mark: mark.start)


def own_and_other(prose: Prose) -> tuple[str | None, str | None]:
    """The publisher's own side, and the other of the pair."""
    own = prose.sides.own
    others = sorted(prose.pair - {own}) if own in prose.pair else []
    return own, others[0] if len(others) == 1 else None


@cache
def _name() -> re.Pattern[str]:
    """A name from its first capital on: capitals, joined by small words; a comma only inside a list that ends with and."""
    small = alternation(read_toml("prose", "responsibilities")["connectors"]["words"], bounded=False)
    article = r"(?:\s+(?:the|la|las|los|el|lo))?"
    word = r"(?:[A-ZÁÉÍÓÚÑÉÇ][\w’'.&/-]*|[a-z]?[A-Z]{2,}\w*)"
    joined = rf"(?:\s+{small}{article})*\s+{word}"
    listed = rf",\s+{word}(?=[^;.(]{{0,60}}\b(?:and|y|e|et)\s+[A-ZÁÉÍÓÚÑ])"
    return re.compile(rf"\b{word}(?:{joined}|{listed})*(?:\s+\([A-Z][A-Za-zÀ-ÿ-]{{1,14}}\))?")


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "responsibility_verbs")["names"]["heads"]))


@cache
def _posts() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "responsibility_verbs")["names"]["posts"]))


_UNITS = re.compile(
    r"(?:Minist|Dep(?:artment|artamento)|Sub?secretar|Secretar|Directorate|Direc|Office|Oficina|Division|Unit|Servicio|Service|National|Federal)"
    r"[^,;]*\s(?:of|for|de|del)\s"
)
"""A unit of a government that its own name does not give a country."""
_ACRONYM = r"[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ&.-]{1,14}"
_ARTICLE = re.compile(r"(?:(?:The|El|La|Los|Las|Its|Su|Our)\s+)?")
_AND = re.compile(r",?\s+(?:and|y|e|et)\s+(?P<article>(?:the|el|la|las|los|del|de\s+la|of\s+the)\s+)?|,\s+(?P<comma>)")


def body_ranges(text: str, mask: str, start: int, end: int) -> list[tuple[int, int]]:
    """The ranges of the names of bodies in `text[start:end]`; each name is cut where a second body begins."""
    ranges = []
    for match in _name().finditer(text, start, end):
        first, last = match.span()
        while text[last - 1] in ".,'’" and last > first:
            last -= 1
        at = first
        for cut in _AND.finditer(text, first, last):
            before, behind = text[at : cut.start()], text[cut.end() : last]
            if _begins_body(behind, bool(cut.group("article"))) and _is_whole(before):
                ranges.append((at, cut.start()))
                at = cut.end()
        ranges.append((at, last))
    ranges = [(first + len(_ARTICLE.match(text, first, last).group()), last) for first, last in ranges]  # type: ignore[union-attr]
    return [one for one in ranges if _is_body(text, mask, *one)]


def _begins_body(text: str, article: bool) -> bool:
    """Does a second body begin here, and not the next word of the same name?"""
    first = re.split(r"\s+(?:and|y|e)\s+|,", text)[0]
    if re.match(rf"{_ACRONYM}(?:(?<=-)\w+)?(?:\s|$)|[A-Z][a-z]+[A-Z]\w*", first):
        return True
    head = _heads().match(first)
    inside = _heads().search(first)
    return bool(head and len(first.split()) > 1) or bool(
        inside and (article or len(first.split()) > 1) and " of " not in first[: inside.start()]
    )


def _is_whole(text: str) -> bool:
    return bool(_heads().search(text) and len(text.split()) > 1) or " " not in text.strip()


def _is_body(text: str, mask: str, start: int, end: int) -> bool:
    """Is the name more than a place and not a person with a post?"""
    name = text[start:end]
    rest = re.sub(rf"[{COUNTRY}{PLACE}]+|\b(?:The|El|La|of|de)\b", "", mask[start:end]).strip(" ,.-()")
    return bool(re.search(r"[A-Za-z]{2}", rest)) and not _posts().match(name)


def named_as(scene: Scene, start: int, end: int) -> tuple[str, int, int]:
    """A body as it is named with its side: "the Thai Department of Fisheries" and "the Ministry of Finance of
    Mongolia" are named with their side only here; the Bank of Ghana and the Thai Customs Department always."""
    mask = scene.mask
    lead = re.match(rf"{COUNTRY}+\s+(?=\S)", mask[start:end])
    if lead and _heads().match(scene.text, start + lead.end()) and re.search(r"\s(?:of|for|de)\s", mask[start:end]):
        start += lead.end()
    tail = re.search(rf"\s+(?:of|de|del)\s+(?:the\s+|la\s+|el\s+)?{COUNTRY}+$", mask[start:end])
    rest = scene.text[start : start + tail.start()] if tail else ""
    if tail and (_UNITS.match(rest) or re.fullmatch(_ACRONYM, rest)):
        end = start + tail.start()
    return one_line(scene.text[start:end]), start, end


def one_line(text: str) -> str:
    """The text on one line, without punctuation at its ends."""
    return re.sub(r"\s+", " ", text).strip(" ,.")
