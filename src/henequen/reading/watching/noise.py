"""Removes parts of a page that change without new content: adverts, date stamps, counters, tokens. Runs in the limited
child. Rows of tables are never removed: a date or a number in a table is content.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import lxml.html  # type: ignore[import-untyped]

from henequen.model.match_key import match_key
from henequen.reading.grammar.dates import find_dates
from henequen.reading.grammar.wordlists import read_toml

__all__ = ["TODAY", "has_words", "parsed", "remove_noise", "without_noise"]

TODAY = "(the day of the visit)"
"""The placeholder for a date that is the day of the visit."""

_WORDS = {name: frozenset(words.split()) for name, words in read_toml("watching", "noise").items()}
_LABEL = re.compile(r"[a-z]+|[A-Z][a-z]*")
_ROOTS = ("html", "body", "main", "article", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption")
_MOST_OF_THE_PAGE = 0.4
_OF_A_STAMP = ("stamp", "counter", "time", "joining")
_NUMBER = re.compile(r"\d[\d.,]*")
_WORD = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?(?:\s?(?:[ap]\.?m\.?|Z|UTC|GMT|KST|[+-]\d{2}:?\d{2}))?", re.I)
_AGO = re.compile(
    r"\b\d+\s+(?:seconds?|minutes?|mins?|hours?|days?)\s+ago\b|\bhace\s+\d+\s+(?:segundos?|minutos?|horas?|días?)\b"
    r"|\d+\s*(?:초|분|시간|일)\s*전",
    re.I,
)
_TOKEN = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,}\b"
    r"|\b(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])\w{20,}\b",
)
_QUERY = re.compile(r"(https?://[^\s?#;]+)[?#;][^\s]*")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*\d{4}(?:\s*[-–]\s*\d{4})?", re.I)


def remove_noise(root: Any) -> None:
    """Remove from an HTML tree scripts, menus, adverts, share buttons and counters, by their labels. An element with
    such a label stays if it contains much of the page: a body of class `no-sidebar` is not a sidebar.
    """
    size = max(1, _size(root))
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        named = element.tag in _WORDS["elements"] or element.get("role") in _WORDS["roles"] or _labelled(element)
        if not named or element.tag in _ROOTS or element.getparent() is None:
            continue
        script = element.tag in ("script", "style", "noscript", "template", "link", "meta")
        if script or (_size(element) <= _MOST_OF_THE_PAGE * size and not _in_table(element)):
            element.drop_tree()


def without_noise(text: str, day: str) -> str:
    """One paragraph in the form used for comparison: folded, without tokens and times; empty if it is only a date
    stamp or a counter."""
    plain = match_key(_QUERY.sub(r"\1", text)).key.strip()
    plain = _TOKEN.sub("#", _AGO.sub("#", _CLOCK.sub("#", _COPYRIGHT.sub("(c)", plain))))
    if _is_stamp(plain):
        return ""
    if len(plain) <= 60 and _is_the_day(plain, day):
        return TODAY
    return plain


def has_words(text: str) -> bool:
    """Does the text hold a letter or a digit?"""
    return any(sign.isalnum() for sign in text)


def _labelled(element: Any) -> bool:
    label = f"{element.get('class') or ''} {element.get('id') or ''}"
    return any(part.lower() in _WORDS["labels"] for part in _LABEL.findall(label))


def _size(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext() if text)


def _in_table(element: Any) -> bool:
    return any(above.tag in ("td", "th") for above in element.iterancestors()) or element.find(".//tr/td") is not None


def _is_stamp(text: str) -> bool:
    """Is this only a date stamp (its words with a number) or a counter (its words with one number)?"""
    if len(text) > 160 or not any(sign.isdigit() or sign == "#" for sign in text):
        return False
    words = [word.lower() for word in _WORD.findall(text)]
    if any(not any(word in _WORDS[name] for name in _OF_A_STAMP) for word in words):
        return False
    if any(word in _WORDS["counter"] for word in words):
        return len(_NUMBER.findall(text)) <= 1
    return any(word in _WORDS["stamp"] for word in words)


def _is_the_day(text: str, day: str) -> bool:
    """Is this only a date, at most one day (time zones) from the day of the visit?"""
    dates = find_dates(text, None)
    if len(dates) != 1 or not dates[0].value or dates[0].precision != "day":
        return False
    around = text[: dates[0].start] + text[dates[0].end :]
    if any(word.lower() not in _WORDS["time"] for word in _WORD.findall(around)):
        return False
    today = date.fromisoformat(day)
    return dates[0].value in {(today + timedelta(days=shift)).isoformat() for shift in (-1, 0, 1)}


def parsed(text: str) -> Any:
    """The tree of an HTML text."""
    return lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(recover=True, remove_comments=True))
