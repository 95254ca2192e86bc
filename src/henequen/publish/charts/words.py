"""Measures text in a picture and fits it into a given width: wrapped, and cut only as a last resort."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

__all__ = ["breadth", "fitted", "wrapped"]

_NARROW, _WIDE = frozenset("iljtfr.,;:!|'()[]- "), frozenset("mwMW%@—…")


def breadth(words: str, size: float) -> float:
    """The breadth of `words` at a font size, both in user units: an overestimate, because fonts differ.

    >>> breadth("mill", 10.0), breadth("한국", 10.0)
    (20.0, 20.0)
    """
    return size * sum(map(_part, words))


@lru_cache(maxsize=4096)
def _part(letter: str) -> float:
    if letter > "\u2e7f":
        return 1.0
    if letter in _WIDE:
        return 0.92
    if letter in _NARROW:
        return 0.36
    return 0.7 if letter.isupper() else 0.6


def wrapped(words: str, size: float, room: float) -> list[str]:
    """Wrap at blanks into lines no wider than `room`; a single wider word is not split.

    >>> wrapped("Office machinery and computers", 10.0, 110.0)
    ['Office machinery and', 'computers']
    """
    lines: list[str] = []
    for word in words.split():
        if lines and breadth(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def fitted(words: str, size: float, room: float, most: int = 2) -> list[str]:
    """At most `most` lines, none wider than `room`; text that does not fit ends in an ellipsis."""
    lines = wrapped(words, size, room)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [_cut(line, size, room) for line in lines]


def _cut(words: str, size: float, room: float) -> str:
    if breadth(words, size) <= room:
        return words
    ends = accumulate(map(_part, words), initial=_part("…"))  # how far each beginning reaches, its ellipsis included
    keep = sum(size * end <= room for end in ends) - 1
    return f"{words[: max(keep, 0)].rstrip()}…"
