"""Readability of a text: Flesch for English, Fernández Huerta for Spanish, words per sentence for others."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["PLAIN", "Readability", "readability"]

PLAIN = {"en": 60.0, "es": 60.0, "ko": 15.0}
"""From which score a text counts as plain (English and Spanish: at least; others: at most so many words a sentence)."""

_SENTENCE = re.compile(r"[.!?。]+")
_VOWELS = {"en": re.compile(r"[aeiouy]+"), "es": re.compile(r"[aeo]|[iu](?![aeo])")}


@dataclass(frozen=True, slots=True)
class Readability:
    """The score with the name of its formula, and whether the text counts as plain."""

    score: float
    formula: str
    plain: bool


def readability(text: str, language: str) -> Readability:
    """Measure a text in `en`, `es` or `ko`.

    English: 206.835 - 1.015 words/sentence - 84.6 syllables/word (Flesch 1948). Spanish: 206.84 - 1.02 words/sentence
    - 60 syllables/word (Fernández Huerta 1959). Others have no common formula: words per sentence.

    >>> readability("The cat sat. The dog ran.", "en").plain
    True
    """
    sentences = max(1, sum(1 for part in _SENTENCE.split(text) if part.strip()))
    words = re.findall(r"[^\W\d_]+|\d[\d.,]*", text) or [""]
    per_sentence = len(words) / sentences
    if language == "ko":
        count = len(text.split()) / sentences
        return Readability(round(count, 1), "words_a_sentence", count <= PLAIN["ko"])
    syllables = sum(_syllables(word, language) for word in words) / len(words)
    if language == "es":
        score = 206.84 - 1.02 * per_sentence - 60 * syllables
        return Readability(round(score, 1), "fernandez_huerta", score >= PLAIN["es"])
    score = 206.835 - 1.015 * per_sentence - 84.6 * syllables
    return Readability(round(score, 1), "flesch", score >= PLAIN["en"])


def _syllables(word: str, language: str) -> int:
    plain = word.lower()
    if language == "es":
        plain = plain.replace("í", "a").replace("ú", "a")  # an accent separates two vowels
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    count = len(_VOWELS.get(language, _VOWELS["en"]).findall(plain))
    if language == "en" and plain.endswith("e") and count > 1 and not plain.endswith("le"):
        count -= 1
    return max(1, count)
