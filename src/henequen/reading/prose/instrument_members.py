"""The instruments behind one plural noun: agreements on A, on B and on C; convenios con A, B y C; MoUs between A and B, and
between C and D.

The title of each repeats the noun in the singular before its own words. A plural whose list is open ("agreements on
trade and investment") names none, because one instrument or two may be meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Member", "find_members"]


@dataclass(frozen=True, slots=True)
class Member:
    """One item at `start:end` of the sentence, with its title."""

    start: int
    end: int
    title: str


_PREPOSITION = re.compile(
    r"\s+(?:[a-záéíóúñ]+\s+){0,2}?(?P<word>on|concerning|regarding|with|between|sobre|en materia de|en|de|para|con|entre)\s+",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|\d)\s+"
    r"(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:several|various|many|numerous|a\s+number\s+of|multiple|different|varios|varias|diversos|diversas|numerosos|distintos)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_SIDES = ("with", "con", "between", "entre")
_VERB = re.compile(
    r"\b(?:were|was|have|has|had|which|that|will|would|fueron|fue|han|que|cuyos?|are|is|remain|entered|entraron)\b|[.;:]"
)


_ONE = re.compile(
    r"(?:(?<=[:;,(])|(?<=\band)|(?<=\by)|(?<=\be))\s+(?:(?:the\s+)?(?:one|another|a\s+second|a\s+third|second|third|other)"
    r"|(?:el\s+|la\s+)?(?:un[oa]?|otr[oa]|segund[oa]|tercer[oa]?|primer[oa]?))\s+"
    r"(?P<item>(?P<word>on|concerning|regarding|with|between|sobre|en materia de|de|para|con|entre)\s+[^,;()]{3,120}?)"
    r"(?=\s*[(,;.]|\s+(?:and|y|e)\s+(?:the\s+|el\s+|la\s+)?(?:one|another|second|third|other|un[oa]|otr[oa])\b|$)",
    re.IGNORECASE,
)
"""Two agreements: one on A (date) and another on B (date)."""


def _one_by_one(text: str, start: int, end: int) -> list[Member]:
    """The items that "one" and "another" introduce behind a plural."""
    noun = _singular(text[start:end])
    members = [
        Member(match.start("item"), match.end("item"), re.sub(r"\s+", " ", f"{noun} {match.group('item')}"))
        for match in _ONE.finditer(text, end)
    ]
    return members if len(members) > 1 else []


_TOPIC = re.compile(
    r"\s+(?:on|of|for|de|sobre|en materia de|para)\s+(?:[\w-]+\s+){1,6}?"
    r"(?=(?:with|con|between|entre)\s+(?:the\s+|el\s+|la\s+)?[A-ZÁÉÍÓÚÑ])"
)
"""The shared subject of a plural: convenios de movilidad estudiantil con A y con B."""


def find_members(text: str, start: int, end: int) -> list[Member]:
    """The items behind the plural noun at `start:end`, or an empty list if they cannot be separated."""
    if members := _one_by_one(text, start, end):
        return members
    if topic := _TOPIC.match(text, end):
        end = topic.end() - 1
    first = _PREPOSITION.match(text, end)
    if not first or (text[start].isupper() and text[start:end].isupper() and text[end - 1 : end] != "s"):
        return []
    word = first.group("word").lower()
    stop = _VERB.search(_without_brackets(text), first.end())
    last = stop.start() if stop else len(text)
    repeated = re.compile(rf"(?:,\s+|,?\s+(?:and|y|e)\s+)(?:also\s+)?{re.escape(word)}\s+", re.IGNORECASE)
    plain = _without_brackets(text)
    cuts = [match.span() for match in repeated.finditer(plain, first.end(), last)]
    if not cuts and word in ("between", "entre"):
        return []
    if not cuts:
        cuts = [
            match.span()
            for match in re.compile(r",\s+(?:and\s+|y\s+|e\s+)?|\s+(?:and|y|e)\s+").finditer(plain, first.end(), last)
        ]
        commas = sum("," in text[a:b] for a, b in cuts)
        joined = [span for span in cuts if "," not in text[span[0] : span[1]]]
        closed = (len(joined) == 1 and joined[0] == cuts[-1]) or (
            cuts and re.search(r"(?:and|y|e)\s+$", text[slice(*cuts[-1])])
        )
        before = text[max(0, start - 40) : start]
        counted = bool(_COUNTED.search(before))
        if _SEVERAL.search(before) and word not in _SIDES:
            return []  # several MoUs on agriculture, tourism and training: one may cover two subjects
        if not cuts or not closed or not (commas or counted or word in _SIDES):
            return []
        if word in _SIDES and not all(_is_name(text[cut[1] :]) for cut in cuts):
            return []
    edges = [first.end(), *(edge for cut in cuts for edge in cut), last]
    members = []
    noun = _singular(text[start:end])
    for begin, finish in zip(edges[::2], edges[1::2], strict=True):
        item = re.split(r"\s*\(|,", text[begin:finish])[0].rstrip()
        item = re.sub(r"\s+(?:in|en|on|el|at)\s+(?:\w+\s+)?(?:\d.*)?$", "", item)
        if not 3 <= len(item) <= 140 or not re.search(r"[^\W\d_]{3}", item):
            return []
        title = re.sub(r"\s+", " ", f"{noun} {word} {item}")
        members.append(Member(begin, begin + len(item), title))
    return members if len(members) > 1 else []


def _without_brackets(text: str) -> str:
    """The text with what is in brackets blanked, so that a comma inside does not cut an item."""
    return re.sub(r"\([^()]*\)", lambda match: "(" + "_" * (len(match.group()) - 2) + ")", text)


def _is_name(text: str) -> bool:
    """Does a proper name begin here, with or without its article?"""
    return bool(re.match(r"(?:the\s+|el\s+|la\s+|los\s+|las\s+)?[A-ZÁÉÍÓÚÑ]", text))


def _singular(noun: str) -> str:
    """The noun in the singular: memoranda of understanding, convenios, cartas de intención."""
    noun = re.sub(r"\s+", " ", noun)
    head, space, rest = noun.partition(" ")
    if re.fullmatch(r"[Mm]emoranda", head):
        head = head[:-1] + "um"
    elif rest and re.match(r"(?:of|de)\b", rest):
        head = head.removesuffix("s")
    else:
        return noun.removesuffix("s")
    return f"{head}{space}{rest}"
