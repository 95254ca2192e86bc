"""Figures that continue the sentence before: "In the first quarter they reached USD 11 million", 올해는 5월까지 41억 달러."""

from __future__ import annotations

import re

from henequen.reading.grammar.amounts import Amount
from henequen.reading.prose.flow_sides import Flow
from henequen.reading.prose.paragraph import Paragraph
from henequen.reading.prose.scene import AMOUNT, DATE, Scene

__all__ = ["continues", "continues_count"]

_WHEN = r"(?:(?:In|For|During|Over|By|From|Between|As of|En|Durante|Entre|A|Hasta|Al)\s[^.;]{2,70}?,?\s+)?"
_PRONOUN = (
    r"(?:they|these|it|this|that|the\s+(?:figure|total|value|amount|sum)|(?:(?:[Ee]st|[Ee]s)[aeo]s?\s+)?(?:cifra|monto|total|valor|suma)s?|"
    r"(?:el|la|las|los)\s+(?:cifra|monto|total|valor|suma)s?)"
)
_VERB = (
    r"(?:(?:had|have|has|was|were|is|are|ya|se|habían?|han?)\s+)*(?:already\s+)?(?:been|reached|stood|came|totall?ed|amounted|rose|fell|grew|climbed|dropped|"
    r"sumaron|sumó|alcanz(?:aron|ó|an|a)|fueron|fue|llegaron|llegó|ascend(?:ieron|ió)|cayeron|cayó|subieron|subió|sido|ubic(?:aron|ó)|situ(?:aron|ó)"
    r"|elev(?:aron|ó)|redu(?:jeron|jo))"
)
_CONTINUED = re.compile(
    rf"\s*(?:{_WHEN}{_PRONOUN}\s+(?:{_VERB}|was|were|is)\b|{_WHEN}{_VERB}\b)[^.;{AMOUNT}]{{0,60}}$", re.IGNORECASE
)
_CONTINUED_IN_HANGUL = re.compile(
    rf"\s*(?:(?:다만|한편|반면|또한|또|특히|이후)\s)?(?:{DATE}+|올해|지난해|같은\s?기간)[^.;\ue001-\ue003]{{0,14}}(?:은|는|에는|까지|에)?[^.;\ue001-\ue002]{{0,40}}$"
)
_BY_PRODUCT = re.compile(r"\s*(?:주요\s)?품목(?:별로|으로)(?:는|보면)?\s[^.;]*$")
_PART_OF_COUNT = re.compile(r"\s+(?:of\s+(?:them|whom|these|which)|de\s+(?:ellos|ellas|los\s+cuales|las\s+cuales))\b")
_COUNT_BEFORE = re.compile(
    rf"(?:\b(?:they|these|it)\s+(?:had\s+(?:been|numbered|totall?ed)|were|numbered)|\b(?:habían\s+sido|eran|fueron)|against|compared\s+(?:with|to)|frente\s+a"
    rf"|up\s+from|down\s+from)\s+[^{AMOUNT}.;]{{0,4}}$",
    re.IGNORECASE,
)


def continues(scene: Scene, amount: Amount, flows: list[Flow], paragraph: Paragraph) -> bool:
    """Does a sentence without a term of its own go on with the one flow of the sentence before?"""
    if paragraph.flow_scene is None or not 0 <= scene.number - paragraph.flow_scene.number <= 1:
        return False
    if any(flow.measure not in ("other", "funding") for flow in flows):
        return False
    before = scene.mask[: amount.start - scene.start]
    if _BY_PRODUCT.match(before):
        return True
    if len(paragraph.last_measures) > 1:
        return False
    return bool(_CONTINUED.match(before)) or (bool(_CONTINUED_IN_HANGUL.match(before)) and AMOUNT not in before)


def continues_count(scene: Scene, amount: Amount) -> bool:
    """Is the number a part of the count before it, or the same count of another time?"""
    if re.search(r"[A-Za-z]-$|\d$", scene.mask[: amount.start - scene.start]):
        return False
    behind = scene.mask[amount.end - scene.start :]
    if _PART_OF_COUNT.match(behind):
        return True
    return bool(_COUNT_BEFORE.search(scene.mask[: amount.start - scene.start])) and bool(
        re.match(rf"\s*(?:[.,;)]|$|(?:in|en|the\s+year|el\s+año|a\s+year)\s?{DATE}*)", behind)
    )
