"""Where in a document the words around a passage are: every run of `CONTEXT` characters by its hash.

A passage that moved is between the same words as before. Looking these up finds its new place in a few steps; comparing the
passage itself with each of 8,000 places took half a second for one that is gone, and 6 s for a copy with ten changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from henequen.model.evidence import Evidence
from henequen.model.match_key import digest
from henequen.record.evidence.passage import CONTEXT

__all__ = ["Contexts"]

_BLOCK = 4096
_BLOCKS = 256
"""Blocks that are kept: a million characters, some 200 MB."""


class Contexts:
    """The runs of a match key, hashed block by block when they are first requested."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._block = lru_cache(_BLOCKS)(self._hashed)

    def places(self, passage: Evidence, low: int, high: int) -> set[int]:
        """Where between `low` and `high` a passage of this length would begin behind or before the words it had."""
        length = passage.key_end - passage.key_start
        begin = {at + CONTEXT for at in self._runs(passage.prefix_hash, low - CONTEXT, high - CONTEXT)}
        begin |= {at for at in range(max(0, low), min(CONTEXT, high + 1)) if self._at_start(at) == passage.prefix_hash}
        begin |= {at - length for at in self._runs(passage.suffix_hash, low + length, high + length)}
        return {at for at in begin if low <= at <= high and 0 <= at <= len(self._key) - length}

    def _at_start(self, end: int) -> str:
        """The hash of what is before a place that has less than a whole run before it."""
        return digest(self._key[:end])

    def _runs(self, text: str, low: int, high: int) -> Iterator[int]:
        """Where a run with this hash begins, of the places from `low` to `high`; the last runs of a key are shorter."""
        for number in range(max(0, low) // _BLOCK, min(high, len(self._key)) // _BLOCK + 1):
            yield from self._block(number).get(text, ())

    def _hashed(self, number: int) -> dict[str, list[int]]:
        runs: dict[str, list[int]] = {}
        for at in range(number * _BLOCK, min((number + 1) * _BLOCK, len(self._key) + 1)):
            runs.setdefault(digest(self._key[at : at + CONTEXT]), []).append(at)
        return runs
