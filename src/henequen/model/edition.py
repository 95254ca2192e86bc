"""The source of a claim: an edition is a dated version of a source, a document the bytes that were read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Document", "Edition"]


@dataclass(frozen=True, slots=True)
class Edition:
    """A dated version of a source (PROV: an entity). `side` is a side's code, JOINT, or INT for a third party."""

    edition_id: str
    kind: str
    publisher: str
    side: str
    title: str
    published_on: str = ""
    retrieved_at: str = ""
    content_hash: str = ""
    licence: str = ""
    method_note: str = ""
    redistributable: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The identity of a document, without its text.

    `content_hash` is the SHA-256 of its bytes, `text_hash` that of its text on the match key, `characters` the length of
    the extracted text.
    """

    document_id: str
    edition_id: str
    file_name: str
    content_hash: str
    text_hash: str
    media_type: str
    pages: str
    language: str
    characters: str
