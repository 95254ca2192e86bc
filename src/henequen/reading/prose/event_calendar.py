"""Entries of a calendar: a line that begins with its day and names what happens, among others or below a heading.

"6 October: Business Roundtable, Labadi Beach Hotel"; "1 de diciembre de 2024: consulado móvil en Bérgamo".
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.event_dates import near_year
from henequen.reading.prose.scene import DATE, Prose, Scene

__all__ = ["calendar_entry"]

_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*|[Ll]unes|[Mm]artes|[Mm]iércoles|[Jj]ueves|[Vv]iernes|[Ss]ábado|[Dd]omingo)"
_ENTRY = re.compile(
    rf"[\s•·○●▪◦*>–—-]*(?:{_WEEKDAY}\.?,?\s+)?(?:(?:el|del|from|on|on\s+the)\s+)?{DATE}+(?:\s*(?:y|and|to|al?|&)\s+{DATE}+)?"
    r"\s*(?P<mark>[:–—-]|\.\s|,\s)?\s*(?P<rest>[^\s].{5,200})$",
    re.DOTALL,
)


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "event_patterns")["calendar"][name]), re.IGNORECASE)


def _entry(scene: Scene) -> re.Match[str] | None:
    """Does the sentence begin with its date and go on with a name, not with a figure or a duty?"""
    match = _ENTRY.match(scene.mask)
    if match is None or not scene.dates or scene.dates[0].bound or scene.dates[0].precision not in ("day", "month"):
        return None
    rest = scene.text[match.start("rest") :]
    if scene.amounts or len(re.findall(r"[^\W\d_]{3,}", rest)) < 2 or _words("not_held").search(scene.text):
        return None
    return match


def calendar_entry(prose: Prose, scene: Scene) -> tuple[DateSpan, int, tuple[int, int]] | None:
    """The date of an entry, where its words begin, and the passage that shows that it is part of a calendar."""
    match = _entry(scene)
    if match is None:
        return None
    at = scene.start + match.start("rest") - match.start()
    own = near_year(prose, scene.dates[0])
    for step in (1, -1, -2, 2):
        number = scene.number + step
        if 0 <= number < len(prose.scenes):
            near = prose.scenes[number]
            if _entry(near) and abs(near.block - scene.block) <= 2 and match.group("mark") != ", ":
                return (_before(own, near.dates[0]) if step == 1 else own), at, (near.start, near.end)
    for number in range(scene.number - 1, max(-1, scene.number - 9), -1):
        above = prose.scenes[number]
        if len(above.text) <= 60 and _words("headings").search(above.text) and not above.dates:
            return own, at, (above.start, above.end)
        if not _entry(above):
            return None
    return None


def _before(date: DateSpan, following: DateSpan) -> DateSpan:
    """A day that has its year from above takes that of the entry below it, if that prints one: a calendar goes on in time."""
    later = following.value.split("/")[0]
    if (date.source is None and date.basis != "head") or following.source is not None or following.basis != "printed":
        return date
    if date.value[4:10] > later[4:] or date.value[:4] >= later[:4]:
        return date
    return replace(date, value="/".join(f"{later[:4]}{part[4:]}" for part in date.value.split("/")), source=None)
