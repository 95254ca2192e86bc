"""Runs a command and turns every error of a user into words and an exit code."""

from __future__ import annotations

import errno
import sqlite3
import sys
from pathlib import Path
from typing import NoReturn

import typer

from henequen.cli.language import forget_language, language, shown_language
from henequen.cli.screen import hang_up, safe_output
from henequen.model.errors import HenequenError, UsageError, bounded
from henequen.model.message import Message

__all__ = ["answer"]

_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ENOENT, errno.ENAMETOOLONG)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_SYSTEM = {
    errno.ENOENT: "system_no_entry",
    errno.EACCES: "system_no_access",
    errno.EISDIR: "system_is_folder",
    errno.ENOTDIR: "system_not_folder",
    errno.ENOSPC: "system_full",
    errno.EEXIST: "system_exists",
    errno.EROFS: "system_read_only",
    errno.ENAMETOOLONG: "system_name_too_long",
}


def answer(app: typer.Typer, arguments: list[str] | None = None) -> None:
    """Run one command of `app` and exit: 0 done, 1 failed, 2 wrong usage, 3 done with findings."""
    with safe_output():
        _answer(app, arguments)


def _answer(app: typer.Typer, arguments: list[str] | None) -> None:
    forget_language(sys.argv[1:] if arguments is None else arguments)
    code: object = None
    try:
        language()  # raises for a HENEQUEN_LANG that does not exist
        try:
            code = app(arguments, prog_name="henequen", standalone_mode=False)
        finally:
            sys.stdout.flush()
    except HenequenError as error:
        _fail(error, error.exit_code)
    except BrokenPipeError:
        _hang_up()
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # typer has already turned it into an exit
            _hang_up()
        raise
    except (KeyboardInterrupt, typer.Abort):
        _fail(HenequenError(Message("stopped")), 1)
    except UnicodeEncodeError as error:
        fragment = bounded(repr(error.object))
        _fail(HenequenError(Message("not_utf8", found=fragment)), UsageError.exit_code)
    except sqlite3.Error as error:
        _fail(HenequenError(Message("store_unreadable", reason=error), hint="henequen build --force"), 1)
    except OSError as error:
        place = bounded(str(error.filename)) if error.filename else "stdout" if error.errno in _FULL else None
        _fail(HenequenError(_system_words(error), where=place, hint=_hint(error)), 1)
    except Exception as error:
        if not hasattr(error, "format_message"):  # not an error of the parser
            raise
        from henequen.cli.usage import usage_words  # imported here because most commands end without an error

        print(usage_words(error), file=sys.stderr)
        code = UsageError.exit_code
    raise SystemExit(code if isinstance(code, int) else 0)


def _system_words(error: OSError) -> str:
    """What the system says; the usual reasons are messages."""
    if error.strerror is None:
        return error.args[0] if error.args and isinstance(error.args[0], str) else str(error)
    code = _SYSTEM.get(error.errno or 0, "")
    message = Message(code) if code else ""
    return message if message == error.strerror else error.strerror


def _hint(error: OSError) -> str | None:
    """What to do if the program's own folder cannot be written, or a disk is full; None for other errors."""
    from henequen.files.folders import home  # imported here because most commands end without an error

    if error.errno in _FULL:
        return Message("free_space")
    if error.errno in _REFUSED and error.filename:
        place = Path(str(error.filename))
        if place.is_relative_to(home()) or home().is_relative_to(place):  # a missing parent is named instead
            return Message("set_home")
    return None


def _fail(error: HenequenError, code: int) -> NoReturn:
    print(f"henequen: {error.text(shown_language())}", file=sys.stderr)
    try:
        sys.stdout.flush()
    except (OSError, ValueError):  # a full disk behind `>`: the interpreter would fail on it again and print a message
        hang_up()
    raise SystemExit(code) from None


def _hang_up() -> NoReturn:
    """The reader of the output closed it: nothing more is written, and that is not a failure."""
    hang_up()
    raise SystemExit(0) from None
