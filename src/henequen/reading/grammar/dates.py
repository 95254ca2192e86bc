"""Dates and periods in running text: English, Spanish, Portuguese, Dutch; those in Hangul are in `dates_hangul`.

Precision is never filled in. A day and month without a year take the year of the document's own date, and are marked
so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from henequen.reading.grammar.calendar_spans import DateSpan, day_in_calendar
from henequen.reading.grammar.date_bounds import with_bound
from henequen.reading.grammar.dates_hangul import find_hangul_dates
from henequen.reading.grammar.dates_in_context import with_year_of_before
from henequen.reading.grammar.dates_without_year import (
    day_of,
    is_next_item,
    month_number,
    moved_ahead,
    near_head,
    ordinal_number,
    range_of,
    without_year,
)
from henequen.reading.grammar.numbers import number_of_words, word_pattern
from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["find_dates"]

_YEAR = r"(?:1[5-9]|20|21)\d\d"
_DASH = r"\s?(?:-|–|—|/)\s?"


@cache
def _rules() -> list[tuple[str, re.Pattern[str]]]:
    """The rules, the most specific first: a text range is taken by the first rule that fits."""
    table = read_toml("grammar", "dates")
    month = "(" + alternation(table["months"], bounded=False) + r")\b\.?"
    day = r"(\d{1,2})(?:st|nd|rd|th|º|°|er)?"
    day2 = r"(?<![\d.,/])" + day
    of = r"(?:\s+(?:day|of|de|del|do|día|mes)\b){0,3}\s+"
    of_year = r"(?:\s*,?\s+(?:of\s+|de\s+|del\s+año\s+|del\s+|do\s+ano\s+de\s+)?)"
    to = r"\s*(?:-|–|—|to|until|through|and|al|a|y|e|hasta\s+el|t/m)\s*"
    until = r"\s*(?:-|–|—|to|until|through|al|a|hasta\s+el|t/m)\s*"
    year = rf"({_YEAR})(?!\d|[.,]\d(?!\d?\s+(?-i:[A-ZÁÉÍÓÚÑ])))"  # "in May 2019.1 The" has the mark of a note
    quarter = "(" + alternation(table["ordinals"]) + r")\s+(?:" + "|".join(table["words"]["quarter"]) + ")"
    half = "(" + alternation(table["ordinals"]) + r")\s+(?:" + "|".join(table["words"]["half"]) + ")"
    link = r"(?:\s+(?:of|de|del|in|do))?(?:\s+(?:the\s+year|año|ano))?\s*,?\s+"
    words = word_pattern()
    relative = "next|last|this\\s+coming|próximo|próxima|pasado|pasada|que\\s+viene"
    ends = (
        r"(?:by|before)(?:\s+the)?\s+end\s+of|not?\s+later\s+than\s+the\s+end\s+of|"
        r"(?:a|antes\s+de|para|hasta)\s+(?:finales|fines|fin)\s+de"
    )
    specs = [
        ("iso_range", rf"\b({_YEAR})-(\d\d)-(\d\d){_DASH}({_YEAR})-(\d\d)-(\d\d)\b"),
        ("iso", rf"(?<![\d-])({_YEAR})-(\d\d)-(\d\d)(?![\d-])"),
        ("iso_month_range", rf"(?<![\d-])({_YEAR})-(\d\d)\s?/\s?({_YEAR})-(\d\d)(?![\d-])"),
        ("numeric", rf"(?<![\d./-])(\d{{1,2}})([/.])(\d{{1,2}})\2({_YEAR})(?!\d)"),
        (
            "year_to",
            rf"\b(?:year|año|(?:12|twelve|doce)\s+(?:months|meses))\s+(?:to|ended|ending(?:\s+in)?|through|terminado\s+en|a)\s+"
            rf"(?:(?:the\s+)?end\s+of\s+)?(?:\d{{1,2}}\s+)?{month}{of_year}{year}",
        ),
        (
            "dm_dm_y",
            rf"{day2}(?:{of}){month}(?:{of_year}({_YEAR}))?{until}(?:el\s+|the\s+)?{day}(?:{of}){month}{of_year}{year}",
        ),
        ("d_d_m_y", rf"{day2}{to}(?:el\s+|the\s+)?{day}(?:{of}){month}{of_year}{year}"),
        ("m_d_m_d_y", rf"\b{month}\s+{day}{to}{month}\s+{day}{of_year}{year}"),
        ("m_d_d_y", rf"\b{month}\s+{day}{to}{day}{of_year}{year}"),
        ("d_m_y", rf"{day2}(?:{of}){month}{of_year}{year}"),
        ("m_d_y", rf"\b{month}\s+(?:the\s+)?{day}\s*,?\s+(?:of\s+|de\s+)?{year}"),
        (
            "words_dmy",
            (
                rf"({words})(?:\s+days?)?(?:\s+d[ií]as)?(?:\s+(?:of|de|del|mes|the\s+month\s+of)\b){{1,4}}\s+{month}(?:\s*,)?(?:\s+(?:of|"
                rf"de|del|año|in|the|year)\b){{0,4}}\s+({words})"
            ),
        ),
        (
            "words_day_year",
            rf"({words})(?:\s+days?|\s+d[ií]as)?(?:\s+(?:of|de|del|mes|the\s+month\s+of)\b){{1,4}}\s+{month}"
            rf"(?:\s*,)?(?:\s+(?:of|de|del|año|in|the|year)\b){{0,4}}\s+({_YEAR})(?!\d)",
        ),
        (
            "day_words_year",
            (
                rf"{day2}(?:\s+day)?(?:\s+d[ií]as?)?(?:{of}){month}(?:\s*,)?(?:\s+(?:of|de|del|año|"
                rf"in|the|year)\b){{0,4}}\s+(?:({_YEAR})|({words}))"
            ),
        ),
        ("month_range_years", rf"\b{month}{of_year}{year}{until}(?:de\s+)?{month}{of_year}{year}"),
        ("month_range_years", rf"(?<=between\s){month}{of_year}{year}\s+and\s+{month}{of_year}{year}"),
        ("month_range_years", rf"(?<=entre\s){month}{of_year}{year}\s+y\s+{month}{of_year}{year}"),
        ("month_range", rf"\b{month}(?:{_DASH}|\s+(?:to|through|a|and|y)\s+){month}{of_year}{year}"),
        ("quarter", rf"{quarter}{link}{year}"),
        ("half", rf"{half}{link}{year}"),
        ("q_year", rf"\b(?:Q([1-4])|([1-4])Q|([1-4])T|T([1-4]))(?:\s+of|\s+de|\s+del)?[\s-]?{year}"),
        ("year_q", rf"(?<!\d)({_YEAR})[\s-]?(?:Q([1-4])|([1-4])Q|([1-4])T|T([1-4]))\b"),
        ("h_year", rf"\b(?:H([12])|([12])H|([12])S)(?:\s+of|\s+de|\s+del)?[\s-]?{year}"),
        ("year_h", rf"(?<!\d)({_YEAR})[\s-]?(?:H([12])|([12])H)\b"),
        (
            "months_of",
            (
                rf"(?:first|primeros)\s+(\w+)\s+(?:months|meses)(?:\s+(?:of|de|del))?(?:\s+(?:the\s+year|"
                rf"año))?\s+{year}"
            ),
        ),
        (
            "fiscal",
            rf"\b(?:{alternation(table['words']['fiscal'], bounded=False)})\s?-?({_YEAR})\s?[-–/]\s?(?:\d\d)?\d\d(?![\d.,/-])",
        ),
        ("fiscal", rf"\b(?:{alternation(table['words']['fiscal'], bounded=False)})\s?-?({_YEAR})(?!\d)"),
        ("m_y", rf"\b{month}(?:\s*,)?\s+(?:of\s+|de\s+|del\s+año\s+|del\s+|do\s+)?{year}"),
        ("decade", r"(?<![\d-])((?:1[89]|20)\d)0(?:'|’)?s\b"),
        ("decade_es", r"(?:década|decenio)\s+de(?:\s+los)?(?:\s+años)?\s+((?:1[89]|20)\d)0\b"),
        ("dutch_words", rf"\b(?:de[n]?\s+)?([a-z]+(?:ste|de))\s+{month}\s+([a-z]*honderd[a-z]*|tweeduizend[a-z]*)"),
        (
            "year_range",
            rf"(?<![\d.,$/-])({_YEAR})(?:\s?[-–—]\s?|\s?/\s?|\s+(?:to|through|until|a|hasta)\s+)({_YEAR})(?![\d.,]\d|\d|-)",
        ),
        (
            "between_years",
            (
                rf"(?:between|from|entre|de|desde)\s+(?:el\s+|the\s+year\s+)?({_YEAR})\s+(?:and|to|"
                rf"y|a|through|hasta)\s+(?:el\s+)?({_YEAR})(?!\d)"
            ),
        ),
        ("short_range", rf"(?<![\d.,$/-])({_YEAR})[-–](\d\d)(?![\d.,/-])"),
        ("m_d", rf"\b{month}\s+{day}(?:{to}{day})?(?!\d|[.,]\d|\s*(?:{_YEAR})|\s*,\s*(?:{_YEAR}))"),
        ("d_m", rf"{day2}(?:{to}{day})?(?:\s+of|\s+de)?\s+{month}(?!\s*,?\s*(?:of\s+|de\s+|del\s+)?(?:{_YEAR}))"),
        ("m_next", rf"\b(?:{relative})\s+(?:mes\s+de\s+)?{month}(?!\s*,?\s*(?:of\s+|de\s+|del\s+)?\d)"),
        ("m_next", rf"(?<!\d\s)(?<!de\s)\b{month}\s+(?:{relative})\b"),
        ("m_bound", rf"(?:{ends})\s+(?:of\s+|de\s+)?{month}(?!\s*,?\s*(?:of\s+|de\s+|del\s+)?\d)"),
        ("q_bound", rf"(?:{ends})\s+(?:of\s+|de\s+)?(?:the\s+|el\s+)?{quarter}(?!{link}{_YEAR})"),
        ("year", rf"(?<![\d.,$€£/#-])({_YEAR})(?![\d]|[.,]\d|-\d|\s?%|\s+(?:million|millones|billion))"),
    ]
    return [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in specs]


def find_dates(text: str, published_on: str | None = None) -> list[DateSpan]:
    """Every date and period of `text`, in order, without overlaps."""
    covered = bytearray(len(text) + 1)
    spans: list[DateSpan] = []
    for span in find_hangul_dates(text, published_on):
        _take(span, covered, spans)
    windows = _windows(text)
    for rule, pattern in _rules():
        for candidates in _matches(rule, pattern, text, windows):
            if any(covered[candidates.start() : candidates.end()]) or (rule == "m_d" and is_next_item(candidates)):
                continue
            read = _read(rule, candidates, published_on)
            if read:
                value, precision, basis = read
                start = candidates.start(1) if rule.endswith("_bound") else candidates.start()
                _take(DateSpan(start, candidates.end(), value, precision, basis), covered, spans)
    spans = with_year_of_before(text, sorted(spans, key=lambda span: span.start), published_on)
    return [moved_ahead(with_bound(text, span), published_on) for span in spans]


_MONTHLY = frozenset(
    (
        "dm_dm_y",
        "d_d_m_y",
        "m_d_m_d_y",
        "m_d_d_y",
        "d_m_y",
        "m_d_y",
        "month_range_years",
        "month_range",
        "m_y",
        "words_dmy",
        "words_day_year",
        "day_words_year",
        "dutch_words",
        "m_d",
        "d_m",
        "m_next",
        "m_bound",
        "year_to",
    )
)
_NEEDS = {
    "q_bound": ("quarter", "trimestre"),
    "quarter": ("quarter", "trimestre"),
    "half": ("half", "semestre"),
    "dutch_words": ("honderd", "tweeduizend"),
}


def _matches(rule: str, pattern: re.Pattern[str], text: str, windows: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """The matches of a rule; rules with a month look only around months (they take 2 s on 180 KB otherwise)."""
    if rule in _NEEDS and not any(word in text.casefold() for word in _NEEDS[rule]):
        return
    if rule not in _MONTHLY:
        yield from pattern.finditer(text)
        return
    for start, end in windows:
        yield from pattern.finditer(text, start, end)


def _windows(text: str) -> list[tuple[int, int]]:
    """The parts of the text around the names of months."""
    windows: list[tuple[int, int]] = []
    for month in _month_pattern().finditer(text):
        start, end = max(0, month.start() - 60), min(len(text), month.end() + 70)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


@cache
def _month_pattern() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("grammar", "dates")["months"]), re.IGNORECASE)


def _take(span: DateSpan, covered: bytearray, spans: list[DateSpan]) -> None:
    if not any(covered[span.start : span.end]):
        covered[span.start : span.end] = b"\x01" * (span.end - span.start)
        spans.append(span)


def _read(rule: str, match: re.Match[str], published_on: str | None) -> tuple[str, str, str] | None:
    """The value of a rule's match: ISO value, precision, basis; None if the calendar does not have it."""
    part = match.groups()
    plain = [group for group in part if group is not None]
    if rule == "iso_range":
        first, last = "-".join(plain[:3]), "-".join(plain[3:6])
        return range_of(day_of(*plain[:3]), day_of(*plain[3:6]), "day") if first and last else None
    if rule == "iso":
        day = day_of(*plain)
        return (day, "day", "printed") if day else None
    if rule == "iso_month_range":
        return (f"{plain[0]}-{plain[1]}/{plain[2]}-{plain[3]}", "month", "printed")
    if rule == "numeric":
        one, two, year = int(plain[0]), int(plain[2]), plain[3]
        if one <= 12 and two <= 12 and one != two and plain[1] == "/":
            return (year, "year", "printed")
        day = day_of(year, two, str(one)) if two <= 12 else day_of(year, one, str(two))
        return (day, "day", "printed") if day else None
    if rule == "year_to":
        closing = month_number(plain[0])
        if closing == 12:
            return (plain[1], "year", "printed")
        return (f"{int(plain[1]) - 1}-{closing + 1:02d}/{plain[1]}-{closing:02d}", "month", "printed")
    if rule in ("dm_dm_y", "d_d_m_y", "m_d_m_d_y", "m_d_d_y"):
        return _read_day_range(rule, match)
    if rule in ("d_m_y", "m_d_y"):
        month, number = (plain[1], plain[0]) if rule == "d_m_y" else (plain[0], plain[1])
        day = day_of(plain[2], month_number(month), number)
        return (day, "day", "printed") if day else None
    if rule in _PARTS_OF_YEAR:
        return _read_part_of_year(rule, plain)
    if rule == "fiscal":
        return (f"FY{plain[0]}", "year", "printed")
    if rule == "m_y":
        return (f"{plain[1]}-{month_number(plain[0]):02d}", "month", "printed")
    if rule in ("decade", "decade_es"):
        return (f"{plain[0]}0/{plain[0]}9", "decade", "printed")
    if rule == "words_day_year":
        return _words_date(int(plain[2]), month_number(plain[1]), number_of_words(plain[0]))
    if rule == "words_dmy":
        number, year_number = number_of_words(plain[0]), number_of_words(plain[2])
        return _words_date(year_number, month_number(plain[1]), number)
    if rule == "day_words_year":
        year_number = int(part[2]) if part[2] else number_of_words(part[3] or "")
        return _words_date(year_number, month_number(plain[1]), int(plain[0]))
    if rule == "dutch_words":
        return _words_date(_dutch(plain[2]), month_number(plain[1]), _dutch(plain[0]))
    if rule in ("year_range", "between_years"):
        return (f"{plain[0]}/{plain[1]}", "year", "printed") if int(plain[0]) < int(plain[1]) else None
    if rule == "short_range":
        last_year = plain[0][:2] + plain[1]
        return (
            (f"{plain[0]}/{last_year}", "year", "printed")
            if 0 < int(last_year) - int(plain[0]) < 60 and int(plain[1]) > 12
            else None
        )
    if rule in ("m_next", "m_bound", "q_bound"):
        return near_head(rule, match, published_on)
    if rule in ("m_d", "d_m"):
        return without_year(rule, part, published_on)
    return (plain[0], "year", "printed")


