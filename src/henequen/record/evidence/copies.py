"""The reader's own copies of the documents of a pack: kept by their hash, and checked passage by passage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from henequen.model.claim import Claim
from henequen.model.edition import Document
from henequen.model.errors import DocumentError
from henequen.model.evidence import Evidence
from henequen.model.match_key import MatchKey, match_key
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.record.evidence.library import Library
from henequen.record.evidence.text_reader import ReadDocument, read_text_document
from henequen.record.evidence.verifier import Verification, identify, verify

if TYPE_CHECKING:
    from henequen.record.pack.pack import Pack

__all__ = ["Copies", "Unverified"]


@dataclass(frozen=True, slots=True)
class Unverified:
    """A file in which nothing could be verified, and why."""

    file_name: str
    reason: DocumentError


class Copies:
    """The documents of one pack and the reader's copies of their texts in a library."""

    def __init__(self, library: Library, pack: Pack) -> None:
        self._library = library
        self._pack = pack

    @property
    def _documents(self) -> dict[str, Document]:
        return self._pack.documents

    def text(self, document_id: str) -> str | None:
        """The text of a document of the pack, if the reader has a copy."""
        document = self._documents.get(document_id)
        return self._library.text(document.content_hash) if document else None

    def add(self, path: Path, dry_run: bool = False) -> str:
        """Keep a copy of a document that the pack knows by its hash; returns its id. Raises DocumentError for any other."""
        read = read_text_document(path)
        for document in self._documents.values():
            if document.content_hash == read.content_hash:
                if not dry_run:
                    self._library.add(read.content_hash, read.text)
                return document.document_id
        near = self._identify(read)
        raise DocumentError(
            Message("this_altered_copy", near=near) if near else Message("this_document_not_in_pack"),
            where=str(path),
            found=f"SHA-256 {read.content_hash}",
            expected=self._documents[near].content_hash
            if near
            else ", ".join(self._documents) or Message("no_documents"),
            hint=Message("nothing_was_changed_henequen_verify_file") if near else Message("nothing_was_changed"),
        )

    def verify(self, path: Path) -> Verification | Unverified:
        """Check every passage of the pack in a file; the reason if that is impossible."""
        try:
            read = read_text_document(path)
        except DocumentError as error:
            return Unverified(path.name, error)
        key = self._key(read)
        document = identify(key, read.content_hash, self._documents.values(), self._passages) if key else None
        if key is None or document is None:
            return Unverified(path.name, DocumentError(Message("this_document_not_in_pack"), where=str(path)))
        return verify(document, key, read.content_hash, read.file_name, self._sayings)

    def _key(self, read: ReadDocument) -> MatchKey | None:
        """The match key of a document; None if it is so much longer than any known document that it cannot be one."""
        longest = max((int(d.characters) for d in self._documents.values() if d.characters), default=0)
        return match_key(read.text) if not longest or len(read.text) <= 2 * longest + 100_000 else None

    def _identify(self, read: ReadDocument) -> str:
        key = self._key(read)
        identity = identify(key, read.content_hash, self._documents.values(), self._passages) if key else None
        return identity.document_id if identity else ""

    @cached_property
    def _sayings(self) -> list[Claim | Observation]:
        return [*self._pack.claims, *self._pack.observations]

    @cached_property
    def _passages(self) -> dict[str, list[Evidence]]:
        passages: dict[str, list[Evidence]] = {}
        for item in self._sayings:
            for passage in item.evidence:
                passages.setdefault(passage.document, []).append(passage)
        return passages
