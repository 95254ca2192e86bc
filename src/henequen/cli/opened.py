"""Opens the pack of a command; what takes long is announced on the error stream before it begins."""

from __future__ import annotations

import sys
from pathlib import Path

from henequen import observatory
from henequen.observatory import Observatory

__all__ = ["open_pack"]


def open_pack(pack: str | Path | None = None) -> Observatory:
    """Open the pack that `--pack` names; without one the nearest, else the shipped one."""
    return observatory.open_pack(pack, _say)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
