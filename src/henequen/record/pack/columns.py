"""The columns of a pack's tables, beyond the properties that the property table names."""

from __future__ import annotations

from dataclasses import fields

from henequen.model.decision import Judgement, LexiconEntry, Review
from henequen.model.edition import Document, Edition
from henequen.model.place import Place
from henequen.model.properties import properties
from henequen.model.translation import Translation
from henequen.model.watched import Watched

__all__ = ["CLOSING", "EVIDENCE", "columns_of", "columns_of_claims", "columns_of_observations"]

EVIDENCE = (
    "document",
    "start",
    "end",
    "key_start",
    "key_end",
    "passage",
    "prefix",
    "suffix",
    "table_ref",
    "row",
    "column",
    "as_printed",
)
CLOSING = ("edition", "asserted_by", "note", "method", "recorded_at", "recorded_by")


def columns_of_claims(table: str) -> tuple[str, ...]:
    """The columns of `claims/<table>.csv`, in order."""
    own = tuple(name for name in properties(table) if table != "relations" or name != "subject")
    return ("subject", *own, *EVIDENCE, *CLOSING)


def columns_of_observations() -> tuple[str, ...]:
    """The columns of `observations/*.csv`, in order."""
    return (*properties("observations"), *EVIDENCE, *CLOSING)


def columns_of(
    noun: type[Edition]
    | type[Document]
    | type[Place]
    | type[Judgement]
    | type[Review]
    | type[LexiconEntry]
    | type[Translation]
    | type[Watched],
) -> tuple[str, ...]:
    """The columns of a table that holds one noun per row: its fields."""
    return tuple(field.name for field in fields(noun))
