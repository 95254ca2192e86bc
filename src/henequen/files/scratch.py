"""A folder for intermediate files that is always removed: the next run removes what a killed process left."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["scratch_folder"]

_NEW = 60.0
"""Seconds before a folder that is not locked yet counts as a left-over."""
_UNLOCKED = ".new-"
"""Begins the name of a folder until its process has locked it; folders with other names need no waiting."""


@contextmanager
def scratch_folder(prefix: str, parent: Path | None = None) -> Iterator[Path]:
    """A new folder `prefix...` in `parent` (default: the system's folder), removed at the end. This process locks the
    folder while it runs. Folders of the same prefix that no process has locked are removed first.
    """
    within = Path(parent) if parent is not None else Path(tempfile.gettempdir())
    within.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(within, prefix, 0.0)
    _remove_abandoned(within, _UNLOCKED + prefix, _NEW)
    unlocked = Path(tempfile.mkdtemp(prefix=_UNLOCKED + prefix, dir=within))
    lock = _hold(unlocked)
    folder = unlocked.rename(within / unlocked.name.removeprefix(_UNLOCKED))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _hold(folder: Path) -> int | None:
    """Lock a folder for this process; None if another process has locked it, or if this system has no such locks."""
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _remove_abandoned(within: Path, prefix: str, age: float) -> None:
    if sys.platform == "win32":
        return
    for folder in within.glob(f"{prefix}*"):
        with suppress(OSError):
            status = folder.stat()
            if status.st_uid != os.getuid() or time.time() - status.st_mtime < age or not folder.is_dir():
                continue
            lock = _hold(folder)
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)
