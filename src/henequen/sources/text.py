"""Reads a plain-text document in a child process with limits, and refuses every other kind by its content."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from henequen.model.errors import DocumentError

__all__ = ["ReadDocument", "read_text_document"]

_MEMORY = 1 << 30
_SECONDS = 30
_LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as read: its name, the SHA-256 of its bytes, and its text (line ends untouched)."""

    file_name: str
    content_hash: str
    media_type: str
    text: str


def read_text_document(path: Path) -> ReadDocument:
    """Read one file from outside. Raises DocumentError where it is not plain UTF-8 text, or too large."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise DocumentError(f"cannot be opened ({error.strerror})", where=str(path)) from error
    if size > _LARGEST:
        raise DocumentError("too large", where=str(path), found=f"{size:,} bytes", expected=f"at most {_LARGEST:,}")
    command = [sys.executable, "-m", "henequen.sources.text", str(path)]
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(p for p in sys.path if p), PYTHONIOENCODING="utf-8")
    try:
        child = subprocess.run(
            command, capture_output=True, timeout=_SECONDS, env=environment, preexec_fn=_limit, check=False
        )
    except subprocess.TimeoutExpired:
        raise DocumentError("reading took too long", where=str(path), expected=f"at most {_SECONDS} seconds") from None
    if child.returncode != 0:
        raise DocumentError(
            "the reader was stopped by its limits or failed",
            where=str(path),
            found=child.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or f"exit {child.returncode}",
        )
    answer = json.loads(child.stdout)
    if "refused" in answer:
        raise DocumentError(
            answer["refused"], where=str(path), expected="plain text in UTF-8", hint="save the document as a text file"
        )
    return ReadDocument(path.name, answer["content_hash"], "text/plain", answer["text"])


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "an archive or an office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"PAR1", "a Parquet file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"<?xml", "XML"),
)


def _refusal(data: bytes) -> str | None:
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return f"this is {name}, which is not read here"
    if b"\0" in data:
        return f"binary data (a NUL byte at {data.index(0)})"
    start = data[:4096].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html")):
        return "this is HTML, which is not read here"
    if start[:1] in (b"{", b"["):
        try:
            json.loads(data)
        except (ValueError, RecursionError):
            return None
        return "this is JSON, which is not read here"
    return None


def _child(path: str) -> dict[str, str]:
    def no_network(event: str, _: object) -> None:
        if event.startswith("socket."):
            raise PermissionError("no network while a document is read")

    sys.addaudithook(no_network)
    data = Path(path).read_bytes()
    refused = _refusal(data)
    if refused:
        return {"refused": refused}
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return {"refused": f"not valid UTF-8 (line {line}, byte {error.start})"}
    return {"content_hash": hashlib.sha256(data).hexdigest(), "text": text}


if __name__ == "__main__":
    json.dump(_child(sys.argv[1]), sys.stdout)
