"""A record: everything stated about one subject, gathered from its claims and resolved property by property."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from henequen.model.evidence import Evidence

__all__ = ["Record", "StatedValue"]


@dataclass(frozen=True, slots=True)
class StatedValue:
    """One value of one property, and the claim that states it.

    `others` are the claims of other editions that state the same, newest first: (claim, edition).
    """

    value: str
    claim_id: str
    edition: str
    asserted_by: str = ""
    rank: str = "normal"
    polarity: str = "asserted"
    others: tuple[tuple[str, str], ...] = ()

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Every edition that states this value, each once: (claim, edition)."""
        return ((self.claim_id, self.edition), *self.others)


@dataclass(frozen=True, slots=True)
class Record:
    """The resolved view of one subject.

    `properties` holds, for every property, the distinct values in order of rank, then of publication; more than one value of a
    property that can have only one is a disagreement. `derived` holds what rules conclude (status, counterparty...).
    """

    table: str
    id: str
    properties: Mapping[str, tuple[StatedValue, ...]]
    evidence: tuple[Evidence, ...] = ()
    derived: Mapping[str, str] = field(default_factory=dict)

    def one(self, name: str, default: str = "") -> str:
        """The preferred value of a property, or `default`."""
        values = self.properties.get(name)
        return values[0].value if values else default

    def many(self, name: str) -> tuple[str, ...]:
        """All distinct values of a property, preferred first."""
        return tuple(claim.value for claim in self.properties.get(name, ()))

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that mention it, each once, in order of their passages."""
        return tuple(dict.fromkeys(evidence.document for evidence in self.evidence))
