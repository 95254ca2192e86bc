"""Sentences of a document with their place in its text.

A sentence ends at a full stop before a capital, at the end of a block, at a line that begins with a mark of a
list, and behind a heading: a line that ends long before the right margin. Other line ends inside a block do not end it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from henequen.reading.document import ReadDocument
from henequen.reading.prose.clutter import find_clutter, is_clutter

__all__ = ["Sentence", "find_sentences"]

_BULLET = (
    r"(?:[□■○●◇◆▪▫•·‣※☞▶▷◎]|[ㅇo]\s|[-–*]\s|\*{1,3}\s|#{1,6}\s?|\(?\d{1,2}[).]\s|"
    r"\d{1,3}(?:\.\w{1,2})+\.?\s|[①-⑳]|[a-z]\)\s|\([a-z]{1,4}\)\s|[가-하]\.\s)"
)
_NUMBERED_HEADING = re.compile(
    r"(?m)^[ \t]*(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]+\.)[ \t]+[A-ZÁÉÍÓÚÑ가-힣][^.;:,\n]{2,48}$\n"
)
_BREAK = re.compile(
    rf"\n[ \t\u00a0]*(?=\n)|\n(?=[ \t\u00a0]*{_BULLET})|(?<=[.!?:;。」』”\"])[ \t]*\n(?=[ \t]*[\"“「'A-ZÁÉÍÓÚÑ¿¡0-9가-힣(])|"
    rf"\n(?=\S)(?<=\n)(?=#)"
)
_STOP = re.compile(
    r"(?<=[.!?。])(?:[\"”’')\]]{0,2})[ \t\u00a0]*\n?[ \t]*(?=(?:[–—•▪‣]\s)?[\"“‘「'(\[¿¡]?(?:[A-ZÁÉÍÓÚÑ0-9]|"
    r"[가-힣]|US\$|\$))"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"'–—-])(?:[A-Z]|Mr|Mrs|Ms|Dr|Dra|Sr|Sra|Lic|Ing|Mtro|Mtra|Amb|Prof|Gral|"
    r"Gov|Sen|Rep|St|Sto|Sta|No|Nos|Núm|Art|Arts|vs|approx|aprox|Inc|Ltd|Co|Corp|S\.A|C\.V|"
    r"U\.S|EE|UU|D\.F|D\.C|e\.g|i\.e|cf|etc|p\.ej|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|"
    r"Nov|Dec|Fig|Vol|pp?|Ed|Eds|Hon|H\.E|Edo|Cd|Av|Ph|J\.P|a\.m|p\.m|est|B/|S/|Rs|Gs|Bs)\.$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at `start:end`; `block` counts the paragraphs, `kind` is that of the block."""

    start: int
    end: int
    block: int
    kind: str = "paragraph"


def find_sentences(document: ReadDocument) -> list[Sentence]:
    """Every sentence of running text, outside tables, headers and footers."""
    text = document.text
    sentences: list[Sentence] = []
    number = 0
    head = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    clutter = find_clutter(text)
    for start, end, kind, seams in _blocks(document):
        if head and start < head.end():
            continue
        for part_start, part_end in _parts(text, start, end, seams, clutter):
            number += 1
            if is_clutter(clutter, part_start, part_end):
                continue
            for one_start, one_end in _split(text, part_start, part_end):
                if re.search(r"[^\W_]", text[one_start:one_end]):
                    sentences.append(Sentence(one_start, one_end, number, kind))
    return sentences


_Seams = tuple[tuple[int, int], ...]
"""The gaps inside a paragraph where a column or a page ends."""
_OPEN_END = re.compile(
    r"(?:[a-záéíóúñü,]|\b(?:and|of|the|to|in|on|by|with|for|from|between|its|a|an|y|e|o|de|del|la|el|los|las|en|con|por|para|entre|su))$"
)
_OPEN_WORD = re.compile(
    r"\b(?:and|or|of|the|to|in|on|by|with|for|from|between|its|an|at|as|y|de|del|la|el|los|las|en|con|por|para|entre|su|sus|al)$"
)


