"""Plain text and Markdown: blocks by empty lines, headings, lists."""

from __future__ import annotations

import re

from henequen.reading.document import Block, ReadDocument

__all__ = ["read_plain"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_ITEM = re.compile(r"\s*(?:[-*•·◦○●□■▪ㅇ◇◆▶※]|\(?\d{1,3}[.)]|\(?[a-z가-하][.)])\s+")


def read_plain(name: str, text: str, media_type: str = "text/plain") -> ReadDocument:
    """The document of a text file: the text exactly as it stands, and its blocks."""
    return ReadDocument(name=name, media_type=media_type, text=text, blocks=plain_blocks(text))


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

    for found in _LINE.finditer(text):
        line = found.group().rstrip("\r\n")
        if not line.strip():
            close()
            continue
        first = found.start() + len(line) - len(line.lstrip())
        last = found.start() + len(line.rstrip())
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
