"""Numbers in files from outside: digits 0 to 9 with a decimal point. Python's own readers take more (1_0 as ten, digits of every
script), and a damaged cell would pass as a number."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

__all__ = ["plain_decimal", "plain_float"]


def plain_float(text: str) -> float:
    """The number in `text`; raises ValueError for all that is not written plainly.

    >>> plain_float(" -1.5e3 ")
    -1500.0
    >>> plain_float("1_0")
    Traceback (most recent call last):
    ValueError: not a plain number: '1_0'
    """
    if not text.isascii() or "_" in text:
        raise ValueError(f"not a plain number: {text[:40]!r}")
    return float(text)


def plain_decimal(text: str) -> Decimal:
    """As `plain_float`, exactly.

    >>> plain_decimal("0.10")
    Decimal('0.10')
    """
    if not text.isascii() or "_" in text:
        raise ValueError(f"not a plain number: {text[:40]!r}")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"not a plain number: {text[:40]!r}") from None
