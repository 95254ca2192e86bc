"""The small language with which a pack's checks and statements select observations: `field=value;field=value`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from henequen.model.observation import Observation
from henequen.record.audit.corpus import column, document, row

__all__ = ["Selector", "pairs"]

_PLACES: dict[str, Callable[[Observation], str]] = {
    "document": document,
    "row": row,
    "column": column,
    "table": lambda o: o.table,
}
_FIELDS = (
    "measure",
    "component",
    "reporter",
    "partner",
    "flow",
    "product",
    "place",
    "period",
    "unit",
    "asserted_by",
    "comparator",
)


def pairs(text: str) -> dict[str, str]:
    """The settings of a cell, in order.

    >>> pairs("measure=share; place=*")
    {'measure': 'share', 'place': '*'}
    """
    pairs_found = {}
    for item in filter(None, (part.strip() for part in text.split(";"))):
        key, _, value = item.partition("=")
        pairs_found[key.strip()] = value.strip()
    return pairs_found


@dataclass(frozen=True, slots=True)
class Selector:
    """Alternatives, separated by ` + `, of conditions that must all hold; `*` means any value but an empty one.

    Fields are those of an observation, and document, table, row and column of its passage.
    """

    alternatives: tuple[tuple[tuple[str, str], ...], ...]

    @classmethod
    def parse(cls, text: str) -> Selector:
        """Read a selector. Raises ValueError for a field that observations do not have."""
        alternatives = tuple(tuple(pairs(part).items()) for part in text.split(" + ") if part.strip())
        unknown = {field for part in alternatives for field, _ in part} - {*_FIELDS, *_PLACES}
        if unknown:
            raise ValueError(f"no such field in a selector: {', '.join(sorted(unknown))}")
        return cls(alternatives)

    def of(self, observations: Iterable[Observation]) -> list[Observation]:
        """The observations that it selects, in their order."""
        return [o for o in observations if any(all(_holds(o, f, v) for f, v in part) for part in self.alternatives)]


def _holds(observation: Observation, field: str, required: str) -> bool:
    place = _PLACES.get(field)
    value = place(observation) if place else str(getattr(observation, field))
    return bool(value) if required == "*" else value == required
