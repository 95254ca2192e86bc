"""Limits of a child process: memory, processor time, wall time, size of a file, no network; it ends with its parent.

The parent passes the limits through the environment (`LIMITS_VARIABLE`); the child applies them before it reads its
order. All children use this module, so that no reader of foreign files runs without limits.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

__all__ = [
    "LIMITS_VARIABLE",
    "PARENT_VARIABLE",
    "Limits",
    "apply_limits",
    "as_variable",
    "ask_for_end",
    "end_with_parent",
    "end_with_parent_process",
    "engine_limits",
    "limits_in",
]

LIMITS_VARIABLE = "HENEQUEN_CHILD_LIMITS"
PARENT_VARIABLE = "HENEQUEN_CHILD_PARENT"
_PARENT_DIED = 1  # PR_SET_PDEATHSIG
_KILL = 9


@dataclass(frozen=True)
class Limits:
    """Bytes of address space, seconds of processor time, seconds of wall time, bytes of the largest file written.

    Address space is more than memory in use: libraries map about half a gigabyte that they never touch.
    """

    memory: int = 3 << 30
    processor: int = 300
    seconds: float = 600.0
    file: int = 4 << 30


def engine_limits(memory: str) -> Limits:
    """Limits of a child whose engine may hold `memory` (as `2GB`): address space for it and for what libraries map, a week,
    files up to a terabyte.

    >>> engine_limits("2GB").memory >> 30
    12
    """
    number, unit = (
        float(memory.upper().rstrip("BKMGTI ") or 2),
        memory.upper().strip().removesuffix("B").removesuffix("I")[-1:],
    )
    size = number * 1024 ** {"K": 1, "M": 2, "G": 3, "T": 4}.get(unit, 0)
    week = 7 * 24 * 3600
    return Limits(memory=int(3 * size) + (6 << 30), processor=week * (os.cpu_count() or 1), seconds=week, file=1 << 40)


def limits_in(environment: Mapping[str, str]) -> Limits | None:
    """The limits that a child was given, or None."""
    text = environment.get(LIMITS_VARIABLE)
    return Limits(**json.loads(text)) if text else None


def as_variable(limits: Limits) -> str:
    """The limits as the value of `LIMITS_VARIABLE`."""
    return json.dumps(asdict(limits))


def ask_for_end() -> None:
    """Ask the system to end this process when the thread that started it ends (also between fork and exec)."""
    with suppress(Exception):
        import ctypes

        ctypes.CDLL(None).prctl(_PARENT_DIED, _KILL, 0, 0, 0)


def end_with_parent() -> None:
    """Let the system end this process when the thread that started it ends, or end now if that was earlier."""
    ask_for_end()
    parent = os.environ.get(PARENT_VARIABLE)
    if parent is not None and sys.platform != "win32" and os.getppid() != int(parent):
        os._exit(_KILL)  # the parent ended before this process could ask for the signal


def end_with_parent_process() -> None:
    """Look twice a second whether the parent is still there, and end if it is not.

    For a child that a thread of a pool started: the system would end it together with that thread, in the middle of its work.
    """
    parent = int(os.environ.get(PARENT_VARIABLE) or os.getppid())

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(_KILL)

    if sys.platform != "win32":
        threading.Thread(target=watch, daemon=True).start()


def apply_limits(limits: Limits | None) -> None:
    """Limit this process, if the system supports it. The caller arranges its end with one of the two functions above."""
    if limits is None:
        return
    with suppress(ImportError, ValueError, OSError):
        import resource

        for kind, most in (
            (resource.RLIMIT_AS, limits.memory),
            (resource.RLIMIT_CPU, limits.processor),
            (resource.RLIMIT_FSIZE, limits.file),
            (resource.RLIMIT_CORE, 0),
        ):
            soft, hard = resource.getrlimit(kind)
            top = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (top, hard))
            del soft
    sys.addaudithook(_no_network)


def _no_network(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo"):
        raise PermissionError(f"a child that reads files has no network ({event}, process {os.getpid()})")
