"""The bodies that one cell lists: by semicolons, bullets, lines, and commas between names that each begin like a body."""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.document import Cell
from henequen.reading.grammar.wordlists import read_toml
from henequen.reading.tables.words import plain

__all__ = ["split_bodies"]

_BREAK = re.compile(
    r"\s*[;；]\s*|\s*\n\s*(?=[•·\-–○])|(?<=[a-z)]{2})\.\s+(?=[A-ZÁÉÍÓÚ])|\s*[·/]\s*(?=[가-힣])|(?<=\S)\s+[/|]\s+(?=\S)"
)
_SOFT = re.compile(r"\s*,\s*|\s*\n\s*|\s+(?:and|y|e|및|와|과)\s+|\s*/\s*")


def split_bodies(text: str, cell: Cell) -> list[tuple[str, int, int]]:
    """The bodies of one cell with their places in the text."""
    raw = text[cell.start : cell.end]
    if plain(raw) == "":
        return []
    if _line(raw) != _line(cell.text):
        # the lines of this cell do not follow each other in the text: its first line is quoted
        return [(part.strip(), cell.start, cell.end) for part in _line(cell.text).split(";") if part.strip()]
    result = []
    for start, end in _soft_parts(raw, _parts(raw)):
        part = raw[start:end]
        shown = re.sub(r"^[•·\-–○\s]+", "", part)
        lead = len(part) - len(shown)
        shown = shown.rstrip(" .,")
        if shown:
            begin = cell.start + start + lead
            result.append((_line(shown), begin, begin + len(shown)))
    return result


def _parts(raw: str) -> list[tuple[int, int]]:
    """The ranges between the marks that always part bodies."""
    pieces: list[tuple[int, int]] = []
    at = 0
    for match in _BREAK.finditer(raw):
        pieces.append((at, match.start()))
        at = match.end()
    return [*pieces, (at, len(raw))]


def _soft_parts(raw: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut at commas, line ends and "and" where every name on both sides begins or ends like a body, or is an acronym."""
    result: list[tuple[int, int]] = []
    for start, end in pieces:
        at = start
        for match in _SOFT.finditer(raw, start, end):
            if _is_body(raw[at : match.start()]) and _is_body(re.split(r"[,\n]", raw[match.end() : end])[0]):
                result.append((at, match.start()))
                at = match.end()
        result.append((at, end))
    return result


def _is_body(name: str) -> bool:
    name = re.sub(r"\s*\([^)]*\)\s*$", "", name.strip(" •·-–○."))
    if re.fullmatch(r"[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ&.-]{1,14}", name):
        return True
    if re.search(r"[가-힣]", name):
        return name.endswith(_ends())
    last = re.search(r"([^\W\d_]+)$", name)
    if last and last.group(1).lower() in _latin_ends() and name[:1].isupper() and len(name.split()) > 1:
        return True
    first = re.match(r"(?:the\s+|el\s+|la\s+)?([^\W\d_]+)", name, re.I)
    return bool(first and first.group(1).lower() in _starts() and len(name.split()) > 1)


@cache
def _starts() -> frozenset[str]:
    return frozenset(read_toml("tables", "matrix_words")["bodies"]["starts"])


@cache
def _latin_ends() -> frozenset[str]:
    return frozenset(read_toml("tables", "matrix_words")["bodies"]["latin_ends"])


@cache
def _ends() -> tuple[str, ...]:
    return tuple(read_toml("tables", "matrix_words")["bodies"]["ends"])


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
