"""A document from outside is read in a child with limits: nothing hangs, nothing fills the memory, kinds are told by content."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from henequen.jobs import filter as child
from henequen.model.errors import DocumentError
from henequen.record.evidence.text_reader import read_text_document

posix = pytest.mark.skipif(sys.platform == "win32", reason="no such files there")


def test_text_comes_back_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "note.pdf"  # the name does not count
    path.write_bytes("Uno\r\ndos\u2028 – 경상남도\n\n{not json".encode())
    assert read_text_document(path).text == "Uno\r\ndos\u2028 – 경상남도\n\n{not json"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04....", "archive"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"PAR1", "Parquet"),
        (b"a\0b", "binary"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b"\n <!DOCTYPE html><p>", "HTML"),
        (b'{"a": 1}', "JSON"),
        (b"caf\xe9", "UTF-8"),
        (b"MZ\x90\0\x03", "binary"),
    ],
)
def test_other_kinds_are_refused_by_their_content(tmp_path: Path, data: bytes, word: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=word):
        read_text_document(path)


@posix
def test_what_never_ends_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    began = time.monotonic()
    for path in (pipe, Path("/dev/zero"), tmp_path, tmp_path / "missing", Path("/dev/stdin")):
        with pytest.raises(DocumentError):
            read_text_document(path)
    assert time.monotonic() - began < 30


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(DocumentError, match=r"too large"):
        read_text_document(path)


@posix
@pytest.mark.slow
def test_a_bomb_stops_the_child_and_not_this_process(tmp_path: Path) -> None:
    """40 MB of nested lists take gigabytes as Python objects: the child runs into its bound, and that is told."""
    path = tmp_path / "bomb.txt"
    path.write_bytes(b"[" + b"[],[[]]," * 5_000_000 + b"[]]")
    with pytest.raises(DocumentError, match=r"stopped by its limits|took too long"):
        read_text_document(path)


@posix
def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "slow.txt"
    path.write_text("text", encoding="utf-8")
    monkeypatch.setattr(child, "_SECONDS", 0.001)
    with pytest.raises(DocumentError, match="too long"):
        read_text_document(path)


def test_it_works_where_the_system_knows_no_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows: without the module `resource` the child still reads, and size and clock are still bounded."""
    path = tmp_path / "note.txt"
    path.write_text("uno", encoding="utf-8")
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['resource'] = None\nsys.platform = 'win32'\n")
    monkeypatch.setattr(sys, "path", [str(hidden), *sys.path])
    assert read_text_document(path).text == "uno"
