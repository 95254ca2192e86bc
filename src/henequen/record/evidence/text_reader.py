"""Reads a plain-text document in a child process with limits, and refuses every other kind by its content."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from henequen.jobs.filter import LARGEST, limit_child, read_in_child
from henequen.jobs.foreign_text import SIGNATURES
from henequen.model.errors import DocumentError
from henequen.model.message import Message, packed, unpacked

__all__ = ["ReadDocument", "read_text_document"]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as read: its name, the SHA-256 of its bytes, and its text (line ends untouched)."""

    file_name: str
    content_hash: str
    media_type: str
    text: str


def read_text_document(path: Path) -> ReadDocument:
    """Read one file from outside. Raises DocumentError if it is not plain UTF-8 text, or too large."""
    head, _, data = read_in_child("henequen.record.evidence.text_reader", path).partition(b"\n")
    answer = json.loads(head)
    if "refused" in answer:
        raise DocumentError(
            unpacked(answer["refused"]),
            where=str(path),
            expected=Message("plain_text_in_utf_8"),
            hint=Message("save_document_as_text_file"),
        )
    return ReadDocument(path.name, answer["content_hash"], "text/plain", data.decode("utf-8"))


def _refusal(data: bytes) -> str | None:
    for signature, name in (*SIGNATURES, (b"<?xml", "XML")):
        if data.startswith(signature):
            return Message("this_which_not_read_here_2", name=name)
    if b"\0" in data:
        return Message("binary_data_nul_byte_at", value=data.index(0))
    start = data[:4096].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html")):
        return Message("this_html_which_not_read_here")
    if start[:1] in (b"{", b"["):
        try:
            json.loads(data)
        except (ValueError, RecursionError):
            return None
        return Message("this_json_which_not_read_here")
    return None


def _child(source: BinaryIO) -> tuple[dict[str, str], bytes]:
    data = source.read(LARGEST + 1)
    if len(data) > LARGEST:
        return {"refused": Message("too_large_grew_over_bytes", largest=f"{LARGEST:,}")}, b""
    refused = _refusal(data)
    if refused:
        return {"refused": refused}, b""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return {"refused": Message("not_valid_utf_8_line_byte", line=line, start=error.start)}, b""
    return {"content_hash": hashlib.sha256(data).hexdigest()}, data


if __name__ == "__main__":
    limit_child()
    answer, text = _child(sys.stdin.buffer)
    sys.stdout.buffer.write(json.dumps(packed(answer)).encode() + b"\n" + text)
    sys.stdout.buffer.flush()
