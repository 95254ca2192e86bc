"""The interface's strings in each language, kept as data; a string that is missing is an error, not a blank."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, cached_property
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
        millions = bool(values) and self._millions is not None and f"}}{self.strings['scale.6']}" in text
        text = filled(text, values)
        return self._millions.sub(self._in_myriads, text) if millions and self._millions else text

    @cached_property
    def _millions(self) -> re.Pattern[str] | None:
        """Rewrite numbers of millions in a sentence, if the language counts in steps of ten thousand."""
        return (
            re.compile(rf"(\d[\d,]*(?:\.\d+)?){self.strings['scale.6']}") if self.strings.get("scale.myriad") else None
        )

    def _in_myriads(self, match: re.Match[str]) -> str:
        return self.myriads(int((Decimal(match[1].replace(",", "")) * 10**6).to_integral_value()))

    def myriads(self, whole: int) -> str:
        """A number in steps of ten thousand, as in 53억 1,090만."""
        parts = []
        for power, key in ((12, "trillion"), (8, "hundred_million"), (4, "myriad"), (0, "")):
            count, whole = divmod(whole, 10**power)
            if count and key == "myriad" and count % 1000 == 0:
                parts.append(f"{count // 1000}{self.strings['scale.thousand_myriad']}")
            elif count:
                parts.append(f"{count:,}{self.strings[f'scale.{key}'] if key else ''}")
        return " ".join(parts) or "0"

    def has(self, key: str) -> bool:
        """Is there such a string?"""
        return key in self.strings


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of `en`, `es` or `ko`."""
    path = files("henequen.publish.site").joinpath(f"catalogues/{language}.toml")
    texts: dict[str, str] = {}
    for section, strings in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for key, text in _flat(strings):
            texts[f"{section}.{key}"] = text
    return Catalogue(language, texts)


def _flat(strings: Mapping[str, object], before: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in strings.items():
        if isinstance(value, Mapping):
            pairs.extend(_flat(value, f"{before}{key}."))
        else:
            pairs.append((f"{before}{key}", str(value)))
    return pairs
