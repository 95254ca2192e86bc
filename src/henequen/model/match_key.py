"""The match key: the one form of a text on which evidence is compared.

A passage counts only if it is found *exactly* on this key. The key removes what a page does to a text (line breaks,
hyphenation at line ends, typographic quotes and dashes, compatibility forms) and nothing else: a digit, a letter, a
sign or a case that differs is a different passage.
"""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

__all__ = ["MatchKey", "digest", "match_key"]

_FOLDED = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
}
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class MatchKey:
    """A text on its match key, with the positions in the original text.

    `key[i]` came from `text[starts[i]:ends[i]]` of the original text (Python `str` indices).
    """

    key: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the original text that `key[start:end]` came from.

        >>> match_key("techno-\\nlogy  park").span(0, 10)
        (0, 12)
        """
        if not 0 <= start < end <= len(self.key):
            raise ValueError(f"key range {start}:{end} is outside a key of {len(self.key)} characters")
        return self.starts[start], self.ends[end - 1]

    def key_range(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the key that comes from `text[start:end]`."""
        return bisect_right(self.ends, start), bisect_right(self.starts, end - 1)


_FIRST_JOINING = "\u0300"
_HYPHENS = "-\u2010\u00ad"


def match_key(text: str) -> MatchKey:
    """Fold `text` to its match key: NFKC, white space collapsed, quotes and dashes folded, hyphenation undone.

    >>> match_key("“Free\\n trade” — 3.4%").key
    '"Free trade" - 3.4%'
    >>> match_key("en-\\nterprise, Kyonggi-\\nDo").key
    'enterprise, KyonggiDo'
    """
    key: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    length = len(text)
    at = 0
    while at < length:
        first = text[at]
        stop = at + 1
        # nothing below the first combining mark joins: this spares nine in ten calls
        while stop < length and text[stop] >= _FIRST_JOINING and _joins(first, text[stop]):
            stop += 1
        if first in _HYPHENS and (broken := _hyphenation(text, at)):
            at = broken
            continue
        for char in first if first < "\x80" and stop == at + 1 else unicodedata.normalize("NFKC", text[at:stop]):
            char = _FOLDED.get(char, char)
            if char == _SOFT_HYPHEN:
                continue
            if char.isspace():
                if key and key[-1] == " ":
                    ends[-1] = stop
                    continue
                char = " "
            key.append(char)
            starts.append(at)
            ends.append(stop)
        at = stop
    return MatchKey("".join(key), tuple(starts), tuple(ends))


def digest(passage_key: str) -> str:
    """The hash of a passage that is already on its match key: the first 128 bits of SHA-256, in hex."""
    return hashlib.sha256(passage_key.encode("utf-8")).hexdigest()[:32]


def _joins(first: str, following: str) -> bool:
    """Does `following` belong to the same composed character as `first` (combining marks, conjoining jamo)?"""
    return bool(unicodedata.combining(following)) or (
        "\u1100" <= first <= "\u11ff" and "\u1160" <= following <= "\u11ff"
    )


def _hyphenation(text: str, at: int) -> int:
    """The index where the word continues, if `text[at]` is a hyphen that only breaks a line; otherwise 0."""
    if text[at] not in _HYPHENS or at == 0 or not text[at - 1].isalpha():
        return 0
    after = at + 1
    while after < len(text) and text[after] in " \t\r":
        after += 1
    if after >= len(text) or text[after] != "\n":
        return 0
    while after < len(text) and text[after].isspace():
        after += 1
    return after if after < len(text) and text[after].isalpha() else 0
