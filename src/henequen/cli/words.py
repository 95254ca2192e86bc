"""The sentences of the command line, by code: `data/words.LANG.toml` words each in one language."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from henequen.cli.language import language
from henequen.model.message import worded
from henequen.model.wording import filled

__all__ = ["say", "sentences", "text", "texts_of"]


def text(code: str, **values: object) -> str:
    """The sentence `code` in the language of the command, with its `values` filled in.

    >>> text("read.total", taken=2, refused=0, proposals=14)
    '2 files taken, 0 refused, 14 proposals; nothing is accepted yet'
    """
    current = language()
    values_shown = {name: worded(value, current) if isinstance(value, str) else value for name, value in values.items()}
    return filled(sentences(current)[code], values_shown)


def say(code: str, **values: object) -> None:
    """Print a sentence on the error stream."""
    print(text(code, **values), file=sys.stderr, flush=True)


def texts_of(message: object) -> str:
    """A message of the engine in the language of the command; other text unchanged."""
    return worded(str(message) if not isinstance(message, str) else message, language())


@cache
def sentences(for_language: str) -> Mapping[str, str]:
    """Every sentence of a language by its code, which is `section.name`."""
    path = files("henequen.cli").joinpath(f"data/words.{for_language}.toml")
    sections: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {f"{section}.{name}": form for section, forms in sections.items() for name, form in forms.items()}
