"""Gathers claims into records: the statements on each subject, ranked, never averaged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from henequen.model.claim import Claim
from henequen.model.dates import parse_date
from henequen.model.decision import Review
from henequen.model.edition import Edition
from henequen.model.evidence import Evidence
from henequen.model.properties import properties
from henequen.model.record import Record, StatedValue

__all__ = ["Disagreement", "disagreements", "known_by", "resolve"]

_WITHDRAWN = ("rejected", "superseded", "retracted")
_RANKS = {"preferred": 0, "normal": 1, "deprecated": 2}
_NOT_RIVALS = ("title", "title_es", "name", "restatement", "kind", "role", "section", "content", "message", "level")

_NOTHING_STATED = "not_stated"
"""The code of a source that prints no status: it contradicts no source that prints one."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Sources that give different values although only one can be right."""

    table: str
    subject: str
    predicate: str
    values: tuple[StatedValue, ...]


def known_by(claims: Iterable[Claim], editions: Mapping[str, Edition], as_of: str, known_at: str) -> list[Claim]:
    """The claims published by `as_of` (valid time) and recorded by `known_at` (record time); empty means no bound."""
    return [
        claim
        for claim in claims
        if (not as_of or not editions[claim.edition].published_on or editions[claim.edition].published_on <= as_of)
        and (not known_at or not claim.recorded_at or claim.recorded_at <= known_at)
    ]


def resolve(
    claims: Iterable[Claim], reviews: Iterable[Review], editions: Mapping[str, Edition], known_at: str = ""
) -> dict[str, Record]:
    """One record per subject, in order of id. Of reviews, those made by `known_at` count (empty: all).

    Values are ordered by rank (a person's preference first), then by the number of claims that state them, then by the
    newest edition, then by place and by the order in which the source lists them. A date that another one only makes
    more precise is not a rival: the precise one comes first.
    """
    word = {r.claim_id: r for r in reviews if not known_at or not r.when or r.when <= known_at}
    gathered: dict[str, tuple[str, dict[str, list[tuple[Claim, str]]]]] = {}
    for claim in claims:
        review = word.get(claim.claim_id)
        if review and review.state in _WITHDRAWN:
            continue
        _, claims_of = gathered.setdefault(claim.subject, (claim.table, {}))
        claims_of.setdefault(claim.predicate, []).append((claim, review.rank if review else "normal"))
    return {
        subject: _record(table, subject, claims_of, editions)
        for subject, (table, claims_of) in sorted(gathered.items())
    }


def disagreements(records: Iterable[Record]) -> list[Disagreement]:
    """Single-valued properties for which sources give incompatible values."""
    disagreements_found = []
    for record in records:
        for name, values in record.properties.items():
            prop = properties(record.table)[name]
            if prop.many or name in _NOT_RIVALS or len(values) < 2:
                continue
            rivals = [value for value in values if value.rank != "deprecated" and value.value != _NOTHING_STATED]
            if prop.type == "date":
                rivals = _apart(rivals)
            if len(rivals) > 1:
                disagreements_found.append(Disagreement(record.table, record.id, name, tuple(rivals)))
    return disagreements_found


def _apart(dates: list[StatedValue]) -> list[StatedValue]:
    """The dates that contradict another date; a date within a longer one only makes it more precise."""
    bounds = {claim: parse_date(claim.value) for claim in dates if claim.polarity == "asserted"}
    return [
        claim
        for claim, limits in bounds.items()
        if any(limits.latest < other.earliest or other.latest < limits.earliest for other in bounds.values())
    ]


def _record(
    table: str, subject: str, claims_of: Mapping[str, list[tuple[Claim, str]]], editions: Mapping[str, Edition]
) -> Record:
    evidence: dict[Evidence, None] = {}
    for claims in claims_of.values():
        for claim, _ in claims:
            evidence.update(dict.fromkeys(claim.evidence))
    order = list(properties(table))
    return Record(
        table=table,
        id=subject,
        properties={
            name: _values(claims_of[name], properties(table)[name].type, editions)
            for name in order
            if name in claims_of
        },
        evidence=tuple(sorted(evidence, key=lambda e: (e.document, e.key_start, e.key_end))),
    )


def _values(claims: list[tuple[Claim, str]], kind: str, editions: Mapping[str, Edition]) -> tuple[StatedValue, ...]:
    groups: dict[tuple[str, str], list[tuple[Claim, str]]] = {}
    for claim, rank in claims:
        groups.setdefault((claim.value, claim.polarity), []).append((claim, rank))

    def weight(item: tuple[tuple[str, str], list[tuple[Claim, str]]]) -> tuple[int, int, int, str, int, int, str]:
        (value, _), members = item
        best = min(_RANKS[rank] for _, rank in members)
        newest = max(editions[claim.edition].published_on for claim, _ in members)
        first = min(claim.evidence[0].key_start if claim.evidence else 0 for claim, _ in members)
        precision = len(value) if kind == "date" else 0
        return (
            best,
            -precision,
            -len(members),
            _descending(newest),
            first,
            min(claim.item for claim, _ in members),
            value,
        )

    return tuple(
        StatedValue(
            value=value,
            claim_id=members[0][0].claim_id,
            edition=members[0][0].edition,
            asserted_by=members[0][0].asserted_by,
            rank=min((rank for _, rank in members), key=_RANKS.__getitem__),
            polarity=polarity,
            others=_other_claims(members, editions),
        )
        for (value, polarity), members in sorted(groups.items(), key=weight)
    )


def _other_claims(members: list[tuple[Claim, str]], editions: Mapping[str, Edition]) -> tuple[tuple[str, str], ...]:
    """The first claim of each other edition with the same value, newest edition first."""
    first = members[0][0]
    claim_of_edition = {first.edition: first.claim_id}
    for claim, _ in members[1:]:
        claim_of_edition.setdefault(claim.edition, claim.claim_id)
    del claim_of_edition[first.edition]
    newest = sorted(claim_of_edition.items(), key=lambda item: (_descending(editions[item[0]].published_on), item[0]))
    return tuple((claim, edition) for edition, claim in newest)


def _descending(text: str) -> str:
    """A text whose ascending order is the descending order of dates."""
    return "".join(chr(0x10FFFF - ord(char)) if char else "" for char in text)
