"""Cells of one table that state the same fact with different values: only their labels differ."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from henequen.model.message import Message
from henequen.reading.document import Proposal
from henequen.reading.grammar.names import find_places
from henequen.reading.tables.periods import read_period

__all__ = ["Candidate", "without_contradictions"]

_FIGURE = frozenset({"value", "value_printed", "multiplier", "missing"})
Key = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An observation of one cell with the labels of its row and the headers of its column."""

    proposal: Proposal
    labels: tuple[str, ...]

    @property
    def amount(self) -> Decimal | None:
        """The amount; None if the value is missing."""
        fields = self.proposal.fields
        value = fields.get("value")
        return Decimal(str(value)) * Decimal(str(fields.get("multiplier", 1))) if value is not None else None

    @property
    def key(self) -> Key:
        """The fields that say what the amount is of."""
        return tuple(sorted((name, str(v)) for name, v in self.proposal.fields.items() if name not in _FIGURE))


def without_contradictions(candidates: Iterable[Candidate], left_out: Counter[str]) -> Iterator[Proposal]:
    """The proposals of a table without those whose fields agree in everything but the amount.

    Commitments and disbursements, or inward and outward stocks, read as the same figure if their labels are the only
    difference: these labels become the component. If the labels are the same, or name another country or a period, no
    cell of the group is proposed; `left_out` counts them. The same value printed twice does not contradict itself.
    """
    every = list(candidates)
    groups: dict[Key, list[Candidate]] = defaultdict(list)
    for candidate in every:
        groups[candidate.key].append(candidate)
    decided: dict[int, Proposal | None] = {}
    for group in groups.values():
        amounts = {candidate.amount for candidate in group}
        components = _components(group) if len(amounts) > 1 else []
        printed_twice = len({candidate.labels for candidate in group}) == 1  # a row given twice: a person sees both
        if (len(amounts - {None}) < 2 and not any(components)) or printed_twice or _open_periods(group):
            continue
        for candidate, component in zip(group, components, strict=True):
            fields = dict(candidate.proposal.fields)
            named = "product" if fields["measure"] == "count" and "product" not in fields else "component"
            fields[named] = component
            decided[id(candidate)] = replace(candidate.proposal, fields=fields) if component else None
    for candidate in every:
        proposal = decided.get(id(candidate), candidate.proposal)
        if proposal is not None:
            yield proposal
        else:
            left_out[Message("cells_that_differ_state_same_fact")] += 1


def _open_periods(group: Sequence[Candidate]) -> bool:
    """Whether the figures are of parts of years that the table does not print: quarters I to IV, nineteen times."""
    return all(
        "period" not in candidate.proposal.fields
        and any((piece := read_period(label)) is not None and piece.part for label in candidate.labels)
        for candidate in group
    )


def _components(group: Sequence[Candidate]) -> list[str | None]:
    """The words by which each candidate of a group differs from the others; None for all if two share their words."""
    nothing: list[str | None] = [None] * len(group)
    if any("component" in candidate.proposal.fields for candidate in group):
        return nothing
    common = set.intersection(*(set(candidate.labels) for candidate in group))
    own = [[label for label in candidate.labels if label not in common] for candidate in group]
    words = [", ".join(dict.fromkeys(_bare(label) for label in labels)) for labels in own]
    amounts: dict[str, set[Decimal | None]] = defaultdict(set)
    for candidate, word in zip(group, words, strict=True):
        amounts[word].add(candidate.amount)
    if any(len(found) > 1 for found in amounts.values()):
        return nothing
    if any(not word or re.search(r"\d", word) for word in words):
        return nothing
    sides = {candidate.proposal.fields.get(side) for candidate in group for side in ("reporter", "partner")}
    if any(not sides & set(place.countries) for word in words for place in find_places(word)):
        return nothing  # the figure of another country
    return list(words)


_PERIOD = re.compile(r"\b(?:FY\s?)?(?:19|20)\d{2}(?:\s?[/–-]\s?\d{2,4})?년?(?!\w)|\b[QTHS][1-4]\b|[(\[][^)\]]*[)\]]")


def _bare(label: str) -> str:
    """A label without its period, and without its brackets, which print units."""
    return " ".join(_PERIOD.sub(" ", label).split()).strip(" ,;:")
