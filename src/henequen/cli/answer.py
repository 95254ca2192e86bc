"""Runs a command and turns every error of a user into words and an exit code."""

from __future__ import annotations

import errno
import sqlite3
import sys
from pathlib import Path
from typing import NoReturn

import typer

from henequen.cli.screen import hang_up, shown
from henequen.model.errors import HenequenError, UsageError, bounded

__all__ = ["answer"]

_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST)


def answer(app: typer.Typer, arguments: list[str] | None = None) -> None:
    """Run one command of `app` and exit: 0 done, 1 failed, 2 wrong usage, 3 done with findings."""
    with shown():
        _answer(app, arguments)


def _answer(app: typer.Typer, arguments: list[str] | None) -> None:
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
        if isinstance(stop.__context__, BrokenPipeError):  # typer has already turned it into an exit
            _hang_up()
        raise
    except KeyboardInterrupt:
        _fail("stopped", 1)
    except UnicodeEncodeError as error:
        _fail(f"this is not text in UTF-8: {error.object[error.start : error.end]!r}", UsageError.exit_code)
    except sqlite3.Error as error:
        _fail(f"the store cannot be read ({error})\n  next:     henequen build --force", 1)
    except OSError as error:
        where = f"{bounded(str(error.filename))}: " if error.filename else ""
        _fail(f"{where}{error.strerror or error}{_hint(error)}", 1)


def _hint(error: OSError) -> str:
    """What to do if the program's own folder cannot be written; empty for other errors."""
    from henequen.files.folders import home  # imported here because most commands end without an error

    if error.errno in _REFUSED and error.filename and Path(str(error.filename)).is_relative_to(home()):
        return "\n  next:     set HENEQUEN_HOME to a folder that you may write to, and try again"
    return ""


def _fail(words: str, code: int) -> NoReturn:
    print(f"henequen: {words}", file=sys.stderr)
    try:
        sys.stdout.flush()
    except (OSError, ValueError):  # a full disk behind `>`: the interpreter would fail on it again and print a message
        hang_up()
    raise SystemExit(code) from None


def _hang_up() -> NoReturn:
    """The reader of the output closed it: nothing more is written, and that is not a failure."""
    hang_up()
    raise SystemExit(0) from None
