"""The budget of calls: the calls sent to a service today, kept in a file across runs. One line per call, appended and
flushed to disk *before* the call is sent: an interrupted run has spent its calls, and two runs at the same time see
each other's lines. A line cut short counts as a call. Days are those of UTC.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from henequen.model.errors import ServiceError, UsageError
from henequen.model.message import Message

__all__ = ["Budget"]


class Budget:
    """At most `limit` calls per day to the service `name`, counted in `folder`.

    >>> from tempfile import mkdtemp
    >>> budget = Budget(Path(mkdtemp()), "toy", 2)
    >>> budget.spend("a"), budget.spend("b"), budget.calls_left()
    (None, None, 0)
    """

    def __init__(
        self, folder: Path, name: str, limit: int, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        if limit < 1:
            raise UsageError(Message("budget_number_calls"), found=limit, expected=Message("one_or_more"))
        self._folder, self._name, self._limit, self._clock = folder, name, limit, clock

    @property
    def path(self) -> Path:
        """Today's file."""
        return self._folder / f"{self._name}-{self._clock():%Y-%m-%d}.calls"

    def spent(self) -> int:
        """Calls sent today."""
        try:
            stored = self.path.read_bytes()
        except FileNotFoundError:
            return 0
        return stored.count(b"\n") + (not stored.endswith(b"\n") and bool(stored))

    def calls_left(self) -> int:
        """Calls that may still be sent today."""
        return max(self._limit - self.spent(), 0)

    def spend(self, mark: str) -> None:
        """Record one call (`mark`: one word for its content); raise ServiceError if no call is left today."""
        if self.calls_left():
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(handle, f"{self._clock():%H:%M:%S} {mark}\n".encode())
                os.fsync(handle)
            finally:
                os.close(handle)
            if self.spent() <= self._limit:
                return
        raise ServiceError(
            Message("today_calls_are_used_up"),
            where=self._name,
            found=Message("calls", value=self.spent()),
            expected=Message("at_most", value=self._limit),
            hint=Message("run_same_command_tomorrow_utc_complete"),
        )
