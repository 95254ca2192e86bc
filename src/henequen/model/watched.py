"""A source that a pack names to be watched: a page, a feed or a register on the web."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["KINDS", "Watched"]

KINDS = ("page", "feed", "register")
"""A page is compared by its text, a feed by its entries, a register by the rows of its tables."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One row of `sources.csv`. `every` is the least time between two visits (ISO 8601), `side` is the side that
    publishes it."""

    source_id: str
    url: str
    kind: str
    every: str
    publisher: str
    title: str
    side: str = "INT"
    note: str = ""
