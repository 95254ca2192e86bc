"""Lines at the head or the foot of a document that print its date among names: a byline, a state of affairs, a note's end.

"By Rehema Juma, Dar es Salaam · 14 August 2024", "Treaties Division, position at 31 January 2024", "2022. 6. 30. 기준",
"Vientiane, 18 April 2024" at the end of a note, "Issue 27, Winter 2022/23".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.dates import find_dates

__all__ = ["date_in_foot", "date_in_head"]

_LINES, _WIDTH = 10, 200
"""The head: so many lines, none longer than this."""
_SEGMENT = re.compile(r"\s[|·•—–-]\s|[|·•;—]|(?<=[^\W\d_]{3})\.\s+(?=[A-ZÁÉÍÓÚÑ])")
_TOLD = re.compile(
    r"\b(?:signed|held|met|entered|entry|concluded|initialled|ratified|visited|until|since|before|from|between|into\s+force|was|were|will|is|are|valid|expires?|"
    r"firmad\w*|suscrit\w*|celebrad\w*|vigente|vigor|fue|fueron|será|desde|hasta|antes|entre|vence|aprobad\w*|efectuad\w*|reunió|tuvo)\b"
    r"|서명|체결|발효|열린|열렸|개최|부터|까지|수립|매년",
    re.IGNORECASE,
)
"""A line about something that happened then, not about the paper."""
_STATE = re.compile(
    r"(?:\b(?:stat(?:e|us)|position|situation|correct|as|data|dated|updated|prepared|compiled|released?|issued|paper|brief|note|memo|actualizad[oa]|situación|corte|"
    r"elaborad[oa]|estado|vigencia|datos|informe|nota|documento|minuta)\s+(?:at|as\s+(?:of|at)|of|on|al?|del?|a\s+fecha\s+del?)\s+(?:the\s+|el\s+)?"
    r"|\b(?:[Dd]ate(?:\s+of\s+\w+)?|FECHA|[Ff]echa(?:\s+de\s+\w+)?)\s*:\s*(?:[A-ZÁÉÍÓÚÑ][\w .À-ÿ]{1,30},\s*)?"
    r"|(?:작성|발행)\s*[:：]?[^\n]{0,40}[/(|·]\s*"
    r"|\b(?:adopted|approved|aprobado|adoptado)\s+(?:at|in|en)\b[^\n]{3,90},\s+)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"[\s.,)]*(?:\([월화수목금토일]\))?\s*(?:\d{1,2}:\d{2}\S*\s*)*(?:기준|작성|현재|발행)?[\s.)\]*_]*")
_PLACE_BEHIND = re.compile(r"\s*[,(]\s*[가-힣A-ZÁÉÍÓÚÑ][\w À-ÿ가-힣]{1,24}\)?\.?\s*")
_NAMES = re.compile(r"[\s*_(\[“\"«‘#-]*(?:[\w.À-ÿ’'/()&º°,:-]+\s+){0,14}?[\s(]*", re.IGNORECASE)
_MINUTES = re.compile(r"회의록|의사록|minutes|\bacta\b|memoria\s+de\s+la\s+reunión", re.IGNORECASE)
_MEETING_DAY = re.compile(r"(?:일시|일자|개최일|[Dd]ate|[Ff]echa)\s*[:：]\s*$")
_PERIOD = re.compile(
    r"statistic|estad[ií]stic|\btables?\b|cuadro|\btabla|\btrade\b|exports|imports|exportaciones|importaciones|표\s?\d|통계|수출(?!입은행)|수입|실적",
    re.IGNORECASE,
)
"""A month in a line of statistics is the period of its figures."""


def date_in_head(text: str, precision: str) -> str | None:
    """The day, or the month, that a line of the head prints as the date of the paper."""
    for line, start in _head_lines(text):
        for date in find_dates(line):
            if date.precision != precision or date.bound or (date.is_range and precision == "month"):
                continue
            if _is_of_paper(line, date) or (
                _MINUTES.search(text[:start] or line) and _MEETING_DAY.search(line[: date.start])
            ):
                return date.value.split("/")[-1]
    return _season(text) if precision == "month" else None


def _head_lines(text: str) -> Iterator[tuple[str, int]]:
    at = count = 0
    for line in text[:3000].split("\n"):
        if line.strip():
            count += 1
            if re.match(r"\s*(?:[-•·*○□▪]|\d{1,2}[.)])\s", line):
                return
            if count > _LINES or len(line) > 3 * _WIDTH or "\t" in line:
                return
            yield line, at
        at += len(line) + 1


def _is_of_paper(line: str, date: DateSpan) -> bool:
    """Is the part of the line around a date only names and the date, or does it say that the paper is of that day?"""
    cuts = [match.end() for match in _SEGMENT.finditer(line) if match.end() <= date.start]
    ends = [match.start() for match in _SEGMENT.finditer(line) if match.start() >= date.end]
    before = line[cuts[-1] if cuts else 0 : date.start]
    after = line[date.end : ends[0] if ends else len(line)]
    if _STATE.search(line[: date.start]):
        return not _TOLD.search(before) or bool(re.search(r"adopt|aprob|adopc|approved", before, re.IGNORECASE))
    if len(line) > _WIDTH or (date.precision == "month" and _PERIOD.search(before + after)):
        return False
    if _TOLD.search(before) or not (
        _BEHIND.fullmatch(after) or (not before.strip() and _PLACE_BEHIND.fullmatch(after))
    ):
        return False
    words = before.split()
    return len(words) <= _FEW or (bool(_NAMES.fullmatch(before)) and bool(re.search(r"[,:]\s*$", before)))


_FEW = 5
"""Words of a line that has no comma in front of its date."""
_FOOT = re.compile(
    r"[\s*_]*(?:(?:[Dd]one|[Gg]iven|[Dd]ado|[Hh]echo)\s+(?:at|in|en)\s+)?[A-ZÁÉÍÓÚÑ][\w À-ÿ.’'-]{1,30},\s+(?:(?:on|the|el|a)\s+){0,2}"
)


def date_in_foot(text: str) -> str | None:
    """The day of the line "Vientiane, 18 April 2024" near the end of a note or letter."""
    for line in reversed([line for line in text[-700:].split("\n") if line.strip()][-5:]):
        if len(line) > 80:
            continue
        for date in find_dates(line):
            alone = _FOOT.fullmatch(line[: date.start]) or ("년" in line and not line[: date.start].strip())
            if date.precision == "day" and not date.is_range and alone and _BEHIND.fullmatch(line[date.end :]):
                return date.value
    return None


# Spanish names are left out: the summer of Chile is the winter of Spain
_SEASONS = {
    "spring": 4,
    "봄": 4,
    "summer": 7,
    "여름": 7,
    "autumn": 10,
    "fall": 10,
    "가을": 10,
    "winter": 12,
    "겨울": 12,
}
_SEASON = re.compile(
    r"\b(?P<name>spring|summer|autumn|fall|winter)\s+(?P<year>20\d\d)(?:[/–-]\d{2,4})?\b"
    r"|(?P<year2>20\d\d)년?\s?(?P<name2>봄|여름|가을|겨울)호?",
    re.IGNORECASE,
)


def _season(text: str) -> str | None:
    """The middle month of the season of an issue, in the first lines."""
    match = _SEASON.search(text[:300])
    if match is None:
        return None
    name = (match.group("name") or match.group("name2")).casefold()
    return f"{match.group('year') or match.group('year2')}-{_SEASONS[name]:02d}"
