"""The reader for foreign TOML: sizes, depth, key length and digits are bounded before the parser sees a byte.

The standard parser takes quadratic time on long dotted keys and exceeds the recursion limit on deep brackets, so a file of
60 KB can hold a process for a minute. One linear scan over the text refuses such files first; what passes is parsed in
milliseconds. The scan needs no grammar of its own: it skips strings and comments, and counts dots, brackets and the
length of bare words in the rest.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from henequen.files.foreign import named_kind
from henequen.model.errors import DataError, HenequenError
from henequen.model.message import Message
from henequen.model.unseen import first_unseen

__all__ = ["TOML_BOUNDS", "TomlBounds", "parse_toml", "read_toml"]


@dataclass(frozen=True)
class TomlBounds:
    """What a TOML file may hold: bytes in all, bytes per line, parts of a dotted key, depth of brackets, characters of a
    bare word (a key, number or date), keys and tables."""

    size: int = 1_000_000
    line: int = 65_536
    parts: int = 12
    depth: int = 24
    word: int = 200
    keys: int = 20_000


TOML_BOUNDS = TomlBounds()
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""'  # strings of several lines, then of one line, then comments: nothing in them counts
    r"|'''.*?'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|(?P<word>[A-Za-z0-9_+\-:]+)"
    r"|(?P<mark>[.\[\]{}=,\n])",
    re.DOTALL,
)


def read_toml(
    path: Path, *, bounds: TomlBounds = TOML_BOUNDS, error: type[HenequenError] = DataError, what: str = "file_toml"
) -> dict[str, Any]:
    """The tables of the TOML file at `path`; raises `error`, naming the file, for one that is missing, not UTF-8, out of
    `bounds` or not TOML."""
    if path.exists() and not path.is_file():
        kind_of_path = Message("folder" if path.is_dir() else "special_file")
        raise error(
            Message("not_file", what=Message(what)), where=str(path), found=kind_of_path, expected=Message("toml_file")
        )
    try:
        with path.open("rb") as file:
            data = file.read(bounds.size + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise error(Message("not_here", what=Message(what)), where=str(path), expected=Message("toml_file")) from None
    except (OSError, ValueError) as failed:
        raise error(Message("cannot_be_read", what=Message(what)), where=str(path), found=str(failed)) from None
    return parse_toml(data, str(path), bounds=bounds, error=error, what=what)


def parse_toml(
    data: bytes | str,
    where: str,
    *,
    bounds: TomlBounds = TOML_BOUNDS,
    error: type[HenequenError] = DataError,
    what: str = "file_toml",
) -> dict[str, Any]:
    """The tables of TOML given as bytes or text; `where` names its origin in messages. Raises as `read_toml`.

    >>> parse_toml("a.b = 1", "example")
    {'a': {'b': 1}}
    >>> parse_toml("x = " + "[" * 99, "example")
    Traceback (most recent call last):
    ...
    henequen.model.errors.DataError: example, line 1: the TOML file is nested too deeply
      found:    more than 24 open brackets
      expected: at most 24 levels
    """
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(raw) > bounds.size:
        raise error(
            Message("too_large", what=Message(what)),
            where=where,
            found=Message("more_than_bytes", n=f"{bounds.size:,}"),
            expected=Message("smaller_file"),
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as failed:
        kind = named_kind(raw)
        raise error(
            Message("another_kind" if kind else "not_utf_8", what=Message(what)),
            where=where,
            found=kind or Message("byte", start=failed.start),
            expected=Message("toml_file_in_utf_8"),
        ) from None
    _scan(text, where, bounds, error, what)
    try:
        tables = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as failed:
        raise error(Message("not_toml", what=Message(what)), where=where, found=str(failed)[:300]) from None
    if unseen := next((mark for one in _texts(tables) if (mark := first_unseen(one))), ""):
        raise error(
            Message("has_character_that_terminal_obeys", what=Message(what)),
            where=where,
            found=unseen,
            expected=Message("plain_text"),
        )
    return tables


def _texts(value: object) -> Iterator[str]:
    """Every key and text of parsed tables: escapes such as \\u001b are characters only now."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _scan(text: str, where: str, bounds: TomlBounds, error: type[HenequenError], what: str) -> None:
    """Refuse what the parser could not handle, naming the line."""
    line = max(map(len, text.split("\n")))
    if line > bounds.line:
        number = next(n for n, one in enumerate(text.split("\n"), 1) if len(one) > bounds.line)
        raise error(
            Message("line_too_long", what=Message(what)),
            where=Message("at_line", file=where, n=number),
            found=Message("count_characters", n=f"{line:,}"),
            expected=Message("at_most", value=f"{bounds.line:,}"),
        )
    dots = depth = keys = 0

    def refuse(message: str, shape: str, expected: str, at: int) -> HenequenError:
        return error(
            Message("reading_problem", what=Message(what), message=message),
            where=Message("at_line", file=where, n=text.count(chr(10), 0, at) + 1),
            found=shape,
            expected=expected,
        )

    for token in _TOKEN.finditer(text):
        word, mark = token["word"], token["mark"]
        if word is not None:
            if len(word) > bounds.word:
                kind = "digits" if word.replace("_", "").isdigit() else "characters"
                excerpt = f"{len(word):,} {kind}: {word[:20]}..."
                raise refuse(
                    Message("has_key_or_number_that_too"),
                    excerpt,
                    Message("at_most_2", word=bounds.word),
                    token.start(),
                )
        elif mark == ".":
            dots += 1
            if dots >= bounds.parts:
                excerpt = Message("dots_and_more", parts=bounds.parts)
                raise refuse(
                    Message("has_key_with_too_many_parts"),
                    excerpt,
                    Message("at_most_parts", parts=bounds.parts),
                    token.start(),
                )
        elif mark is not None:
            dots = 0
            if mark in "[{":
                depth += 1
                if depth > bounds.depth:
                    excerpt = Message("more_than_open_brackets", depth=bounds.depth)
                    raise refuse(
                        Message("nested_too_deeply"),
                        excerpt,
                        Message("at_most_levels", depth=bounds.depth),
                        token.start(),
                    )
            elif mark in "]}":
                depth = max(0, depth - 1)
            if mark in "=[":
                keys += 1
                if keys > bounds.keys:
                    excerpt = Message("more_than", keys=f"{bounds.keys:,}")
                    raise refuse(
                        Message("has_too_many_keys_and_tables"),
                        excerpt,
                        Message("at_most_3", keys=f"{bounds.keys:,}"),
                        token.start(),
                    )
