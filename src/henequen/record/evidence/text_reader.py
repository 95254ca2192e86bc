"""Reads a plain-text document in a child process with limits, and refuses every other kind by its content.

The child is handed the open file and nothing else: it has no name to open, no network, and bounds on memory, processor
time, clock and output. Where the system knows no such bounds (Windows), those on size and clock remain.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from henequen.model.errors import DocumentError

__all__ = ["ReadDocument", "child_environment", "limit_child", "open_plain", "read_lines", "read_text_document"]

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
    with open_plain(path) as file:
        try:
            child = subprocess.run(
                [sys.executable, "-m", "henequen.record.evidence.text_reader"],
                stdin=file,
                capture_output=True,
                timeout=_SECONDS,
                env=child_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise DocumentError(
                "reading took too long", where=str(path), expected=f"at most {_SECONDS} seconds"
            ) from None
    if child.returncode != 0:
        told = child.stderr.decode("utf-8", "replace").strip().splitlines()
        raise DocumentError(
            "the reader was stopped by its limits or failed",
            where=str(path),
            found=told[-1] if told else f"exit {child.returncode}",
        )
    head, _, data = child.stdout.partition(b"\n")
    answer = json.loads(head)
    if "refused" in answer:
        raise DocumentError(
            answer["refused"], where=str(path), expected="plain text in UTF-8", hint="save the document as a text file"
        )
    return ReadDocument(path.name, answer["content_hash"], "text/plain", data.decode("utf-8"))


def read_lines(path: Path) -> list[str]:
    """The lines of a plain file of UTF-8 text (of proposals, say), unparsed. Raises DocumentError as above."""
    with open_plain(path) as file:
        try:
            return file.read(_LARGEST).decode("utf-8").removeprefix("\ufeff").split("\n")
        except UnicodeDecodeError as error:
            raise DocumentError("not valid UTF-8", where=f"{path}, byte {error.start}") from None


def open_plain(path: Path) -> BinaryIO:
    """The file, open; a pipe or a device would never end, so that only a plain file of a bearable size is taken."""
    try:
        if path.is_dir():
            raise DocumentError("this is a folder", where=str(path), expected="a document")
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise DocumentError(f"cannot be opened ({error.strerror})", where=str(path)) from error
    file = os.fdopen(handle, "rb")
    info = os.fstat(handle)
    if not stat.S_ISREG(info.st_mode):
        file.close()
        raise DocumentError("not a plain file", where=str(path), found=_kind(info.st_mode), expected="a document")
    if info.st_size > _LARGEST:
        file.close()
        raise DocumentError(
            "too large", where=str(path), found=f"{info.st_size:,} bytes", expected=f"at most {_LARGEST:,} bytes"
        )
    return file


def _kind(mode: int) -> str:
    return "a pipe" if stat.S_ISFIFO(mode) else "a socket" if stat.S_ISSOCK(mode) else "a device"


def child_environment() -> dict[str, str]:
    """What the child needs to start, and nothing that the parent may hold besides."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONUTF8": "1"}


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


def limit_child() -> None:
    """Bound this process, for good."""

    def no_network(event: str, _: object) -> None:
        if event.startswith("socket."):
            raise PermissionError("no network while a document is read")

    sys.addaudithook(no_network)
    if sys.platform != "win32":
        import resource

        for what, most in (
            (resource.RLIMIT_AS, _MEMORY),
            (resource.RLIMIT_CPU, _SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (most, most))


def _child(source: BinaryIO) -> tuple[dict[str, str], bytes]:
    data = source.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        return {"refused": f"too large: it grew over {_LARGEST:,} bytes"}, b""
    refused = _refusal(data)
    if refused:
        return {"refused": refused}, b""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return {"refused": f"not valid UTF-8 (line {line}, byte {error.start})"}, b""
    return {"content_hash": hashlib.sha256(data).hexdigest()}, data


if __name__ == "__main__":
    limit_child()
    answer, text = _child(sys.stdin.buffer)
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + text)
    sys.stdout.buffer.flush()
