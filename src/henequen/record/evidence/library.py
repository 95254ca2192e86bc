"""The reader's own copies of documents: kept outside every pack, found by the hash of their bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from henequen.files.atomic import write_durably
from henequen.model.errors import StoreError
from henequen.model.message import Message

__all__ = ["Library"]


class Library:
    """A folder with one text file per document, named by the SHA-256 of the document's bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, content_hash: str, text: str) -> None:
        """Keep the text of a document. Keeping it twice changes nothing."""
        body = text.encode("utf-8")
        seal = hashlib.sha256(body).hexdigest()
        write_durably(self._folder / f"{content_hash}.txt", f"{seal}\n".encode() + body)

    def text(self, content_hash: str) -> str | None:
        """The text of a document, or None if the reader has no copy."""
        path = self._folder / f"{content_hash}.txt"
        if not path.is_file():
            return None
        seal, _, body = path.read_bytes().partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != seal:
            raise StoreError(
                Message("kept_document_damaged"),
                where=str(path),
                hint=Message("add_document_again_henequen_documents_add"),
            )
        return body.decode("utf-8")

    def holds(self, content_hash: str) -> bool:
        """Is there a copy?"""
        return (self._folder / f"{content_hash}.txt").is_file()

    def stamp(self) -> str:
        """A hash of the set of copies; pages depend on it."""
        names = sorted(path.name for path in self._folder.glob("*.txt")) if self._folder.is_dir() else []
        return hashlib.sha256("\n".join(names).encode()).hexdigest()
