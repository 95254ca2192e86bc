"""Runs the command line, within this process or in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from henequen.cli import main

SOURCE = Path(__file__).resolve().parents[2] / "src"


@dataclass(frozen=True)
class Answer:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[Any]:
        """The output as one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run a command in this process."""

    def call(*words: object) -> Answer:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(word) for word in words])
        out, err = capfd.readouterr()
        assert isinstance(stop.value.code, int)
        assert "Traceback" not in err
        return Answer(stop.value.code, out, err)

    return call


def command(*words: object) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-W", "error", "-m", "henequen", *map(str, words)]


def environment(**more: str) -> dict[str, str]:
    """The environment of a process of its own, with the sources of this checkout."""
    return {**os.environ, "PYTHONPATH": str(SOURCE), **more}


@pytest.fixture
def outside() -> Callable[..., Answer]:
    """Run a command in a process of its own."""

    def call(*words: object, cwd: Path | None = None, **more: str) -> Answer:
        done = subprocess.run(command(*words), capture_output=True, cwd=cwd, env=environment(**more), timeout=300)
        err = done.stderr.decode("utf-8", "replace")
        assert "Traceback" not in err, err
        return Answer(done.returncode, done.stdout.decode("utf-8", "replace"), err)

    return call
