"""The content of a watched source as a list of units: paragraphs, rows of tables, linked files, entries of a feed.

Runs in the limited child. Two versions of a source are equal if their units are the same, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html  # type: ignore[import-untyped]

from henequen.model.match_key import match_key
from henequen.reading.document import ReadDocument
from henequen.reading.feed import parse_feed
from henequen.reading.formats.detect import binary_kind, text_kind
from henequen.reading.formats.html import read_html
from henequen.reading.formats.refusal import Refusal
from henequen.reading.read import read_bytes, read_document
from henequen.reading.watching.noise import has_words, parsed, remove_noise, without_noise

__all__ = ["units_of"]

_FILE = re.compile(r"\.(?:pdf|xlsx?|csv|docx?|hwpx?|zip|xml|json|ods|odt)$", re.I)
_MOST = 200_000


def units_of(path: Path, kind: str, day: str) -> list[str]:
    """The units of the file at `path`, a source of this kind visited on `day`. Raises Refusal or NeedsOcr."""
    data, _ = read_bytes(path)
    if kind == "feed":
        return [f"{entry['title']} <{_plain(entry['url'])}>" for entry in parse_feed(data)["entries"]]
    if binary_kind(data) is None:
        media_type, decoded = text_kind(data)
        if media_type == "text/html":
            return _html_units(path.name, decoded.text, kind, day)
    return _units(read_document(path.name, data), kind, day)


def _html_units(name: str, text: str, kind: str, day: str) -> list[str]:
    try:
        root = parsed(text)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
        raise Refusal("a damaged HTML page: nothing in it can be read") from error
    remove_noise(root)
    files = sorted({_plain(link) for link in root.xpath("//a/@href") if _FILE.search(urlsplit(link).path)})
    cleaned = lxml.html.tostring(root, encoding="unicode")
    return [*_units(read_html(name, cleaned), kind, day), *(f"file {link}" for link in files)]


def _units(document: ReadDocument, kind: str, day: str) -> list[str]:
    tables = [
        row
        for table in document.tables
        for row in (" | ".join(_row(cells)) for cells in table.grid())
        if has_words(row)
    ]
    if kind == "register" and tables:
        return tables[:_MOST]
    skipped = ("header", "footer", "table")
    texts = [document.text[block.start : block.end] for block in document.blocks if block.kind not in skipped]
    if not document.blocks:
        texts = document.text.splitlines()
    paragraphs = [unit for text in texts if has_words(unit := without_noise(text, day))]
    return [*paragraphs, *tables][:_MOST]


def _row(cells: Sequence[object]) -> list[str]:
    """The printed cells of a row; a merged cell once."""
    texts: list[str] = []
    last: object = None
    for cell in cells:
        if cell is not None and cell is not last:
            texts.append(match_key(str(getattr(cell, "text", ""))).key.strip())
        last = cell
    return texts


def _plain(url: str) -> str:
    """An address without the parts that change from visit to visit: query, fragment, session."""
    parts = urlsplit(url)
    path = unquote(re.sub(r";[^/]*", "", parts.path))
    kept = "&".join(
        sorted(pair for pair in parts.query.split("&") if re.fullmatch(r"(?:id|no|seq|p|article|idx)=\w{1,20}", pair))
    )
    return f"{parts.netloc.lower()}{path}" + (f"?{kept}" if kept else "")
