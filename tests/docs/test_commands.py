"""Every verb and every option of the command line is in docs/reference/commands.md, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from henequen.cli.app import app

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "commands.md"


def verbs(command: Any, name: str = "henequen") -> Iterator[tuple[str, Any]]:
    """Every command that does something, with its full name."""
    if hasattr(command, "commands"):
        for word, inner in command.commands.items():
            yield from verbs(inner, f"{name} {word}")
    else:
        yield name, command


def sections() -> dict[str, str]:
    """The page, cut at its headings that name a verb."""
    parts = re.split(r"^#{2,4} `(henequen [^`]*)`$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {
        heading: re.split(r"^## ", text, flags=re.MULTILINE)[0]
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }


VERBS = dict(verbs(typer.main.get_command(app)))


def described(text: str) -> set[str]:
    """The options that a section lists: those that begin a row of its table."""
    return {
        word
        for row in re.findall(r"^\| (`-.*?) \|", text, flags=re.MULTILINE)
        for word in re.findall(r"`(--[a-z-]+)", row)
    }


@pytest.mark.parametrize("verb", VERBS)
def test_the_page_describes_the_verb_with_all_its_options(verb: str) -> None:
    assert verb in sections(), f"{verb} is not a heading of {PAGE.name}"
    options = {
        name
        for parameter in VERBS[verb].params
        for name in (*parameter.opts, *parameter.secondary_opts)
        if name.startswith("--")
    }
    assert described(sections()[verb]) == options - {"--help"}


@pytest.mark.parametrize("verb", VERBS)
def test_the_page_says_how_the_verb_ends(verb: str) -> None:
    assert re.search(r"^Exit codes?: ", sections().get(verb, ""), flags=re.MULTILINE)


def test_the_page_describes_no_verb_that_is_not_there() -> None:
    assert set(sections()) <= set(VERBS)