def _blocks(document: ReadDocument) -> list[tuple[int, int, str, _Seams]]:
    """The blocks of running text; the whole text if the reader of the format gave none."""
    if not document.blocks:
        return [(*block, ()) for block in _plain_blocks(document.text)]
    text = document.text
    blocks: list[tuple[int, int, str, _Seams]] = []
    for block in document.blocks:
        if block.kind in ("table", "header", "footer"):
            continue
        before = blocks[-1] if blocks and document.pages and block.kind == "paragraph" else None
        if before and before[2] in ("paragraph", "list_item") and _goes_on(text, before[0], before[1], block.start):
            blocks[-1] = (before[0], block.end, before[2], (*before[3], (before[1], block.start)))
        else:
            blocks.append((block.start, block.end, block.kind, ()))
    return blocks


def _goes_on(text: str, start: int, end: int, following: int) -> bool:
    """Does a paragraph of several lines go on behind the end of its column or page?"""
    if text[end:following].strip() or "\n" not in text[start:end]:
        return False
    last = text[max(start, end - 40) : end].rstrip()
    if re.match(r"[a-záéíóúñü]", text[following : following + 1]):
        return bool(_OPEN_END.search(last))
    return bool(_OPEN_WORD.search(last))


def _plain_blocks(text: str) -> list[tuple[int, int, str]]:
    """Blocks of a text without layout: lines, if its lines are whole paragraphs; else what blank lines separate."""
    head = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    start = head.end() if head else 0
    lines = [line for line in text[start:].splitlines() if line.strip()]
    if not lines or sum(len(line) > 200 for line in lines) * 8 < len(lines):
        return [(start, len(text), "paragraph")]
    blocks, at = [], start
    for line in text[start:].splitlines(keepends=True):
        if line.strip():
            blocks.append((at, at + len(line.rstrip("\n")), "paragraph"))
        at += len(line)
    return blocks


_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre)\b\.?"
)
_DATED_LINE = re.compile(
    rf"(?<! in)(?<! on)(?<! of)(?<! de)(?<! el)(?<! by)(?<![,\d])\n[ \t]*(?=(?:{_MONTH}\s+(?:\d{{4}}\s+(?-i:[A-ZÁÉÍÓÚÑ])|\d{{1,2}}\b)"
    rf"|\d{{1,2}}(?:\s?(?:[–-]|to|al?|y|and)\s?\d{{1,2}})?\s+(?:de\s+)?{_MONTH}))",
    re.IGNORECASE,
)
"""The start of a line of a calendar: Jan. 17–18, 3 de mayo."""


