"""Patterns of phrases: a small notation with which a table names a verb once and leaves room for adverbs.

`<agree> ~ to` finds "agreed to", "agrees, in principle, to" and "have further agreed to".

- `<verb>`: any form of the verb (English or Spanish, as the list is).
- `~`: an adverb or a short adverbial, or nothing.
- `...`: at most 90 characters of the same clause.
- `(one|or other)`: alternatives; `[word]`: may be missing; `{name}`: a class of nouns from the table of classes.
- `WHO`: one to six words of the same clause, the first of them not "to".
- `INF`, `FUT`: a Spanish infinitive, a Spanish future or conditional; `GERUND`: an English -ing form. They are looked
  at, not consumed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from henequen.reading.grammar.inflection import english_forms, spanish_forms
from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["compile_patterns", "without_adverbs"]

_TOKEN = re.compile(r"\([^)]*\)|\[[^\]]*\]|<[^>]*>|\{[^}]*\}|\S+")
_INFINITIVE = r"(?=(?:[a-záéíóúñ]+\s+){0,2}?[a-záéíóúñ]{2,}[aeií]r(?:se|l[oae]s?|les?|nos)?\b)"
_FUTURE = r"(?=(?:\S+\s+){0,7}?[a-záéíóúñ]{2,}(?:rá|rán|ría|rían)\b)"
_GERUND = r"(?=(?:[a-z]+ly\s+)?[a-z]{2,}ing\b)"


_ADVERB = "\ue005"
"""The private character that replaces each character of an adverb in a masked text."""


@cache
def _adverbs(language: str) -> re.Pattern[str]:
    return re.compile(_words(read_toml("prose", "adverbs")["adverbs"][language]), re.IGNORECASE)


@lru_cache(maxsize=64)
def without_adverbs(text: str, language: str) -> str:
    """The text with its adverbs masked, character by character, as the patterns of a language expect it."""
    return _adverbs(language).sub(lambda found: _ADVERB * len(found.group()), text)


def _words(words: Iterable[str]) -> str:
    """Any of the words, whole. The boundary is a category: the sets of `alternation` took 3 CPU s to compile here."""
    return rf"\b{alternation(words, bounded=False)}\b"


def compile_patterns(patterns: Iterable[str], language: str, classes: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """One expression for all patterns of a language, to be used on a text `without_adverbs`.

    `classes` are the nouns that `{name}` means.
    """
    forms = english_forms if language == "english" else spanish_forms
    nouns = {name: _words(words) for name, words in classes.items()}
    return re.compile(
        "|".join(f"(?:{_compiled(pattern, language, forms, nouns)})" for pattern in patterns), re.IGNORECASE
    )


def _compiled(pattern: str, language: str, forms: Callable[[str], tuple[str, ...]], nouns: Mapping[str, str]) -> str:
    """The expression of one pattern."""
    parts: list[str] = []
    for part in _TOKEN.findall(pattern):
        space = r"\s+" if parts else ""
        if part == "~":
            parts.append(rf"(?:\s*,?\s+{_ADVERB}+,?){{0,2}}")
        elif part == "...":
            parts.append(r"(?:\s+[^;.:]{1,90}?)??")
        elif part == "WHO":
            parts.append(r"(?:\s+(?!to\b|that\b|que\b|for\b)[^\s,;:.]+(?:\s+[^\s,;:.]+){0,5}?)")
        elif part in ("INF", "FUT", "GERUND"):
            parts.append(space + {"INF": _INFINITIVE, "FUT": _FUTURE, "GERUND": _GERUND}[part])
        elif part.startswith("["):
            parts.append(rf"(?:{space}{_either(part, language, forms)})?")
        else:
            parts.append(space + _one(part, language, forms, nouns))
    return "".join(parts)


def _one(part: str, language: str, forms: Callable[[str], tuple[str, ...]], nouns: Mapping[str, str]) -> str:
    if part.startswith("("):
        return _either(part, language, forms)
    if part.startswith("<"):
        return _words(form for verb in part[1:-1].split("|") for form in forms(verb))
    if part.startswith("{"):
        return nouns[part[1:-1]]
    return _words([part]) if part[0].isalnum() and part[-1].isalnum() else re.escape(part)


def _either(part: str, language: str, forms: Callable[[str], tuple[str, ...]]) -> str:
    return _words(part[1:-1].split("|"))
