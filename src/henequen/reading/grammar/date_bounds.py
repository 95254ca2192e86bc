"""The words around a date that make it a bound or a deadline: by, not later than, antes del, deadline:, at the latest."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["with_bound"]


@cache
def _bounds() -> list[tuple[str, re.Pattern[str]]]:
    table = read_toml("grammar", "dates")["bounds"]
    return [
        (
            name,
            re.compile(
                rf"({alternation(table[name])})\s+(?:the\s+|el\s+|los\s+|del\s+|de\s+|año\s+|year\s+"
                r"|(?:(?:next|this|coming)\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+|(?:lunes|martes|miércoles|jueves|viernes),?\s+)*$",
                re.IGNORECASE,
            ),
        )
        for name in ("end_of", "before", "by")
    ]


def with_bound(text: str, span: DateSpan) -> DateSpan:
    """The date with the words before or behind it that make it a bound."""
    if span.bound:
        return span
    window = max(0, span.start - 46)
    for name, pattern in _bounds():
        match = pattern.search(text[window : span.start])
        if match:
            return replace(span, bound=name, bound_start=window + match.start(1))
    if _behind().match(text, span.end):
        return replace(span, bound="by", bound_start=span.start)
    return span


@cache
def _behind() -> re.Pattern[str]:
    """At the latest, como máximo."""
    words = alternation(read_toml("grammar", "dates")["bounds"]["behind"])
    return re.compile(rf"\s*,?\s+{words}", re.IGNORECASE)
