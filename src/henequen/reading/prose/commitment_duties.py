"""Duties with their last day, what a body still owes, and meetings that come back: commitments without a promise.

SAG to send the list by 30 June; comments are awaited by 31 July; Treasury still has to answer; both sides will meet twice
a year.
"""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.prose.commitment_bodies import NAME, is_spanish, spanish_stop
from henequen.reading.prose.commitment_subjects import find_subject, is_open_subject
from henequen.reading.prose.commitment_words import commitment_words, future_words, pattern_words
from henequen.reading.prose.scene import Scene

__all__ = ["Span", "find_due", "find_owed", "find_recurring"]

Span = tuple[int, int]


def find_owed(scene: Scene) -> Span | None:
    """What a body still owes: Treasury still has to answer; Falta que Hacienda responda."""
    for language in ("english", "spanish"):
        match = re.search(rf"\b{future_words('pending', language)}\b", scene.mask, re.IGNORECASE)
        if match is None:
            continue
        subject = find_subject(scene.mask, match.start(), language)
        words = match.group().casefold()
        if words.endswith(" que") or (
            not subject.conditional
            and not re.match(
                r"\s+(?:be\b|take\s+place|enter\b|see\b|come\b|reach\b|ser\b|entrar\b)", scene.mask[match.end() :]
            )
            and (is_open_subject(subject, language) or subject.text.casefold() in ("we", "they"))
        ):
            return match.span()
    return None


def find_recurring(scene: Scene) -> Span | None:
    """A meeting is a duty if it comes back: both sides will meet twice a year; se reunirán cada semestre."""
    if not any(
        re.search(commitment_words("recurring", name), scene.text, re.IGNORECASE)
        for name in ("annual", "semiannual", "quarterly", "monthly", "biennial")
    ) and not re.search(r"\b(?:every|each|cada)\s+(?:\w+\s+){0,2}\w+|\balternat\w+|\balternad\w+", scene.text):
        return None
    match = re.search(
        r"\b(?:will|shall)\s+(?:meet|convene|hold)\b|\bse\s+reunirán?\b|\bsesionarán?\b", scene.mask, re.IGNORECASE
    )
    if match is None:
        return None
    language = "spanish" if is_spanish(scene.text) else "english"
    subject = find_subject(scene.mask, match.start(), language)
    return match.span() if is_open_subject(subject, language) or subject.text in ("It", "They", "") else None


def find_due(scene: Scene) -> Span | None:
    """What an actor will do by a day that is printed."""
    dates = scene.with_near().dates
    bounds = [
        date.start - scene.start for date in dates if date.bound is not None and not _lasts_until(scene, date.start)
    ]
    mask = scene.mask
    if dates and (named := _awaited().search(mask)) and named.group("deadline"):
        return named.span("deadline")
    if not bounds:
        return None
    for expression in (_duty(), _passive(), _minutes(), _spanish_due(), _awaited()):
        for match in expression.finditer(mask):
            verb = match.start("verb")
            if not any(verb < bound for bound in bounds) and not re.search(r"[(\[]", mask[match.end() :]):
                continue
            if _outlook().search(mask, 0, verb) or (
                expression is _spanish_due() and spanish_stop().match(match.group("verb"))
            ):
                continue
            return verb, match.end("verb")
    return None


def _lasts_until(scene: Scene, start: int) -> bool:
    """Does a state last until the date: will be affected until October?"""
    before = scene.text[: start - scene.start]
    return bool(
        re.search(r"\b(?:until|till|hasta)\s+(?:the\s+|el\s+|end\s+of\s+|fines\s+de\s+)*$", before, re.IGNORECASE)
    )


@cache
def _duty() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<verb>(?:is|are)\s+(?:due\s+)?to|will|shall)\s+"
        rf"(?:also\s+|then\s+|jointly\s+)?(?!{future_words('not', 'due')}\b)[a-z]+\b"
    )


@cache
def _passive() -> re.Pattern[str]:
    """The passive of a deed: will be delivered, is to be submitted, must be returned."""
    return re.compile(
        r"\b(?P<verb>(?:will|shall|is\s+to|are\s+to|must|has\s+to|have\s+to)\s+be)\s+(?:jointly\s+|duly\s+)?"
        rf"(?!{future_words('not', 'passive')}\b)[a-z]+(?:ed|t|n|de|ne|wn)\b"
    )


@cache
def _minutes() -> re.Pattern[str]:
    """The style of minutes: SAG to send the list by 30 June; Ms Kim to check."""
    small = future_words("bodies", "minutes")
    return re.compile(
        rf"^[\s•·○●▪◦*–—-]*(?!According\b|Thanks\b|Due\b|Prior\b|Next\b|Up\b|From\b|Back\b)(?:\(?\w{{1,3}}[.)]\s+)?(?:[Tt]he\s+)?(?:{NAME}|{small})"
        rf"(?:\s*[,/]?\s+(?:[\w&/.()-]*{NAME}|{small})){{0,8}}\s+(?P<verb>to)\s+[a-z]{{2,}}\b"
    )


@cache
def _awaited() -> re.Pattern[str]:
    """A paper that is awaited by a day: Czech comments are awaited by 31 July; Deadline for comments: 31 July."""
    english, spanish = future_words("pending", "papers_english"), future_words("pending", "papers_spanish")
    return re.compile(
        rf"\b{english}\b[^.;:]{{0,60}}?\s(?P<verb>{future_words('pending', 'awaited_english')})\b"
        rf"|\b(?P<deadline>{future_words('pending', 'deadlines')})\s[^.;:]{{0,40}}?(?:{english}|{spanish})\b",
        re.IGNORECASE,
    )


@cache
def _spanish_due() -> re.Pattern[str]:
    """Any Spanish future, or the passive with participle."""
    return re.compile(
        r"\b(?P<verb>(?:será|serán)\s+[a-záéíóúñ]+(?:ad[oa]s?|id[oa]s?|uest[oa]s?|it[oa]s?|ech[oa]s?)|"
        r"[a-záéíóúñ]+(?:ará|erá|irá|drá|arán|erán|irán|drán))\b"
    )


@cache
def _outlook() -> re.Pattern[str]:
    """Subjects of forecasts: exports will, el comercio alcanzará."""
    return re.compile(
        rf"(?:^|[,;]\s)(?:(?:the|el|la|los|las|total|bilateral|\w+)\s+){{0,4}}?{pattern_words('outlook', 'subjects')}\s",
        re.IGNORECASE,
    )
