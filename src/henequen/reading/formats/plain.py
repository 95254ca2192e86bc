"""Plain text and Markdown: blocks by empty lines, headings, lists."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from henequen.model.message import Message
from henequen.reading.document import Block, Mark, ReadDocument
from henequen.reading.formats.plain_tables import plain_tables, too_wide

__all__ = ["read_plain"]

_HEAD = {
    "title": "title",
    "ministry": "publisher",
    "publisher": "publisher",
    "organization": "publisher",
    "부처": "publisher",
}
_HEAD_DATES = {"approve_date", "date", "published", "published_on", "pubdate", "release_date", "배포일"}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_CAPTION = re.compile(r"\s*[<\[(【〈]?\s*(?:(?:table|cuadro|tabla|figure|quadro|anexo)\s+[\dIVX]+|표\s*\d+)", re.I)
_ITEM = re.compile(r"\s*(?:[-*•·◦○●□■▪ㅇ◇◆▶※]|\(?\d{1,3}[.)]|\(?[a-z가-하][.)])\s+")


def read_plain(name: str, text: str, media_type: str = "text/plain") -> ReadDocument:
    """The document of a text file: the unchanged text, its blocks and tables, and the information in its head."""
    tables = plain_tables(text)
    wide = too_wide(text)
    taken = sorted([*((start, end) for start, end, _ in tables), *wide])
    blocks: list[Block] = []
    for block in plain_blocks(text):
        inside = [(start, end) for start, end in taken if start < block.end and block.start < end]
        if not inside:
            blocks.append(block)
        at = block.start
        for start, end in [*inside, (block.end, block.end)] if inside else ():
            if start > at:  # text right above or below a table without an empty line between them
                blocks += plain_blocks_in(text, at, start)
            at = max(at, end)
    blocks += [Block("table", start, end) for start, end in taken]
    blocks.sort(key=lambda block: block.start)
    head = read_head(text)
    return ReadDocument(
        name=name,
        media_type=media_type,
        text=text,
        blocks=tuple(blocks),
        tables=tuple(table for _, _, table in tables),
        marks=tuple(Mark("left_out", Message("line_has_more_cells_than_are_read"), start, end) for start, end in wide),
        title=head.get("title"),
        publisher=head.get("publisher"),
        published_on=head.get("published_on"),
    )


def plain_blocks_in(text: str, start: int, end: int) -> list[Block]:
    """The blocks of a part of the text."""
    return [replace(block, start=block.start + start, end=block.end + start) for block in plain_blocks(text[start:end])]


def read_head(text: str) -> dict[str, str]:
    """Title, publisher and date of a head between two lines of dashes, as published collections write it."""
    match = re.match(r"\ufeff?---\s*\n(.{1,3000}?)\n---\s*\n", text, re.S)
    head: dict[str, str] = {}
    for line in (match.group(1) if match else "").split("\n"):
        name, colon, value = line.partition(":")
        value = value.strip().strip("\"'")
        if not colon or not value:
            continue
        name = name.strip().lower()
        if name in _HEAD:
            head.setdefault(_HEAD[name], value)
        elif name in _HEAD_DATES and (day := _head_day(value)):
            head.setdefault("published_on", day)
    return head


def _head_day(value: str) -> str | None:
    """A day in ISO order, or month/day/year as content systems write it."""
    if match := re.match(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", value):
        year, month, day = (int(part) for part in match.groups())
    elif match := re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})", value):
        month, day, year = (int(part) for part in match.groups())
        if month > 12:
            month, day = day, month
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def plain_blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs, headings and list items of `text`."""
    blocks: list[Block] = []
    start = end = -1
    kind, level = "paragraph", 0

    def close() -> None:
        nonlocal start
        if start >= 0:
            blocks.append(Block(kind, start, end, level=level))
        start = -1

    for match in _LINE.finditer(text):
        line = match.group().rstrip("\r\n")
        if not line.strip():
            close()
            continue
        first = match.start() + len(line) - len(line.lstrip())
        last = match.start() + len(line.rstrip())
        if _CAPTION.match(line) and len(line.strip()) < 160:
            close()
        heading = re.match(r"\s*(#{1,6})\s*\S", line)
        if heading or _ITEM.match(line):
            close()
            kind, level = ("heading", len(heading.group(1))) if heading else ("list_item", 0)
            start, end = first, last
            if heading:
                close()
                kind, level = "paragraph", 0
            continue
        if start < 0:
            kind, level, start = "paragraph", 0, first
        end = last
    close()
    return tuple(blocks)
