"""The user's request, read from the options that the services share: lists of codes, periods, areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from henequen.model.errors import UsageError
from henequen.model.message import Message

__all__ = ["CHAPTERS", "Frequency", "among", "expand", "frequency_of", "listed", "needed"]

Frequency = Literal["A", "M"]

CHAPTERS = tuple(f"{number:02d}" for number in range(1, 100) if number != 77)
"""Chapters of the Harmonized System, the national ones (98, 99) among them; 77 is kept free."""


def listed(texts: Sequence[str]) -> tuple[str, ...]:
    """Codes given one by one or in lists with commas, each once, in order.

    >>> listed(["X,M", "X"])
    ('X', 'M')
    """
    codes = [code.strip() for text in texts for code in text.split(",")]
    return tuple(dict.fromkeys(code for code in codes if code))


def needed(codes: Sequence[str], option: str) -> tuple[str, ...]:
    """The codes; UsageError if there are none."""
    if not codes:
        raise UsageError(Message("option_empty", option=option), expected=Message("at_least_one_code"))
    return tuple(codes)


def among(code: str, choices: Sequence[str] | Mapping[str, object], option: str) -> str:
    """The code; UsageError if it is unknown."""
    if code not in choices:
        raise UsageError(Message("not_known", option=option), found=code, expected=", ".join(choices))
    return code


def frequency_of(code: str) -> Frequency:
    """A (annual) or M (monthly); UsageError for anything else."""
    if code == "A":
        return "A"
    if code == "M":
        return "M"
    raise UsageError(Message("unknown_frequency"), found=code, expected=Message("annual_m_monthly"))


def expand(periods: Sequence[str], frequency: str, first_year: str = "1962") -> tuple[str, ...]:
    """Periods and ranges of them, written out, in order.

    >>> expand(["2018-2019", "2021"], "A"), expand(["201911-202002"], "M")
    (('2018', '2019', '2021'), ('201911', '201912', '202001', '202002'))
    """
    length, form = (4, "YYYY") if frequency == "A" else (6, "YYYYMM")
    periods_found: list[str] = []
    for text in needed(periods, "--period"):
        ends = text.split("-")
        if len(ends) > 2 or not all(_is_period(end, length, first_year) for end in ends):
            raise UsageError(
                Message("period_not_known"),
                found=text,
                expected=Message("or_from_on", form=form, first_year=first_year),
            )
        first, last = ends[0], ends[-1]
        if first > last:
            raise UsageError(Message("period_runs_backwards"), found=text, expected=f"{last}-{first}")
        while first <= last:
            periods_found.append(first)
            first = _next(first)
    return tuple(dict.fromkeys(periods_found))


def _is_period(text: str, length: int, first_year: str) -> bool:
    if not (text.isascii() and text.isdigit() and len(text) == length and first_year <= text[:4] <= "2099"):
        return False
    return length == 4 or "01" <= text[4:] <= "12"


def _next(period: str) -> str:
    if len(period) == 4:
        return str(int(period) + 1)
    year, month = int(period[:4]), int(period[4:])
    return f"{year + month // 12}{month % 12 + 1:02d}"
