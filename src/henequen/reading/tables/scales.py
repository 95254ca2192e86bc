"""Scales in headers and captions: thousand, millones, 억, and a scale that is printed without its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from henequen.reading.grammar.wordlists import read_toml

__all__ = ["UNDECIDED", "loose_scale", "read_scale", "scale_beside"]

_SCALE = re.compile(
    r"\b(?:thousand millions?|hundred millions?|thousands?|ths\.?|miles de millones|mil millones|miles|millions?|millones|mill\."
    r"|mills\.|mn|mln|mio\.?|bn|bln|billions?|billones|milliards?|mlrd\.?|mrd\.?|miliar|trillions?|trn|tsd\.?|juta|ribu|crores?|cr\.|lakhs?"
    r"|000s?|000)(?!\w)"
    r"|(?<!\w)['’‘]000s?\b|(?:십|백|천|만|억|조)+",
    re.I,
)
_HANGUL = {"십": 10, "백": 100, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12}


_BARE_SCALE = re.compile(
    rf"[(\[,]\s*(?:in\s+|en\s+|단위\s*[:：]?\s*)?({_SCALE.pattern})\s*(?:of\s+|de\s+)?(?:persons|people|visitors|passengers|tourists|students|"
    r"personas|visitantes|pasajeros|turistas|estudiantes|units|unidades|명|건|개|대|인)?\s*[)\],]",
    re.I,
)


def read_scale(text: str) -> int:
    """A scale in brackets without a currency, as headers of counts print it.

    >>> read_scale("Visitors (thousand)"), read_scale("입국자 (단위: 천명)"), read_scale("Visitors (persons)")
    (1000, 1000, 1)
    """
    match = _BARE_SCALE.search(text)
    return _scale_value(match.group(1)) if match else 1


_LOOSE = re.compile(rf"(?<![^\W_])(?:{_SCALE.pattern})", re.I)
_LEADING = re.compile(r"(?:^|[,:;–—-]|\b(?:in|en|of|de|figures|values|cifras|valores|단위)\b)\s*\W*$", re.I)


def loose_scale(text: str, taken: Iterable[tuple[int, int]]) -> int:
    """A scale in a bracket, behind a comma or in a short line of units that no unit in the ranges `taken` includes; else 1.

    >>> loose_scale("Trade with Bhutan (Nu. million)", ()), loose_scale("Values in thousands", ())
    (1000000, 1000)
    >>> loose_scale("A million visitors in 2023", ())
    1
    """
    for start, end in taken:
        text = text[:start] + " " * (end - start) + text[end:]
    for match in _LOOSE.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        bracketed = before.count("(") + before.count("[") > before.count(")") + before.count("]")
        if text[match.start()] >= "가" and not (bracketed and re.match(r"\s*(?:[)\],]|명|건|개|대|인|회|편)", after)):
            continue
        if re.search(r"\d\s*$", before):
            continue  # an amount in a sentence: 3 million
        if bracketed or _LEADING.search(before) or len(text.split()) <= 2:
            return _scale_value(match.group())
    return 1


_OPENING = r"(?:^|[(\[,:;]|\b(?:in|en)\b)\s*"
_THOUSAND = r"1(?:[., \u00a0]?000)+(?!\d|[.,]\d)"
"""A scale in digits: DKK 1,000 at the head of a table, and not the amount in "loans above USD 1,000"."""


UNDECIDED = 0
"""The multiplier of a unit whose scale is printed in a form with two meanings."""
_LETTERS = re.compile(r"(?:\s?(mm|mn|mill?\.?|m)|\s?(k|thous?\.?)|(\s?bn|b))(?![^\W_]|/)(?!\.?\s?[a-z]{2}\b)", re.I)
"""Short scales right behind a currency: US$m, EUR K, £bn. In front of one, only MM and k are clear."""
_LETTERS_BEFORE = re.compile(r"(?<![^\W_])(?:(MM|mm)|(k|K))\s?$")


def _letters_beside(text: str, start: int, end: int) -> tuple[int, int, int] | None:
    """The scale of one or two letters at a currency; None if there is none."""
    if after := _LETTERS.match(text, end):
        return 10 ** (6 if after.group(1) else 3 if after.group(2) else 9), start, after.end()
    if before := _LETTERS_BEFORE.search(text[:start]):
        return 10 ** (6 if before.group(1) else 3), before.start(), end
    if front := re.search(r"(?<![^\W_])M$", text[:start]):
        clear = text[start:end] not in ("US$", "$")  # MUS$ is a thousand in one country and a million in another
        return 10**6 if clear else UNDECIDED, front.start(), end
    return None


def scale_beside(text: str, start: int, end: int) -> tuple[int, int, int]:
    """The scale before or after a unit, and the range of both."""
    if figure := re.search(rf"{_OPENING}({_THOUSAND})\s*$", text[:start]):
        return _scale_value(figure.group(1)), figure.start(1), end
    figure = re.match(rf"\s*({_THOUSAND})\s*(?=$|[),;\]])", text[end:])
    if figure and re.search(rf"{_OPENING}$", text[:start], re.I):
        return _scale_value(figure.group(1)), start, end + figure.end(1)
    short = re.search(r"\bmil\.\s?$", text[:start])
    if short and not re.match(r"d[oó]lar|pesos|soles|d[oó]ls?\b", text[start:end], re.I):
        return 10**6, short.start(), end  # mil. US dollars; in Spanish, mil before dólares is a thousand
    before = re.search(rf"({_SCALE.pattern})\s*(?:of|de|d')?\s*(?:current\s+|corrientes\s+)?$", text[:start], re.I)
    if before:
        return _scale_value(before.group(1)), before.start(1), end
    right = re.match(rf"\s*[(,]?\s*(?:en\s+|in\s+)?({_SCALE.pattern})", text[end:], re.I)
    if right and "," in right.group() and not re.match(r"\s*(?:$|[),;\]])", text[end + right.end() :]):
        right = None  # (톤, 천달러): the scale of the next unit
    if right:
        return _scale_value(right.group(1)), start, end + right.end(1)
    if letters := _letters_beside(text, start, end):
        return letters
    return 1, start, end


def _scale_value(words: str) -> int:
    folded = re.sub(r"\s+", " ", words.strip().lower())
    folded = re.sub(r"^['’‘](000)s?$", r"\1", folded)
    scales = read_toml("tables", "table_words")["scales"]
    if folded in scales:
        return int(scales[folded])
    if folded[:1] == "1":
        return int(re.sub(r"\D", "", folded))  # DKK 1,000
    value = 1
    for char in folded:
        value *= _HANGUL.get(char, 1)
    return value
