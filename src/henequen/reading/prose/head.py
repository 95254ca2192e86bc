"""The date of a document in its head, where the reader of its format found none: a labelled date or a date line."""

from __future__ import annotations

import re
from dataclasses import replace

from henequen.reading.document import ReadDocument
from henequen.reading.grammar.dates import find_dates

__all__ = ["with_date"]

_LABEL = re.compile(
    r"(?:배포일시|배포일|배포 일시|날짜|일자|보도시점|보도일시|보도일|게시일|등록일|작성일|발표일|approve_date|[Pp]ublished(?:\s+on)?|"
    r"[Dd]ate|[Ff]echa(?:\s+de\s+(?:publicación|elaboración|emisión))?|[Pp]repared\s+(?:on|by\s[^\n]{3,70},)|[Ee]laborado\s+el|[Pp]ublicado(?:\s+el)?|[Dd]ata|DATE|FECHA)\s*\**\s*[:：]?\s*\**\s*$"
)


_AGENCY = re.compile(r"\s+(?:[가-힣·]{2,14}(?:부|청|처|원|위원회|실)|[A-ZÁÉÍÓÚÑ][\w .&-]{2,40})\s*")
"""The publisher behind the date on a line of its own: 2023-11-08 산업통상자원부."""
_OPENING = re.compile(r"\(?(?:[A-ZÁÉÍÓÚÑ][\w.À-ÿ]*[ ,]*(?:(?:de|del|la|of)\s+)*){1,5}")
_BEHIND = re.compile(r"\)?\s*(?:\([A-Z][\w ]{1,20}\)\s*)?[.:–—-]+\s*[A-ZÁÉÍÓÚÑ“\"«]")
"""A place and a day that open the first paragraph: Quito, 22 de octubre de 2024. La canciller..."""
_RECORD = re.compile(
    r"(?:[Ee]n\s+(?:la\s+)?(?:ciudad|villa)\s+de\s+[^,\n]{2,50},?\s+(?:a\s+(?:los\s+)?|el\s+(?:día\s+)?)|[Dd]one\s+at\s+[^,\n]{2,40},?\s+(?:on\s+)?(?:the\s+)?)$"
)
"""How minutes begin: En la ciudad de Quito, a los..."""


def with_date(document: ReadDocument) -> ReadDocument:
    """The document with `published_on` from its first lines: a labelled date, else a short line that is a date line."""
    if document.published_on:
        return document
    head = document.text[:1500]
    for date in find_dates(head):
        if date.precision != "day":
            continue
        line_start = head.rfind("\n", 0, date.start) + 1
        line_end = head.find("\n", date.end)
        line = head[line_start : line_end if line_end >= 0 else len(head)]
        before, after = head[line_start : date.start], line[date.end - line_start :]
        labelled = bool(_LABEL.search(before))
        dateline = (
            len(line) <= 110
            and (
                re.fullmatch(r"[\s.,)]*(?:[|·/–—-].{0,60})?", after)
                or (not before.strip() and _AGENCY.fullmatch(after))
            )
            and re.fullmatch(r"(?:[\w.À-ÿ]+[ ,.]*){0,6}", before.strip())
        )
        opening = _OPENING.fullmatch(before.strip()) and _BEHIND.match(after)
        if (
            labelled
            or opening
            or _RECORD.search(before)
            or (dateline and not re.search(r"\b(?:signed|firmad|suscrit|entered|held|celebrad)", line))
        ):
            return replace(document, published_on=date.value.split("/")[-1])
    return _with_month(document, head[:500])


_ISSUE = re.compile(
    r"\b(?:No\.?|N\.?º|Nº|Issue|Vol\.?|Bulletin|Newsletter|Bolet[ií]n|Brief|Report|Paper|Informe|Gaceta|Review|Edition|edición)\b|호|소식지|회보",
    re.IGNORECASE,
)


def _with_month(document: ReadDocument, head: str) -> ReadDocument:
    """The month of an issue, of a line such as "Policy Brief No. 17, November 2022" that prints no day."""
    for date in find_dates(head):
        line_start = head.rfind("\n", 0, date.start) + 1
        line = head[line_start:].split("\n", 1)[0]
        alone = (
            re.fullmatch(r"[\s*_#(]*(?:[A-ZÁÉÍÓÚÑ][\w. ]{1,30},\s)?", head[line_start : date.start]) and len(line) < 40
        )
        if date.precision == "month" and not date.is_range and len(line) <= 110 and (alone or _ISSUE.search(line)):
            return replace(document, published_on=date.value)
    return document