def _parts(
    text: str, start: int, end: int, seams: _Seams = (), clutter: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """The paragraphs and list items of one block."""
    breaks = {match.start() + 1 for match in _BREAK.finditer(text, start, end)}
    breaks |= {
        match.end()
        for match in _NUMBERED_HEADING.finditer(text, start, end)
        if match.start() == start or text[match.start() - 1] == "\n"
    }
    breaks |= _behind_headings(text, start, end)
    breaks |= {cut for span in clutter for cut in span if start < cut < end}
    dated = [match.end() for match in _DATED_LINE.finditer(text, start, end)]
    if len(dated) + bool(_DATED_LINE.match("\n" + text[start : start + 40])) > 1 and (
        2 * len(dated) >= text.count("\n", start, end)
    ):
        breaks |= set(dated)
    breaks = {cut for cut in breaks if not any(first <= cut <= last for first, last in seams)}
    cuts = [start, *sorted(cut for cut in breaks if start < cut < end), end]
    return [(first, last) for first, last in pairwise(cuts) if text[first:last].strip()]


_HEADING_LINE = re.compile(
    r"(?m)^[ \t]*(?=[^\n]*[^\W\d_])(?P<line>[^\n]+?)[ \t]*\n(?=[ \t]*[\"“«'¡¿(]?[A-ZÁÉÍÓÚÑ])(?P<next>\S*)"
)


def _behind_headings(text: str, start: int, end: int) -> set[int]:
    """The ends of the headings that are right above their paragraph without an empty line between them.

    A line that was broken to fit the page has no room for the first word of the next line; a heading has.
    """
    width = max(len(line) for line in text[start:end].split("\n"))
    if width < _MARGIN:
        return set()
    return {
        match.start("next")
        for match in _HEADING_LINE.finditer(text, start, end)
        if len(match["line"]) + len(match["next"]) < width * _SHORT
        and not _OPEN_HEADING.search(match["line"])
        and not re.search(r"^\s*[a-záéíóúñ]|[.!?]\s", match["line"])
    }


_MARGIN = 72
"""Characters; lines that are all shorter are a list or an address, and their ends say nothing."""
_SHORT = 0.5
"""Of the width: a line of running text with a long word behind it is longer than that."""
_OPEN_HEADING = re.compile(rf"(?:[,;(–—-]|{_OPEN_WORD.pattern})$")
"""The end of a line that goes on: a comma, an article, a preposition."""


_LONGEST = 6_000
"""Characters; a longer run without a full stop is not a sentence, and some rules look at each pair of its words."""


def _limited(text: str, cuts: list[int]) -> list[int]:
    """The cuts with more of them, at spaces, where a piece is too long."""
    limited = cuts[:1]
    for cut in cuts[1:]:
        while cut - limited[-1] > _LONGEST:
            space = text.rfind(" ", limited[-1] + 1, limited[-1] + _LONGEST)
            limited.append(space if space > limited[-1] else limited[-1] + _LONGEST)
        limited.append(cut)
    return limited


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut one paragraph at its full stops."""
    cuts = [start]
    for match in _STOP.finditer(text, start, end):
        before = text[max(start, match.start() - 14) : match.start()].rstrip("\"”’')]")
        if _ABBREVIATION.search(before) or (
            re.search(r"(?:^|\s)\d{1,2}\.$", before) and re.match(r"\s*[가-힣]", text[match.end() :])
        ):
            continue
        if re.search(
            r"(?:[Rr]ecommendation|[Rr]ecomendación|RECOMMENDATION|[Cc]ompromiso|[Cc]ommitment|[Mm]easure|[Mm]edida|[Aa]cción|[Aa]ction|[Dd]ecision|[Dd]ecisión|[Aa]cuerdo|[Rr]esolution"
            r"|[Aa]rticle|[Aa]rtículo|[Pp]aragraph|[Pp]árrafo|[Pp]oint|[Pp]unto|[Aa]nnex|[Aa]nexo|[Ss]ection|[Ss]ección)\s+(?:[IVX]+|\d{1,3})\.$",
            text[max(start, match.start() - 24) : match.start()],
        ):
            continue
        if re.fullmatch(r"\s*[가나다라마바사아자차카타파하]\.", text[start : match.start()]):
            continue  # the letter of an item: 가. 태국은
        if re.search(r"(?:\d{1,2}\.|[월화수목금토일]\))\s?[-~∼～–]\s?\d{1,2}\.$", before) and re.match(
            r"\s*[가-힣(]", text[match.end() :]
        ):
            continue  # 10. 8.~11. 카야오항에
        if re.search(r"\d\.$", before) and text[match.end() : match.end() + 1].isdigit():
            continue
        if re.search(r"\d{1,2}\.\d{1,2}\.$", before) or (
            re.search(r"(?:^|[\s(])[A-Z]?\d{1,3}\.$", before) and match.start() - start < 8
        ):
            continue
        cuts.append(match.end())
    cuts.append(end)
    spans = []
    for first, last in pairwise(_limited(text, cuts)):
        chunk = text[first:last]
        lead = len(chunk) - len(chunk.lstrip())
        trail = len(chunk) - len(chunk.rstrip())
        if chunk.strip():
            spans.append((first + lead, last - trail))
    return spans
