"""Days of a signature that the text means by other words: of the meeting, the same day, today, of the lead of a list."""

from __future__ import annotations

import re

from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.wordlists import is_hangul
from henequen.reading.prose.instrument_status import phrases
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["date_of_lead", "date_of_letter", "day_of_meeting", "is_of_force", "same_day"]

_CLOSING = re.compile(
    r"(?:close|end|conclusion|margins|sidelines|occasion|course)\s+of\s+(?:the|this|their)\s+(?:session|meeting|visit|talks|forum)|"
    r"(?:término|cierre|margen|marco|finalizar|concluir|finalización|conclusión)\s+(?:de\s+la|del|de\s+su|la|el)\s+"
    r"(?:sesión|reunión|encuentro|visita|foro|jornada)|(?:회담|회의|면담|방문|공동위|위원회)\s?(?:직후|계기|말미|종료\s?(?:후|직후))|(?:회담|회의)\s중(?=\s)|이번\s계기|이를\s계기",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"meeting|session|visit|talks|forum|sesi[oó]n|reuni[oó]n|encuentro|visita|foro|회담|회의|면담|방문|위원회|공동위|협의회",
    re.IGNORECASE,
)


def day_of_meeting(prose: Prose, scene: Scene) -> DateSpan | None:
    """The day of the meeting at whose end something was signed: of the last sentence above that dates a meeting.

    In minutes that is the head; two days in that sentence decide nothing.
    """
    if not _CLOSING.search(scene.text):
        return None
    if day := _day_above(prose, scene):
        return day
    opening = [_days_of(one) for one in prose.scenes[: min(6, scene.number)] if _MEETING.search(one.text)]
    first = next((days for days in opening if days), [])
    released = prose.document.published_on is not None and re.search(r"종료|직후", scene.text)
    return first[0] if released and len(first) == 1 else None  # the meeting that a release reports in its first lines


def _day_above(prose: Prose, scene: Scene) -> DateSpan | None:
    """The one day of the nearest sentence above that dates a meeting; in minutes, of their head."""
    published = prose.document.published_on or ""
    for above in reversed(prose.scenes[max(0, scene.number - 4) : scene.number]):
        days = [day for day in _days_of(above) if not published or day.value[: len(published)] <= published]
        if days and _MEETING.search(above.text):
            return days[0] if len(days) == 1 else None
        if phrases("today", "words").search(above.text) and _MEETING.search(above.text):
            return date_of_letter(prose, above)
    heads = [above for above in prose.scenes[: min(4, scene.number)] if _days_of(above)]
    record = re.search(
        r"\bminutes\b|summary record|\bacta\b|\bminuta\b|회의록|의사록", prose.document.text[:400], re.IGNORECASE
    )
    if record and (done := _day_done(prose)):
        return done
    joint = published and _JOINT_TEXT.search(prose.document.text[:250])
    days = _days_of(heads[0]) if heads and (record or joint) else []
    if joint and not record:
        days = [day for day in days if day.value == published]
    return days[0] if len(days) == 1 else None


_JOINT_TEXT = re.compile(
    r"\bjoint\s+(?:statement|declaration|communiqu[eé]|press\s+release)|\b(?:comunicado|declaración)\s+conjunt[oa]|공동\s?(?:성명|선언|발표|보도|언론)",
    re.IGNORECASE,
)
"""A text that both sides adopt on the day of their meeting."""


_DONE = re.compile(r"\b(?:[Dd]one|[Ss]igned|[Hh]echo|[Ff]irmad[oa]|[Ss]uscrit[oa])\s+(?:in|at|en)\s+[^.;]{2,60}?$")


def _day_done(prose: Prose) -> DateSpan | None:
    """The day at the end of minutes: Done in Ankara on 23 May 2024."""
    for scene in reversed(prose.scenes[-8:]):
        for date in _days_of(scene):
            if _DONE.search(scene.text[: date.start - scene.start]):
                return date
    return None


def _days_of(scene: Scene) -> list[DateSpan]:
    days = [
        date
        for date in scene.with_near().dates
        if date.precision == "day" and not date.is_range and not date.bound and not is_of_force(scene, date)
    ]
    return list({date.value: date for date in days}.values())


def same_day(prose: Prose, scene: Scene) -> DateSpan | None:
    """The day that "the same day" means: the last day above that takes its year from the head, otherwise the last
    day."""
    word = phrases("same_day", "words").search(scene.text)
    own = [
        date
        for date in scene.dates
        if date.precision == "day" and not date.is_range and not is_of_force(scene, date)
        if word and date.end <= scene.at(word.start())
    ]
    if own:
        return own[-1]
    above = [
        date
        for one in prose.scenes[max(0, scene.number - 12) : scene.number]
        for date in one.with_near().dates
        if date.precision == "day" and not date.is_range and not is_of_force(one, date)
    ]
    signings = [
        date
        for one in prose.scenes[max(0, scene.number - 12) : scene.number]
        if (verb := phrases("signed", "past").search(one.text))
        for date in one.with_near().dates
        if date.precision == "day" and not date.is_range and date.basis != "printed"
        if date.end <= one.at(verb.start()) or not is_hangul(verb.group()[0])
    ]
    from_head = signings or [date for date in above if date.basis == "head"]
    days = from_head or above
    near = [date for date in days if date.basis == "relative"]
    if near and not from_head and days[-1] is near[-1]:
        return max(near, key=lambda date: date.value)  # news of the 2nd, of a visit since the 31st
    return days[-1] if days else None


def date_of_lead(prose: Prose, scene: Scene, heading: bool = False) -> DateSpan | None:
    """The date of a list of instruments that were signed together: in its lead, or in the sentences that it refers to."""
    days = [date for date in scene.dates if not date.is_range and date.precision in ("day", "month")]
    if days:
        return days[-1]
    if heading:
        return _day_above(prose, scene)
    if re.search(r"\bwitness(?:ed|es)\b|presenciaron|fueron testigos|atestiguaron|임석", scene.text):
        return _day_above(prose, scene)
    if not phrases("listed", "occasion").search(scene.text):
        return None
    above = [date for one in prose.scenes[max(0, scene.number - 4) : scene.number] for date in one.dates]
    days = [date for date in above if date.precision == "day" and not date.is_range and not date.bound]
    return days[0] if len({date.value for date in days}) == 1 else None


def date_of_letter(prose: Prose, scene: Scene) -> DateSpan | None:
    """The day that a letter means by "today": the last date line at or above the sentence."""
    for above in reversed(prose.scenes[: scene.number + 1]):
        for date in above.dates:
            head = date.start - above.start < 80 and not re.search(
                r"[a-z]{4,}\s+[a-z]{4,}", above.text[: date.start - above.start]
            )
            if date.precision == "day" and not date.is_range and head:
                return date
    return None


def is_of_force(scene: Scene, date: DateSpan) -> bool:
    """Does the date belong to an entry into force: '04년 발효, in force since 2004?"""
    at, end = date.start - scene.start, date.end - scene.start
    before = scene.text[max(0, at - 40) : at]
    return bool(re.match(r"\s?\)?\s?(?:말\s?|초\s?)?발효", scene.text[end : end + 6])) or bool(
        re.search(
            (
                r"(?:into force|in force since|took effect|en vigor|vigente desde)\s+(?:on|in|el|en|"
                r"desde)?\s*(?:el\s+)?$"
            ),
            before,
        )
    )
