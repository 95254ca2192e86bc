"""Instruments that an earlier sentence counted: "they signed four agreements... The first, a memorandum on migration, ...".

Only an instrument with an indefinite article is one of those counted; a definite one was known before.
"""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.instrument_names import InstrumentName
from henequen.reading.prose.instrument_status import is_denied, phrases
from henequen.reading.prose.lists import Lead
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["counted_lead"]

_REACH = 5
"""Sentences between the count and an instrument that it counts."""


@cache
def _counted() -> re.Pattern[str]:
    table = read_toml("prose", "instruments")["counted"]
    numbers, nouns = alternation(table["numbers"]), alternation(table["nouns"])
    return re.compile(
        rf"(?:{numbers}|\b[2-9]\b|\b1\d\b)\s+(?:[\w-]+\s+){{0,2}}?{nouns}|{alternation(table['hangul_nouns'])}\s?(?:등\s?)?(?:총\s?)?\d{{1,2}}건",
        re.IGNORECASE,
    )


@cache
def _continues() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "instruments")["counted"]["continues"]), re.IGNORECASE)


_LISTING = re.compile(
    r"\W*(?:these|those|the|among\s+the|estos|esos|los|entre\s+los)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:documents|agreements|instruments|texts|deals|accords|documentos|acuerdos|instrumentos|convenios|textos)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:include|included|comprise|comprised|are|were|incluyen|incluyeron|comprenden|figuran|figuraron|son|se\s+encuentran)\b",
    re.IGNORECASE,
)
"""The words that list what the ceremony of the sentence before was about: these documents include."""
_CEREMONY = re.compile(r"\b(?:signing\s+ceremony|ceremonia\s+de\s+firma|acto\s+de\s+firma)\b", re.IGNORECASE)


def counted_lead(prose: Prose, scene: Scene, name: InstrumentName) -> Lead | None:
    """The sentence above that says how many instruments were signed, if this is one of them."""
    indefinite = re.search(r"\b(?:an?|una?)\s+(?:new\s+|nuevo\s+|nueva\s+)?$", scene.text[: name.start], re.IGNORECASE)
    listing = _LISTING.match(scene.text, 0, name.start)
    if listing and scene.number and (above := prose.scenes[scene.number - 1]):
        signed = phrases("signed", "past").search(above.text) or _CEREMONY.search(above.text)
        if signed and not is_denied(above.text, signed):
            return Lead(above.with_near(), "instrument", False)
    if not indefinite and not _continues().search(scene.text[: name.start]):
        return None
    for above in reversed(prose.scenes[max(0, scene.number - _REACH) : scene.number]):
        if above.kind == "heading":
            continue
        signed = phrases("signed", "past").search(above.text)
        if signed and _counted().search(above.text) and not is_denied(above.text, signed):
            return Lead(above.with_near(), "instrument", False)
    return None
