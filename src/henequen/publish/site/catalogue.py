"""The interface's strings in each language, kept as data; a string that is missing is an error, not a blank."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from henequen.model.wording import filled

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
        return filled(text, values)

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
