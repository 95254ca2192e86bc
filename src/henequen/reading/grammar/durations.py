"""Durations as ISO 8601: two years, sesenta (60) días, 2년, twee jaar, one year's notice."""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.numbers import number_of_words, word_pattern
from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["find_durations"]


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    units: dict[str, str] = {}
    for letter, words in read_toml("grammar", "durations")["units"].items():
        for word in words:
            units[word] = letter
    unit = alternation(units)
    dutch = alternation(read_toml("grammar", "number_words")["dutch"])
    number = rf"(?P<digits>\d{{1,3}})|(?P<words>{word_pattern()})|(?P<dutch>{dutch})"
    return re.compile(
        rf"(?:{number})\s*(?:\((?P<again>\d{{1,3}})\)\s*)?(?:consecutive\s+|calendar\s+|naturales\s+)?(?P<unit>{unit})",
        re.IGNORECASE,
    ), units


def find_durations(text: str) -> list[tuple[int, int, str]]:
    """Every duration of `text` as start, end, ISO 8601; a number in words and one in brackets must agree.

    >>> find_durations("for a period of five (5) years")[0][2]
    'P5Y'
    """
    pattern, units = _pattern()
    durations = []
    for match in pattern.finditer(text):
        number = _number(match)
        if number is None or (match.group("again") and int(match.group("again")) != number):
            continue
        letter = units[re.sub(r"\s+", " ", match.group("unit").casefold())]
        durations.append((match.start(), match.end(), f"P{number}{letter}"))
    return durations


def _number(match: re.Match[str]) -> int | None:
    if match.group("digits"):
        return int(match.group("digits"))
    if match.group("words"):
        return number_of_words(match.group("words"))
    return int(read_toml("grammar", "number_words")["dutch"][match.group("dutch").casefold()])
