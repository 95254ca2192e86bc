"""Evidence: the passage of a document that supports a claim. It holds positions and hashes, never the text."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Evidence"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage of one document (W3C Web Annotation: a text position selector with a hashed quote).

    `start`, `end` are `str` indices into the document's unchanged text; `key_start`, `key_end` the same place on the
    match key; `passage_hash`, `prefix_hash`, `suffix_hash` are digests of the passage and of the 32 characters around it
    on the match key. `as_printed` is the figure, date or name itself (at most eight words).
    """

    document: str
    start: int
    end: int
    key_start: int
    key_end: int
    passage_hash: str
    prefix_hash: str
    suffix_hash: str
    role: str = "supports"
    table: str = ""
    row: str = ""
    column: str = ""
    as_printed: str = ""
