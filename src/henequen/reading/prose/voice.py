"""Whose figures a document gives when its sentences do not say: the country of the writer, or the only one that counts.

A figure without sides belongs to the country that the document speaks for (its publisher, its letterhead, "our
exports to Ghana"), else to the only country whose exports or imports the document gives. If these differ, or both sides
count, the figure has no reporter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from henequen.model.countries import countries
from henequen.reading.grammar.publishers import listed_body_country
from henequen.reading.grammar.wordlists import read_toml
from henequen.reading.prose.flow_sides import ARTICLE, ONE
from henequen.reading.prose.flows import find_flows
from henequen.reading.prose.scene import Prose

__all__ = ["Voice", "currency_country", "find_voice"]

_MAIL = re.compile(r"@[\w.-]+\.([a-z]{2})\b", re.IGNORECASE)
_BODY_OF = re.compile(
    rf"(?:\b(?:Embassy|High\s+Commission|Government|Mission|Ministry\s+of\s+[A-Z]\w+(?:\s+(?:and\s+)?[A-Z]\w+){{0,4}})\s+of\s+(?:the\s+)?"
    rf"|\b(?:Embajada|Gobierno|Cancillería)\s+del?\s+(?:la\s+)?(?:República\s+de(?:l)?\s+)?)({ONE})"
    rf"|({ONE})\s+(?:High\s+Commission|Embassy|Government|Ministry)\b"
)
_OURS = re.compile(
    rf"\b(?:our|nuestr[ao]s)\s+(?:\w+\s+){{0,2}}(?:exports?|imports?|sales|purchases|exportaciones|importaciones|ventas|compras)\s+"
    rf"(?:[\w-]+\s+){{0,3}}?(?:to|from|a|desde|con)\s+{ARTICLE}({ONE})"
    rf"|\b(?:we|le)\s+(?:sold|sell|export(?:ed)?|import(?:ed)?|bought|buy|vend[ei]mos|compr[ao]mos)\s+[^.;]{{0,60}}?\b(?:to|from|a)\s+{ARTICLE}({ONE})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Voice:
    """The country that the document speaks for, and the reporter of its figures that print no side."""

    own: str | None
    reporter: str | None


def find_voice(prose: Prose) -> Voice:
    """The voice of the document of which `prose` is the whole or an excerpt; found once."""
    voice = prose.memory.get("voice")
    if not isinstance(voice, Voice):
        prose.memory["voice"] = voice = _find_voice(prose)
    return voice


def _find_voice(prose: Prose) -> Voice:
    """From the publisher, the address and the letterhead, and from the sentences that print whose exports they give."""
    pair = prose.pair
    own = prose.sides.own
    if own and (len(pair) != 2 or own in pair or _publishes(prose, own)):
        return Voice(own, own)
    if len(pair) != 2:
        return Voice(None, None)
    codes = _candidates(prose) & pair
    own = next(iter(codes)) if len(codes) == 1 else None
    scenes = prose.whole or prose.scenes
    flows = [flow for scene in scenes if scene.amounts for flow in find_flows(prose, scene)]
    counted = {
        flow.reporter
        for flow in flows
        if flow.measure in ("export", "import", "balance") and flow.reporter in pair and not flow.inverted
    }
    sole = next(iter(counted)) if len(counted) == 1 else None
    if counted and (sole is None or (own and own != sole)):
        return Voice(own, None)
    return Voice(own, own or sole)


def _publishes(prose: Prose, code: str) -> bool:
    """Is the publisher a public body of the country, not only a writer who says "our government" once?"""
    return listed_body_country(prose.document.publisher or "") == code


def _candidates(prose: Prose) -> set[str]:
    """The countries for which the address, the letterhead, the signature or the first person speak."""
    found: set[str] = set()
    mail = _MAIL.search(prose.document.publisher or "")
    if mail and (code := _by_alpha_2().get(mail.group(1).upper())):
        found.add(code)
    length = len(prose.document.text)
    for scene in prose.whole or prose.scenes:
        if scene.start < 500 or scene.end > length - 400:
            for match in _BODY_OF.finditer(scene.mask):
                group = 1 if match.group(1) else 2
                if code := prose.country(scene.place_at(match.start(group))):
                    found.add(code)
        for match in _OURS.finditer(scene.mask):
            other = prose.country(scene.place_at(match.start(1 if match.group(1) else 2)))
            if other in prose.pair and other:
                found |= prose.pair - {other}
    return found


@cache
def _by_alpha_2() -> dict[str, str]:
    return {one.alpha_2: code for code, one in countries().items()} | {"UK": "GBR"}


def currency_country(unit: object, pair: frozenset[str]) -> str | None:
    """The country of the pair whose own money the unit is; the dollar of the United States shows nothing."""
    if not isinstance(unit, str) or unit == "USD" or len(pair) != 2:
        return None
    users = set(read_toml("prose", "measures")["euro"]["countries"]) if unit == "EUR" else {_by_alpha_2().get(unit[:2])}
    own = users & pair
    return next(iter(own)) if len(own) == 1 else None
