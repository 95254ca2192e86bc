"""The cached site next to the store, which the service uses; it is written again only if its sources changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from henequen.files.atomic import write_durably

__all__ = ["KeptSite"]


class KeptSite:
    """A site in the folder of one pack's derived files, with a stamp of its sources."""

    def __init__(self, workshop: Path) -> None:
        self.folder = workshop / "site"
        self.in_writing = workshop / "site.writing"
        """A file that names, while the site is being written, the folder in which its pages appear."""
        self._stamp = workshop / "site.stamp"

    def is_made_from(self, stamp: str) -> bool:
        """Is there a site with this stamp?"""
        return self.folder.is_dir() and self._stamp.is_file() and self._stamp.read_text(encoding="utf-8") == stamp

    def ensure(self, stamp: str, write: Callable[[Path, Callable[[Path], None]], object]) -> Path:
        """The folder of the site; `write` writes it first unless its stamp is current.

        `write` gets the folder, and a function to call with the folder in which the pages appear in the meantime.
        """
        if not self.is_made_from(stamp):
            self._stamp.unlink(missing_ok=True)
            try:
                write(self.folder, lambda part: write_durably(self.in_writing, str(part).encode("utf-8")))
                write_durably(self._stamp, stamp.encode("utf-8"))
            finally:
                self.in_writing.unlink(missing_ok=True)
        return self.folder
