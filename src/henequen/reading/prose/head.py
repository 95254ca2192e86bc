"""The date of a document in its head, where the reader of its format found none: a labelled date or a date line."""

from __future__ import annotations

import re
from dataclasses import replace

from henequen.reading.document import ReadDocument
from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.dates import find_dates
from henequen.reading.prose.head_lines import date_in_foot, date_in_head

__all__ = ["with_date"]

_LABEL = re.compile(
    r"(?:배포일시|배포일|배포 일시|(?:입력|송고|승인|수정|등록|게재)(?:\s?(?:시간|시각|일시|일))?|"
    r"날짜|일자|보도시점|보도일시|보도일|게시일|등록일|작성일|발표일|approve_date|"
    r"[Pp]ublished(?:\s+on)?|[Dd]ate|[Ff]echa(?:\s+de\s+(?:publicación|elaboración|emisión))?|"
    r"[Pp]repared\s+(?:on|by\s[^\n]{3,70},)|[Ee]laborado\s+el|[Pp]ublicado(?:\s+el)?|[Aa]ctualizado(?:\s+el)?|[Pp]osted(?:\s+on)?|[Cc]orte(?:\s+al?)?|"
    r"작성\s*[:：][^\n]{2,40}/|[Dd]ata|DATE|FECHA)\s*\**\s*[:：]?\s*\**\s*"
    r"(?:a\s+las\s+)?(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|lunes|martes|miércoles|jueves|viernes|sábado|domingo),?\s+)?$"
)


_AGENCY = re.compile(r"\s+(?:[가-힣·]{2,14}(?:부|청|처|원|위원회|실)|[A-ZÁÉÍÓÚÑ][\w .&-]{2,40})\s*")
"""The publisher behind the date on a line of its own: 2023-11-08 산업통상자원부."""
_OPENING = re.compile(r"\(?(?:[A-ZÁÉÍÓÚÑ][\w.À-ÿ]*[ ,]*(?:(?:de|del|la|of)\s+)*){1,5}")
_BEHIND = re.compile(r"\)?\s*(?:\([A-Z][\w ]{1,20}\)\s*)?[.:–—-]+\s*[A-ZÁÉÍÓÚÑ“\"«]")
"""A place and a day that open the first paragraph: Quito, 22 de octubre de 2024. La canciller..."""
_RECORD = re.compile(
    r"(?:[Ee]n\s+(?:la\s+)?(?:ciudad|villa)\s+de\s+[^,\n]{2,50},?\s+(?:a\s+(?:los\s+)?|el\s+(?:día\s+)?"
    r"|siendo\s+las\s+[^,\n]{3,50}\sdel\s+(?:día\s+)?)|(?:Done|DONE)\s+at\s+[^,\n]{2,40},?\s+(?:on\s+)?(?:the\s+)?)$"
)
"""How minutes begin: En la ciudad de Quito, a los..."""
_ADOPTED = re.compile(
    r"(?:\b(?:[Aa]doptad[oa]|[Aa]probad[oa]|[Aa]dopted|[Aa]pproved)\b[^\n]{0,110}\([^()\n]{0,40}"
    r"|^[A-ZÁÉÍÓÚÑ]\w+\s+(?:[Nn]o?\.?[º°]?\s*)?\d{1,3}/(?:19|20)?\d{2}\s+)$"
)
"""A paper with the session that adopted it, or with its number: adoptado en su segunda sesión (Lima, ...), Comentario 31/2024."""
_JOINT_TEXT = re.compile(
    r"\b(?:agreed\s+minutes|minutes|joint\s+(?:statement|declaration|communiqu[eé])|acta|declaración\s+conjunta|comunicado\s+conjunto)\b|회의록|의사록|공동성명|공동선언",
    re.IGNORECASE,
)
"""Titles of texts that two sides adopt at the end of a meeting or of a visit."""
_MET = re.compile(
    r"\b(?:(?:was|were)\s+(?:held|convened)|took\s+place|met\b|se\s+(?:celebr|reuni|llev)\w+|tuvo\s+lugar|visit[aó]?\b|realizó)"
    r"[^.;\n]{0,110}$",
    re.IGNORECASE,
)
"""The first sentence of such a text, in front of the days of the meeting."""
_OPENED = re.compile(r"[^.\n]{0,40}(?:개최|열렸|열린)")
"""The same in Hangul, behind the days."""
_UPDATED = re.compile(
    r"\s*[*_(\[]*(?:[Ll]ast\s+(?:updated|reviewed|modified)|[Uu]pdated|[ÚúUu]ltima\s+actualización|[Aa]ctualizado|최종\s?(?:수정|갱신))"
    r"(?:\s+(?:on|in|en|a|al))?\s*[:：]?\s*[*_]*"
)
"""In front of the month of a page that is kept up to date: Last updated: August 2023."""
_TIME = r"(?:(?:at\s+|a\s+las\s+|[-–]\s)?\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AaPp]\.?[Mm]\.?|h(?:rs)?\.?)?\s*)?"
_TAG = re.compile(r"^\s*[\[【〔(][^\]】〕)\n]{1,20}[\]】〕)]\s*")
"""A mark in front of the date line: [내부 검토용], (Draft)."""


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
                re.fullmatch(rf"[\s.,)]*{_TIME}(?:[|·/–—-].{{0,60}})?", after)
                or (not before.strip() and _AGENCY.fullmatch(after))
            )
            and re.fullmatch(r"(?:[\w.À-ÿ]+[ ,.]*){0,6}", _TAG.sub("", before).strip())
        )
        opening = _OPENING.fullmatch(before.strip()) and _BEHIND.match(after)
        if (
            labelled
            or opening
            or _RECORD.search(before)
            or _ADOPTED.search(before)
            or (dateline and not re.search(r"\b(?:signed|firmad|suscrit|entered|held|celebrad)", line))
        ):
            return replace(document, published_on=date.value.split("/")[-1])
    met = _with_meeting(document, head)
    if met.published_on is None and (day := date_in_head(document.text, "day") or date_in_foot(document.text)):
        return replace(document, published_on=day)
    dated = _with_month(met, head[:500])
    return dated if dated.published_on else replace(document, published_on=date_in_head(document.text, "month"))


