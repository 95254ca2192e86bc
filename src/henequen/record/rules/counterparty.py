"""The other party of an instrument, if a source is ambiguous: rival claims are shown, and no machine decides between
them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from henequen.model.countries import country, undecidable
from henequen.model.decision import Judgement
from henequen.model.record import Record
from henequen.model.shared_names import named_codes

__all__ = ["Counterparty", "counterparty", "name_and_code", "shared_name"]

_PRINTED = ("parties", "actors")
"""Properties that keep the names of parties as printed."""


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
    """Settled, unless candidates are named, or printed name and code are ambiguous, and no person has decided. A
    rule's judgement cannot decide between codes reserved for people.
    """
    candidates = tuple(
        sorted(set(record.many("counterparty_candidates")) or name_and_code(record) or shared_name(record))
    )
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


def name_and_code(record: Record) -> frozenset[str]:
    """The codes in question if a printed name and a code of the record belong to different members of one undecidable group.

    Empty if they agree, or if the record prints no explicit name or has no code of the group.
    """
    printed = _printed(record)
    for group in undecidable():
        explicit = frozenset(code for codes in printed if len(codes) == 1 for code in codes & group)
        shared = any(len(codes & group) > 1 for codes in printed)
        coded = group & frozenset(record.many("countries"))
        if explicit and coded and (explicit - coded or (coded - explicit and not shared)):
            return explicit | coded if len(explicit | coded) > 1 else group
    return frozenset()


def shared_name(record: Record) -> frozenset[str]:
    """The codes of a group whose shared name the record prints alone: no explicit name, code or place decides."""
    printed = _printed(record)
    for group in undecidable():
        explicit = any(len(codes) == 1 and codes & group for codes in printed)
        shared = any(len(codes & group) > 1 for codes in printed)
        if shared and not explicit and not group & (frozenset(record.many("countries")) | _of_places(record)):
            return group
    return frozenset()


def _printed(record: Record) -> tuple[frozenset[str], ...]:
    return named_codes(name for kind in _PRINTED for name in record.many(kind))


def _of_places(record: Record) -> frozenset[str]:
    """The members of undecidable groups that contain the record's places."""
    prefixes = {code.partition("-")[0] for code in record.many("places")}
    members = frozenset(code for group in undecidable() for code in group)
    return frozenset(code for code in members if (entry := country(code)) and entry.alpha_2 in prefixes)
