"""The table of verbs says what the verbs say of themselves; a mistyped verb is answered with the nearest."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer

from henequen.cli.app import app
from henequen.cli.verbs import VERBS

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", VERBS)
def test_verb_table_has_the_line_of_each_verb(name: str) -> None:
    line = VERBS[name][1].removesuffix("...")
    said = " ".join((COMMANDS[name].help or "").split())
    assert said.startswith(line.rstrip("."))


def henequen(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "henequen", *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("typed", "meant"), [("serach", "find"), ("fnid", "find"), ("breif", "brief"), ("hwo", "who")])
def test_mistyped_verb_is_answered_with_the_nearest(typed: str, meant: str) -> None:
    done = henequen(typed, "x")
    assert done.returncode == 2
    assert f"Did you mean '{meant}'" in done.stderr or f"or '{meant}'" in done.stderr


def test_version_is_printed() -> None:
    done = henequen("--version")
    assert done.returncode == 0 and done.stdout.startswith("henequen ")


def test_help_imports_no_verb() -> None:
    script = (
        "import sys; from henequen.cli.app import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        "heavy = [m for m in sys.modules if m.split('.')[0] in ('numpy', 'duckdb', 'fastapi', 'jinja2', 'lxml')]\n"
        "assert not heavy, heavy\nassert 'henequen.observatory' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
