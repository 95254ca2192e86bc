"""The files of the written site, straight from memory: the edition does not change while it is served."""

from __future__ import annotations

import gzip
import mimetypes
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from starlette.types import Receive, Scope, Send

__all__ = ["SiteFiles"]

_ROOM = 96 * 1024 * 1024
"""Bytes of files that are kept in memory."""
_LARGEST = 2 * 1024 * 1024
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ics": "text/calendar; charset=utf-8",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class _File:
    data: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    packed: bytes
    packed_headers: tuple[tuple[bytes, bytes], ...]
    tag: bytes


class SiteFiles:
    """An ASGI app over the files of one folder."""

    def __init__(self, folder: Path, in_writing: Path | None = None) -> None:
        """`in_writing` is a file that names, while the site is being written, the folder in which its pages appear."""
        self._final = folder.resolve()
        self._in_writing = in_writing
        self._files: OrderedDict[str, _File] = OrderedDict()
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the file of the path, for which `has` must be true; 304 if the client has it already."""
        file = self._file(scope["path"])
        if file is None:
            raise LookupError(scope["path"])
        known_tag = next((value for name, value in scope["headers"] if name == b"if-none-match"), b"")
        status = 304 if known_tag == file.tag else 200
        packed = bool(file.packed) and any(
            name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"]
        )
        head = file.packed_headers if packed else file.headers
        await send({"type": "http.response.start", "status": status, "headers": list(head)})
        empty = status == 304 or scope["method"] == "HEAD"
        await send({"type": "http.response.body", "body": b"" if empty else file.packed if packed else file.data})

    def is_being_written(self) -> bool:
        """Is the site still being written?"""
        return self._in_writing is not None and self._in_writing.is_file()

    def _folder_now(self) -> Path:
        """The folder of the pages; while the site is being written, the temporary one."""
        if self._in_writing is not None:
            try:
                part = Path(self._in_writing.read_text(encoding="utf-8")).resolve()
            except FileNotFoundError:
                self._in_writing = None
            else:
                if part.is_dir():
                    return part
        return self._final

    def has(self, path: str) -> bool:
        """Is there a file at this address?"""
        return self._file(path) is not None

    def _file(self, path: str) -> _File | None:
        file = self._files.get(path)
        if file is not None:
            self._files.move_to_end(path)
            return file
        target = self._target(path)
        if target is None:
            return None
        data = target.read_bytes()
        tag = f'"{blake2b(data, digest_size=12).hexdigest()}"'.encode()
        kind = _TYPES.get(target.suffix) or mimetypes.guess_type(target.name)[0] or "application/octet-stream"
        packed = gzip.compress(data, 6, mtime=0) if target.suffix in _TYPES and 1024 < len(data) <= _LARGEST else b""
        headers = ((b"content-type", kind.encode()), (b"etag", tag), (b"vary", b"Accept-Encoding"))
        file = _File(
            data,
            (*headers, (b"content-length", str(len(data)).encode())),
            packed,
            (*headers, (b"content-length", str(len(packed)).encode()), (b"content-encoding", b"gzip")),
            tag,
        )
        if len(data) <= _LARGEST:
            self._files[path] = file
            self._bytes += len(data) + len(packed)
            while self._bytes > _ROOM:
                oldest = self._files.popitem(last=False)[1]
                self._bytes -= len(oldest.data) + len(oldest.packed)
        return file

    def _target(self, path: str) -> Path | None:
        """The file below the folder that the address names; None for anything else (no link leads out of it)."""
        parts = [part for part in path.split("/") if part]
        if parts == ["favicon.ico"]:  # browsers ask for it when a page names no icon
            parts = ["assets", "icon.svg"]
        if any(part in (".", "..") or part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        if path.endswith("/") or not parts:
            parts.append("index.html")
        try:
            folder = self._folder_now()
            target = folder.joinpath(*parts)
            if target.is_dir():
                target = target / "index.html"
            if target.name == "404.html" or not target.is_file() or not target.resolve().is_relative_to(folder):
                return None
        except OSError:
            return None
        return target
