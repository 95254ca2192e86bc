"""Signs and rates in words: deficits and outflows are negative, growth has the sign of its verb, shares have none."""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.amounts import Amount
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.flows import Flow
from henequen.reading.prose.scene import AMOUNT, DATE, Scene

__all__ = ["growth_sign", "is_share", "signed_value"]


@cache
def _pattern(group: str, name: str) -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "measures")[group][name]), re.IGNORECASE)


def signed_value(scene: Scene, amount: Amount, flow: Flow) -> str | None:
    """The value with its sign, or None if the words do not determine the sign (a balance "favourable to" one side)."""
    value = amount.value
    if flow.measure not in ("balance", "services_balance", "fdi_flow"):
        return value
    start, end = amount.start - scene.start, amount.end - scene.start
    near = scene.text[max(0, start - 30) : start] + " | " + scene.text[end : end + 14]
    if flow.measure == "fdi_flow":
        negative = re.search(r"outflow|desinversión|disinvestment|divestment|salida neta|순유출", near, re.IGNORECASE)
        return f"-{value}" if negative and not value.startswith("-") else value
    if re.search(r"favou?rable|a favor de|in favou?r of|desfavorable", scene.text, re.IGNORECASE) and not re.search(
        r"deficit|déficit|surplus|superávit|적자|흑자", flow.term, re.IGNORECASE
    ):
        return None
    words = f"{flow.term} | {near}"
    negative, positive = _pattern("signs", "negative").search(words), _pattern("signs", "positive").search(words)
    if _pattern("signs", "negative").search(flow.term):
        positive = None
    elif _pattern("signs", "positive").search(flow.term):
        negative = None
    if negative and positive:
        return None
    return f"-{value}" if negative and not value.startswith("-") else value


def growth_sign(scene: Scene, amount: Amount) -> int | None:
    """1 or -1 if words of growth are next to the percentage, else None."""
    start, end = amount.start - scene.start, amount.end - scene.start
    arrow = re.match(r"\s?([↑↓▲▼])", scene.text[end : end + 2])
    if arrow:
        return 1 if arrow.group(1) in "↑▲" else -1
    if re.search(rf"[{AMOUNT}{DATE}][\s*_]*\([\s*_]*\+\s?$", scene.mask[:start]):
        return 1  # US$ 29 millones (+14,3 %)
    if re.match(r"\s?[)）]?\s?(?:보다|에\s?비해|대비)", scene.text[end : end + 8]):
        return None  # lower than 70 %
    behind = re.split(rf"[,;.({AMOUNT}]", scene.mask[end : end + 34])[0]
    before_text = re.split(rf"[;.{AMOUNT}]", scene.mask[max(0, start - 48) : start])[-1]
    for text, last in ((behind, False), (before_text, True)):
        hits: list[tuple[int, int]] = [
            (match.start(), sign)
            for name, sign in _DIRECTIONS[: 2 if last else 4]
            for match in _pattern("growth", name).finditer(text)
            if not _NO_GROWTH.search(text[: match.start()])
        ]
        if hits:
            return max(hits)[1] if last else min(hits)[1]
    if _pattern("growth", "rate").search(scene.text[max(0, start - 24) : end + 12]):
        return 1
    return _listed_growth(scene, start)


_DIRECTIONS = (("up", 1), ("down", -1), ("above", 1), ("below", -1))
"""Lists of words with their sign; the last two are read only behind a percentage."""
_NO_GROWTH = re.compile(r"\b(?:ma[dk]e?s?|making|set|sets|t[oa]ok|takes?|add(?:ed|s)?|opened)\s$", re.IGNORECASE)
"""Verbs whose `up` does not mean growth: made up 40 %, took up, set up."""


def _listed_growth(scene: Scene, start: int) -> int | None:
    """A later entry of a list whose first entry names the rate: 중국(전년동월대비 증감률 10.1%)·미국(3.7%)."""
    before = scene.mask[:start]
    if not re.search(r"\($", before):
        return None
    return 1 if _pattern("growth", "rate").search(scene.text[max(0, start - 160) : start]) else None


def is_share(scene: Scene, amount: Amount) -> bool:
    """Is the percentage a part of a whole?"""
    start, end = amount.start - scene.start, amount.end - scene.start
    behind = re.sub(r"\s", " ", scene.text[end : end + 40])
    if _PART.match(behind):
        return not re.match(r"\s+of\s+(?:growth|increase)", behind)
    before = re.sub(r"\s", " ", scene.text[max(0, start - 44) : start])
    if re.search(r"(?:전년도?|지난해|작년)\s?(?:동기)?\s?[(（]\s?$", before) and re.search(
        r"비중|점유율|차지", scene.text[:start]
    ):
        return True  # 비중은 78.4%로, 전년(76.7%)에 비해
    if re.search(r",\s+el\s+$", before) and re.match(r"\s+(?:en|corresponde|fue|fueron|son|eran|de ellos)\s", behind):
        return True  # , el 96 % en hidrocarburos
    if re.search(r"(?:수출|수입|교역|투자)액?(?:의|\s중|\s가운데)\s(?:약\s)?$", before) and re.match(
        r"\s?(?:은|는|이|가)\s", behind
    ):
        return True
    return bool(_MADE_UP.search(before))


_PART = re.compile(
    r"\s+(?:of|del?)\s+(?:the\s+|its\s+|los\s+|las\s+|sus\s+|su\s+|total|all|the|[A-Z]|it\b|them\b|which\b|this\b|that\b"
    r"|these\b|those\b|our\s|their\s|exports|imports|trade|shipments|sales|purchases|(?:est|es)[aeo]s?\s|dich[ao]s?\s|ell[ao]s\b"
    r"|la\s+(?!anterior|pasada)|lo\s+|comercio|valor|monto|intercambio|conjunto)"
    r"|[^,.]{0,8}(?:를|을)?\s?차지|(?:의\s?)?비중"
)
_MADE_UP = re.compile(
    r"(?:account(?:ed|ing|s)?\s+for|ma(?:de|kes?|king)\s+up|compris(?:ed?|es|ing)|constitut(?:ed?|es|ing)"
    r"|represent(?:ed|ing|s)?|(?:absorb|concentrat)(?:e[sd]?|s)|share of|representó|representaron|representan?|representando"
    r"|participación de|equivalente al|concentr(?:ó|a|an|aron)|explic(?:ó|a|an|aron)|sup(?:uso|usieron|one|onen)"
    r"|absorb(?:e|en|ió|ieron)|constituy(?:ó|e|en|eron)|(?:비중|(?:활용|점유|이용|보급|참여|자급|의존|비)[율률])(?:은|이)?)\s+"
    r"(?:the\s+|el\s+|un\s+|una\s+|about\s+|around\s+|nearly\s+|almost\s+|roughly\s+|some\s+|fully\s+|casi\s+(?:el\s+)?"
    r"|cerca\s+del?\s+|alrededor\s+del\s+|más\s+del?\s+|over\s+|more\s+than\s+|약\s+)*$",
    re.IGNORECASE,
)
