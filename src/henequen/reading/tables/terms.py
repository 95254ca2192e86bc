"""Dates, terms and renewals in the cells of a register."""

from __future__ import annotations

import re
from collections.abc import Iterable

from henequen.reading.grammar.dates import find_dates
from henequen.reading.tables.periods import MONTH_WORD, month_number

__all__ = [
    "day_first",
    "is_open_date",
    "is_planned",
    "is_undecided",
    "is_upon_signature",
    "read_date",
    "read_renewal",
    "read_term",
    "renewal_in_column",
]

_SHORT = re.compile(rf"(?<![\w.])(?:(\d{{1,2}})[-./ ])?({MONTH_WORD})\.?[-./ ](\d{{4}})(?!\d)", re.I)
_AGREED = re.compile(r"mutual|agreement|consent|consenso|acuerdo|합의|협의|written|por escrito|서면", re.I)
_MONTH_YEAR = re.compile(r"(?<![\d./-])(\d{1,2})[/.-]((?:19|20)\d{2})(?![\d/-])")
_NUMERIC = re.compile(r"(?<!\d)(\d{4})\s*[./-]\s*(\d{1,2})\s*(?:[./-]\s*(\d{1,2}))?\.?(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})(?!\d)")


def day_first(texts: Iterable[str]) -> bool | None:
    """Whether the day comes first in dates such as 03/04/2001, if one of a column shows it; None if none or both do.

    >>> day_first(["03/04/2001", "25/12/2003"]), day_first(["03/04/2001"])
    (True, None)
    """
    shown = set()
    for text in texts:
        for match in _DAY_FIRST.finditer(text):
            first, second = int(match.group(1)), int(match.group(2))
            if "." in match.group() or (first > 12 >= second):
                shown.add(True)
            elif second > 12 >= first:
                shown.add(False)
    return shown.pop() if len(shown) == 1 else None


def is_open_date(text: str) -> bool:
    """Is a cell a date whose day and month can be exchanged: 03/04/2001?"""
    match = _DAY_FIRST.search(text)
    return bool(match and match.group(1) != match.group(2) and max(int(match.group(1)), int(match.group(2))) <= 12)


def is_planned(text: str) -> bool:
    """Does a cell say when an instrument will be signed: to be signed 10 March 2024?

    >>> is_planned("to be signed 10 March 2024"), is_planned("10 March 2024")
    (True, False)
    """
    return bool(
        re.search(
            r"\bto be \w+|\bexpected\b|\bplanned\b|\bscheduled\b|\bforeseen\b|\bpor (?:firmar|suscribir)|\bse (?:firmar|suscribir)[áa]"
            r"|\bprevist[oa]\b|\bpendiente\b|예정|계획",
            text,
            re.I,
        )
    )


_UNDECIDED = re.compile(
    r"미정|tbd|tbc|to be (?:decided|confirmed|determined)|por definir|a definir|pendiente|협의 ?중", re.I
)


def is_undecided(text: str) -> bool:
    """Does a cell say that something is still to be decided?

    >>> is_undecided("Por definir"), is_undecided("Bogotá")
    (True, False)
    """
    return bool(_UNDECIDED.fullmatch(text.strip()))


def is_upon_signature(text: str) -> bool:
    """Does a cell say that an instrument is in force from its signature?"""
    words = re.sub(r"\s+", " ", text).strip(" .").lower()
    return bool(
        re.fullmatch(
            r"(?:up)?on (?:the )?(?:date of )?(?:its )?signature|(?:from|at|since) (?:the )?(?:date of )?signature|same (?:day|date)"
            r"|a (?:partir de )?(?:la|su) (?:fecha de )?(?:su )?firma|(?:desde|con) (?:la|su) firma|(?:la )?misma fecha"
            r"|[íi]dem|ibid\.?|서명일?(?:부터| ?시|과 동시에)?(?: 발효)?|서명 즉시",
            words,
        )
    )


