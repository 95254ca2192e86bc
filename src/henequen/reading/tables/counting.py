"""Who counted the figures of a table: its source, its publisher, its sender or the head of its document."""

from __future__ import annotations

import re

from henequen.model.countries import countries
from henequen.reading.document import ReadDocument, ReadTable
from henequen.reading.grammar.names import find_places
from henequen.reading.grammar.publishers import is_national_body, listed_body_country
from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.tables.caption_sides import country_of

__all__ = ["INTERNATIONAL", "caption_lines", "counting_country"]


def counting_country(document: ReadDocument, table: ReadTable, sides: DocumentSides) -> str | None:
    """The country whose body counted the figures of a table: by its source, its publisher, its sender or its letterhead."""
    return (
        _source_country(document, table, sides)
        or sides.own
        or _sender_country(document)
        or _letterhead_country(document, table, sides)
    )


def _sender_country(document: ReadDocument) -> str | None:
    """The country of the address of a public body that sent a mail: someone@ministry.gob.pe."""
    match = re.search(r"@[\w.-]*\b(?:gov|gob|gouv|go|gub|govt)\.([a-z]{2})\b", document.publisher or "", re.I)
    if match is None:
        return None
    return next((c.alpha_3 for c in countries().values() if c.alpha_2 == match.group(1).upper()), None)


def caption_lines(caption: str) -> list[str]:
    """The lines of a caption; one that continues in the next line is joined with it."""
    joined: list[str] = []
    for line in (part.strip() for part in caption.split("\n")):
        if not line:
            continue
        open_end = joined and re.search(
            r"(?:\b(?:of|the|to|with|and|in|from|by|de|la|el|los|las|con|y|en|del|a|por)|[,\-–의])$", joined[-1], re.I
        )
        if joined and (open_end or re.match(r"[a-záéíóúñ]", line)):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _source_country(document: ReadDocument, table: ReadTable, sides: DocumentSides) -> str | None:
    """The country whose public body a source note names, in full or by the initials that the document explains."""
    last = document.tables[-1]  # one source below all tables of a file or sheet
    shared = last.notes if last.sheet == table.sheet and document.media_type == "text/csv" else ()
    for note in dict.fromkeys((*table.notes, *shared)):
        if re.search(r"(?:^|[.;※*]\s*)\W*(?:source|fuente|fonte|자료|출처)\s*[:：]", note, re.I) or _SOURCE.match(note):
            if code := listed_body_country(note):
                return code
            named = {code for place in find_places(note) if (code := country_of(place, sides))}
            if len(named) == 1 and not INTERNATIONAL.search(note):
                return named.pop()
            if not named and (code := _country_of_initials(note, document.text, sides)):
                return code
    return None


def _country_of_initials(note: str, text: str, sides: DocumentSides) -> str | None:
    """The country of the one body in the document whose initials a note prints: BCP, Banco Central del Paraguay."""
    codes = set()
    for initials in re.findall(r"\b[A-Z]{3,6}\b", note):
        words = r"\s+(?:(?:de|del|la|of|for|the|y|and)\s+)*".join(rf"{letter}[^\W\d_]+" for letter in initials)
        for match in re.finditer(rf"\b{words}\b", text):
            named = {code for place in find_places(match.group()) if (code := country_of(place, sides))}
            codes |= {listed_body_country(match.group()) or (named.pop() if len(named) == 1 else "")}
    codes.discard("")
    return codes.pop() if len(codes) == 1 else None


_SOURCE = re.compile(r"\W*(?:source|fuente|fonte|자료|출처)", re.I)


def _letterhead_country(document: ReadDocument, table: ReadTable, sides: DocumentSides) -> str | None:
    """The country of the national body whose name is a line above the table or at the head of the document."""
    head = [document.text[block.start : block.end] for block in document.blocks[:5]] if table.sheet is None else []
    head += re.split(r"\s+[|–—]\s+", document.title or "")
    first = next((other for other in document.tables if table.sheet and other.caption), None)
    lines = [*caption_lines(table.caption), *head, *(caption_lines(first.caption) if first else [])]
    bodies: set[str] = set()
    for line in re.split(r"\n|(?<=[^.\s]{3})\.\s", "\n".join(lines)):
        if len(line) > 140 or INTERNATIONAL.search(line):
            continue
        if code := listed_body_country(line):
            bodies.add(code)
        elif is_national_body(line):
            named = {code for place in sides.find(line) if place.kind != "city" and (code := country_of(place, sides))}
            bodies |= named if len(named) == 1 else set()
    return bodies.pop() if len(bodies) == 1 else None


INTERNATIONAL = re.compile(
    r"comtrade|trade ?map|world bank|banco mundial|eurostat|unctad|cepal|\b(?:ITC|IMF|FMI|WTO|OMC|OECD|OCDE|UN)\b", re.I
)
