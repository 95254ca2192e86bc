"""A lock: one process at a time writes into a pack or makes its store. A process that ends releases it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from henequen.model.errors import StoreError
from henequen.model.message import Message

__all__ = ["locked"]

_FAR_BEHIND = 1 << 30
"""A byte beyond the end of all our files: Windows locks ranges, and reading must stay possible."""


@contextmanager
def locked(path: Path, patience: float = 60.0) -> Iterator[None]:
    """Hold the file at `path` for this process alone; raise StoreError if another process holds it for `patience`
    seconds."""
    handle = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        until = time.monotonic() + patience
        while not _take(handle):
            if time.monotonic() > until:
                raise StoreError(
                    Message("another_process_working_here"), where=str(path), hint=Message("wait_until_done_or_end")
                )
            time.sleep(0.02)
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            os.lseek(handle, _FAR_BEHIND, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
