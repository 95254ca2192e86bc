"""Short and regional ways of printing a period, rewritten in the form that periods are read from."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["usual_form"]

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ROMAN_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_YEAR = r"['’‘]?((?:19|20)?\d{2})"
_ROMAN = r"(i{1,3}|iv)"
_HALF = r"(?:semestre|sem\.?|s|h|half)"
_QUARTER = r"(?:trimestre|trim\.?|t|q|qtr\.?|quarter)"


def _year(printed: str) -> str:
    return printed if len(printed) == 4 else ("19" if int(printed) > 50 else "20") + printed


def _number(printed: str) -> int:
    return _ROMAN_MONTHS.index(printed) + 1 if printed.isalpha() else int(printed)


def _months(last: str, year: str, first: str = "1") -> str | None:
    start, end = _number(first), _number(last)
    if not 1 <= start <= end <= 12:
        return None
    if start == end:
        return f"{_MONTH_NAMES[start - 1]} {_year(year)}"
    return f"{_MONTH_NAMES[start - 1]}-{_MONTH_NAMES[end - 1]} {_year(year)}"


def _part(letter: str, number: str, year: str) -> str | None:
    part = _number(number)
    return f"{letter}{part} {_year(year)}" if part <= (2 if letter == "h" else 4) else None


_Form = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]
_FORMS: tuple[_Form, ...] = (
    # a whole year: Annual 2023, Año 2023, 2023 full year
    (
        re.compile(rf"(?:annual|anual|año|year|full year|calendar year|whole year|año completo|연간)\s+{_YEAR}"),
        lambda m: _year(m.group(1)) if len(m.group(1)) == 4 else None,
    ),
    (
        re.compile(rf"{_YEAR}\s*[,:]?\s*\(?(?:annual|anual|full year|whole year|12 months|12 meses|연간)\)?"),
        lambda m: _year(m.group(1)) if len(m.group(1)) == 4 else None,
    ),
    # months from January on: 9M 2024, 2024 9M, I-IX 2024, 1-9/2024
    (re.compile(rf"(\d{{1,2}})\s?m\s?{_YEAR}"), lambda m: _months(m.group(1), m.group(2))),
    (
        re.compile(r"((?:19|20)\d{2})\s?[-:]?\s?(\d{1,2})\s?m"),
        lambda m: _months(m.group(2), m.group(1)),
    ),
    (
        re.compile(
            rf"({'|'.join(sorted(_ROMAN_MONTHS, key=len, reverse=True))})\s?[-–—]\s?"
            rf"({'|'.join(sorted(_ROMAN_MONTHS, key=len, reverse=True))})[\s./]+{_YEAR}"
        ),
        lambda m: _months(m.group(2), m.group(3), m.group(1)),
    ),
    (
        re.compile(r"(\d{1,2})\s?[-–—]\s?(\d{1,2})[\s./]+((?:19|20)\d{2})"),
        lambda m: _months(m.group(2), m.group(3), m.group(1)),
    ),
    (re.compile(r"q1\s?[-–—]\s?q?([234])[\s./]+" + _YEAR), lambda m: _months(str(3 * int(m.group(1))), m.group(2))),
    # a month of SDMX: 2024M03, 2024-M03
    (re.compile(r"((?:19|20)\d{2})-?m(\d{2})"), lambda m: _months(m.group(2), m.group(1), m.group(2))),
    # half-years and quarters: 1S24, I Sem. 2024, Trim. III 2024, 3.er trimestre 2024, 2024.1/4
    (
        re.compile(rf"(?:{_ROMAN}|([12]))\.?\s?(?:er|º|°|do|o)?\.?\s?{_HALF}\s?(?:de\s|del\s|of\s)?\s?{_YEAR}"),
        lambda m: _part("h", m.group(1) or m.group(2), m.group(3)),
    ),
    (
        re.compile(rf"{_HALF}\s?(?:{_ROMAN}|([12]))[\s./-]+{_YEAR}"),
        lambda m: _part("h", m.group(1) or m.group(2), m.group(3)),
    ),
    (
        re.compile(rf"(?:{_ROMAN}|([1-4]))\.?\s?(?:er|º|°|do|to|o)?\.?\s?{_QUARTER}\s?(?:de\s|del\s|of\s)?\s?{_YEAR}"),
        lambda m: _part("q", m.group(1) or m.group(2), m.group(3)),
    ),
    (
        re.compile(rf"{_QUARTER}\s?(?:{_ROMAN}|([1-4]))[\s./-]+{_YEAR}"),
        lambda m: _part("q", m.group(1) or m.group(2), m.group(3)),
    ),
    (re.compile(r"((?:19|20)\d{2})\s?[.년\s]\s?/?([1-4])/4(?:분기)?"), lambda m: _part("q", m.group(2), m.group(1))),
    (re.compile(r"['’‘]?(\d{2})년?\s?([1-4])\s?분기"), lambda m: _part("q", m.group(2), m.group(1))),
    # the quarter that a month ends: March quarter 2024
    (
        re.compile(rf"(mar|jun|sep|dec)[a-z]*\.?\s(?:quarter|qtr\.?|q)[\s,]+{_YEAR}"),
        lambda m: _part("q", str(("mar", "jun", "sep", "dec").index(m.group(1)) + 1), m.group(2)),
    ),
    # a year that ends with a month: YE June 2024
    (re.compile(r"(?:ye|y/e|12 months to|12m to)\s+(.+)"), lambda m: f"year ended {m.group(1)}"),
    # the months of a year up to one: YTD Sep 2024, acumulado a septiembre de 2024
    (
        re.compile(
            rf"(?:ytd|year[- ]to[- ]date|cumulative to|acum\.?|acumulado|acumulada|acumulado (?:a|al|hasta))\s+"
            rf"(?:to\s|a\s|al\s|hasta\s)?([a-z]{{3}})[a-z]*\.?\s+(?:de\s|of\s)?{_YEAR}"
        ),
        lambda m: _to_month(m.group(1), m.group(2)),
    ),
    (
        re.compile(
            rf"([a-z]{{3}})[a-z]*\.?\s+(?:de\s|of\s)?{_YEAR}\s*\(?(?:ytd|year[- ]to[- ]date|cumulative|acum\.?|acumulado)\)?"
        ),
        lambda m: _to_month(m.group(1), m.group(2)),
    ),
    (
        re.compile(r"(?:acum\.?|acumulado|acumulada|cumulative|ytd|누계|누적)\s*:?\s+(.*\d.*[-–~].*|.*[-–~].*\d.*)"),
        lambda m: m.group(1),
    ),
    (
        re.compile(r"(.*\d.*[-–~].*|.*[-–~].*\d.*)\s*[,(]?\s*(?:acum\.?|acumulado|cumulative|ytd|누계|누적)\)?"),
        lambda m: m.group(1),
    ),
)
_SPANISH = {"ene": 1, "abr": 4, "ago": 8, "set": 9, "dic": 12}


def _to_month(month: str, year: str) -> str | None:
    """The months from January to one."""
    last = _SPANISH.get(month) or (_MONTH_NAMES.index(month) + 1 if month in _MONTH_NAMES else 0)
    return _months(str(last), year) if last else None


def usual_form(label: str) -> str:
    """A label in lower case that prints a period in a short or regional form, in the usual form; else the same label.

    >>> usual_form("9m 2024"), usual_form("1s24"), usual_form("trim. iii 2024"), usual_form("march quarter 2024")
    ('jan-sep 2024', 'h1 2024', 'q3 2024', 'q1 2024')
    >>> usual_form("ytd sep 2024"), usual_form("full year 2023"), usual_form("exports")
    ('jan-sep 2024', '2023', 'exports')
    """
    if not any(char.isdigit() for char in label):
        return label
    for pattern, rewrite in _FORMS:
        if (match := pattern.fullmatch(label)) is not None and (form := rewrite(match)) is not None:
            return form
    return label
