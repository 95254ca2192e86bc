"""E-mail: the message with subject and sender; attachments are not read."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from henequen.model.message import Message
from henequen.reading.document import Block, Cell, Mark, ReadDocument, ReadTable
from henequen.reading.formats.encoding import decode
from henequen.reading.formats.html import read_html
from henequen.reading.formats.plain import read_plain
from henequen.reading.formats.refusal import Refusal

__all__ = ["read_mail"]


def read_mail(name: str, data: bytes) -> ReadDocument:
    """The document of a message. Raises Refusal if it has no text."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    plain, page, attached = _parts(message)
    marks = [Mark("left_out", Message("attachment_not_read_save_and_read", file=file)) for file in attached]
    if plain is None and page is None:
        raise Refusal(Message("message_has_no_text"))
    use_page = page is not None and (plain is None or not plain.strip() or "<table" in page.lower())
    body = read_html(name, page or "") if use_page else read_plain(name, plain or "")
    if use_page and plain and plain.strip() and not body.tables:
        body = read_plain(name, plain)
    subject = _header(message, "subject")
    head = f"{subject}\n\n" if subject else ""
    moved = _shift(body, head)
    blocks = (Block("heading", 0, len(subject), None, 1), *moved.blocks) if subject else moved.blocks
    return replace(
        moved,
        media_type="message/rfc822",
        blocks=blocks,
        marks=(*moved.marks, *marks),
        title=subject or None,
        published_on=_day(message),
        publisher=_header(message, "from") or None,
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message[name] or "").split())
    except (ValueError, TypeError, AttributeError, IndexError, LookupError):  # the standard parser fails on some damage
        return ""


def _day(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(_header(message, "date")).date().isoformat()
    except (ValueError, TypeError):
        return None


def _parts(message: EmailMessage) -> tuple[str | None, str | None, list[str]]:
    """The first plain text, the first HTML, and the names of attachments."""
    plain: str | None = None
    page: str | None = None
    attached: list[str] = []
    for number, part in enumerate(message.walk()):
        if number > 500:
            raise Refusal(Message("message_has_more_parts_than_are"))
        if part.is_multipart():
            continue
        try:
            file, kind = part.get_filename(), part.get_content_type()
        except (ValueError, TypeError, AttributeError, LookupError):
            continue
        if file or part.get_content_disposition() == "attachment":
            attached.append(str(file or kind)[:80])
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        charset = part.get_content_charset()
        decoded = decode(payload, charset)
        if decoded is None:
            continue
        if kind == "text/plain" and plain is None:
            plain = decoded.text.replace("\r\n", "\n")
        elif kind == "text/html" and page is None:
            page = decoded.text
    return plain, page, attached


def _shift(document: ReadDocument, head: str) -> ReadDocument:
    """The same document with `head` before its text."""
    by = len(head)
    blocks = tuple(replace(block, start=block.start + by, end=block.end + by) for block in document.blocks)
    tables = tuple(_shift_table(table, by) for table in document.tables)
    marks = tuple(replace(mark, start=mark.start + by, end=mark.end + by) for mark in document.marks)
    return replace(document, text=head + document.text, blocks=blocks, tables=tables, marks=marks)


def _shift_table(table: ReadTable, by: int) -> ReadTable:
    cells: tuple[Cell, ...] = tuple(replace(cell, start=cell.start + by, end=cell.end + by) for cell in table.cells)
    return replace(table, cells=cells)
