"""The year of a day without one: that of the stay in the sentence before, not that of an earlier act."""

from __future__ import annotations

import re
from collections.abc import Sequence

from henequen.reading.grammar.calendar_spans import DateSpan

__all__ = ["is_of_other_act", "stay_above"]

_NEAR = 400
"""Characters; the day belongs to no stay farther back."""
_OTHER_ACT = re.compile(
    r"(?:initiall?ed|negotiated|drafted|proposed|launched|begun|started|announced|agreed\s+in\s+principle|concluded|approved"
    r"|rubricad[oa]|inicialad[oa]|negociad[oa]|propuest[oa]|iniciad[oa]|anunciad[oa]|acordad[oa])"
    r"(?:\s+(?:back|ya|already))?(?:\s+(?:at|en)\s+[A-ZÁÉÍÓÚÑ]\w+)?\s+(?:in|en|desde|since)\s+$"
)
"""The year of an act before the one that the day dates: initialled in 2021, was finally signed on 31 August."""
_OF_STAY = re.compile(
    r"(?:\b(?:During|On|At|In|Durante|En)\s+(?:(?:the|that|this|his|her|their|la|el|esa|ese|esta|este|su|dicha|dicho)\s+)?"
    r"(?:visit|trip|stay|talks|meeting|mission|tour|session|forum|summit|visita|viaje|estancia|gira|reunión|misión|cumbre|foro)\b"
    r"|방문\s?(?:기간|중|계기|첫날|마지막|이틀)|이\s?기간|기간\s?중|회의\s?기간)",
    re.IGNORECASE,
)


_STAYED = re.compile(
    r"\b(?:visit(?:ed|s)?|travel(?:l?ed|s)?|hosted|received|tour(?:ed)?|visit[óa]\w*|viaj[óa]\w*|recibi\w+)\b|방문|방한|순방",
    re.IGNORECASE,
)


def is_of_other_act(text: str, year: DateSpan) -> bool:
    """Is a year that of an earlier act: initialled in 2021?"""
    return bool(_OTHER_ACT.search(text[max(0, year.start - 60) : year.start]))


def stay_above(text: str, spans: Sequence[DateSpan], place: int) -> DateSpan | None:
    """The printed days or month of a stay, in the sentence before, that the day is part of: visited from 6 to 8 September
    2022. During the visit, on 7 September."""
    span = spans[place]
    opening = max(text.rfind(". ", 0, span.start), text.rfind(".\n", 0, span.start)) + 1
    for one in reversed(spans[max(0, place - 3) : place]):
        between = text[one.end : span.start]
        if len(between) > _NEAR or re.search(r"\n\s*\n|\|", between) or one.end > opening:
            continue
        if one.basis != "printed" or one.bound or one.precision not in ("day", "month"):
            continue
        first, last = (one.value.split("/") * 2)[:2]
        day = span.value.split("/")[0][5:]
        inside = first[:4] == last[:4] and first[5:] <= day and day[: len(last[5:])] <= last[5:]
        stay = one.precision == "month" and _STAYED.search(text, text.rfind(".", 0, one.start) + 1, one.end)
        if inside and (one.is_range or stay or _OF_STAY.search(text[opening : span.start])):
            return one
    return None
