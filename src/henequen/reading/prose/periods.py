"""The period of a figure: printed next to it, carried over from the previous sentence, or the date of the statement."""

from __future__ import annotations

import re
from dataclasses import dataclass

from henequen.reading.grammar.amounts import Amount
from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.prose.scene import DATE, Scene

__all__ = ["Period", "choose_period", "is_compared", "last_year", "year_before"]

_COMPARED = re.compile(
    r"(?:compared\s+(?:to|with)|than\s+(?:in)?|versus|vs\.?|relative to|respecto\s+(?:a|"
    r"al|de|del)|frente\s+a(?:l)?|en comparación con|comparado con|contra|desde|since|from|over|up on|down on|"
    r"por\s+(?:debajo|encima)\s+del?|(?:más|menos|mayor(?:es)?|menor(?:es)?)\s+que|superior(?:es)?\s+a(?:l)?|inferior(?:es)?\s+a(?:l)?)"
    r"\s+(?:the\s+|el\s+|los\s+|la\s+de\s+|las\s+de\s+|el\s+de\s+|en\s+|mismo\s+|igual\s+|lapso\s+|periodo\s+|período\s+|same\s+|period\s+|of\s+|in\s+|de\s+|año\s+)*$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|desde)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """A period with its place in the text (None: it is the date of the document)."""

    value: str
    span: DateSpan | None
    carried: bool = False


_YEAR_BEFORE = re.compile(
    r"\s*,?\s*(?:in\s+|en\s+|during\s+)?(?:the\s+|a\s+|el\s+)?(?:year\s+before|previous\s+year|prior\s+year|preceding\s+year|year\s+earlier"
    r"|año\s+(?:anterior|previo|precedente))\b",
    re.IGNORECASE,
)
_LAST_YEAR = re.compile(r"\b(?:last\s+year|el\s+año\s+pasado|el\s+pasado\s+año)\b", re.IGNORECASE)


def year_before(scene: Scene, amount: Amount, period: Period) -> Period | None:
    """The year before a period, if the words directly behind the amount say so: against 48.9 million the year before."""
    if not _YEAR_BEFORE.match(scene.text[amount.end - scene.start :]):
        return period
    if not re.fullmatch(r"(?:FY)?\d{4}", period.value):
        return None
    prefix, year = ("FY", period.value[2:]) if period.value.startswith("FY") else ("", period.value)
    return Period(f"{prefix}{int(year) - 1}", period.span, period.carried)


def last_year(scene: Scene, published_on: str | None) -> Period | None:
    """The year before that of the document, if the sentence says "last year" and prints no other date."""
    match = _LAST_YEAR.search(scene.text)
    if match is None or not published_on or is_base(scene.text[: match.start()]):
        return None
    value = str(int(published_on[:4]) - 1)
    return Period(value, DateSpan(scene.start + match.start(), scene.start + match.end(), value, "year", "relative"))


def is_base(before: str) -> bool:
    """Do these words end in a comparison: than, from, respecto a?"""
    return bool(_COMPARED.search(before[-60:]))


def choose_period(scene: Scene, amount: Amount) -> Period | None:
    """The period that the sentence prints for an amount, or None if it prints none."""
    held = next((date for date in scene.dates if _brackets(scene, date, amount)), None)
    if held is not None:
        return Period(held.value, held)
    dates = [date for date in scene.dates if not is_compared(scene, date)]
    if not dates:
        return None
    direct = _directly_behind(scene, amount, dates) or _directly_before(scene, amount, dates)
    if direct:
        return Period(direct.value, direct)
    before = [date for date in dates if date.end <= amount.start]
    behind = [date for date in dates if date.start >= amount.end]
    if before:
        return Period(before[-1].value, before[-1])
    return Period(behind[0].value, behind[0]) if behind else None


def is_compared(scene: Scene, date: DateSpan) -> bool:
    """Is the date only the base of a comparison, or the head of an unrelated bracket?"""
    before = scene.text[: date.start - scene.start]
    after = scene.text[date.end - scene.start : date.end - scene.start + 40]
    if _BASE_IN_HANGUL.match(after) or re.match(r"\s?년?\s?이후", after):
        return True
    return bool(_COMPARED.search(before[-60:])) and "/" not in date.value


_BASE_IN_HANGUL = re.compile(
    r"\s?(?:년|월)?\s?(?:같은\s기간|동월|동기|말)?\s?(?:[(（][^()（）]{1,24}[)）])?\s?(?:대비|보다|에\s?비해)"
)
"""2023년 대비, 2023년(282억 달러)보다, 지난해 같은 기간보다."""


def _brackets(scene: Scene, date: DateSpan, amount: Amount) -> bool:
    """Is the amount in the brackets of this date: 2023년(282억 달러)보다?"""
    between = scene.text[max(0, date.end - scene.start) : max(0, amount.start - scene.start)]
    return bool(re.fullmatch(r"\s?년?\s?[(（][^()（）]{0,12}", between))


def _directly_behind(scene: Scene, amount: Amount, dates: list[DateSpan]) -> DateSpan | None:
    """`$5 billion in 2019`, `$491.593 billion (2019 est.)`, `17.7% (2017)`."""
    offset = amount.end - scene.start
    match = re.compile(
        rf"\s*(?:\(\s*|,?\s*(?:in|en|during|durante|for|em|el año|the year)\s+(?:the\s+|el\s+|la\s+)?)({DATE}+)"
    ).match(scene.mask, offset)
    return next((date for date in dates if match and date.start == scene.start + match.start(1)), None)


def _directly_before(scene: Scene, amount: Amount, dates: list[DateSpan]) -> DateSpan | None:
    """`(‘16) 134`, `2019년 171억불`, `in 2019: $5 billion`."""
    before = scene.mask[: amount.start - scene.start]
    match = re.search(rf"({DATE}+)\)?\s?(?:년|[:：])?\s*$", before)
    return next((date for date in dates if match and date.end == scene.start + match.end(1)), None)
