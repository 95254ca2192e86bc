"""Link each proposal to the record.

`new`; `same_as` (adds evidence); `refines` (more precise, or fields that were open); `conflicts` (same thing, another
value: both stay, side by side); `doubtful` (a person must say whether it is the same thing); `duplicate` and
`less_precise` never reach a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from henequen.model.countries import undecidable
from henequen.reading.document import Proposal
from henequen.reading.linking.held import HeldRow, HeldRows
from henequen.reading.linking.similarity import romanised_key, title_score

__all__ = ["SUPPRESSED", "Link", "link", "link_all"]

SUPPRESSED = frozenset(("duplicate", "less_precise"))
"""Outcomes that never reach a person."""

_SAME_TITLE, _LIKE_TITLE = 92.0, 70.0


@dataclass(frozen=True, slots=True)
class Link:
    """The outcome for one proposal: the row it is compared with, the fields that differ, and candidates with scores."""

    outcome: str
    identity: str | None = None
    differences: tuple[str, ...] = ()
    candidates: tuple[tuple[str, float], ...] = ()

    @property
    def reaches_a_person(self) -> bool:
        """Is there something to review?"""
        return self.outcome not in SUPPRESSED


def link_all(proposals: Iterable[Proposal], record: HeldRows) -> Iterator[tuple[Proposal, Link]]:
    """Each proposal with its link; a proposal that repeats an earlier one of the same run is a duplicate too."""
    seen: set[str] = set()
    for proposal in proposals:
        link_of_proposal = Link("duplicate", proposal.identity) if proposal.identity in seen else link(proposal, record)
        seen.add(proposal.identity)
        yield proposal, link_of_proposal


def link(proposal: Proposal, record: HeldRows) -> Link:
    """Compare one proposal with the rows of its kind."""
    candidates = list(record.candidates(proposal.kind, proposal.fields))
    for row in candidates:
        if _same_place(proposal, row) and not _differences(proposal.fields, row.fields):
            return Link("duplicate", row.identity)
    if proposal.kind == "observation":
        return _observation(proposal, candidates)
    return _named(proposal, candidates)


def _same_place(proposal: Proposal, row: HeldRow) -> bool:
    """Was the row read at the same passage of the same document?"""
    quote = proposal.evidence[0] if proposal.evidence else None
    return quote is not None and any(
        document == proposal.document and start < quote.end and quote.start < end for document, start, end in row.places
    )


def _differences(first: Mapping[str, object], second: Mapping[str, object]) -> tuple[str, ...]:
    """The fields with different values in both, without those that only record the printed form."""
    aside = {"value_printed", "status_printed", "parties", "attributed", "asserted_by", "text", "title", "role"}
    return tuple(sorted(name for name in first.keys() & second.keys() - aside if first[name] != second[name]))


def _observation(proposal: Proposal, candidates: list[HeldRow]) -> Link:
    """The same figure has the same measure, sides, place, product, component and period."""
    keys = ("measure", "reporter", "partner", "subdivision", "period", "unit", "component")
    for row in candidates:
        if any(proposal.fields.get(name) != row.fields.get(name) for name in keys):
            continue
        if _product(proposal.fields) != _product(row.fields):
            continue
        claimed, held = _printed(proposal.fields), _printed(row.fields)
        if claimed is None or held is None:
            continue
        if claimed[0] == held[0]:
            return Link("same_as", row.identity)
        if _rounds_to(claimed, held):
            return Link("refines", row.identity, ("value",))
        if _rounds_to(held, claimed):
            return Link("less_precise", row.identity, ("value",))
        return Link("conflicts", row.identity, ("value",))
    return Link("new")


def _product(fields: Mapping[str, object]) -> object:
    return fields.get("product") or "TOTAL"


def _printed(fields: Mapping[str, object]) -> tuple[Decimal, Decimal] | None:
    """The amount, and the size of its last printed digit."""
    try:
        value = Decimal(str(fields["value"]))
        multiplier = Decimal(str(fields.get("multiplier", 1)))
    except (InvalidOperation, KeyError):
        return None
    exponent = value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return value * multiplier, step * multiplier


def _rounds_to(fine: tuple[Decimal, Decimal], coarse: tuple[Decimal, Decimal]) -> bool:
    """Does the finer figure round to the coarser one at its last printed digit?"""
    return fine[1] < coarse[1] and abs(fine[0] - coarse[0]) * 2 <= coarse[1]


def _named(proposal: Proposal, candidates: list[HeldRow]) -> Link:
    """Instruments, events, commitments and actors: by their names, sides and dates; similarity alone gives
    `doubtful`."""
    scored = sorted(
        ((score, row) for row in candidates if (score := _score(proposal, row)) >= _LIKE_TITLE),
        key=lambda item: (-item[0], item[1].identity),
    )
    if not scored:
        return Link("new")
    score, row = scored[0]
    ranked = tuple((one.identity, round(value, 1)) for value, one in scored[:5])
    sure = (
        score >= _SAME_TITLE
        and _sides_agree(proposal.fields, row.fields)
        and not _undecidable(proposal.fields, row.fields)
    )
    sure = sure and (score > 99.9 or _same_day(proposal.fields, row.fields))
    rival = len(scored) > 1 and score < 99.9 and scored[1][0] >= score - 10
    if not sure or rival or (proposal.kind == "actor" and score < 100):
        return Link("doubtful", None, (), ranked)
    return _dated(proposal, row, ranked)


def _dated(proposal: Proposal, row: HeldRow, ranked: tuple[tuple[str, float], ...]) -> Link:
    """For the same name and sides, dates decide between same, more precise, less precise and in conflict."""
    finer: list[str] = []
    coarser: list[str] = []
    conflict: list[str] = []
    for name in sorted(
        set(proposal.fields) - {"title", "text", "status_printed", "parties", "role", "countries", "subdivisions"}
    ):
        claimed, held = proposal.fields[name], row.fields.get(name)
        if held in (None, "", [], ()):
            finer.append(name)
        elif claimed == held:
            continue
        elif isinstance(claimed, Mapping) and isinstance(held, Mapping):
            first, second = str(claimed.get("value")), str(held.get("value"))
            (finer if first.startswith(second) else coarser if second.startswith(first) else conflict).append(name)
        else:
            conflict.append(name)
    if conflict:
        return Link("conflicts", row.identity, tuple(conflict), ranked)
    if finer:
        return Link("refines", row.identity, tuple(finer), ranked)
    return Link("less_precise" if coarser else "same_as", row.identity, tuple(coarser), ranked)


def _score(proposal: Proposal, row: HeldRow) -> float:
    """Similarity of names; an actor's name also by its romanisation."""
    name = {
        "instrument": "title",
        "event": "title",
        "commitment": "text",
        "actor": "name",
        "responsibility": "issue",
    }.get(proposal.kind, "title")
    first, second = str(proposal.fields.get(name, "")), str(row.fields.get(name, ""))
    if not first or not second:
        return 0.0
    if proposal.kind == "actor" and first != second:
        return 99.0 if romanised_key(first) == romanised_key(second) else min(98.0, title_score(first, second))
    return title_score(first, second)


