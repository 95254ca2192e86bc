"""The date of an event: which date of a sentence belongs to its word, and which year a day without one has."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date as calendar_date

from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["date_for", "is_beside", "is_far", "near_year", "of_last_year", "of_next_year"]

_DATED = ("meeting", "visit", "conference", "fair", "performance", "exhibition", "commemoration", "launch", "accession")
"""Events that have a day: a year somewhere in the sentence is more often that of something else."""


def is_far(prose: Prose, date: DateSpan) -> bool:
    """Is the year so far ahead that it is a goal?"""
    published = prose.document.published_on
    return bool(published and date.year and date.year > int(published[:4]) + 5)


def is_beside(scene: Scene, found: re.Match[str], date: DateSpan, kind: str) -> bool:
    """Is a year, half-year or quarter so near to the word that it can only be its own?"""
    start, end = date.start - scene.start, date.end - scene.start
    between = scene.text[min(end, found.end()) : max(start, found.start())]
    if re.search(r"[가-힣]", found.group()):
        return len(between) <= (16 if kind in _DATED else 24)
    return len(between) <= 60 or kind not in _DATED


def date_for(scene: Scene, match: re.Match[str]) -> DateSpan | None:
    """The date of the event: in the same clause, not a deadline, and not the start of a period ("since")."""
    best: tuple[int, DateSpan] | None = None
    finer = any(date.precision == "day" for date in scene.dates)
    for date in scene.dates:
        start, end = date.start - scene.start, date.end - scene.start
        late = date.bound == "end_of" and re.search(
            r"\b(?:will|before|by|antes|shall|para)\b|까지|이전", scene.text[max(0, start - 90) : end]
        )
        bounded = date.bound in ("by", "before") and not _PLANNED_FOR.search(scene.text[:start])
        if bounded or late or _is_background(scene.text, start, end):
            continue
        between = scene.text[min(end, match.end()) : max(start, match.start())]
        if len(between) > 150 or ";" in between or re.search(r"\.\s", between):
            continue
        if start > match.end() and _SINCE.search(scene.text[match.start() : start]):
            continue
        hangul = bool(re.search(r"[가-힣]", match.group()))
        behind = start > match.end() and hangul
        penalty = (
            len(between)
            + (50 if behind else 0)
            + (90 if date.precision == "year" and finer and (len(between) > 16 or not hangul) else 0)
            + (60 if start > match.end() and re.search(r",", between) else 0)
        )
        if date.precision == "decade" or (date.is_range and date.precision == "year"):
            continue
        if best is None or penalty < best[0]:
            best = (penalty, date)
    return best[1] if best else None


_SINCE = re.compile(
    r"\b(?:desde\s+que|después\s+de\s+que|luego\s+de\s+que|since\s+(?:s?he|it|they|the|his|her|its|their)|after\s+(?:s?he|it|they))\s[^,;]{4,}$",
    re.IGNORECASE,
)
"""A clause behind the happening with a date of its own: her first visit since she took office in March 2014."""
_PLANNED_FOR = re.compile(
    r"\b(?:previst|programad|fijad|agendad|convocad|anunciad|planificad|planned|scheduled|set|due|slated|foreseen|pencilled\s+in)\w*\s+(?:para|for)\s+(?:el\s+|the\s+)?$",
    re.IGNORECASE,
)
"""What is planned for a month has it as its date, not as its last day: prevista para abril."""


_SINCE = re.compile(
    r"\b(?:desde\s+que|since\s+(?:the|its|his|her|it|he|she|they|[A-Z]\w+)|ever\s+since)\b(?![^,.;]*\b(?:when|cuando)\b)[^,.;]{3,90}$"
)
"""A clause that says since when: desde que la mandataria inició su mandato en marzo de 2014."""


def _is_background(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 12) : start], text[end : end + 48]
    if "부터" in text[start:end]:
        return False
    if _SINCE.search(text[:start]):
        return True
    return bool(
        re.search(r"\b(?:since|desde|until|hasta|by|before|antes de)\s+(?:the\s+|el\s+)?$", before, re.IGNORECASE)
        or (
            re.match(r"(?:Since|Desde)\s[^;.]{0,60}$", text[:start])
            and not re.search(r"\b(?:\w{3,}ed|met|went|took|began|came|left|\w{3,}(?:ó|aron|ieron))\b", text[:start])
        )
    ) or bool(
        re.match(
            r"\s?(?:(?:출범|발효|설립|개소|발족)\s)?(?:이래|이후)|\s?(?:까지|부터(?!\s?\d{1,2}일까지)(?![^.]{0,30}(?:열린|열리|열렸|개최|전시|상영|진행|방문|방한|체류|운영|막))|대비|기준|발효|\(?현지시간\)?\s?이후)",
            after,
        )
    )


_PAST = re.compile(r"\b(?:paid|took|went|met|held|led|was|were|hosted|[a-z]{3,}ed|[a-záéíóú]{3,}(?:ó|aron|ieron))\b")
_FUTURE = re.compile(r"\b(?:will|shall|to\s+be|is\s+due|are\s+due|is\s+to|are\s+to|next|\w+r[áé]n?|próxim[oa])\b")


def of_last_year(prose: Prose, scene: Scene, date: DateSpan) -> DateSpan:
    """A day without a year after the date of the document, in the past tense: it was a year before."""
    published = prose.document.published_on
    first = date.value.split("/")[0]
    if not published or date.basis != "head" or date.precision != "day" or first <= published or len(published) < 10:
        return date
    if first[5:7] == published[5:7] or _FUTURE.search(scene.text) or not _PAST.search(scene.text):
        return date
    year = str(int(first[:4]) - 1)
    return replace(date, value="/".join(year + day[4:] for day in date.value.split("/")))


_AHEAD = re.compile(r"\b(?:new|next|coming)\s+year\b|\b(?:próximo|nuevo)\s+año\b|내년|새해", re.IGNORECASE)


def of_next_year(prose: Prose, scene: Scene, date: DateSpan) -> DateSpan:
    """A planned day without a year that lies before the document, or in a sentence about the next year: a year later."""
    published = prose.document.published_on
    first = date.value.split("/")[0]
    if not published or date.basis != "head" or date.precision not in ("day", "month") or len(published) < 7:
        return date
    before = scene.text[: date.start - scene.start]
    if re.search(r"(?:지난|last|pasad[oa]|past)\s*$", before):
        return date
    if first[:7] >= published[:7] and not (_AHEAD.search(before) and first[:4] == published[:4]):
        return date
    return replace(date, value="/".join(f"{int(part[:4]) + 1}{part[4:]}" for part in date.value.split("/")))


def near_year(prose: Prose, date: DateSpan) -> DateSpan:
    """A day or month of a calendar without its year: the one next to the date of the document, 17 January in December."""
    published = prose.document.published_on
    if not published or len(published) < 7 or date.basis != "head" or date.precision not in ("day", "month"):
        return date
    first = date.value.split("/")[0]
    today, day = (calendar_date.fromisoformat(f"{one}-15"[:10]) for one in (published, first))
    days = (today - day).days
    if days < 183:
        return date
    parts = date.value.split("/")
    return replace(date, value="/".join(f"{int(part[:4]) + 1}{part[4:]}" for part in parts))
