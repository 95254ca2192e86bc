"""Words of a search: how text is folded, which words are left out, and which words mean the same in three languages."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Vocabulary", "fold_words", "is_hangul", "vocabulary"]

_WORD = re.compile(r"[0-9a-z]+|[\uac00-\ud7a3]+|[\u3040-\u30ff\u4e00-\u9fff]+")
_MARK = re.compile(r"[\u0300-\u036f]")


def fold_words(text: str) -> list[str]:
    """The words of a text without case and accents. `search.js` folds in the same way.

    >>> fold_words("¿Querétaro y 경상남도?")
    ['queretaro', 'y', '경상남도']
    """
    return _WORD.findall(unicodedata.normalize("NFC", _MARK.sub("", unicodedata.normalize("NFKD", text))).lower())


def is_hangul(word: str) -> bool:
    """Is it a word of Hangul syllables?"""
    return "\uac00" <= word[0] <= "\ud7a3"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Word lists of the ranking: `stop` are left out of a query; `concepts` are groups of phrases (lists of folded
    words) that mean the same; `particles` are endings that follow a noun of Hangul."""

    stop: frozenset[str]
    concepts: tuple[tuple[tuple[str, ...], ...], ...]
    particles: tuple[str, ...]

    def with_rows(self, rows: Iterable[Mapping[str, str]]) -> Vocabulary:
        """The same with the groups of a pack's own `vocab/search_words.csv` (column `words`, separated by semicolons)."""
        own = tuple(group for row in rows if (group := _group(row.get("words", "").split(";"))))
        return Vocabulary(self.stop, (*self.concepts, *own), self.particles)

    def meaningful(self, words: Sequence[str]) -> list[str]:
        """Words without those of the stop list; all of them if nothing else is left."""
        return [word for word in words if word not in self.stop] or list(words)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Vocabulary:
        """The vocabulary that `plain` wrote."""
        concepts = tuple(tuple(tuple(phrase) for phrase in group) for group in plain["concepts"])
        return cls(frozenset(plain["stop"]), concepts, tuple(plain["particles"]))

    def plain(self) -> dict[str, object]:
        """The same as JSON for the script."""
        return {
            "stop": sorted(self.stop),
            "concepts": [[list(phrase) for phrase in group] for group in self.concepts],
            "particles": list(self.particles),
        }


@cache
def vocabulary() -> Vocabulary:
    """The words that come with the engine (`data/words.toml`)."""
    raw = tomllib.loads(files("henequen.publish.search").joinpath("data/words.toml").read_text(encoding="utf-8"))
    stop = frozenset(word for text in raw["stop"].values() for word in fold_words(text))
    concepts = tuple(group for row in raw["concepts"].values() if (group := _group(row)))
    return Vocabulary(stop, concepts, tuple(raw["particles"]))


def _group(phrases: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    folded = (tuple(fold_words(phrase)) for phrase in phrases)
    return tuple(dict.fromkeys(phrase for phrase in folded if phrase))
