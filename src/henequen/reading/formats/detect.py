"""Detects the format of a file from its content; its name is ignored."""

from __future__ import annotations

import io
import json
import re
import zipfile

from henequen.reading.formats.encoding import DecodedText, decode
from henequen.reading.formats.refusal import Refusal

__all__ = ["DOCX", "PDF", "XLSX", "binary_kind", "text_kind"]

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "a Parquet file: use `henequen mirror` for trade statistics"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x1f\x8b", "a gzip archive: unpack it first"),
    (b"BZh", "a bzip2 archive: unpack it first"),
    (b"\xfd7zXZ\0", "an xz archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive: unpack it first"),
    (b"\x89PNG\r\n", "a picture (PNG): run OCR and give the text"),
    (b"\xff\xd8\xff", "a picture (JPEG): run OCR and give the text"),
    (b"GIF8", "a picture (GIF): run OCR and give the text"),
    (b"II*\0", "a picture (TIFF): run OCR and give the text"),
    (b"MM\0*", "a picture (TIFF): run OCR and give the text"),
    (b"{\\rtf", "a Rich Text file: save it as DOCX"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"ARROW1", "an Arrow file"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<table[\s>]|<(?:div|p|td|tr|li|ul|h[1-6]|span|br)\b[^<>]*>",
    re.I,
)
_MAIL_HEADER = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]?(.*)$")
_MAIL_NAMES = {"from", "to", "subject", "date", "message-id", "mime-version", "received", "cc", "reply-to"} | {
    "delivered-to",
    "return-path",
    "x-mailer",
    "content-type",
}
_XML = re.compile(
    r"\s*(?:<\?xml\b[^>]*\?>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE\s+([A-Za-z]+)[^>]*>\s*)?<([A-Za-z_][\w:.-]*)", re.S
)


def binary_kind(data: bytes) -> str | None:
    """The media type of a PDF, DOCX or XLSX; None for text. Raises Refusal for anything else that is not text."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refusal("the file is empty")
    head = data[:1024]
    if b"%PDF-" in head:
        return PDF
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refusal("the file is protected with a password: save it without one")
        raise Refusal("an Office file of the old format (before 2007): save it as DOCX or XLSX")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    for signature, reason in _SIGNATURES:
        if data.startswith(signature):
            raise Refusal(reason)
    if data[257:262] == b"ustar":
        raise Refusal("a tar archive: unpack it first")
    return None


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:20_000])
    except (zipfile.BadZipFile, ValueError, EOFError, OSError) as damage:
        raise Refusal("a damaged ZIP archive: its list of files cannot be read") from damage
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    if "[Content_Types].xml" in names and any(name.startswith(("word/", "xl/")) for name in names):
        raise Refusal("a damaged Office file: its main part is missing")
    if "mimetype" in names:
        raise Refusal("an OpenDocument file: save it as DOCX or XLSX")
    raise Refusal("a ZIP archive: unpack it first")


def text_kind(data: bytes) -> tuple[str, DecodedText]:
    """The media type of a text file, and the text. Raises Refusal for data formats and for bytes that are not text."""
    from henequen.reading.formats.delimited import sniff_dialect  # imported here: that module needs the type above

    declared = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", data[:8192], re.I) or re.search(
        rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_-]+)", data[:400], re.I
    )
    decoded = decode(data, declared.group(1).decode("ascii") if declared else None)
    if decoded is None:
        raise Refusal("neither text nor a format that is read here: no encoding fits its bytes")
    text = decoded.text
    control = sum(text[:200_000].count(chr(code)) for code in (0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18))
    if "\0" in text[:200_000] or control > len(text[:200_000]) // 50:
        raise Refusal("binary data of an unknown format")
    start = text[:4000].lstrip("\ufeff \t\r\n")
    if _is_json(text, start):
        raise Refusal("JSON: a data file, not a document")
    if _is_mail(start):
        return "message/rfc822", decoded
    xml = _XML.match(start)
    if (
        xml
        and "html" not in (xml.group(2).lower(), (xml.group(1) or "").lower())
        and (start.startswith("<?xml") or (not _HTML.search(start) and f"</{xml.group(2)}>" in text[-2000:]))
    ):
        raise Refusal(f"XML (<{xml.group(2)[:40]}>): a data file, not a document")
    if _is_html(text):
        return "text/html", decoded
    if sniff_dialect(text) is not None:
        return "text/csv", decoded
    return "text/plain", decoded


def _is_json(text: str, start: str) -> bool:
    if start[:1] not in ("{", "["):
        return False
    if re.match(r"\{\s*[\"}]|\[\s*[\[{\"]|\[\s*-?\d[\d.]*\s*,", start):
        if re.match(r"\{\s*\"(?:[^\"\\]|\\.)*\"\s*:|\[\s*\{\s*\"(?:[^\"\\]|\\.)*\"\s*:", start):
            return True
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return start.count("[") > 1000
        return True
    return False


def _is_mail(start: str) -> bool:
    names = set()
    lines = start.splitlines()
    if lines and lines[0].startswith("From "):
        lines = lines[1:]
    for line in lines[:60]:
        if not line.strip():
            break
        if line[:1] in " \t":
            continue
        header = _MAIL_HEADER.match(line)
        if not header:
            break
        names.add(header.group(1).lower())
    return len(names & _MAIL_NAMES) >= 3 and ("from" in names or "received" in names)


def _is_html(text: str) -> bool:
    head = text[:20_000]
    if re.match(
        r"\s*\ufeff?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|p|h[1-6])\b", head, re.I | re.S
    ):
        return True
    tags = len(_HTML.findall(head))
    return (
        tags >= 5
        and tags * 200 >= min(len(head), 4000)
        and bool(re.search(r"</(?:p|td|tr|div|li|table|h\d)\s*>", text, re.I))
    )
