"""Which engine made something: the version, and a hash over the code itself, so that new code rebuilds old stores."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

__all__ = ["engine_stamp"]

_SUFFIXES = (".py", ".csv", ".html", ".css", ".js", ".toml")


@cache
def engine_stamp() -> str:
    """A hash over the source files of the rooms that make stores and pages."""
    root = str(files("henequen"))
    digest = hashlib.sha256()
    for name in sorted(_sources(root)):
        digest.update(name.encode() + b"\0")
        with open(f"{root}/{name}", "rb") as file:  # noqa: PTH123 - every command starts here; Path takes three times as long
            digest.update(file.read())
    return digest.hexdigest()


def _sources(root: str) -> Iterator[str]:
    """The names of the source files under `root`, without the packs that an installed package carries."""
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in ("packs", "__pycache__")]
        inside = folder[len(root) + 1 :].replace(os.sep, "/")
        yield from (f"{inside}/{name}".lstrip("/") for name in names if name.endswith(_SUFFIXES))