def _read_day_range(rule: str, match: re.Match[str]) -> tuple[str, str, str] | None:
    """From one day to another, both printed with month names."""
    part = match.groups()
    plain = [group for group in part if group is not None]
    if rule == "dm_dm_y":
        day1, month1, year1, day2, month2, year2 = part
        return range_of(
            day_of(year1 or year2, month_number(month1), day1), day_of(year2, month_number(month2), day2), "day"
        )
    if rule == "d_d_m_y":
        return range_of(
            day_of(plain[3], month_number(plain[2]), plain[0]),
            day_of(plain[3], month_number(plain[2]), plain[1]),
            "day",
        )
    if rule == "m_d_m_d_y":
        return range_of(
            day_of(plain[4], month_number(plain[0]), plain[1]),
            day_of(plain[4], month_number(plain[2]), plain[3]),
            "day",
        )
    return range_of(
        day_of(plain[3], month_number(plain[0]), plain[1]),
        day_of(plain[3], month_number(plain[0]), plain[2]),
        "day",
    )


_PARTS_OF_YEAR = frozenset(
    ("month_range_years", "month_range", "quarter", "half", "q_year", "h_year", "year_q", "year_h", "months_of")
)
"""Rules for months, quarters and halves of a year."""


def _read_part_of_year(rule: str, plain: list[str]) -> tuple[str, str, str] | None:
    """Months, quarters and halves of a year."""
    if rule == "month_range_years":
        return (f"{plain[1]}-{month_number(plain[0]):02d}/{plain[3]}-{month_number(plain[2]):02d}", "month", "printed")
    if rule == "month_range":
        first_month, last_month = month_number(plain[0]), month_number(plain[1])
        if first_month >= last_month:
            return None
        return (f"{plain[2]}-{first_month:02d}/{plain[2]}-{last_month:02d}", "month", "printed")
    if rule in ("quarter", "half"):
        number = ordinal_number(plain[0])
        if rule == "half" and number > 2:
            return None
        return (
            f"{plain[1]}-{'Q' if rule == 'quarter' else 'H'}{number}",
            "quarter" if rule == "quarter" else "half-year",
            "printed",
        )
    if rule in ("q_year", "h_year", "year_q", "year_h"):
        year, number_text = (plain[0], plain[1]) if rule.startswith("year") else (plain[1], plain[0])
        letter = "Q" if "q" in rule else "H"
        return (f"{year}-{letter}{number_text}", "quarter" if letter == "Q" else "half-year", "printed")
    months = int(plain[0]) if plain[0].isdigit() else number_of_words(plain[0])
    return (f"{plain[1]}-01/{plain[1]}-{months:02d}", "month", "printed") if months and 1 < months <= 12 else None


def _words_date(year: int | None, month: int, day: int | None) -> tuple[str, str, str] | None:
    if not year or not day or not 1500 <= year <= 2199:
        return None
    value = day_in_calendar(year, month, day)
    return (value, "day", "printed") if value else None


def _dutch(word: str) -> int | None:
    """A Dutch number in one word: zevenentwintigste, negentienhonderdvijftig."""
    table = {key: int(value) for key, value in read_toml("grammar", "number_words")["dutch"].items()}
    word = word.casefold()
    if word in table:
        return table[word]
    for ending in ("ste", "de"):
        if word.endswith(ending) and word.removesuffix(ending) in table:
            return table[word.removesuffix(ending)]
    for middle, scale in (("duizend", 1000), ("honderd", 100)):
        if middle in word:
            head, _, tail = word.partition(middle)
            first, rest = (_dutch(head) if head else 1), (_dutch(tail.removeprefix("en")) if tail else 0)
            return None if first is None or rest is None else first * scale + rest
    stem = word.removesuffix("ste")
    for units, value in table.items():
        if value < 10 and stem.startswith(units):
            tens = table.get(stem[len(units) :].removeprefix("en").removeprefix("ën"), 0)
            if tens >= 20:
                return tens + value
    return None
