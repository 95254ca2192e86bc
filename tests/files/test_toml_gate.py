"""The door for TOML: what the parser would choke on is refused first, quickly, with the file and line."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from henequen.files.toml_gate import TOML_BOUNDS, parse_toml, read_toml
from henequen.model.errors import DataError, PackError

HOSTILE = {
    "long dotted key": "a" + ".a" * 30_000 + " = 1",
    "quoted dotted key": '"a"' + '."b"' * 3_000 + " = 1",
    "deep header": "[" + ".".join("a" for _ in range(40)) + "]",
    "digits": "x = " + "9" * 5_000,
    "deep array": "x = " + "[" * 5_000,
    "deep inline table": "x = " + "{a = " * 5_000,
    "many tables": "[[a]]\nb = 1\n" * 20_000,
    "long key": "k" * 5_000 + " = 1",
    "long line": "x = '" + "a" * 70_000 + "'",
    "unclosed string": 'x = "' + "\\" * 60_000,
    "unclosed block": "x = '''" + "a\n" * 60_000,
    "stray quotes": '"""' * 20_000,
    "too large": "# comment\n" * 200_000,
    "not TOML": "x = ",
    "twice": "a = 1\na = 2",
    "bad date": "x = 2026-13-45",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_toml_gate_refuses_hostile_text_soon(name: str, tmp_path: Path) -> None:
    file = tmp_path / "hostile.toml"
    file.write_text(HOSTILE[name], encoding="utf-8")
    began = time.process_time()
    with pytest.raises(DataError) as caught:
        read_toml(file)
    assert time.process_time() - began < 10, "under a second on a quiet machine"
    assert str(file) in str(caught.value.where)
    assert len(str(caught.value)) < 1_000


def test_toml_gate_refuses_bytes_that_are_not_text(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(b"a = '\xff'")
    with pytest.raises(DataError, match="UTF-8"):
        read_toml(file)
    with pytest.raises(DataError, match="not here"):
        read_toml(tmp_path / "no.toml")


@pytest.mark.skipif(sys.platform == "win32", reason="has no such pipes")
def test_toml_gate_refuses_what_is_no_file_and_does_not_wait_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    for name, found in (("pipe.toml", "a special file"), (".", "a folder")):
        with pytest.raises(DataError, match="not a file") as refused:
            read_toml(tmp_path / name)
        assert found in str(refused.value)


def test_toml_gate_raises_the_error_of_its_caller() -> None:
    with pytest.raises(PackError, match=r"pack\.toml"):
        parse_toml("a = ", "pack.toml", error=PackError)


def test_toml_gate_lets_ordinary_files_pass() -> None:
    dots = ".".join("abcdefghijklmn")
    text = f"\ufefftitle = '{dots}'  # {dots}\r\nx = [{'1.5, ' * 40}]\r\n[a.b]\r\nc = {{ d = [[1], [2]] }}\r\n"
    assert parse_toml(text, "t")["a"]["b"]["c"] == {"d": [[1], [2]]}
    many = "\n".join(f"k{n} = {n}" for n in range(TOML_BOUNDS.keys - 1))
    assert len(parse_toml(many, "t")) == TOML_BOUNDS.keys - 1
