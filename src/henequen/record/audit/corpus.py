"""The observations of a pack in the groups that rules need."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from henequen.model.observation import Observation
from henequen.record.audit.periods import Span, span

__all__ = [
    "ADDITIVE",
    "Corpus",
    "Scope",
    "additive",
    "column",
    "document",
    "grouped",
    "is_total",
    "labelled_total",
    "row",
    "scope",
]

Key = TypeVar("Key", bound=Hashable)
Scope = tuple[str, str]

ADDITIVE = (
    "export",
    "import",
    "total_trade",
    "balance",
    "fdi_flow",
    "fdi_stock",
    "fdi_declared",
    "investment",
    "funding",
    "count",
)
"""Measures whose figures may be added up; shares, rates and ranks may not."""
_TOTAL_MARKS = ("subtotal", "total")
_TOTAL_LABELS = ("total", "totals", "sum", "suma", "합계", "총계", "계")


def document(observation: Observation) -> str:
    """The document that prints it, else its edition."""
    return observation.evidence[0].document if observation.evidence else observation.edition


def scope(observation: Observation) -> Scope:
    """The table of the document that contains it; empty for running text."""
    return document(observation), observation.table


def row(observation: Observation) -> str:
    """The label of its row, or empty."""
    return observation.evidence[0].row if observation.evidence else ""


def column(observation: Observation) -> str:
    """The label of its column, or empty."""
    return observation.evidence[0].column if observation.evidence else ""


def additive(observation: Observation) -> bool:
    """May it be a part of a sum?"""
    return observation.measure in ADDITIVE and observation.unit != "percent" and not observation.comparator


def is_total(observation: Observation) -> bool:
    """Does the source print it as the total of others?"""
    return bool(set(observation.marks) & set(_TOTAL_MARKS)) or labelled_total(observation)


def labelled_total(observation: Observation) -> bool:
    """Is its row called a total?"""
    return row(observation).casefold().strip(" .:") in _TOTAL_LABELS


def grouped(
    observations: Iterable[Observation], key: Callable[[Observation], Key]
) -> Iterator[tuple[Key, list[Observation]]]:
    """Observations by a key, in order of first appearance."""
    groups: dict[Key, list[Observation]] = {}
    for observation in observations:
        groups.setdefault(key(observation), []).append(observation)
    yield from groups.items()


@dataclass(frozen=True)
class Corpus:
    """All observations, in an order that does not depend on their input order."""

    everything: Sequence[Observation]

    @classmethod
    def of(cls, observations: Iterable[Observation]) -> Corpus:
        """In order of their passages."""

        def place(o: Observation) -> tuple[str, int, str]:
            return document(o), o.evidence[0].key_start if o.evidence else 0, o.id

        return cls(tuple(sorted(observations, key=place)))

    @cached_property
    def valued(self) -> tuple[Observation, ...]:
        """Those with a value."""
        return tuple(o for o in self.everything if o.value is not None)

    @cached_property
    def spans(self) -> dict[str, Span | None]:
        """The months of every period that occurs."""
        return {o.period: span(o.period) for o in self.everything}

    def span(self, observation: Observation) -> Span | None:
        """The months of an observation's period."""
        return self.spans[observation.period]

    def year(self, observation: Observation) -> int | None:
        """The calendar year of an observation, or None."""
        months = self.spans[observation.period]
        return months.year if months else None
