"""The content of a folder of answers: one line per call in `manifest.jsonl`, with the checksum of every file.

Written after the file it names is complete; a line cut short by a crash is ignored, and its call sent again.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from henequen.files.json_once import read_json_once
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.fetch.call import Call

__all__ = ["Entry", "Manifest"]


@dataclass(frozen=True)
class Entry:
    """The answer to one call: its file (empty if there were no rows, or the call was split), bytes, SHA-256, rows.

    `split` names the calls that replaced it because the answer may have been incomplete.
    """

    call: str
    asked: str
    file: str
    sha256: str
    size: int
    rows: int
    fetched_at: str
    split: tuple[str, ...] = ()


class Manifest:
    """The manifest of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "manifest.jsonl"
        self._entries = self._read()

    def _read(self) -> dict[str, Entry]:
        if not self._path.exists():
            return {}
        stored = self._path.read_bytes()
        whole = stored.rfind(b"\n") + 1
        if whole < len(stored):  # cut short by a crash: its call is sent again
            os.truncate(self._path, whole)
        entries: dict[str, Entry] = {}
        for number, line in enumerate(stored[:whole].splitlines(), start=1):
            try:
                raw = read_json_once(line)
                entry = Entry(**{**raw, "split": tuple(raw["split"])})
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise DataError(
                    Message("not_manifest_this_program"),
                    where=Message("manifest_jsonl_line", number=number),
                    found=str(error),
                    hint=Message("fetch_into_new_folder"),
                ) from None
            if entry.file and Path(entry.file).name != entry.file:
                raise DataError(
                    Message("manifest_names_file_elsewhere"),
                    where=Message("manifest_jsonl_line", number=number),
                    found=entry.file,
                    hint=Message("fetch_into_new_folder"),
                )
            entries[entry.call] = entry
        return entries

    def complete(self, call: Call) -> Entry | None:
        """The entry of a call whose answer is complete, by size and checksum; otherwise None."""
        entry = self._entries.get(call.key)
        if entry is None or not entry.file:
            return entry
        path = self._folder / entry.file
        if not path.is_file() or path.stat().st_size != entry.size:
            return None
        with path.open("rb") as handle:
            return entry if hashlib.file_digest(handle, "sha256").hexdigest() == entry.sha256 else None

    def knows(self, call: Call) -> bool:
        """Whether the call was answered before, completely or not."""
        return call.key in self._entries

    def add(self, entry: Entry) -> None:
        """Append one line and flush it to disk."""
        data = json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n"
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        self._entries[entry.call] = entry
