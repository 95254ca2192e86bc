"""Further dates of one happening: "met in Bangkok on 14 June and again in Santiago on 2 November".

Dates belong to one series if only places, names and small words are between them. Each date has the place of its own
part of the sentence. A clause that only repeats the happening ("and Thailand followed in 1973") is one more date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.scene import COUNTRY, DATE, PLACE, Scene

__all__ = ["further_dates", "part_of", "repeated"]


@cache
def _words(name: str) -> str:
    return alternation(read_toml("prose", "event_patterns")["series"][name], bounded=False)


@cache
def _between() -> re.Pattern[str]:
    """What may be between two dates of a series: small words, places, and names of at most five words."""
    name = r"(?-i:[A-ZÁÉÍÓÚÑ][\w’'&.-]*)"
    place = rf"[{COUNTRY}{PLACE}]+"
    hangul = r"[가-힣]{1,12}(?:에서|에|을|를|와|과|은|는|로)"
    return re.compile(
        rf"(?:[\s,;()–-]|{place}|\b{_words('small')}\b|{name}|{hangul}(?=[\s,]|$)|(?<=[{COUNTRY}{PLACE}{DATE}]){_words('particles')}(?=[\s,;)]|$))*",
        re.IGNORECASE,
    )


_JOINT = re.compile(r"[,;]|\b(?:and|then|y|e|luego)\b|(?<=[가-힣\ue001\ue002\ue004])(?:과|와|고)(?=\s)", re.IGNORECASE)
_PERIOD = re.compile(r"\b(?:between|from|entre|desde|since|del)\s+(?:(?:the|el|los|las)\s+)?$", re.IGNORECASE)


def _is_joined(scene: Scene, first: DateSpan, second: DateSpan) -> bool:
    """Are two neighbouring dates of a sentence joined as dates of one happening?"""
    if first.bound or second.bound or "decade" in (first.precision, second.precision):
        return False
    if "year" in (first.precision, second.precision) and first.precision != second.precision:
        return False
    start, end = first.end - scene.start, second.start - scene.start
    if not 1 < end - start <= 120 or not _JOINT.search(scene.mask, start, end):
        return False
    if not _between().fullmatch(scene.mask, start, end):
        return False
    return not _PERIOD.search(scene.text[: first.start - scene.start]) and not _PERIOD.search(scene.text[:end])


def further_dates(scene: Scene, date: DateSpan) -> Iterator[DateSpan]:
    """The other dates of the series that `date` belongs to."""
    dates = list(scene.dates)
    if date not in dates:
        return
    at = dates.index(date)
    for step in (1, -1):
        place = at
        while 0 <= place + step < len(dates):
            first, second = sorted((dates[place], dates[place + step]), key=lambda one: one.start)
            if not _is_joined(scene, first, second):
                break
            place += step
            yield dates[place]


@cache
def _repeats() -> re.Pattern[str]:
    return re.compile(_words("repeats"), re.IGNORECASE)


def repeated(scene: Scene, dates: Sequence[DateSpan]) -> Iterator[tuple[DateSpan, DateSpan]]:
    """A date of a clause that repeats a happening, with the date of that happening: "and Thailand followed in 1973"."""
    for match in _repeats().finditer(scene.text):
        earlier = [date for date in dates if date.end - scene.start <= match.start()]
        later = [
            date
            for date in scene.dates
            if 0 <= date.start - scene.start - match.end() <= 60
            and not re.search(r"[;.]\s", scene.text[match.end() : date.start - scene.start])
        ]
        inside = [date for date in scene.dates if match.start() <= date.start - scene.start < match.end()]
        if earlier and (inside or later):
            yield (inside or later)[0], earlier[-1]


def part_of(scene: Scene, date: DateSpan, dates: Sequence[DateSpan]) -> tuple[int, int]:
    """The part of the sentence around a date that is one of several: from joint to joint, as offsets of the document."""
    start, end = scene.start, scene.end
    for other in dates:
        if other.end <= date.start:
            start = max(start, _cut(scene, other, date))
        elif other.start >= date.end:
            end = min(end, _cut(scene, date, other))
    return start, end


def _cut(scene: Scene, first: DateSpan, second: DateSpan) -> int:
    """Where the part of the second date begins: behind the last "and" between the dates, or else the last comma."""
    between = re.sub(DATE, " ", scene.mask[first.end - scene.start : second.start - scene.start])
    joints = list(re.finditer(r"\b(?:and|then|y|luego)\b|고,?(?=\s)", between, re.IGNORECASE)) or list(
        _JOINT.finditer(between)
    )
    return first.end + joints[-1].end() if joints else first.end
