"""A log of events: one JSON object per line, append-only, each flushed to disk before it is reported."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from henequen.files.json_once import read_json_once
from henequen.files.lock import locked
from henequen.model.errors import StoreError
from henequen.model.message import Message

__all__ = ["EventLog"]


class EventLog:
    """The file at `path`. Reading continues where it stopped; a line that a crash cut off is not an event and is
    removed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = path.with_suffix(".lock")
        self._at = 0
        self._line = 0

    def news(self) -> list[dict[str, Any]]:
        """The events appended since the last call, by any process."""
        if not self.path.is_file():
            return []
        with self.path.open("rb") as file:
            file.seek(self._at)
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        events = []
        for line in whole.splitlines():
            self._line += 1
            events.append(self._event(line))
        self._at += len(whole)
        return events

    def append(self, make: Callable[[], Iterable[Mapping[str, Any]]]) -> None:
        """Append what `make` returns. It is called while no other process can append, so that it may check first and
        refuse."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.lock.touch()
        with locked(self.lock):
            lines = b"".join(json.dumps(event, ensure_ascii=False).encode() + b"\n" for event in make())
            if not lines:
                return
            with self.path.open("ab") as file:
                whole = self._whole()
                if whole < file.tell():
                    file.truncate(whole)
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())

    def _whole(self) -> int:
        """The length of the file up to its last complete line."""
        with self.path.open("rb") as file:
            end = file.seek(0, os.SEEK_END)
            step, at = 1 << 16, end
            while at > 0:
                start = max(0, at - step)
                file.seek(start)
                position = file.read(at - start).rfind(b"\n")
                if position >= 0:
                    return start + position + 1
                at = start
        return 0

    def _event(self, line: bytes) -> dict[str, Any]:
        try:
            event = read_json_once(line)
            if not isinstance(event, dict):
                raise ValueError(Message("not_json_object"))
        except (ValueError, RecursionError) as error:
            raise StoreError(
                Message("line_log_damaged", reason=error),
                where=Message("at_line", file=self.path, n=self._line),
                hint=Message("keep_copy_file_then_remove_this"),
            ) from None
        return event
