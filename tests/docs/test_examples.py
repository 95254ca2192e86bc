"""The shell examples of the documentation are run as they stand, and print what the page says.

A fenced block whose info string is `console run` is an example. Lines that begin with `$ ` are commands, the lines below
them what is printed. `...` stands for anything: alone on a line for any lines, within a line for any characters. Runs of
blanks count as one, so that a page may align columns. A line below a command that begins with `> ` belongs to the command.
A command may end with 0 or 3; one that ends otherwise must be followed by `$ echo $?`. The blocks of a page share one empty
folder. `console run documents` marks a block that needs the five source documents; they are then in the folder
`my-documents`, and the block is left out where they are not at hand.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```console run(?P<needs> documents)?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "=== next command ==="


@dataclass(frozen=True)
class Example:
    """One command with what the page says it prints."""

    command: str
    printed: str
    line: int
    needs_documents: bool


def examples(page: Path) -> list[Example]:
    text = page.read_text(encoding="utf-8")
    found = []
    for block in FENCE.finditer(text):
        line = text.count("\n", 0, block.start()) + 1
        for part in re.split(r"^\$ ", block["body"], flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            while printed.startswith("> "):
                more, _, printed = printed[2:].partition("\n")
                command = f"{command}\n{more}"
            found.append(Example(command, printed, line, bool(block["needs"])))
    return found


def run(commands: list[str], folder: Path, home: Path) -> list[tuple[str, int]]:
    """Run commands one after the other in one shell; what each printed, and how it ended."""
    script = [
        f'henequen() {{ "{sys.executable}" -m henequen "$@"; }}',
        'hq() { henequen "$@"; }',
        f'python3() {{ "{sys.executable}" "$@"; }}',
        "exec 2>&1",
        "code=0",
    ]
    for command in commands:
        script += [f"(exit $code); {command}", "code=$?", f"printf '\\n%s %s\\n' '{MARK}' $code"]
    environment = dict(os.environ, PYTHONPATH=str(ROOT / "src"), HENEQUEN_HOME=str(home), LANG="C.UTF-8", COLUMNS="120")
    done = subprocess.run(
        ["bash"],
        input="\n".join(script),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    parts = re.split(rf"\n{MARK} (\d+)\n", done.stdout)
    return [(printed, int(code)) for printed, code in zip(parts[::2], parts[1::2], strict=False)]


def pattern(printed: str) -> str:
    """What a page says, as a regular expression over lines."""
    lines = []
    for line in printed.strip("\n").split("\n") if printed.strip() else []:
        if line.strip() == "...":
            lines.append(r"(?:.*\n)*?")
        else:
            words = r"[ \t]+".join(".*?".join(map(re.escape, word.split("..."))) for word in line.split())
            lines.append(rf"[ \t]*{words}[ \t]*\n")
    return "".join(lines)


def matches(printed: str, said: str) -> bool:
    """Does the output fit what the page says?"""
    return bool(re.fullmatch(pattern(said), printed.strip("\n") + "\n" if printed.strip() else ""))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if examples(page)], ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_the_examples_of_the_page_print_what_it_says(
    page: Path, tmp_path: Path, own_home: Path, request: pytest.FixtureRequest
) -> None:
    wanted, home = examples(page), own_home
    if any(example.needs_documents for example in wanted):
        try:
            shutil.copytree(request.getfixturevalue("seeds"), tmp_path / "my-documents", copy_function=shutil.copyfile)
            (tmp_path / "my-documents").chmod(0o755)
            home = (
                tmp_path / ".home"
            )  # what a page adds is seen by no other; the store of the shipped pack is made once
            request.getfixturevalue("view")
            for kept in own_home.glob("made/*/store.*"):
                (home / kept.relative_to(own_home)).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(kept, home / kept.relative_to(own_home))
        except pytest.skip.Exception:
            wanted = [example for example in wanted if not example.needs_documents]
            if not wanted:
                raise
    outcome = run([example.command for example in wanted], tmp_path, home)
    assert len(outcome) == len(wanted), f"the shell stopped: {outcome[-1:]}"
    wrong = []
    for example, (printed, code), following in zip(
        wanted, outcome, [*(e.command for e in wanted[1:]), ""], strict=True
    ):
        if not matches(printed, example.printed):
            wrong.append(
                f"block at line {example.line}: $ {example.command}\n--- the page says\n{example.printed}--- it prints\n{printed}"
            )
        elif code not in (0, 3) and following != "echo $?":
            wrong.append(
                f"block at line {example.line}: $ {example.command}\n--- ends with {code}; the page does not say so"
            )
    if wrong:
        pytest.fail("\n\n".join(wrong), pytrace=False)


@pytest.mark.parametrize(
    ("printed", "said", "fits"),
    [
        ("a\tb\n", "a  b\n", True),
        ("a\nb\nc\n", "a\n...\nc\n", True),
        ("a\nb\nc\n", "a\n...\n", True),
        ("built in 0.5 s", "built in ... s", True),
        ("built in 0.5 s", "built in ... m", False),
        ("a\nb\n", "a\n", False),
        ("", "", True),
        ("a\n", "", False),
    ],
)
def test_the_runner_itself(printed: str, said: str, fits: bool) -> None:
    assert matches(printed, said) is fits