def _same_day(claimed: Mapping[str, object], row: Mapping[str, object]) -> bool:
    """Do both print the same day of signature or of the event?"""
    for name in ("signed", "date", "entry_into_force"):
        first, second = claimed.get(name), row.get(name)
        if isinstance(first, Mapping) and first == second and first.get("precision") == "day":
            return True
    return False


def _sides_agree(claimed: Mapping[str, object], row: Mapping[str, object]) -> bool:
    """Do both name the same countries and places, if both name any?"""
    for name in ("countries", "subdivisions", "country", "type", "number"):
        first, second = claimed.get(name), row.get(name)
        if (
            first
            and second
            and (
                sorted(first) != sorted(second)
                if isinstance(first, (list, tuple)) and isinstance(second, (list, tuple))
                else first != second
            )
        ):
            return False
    return True


def _undecidable(claimed: Mapping[str, object], row: Mapping[str, object]) -> bool:
    """Is one side undecided, or do the two differ within a pair that only a person may decide?"""
    if claimed.get("ambiguous_subdivision") or claimed.get("counterparty_candidates"):
        return True
    first, second = _codes(claimed), _codes(row)
    return any(first & group and second & group and (first & group) != (second & group) for group in undecidable())


def _codes(fields: Mapping[str, object]) -> frozenset[str]:
    countries = fields.get("countries")
    return (
        frozenset(countries)
        if isinstance(countries, (list, tuple))
        else frozenset(str(fields[name]) for name in ("country",) if name in fields)
    )
