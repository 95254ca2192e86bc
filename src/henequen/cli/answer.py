"""Runs a command and turns every error of a user into words and an exit code."""

from __future__ import annotations

import io
import os
import sqlite3
import sys
from typing import NoReturn

import typer

from henequen.model.errors import HenequenError, UsageError

__all__ = ["answer"]


def answer(app: typer.Typer, arguments: list[str] | None = None) -> None:
    """Run one command of `app` and exit: 0 done, 1 failed, 2 wrong usage, 3 done with findings."""
    _speak()
    try:
        try:
            app(arguments)
        finally:
            sys.stdout.flush()
    except HenequenError as error:
        _fail(str(error), error.exit_code)
    except BrokenPipeError:
        _hang_up()
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # typer has made an exit of it already
            _hang_up()
        raise
    except KeyboardInterrupt:
        _fail("stopped", 1)
    except UnicodeEncodeError as error:
        _fail(f"this is not text in UTF-8: {error.object[error.start : error.end]!r}", UsageError.exit_code)
    except sqlite3.Error as error:
        _fail(f"the store cannot be read ({error})\n  next:     henequen build --force", 1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _fail(f"{where}{error.strerror or error}", 1)


def _speak() -> None:
    """Anything that is not a terminal gets UTF-8, whatever the locale; a terminal gets what it can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _fail(words: str, code: int) -> NoReturn:
    print(f"henequen: {words}", file=sys.stderr)
    raise SystemExit(code) from None


def _hang_up() -> NoReturn:
    """Whoever read the output has had enough: nothing more is written, and that is no failure."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(0) from None
