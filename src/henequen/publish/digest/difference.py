"""The difference of two editions of the record. Applying it to the first gives the second.

A state of the record is a mapping from the id of each record or figure to the set of its statements, one text each.
Two views have the same state exactly if they contain the same statements.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from henequen.record.store.view import View

__all__ = ["Difference", "State", "apply", "difference", "state_of"]

State = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids `added` and `withdrawn`, and for each `changed` id the statements that are gone and those that are new."""

    added: Mapping[str, frozenset[str]] = field(default_factory=dict)
    withdrawn: Mapping[str, frozenset[str]] = field(default_factory=dict)
    changed: Mapping[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Is there any difference?"""
        return bool(self.added or self.withdrawn or self.changed)


def state_of(view: View) -> dict[str, frozenset[str]]:
    """The state of a view: claims, what rules derive from them, and figures."""
    texts_of: dict[str, set[str]] = {}
    for claim in view.claims():
        texts_of.setdefault(claim.subject, set()).add(
            f"{claim.predicate}={claim.polarity}:{claim.value} [{claim.edition}{'/' + claim.asserted_by if claim.asserted_by else ''}]"
        )
    for table in sorted({claim.table for claim in view.claims()}):
        for record in view.records(table):
            for name, value in record.derived.items():
                if value and not name.endswith("as_of"):
                    texts_of.setdefault(record.id, set()).add(f"derived {name}={value}")
    for o in view.observations():
        texts_of.setdefault(o.id, set()).add(
            f"value={o.value} unit={o.unit}^{o.unit_mult} period={o.period} [{o.edition}]"
        )
    return {identity: frozenset(texts) for identity, texts in texts_of.items()}


def difference(first: State, second: State) -> Difference:
    """The difference from the first state to the second.

    >>> difference({"a": frozenset({"x"})}, {"a": frozenset({"y"})}).changed
    {'a': (frozenset({'x'}), frozenset({'y'}))}
    """
    return Difference(
        {i: second[i] for i in second if i not in first},
        {i: first[i] for i in first if i not in second},
        {i: (first[i] - second[i], second[i] - first[i]) for i in first if i in second and first[i] != second[i]},
    )


def apply(first: State, step: Difference) -> dict[str, frozenset[str]]:
    """The state after a difference. Raises ValueError if it does not belong to `first`."""
    for identity, texts in step.withdrawn.items():
        if first.get(identity) != texts:
            raise ValueError(f"the difference does not fit: {identity} is not as it was")
    kept = {i: texts for i, texts in first.items() if i not in step.withdrawn}
    for identity, (gone, new) in step.changed.items():
        if identity not in kept or not gone <= kept[identity]:
            raise ValueError(f"the difference does not fit: {identity} is not as it was")
        kept[identity] = (kept[identity] - gone) | new
    for identity, texts in step.added.items():
        if identity in kept:
            raise ValueError(f"the difference does not fit: {identity} is there already")
        kept[identity] = texts
    return kept
