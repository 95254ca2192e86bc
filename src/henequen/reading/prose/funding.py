"""Money that is given, promised or paid, by the verb or noun next to it."""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.amounts import Amount
from henequen.reading.grammar.inflection import english_forms, spanish_forms
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.scene import AMOUNT, Scene

__all__ = ["is_given"]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The words in front of money that is given, those behind it, and those behind it in Hangul."""
    table = read_toml("prose", "measures")["given"]
    english = [form for verb in table["english_verbs"] for form in english_forms(verb)]
    spanish = [form for verb in table["spanish_verbs"] for form in spanish_forms(verb)]
    verbs = alternation([*english, *spanish, *table["participles"]])
    nouns = alternation(table["nouns"])
    short = rf"(?:\s+(?!{AMOUNT})[\w’']+){{0,3}}\s+"
    hangul = alternation(table["hangul"], bounded=False)
    return (
        re.compile(rf"\b{verbs}{short}$|\b{nouns}\b[^.;,:{AMOUNT}]{{0,60}}\s$", re.IGNORECASE),
        re.compile(rf"\s+(?:worth\s+of\s+|(?:in|of|de|en)\s+)?{nouns}\b", re.IGNORECASE),
        re.compile(rf"\s?(?:어치|상당|규모)?(?:의|을|를)?\s?(?:[가-힣]{{1,8}}\s)?{hangul}"),
    )


_PUT = re.compile(rf"\bput(?:\s+(?!{AMOUNT})[\w’']+){{0,2}}\s+$", re.IGNORECASE)


_INVESTED = re.compile(
    r"\b(?:invest(?:s|ed|ing|ments?)?|invertir\w*|invirti\w*|inversión)(?:\s+[\w’']+){0,2}\s+$|투자(?:액)?\s?$",
    re.IGNORECASE,
)


def is_given(scene: Scene, amount: Amount) -> bool:
    """Is the money given: will provide DKK 250 million, 1,200만 달러를 지원하기로?"""
    before, behind, hangul = _patterns()
    text, after = scene.mask[: amount.start - scene.start][-110:], scene.mask[amount.end - scene.start :]
    if _INVESTED.search(text):
        return False
    if hangul.match(after) or behind.match(after) or before.search(text):
        return True
    return bool(_PUT.search(text)) and bool(re.match(r"\s+into\s", after))
