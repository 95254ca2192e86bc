"""Periods in headers and labels: years, parts of years that need a year from elsewhere, and ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from henequen.reading.grammar.dates import find_dates
from henequen.reading.tables.period_forms import usual_form

__all__ = [
    "MONTH_WORD",
    "PeriodPiece",
    "combine",
    "fiscal_months",
    "in_months",
    "month_number",
    "part_in_column",
    "part_of_years",
    "read_period",
]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene ene. janeiro",
            "february feb febrero feb. fevereiro",
            "march mar marzo março",
            "april apr abril abr",
            "may mayo maio",
            "june jun junio junho",
            "july jul julio julho",
            "august aug agosto ago",
            "september sep sept septiembre setiembre set setembro",
            "october oct octubre outubro",
            "november nov noviembre novembro",
            "december dec diciembre dic dezembro",
        ),
        1,
    )
    for name in names.split()
}
_WORD = "|".join(sorted(_MONTHS, key=len, reverse=True)).replace(".", r"\.")
MONTH_WORD = _WORD
"""The pattern of a month, in full or short."""
_MARK = r"\s*(?P<mark>(?:\(?(?:p|r|e|est|prel|preliminar|preliminary|revised|estimated|잠정|속보|추정)\.?\)?|\*|[pre]/|\^\w|\d/)?)"
_FLAGS = {
    "p": "p",
    "prel": "p",
    "preliminar": "p",
    "preliminary": "p",
    "잠정": "p",
    "속보": "p",
    "r": "r",
    "revised": "r",
} | {"e": "e", "est": "e", "estimated": "e", "추정": "e"}
_FLAG_WORDS = {
    word: flag
    for flag, words in (
        ("p", "p prov prelim provisional provisorio preliminar preliminary 잠정 잠정치 속보치"),
        ("r", "r rev revised revisado 수정 수정치 확정"),
        ("e", "e est estimate estimated estimado 추정 추정치"),
    )
    for word in words.split()
}
_QUARTER = (
    r"(?:quarter|qtr\.?|q|t|trim(?:estre)?\.?)?\s*([1-4])\s*(?:°|º|er|o|do)?\s*"
    r"(?:q|t|trim\.?|trimestre|분기|st quarter|nd quarter|rd quarter|th quarter|/4분기)"
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "primer": 1, "segundo": 2, "tercer": 3, "cuarto": 4}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class PeriodPiece:
    """A period, or a part of one: `year` without `part`, `part` without `year`, or a whole `value`."""

    value: str | None = None
    year: str | None = None
    part: str | None = None
    flag: str | None = None


_FIGURE = re.compile(r"[-−(]?\d{1,3}(?:[.,]\d{3})*[.,]\d\)?|[-−(]?\d{1,3}(?:[.,]\d{3})+\)?|\d{5}|\d{7}|\d{9,}")
"""A figure that is not a period in any context: 980.2, 1,204.6, 683,609. Most cells of a large table are such."""


@lru_cache(maxsize=50_000)
def read_period(label: str) -> PeriodPiece | None:
    """Read a whole label as a period; None if it is something else.

    >>> read_period("2024년").value, read_period("1~12월").part, read_period("III").part, read_period("FY 2007").value
    ('2024', '01/12', 'Q3', 'FY2007')
    """
    if label.isdecimal():
        whole = len(label) == 4 and label.startswith(("19", "20"))
        return PeriodPiece(label, label) if whole else None
    text = re.sub(r"\s+", " ", label).strip().strip("‘’'")
    if not text or len(text) > 60 or _FIGURE.fullmatch(text):
        return None
    text = re.sub(r"(?<=\d)\s?[ᵖʳᵉ]", lambda raised: "pre"["ᵖʳᵉ".index(raised.group().strip())], text)
    text = re.sub(r"(?<=\d)\.(?=[ºª°])", "", text)
    flag = None
    marked = re.fullmatch(r"(.*?[\d년월분기H])" + _MARK, text, re.I)
    if marked and marked.group("mark"):
        letter = re.sub(r"[^a-z가-힣]", "", marked.group("mark").lower())
        flag = _FLAGS.get(letter)
        text = marked.group(1).strip()
    elif starred := re.fullmatch(r"(.*\w\.?)\s?\(?(?:\*{1,3}|[pre]/)\)?", text):
        text = starred.group(1)
    low = usual_form(text.lower())
    if match := re.fullmatch(r"((?:19|20)\d{2})\s*년?도?(?:\s*\.)?", low):
        return PeriodPiece(match.group(1), match.group(1), None, flag)
    if match := re.fullmatch(r"(?:19|20)?['’‘](\d{2})\s*년?", low):
        return PeriodPiece(_century(match.group(1)), _century(match.group(1)), None, flag)
    if match := re.fullmatch(r"(?:fy|ejercicio|fiscal year|af|회계연도)\s?((?:19|20)\d{2}|\d{2})", low):
        return PeriodPiece(
            "FY" + (match.group(1) if len(match.group(1)) == 4 else _century(match.group(1))), None, None, flag
        )
    if (match := re.fullmatch(r"(?:fy\s?|a\.?f\.?\s)?((?:19|20)\d{2})\s?[/–-]\s?((?:19|20)?\d{2})", low)) and (
        int(match.group(2)[-2:]) == (int(match.group(1)) + 1) % 100
    ):
        return PeriodPiece(f"{match.group(1)}/{int(match.group(1)) + 1}", None, None, flag)
    if part := _part(low):
        return PeriodPiece(None, None, part, flag)
    if match := re.fullmatch(r"['’‘]?((?:19|20)?\d{2})\s*(?:년|[.\-/\s])\s*(.+)", low):
        part = _part(match.group(2)) or _numeric_part(match.group(2))
        year = match.group(1) if len(match.group(1)) == 4 else _century(match.group(1))
        if part and (len(match.group(1)) == 4 or "월" in low or low[:1] in "'’‘"):
            return PeriodPiece(combine(year, part), year, None, flag)
    if match := re.fullmatch(r"(.+?)\s*(?:[.\-/\s]|de|del|of|,)+\s*['’‘]?((?:19|20)\d{2}|\d{2})", low):
        part = _part(match.group(1).strip(" .-/,"))
        if part:
            year = match.group(2) if len(match.group(2)) == 4 else _century(match.group(2))
            return PeriodPiece(combine(year, part), year, None, flag)
    if match := re.fullmatch(
        r"(?:as of |at |as at |al |a )?(?:the )?(?:year[- ]?end|end|close|cierre|fines|finales|fin)[- ]?"
        r"(?:of |de |del )?(?:año )?((?:19|20)\d{2})"
        r"|((?:19|20)\d{2})\s*년?\s*(?:말|연말|year[- ]end|end|cierre)",
        low,
    ):
        year = match.group(1) or match.group(2)
        return PeriodPiece(year, year, None, flag)
    if match := re.fullmatch(r"((?:19|20)\d{2})\s*년?\s*[(\[](.+)[)\]]", low):
        inner = match.group(2).strip()
        if (inside := _part(inner)) is not None:
            return PeriodPiece(combine(match.group(1), inside), match.group(1), None, flag)
        if (meaning := _FLAG_WORDS.get(inner.rstrip("."))) is not None:
            return PeriodPiece(match.group(1), match.group(1), None, meaning)
    if (match := re.fullmatch(r"((?:19|20)\d{2})\s?[-–/]\s?(?:20)?(\d{2})\s*[(,]?\s*(.+?)\)?", low)) and (
        value := _part_of_fiscal_year(match.group(1), match.group(2), match.group(3))
    ):
        return PeriodPiece(value, None, None, flag)
    if text.isdigit():
        return None  # 1690 is a figure
    if (match := _LAST_TWELVE.fullmatch(low)) and (value := _twelve_months(match)):
        return PeriodPiece(value, None, None, flag)
    spans = find_dates(text)
    if len(spans) == 1 and spans[0].basis == "printed":
        span = spans[0]
        rest = (text[: span.start] + text[span.end :]).strip(" ()[].,:*-–")
        if not rest:
            return PeriodPiece(_period_value(span.value), None, None, flag)
    return None


_LAST_TWELVE = re.compile(
    r"(?:(?:the\s+)?(?:(?:last\s+)?(?:four|4)\s+quarters|(?:last\s+)?(?:twelve|12)\s+months|year)\s+(?:to|ending|ended|through)"
    r"|(?:acumulado\s+)?(?:los\s+)?(?:últimos\s+)?(?:doce|12)\s+meses\s+(?:a|hasta|al\s+cierre\s+de)|año\s+móvil\s+a)\s+"
    r"(?:the\s+)?(?:end\s+of\s+|fines\s+de\s+)?(.+?)"
)


def _twelve_months(match: re.Match[str]) -> str | None:
    """The twelve months that end with a quarter or a month: four quarters to Q2 2024."""
    last = read_period(match.group(1))
    if last is None or last.value is None:
        return None
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", last.value):
        year, month = int(quarter.group(1)), 3 * int(quarter.group(2))
    elif day := re.fullmatch(r"(\d{4})-(\d{2})(?:-\d{2})?", last.value):
        year, month = int(day.group(1)), int(day.group(2))
    else:
        return None
    return str(year) if month == 12 else f"{year - 1}-{month + 1:02d}/{year}-{month:02d}"


def _part_of_fiscal_year(year: str, second: str, words: str) -> str | None:
    """Months of a fiscal year from April or July: 2023-24 (Apr-Sep); months from January on are of its second year."""
    months = re.fullmatch(rf"({_WORD})\.?\s*(?:-|–|—|to|a|~)\s*({_WORD})\.?(?:\s*\(?(?:p|prov\.?)\)?)?", words)
    if months is None or int(second) != (int(year) + 1) % 100:
        return None
    first, last = (_MONTHS[word] for word in months.groups())
    if first < 4 or first == last:
        return None
    end = year if last > first else str(int(year) + 1)
    return f"{year}-{first:02d}/{end}-{last:02d}"


def in_months(period: str, first: str | None) -> str:
    """A fiscal year in months, if its first month is stated.

    >>> in_months("2022/2023", "04"), in_months("2022/2023", None)
    ('2022-04/2023-03', '2022/2023')
    """
    match = re.fullmatch(r"(\d{4})/(\d{4})", period)
    if first is None or match is None or int(match.group(2)) != int(match.group(1)) + 1:
        return period
    return f"{match.group(1)}-{first}/{match.group(2)}-{int(first) - 1:02d}"


@lru_cache(maxsize=4)
def fiscal_months(text: str) -> str | None:
    """The first month of the fiscal year that a text states: financial year April-March.

    >>> fiscal_months("(Values in Rs Crore; financial year April-March)")
    '04'
    """
    match = re.search(
        rf"(?:fiscal|financial|ejercicio|a[ñn]o fiscal)\s*(?:years?)?\s*[:(]?\s*(?:from |de |runs from )?({_WORD})\.?\s*"
        rf"(?:[-–—]|to|a)\s*({_WORD})\b",
        text,
        re.I,
    )
    if match is None:
        return None
    first, last = (_MONTHS[word.lower()] for word in match.groups())
    return f"{first:02d}" if last == first - 1 else None


def _period_value(value: str) -> str:
    """Twelve months of a year are the year."""
    match = re.fullmatch(r"(\d{4})-01/\1-12", value)
    return match.group(1) if match else value


def _century(two: str) -> str:
    return ("19" if int(two) > 50 else "20") + two


def _part(text: str) -> str | None:
    """A part of a year: MM, MM/MM, Q1, H1."""
    text = text.strip().rstrip(".")
    if match := re.fullmatch(_QUARTER, text):
        return f"Q{match.group(1)}"
    if match := re.fullmatch(r"(?:(?:q|t|quarter|qtr\.?|trimestre|trim\.?)\s?)([1-4])", text):
        return f"Q{match.group(1)}"
    if match := re.fullmatch(
        r"(?:(?:quarter|qtr\.?|trimestre|trim\.?)\s+)?(iv|i{1,3})(?:\s*(?:trim(?:estre|\.)?|t|q|분기))?", text
    ):
        return f"Q{_ROMAN[match.group(1)]}"
    if match := re.fullmatch(rf"({'|'.join(_ORDINALS)})\s+(quarter|trimestre|half|semestre)", text):
        number = _ORDINALS[match.group(1)]
        half = match.group(2) in ("half", "semestre")
        return f"H{number}" if half and number <= 2 else None if half else f"Q{number}"
    if match := re.fullmatch(
        r"(?:h|s|sem\.?)\s?([12])|([12])\s?(?:h|s|(?:er\.?|º|°|do\.?|o)?\s?sem(?:estre|\.)?)|(ii?)\s?sem(?:estre|\.)?",
        text,
    ):
        return f"H{match.group(1) or match.group(2) or _ROMAN[match.group(3)]}"
    if text in ("상반기", "하반기"):
        return "H1" if text == "상반기" else "H2"
    if match := re.fullmatch(r"(\d{1,2})\s*월", text):
        return f"{int(match.group(1)):02d}" if 1 <= int(match.group(1)) <= 12 else None
    if match := re.fullmatch(r"(\d{1,2})\s*월?\s*[~∼～\-–]\s*(\d{1,2})\s*월(?:\s*누계)?", text):
        return _range(int(match.group(1)), int(match.group(2)))
    if match := re.fullmatch(rf"({_WORD})\.?", text):
        return f"{_MONTHS[match.group(1)]:02d}"
    if match := re.fullmatch(rf"({_WORD})\.?\s*(?:-|–|—|to|a|/|~)\s*({_WORD})\.?", text):
        return _range(_MONTHS[match.group(1)], _MONTHS[match.group(2)])
    return None


def _numeric_part(text: str) -> str | None:
    """A month in digits after a year, or a range of months."""
    text = text.strip().rstrip(".")
    if match := re.fullmatch(r"(\d{1,2})", text):
        return f"{int(match.group(1)):02d}" if 1 <= int(match.group(1)) <= 12 else None
    if match := re.fullmatch(r"(\d{1,2})\s*[~∼～\-–]\s*(\d{1,2})", text):
        return _range(int(match.group(1)), int(match.group(2)))
    return None


def _range(first: int, last: int) -> str | None:
    return f"{first:02d}/{last:02d}" if 1 <= first < last <= 12 else None


def part_in_column(text: str, title: str) -> str | None:
    """The part of a year that a bare number means in a column of months, quarters or half-years.

    >>> part_in_column("3", "mes"), part_in_column("2", "trimestre"), part_in_column("2023", "year")
    ('03', 'Q2', None)
    """
    if not re.fullmatch(r"0?\d|1[0-2]", text) or int(text) == 0:
        return None
    words = title.lower()
    if re.search(r"\b(?:month|mes|m[eê]s|refmonth)\b|월", words) and "년" not in words:
        return f"{int(text):02d}"
    if re.search(r"quarter|trim|\bqtr\b|분기", words) and int(text) <= 4:
        return f"Q{int(text)}"
    if re.search(r"half|semes|반기", words) and int(text) <= 2:
        return f"H{int(text)}"
    return None


_YEARS = r"(?:19|20)\d{2}(?:\s*(?:,|/|-|–|~|y|and|e|vs\.?|a|to)\s*(?:19|20)\d{2})+"
_PART_OF_YEARS = re.compile(
    rf"\b({_WORD})\.?\s*(?:-|–|—|to|a|~)\s*({_WORD})\.?(?:\s+(?:de|del|of|,))?\s*(?:los\s+años\s+)?{_YEARS}"
    rf"|{_YEARS}\s*[,:(]?\s*({_WORD})\.?\s*(?:-|–|—|to|a|~)\s*({_WORD})\b"
    r"|(?:19|20)\d{2}\s*년?\s*(?:,|·|~|-|–|및|과|와)\s*(?:19|20)\d{2}\s*년?\s*(?:각\s*)?(\d{1,2})\s*월?\s*[~∼～\-–]\s*(\d{1,2})\s*월",
    re.I,
)


def part_of_years(line: str) -> str | None:
    """The months that a caption names for two or more years.

    >>> part_of_years("Enero-septiembre de 2023 y 2024"), part_of_years("January-March 2024")
    ('01/09', None)
    """
    match = _PART_OF_YEARS.search(line)
    if match is None:
        return None
    first, last = [part for part in match.groups() if part]
    if first.isdigit():
        return _range(int(first), int(last))
    return _range(_MONTHS[first.lower()], _MONTHS[last.lower()])


def month_number(word: str) -> int:
    """The number of a month by its name, in full or short.

    >>> month_number("ene"), month_number("Sept")
    (1, 9)
    """
    return _MONTHS[word.lower().rstrip(".")]


def combine(year: str, part: str) -> str:
    """The period of a part of a year.

    >>> combine("2024", "01/12"), combine("2024", "01/03"), combine("2024", "Q1")
    ('2024', '2024-01/2024-03', '2024-Q1')
    """
    if "/" in part:
        first, last = part.split("/")
        return year if (first, last) == ("01", "12") else f"{year}-{first}/{year}-{last}"
    return f"{year}-{part}"
