"""Folds text for searching: without accents and case, Hangul as pairs of syllables, so that any spelling finds its
record."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold", "match_expression", "plain_words"]

_WORD = re.compile(r"[0-9a-z]+|[\uac00-\ud7a3]+|[\u3040-\u30ff\u4e00-\u9fff]+")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u3040-\u30ff\u4e00-\u9fff]")


def fold(text: str) -> str:
    """The tokens of a text, separated by spaces.

    >>> fold("Querétaro, 경상남도")
    'queretaro 경상 상남 남도'
    """
    tokens: list[str] = []
    for word in plain_words(text):
        if _HANGUL.match(word) and len(word) > 1:
            tokens.extend(word[i : i + 2] for i in range(len(word) - 1))
        else:
            tokens.append(word)
    return " ".join(tokens)


def match_expression(query: str) -> str:
    """The full-text expression that finds every word of a query, each word as a prefix.

    >>> match_expression("Phytosan")
    'phytosan*'
    """
    terms: list[str] = []
    for word in plain_words(query):
        if _HANGUL.match(word):
            pairs = [word[i : i + 2] for i in range(len(word) - 1)] or [word]
            terms.append(f'"{" ".join(pairs)}"' + ("*" if len(word) == 1 else ""))
        else:
            terms.append(f"{word}*" if len(word) > 1 else word)
    return " AND ".join(terms)


def plain_words(text: str) -> list[str]:
    """The words of a text without case and accents; hangul stays whole.

    >>> plain_words("Querétaro, 경상남도")
    ['queretaro', '경상남도']
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char) or "\u1100" <= char <= "\u11ff")
    return _WORD.findall(unicodedata.normalize("NFC", plain))
