"""Detects the format of a file from its content; its name is ignored."""

from __future__ import annotations

import io
import json
import re
import zipfile

from henequen.model.message import Message
from henequen.reading.formats.encoding import DecodedText, decode
from henequen.reading.formats.refusal import Refusal

__all__ = ["DOCX", "PDF", "XLSX", "binary_kind", "text_kind"]

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "parquet_file_use_henequen_mirror_for"),
    (b"SQLite format 3\0", "sqlite_database_2"),
    (b"\x1f\x8b", "gzip_archive_unpack_first"),
    (b"BZh", "bzip2_archive_unpack_first"),
    (b"\xfd7zXZ\0", "xz_archive_unpack_first"),
    (b"7z\xbc\xaf\x27\x1c", "n_7_zip_archive_unpack_first"),
    (b"Rar!\x1a\x07", "rar_archive_unpack_first"),
    (b"\x28\xb5\x2f\xfd", "zstandard_archive_unpack_first"),
    (b"\x89PNG\r\n", "picture_png_run_ocr_and_give"),
    (b"\xff\xd8\xff", "picture_jpeg_run_ocr_and_give"),
    (b"GIF8", "picture_gif_run_ocr_and_give"),
    (b"II*\0", "picture_tiff_run_ocr_and_give"),
    (b"MM\0*", "picture_tiff_run_ocr_and_give"),
    (b"{\\rtf", "rich_text_file_save_as_docx"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"ARROW1", "arrow_file"),
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
        raise Refusal(Message("file_empty"))
    head = data[:1024]
    if b"%PDF-" in head:
        return PDF
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refusal(Message("file_protected_with_password_save_without"))
        raise Refusal(Message("office_file_old_format_before_2007"))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    for signature, code in _SIGNATURES:
        if data.startswith(signature):
            raise Refusal(Message(code))
    if data[257:262] == b"ustar":
        raise Refusal(Message("tar_archive_unpack_first"))
    return None


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:20_000])
    except (zipfile.BadZipFile, ValueError, EOFError, OSError) as damage:
        raise Refusal(Message("damaged_zip_archive_its_list_files")) from damage
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    if "[Content_Types].xml" in names and any(name.startswith(("word/", "xl/")) for name in names):
        raise Refusal(Message("damaged_office_file_its_main_part"))
    if "mimetype" in names:
        raise Refusal(Message("opendocument_file_save_as_docx_or"))
    raise Refusal(Message("zip_archive_unpack_first"))


def text_kind(data: bytes) -> tuple[str, DecodedText]:
    """The media type of a text file, and the text. Raises Refusal for data formats and for bytes that are not text."""
    from henequen.reading.formats.delimited import sniff_dialect  # imported here: that module needs the type above

    declared = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", data[:8192], re.I) or re.search(
        rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_-]+)", data[:400], re.I
    )
    decoded = decode(data, declared.group(1).decode("ascii") if declared else None)
    if decoded is None:
        raise Refusal(Message("neither_text_nor_format_that_read"))
    text = decoded.text
    control = sum(text[:200_000].count(chr(code)) for code in (0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18))
    if "\0" in text[:200_000] or control > len(text[:200_000]) // 50:
        raise Refusal(Message("binary_data_unknown_format"))
    start = text[:4000].lstrip("\ufeff \t\r\n")
    if _is_json(text, start):
        raise Refusal(Message("json_data_file_not_document"))
    if _is_mail(start):
        return "message/rfc822", decoded
    xml = _XML.match(start)
    if (
        xml
        and "html" not in (xml.group(2).lower(), (xml.group(1) or "").lower())
        and (start.startswith("<?xml") or (not _HTML.search(start) and f"</{xml.group(2)}>" in text[-2000:]))
    ):
        raise Refusal(Message("xml_data_file_not_document", value=xml.group(2)[:40]))
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
