"""Product codes that a spreadsheet has taken for numbers: 010121 became 10121, and the file does not say which one was meant."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["lost_zero"]

_SHORTEST = 5


def lost_zero(codes: Iterable[str]) -> tuple[str, str] | None:
    """A code that has lost its leading zero next to one that shows it, or None.

    Two spellings of one number are such a pair; so are a code of an odd number of digits and one with a digit more, from five
    digits on (classifications of five or nine digits are left alone, as are numbers of sectors).

    >>> lost_zero(["010129", "10121"]), lost_zero(["1", "01"]), lost_zero(["1", "10"]), lost_zero(["57111", "57112"])
    (('10121', '010129'), ('1', '01'), None, None)
    """
    numerals = sorted({code for code in codes if code.isdigit()}, key=lambda code: (len(code), code))
    spelled: dict[str, str] = {}
    for code in numerals:
        before = spelled.setdefault(code.lstrip("0"), code)
        if before != code:
            return before, code
    first = {len(code): code for code in reversed(numerals)}
    for length, code in sorted(first.items()):
        if length >= _SHORTEST and length % 2 and length + 1 in first:
            return code, first[length + 1]
    return None
