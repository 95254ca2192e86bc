"""The speaker of a sentence, if it is not the publisher: "according to the customs service", "señaló el ministro", 에
따르면."""

from __future__ import annotations

import re
from dataclasses import dataclass

from henequen.reading.grammar.publishers import listed_body_country
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["Speaker", "find_speaker"]

_NAME = r"(?:[A-ZÁÉÍÓÚÑ][\w’'.-]*|of|the|and|for|de|del|la|las|los|y|e|in|on|en|&)"
_AFTER = (
    r"(?:[Aa]ccording to|[Aa]s reported by|[Dd]ata from|[Ff]igures from|[Ss]egún|[Dd]e acuerdo con|"
    r"[Dd]e acuerdo a|[Cc]onforme a|[Cc]on datos de|[Dd]atos de|[Cc]ifras de)\s+(?:the\s+|"
    r"data\s+from\s+(?:the\s+)?|figures\s+from\s+(?:the\s+)?|statistics\s+from\s+(?:the\s+)?|"
    r"datos\s+de\s+|cifras\s+de\s+|estadísticas\s+de\s+|el\s+|la\s+|los\s+|las\s+)?((?:[a-záéíóúñ]+\s+){0,3}?[A-ZÁÉÍÓÚÑ][^,.;()]{1,70}?)(?=\s*[,(;]|\.\s|\.?$)"
)
_SAID = (
    rf"({_NAME}(?:\s+{_NAME}){{0,6}})(?:,[^,.;]{{3,90}},)?\s+(?:said|says|stated|noted|"
    rf"told|added|explained|affirmed|emphasi[sz]es|emphasi[sz]ed|declared|señaló|afirmó|"
    rf"dijo|indicó|destacó|expresó|explicó|informó|aseguró|manifestó|subrayó|precisó)\b"
)
_SAID_BEHIND = (
    r"[,”\"]\s*(?:said|says|stated|noted|explained|added|señaló|afirmó|dijo|indicó|destacó|"
    r"expresó|explicó|informó|aseguró|subrayó|precisó)\s+(?:the\s+|el\s+|la\s+)?((?:[A-ZÁÉÍÓÚÑ][\w’'.-]*|"
    r"de|del|la)(?:\s+(?:[A-ZÁÉÍÓÚÑ][\w’'.-]*|de|del|la)){0,5})"
)
_BODY = (
    r"(?:Bank|Banco|Service|Servicio|Office|Oficina|Bureau|Statistics|Institute|Instituto|Institut|Board|Agency|Agencia|Ministry|Ministerio"
    r"|Authority|Customs|Aduanas?|Dirección|Department|Secretaría|Pro[A-Z]\w+|[A-Z]{3,8})"
)
_COUNTS = (
    rf"(?:[Tt]he\s+|[Ll]a\s+|[Ee]l\s+)?((?:{_NAME}\s+){{0,6}}?{_BODY}(?:\s+{_NAME}){{0,5}})(?:,[^,.;]{{3,60}},)?\s+(?:attributes?|puts?|estimate[sd]?|reports?"
    r"|reported|records?|recorded|registers?|registered|shows?|counts?|counted|values?|valued|has\s+[A-Z]\w+\s+(?:exports|imports)|estima|registra"
    r"|registró|contabiliza|reporta|reportó|sitúa|situó|cifra|cifró|calcula|valora|presentó|informa)\b"
)
_ON_DATA = (
    r"(?:\b[Oo]n|\b[Bb]y|\b[Ii]n|[Aa]ccording to|[Bb]ased on|[Ss]egún|[Cc]on|[Dd]e acuerdo con)\s+(?:the\s+|las\s+|los\s+)?"
    r"((?:[A-Z]\w+\s+){1,2}(?:side['’]s\s+)?(?:customs\s+)?(?:data|figures|statistics|numbers|count)|(?:datos|cifras|estadísticas)\s+[a-záéíóúñ]+)"
)
_DATA_SHOW = r"((?:[A-Z]\w+\s+){1,2}(?:customs\s+)?(?:data|figures|statistics))\s+(?:show|put|suggest|indicate|point)"
_HANGUL = r"([가-힣A-Za-z·\s]{2,30}?)(?:에|의\s?(?:통계|발표|자료)에)\s?따르면"
_HANGUL_COUNTS = (
    r"([가-힣A-Za-z·]{2,14}(?:\s[가-힣A-Za-z]{2,10})?\s?(?:통계청|통계국|통계위원회|관세청|관세위원회|세관|중앙은행|무역부|상무부|투자위원회|개발위원회|투자청)(?:\([^()]{2,12}\))?)"
    r"(?:은|는|이|가)\s[^.]*?(?:발표|집계|밝혔|밝힌|잡는|공표|추산|계산)"
)
"""A statistical body that counts: 통계청은 교역액을 18억 달러로 발표했다."""
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (_AFTER, _SAID, _SAID_BEHIND, _HANGUL, _ON_DATA, _DATA_SHOW, _COUNTS, _HANGUL_COUNTS)
)
_TRAILING = re.compile(r"(?:\s+(?:of|the|and|for|de|del|la|las|los|y|e|in|on|en|&))+$")


@dataclass(frozen=True, slots=True)
class Speaker:
    """The speaker's name, and the country of its statistics if it is a public body."""

    name: str
    country: str | None


def find_speaker(prose: Prose, scene: Scene) -> Speaker | None:
    """The speaker that a sentence names, or None if the publisher speaks."""
    text = re.sub(r"\s+", " ", scene.text)
    for pattern in _PATTERNS:
        match = pattern.search(text)
        if not match:
            continue
        name = _TRAILING.sub("", match.group(1).strip(" ,"))
        if len(name) < 3 or name.split()[0].casefold() in (
            "he",
            "she",
            "it",
            "they",
            "this",
            "that",
            "the",
            "in",
            "on",
            "for",
            "and",
            "of",
        ):
            continue
        name = re.sub(r"^(?:la|el|los|las|the)\s+", "", name)
        behind = re.match(r"\s*\(([^)]{2,20})\)", text[match.end(1) :])
        return Speaker(name, body_country(prose, f"{name} ({behind.group(1)})" if behind else name))
    return None


def body_country(prose: Prose, name: str) -> str | None:
    """The country of a public body, from the list of statistical bodies or a country in its name."""
    if re.match(r"(?:자국|현지|상대국|그\s나라)", name):
        return None  # the statistical office of another country than that of the text
    from henequen.reading.grammar.names import find_places

    codes = {prose.sides.decide(place) for place in find_places(name)}
    codes.discard(None)
    abroad = re.search(r"[Ee]mbass|[Ee]mbajad|대사관|[Ss]tudies", name)
    if len(codes) == 1 and not abroad and re.search(r"[가-힣]", name):
        return codes.pop()  # 통계청 alone is that of the publisher, 우즈베키스탄 통계청 is not
    if code := listed_body_country(name):
        return code
    return codes.pop() if len(codes) == 1 and not abroad else None