def read_date(text: str, language: str, days_first: bool | None = None) -> dict[str, str] | None:
    """The date of a cell with the precision that is printed; None if it is not a date or two readings are open.

    `days_first` is what other dates of the column show. Between points the day comes first.

    >>> read_date("1997. 3. 18.", "ko"), read_date("03/04/2001", "en")
    ({'value': '1997-03-18', 'precision': 'day'}, None)
    >>> read_date("12-nov-1993", "es"), read_date("03/1965", "es")
    ({'value': '1993-11-12', 'precision': 'day'}, {'value': '1965-03', 'precision': 'month'})
    """
    line = re.sub(r"\s+", " ", text).strip()
    if match := _NUMERIC.search(line):
        year, month, day = match.groups()
        if 1 <= int(month) <= 12 and (day is None or 1 <= int(day) <= 31):
            value = f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
            return {"value": value, "precision": "day" if day else "month"}
    if match := _DAY_FIRST.search(line):
        first, second, year = (int(part) for part in match.groups())
        decided = True if "." in match.group() or language in ("es", "pt", "nl") else days_first
        if second > 12 >= first or (decided is False and first <= 12):
            first, second = second, first
        elif first <= 12 and decided is None and first != second:
            return None
        if 1 <= first <= 31 and 1 <= second <= 12:
            return {"value": f"{year}-{second:02d}-{first:02d}", "precision": "day"}
        return None
    spans = [span for span in find_dates(line) if span.basis == "printed"]
    if spans:
        return spans[0].as_date()
    if match := _SHORT.search(line):
        printed, word, year = match.groups()
        month = f"{year}-{month_number(word):02d}"
        if printed is None or not 1 <= int(printed) <= 31:
            return {"value": month, "precision": "month"}
        return {"value": f"{month}-{int(printed):02d}", "precision": "day"}
    if (match := _MONTH_YEAR.search(line)) and 1 <= int(match.group(1)) <= 12:
        return {"value": f"{match.group(2)}-{int(match.group(1)):02d}", "precision": "month"}
    if match := re.search(r"(?<!\d)((?:19|20)\d{2})(?!\d)", line):
        return {"value": match.group(1), "precision": "year"}
    return None


_WORDS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twee": 2},
    **{"un": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "diez": 10},
}


def read_term(text: str) -> str | None:
    """A duration in ISO 8601.

    >>> read_term("5 years, renewable"), read_term("seis meses"), read_term("indefinite")
    ('P5Y', 'P6M', None)
    """
    match = re.search(
        rf"(\d{{1,2}}|{'|'.join(_WORDS)})\s*(?:\(\d+\)\s*)?(years?|a[ñn]os?|년|jaar|months?|mes(?:es)?|개월|days?|d[ií]as?)",
        text,
        re.I,
    )
    if not match:
        return None
    word = match.group(1).lower()
    number = int(word) if word.isdecimal() else _WORDS[word]
    unit = match.group(2).lower()
    letter = "Y" if unit[0] in "yaj년" else "M" if unit[0] in "m개" else "D"
    return f"P{number}{letter}"


def read_renewal(text: str) -> str | None:
    """tacit, by_agreement or none, by the words of a cell.

    >>> read_renewal("automatic renewal"), read_renewal("renewable by mutual consent"), read_renewal("5 years")
    ('tacit', 'by_agreement', None)
    """
    if re.search(
        r"(?:not|no|non)[- ](?:renewable|renovable|renewed)|no prorrogable|갱신 불가|without renewal|sin renovación",
        text,
        re.I,
    ):
        return "none"
    if re.search(r"automatic|tacit|t[aá]cita|autom[aá]tica|자동|stilzwijgend", text, re.I):
        return "tacit"
    if re.search(
        r"(?:renew|extend|renov|prorrog|갱신|연장).{0,40}(?:mutual|agreement|consent|acuerdo|합의|협의)|합의.{0,6}(?:갱신|연장)",
        text,
        re.I,
    ):
        return "by_agreement"
    return None


def renewal_in_column(text: str) -> str | None:
    """The renewal that a cell of a column of renewals states without the word.

    >>> renewal_in_column("By mutual consent"), renewal_in_column("No"), renewal_in_column("Sí")
    ('by_agreement', 'none', None)
    """
    words = re.sub(r"\s+", " ", text).strip(" .").lower()
    if words in ("no", "none", "ninguna", "no prevista", "not foreseen", "없음", "불가"):
        return "none"
    return "by_agreement" if _AGREED.search(words) else None
