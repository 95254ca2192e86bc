"""A child process that reads one open file and answers on its output: a parser of a foreign format, within limits.

The child receives the open file and nothing else: no file name, no network, and limits on memory, processor time, wall
time and output. On systems without such limits (Windows), only those on size and wall time apply.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from henequen.jobs.limits import PARENT_VARIABLE, end_with_parent
from henequen.model.errors import DocumentError, HenequenError
from henequen.model.message import Message

__all__ = ["LARGEST", "child_environment", "limit_child", "open_plain", "read_in_child"]

LARGEST = 50_000_000
"""Bytes of a file that is taken."""
_MEMORY = 1 << 30
_SECONDS = 30


def read_in_child(
    module: str, path: Path, error: type[HenequenError] = DocumentError, arguments: Sequence[str] = ()
) -> bytes:
    """Return what `python -m module ARGUMENTS` writes to its output when the file at `path` is its input.

    The child calls `limit_child` before it reads. Raises `DocumentError` if the file is not plain or too large; `error` if the
    child takes over 30 seconds, or ends without success.
    """
    with open_plain(path) as file:
        try:
            child = subprocess.run(
                [sys.executable, "-m", module, *arguments],
                stdin=file,
                capture_output=True,
                timeout=_SECONDS,
                env=child_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise error(
                Message("reading_took_too_long"), where=str(path), expected=Message("at_most_seconds", seconds=_SECONDS)
            ) from None
    if child.returncode != 0:
        lines = child.stderr.decode("utf-8", "replace").strip().splitlines()
        raise error(
            Message("reader_was_stopped_by_its_limits"),
            where=str(path),
            found=lines[-1] if lines else Message("exit", returncode=child.returncode),
        )
    return child.stdout


def open_plain(path: Path) -> BinaryIO:
    """The file, open; a pipe or a device would never end, so only a regular file within the size limit is accepted."""
    try:
        if path.is_dir():
            raise DocumentError(Message("this_folder"), where=str(path), expected=Message("document"))
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise DocumentError(Message("document_cannot_be_opened", strerror=error.strerror), where=str(path)) from error
    file = os.fdopen(handle, "rb")
    info = os.fstat(handle)
    if not stat.S_ISREG(info.st_mode):
        file.close()
        raise DocumentError(
            Message("not_plain_file"), where=str(path), found=_kind(info.st_mode), expected=Message("document")
        )
    if info.st_size > LARGEST:
        file.close()
        raise DocumentError(
            Message("document_too_large"),
            where=str(path),
            found=Message("count_bytes", n=f"{info.st_size:,}"),
            expected=Message("at_most_bytes", n=f"{LARGEST:,}"),
        )
    return file


def _kind(mode: int) -> str:
    return "a pipe" if stat.S_ISFIFO(mode) else "a socket" if stat.S_ISSOCK(mode) else "a device"


def child_environment() -> dict[str, str]:
    """The environment variables that the child needs to start; it gets none of the parent's others."""
    environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    environment[PARENT_VARIABLE] = str(os.getpid())
    return environment | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONUTF8": "1"}


def limit_child() -> None:
    """Limit this process, and let it end with its parent; the limits cannot be lifted."""
    end_with_parent()

    def no_network(event: str, _: object) -> None:
        if event.startswith("socket."):
            raise PermissionError("no network while a document is read")

    sys.addaudithook(no_network)
    if sys.platform != "win32":
        import resource

        for what, most in (
            (resource.RLIMIT_AS, _MEMORY),
            (resource.RLIMIT_CPU, _SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (most, most))
