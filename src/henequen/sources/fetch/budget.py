"""How many calls a day a key has left, kept in a file, so that a restart does not forget what was spent."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from henequen.model.errors import DataError

__all__ = ["Budget"]


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


class Budget:
    """At most `calls` a UTC day, over all processes that share `path`. A call is counted before it is made."""

    def __init__(self, path: Path, calls: int, today: Callable[[], str] = _today) -> None:
        self._path, self._calls, self._today = path, calls, today
        path.parent.mkdir(parents=True, exist_ok=True)

    def left(self) -> int:
        """Calls left today."""
        return max(self._calls - self._spent(), 0)

    def spend(self) -> None:
        """Count one call; DataError where none is left."""
        lock = self._path.with_name(self._path.name + ".lock")
        with lock.open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            spent = self._spent()
            if spent >= self._calls:
                raise DataError(
                    "the call budget of the day is spent",
                    where=self._path.name,
                    found=f"{spent} calls",
                    expected=f"at most {self._calls}",
                    hint="go on tomorrow (UTC) with the same command: what was fetched is kept",
                )
            partial = self._path.with_name(self._path.name + ".partial")
            with partial.open("w", encoding="utf-8") as handle:
                json.dump({"day": self._today(), "spent": spent + 1}, handle)
                handle.flush()
                os.fsync(handle.fileno())
            partial.replace(self._path)

    def _spent(self) -> int:
        if not self._path.is_file():
            return 0
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
            return int(told["spent"]) if told["day"] == self._today() else 0
        except (ValueError, KeyError, TypeError):
            raise DataError("the budget file is damaged", where=self._path.name,
                            hint="remove it if you know how many calls were made today") from None  # fmt: skip
