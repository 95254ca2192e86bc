"""The last day of a commitment: a printed bound, or the day, month or period in which a deed of the future falls."""

from __future__ import annotations

import re
from dataclasses import replace

from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.prose.commitment_triggers import Trigger
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["day_behind", "find_deadline"]

_FUTURE = re.compile(
    r"(?:(?:I|we)\s+)?(?:will|shall|would|should|must|(?:is|are)\s+(?:due\s+)?to|plans?\s+to|intends?\s+to|\w+r(?:á|án|ía|ían|é|emos)|prevén?|voy\s+a|vamos\s+a|va\s+a|van\s+a|tienen?\s+previsto)\b",
    re.IGNORECASE,
)
_IN = re.compile(
    r"\b(?:(?:in|en|during|durante|within|dentro\s+de|over|throughout|a\s+lo\s+largo|en\s+el\s+curso)\s+(?:the\s+|el\s+|del?\s+)?(?:(?:course|curso|transcurso|month|mes)\s+(?:of|del?)\s+)?|(?:early|late)\s+(?:in\s+)?)(?:the\s+|el\s+|año\s+)?$",
    re.IGNORECASE,
)
_ON = re.compile(r"\b(?:on|from|el|as\s+of|a\s+partir\s+del?|desde\s+el|as\s+from)\s+$", re.IGNORECASE)
_HANGUL_IN = re.compile(r"\s?(?:중|안에|내에|내|에|에는|말|초|안으로)(?![가-힣])")
_HANGUL_BARE = re.compile(
    r"\s(?!(?:열린|개최된|체결된|서명된|체결한|서명한|있은|열렸던|발효된|예정된|예정인|이후|이래|현재|기준)\b)(?![^()]{0,20}\))(?=[가-힣])"
)


def _is_day_of_deed(date: DateSpan, after: str, published: str | None) -> bool:
    """Is a day or month without a particle that of the deed, such as 6월 3일 서울에서 열기로? Not today, nor a year of something."""
    ahead = published is None or date.value[: len(published)] > published[: len(date.value)]
    return date.precision in ("day", "month") and ahead and bool(_HANGUL_BARE.match(after))


def find_deadline(
    prose: Prose, scene: Scene, trigger: Trigger, clause: tuple[int, int], in_list: bool
) -> DateSpan | None:
    """The deadline of a trigger whose clause has the place `clause` in the document."""
    first, last = clause
    hangul = bool(re.search(r"[가-힣]", scene.text))
    future = _FUTURE.match(scene.text, trigger.start)
    dates = [
        _of_plan(prose, _first_day(date)) if date.start >= scene.at(trigger.start) or hangul else _first_day(date)
        for date in scene.with_near().dates
        if first <= date.start < last
    ]
    dates = [date for date in dates if not date.is_range]

    def opens_future(date: DateSpan) -> bool:
        """By 2026 Canada will...: the last day may open the sentence of a future."""
        return (
            bool(future)
            and not scene.text[: max(0, (date.bound_start or date.start) - scene.start)].strip(' \n"“')[12:]
        )

    for date in dates:
        behind = date.end > scene.at(trigger.start)
        if date.bound is not None and (behind or hangul or in_list or opens_future(date)):
            return date
    if dates and re.match(
        r"deadline|closing|cut-off|due date|last day|plazo|fecha", scene.text[trigger.start :], re.IGNORECASE
    ):
        return dates[-1]
    published = prose.document.published_on
    if future and published:
        dates = [_ahead(date, published) for date in dates]
    for date in dates:
        if not date.year or (published and date.value[: len(published)] < published[: len(date.value)]):
            continue
        before, after = scene.text[: max(0, date.start - scene.start)], scene.text[date.end - scene.start :]
        if hangul:
            if first <= date.start < last and (_HANGUL_IN.match(after) or _is_day_of_deed(date, after, published)):
                return date
        elif date.start > scene.at(trigger.end):
            if _OTHER.search(before[trigger.end :]):
                continue
            if _IN.search(before) or (future and date.precision == "day" and _is_on(scene, date, before)):
                return date
        elif future and first <= date.start and _opens_in(before, date) and not _has_verb(scene, date, trigger):
            return date
    return None


_OTHER = re.compile(
    r"\b(?:which|who|whose|que|cuy[oa])\s+(?:will|shall|is|are|was|were|took|takes|se|tendrá|tuvo|será|fue|está)\b|\b(?:to\s+be\s+)?(?:held|signed|planned|scheduled)\s+(?:in|on|for)\b"
    r"|\b(?:celebrad|firmad|suscrit|previst|programad)[oa]s?\s+(?:en|el|para)\b",
    re.IGNORECASE,
)
"""Words in front of a date that make it that of something else than the deed."""


def _opens_in(before: str, date: DateSpan) -> bool:
    """Does a date in front of its verb give the time of the deed: In May, From 1 August?"""
    return bool(_IN.search(before) or (date.precision == "day" and _ON.search(before)))


def _first_day(date: DateSpan) -> DateSpan:
    """The first of several days, on which a deed begins: on 16 and 17 October."""
    if date.precision == "day" and date.is_range and date.bound is None:
        return replace(date, value=date.value.split("/")[0])
    return date


def _of_plan(prose: Prose, date: DateSpan) -> DateSpan:
    """A month or day without a year behind a promise lies ahead of the document."""
    near = next((one for one in prose.near if one.past.start == date.start and one.ahead), None)
    return near.ahead if near and near.ahead else date


def _is_on(scene: Scene, date: DateSpan, before: str) -> bool:
    """Is the day that of the deed: on 1 June, el viernes?"""
    return bool(_ON.search(before) or re.match(r"(?:on|this|next|el)\s", scene.text[date.start - scene.start :]))


def _ahead(date: DateSpan, published: str) -> DateSpan:
    """A day whose year comes from the head is later than the head if the deed is in the future: 1 January, in October."""
    if (
        date.basis != "head"
        or "/" in date.value
        or date.precision != "day"
        or date.value >= published[: len(date.value)]
    ):
        return date
    return replace(date, value=f"{int(date.value[:4]) + 1}{date.value[4:]}")


def _has_verb(scene: Scene, date: DateSpan, trigger: Trigger) -> bool:
    """Is there more than an adverbial and a subject between a date and the verb of the future behind it?"""
    between = scene.text[date.end - scene.start : trigger.start]
    return len(between) > 60 or bool(re.search(r"[;:]|\b(?:and|y|that|que|which|who)\b", between))


_DAY_BEHIND = re.compile(
    r"\W*(?:deadline|due|by|before|no\s+later|not\s+later|to\s+be\s+done\s+by|target\s+date|plazo|fecha\s+límite|antes|a\s+más\s+tardar|기한|마감|시한)\b",
    re.IGNORECASE,
)


def day_behind(prose: Prose, scene: Scene) -> tuple[DateSpan, tuple[int, int]] | None:
    """The last day in the next sentence of the same paragraph, with its passage: "Deadline Friday 20 September, please."."""
    following = prose.scenes[scene.number + 1] if scene.number + 1 < len(prose.scenes) else None
    if following is None or following.block != scene.block or len(following.text) > 90:
        return None
    dates = following.with_near().dates
    if not _DAY_BEHIND.match(following.text) or not dates or re.search(r"\b(?:will|shall|was|were)\b", following.text):
        return None
    return dates[0], (following.start, following.end)
