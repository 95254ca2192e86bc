"""The interface's strings in each language, kept as data; a string that is missing is an error, not a blank."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_CHOICE = re.compile(r"\{(\w+)\?((?:[^|{}]|\{\w+\})*)\|((?:[^|{}]|\{\w+\})*)\}")
_PARTICLE = re.compile(r"(\S)\[([\uac00-\ud7a3]+)/([\uac00-\ud7a3]+)\]")
_CLOSED_DIGITS = "013678"
_CLOSED_LETTERS = "lmnr"

__all__ = ["Catalogue", "available", "catalogue"]


def available(language: str) -> bool:
    """Is there a catalogue for a language?"""
    return files("henequen.publish.site").joinpath(f"catalogues/{language}.toml").is_file()


class Catalogue:
    """`catalogue("es")("home.title")` gives a string; `{names}` in it are filled in from keyword arguments.

    `{n?one|many}` chooses by number; after Hangul `[은/는]` chooses the particle that fits the word before it.
    """

    def __init__(self, language: str, strings: Mapping[str, str]) -> None:
        self.language = language
        self.strings = strings

    def __call__(self, key: str, **values: object) -> str:
        if str(values.get("n")) == "1" and f"{key}_one" in self.strings:
            key = f"{key}_one"
        try:
            text = self.strings[key]
        except KeyError:
            raise KeyError(f"no string {key!r} in catalogues/{self.language}.toml") from None
        if not values:
            return text
        text = _CHOICE.sub(lambda found: found[2] if str(values.get(found[1])) == "1" else found[3], text)
        return _PARTICLE.sub(_particle, text.format(**values)) if "/" in text else text.format(**values)

    def has(self, key: str) -> bool:
        """Is there such a string?"""
        return key in self.strings


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of `en`, `es` or `ko`."""
    path = files("henequen.publish.site").joinpath(f"catalogues/{language}.toml")
    found: dict[str, str] = {}
    for section, strings in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for key, text in _flat(strings):
            found[f"{section}.{key}"] = text
    return Catalogue(language, found)


def _flat(strings: Mapping[str, object], before: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in strings.items():
        if isinstance(value, Mapping):
            found.extend(_flat(value, f"{before}{key}."))
        else:
            found.append((f"{before}{key}", str(value)))
    return found


def _particle(found: re.Match[str]) -> str:
    """The letter before and the particle that fits it: the first form after a closed syllable, the second after an open one.

    >>> _PARTICLE.sub(_particle, "할리스코[은/는] 서울[으로/로] 2012[이/가]")
    '할리스코는 서울로 2012가'
    """
    letter, closed, opened = found.groups()
    if "\uac00" <= letter <= "\ud7a3":
        final = (ord(letter) - 0xAC00) % 28
        is_closed = final != 0 and not (final == 8 and closed == "으로")
    else:
        is_closed = letter in _CLOSED_DIGITS or letter.casefold() in _CLOSED_LETTERS
        if closed == "으로" and letter in "178lL":
            is_closed = False
    return letter + (closed if is_closed else opened)
