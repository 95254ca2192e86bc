"""Instruments whose title holds no noun of one: the Vuvale Partnership, signed in ..., 「무역투자촉진프레임워크(TIPF)」에 서명.

Only what is next to the verb of a signature or of an entry into force is one; a partnership that is praised does not count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["frameworks"]

_WORD = r"[A-ZÁÉÍÓÚÑ][\w’'-]*"
_NOUN = r"(?:Partnership|Framework|Compact|Charter|Concordat|Entente|Statement\s+of\s+[A-Z]\w+|Asociación|Alianza|Marco|Carta)"
_SIGNED_BEHIND = (
    r"(?=,?\s+(?:which\s+|that\s+|que\s+)?(?:was\s+|were\s+|fue\s+)?(?:finally\s+)?(?:signed|concluded|initialled|firmad[oa]|suscrit[oa])\b"
    r"|:\s[^.:]{0,40}\bsigned\s+it\b)"
)
_FORCE_BEHIND = (
    r"(?=,?\s+(?:which\s+|que\s+)?(?:has\s+been\s+)?(?:entered\s+into\s+force|in\s+force\s+since|took\s+effect|came\s+into\s+force"
    r"|entró\s+en\s+vig|en\s+vigor\s+desde|vigente\s+desde))"
)
_LATIN = re.compile(
    rf"\b(?:{_WORD}[\s-]+(?:(?:of|for|de|para|on)\s+)?){{0,5}}{_NOUN}(?:\s+(?:{_WORD}|de|para|for|on)){{0,5}}(?=(?:\s+(?:between|entre)\s[^,.;:]{{3,60}}?)?(?:{_SIGNED_BEHIND}|{_FORCE_BEHIND}))"
    rf"|\b[A-Z]{{3,}}[A-Za-z]*(?:\s[A-Z][a-z]+)?{_FORCE_BEHIND}"
)
_SIGNED = re.compile(
    rf"\b(?:signed|concluded|firmaron|suscribieron)\s+(?:the|a|an|el|la|un|una)\s+(?P<title>(?:{_WORD}[\s-]+){{1,5}}{_NOUN})\b"
)
_QUOTED = re.compile(
    r"[「『]\s?(?P<title>[^「」『』\n]{4,80}?)\s?[」』](?:\([^()]{2,20}\))?\s?(?:에|을|를|도)?\s?(?:각각\s|공식\s|최종\s)?(?:[\d.년월일()\s가-힣]{0,16}\s)?"
    r"(?:서명|체결|조인|교환)(?!\s?(?:을|하기|할|될|예정|추진|식에))"
)
_NONE = re.compile(
    r"법$|법률$|사업$|회의$|포럼$|센터$|보고서$|행사$|계약$|계약서$|\b(?:The|This|That|It)$|^(?:The|He|She|It)$"
)


def frameworks(text: str, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The titles of `text` without a noun of an instrument, outside the spans that are taken."""
    found: list[tuple[int, int]] = []
    for pattern in (_LATIN, _SIGNED, _QUOTED):
        for match in pattern.finditer(text):
            start, end = match.span("title") if "title" in pattern.groupindex else match.span()
            lead = re.match(r"(?:The|La|El|A|An|In|On|And|Relations|Statement:)\s+", text[start:end])
            start += lead.end() if lead else 0
            if any(start < last and first < end for first, last in [*taken, *found]) or _NONE.search(text[start:end]):
                continue
            found.append((start, end))
    return found
