"""The sentences of the command line, by code: `data/words.LANG.toml` words each in one language."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from henequen.cli.language import language
from henequen.model.message import worded
from henequen.model.text_width import columns_of
from henequen.model.wording import filled

__all__ = ["coded", "in_words", "padded", "phrase", "phrase_in", "say", "sentences"]


def phrase(code: str, /, **values: object) -> str:
    """The sentence `code` in the language of the command, with its `values` filled in.

    >>> phrase("read.total", taken=2, refused=0, proposals=14)
    '2 files taken, 0 refused, 14 proposals; nothing is accepted yet'
    """
    return phrase_in(language(), code, **values)


def phrase_in(asked: str, code: str, /, **values: object) -> str:
    """The sentence `code` in a language: for what a program reads, that is `language(machine=True)`."""
    shown = {name: worded(value, asked) if isinstance(value, str) else value for name, value in values.items()}
    return filled(sentences(asked)[code], shown)


def say(code: str, /, **values: object) -> None:
    """Print a sentence on the error stream."""
    print(phrase(code, **values), file=sys.stderr, flush=True)


def in_words(message: object) -> str:
    """A message of the engine in the language of the command; other text unchanged."""
    return worded(message if isinstance(message, str) else str(message), language())


def coded(kind: str, code: str) -> str:
    """What a code means, in the language of the command: English output has the code itself, which commands take."""
    return sentences(language()).get(f"{kind}.{code}", code)


def padded(shown: str, columns: int) -> str:
    """A text with spaces behind it, up to a number of columns of a terminal."""
    return shown + " " * (columns - columns_of(shown))


@cache
def sentences(for_language: str) -> Mapping[str, str]:
    """Every sentence of a language by its code, which is `section.name`."""
    path = files("henequen.cli").joinpath(f"data/words.{for_language}.toml")
    sections: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {f"{section}.{name}": form for section, forms in sections.items() for name, form in forms.items()}
