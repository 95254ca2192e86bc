"""Long verbs show where they are on a terminal, and nowhere else."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from .conftest import command, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
HEAD = "period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue\n"
AREAS = ("CHL", "NZL", "AUS", "BRA", "DEU", "FRA")


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Two years of invented reports of six areas on each other."""
    path = tmp_path / "rows.csv"
    lines = [
        f"{year},{flow},{one},{other},H5,{10 + k // 50}{10 + k % 50}10,{1000 + 7 * k + (flow == 'M') * 60}\n"
        for year in (2018, 2019) for flow in "XM" for one in AREAS for other in AREAS if one != other for k in range(150)
    ]  # fmt: skip
    path.write_text(HEAD + "".join(lines))
    return path


def on_a_terminal(*words: object, interrupt: bytes = b"") -> tuple[int, str, str]:
    """Exit code, output and what came to the terminal that the error stream is; interrupted when `interrupt` shows there."""
    import pty

    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        command(*words), stdout=subprocess.PIPE, stderr=theirs, env=environment(TERM="xterm"), start_new_session=True
    )
    os.close(theirs)
    seen = b""
    with child, os.fdopen(ours, "rb", buffering=0) as terminal:
        with suppress(OSError):  # what a terminal says whose other end is closed
            while data := terminal.read(65536):
                seen += data
                if interrupt and interrupt in seen:
                    os.killpg(child.pid, signal.SIGINT)
                    interrupt = b""
        assert child.stdout is not None
        out = child.stdout.read().decode()
    return child.returncode, out, seen.decode()


def test_a_reconciliation_shows_step_and_period(rows: Path, tmp_path: Path) -> None:
    code, out, seen = on_a_terminal("mirror", "reconcile", rows, "--out", tmp_path / "out.parquet")
    assert code in (0, 3)
    assert re.search("reading the (files|codes)", seen)
    assert re.search(r"201[89] \([12] of 2\): (joining|measuring|goods|finding|writing)", seen)
    assert "100%" in seen
    assert "\x1b" not in out
    assert "out.report.json" in out


@pytest.mark.parametrize("words", [("--json",), ("--dry-run",)])
def test_nothing_is_shown_where_a_program_reads(rows: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    code, out, seen = on_a_terminal("mirror", "reconcile", rows, "--out", tmp_path / "out.parquet", *words)
    assert code in (0, 3)
    assert seen == ""
    assert json.loads(out)


def test_nothing_is_shown_where_there_is_no_terminal(outside: Callable[..., Any], rows: Path, tmp_path: Path) -> None:
    done = outside("mirror", "reconcile", rows, "--out", tmp_path / "out.parquet", FORCE_COLOR="1")
    assert done.code in (0, 3)
    assert done.err == ""
    assert "\x1b" not in done.out


def test_an_explanation_shows_that_it_reconciles(rows: Path) -> None:
    code, out, seen = on_a_terminal("mirror", "explain", "CHL", "NZL", "2019", rows)
    assert code == 0
    assert "of 2): " in seen
    assert "CHL" in out


@pytest.mark.parametrize("when", [b"starting", b" of 2)"])
def test_an_interrupt_ends_it_and_leaves_nothing(rows: Path, tmp_path: Path, when: bytes) -> None:
    (tmp_path / "work").mkdir()
    code, _, seen = on_a_terminal(
        "mirror", "reconcile", rows, "--out", tmp_path / "made" / "out.parquet", "--work", tmp_path / "work",
        interrupt=when,
    )  # fmt: skip
    assert code not in (0, 3)
    assert "Traceback" not in seen
    assert not list((tmp_path / "work").iterdir())
    assert not (tmp_path / "made").exists() or not list((tmp_path / "made").iterdir())
