"""The watcher's memory of each source: the last visit, the content it compares with, and the places that are noise."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from henequen.files.atomic import write_durably
from henequen.files.json_once import read_json_once
from henequen.model.watched import Watched

__all__ = ["Memory", "Seen"]


@dataclass
class Seen:
    """The state of one source at the last visit. Days and times are UTC.

    `slots` are places of the page that differ between two visits in a row, with the most units seen there.
    """

    source_id: str
    url: str
    kind: str
    looked_at: str = ""
    status: str = ""
    reason: str = ""
    changed_at: str = ""
    not_before: str = ""
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    file: str = ""
    units: list[str] = field(default_factory=list)
    slots: dict[str, int] = field(default_factory=dict)
    doubtful: str = ""


class Memory:
    """The folder of the memory: one JSON file per source, and the bytes of the version that is compared with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, source: Watched) -> Seen:
        """The stored state of a source; empty if its address or kind has changed, or the file is damaged."""
        fresh = Seen(source.source_id, source.url, source.kind)
        try:
            raw = read_json_once(self._path(source.source_id).read_text(encoding="utf-8"))
            memory = Seen(**{item.name: raw[item.name] for item in fields(Seen) if item.name in raw})
        except (OSError, ValueError, TypeError, AttributeError):
            return fresh
        return memory if (memory.url, memory.kind) == (source.url, source.kind) else fresh

    def last_seen(self, sources: Iterable[Watched]) -> list[dict[str, str]]:
        """When each source was last seen and last changed, and its state then."""
        pairs = [(source, self.of(source)) for source in sources]
        return [
            {**asdict(source), "looked_at": memory.looked_at, "changed_at": memory.changed_at, "status": memory.status}
            for source, memory in pairs
        ]

    def keep(self, memory: Seen) -> None:
        """Store the state, and delete the bytes of versions that are no longer compared."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_durably(self._path(memory.source_id), json.dumps(asdict(memory), ensure_ascii=False).encode("utf-8"))
        for path in self.folder.glob(f"{memory.source_id}@*"):
            if path.name != memory.file:
                path.unlink(missing_ok=True)

    def body(self, memory: Seen) -> Path | None:
        """The file with the bytes that the source is compared with."""
        path = self.folder / memory.file
        return path if memory.file and path.is_file() else None

    def write_body(self, name: str, body: bytes) -> Path:
        """Keep the bytes of a visit."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        write_durably(path, body)
        return path

    def _path(self, source_id: str) -> Path:
        return self.folder / f"{source_id}.json"
