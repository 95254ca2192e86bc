"""How wide a text is on a terminal: Hangul takes two columns a letter."""

from __future__ import annotations

import unicodedata

__all__ = ["columns_of"]


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes.

    >>> columns_of("Seoul"), columns_of("서울")
    (5, 4)
    """
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
