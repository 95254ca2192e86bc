"""Hedges and negation around a figure: targets and forecasts, announced money, denied verbs."""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.amounts import Amount
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.scene import Scene

__all__ = ["is_hedged", "is_negated", "is_planned"]


@cache
def _words(group: str, name: str) -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "measures")[group][name]), re.IGNORECASE)


def is_hedged(scene: Scene, amount: Amount) -> bool:
    """Is the figure a target or a forecast, which is not an observation?"""
    start, end = amount.start - scene.start, amount.end - scene.start
    window = scene.text[max(0, start - 70) : start] + " | " + scene.text[end : end + 24]
    window = window.replace("동기대비", "동기 대비")  # "than in the same period", which ends in 기대 (hope) and 비
    if _RAISE.search(scene.text[max(0, start - 120) : start]) or _RAISE_IN_HANGUL.match(scene.text[end : end + 30]):
        return True
    return bool(_words("hedges", "future").search(window))


_RAISE = re.compile(
    r"\b(?:agree[ds]?|decided?|undertook|undertake|wants?|seeks?|pledged?|resolved|hope[ds]?|plans?|committed|(?:acord|conv|decid|busc|quier|propon|comprom)\w+)\s"
    r"[^.;]{0,40}?\b(?:raise|raising|increase|increasing|expand|expanding|bring|bringing|double|doubling|triple|boost|boosting|lift|lifting|elevar|aumentar"
    r"|ampliar|incrementar|duplicar|llevar|alcanzar)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_RAISE_IN_HANGUL = re.compile(
    r"(?:으로|로|까지|수준으로)?[^.;]{0,10}?(?:확대|증대|늘리|늘려|끌어올리|달성|높이|키우)(?:\s?나가)?(?:하기로|기로|하겠|겠|하자|자는|할\s|고자|하고자)"
)
"""A target that two sides agree on, which is not what they trade."""


def is_planned(scene: Scene, amount: Amount) -> bool:
    """Is the money announced or committed, not yet spent?"""
    start, end = amount.start - scene.start, amount.end - scene.start
    return bool(
        _words("hedges", "planned").search(scene.text[max(0, start - 60) : start] + " | " + scene.text[end : end + 24])
    )


_FALSE_THAT = re.compile(
    r"\b(?:(?:not|in)\s?(?:true|correct)|untrue|false|no\s+es\s+(?:cierto|verdad)|es\s+falso)\s+(?:that|que)\b[^.;]*$",
    re.I,
)
_IS_FALSE = re.compile(r"[^.;]{0,40}?사실(?:이\s?아니|이\s?아님|이\s?아닙|과\s?다르|과\s?다름|무근)")
"""The whole statement is denied: it is not true that; 사실이 아님."""


def is_negated(scene: Scene, amount: Amount) -> bool:
    """Is the verb of the figure denied: did not reach US$5 billion?"""
    start, end = amount.start - scene.start, amount.end - scene.start
    if _FALSE_THAT.search(scene.text[:start]) or _IS_FALSE.match(scene.text[end:]):
        return True
    return bool(
        re.search(
            r"\b(?:not|never|no|nunca|neither|without)\s+(?:\w+\s+){0,4}$",
            scene.text[max(0, start - 40) : start],
            re.IGNORECASE,
        )
    ) or bool(re.match(r"[^.,]{0,14}(?:지 않|못하|(?<!뿐 )(?<!뿐만 )아니)", scene.text[end : end + 20]))
