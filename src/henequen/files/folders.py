"""The folders where Henequen keeps its files on this computer: compiled stores, sites, and the reader's own
documents."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

__all__ = ["documents_folder", "home", "workshop"]


def home() -> Path:
    """The folder named by HENEQUEN_HOME, else the platform's folder for application data."""
    folder = os.environ.get("HENEQUEN_HOME")
    if folder:
        return Path(folder)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "henequen"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "henequen"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "henequen"


def workshop(pack: Path) -> Path:
    """The folder for the files made from one pack; one pack path always has the same folder."""
    place = Path(os.path.realpath(pack))  # Path.resolve raises an error for a link to itself
    mark = hashlib.sha256(str(place).encode()).hexdigest()[:12]
    return home() / "made" / f"{place.name}-{mark}"


def documents_folder() -> Path:
    """The folder of the reader's own copies of documents."""
    return home() / "documents"
