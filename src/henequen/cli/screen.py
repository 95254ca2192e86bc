"""The streams of a command: control characters in foreign text are escaped, so that a terminal shows them and does not
execute them."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO, cast

from henequen.model.unseen import escaped

__all__ = ["hang_up", "raw", "safe_output"]


class _SafeStream:
    """A text stream that escapes control characters in what is written to it; all other behaviour is that of the
    wrapped stream."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        self.stream.write(escaped(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def __iter__(self) -> Iterator[str]:
        return iter(self.stream)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def safe_output() -> Iterator[None]:
    """Print through streams that escape; output that is not a terminal gets UTF-8 in every locale.

    A stream that was closed before the start is treated as unread.
    """
    before = sys.stdout, sys.stderr
    nowhere: list[TextIO] = []
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller: `>&-`
            stream = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open until the command ends
            nowhere.append(stream)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
        setattr(sys, name, stream if isinstance(stream, _SafeStream) else _SafeStream(stream))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream in nowhere:
            stream.close()


def raw(stream: TextIO) -> TextIO:
    """The wrapped stream, for code that draws on a terminal itself; its caller escapes foreign text."""
    return cast(TextIO, getattr(stream, "stream", stream))


def hang_up() -> None:
    """Standard output is closed or full: discard what is left in its buffer."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
