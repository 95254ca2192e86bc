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
    """A TOML table of `room` (`grammar`, `prose` or `gates`)."""
    return tomllib.loads(files(f"henequen.reading.{room}").joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))


@cache
def read_rows(room: str, name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV table of `room`."""
    with files(f"henequen.reading.{room}").joinpath(f"data/{name}.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def is_hangul(char: str) -> bool:
    """Is `char` a Hangul syllable?"""
    return "\uac00" <= char <= "\ud7a3"


_BEFORE = r"(?<![A-Za-z0-9\u00c0-\u024f])"
_AFTER = r"(?![A-Za-z0-9\u00c0-\u024f])"
_END = ""


def alternation(words: Iterable[str], *, bounded: bool = True) -> str:
    """A regular expression for any of `words`, the longest first; white space in a word matches any white space.

    If `bounded`, a Latin letter or digit at either end of a word must not be followed by another in the text. Hangul
    is not bounded, because particles follow a noun without a space. The words form a tree by their letters: matching
    is about five times faster than trying one word after another.
    """
    latin: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for word in sorted(set(words)):
        plain = re.sub(r"\s+", " ", word)
        node = latin if bounded and _is_latin(plain[0]) else other
        for char in plain:
            node = node.setdefault(char, {})
        node[_END] = _AFTER if bounded and _is_latin(plain[-1]) else ""
    parts = []
    if latin:
        parts.append(_BEFORE + _branch(latin))
    if other:
        parts.append(_branch(other))
    return "(?:" + "|".join(parts) + ")"


def _is_latin(char: str) -> bool:
    return char.isalnum() and not char >= "\u1100"


def _branch(node: dict[str, Any]) -> str:
    """The expression of one node: its letters, and the end of a word last, so that the longest word wins."""
    parts = []
    for char in sorted(key for key in node if key != _END):
        tail = _branch(node[char])
        parts.append((r"\s+" if char == " " else re.escape(char)) + tail)
    if _END in node:
        parts.append(node[_END])
    return parts[0] if len(parts) == 1 else "(?:" + "|".join(parts) + ")"
