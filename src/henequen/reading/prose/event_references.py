"""Years in which nothing happened: they say which meeting or agreement is meant, or count the visits of a year."""

from __future__ import annotations

import re

from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.prose.scene import AMOUNT, Scene

__all__ = ["is_amount", "is_count", "is_reference"]


def is_reference(scene: Scene, date: DateSpan) -> bool:
    """Does the year only say which one is meant: at the meeting of 2022, the agreement of 2011, FIAL 2025?"""
    before = scene.text[: date.start - scene.start]
    return bool(_REFERENCE.search(before) or re.search(r"[A-Z]{3,}\s$|[‘'“][A-Z][\w ]*\s$", before))


def is_count(scene: Scene, at: int) -> bool:
    """Is the visit at `at` one of many that a figure counts: 434,533 Australians visited Fiji in 2023?"""
    return bool(_COUNTED.search(scene.text[:at]) or _IN_NUMBERS.search(scene.text))


_REFERENCE = re.compile(
    r"\b(?:at|in|since|of|under|the|en|durante|desde|del?|la|el)\s+(?:the\s+|la\s+|el\s+)?(?:meeting|session|visit|agreement|treaty|accord|memorandum|forum|fair|summit|talks"
    r"|reunión|sesión|visita|acuerdo|convenio|tratado|memorando|foro|feria|cumbre)\s+(?:of|de|del)\s+$",
    re.IGNORECASE,
)
_IN_NUMBERS = re.compile(
    r"\b(?:tourists?|visitors|arrivals|passengers|nights|purpose|times\s+a\s+week|turistas|visitantes|llegadas|pasajeros|veces\s+por\s+semana)\b|관광객|방문객|\d명",
    re.IGNORECASE,
)
"""Visits that statistics count."""
_COUNTED = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+\s+(?:[\w-]+\s+){1,4}$")
"""A number of people in front of a verb."""


def is_amount(scene: Scene, at: int) -> bool:
    """Does an amount follow the verb that ends at `at`: exports came to 148.5 million, llegaron a US$ 18 millones?"""
    return bool(_MONEY.match(scene.text, at) or _COUNT_BEHIND.match(scene.mask, at))


_COUNT_BEHIND = re.compile(rf"[a-z ]{{0,5}}{AMOUNT}")
_MONEY = re.compile(r"\s*(?:(?:a|al|hasta|los|las|unos|unas|casi|más\s+de|cerca\s+de)\s+)*(?:US\$|[$€£]|USD|EUR)")
