"""Which engine made something: the version, and a hash over the code itself, so that new code rebuilds old stores."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

__all__ = ["engine_stamp"]


@cache
def engine_stamp() -> str:
    """A hash over the source files of the rooms that make stores and pages."""
    root = Path(str(files("henequen")))
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if (
            path.suffix in (".py", ".csv", ".html", ".css", ".js", ".toml")
            and "packs" not in path.relative_to(root).parts
        ):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
