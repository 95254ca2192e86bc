"""The goods of a figure by its own clause: of which fish NOK 812 million, exportó carne por 21,4 millones, 이 중 원유가 110억 달러.

A part of a flow is not the flow: if the clause calls a figure a part and does not name its goods, its product stays open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from henequen.reading.grammar.amounts import Amount
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.flow_sides import Flow
from henequen.reading.prose.scene import AMOUNT, COUNTRY, DATE, PLACE, Scene

__all__ = ["Part", "part_of"]


@dataclass(frozen=True, slots=True)
class Part:
    """What a figure is a part of its flow by: the goods, or None if the clause does not name them."""

    product: str | None


_NAME = rf"(?P<name>[^\d,;:.()\[\]“”\"{COUNTRY}-{DATE}]{{2,48}}?)"
_COUNTED = (
    r"(?:some|about|around|over|nearly|almost|roughly|just|only|unos|unas|cerca de|casi|más de|alrededor de"
    r"|hasta|el|los|un|the|a)"
)
_FILLER = rf"(?:\s+{_COUNTED})*\s+$"


@cache
def _before() -> tuple[re.Pattern[str], ...]:
    """The words in front of a figure that name its goods."""
    words = read_toml("prose", "parts")
    part, made = alternation(words["part"]), alternation(words["made"])
    moved, worth = alternation(words["moved"]), alternation(words["worth"])
    among = alternation(words["among"])
    place = rf"(?:(?:to|from|a|de|desde|hacia)\s+(?:the\s+|la\s+|el\s+|los\s+|las\s+)?[{COUNTRY}{PLACE}]+(?:\s+(?:del\s+\w+))?\s+)?"
    return (
        re.compile(rf"\b{part}\s*,?\s+{_NAME}(?:\s+(?:{made}|{worth}))?{_FILLER}", re.IGNORECASE),
        re.compile(
            rf"[,;]\s+(?:with\s+|con\s+|and\s+|y\s+)?{_NAME}\s+(?:alone|sol[oa]s?)\s+{made}{_FILLER}", re.IGNORECASE
        ),
        re.compile(rf"[,;]\s+{among}\s+{_NAME}\s+{worth}{_FILLER}", re.IGNORECASE),
        re.compile(
            rf"(?:^|[.;:]\s+|,\s+(?:and\s+|while\s+|y\s+)?|{AMOUNT}\s+(?:and|y)\s+){_NAME}(?:\s+alone)?\s+{made}{_FILLER}",
            re.IGNORECASE,
        ),
        re.compile(rf"\b{moved}\s+{place}{_NAME}\s+{place}{worth}{_FILLER}", re.IGNORECASE),
        re.compile(rf"{AMOUNT}\s+(?:and|y|e)\s+{_NAME}\s+{worth}{_FILLER}", re.IGNORECASE),
        re.compile(rf"{AMOUNT}[^.;]{{0,80}}?(?:,\s+|\s+(?:and|y|e)\s+){_NAME},{_FILLER}", re.IGNORECASE),
    )


@cache
def _share_before() -> re.Pattern[str]:
    """Goods that follow a share of the same whole: and coffee 22 percent."""
    return re.compile(rf"{AMOUNT}[^;]{{0,90}}?\s(?:and|y|e)\s+{_NAME}{_FILLER}", re.IGNORECASE)


@cache
def _behind() -> re.Pattern[str]:
    """The words behind a figure that name its goods."""
    words = read_toml("prose", "parts")
    joined = alternation(words["joined"])
    return re.compile(
        rf"\s+{joined}\s+(?:the\s+|la\s+|el\s+|los\s+|las\s+)?{_NAME}(?=\s*(?:[,;.)]|$)|\s+(?:to|from|a|desde|in|en|y|and|during|{DATE})\b)",
        re.IGNORECASE,
    )


_PART_HANGUL = re.compile(
    r"(?:이\s?중에?서?|그\s?중에?서?|이\s?가운데|그\s?가운데|이들\s?중|수출\s중|수입\s중)(?:에서|에는)?\s?(?:대부분인\s|특히\s)?"
    r"(?P<name>[가-힣A-Za-z·][가-힣A-Za-z·\s]{0,24}?)?(?:\s?(?:수출|수입)액?)?(?:이|가|은|는|만)?\s?(?:약\s?|총\s?|전체의\s?|절반인\s?|\s)*$"
)
_SHARE_HANGUL = re.compile(
    r"(?:^|[.;,]\s?|(?:지만|으며|며|고)\s)(?:특히\s|또한\s)?(?P<name>[가-힣A-Za-z·][가-힣A-Za-z·\s]{0,20}?)(?:이|가|은|는)\s(?:전체\s|우리나라의\s|양국\s)?"
    rf"(?:대\s?{COUNTRY}+\s?)?(?:총\s?)?(?:수출|수입|교역)(?:액)?의\s?(?:약\s?)?$"
)
_PART_WORD = re.compile(
    r"(?:\bof\s+(?:which|this|that|it|these)\b|\bde\s+(?:los|las)\s+cuales\b|\bdel\s+(?:cual|que)\b|\bde\s+es[eo]\s+total\b|이\s?중|그\s?중|이\s?가운데|그\s?가운데)"
)


def part_of(scene: Scene, amount: Amount, flow: Flow, measure: str) -> Part | None:
    """The part of its flow that a figure is, or None if the clause does not call it a part and names no goods."""
    start, end = amount.start - scene.start, amount.end - scene.start
    before, behind = _clause(scene.mask[:start]), scene.mask[end:]
    hangul = _PART_HANGUL.search(before) or (_SHARE_HANGUL.search(before) if measure == "share" else None)
    if hangul:
        return Part(_goods(hangul.group("name")))
    if measure == "growth":
        return None
    for pattern in _before():
        for match in pattern.finditer(before):
            if name := _goods(match.group("name")):
                return Part(name)
    if measure == "share":
        if (shared := _share_before().search(before)) and (name := _goods(shared.group("name"))):
            return Part(name)
    elif (follows := _behind().match(behind)) and (name := _goods(follows.group("name"))):
        return Part(name)
    piece = re.split(rf"[;{AMOUNT}]", before)[-1]
    return Part(None) if _PART_WORD.search(piece) else None


def _clause(before: str) -> str:
    """The words before a figure, without the sentence parts that a semicolon closes."""
    return before[max(0, before.rfind("; ")) :] if "; " in before else before


@cache
def _not_goods() -> re.Pattern[str]:
    words = read_toml("prose", "parts")
    return re.compile(rf"\b{alternation(words['not_goods'])}\b|\b\w+(?:ed|aron|ieron)\b(?!\s\w)", re.IGNORECASE)


_NOT_GOODS_HANGUL = re.compile(
    r"수출|수입|교역|무역|수지|투자|기업|적자|흑자|비중|나라|우리|양국|지난|올해|작년|[다며고]$|\s(?:및|등)$|[은는을를의에로]\s"
)


def _goods(name: str | None) -> str | None:
    """A name of goods without its article, or None if the words are another part of speech."""
    name = re.sub(
        r"^(?:the|la|el|los|las|its|sus?|mainly|mostly|sobre\s+todo|principalmente|and|y|e|both|also|goods\s+such\s+as)\s+",
        "",
        (name or "").strip(),
        flags=re.IGNORECASE,
    )
    if (
        not name
        or name.casefold() in read_toml("prose", "parts")["alone"]
        or _not_goods().search(name)
        or _NOT_GOODS_HANGUL.search(name)
    ):
        return None
    return name if len(name.split()) <= 5 else None