def _with_meeting(document: ReadDocument, head: str) -> ReadDocument:
    """The last day of the meeting or visit that the first sentence of minutes or of a joint text prints."""
    title = _JOINT_TEXT.search(head[:250])
    dates = find_dates(head) if title else ()
    first = next((date for date in dates if date.precision == "day"), None)
    if title and first and (_MET.search(head[title.end() : first.start]) or _OPENED.match(head, first.end)):
        return replace(document, published_on=first.value.split("/")[-1])
    return document


_ISSUE = re.compile(
    r"\b(?:No\.?|N\.?º|Nº|Issue|Vol\.?|Bulletin|Newsletter|Bolet[ií]n|Brief|Report|Paper|Informe|Gaceta|Review|Edition|edición)\b|\d\s?호(?![가-힣])|[봄여름가을겨울]호|소식지|회보",
    re.IGNORECASE,
)


def _with_month(document: ReadDocument, head: str) -> ReadDocument:
    """The month of an issue, of a line such as "Policy Brief No. 17, November 2022" that prints no day.

    The last month of a period of months, a quarter or a half: "Issue No. 7, July to September 2023".
    """
    if document.published_on:
        return document
    for date in find_dates(head):
        line_start = head.rfind("\n", 0, date.start) + 1
        line = head[line_start:].split("\n", 1)[0]
        alone = (
            re.fullmatch(r"[\s*_#(]*(?:[A-ZÁÉÍÓÚÑ][\w. ]{1,30},\s)?", head[line_start : date.start]) and len(line) < 40
        )
        alone = alone or (_UPDATED.fullmatch(head[line_start : date.start]) and len(line) < 60)
        if date.precision == "month" and not date.is_range and len(line) <= 110 and (alone or _ISSUE.search(line)):
            return replace(document, published_on=date.value)
        if len(line) <= 110 and _ISSUE.search(line) and (month := _last_month(date)):
            return replace(document, published_on=month)
    return document


def _last_month(date: DateSpan) -> str | None:
    """The last month of a period of months, of a quarter or of a half."""
    if date.precision == "month" and date.is_range:
        return date.value.split("/")[-1]
    part = re.fullmatch(r"(\d{4})-([QH])([1-4])", date.value)
    return f"{part.group(1)}-{int(part.group(3)) * (3 if part.group(2) == 'Q' else 6):02d}" if part else None
