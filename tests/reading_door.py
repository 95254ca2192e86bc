"""The verb `read` as a user calls it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def read(*files: Path) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and lines of `henequen read --json FILE...`."""
    done = subprocess.run(
        [sys.executable, "-m", "henequen", "read", "--json", *map(str, files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def proposals(lines: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The proposals of one kind."""
    return [line for line in lines if line["kind"] == kind]
