"""A claim: one statement by one source about one subject, with its place and time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from henequen.model.evidence import Evidence

__all__ = ["Claim", "stable_id"]


def stable_id(prefix: str, *parts: str) -> str:
    """An id that depends only on the parts: 48 bits of SHA-256 over the parts.

    >>> stable_id("c", "a", "b") == stable_id("c", "a", "b") != stable_id("c", "ab")
    True
    """
    joined = "\x1f".join(parts).encode("utf-8")
    return f"{prefix}-{hashlib.sha256(joined).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Claim:
    """One value of one property of one subject, by one source.

    Its identity is its content and place, not the time of reading: reading twice adds nothing. `polarity` is asserted,
    denied, no_value (the source says that there is none) or unknown_value. `edition` is its source, `asserted_by` who
    states it if that is not the publisher. `item` is its place in the list that the source prints.
    """

    table: str
    subject: str
    predicate: str
    value: str
    edition: str
    polarity: str = "asserted"
    asserted_by: str = ""
    method: str = "manual"
    recorded_at: str = ""
    recorded_by: str = ""
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    item: int = 0

    @property
    def claim_id(self) -> str:
        """The hash of the statement and its place."""
        place = ",".join(f"{passage.document}:{passage.key_start}" for passage in self.evidence)
        return stable_id(
            "c", self.subject, self.predicate, self.polarity, self.value, self.edition, self.asserted_by, place
        )
