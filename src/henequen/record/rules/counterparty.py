"""Who the other party is, where a source leaves it open: rival claims are shown, and no machine decides between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from henequen.model.countries import undecidable
from henequen.model.decision import Judgement
from henequen.model.record import Record

__all__ = ["Counterparty", "counterparty"]


@dataclass(frozen=True, slots=True)
class Counterparty:
    """`status` is settled or disputed; `candidates` the rival codes; `counted` whether totals of a side may include it."""

    status: str
    candidates: tuple[str, ...]

    @property
    def counted(self) -> bool:
        """May it be counted in a side's totals?"""
        return self.status == "settled"


def counterparty(record: Record, judgements: Iterable[Judgement]) -> Counterparty:
    """Settled, unless candidates are named and no person has decided.

    A rule's judgement settles nothing between codes that no machine may choose between.
    """
    candidates = tuple(sorted(record.many("counterparty_candidates")))
    if not candidates:
        return Counterparty("settled", ())
    barred = any(frozenset(candidates) & group == frozenset(candidates) for group in undecidable())
    decided = [
        judgement
        for judgement in judgements
        if judgement.left == record.id
        and judgement.right in candidates
        and judgement.judgement == "same"
        and not (barred and judgement.by_rule)
    ]
    if len({judgement.right for judgement in decided}) == 1:
        return Counterparty("settled", (decided[0].right,))
    return Counterparty("disputed", candidates)
