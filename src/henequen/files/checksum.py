"""The SHA-256 of a file, computed in the background."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Lock, Thread

from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["Digest", "digest_of"]

_TURN = Lock()  # one thread: several files are read one after the other


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


class Digest:
    """The SHA-256 of a complete file. It is computed in the background until it is needed; a process may end
    without it.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     one = Path(folder) / "one"
    ...     _ = one.write_bytes(b"")
    ...     Digest(one).hexdigest()[:8]
    'e3b0c442'
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: str | Exception = ""
        self._thread = Thread(target=self._find, daemon=True)
        self._thread.start()

    def _find(self) -> None:
        try:
            with _TURN:
                self._found = digest_of(self._path)
        except Exception as error:
            self._found = error

    def hexdigest(self) -> str:
        """The digest in hexadecimal digits, once it is computed; DataError if the file could not be read to its end."""
        self._thread.join()
        if isinstance(self._found, Exception):
            raise DataError(
                Message("file_cannot_be_read"),
                where=self._path.name,
                found=str(self._found),
                expected=Message("file_that_stays_while_used"),
                hint=Message("put_back_and_try_again"),
            ) from self._found
        return self._found
