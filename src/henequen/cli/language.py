"""The language of what a command prints: `--lang` before or after the verb, else HENEQUEN_LANG, else English.

Every verb prints in `language()`. What programs read (JSON, columns in a pipe) is the same in all languages; only
`requested()`, the language that the command line itself names, turns codes in a pipe into words.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from henequen.model.errors import UsageError
from henequen.model.message import LANGUAGES, Message

__all__ = [
    "Language",
    "add_option",
    "choose_language",
    "forget_language",
    "language",
    "one_of",
    "requested",
    "shown_language",
]

_VARIABLE = "HENEQUEN_LANG"
_requested = ""


def requested() -> str:
    """The language that the command line names; empty if it names none."""
    return _requested


def language(machine: bool = False) -> str:
    """The language of everything that is shown; for what a program reads (`machine`) only one that was requested.

    UsageError if HENEQUEN_LANG names a language that does not exist here.
    """
    preferred = "" if machine else one_of(_VARIABLE, os.environ.get(_VARIABLE, "").strip(), LANGUAGES)
    return _requested or preferred or "en"


def shown_language() -> str:
    """The language in which an error is printed: a HENEQUEN_LANG that does not exist is one of them, in English."""
    try:
        return language()
    except UsageError:
        return "en"


def choose_language(text: str) -> str:
    """Print in a language from here on; an empty text changes nothing."""
    global _requested
    _requested = one_of("--lang", text, LANGUAGES) or _requested
    return text


def forget_language(arguments: Sequence[str]) -> None:
    """Begin a command: forget what the last one named, and print errors of the parser in the language of `arguments`."""
    global _requested
    named = [
        word.partition("=")[2] or following
        for word, following in zip(arguments, [*arguments[1:], ""], strict=False)  # no word at all has no next one
        if word == "--lang" or word.startswith("--lang=")
    ]
    _requested = named[-1] if named and named[-1] in LANGUAGES else ""


def one_of(option: str, text: str, allowed: tuple[str, ...]) -> str:
    """Check a word given on the command line against the words there are; empty stays empty."""
    if text and text not in allowed:
        raise UsageError(Message("unknown_value", option=option), found=text, expected=", ".join(allowed))
    return text


Language = Annotated[
    str,
    typer.Option(
        "--lang", metavar="en|es|ko", help="The language of what is printed.", callback=choose_language, is_eager=True
    ),
]
"""The option; it acts when it is read, so that a function that takes it need not look at it."""


def add_option(option: Any, command: Any) -> None:
    """Give a verb, and all verbs below it, an option that acts when it is read."""
    option.expose_value = False
    command.params.append(option)
    for inner in getattr(command, "commands", {}).values():
        add_option(option, inner)
