"""What a page prints around a report and does not belong to it: menus, stamps, credits of pictures, links, comments.

Such lines name countries, agreements and dates too ("Related: Peru and Chile sign a treaty"), but they report nothing:
no reader of sentences sees them. A line is clutter by its form only, never by what it is about.
"""

from __future__ import annotations

import re
from bisect import bisect_right

__all__ = ["find_clutter", "is_clutter"]

_STAMP = (
    r"(?:published|posted|updated|last\s+updated|publicado|actualizado|creado|입력|수정|등록|송고|승인|게재)"
    r"(?:\s+(?:on|at|el|a\s+las|:))*[\s:|]+[^\n]{0,50}?\d{4}[^\n]{0,40}"
    r"|by\s?:?\s?[가-힣]{2,4}\s?기자[^\n]{0,40}"
    r"|(?-i:By|BY|Por|POR):?\s+(?:(?-i:[A-ZÁÉÍÓÚÑ])[\w.’'-]+[ \t]*(?:(?:de|del|and|y|,)[ \t]+)*){1,5}"
    r"|\d{4}[./-]\d{1,2}[./-]\d{1,2}\.?[ \t]+\d{1,2}:\d{2}(?::\d{2})?"
    r"|\d{1,2}:\d{2}[ \t]*[|,·-][ \t]*\d{1,2}/\d{1,2}/\d{4}|<?저작권자[^\n]{0,60}|\(끝\)"
)
"""When the report was published, who wrote it, whose it is."""
_CREDIT = (
    r"(?-i:Photo|PHOTO|Foto|FOTO|Fotos|Photos|Picture|Image|Imagen|Crédito|Credit)s?"
    r"[ \t]*(?:[:/©]|by\b|courtesy\b|cortesía\b|credit)"
)
_CAPTION = (
    rf"[^\n]{{0,500}}[.,(| \t]{_CREDIT}[^\n.]{{0,70}}[.)| \t]*"
    rf"|\(?{_CREDIT}[^\n]{{0,300}}"
    r"|[^\n]{0,200}\((?-i:L|R|C|left|right|centre|center|izq\.|der\.|izquierda|derecha)\)[^\n]{0,160}[^\n.]"
    r"|[^\n]{0,200}[.\s](?:사진\s?[=/:]|\[사진)[^\n]{0,60}"
)
"""The words under a picture: with the credit of its maker, or with the side on which a person is seen."""
_LINK = (
    r"(?:also\s+read|read\s+also|read\s+more|read|see\s+also|related|watch|listen|más\s+en|más\s+información"
    r"|le[ae]r?\s+también|lee(?:r)?(?:\s+más)?|te\s+puede\s+interesar"
    r"|también\s+(?:te\s+)?puede(?:s)?\s+(?:leer|interesar)"
    r"|ver\s+también|mir[ae]\s+también|relacionad[ao]s?|관련\s?기사|관련\s?뉴스|함께\s?보기)\s?[:|»›>][^\n]{0,200}"
    r"|[^\n]{0,160}(?:read\s+more|leer\s+más|continue\s+reading|seguir\s+leyendo|더\s?보기)[\s.…»›>→]{0,4}"
)
"""A link to another report, with the heading of that report."""
_PAGE = (
    r"(?:skip\s+to\s+(?:main\s+)?content|saltar\s+al\s+contenido|ir\s+al\s+contenido(?:\s+principal)?|본문\s?바로가기)"
    r"|(?:home|inicio|portada|홈)\s?[>»›/|▸→][^\n]{0,200}"
    r"|(?:tags?|etiquetas?|keywords?|topics?|temas|filed\s+under|categor(?:y|ies)|categorías?|태그"
    r"|키워드)\s?[:|][^\n]{0,300}"
    r"|(?:share|compartir|comparte|공유)(?:\s+(?:this|on|en|via|con|article|story|artículo|esta|este|nota"
    r"|noticia|post)\b[^\n]{0,60}"
    r"|\s?:[^\n]{0,60})?"
    r"|(?:tweet|facebook|twitter|whatsapp|linkedin|telegram|email|e-mail|print|pinterest|x|copy\s+link"
    r"|imprimir|pdf|instagram|youtube"
    r"|correo|sign\s+in|log\s+in|subscribe|suscr[ií]b[ae]te|newsletter|menu|menú|search|buscar|contact"
    r"|contacto|카카오톡|페이스북|트위터|인쇄|스크랩)"
    r"(?:[ \t|•·/,]+(?:tweet|share|facebook|twitter|whatsapp|linkedin|telegram|email|e-mail|print"
    r"|pinterest|x|imprimir|pdf|instagram|youtube"
    r"|correo|sign\s+in|log\s+in|subscribe|newsletter|menu|menú|search|buscar|contact|contacto|카카오톡|페이스북"
    r"|트위터|인쇄|스크랩))*"
)
"""Parts of the page itself: its menu, its path, its tags, its buttons."""
_LINE = re.compile(rf"(?im)^[ \t]*(?:{_STAMP}|{_CAPTION}|{_LINK}|{_PAGE})[ \t\r]*$\n?")
_LIST = re.compile(
    r"(?im)^[ \t#*]*(?:related(?:\s+(?:news|articles?|stories|posts|content|links|reading))?|you\s+(?:may"
    r"|might)\s+also\s+like"
    r"|most\s+(?:read|popular|viewed)|more\s+(?:news|stories)|more\s+from\s[^\n]{1,40}"
    r"|recommended(?:\s+for\s+you)?|recent\s+posts|trending(?:\s+now)?"
    r"|(?:noticias|notas|artículos|entradas|contenidos?)\s+relacionad[ao]s?|te\s+puede\s+interesar"
    r"|lo\s+más\s+(?:leído|visto)|más\s+noticias"
    r"|recomendad[ao]s?|también\s+te\s+puede\s+interesar|관련\s?(?:기사|뉴스)|많이\s?본\s?(?:기사|뉴스)|인기\s?(?:기사|뉴스)"
    r"|추천\s?(?:기사|뉴스))\s*:?[ \t\r]*$\n?"
)
"""The heading above a list of links to other reports."""
_COMMENTS = re.compile(
    r"(?im)^[ \t#*]*(?:(?:\d{1,4}\s+)?comments?(?:\s*\(\d{1,4}\))?"
    r"|(?:\d{1,4}\s+)?comentarios?(?:\s*\(\d{1,4}\))?|leave\s+a\s+(?:reply|comment)"
    r"|dej[ae]\s+(?:un|tu)\s+(?:comentario|respuesta)|(?:전체\s?)?댓글(?:\s?\(?\d{1,4}\)?)?)\s*:?[ \t\r]*$\n?"
)
_OF_A_COMMENT = re.compile(
    r"(?im)\b(?:reply|says|log\s?in|(?:minutes|hours|days|weeks|months)\s+ago|e-?mail|required|responder"
    r"|respuesta|dice|hace\s+\d+|iniciar\s+sesión"
    r"|requeridos?|your\s+name|tu\s+nombre)\b|답글|신고|비밀번호|로그인"
)
_REPORT = re.compile(r"[.!?다][\"”’)]?\s*$")
_PARAGRAPH = 120
"""Characters; a longer line with a full stop at its end is the report again."""


def find_clutter(text: str) -> list[tuple[int, int]]:
    """The places of clutter in a text, in order."""
    spans = [match.span() for match in _LINE.finditer(text)]
    spans += [(match.start(), _end_of_list(text, match.end())) for match in _LIST.finditer(text)]
    for match in _COMMENTS.finditer(text):
        if _OF_A_COMMENT.search(text, match.end(), match.end() + 300):
            spans.append((match.start(), len(text)))
            break
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def is_clutter(clutter: list[tuple[int, int]], start: int, end: int) -> bool:
    """Is a part of the text inside clutter?"""
    at = bisect_right(clutter, (start, end)) - 1
    return any(first <= start and end <= last for first, last in clutter[max(0, at) : at + 2])


def _end_of_list(text: str, start: int) -> int:
    """Where a list of links ends: at the first line that is a paragraph of a report, else with the text."""
    at = start
    for line in text[start:].splitlines(keepends=True):
        if len(line.strip()) > _PARAGRAPH and _REPORT.search(line):
            return at
        at += len(line)
    return at
