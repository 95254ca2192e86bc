"""Opens the pack of a command; on a terminal, long steps are announced on the error stream before they begin."""

from __future__ import annotations

import sys
from pathlib import Path

from henequen import observatory
from henequen.cli.words import in_words
from henequen.observatory import Observatory

__all__ = ["open_pack"]


def open_pack(pack: str | Path | None = None, *, always: bool = False) -> Observatory:
    """Open the pack that `--pack` names; without one the nearest, else the shipped one. `always` announces into a pipe too."""
    return observatory.open_pack(pack, _say if always or sys.stderr.isatty() else lambda _: None)


def _say(line: str) -> None:
    print(in_words(line), file=sys.stderr, flush=True)
