"""The kind of instrument in a title, whether the title names an activity instead, and the meaning of a status word."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["is_activity", "is_instrument", "status_of", "type_of"]

_AFTER_FORCE = ("ended", "suspended", "replaced", "expiring", "under_renewal")
"""What words besides those of force say more: a state that comes after it."""


_FIGURE = re.compile(r"[\d.,\s%()+-]*")
"""Most cells of a large table: they name nothing."""


@cache
def _types() -> list[tuple[re.Pattern[str], str]]:
    table = read_toml("tables", "register_words")["types"]
    return [(re.compile(alternation(words), re.I), kind) for kind, words in table.items()]


def _hits(title: str) -> list[tuple[int, int, str]]:
    return [(m.start(), -(m.end() - m.start()), kind) for pattern, kind in _types() for m in pattern.finditer(title)]


def type_of(title: str) -> str | None:
    """The type that the words of a title name.

    >>> type_of("Twinning Agreement between two cities"), type_of("Protocolo modificatorio del Convenio")
    ('twinning', 'protocol')
    """
    hits = _hits(title)
    if not hits:
        return None
    first = min(hits)
    # in Hangul the kind is at the end of the title
    if any("가" <= char <= "힣" for char in title):
        hangul = [hit for hit in hits if "가" <= title[hit[0]] <= "힣"]
        if any(hit[2] == "twinning" for hit in hangul):
            return "twinning"
        if hangul:
            return max(hangul, key=lambda hit: (hit[0] - hit[1], -hit[1]))[2]
    kinds = {kind for _, _, kind in hits}
    if "twinning" in kinds and first[2] in (
        "agreement",
        "protocol",
        "joint_declaration",
        "memorandum_of_understanding",
        "minutes",
    ):
        start = min(at for at, _, kind in hits if kind == "twinning")
        # a protocol act for twinning relations is the twinning itself
        return "twinning" if start - first[0] < 60 else first[2]
    return first[2]


@lru_cache(maxsize=20_000)
def is_instrument(text: str) -> bool:
    """Whether a text names an instrument."""
    return not _FIGURE.fullmatch(text) and bool(_hits(text))


@cache
def _activities() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("tables", "register_words")["activities"]["words"]), re.I)


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("tables", "register_words")["signs"]["words"]), re.I)


def is_activity(title: str) -> bool:
    """Whether a title names an activity and not an instrument: the one named first decides.

    >>> is_activity("Meeting on a trade agreement"), is_activity("Signature of an agreement on fairs")
    (True, False)
    >>> is_activity("자매결연 20주년 기념식 개최"), is_activity("방문 교류에 관한 양해각서")
    (True, False)
    """
    match = _activities().search(title)
    if not match:
        return False
    if _signs().match(title.strip()):
        return False
    hits = _hits(title)
    if hits and re.search(r"[가-힣]", title):  # in Hangul the last noun decides
        bare = re.sub(r"\s*[(（][^)）]*[)）]\s*$", "", title).rstrip()
        return any(found.end() == len(bare) for found in _activities().finditer(bare))
    return not hits or match.start() < min(hits)[0]


@cache
def _statuses() -> list[tuple[str, str]]:
    table = read_toml("tables", "register_words")["statuses"]
    pairs = [(word.lower(), status) for status, words in table.items() for word in words]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def status_of(printed: str) -> str | None:
    """The status that printed words mean; a negation that is not in the list gives None.

    >>> status_of("Completed"), status_of("In force (automatic renewal)"), status_of("not clear")
    ('completed', 'in_force_auto_renewal', None)
    >>> status_of("유효기간 만료"), status_of("vigente, por vencer")
    ('ended', 'expiring')
    """
    words = re.sub(r"\s+", " ", printed).strip(" .-–—;:()").lower()
    for word, status in _statuses():
        if word == words:
            return status
    statuses = [
        (word, status)
        for word, status in _statuses()
        if re.search(rf"(?<![^\W_]){re.escape(word)}" + ("" if "가" <= word[-1] <= "힣" else r"(?![^\W_])"), words)
    ]
    if not statuses:
        return None
    best = statuses[0]
    rest = words.replace(best[0], " ")
    if best[1] == "ended":
        rest = re.sub(r"\b(?:not|no)\s+(?:been\s+|se\s+)?(?:renewed|extended|renov\w+|prorrog\w+)", " ", rest)
    if re.search(r"\b(?:not|no(?!\.?\s*\d)|never|sin)\b|않", rest):
        return None
    if best[1] == "in_force" and any(status == "in_force_auto_renewal" for _, status in statuses):
        return "in_force_auto_renewal"
    if best[1] == "in_force":  # 유효기간 만료: the validity that is named has ended
        return next((status for _, status in statuses if status in _AFTER_FORCE), "in_force")
    return best[1]
