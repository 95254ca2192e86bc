"""The similarity of two names or titles, across accents, word order and romanisations. A score only proposes; a person
decides."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from henequen.reading.grammar.names import fold

__all__ = ["romanised_key", "title_score"]

_STEPS = (
    ("ch", "j"),
    ("ts", "j"),
    ("kw", "gw"),
    ("k", "g"),
    ("t", "d"),
    ("p", "b"),
    ("eo", "o"),
    ("eu", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ae", "e"),
    ("oe", "e"),
    ("ui", "i"),
    ("r", "l"),
    ("sh", "s"),
    ("y", "i"),
)
_STOP = frozenset(
    [
        "the",
        "of",
        "and",
        "between",
        "on",
        "in",
        "for",
        "to",
        "a",
        "an",
        "de",
        "del",
        "la",
        "el",
        "los",
        "las",
        "y",
        "e",
        "entre",
        "en",
        "para",
        "sobre",
        "al",
        "con",
    ]
)


def romanised_key(name: str) -> str:
    """One key for the romanisations of a name: Gyeongsang, Kyŏngsang and Kyungsang differ in letters, not in sound.

    >>> romanised_key("Gyeonggi-do") == romanised_key("Kyŏnggi-do")
    True
    """
    key = fold(name)
    for printed, sound in _STEPS:
        key = key.replace(printed, sound)
    return re.sub(r"(.)\1+", r"\1", key)


def title_score(first: str, second: str) -> float:
    """Similarity of two titles from 0 to 100: the share of common words in any order, without function words."""
    one, two = _plain(first), _plain(second)
    return float(fuzz.token_set_ratio(one, two) + fuzz.token_sort_ratio(one, two)) / 2


def _plain(title: str) -> str:
    words = [fold(word) for word in re.findall(r"[^\W_]+", title)]
    return " ".join(word for word in words if word not in _STOP)
