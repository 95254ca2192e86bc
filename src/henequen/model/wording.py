"""A form of a catalogue with its blanks filled: `{name}`, `{n?one|many}`, and particles after Hangul that fit the word before them."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["filled"]

_CHOICE = re.compile(r"\{(\w+)\?((?:[^|{}]|\{\w+\})*)\|((?:[^|{}]|\{\w+\})*)\}")
_PARTICLE = re.compile(r"(\S)\[([\uac00-\ud7a3]+)/([\uac00-\ud7a3]+)\]")
_CLOSED_DIGITS = "013678"
_CLOSED_LETTERS = "lmnr"


def filled(form: str, values: Mapping[str, object]) -> str:
    """The form with its blanks filled; without values it is returned as it is.

    >>> filled("{n?one year|{n} years}", {"n": 2})
    '2 years'
    """
    if not values:
        return form
    text = _CHOICE.sub(lambda match: match[2] if str(values.get(match[1])) == "1" else match[3], form)
    text = text.format(**values)
    return _PARTICLE.sub(_particle, text) if "/" in form else text


def _particle(match: re.Match[str]) -> str:
    """The letter before and the particle that fits it: the first form after a closed syllable, the second after an open one.

    >>> _PARTICLE.sub(_particle, "할리스코[은/는] 서울[으로/로] 2012[이/가]")
    '할리스코는 서울로 2012가'
    """
    letter, closed, opened = match.groups()
    if "\uac00" <= letter <= "\ud7a3":
        final = (ord(letter) - 0xAC00) % 28
        is_closed = final != 0 and not (final == 8 and closed == "으로")
    else:
        is_closed = letter in _CLOSED_DIGITS or letter.casefold() in _CLOSED_LETTERS
        if closed == "으로" and letter in "178lL":
            is_closed = False
    return letter + (closed if is_closed else opened)
