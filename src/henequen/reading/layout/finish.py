"""The last steps for every format: language, table captions and notes, marks for deceptive characters."""

from __future__ import annotations

import re
from dataclasses import replace

from henequen.model.message import Message
from henequen.reading.document import Block, Mark, ReadDocument, ReadTable

__all__ = ["finish", "language_of", "with_context"]

_WORDS = {
    "en": frozenset(
        {"the", "and", "of", "to", "in", "that", "with", "for", "was", "which", "between", "shall", "from", "by"}
    ),
    "es": frozenset({"el", "la", "de", "los", "las", "que", "y", "en", "del", "con", "por", "se", "una", "su", "al"}),
    "pt": frozenset({"o", "a", "de", "os", "que", "e", "em", "do", "da", "com", "uma", "dos", "das", "não", "ao"}),
    "nl": frozenset({"de", "het", "een", "van", "te", "dat", "met", "voor", "zijn", "aan", "tussen", "op", "worden"}),
}
_NOTE = re.compile(
    r"(?:\*+|†|‡|\(?\d{1,2}\)?[.)/]?|[a-z][.)/]?)?\s*(?:source|sources|fuentes?|notas?|notes?|자료|주|출처|fonte|단위|units?|unidad)\b\s*\d*\s*[:：.)]"
    r"|^\*|^※|^\d{1,2}[\s/)][A-Za-z(가-힣]|^\(?[a-z]\)\s|^[pre]/|^\d[A-Z][a-z]|^[eprRPE](?:Estimated|Preliminary|Revised)",
    re.I,
)
_NUMBERED = re.compile(
    r"\s*[<\[(【〈]?\s*(?:(?:table\s*/\s*)?(?:table|cuadro|tabla|quadro|tabela|figure|gráfic[ao]|anexo)\s+[\dIVX]+|표\s*\d)",
    re.I,
)
_UNIT_LINE = re.compile(
    r"단위|unit|unidad|mill|million|USD|US\$|dólar|dollar|달러|%|percent|por ciento|cifras|figures", re.I
)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def finish(document: ReadDocument) -> ReadDocument:
    """Add the language, the captions and notes of tables, and marks."""
    marks = list(document.marks)
    if match := _BIDI.search(document.text):
        message = Message("characters_that_turn_direction_writing_what")
        marks.append(Mark("direction", message, match.start(), match.end()))
    tables = tuple(with_context(document, table) for table in document.tables)
    return replace(document, language=language_of(document.text), tables=tables, marks=tuple(marks))


def language_of(text: str) -> str:
    """en, es, ko, pt, nl or und, by letters and small words.

    >>> language_of("The trade between the two countries was in balance.")
    'en'
    """
    sample = text[:200_000]
    hangul = sum("가" <= char <= "힣" for char in sample)
    latin = sum(char.isalpha() and char < "ɏ" for char in sample)
    if (hangul > 20 and hangul > 0.3 * latin) or (hangul > 3 and hangul > latin):
        return "ko"
    counts = dict.fromkeys(_WORDS, 0)
    for word in re.findall(r"[^\W\d_]+", sample.lower()):
        for language, words in _WORDS.items():
            counts[language] += word in words
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= 2 else "und"


def with_context(document: ReadDocument, table: ReadTable) -> ReadTable:
    """The table with the title and unit lines above it and the notes below it."""
    if not table.cells:
        return table
    start, end = min(cell.start for cell in table.cells), max(cell.end for cell in table.cells)
    page = table.page
    before = [b for b in document.blocks if b.end <= start and b.kind not in ("table", "header", "footer")]
    after = [b for b in document.blocks if b.start >= end]
    caption = [table.caption] if table.caption else []
    if not caption:
        last_table = max((b.end for b in document.blocks if b.kind == "table" and b.end <= start), default=-1)
        for block in reversed(before[-4:]):
            text = _without_rules(document.text[block.start : block.end])
            if block.start < last_table or (page is not None and block.page not in (None, page)):
                break
            if not _is_caption(text, block) or (_NOTE.match(text.strip()) and not _UNIT_LINE.search(text)):
                break
            caption.insert(0, text)
            if block.kind == "heading" or _NUMBERED.match(text):
                break
    notes = list(table.notes)
    if not notes:
        for block in after:
            text = document.text[block.start : block.end]
            if block.kind == "table" or (page is not None and block.page not in (None, page)):
                break
            if block.kind in ("footnote", "paragraph", "list_item") and len(text) < 600 and _NOTE.match(text.strip()):
                notes.append(text)
            elif page is None:
                break
    return replace(table, caption="\n".join(caption), notes=tuple(notes))


_LEGEND = re.compile(
    r"\s*\(?(?:n\.\s?d|n\.\s?a|n/[ad]|s/d|\.{2,3}|…|[-–—]|[pre]/?)\.?\)?\s*[:=]?\s*(?:not|no|nil|sin|dato|confid|provis|prelim|미|없|해당)",
    re.I,
)
"""The meaning of a mark, below the table before: n.d. not available."""


def _without_rules(text: str) -> str:
    """The lines of a block without those of dashes only, and without the spaces that move a unit to the right."""
    lines = [line for line in text.split("\n") if not _RULE.fullmatch(line)]
    return "\n".join(re.sub(r"^\s{8,}", " ", line) for line in lines)


_RULE = re.compile(r"\s*[-=_─━]{3,}[\s\-=_─━]*")


def _is_caption(text: str, block: Block) -> bool:
    if _LEGEND.match(text):
        return False
    if block.kind in ("heading", "caption"):
        return len(text) <= 300
    if len(text) > 220 or text.count("\n") > 3:
        return False
    if re.match(
        r"\s*[<\[(【〈]?\s*(?:table|cuadro|tabla|quadro|tabela|표|figure|gráfic|anexo)\b", text, re.I
    ) or re.match(r"\s*[<\[(【〈]?\s*표\s*\d", text):
        return True
    if _UNIT_LINE.search(text) and len(text) < 140:
        return True
    return len(text) <= 140 and not text.rstrip().endswith((".", "다.", ";", ","))
