"""Instruments whose noun is left out: "the 1987 one", "que sustituye al suscrito el 11 de mayo de 2001", "el de 1998".

They are of the kind and between the parties of the instrument that the sentence, or the one before it, names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.prose.scene import Scene

__all__ = ["Elided", "find_elided"]

_SIGNED = r"(?:signed|concluded|dating|dated|suscrit[oa]|firmad[oa]|celebrad[oa]|vigente)"
_BEFORE = re.compile(
    rf"(?P<replaces>\b(?:replac(?:es|ed|ing)|supersed(?:es|ed|ing)|sustituy(?:e|ó|endo)(?:\s+a)?|reemplaz(?:a|ó|ando)|deja\s+sin\s+efecto)\s+)?"
    rf"(?P<noun>\b(?:the\s+one|that|al|el|a\s+la|la)(?:\s+(?:previous|earlier|anterior))?)\s*,?\s+"
    rf"(?:(?P<verb>{_SIGNED})(?:\s+(?:in|at|en)\s+[A-ZÁÉÍÓÚÑ][\w-]+,?)?(?:\s+(?:on|in|from|of|el|en|desde))?|(?P<of>of|from|de|del))\s+$"
)
_ONE = re.compile(r"\s+one\b")
_THE = re.compile(r"\b[Tt]he\s+$")


@dataclass(frozen=True, slots=True)
class Elided:
    """The words at `start:end` of the sentence that mean an instrument by its date; what another one replaces."""

    start: int
    end: int
    date: DateSpan
    replaced: bool


def find_elided(scene: Scene) -> Iterator[Elided]:
    """Every date of the sentence that means an instrument of its own."""
    text = scene.text
    for date in scene.dates:
        if date.is_range or date.bound:
            continue
        start, end = date.start - scene.start, date.end - scene.start
        one = _ONE.match(text, end)
        the = _THE.search(text, max(0, start - 5), start)
        if one and the and date.precision == "year":
            yield Elided(the.start(), one.end(), date, False)
            continue
        before = _BEFORE.search(text, max(0, start - 90), start)
        if before and (before.group("replaces") or before.group("noun") == "the one"):
            yield Elided(before.start("noun"), end, date, before.group("replaces") is not None)
