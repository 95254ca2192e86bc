"""A folder takes the place of another in one step, so that a reader, or a kill at any moment, finds the old one or the new one whole.

The system exchanges the two names where it can (Linux, macOS). Elsewhere the old folder is renamed first; if the process ends
between the two renames, `put_back` gives the old folder its name again.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

__all__ = ["old_of", "put_back", "take_place"]

_EXCHANGE = 2
_HERE = -100


def old_of(place: Path) -> Path:
    """Where the folder at `place` waits while another takes its name.

    >>> old_of(Path("out/site")).name
    '.site.old'
    """
    return place.with_name(f".{place.name}.old")


def take_place(new: Path, place: Path) -> None:
    """Put the folder `new` at `place` (same file system); what was there is removed afterwards. Raises OSError."""
    put_back(place)
    if not place.exists():
        new.rename(place)
    elif exchange(new, place):
        shutil.rmtree(new, ignore_errors=True)
    else:
        place.rename(old_of(place))
        try:
            new.rename(place)
        except OSError:
            put_back(place)
            raise
        shutil.rmtree(old_of(place), ignore_errors=True)


def put_back(place: Path) -> None:
    """Finish what an interrupted `take_place` left: the old folder gets its name again, or is removed if the new one
    has it."""
    old = old_of(place)
    if not old.is_dir():
        return
    if place.exists():
        shutil.rmtree(old, ignore_errors=True)
    else:
        old.rename(place)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False if this system or file system cannot."""
    with suppress(OSError, AttributeError, ValueError):
        library = ctypes.CDLL(None, use_errno=True)
        names = os.fsencode(one), os.fsencode(other)
        if sys.platform == "linux":
            return bool(library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*names, _EXCHANGE) == 0)
    return False
