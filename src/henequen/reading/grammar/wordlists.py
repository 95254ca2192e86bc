"""Word lists of the grammar: tables in `data/`, and regular expressions that find the longest word first."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["alternation", "is_hangul", "read_rows", "read_toml"]


@cache
def read_toml(room: str, name: str) -> Mapping[str, Any]:
    """A TOML table of `room` (`grammar` or `prose`)."""
    return tomllib.loads(files(f"henequen.reading.{room}").joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))


@cache
def read_rows(room: str, name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV table of `room`."""
    with files(f"henequen.reading.{room}").joinpath(f"data/{name}.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def is_hangul(char: str) -> bool:
    """Is `char` a Hangul syllable?"""
    return "\uac00" <= char <= "\ud7a3"


def alternation(words: Iterable[str], *, bounded: bool = True) -> str:
    """A regular expression for any of `words`, the longest first; white space in a word matches any white space.

    If `bounded`, a word that begins or ends with a letter of an alphabet must do so in the text too. Hangul is never
    bounded on the right, because particles follow a noun without a space.
    """
    parts = []
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        pattern = r"\s+".join(re.escape(part) for part in word.split())
        if bounded and word[0].isalnum() and not is_hangul(word[0]):
            pattern = r"(?<![^\W_가-힣])" + pattern
        if bounded and word[-1].isalnum() and not is_hangul(word[-1]):
            pattern += r"(?![^\W_가-힣])"
        parts.append(pattern)
    return "(?:" + "|".join(parts) + ")"
