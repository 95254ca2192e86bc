"""Foreign text reaches a terminal as text; streams that are closed or full end a command in words."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from henequen.record.pack.begin import begin_pack

from .conftest import command, environment

Run = Callable[..., Any]
HOSTILE = {
    "escape": "\x1b]0;owned\x07",
    "bell": "\x07",
    "c1": "\x9b2J",
    "bidi": "\u202egnip",
    "isolate": "\u2066x",
    "backspace": "a\x08",
}
posix = pytest.mark.skipif(sys.platform == "win32", reason="terminals and pipes of another kind")


def _claims(root: Path, title: str) -> None:
    (root / "editions" / "editions.csv").write_text(
        "edition_id,kind,publisher,side,title,published_on\nl,register,Ministry,CHL,List,2020-01-31\n", encoding="utf-8"
    )
    (root / "claims").mkdir(exist_ok=True)
    (root / "claims" / "instruments.csv").write_text(
        f"subject,kind,title,countries,edition\na,treaty,{title},CHL; NZL,l\n", encoding="utf-8"
    )


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    root = tmp_path / "pair"
    begin_pack("CHL", "NZL", root)
    return root


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_pack_with_such_a_character_is_refused_and_named(run: Run, pack: Path, kind: str) -> None:
    _claims(pack, f"Agreement {HOSTILE[kind]}")
    answer = run("check", "--pack", pack)
    assert answer.code == 1
    assert "claims/instruments.csv, line 2: a character that a terminal obeys" in answer.err
    assert "U+" in answer.err
    assert not set(answer.err + answer.out) & set("\x1b\x07\x9b\u202e\u2066\x08")


@pytest.mark.parametrize("kind", HOSTILE)
def test_so_is_one_that_toml_writes_as_an_escape(run: Run, pack: Path, kind: str) -> None:
    path = pack / "pack.toml"
    escape = "".join(f"\\u{ord(c):04x}" for c in HOSTILE[kind])
    text = path.read_text(encoding="utf-8")
    path.write_text(text.partition("[title]")[0] + f'[title]\nen = "A {escape}"\n', encoding="utf-8")
    answer = run("check", "--pack", pack)
    assert answer.code == 1
    assert "pack.toml: the file has a character that a terminal obeys" in answer.err


@posix
@pytest.mark.parametrize("kind", HOSTILE)
def test_so_is_a_file_name_with_one(run: Run, pack: Path, kind: str) -> None:
    (pack / f"note{HOSTILE[kind]}.md".replace("/", "")).write_text("x", encoding="utf-8")
    answer = run("check", "--pack", pack)
    assert answer.code == 1
    assert "a file name with a control character" in answer.err
    assert not set(answer.err) & set("\x1b\x07\x9b\u202e\u2066\x08")


@posix
def test_a_file_name_that_is_not_utf_8_is_said_to_be_one(outside: Run, pack: Path) -> None:
    Path(os.fsdecode(os.fsencode(pack) + b"/caf\xe9.csv")).write_text("x", encoding="utf-8")
    answer = outside("check", "--pack", pack)
    assert answer.code == 1
    assert "a file name that is not UTF-8" in answer.err
    assert "\\udce9" in answer.err


@pytest.mark.parametrize(
    "words", [("find", "{}"), ("show", "{}"), ("check", "--pack", "{}"), ("read", "{}"), ("audit", "--document", "{}")]
)
def test_words_of_the_command_line_are_escaped_in_messages(run: Run, words: tuple[str, ...]) -> None:
    for hostile in HOSTILE.values():
        answer = run(*(word.replace("{}", f"x{hostile}y") for word in words))
        assert not set(answer.err + answer.out) & set("\x1b\x07\x9b\u202e\u2066\x08"), words


@posix
def test_a_terminal_shows_a_hostile_name_and_obeys_nothing(tmp_path: Path) -> None:
    hostile = tmp_path / "list\x1b]0;owned\x07\u202e.csv"
    hostile.write_text("a,b\n1,2\n", encoding="utf-8")
    main, side = pty.openpty()
    process = subprocess.Popen(command("read", hostile), stdout=side, stderr=side, stdin=side, env=environment())
    os.close(side)
    seen = b""
    try:
        while more := os.read(main, 65536):
            seen += more
    except OSError:
        pass
    process.wait(60)
    os.close(main)
    assert b"\x1b]0;" not in seen
    assert b"\x07" not in seen
    assert "\u202e".encode() not in seen


@posix
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("words", ["--version", "show no-such-id"])
def test_a_closed_stream_gives_no_traceback(closed: str, words: str) -> None:
    line = f"{' '.join(command())} {words} {closed}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, env=environment(), timeout=120)
    assert b"Traceback" not in done.stderr + done.stdout, done.stderr
    assert b"Exception ignored" not in done.stderr, done.stderr
    assert done.returncode in (0, 2, 3)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_the_output_is_said() -> None:
    done = subprocess.run(
        ["sh", "-c", f"{' '.join(command())} systems > /dev/full"], capture_output=True, env=environment()
    )
    assert (done.returncode, b"No space left" in done.stderr, b"Exception ignored" in done.stderr) == (1, True, False)


def test_a_zipped_pack_is_told_what_to_do(run: Run, pack: Path, tmp_path: Path) -> None:
    path = tmp_path / "pair.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(pack / "pack.toml", "pair/pack.toml")
    answer = run("check", "--pack", path)
    assert answer.code == 2
    assert "a ZIP archive" in answer.err
    assert "zipfile -e" in answer.err


def test_a_home_that_cannot_be_written_is_named_with_what_to_do(
    run: Run, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _claims(pack, "Agreement")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("HENEQUEN_HOME", str(tmp_path / "file"))
    answer = run("build", "--pack", pack)
    assert answer.code == 1
    assert "HENEQUEN_HOME" in answer.err


def test_a_nul_in_a_path_of_the_data_package_is_refused(run: Run, pack: Path) -> None:
    (pack / "datapackage.json").write_text(
        '{"resources": [{"name": "x", "path": "claims\\u0000.csv"}]}', encoding="utf-8"
    )
    answer = run("check", "--pack", pack)
    assert answer.code == 1
    assert "datapackage.json: a file name with a control character" in answer.err


@pytest.mark.parametrize(
    "text", ["a." * 30_000 + "b = 1", "x = " + "[" * 5_000, "x = " + "9" * 5_000], ids=["key", "depth", "digits"]
)
def test_a_pack_toml_that_would_hold_its_parser_is_refused_at_once(run: Run, pack: Path, text: str) -> None:
    (pack / "pack.toml").write_text(text, encoding="utf-8")
    answer = run("check", "--pack", pack)
    assert answer.code == 1
    assert "pack.toml, line 1" in answer.err
    assert len(answer.err) < 5_000


def test_messages_are_bounded_whatever_the_value(run: Run, pack: Path) -> None:
    _claims(pack, "Agreement")
    path = pack / "claims" / "instruments.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("treaty", "t" * 500_000), encoding="utf-8")
    answer = run("check", "--pack", pack)
    assert answer.code == 1
    assert len(answer.err) < 10_000
