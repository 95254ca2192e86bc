"""Adds values derived by rules as of a day to records: status, counterparty, the three statuses of a commitment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from henequen.model.decision import Judgement
from henequen.model.edition import Edition
from henequen.model.record import Record
from henequen.record.rules.counterparty import counterparty
from henequen.record.rules.evidence import happenings_of
from henequen.record.rules.followup import follow_up, undated
from henequen.record.rules.looks import last_looks
from henequen.record.rules.status import instrument_status

__all__ = ["derive"]


def derive(
    records: Mapping[str, Record], judgements: Iterable[Judgement], editions: Mapping[str, Edition], as_of: str
) -> dict[str, Record]:
    """The same records with their `derived` values, as of a day (YYYY-MM-DD)."""
    decided = tuple(judgements)
    successors = _successors(records)
    happenings = happenings_of(records.values(), editions)
    looks = last_looks(records.values(), as_of)
    derived_records: dict[str, Record] = {}
    for identity, record in records.items():
        derived: dict[str, str] = {}
        if record.table in ("instruments", "activities"):
            party = counterparty(record, decided)
            derived |= {"counterparty_status": party.status, "counterparty_candidates": ";".join(party.candidates)}
        if record.table == "instruments":
            status = instrument_status(record, successors, editions, as_of)
            derived |= {
                "status": status.value,
                "status_rule": status.rule,
                "status_as_of": status.as_of,
                "status_basis": status.basis,
                "status_claims": ";".join(status.claims),
            }
        if record.table == "recommendations":
            state = follow_up(
                record, as_of, happenings.get(identity, ()), looks.get(identity), undated(record, editions)
            )
            derived |= {
                "official": state.official,
                "evidence": state.evidence,
                "evidence_since": state.since,
                "evidence_by": state.happening,
                "last_looked": state.last_looked,
                "looked_where": state.looked_where,
                "schedule": state.schedule,
            }
        derived_records[identity] = replace(record, derived=derived) if derived else record
    return derived_records


def _successors(records: Mapping[str, Record]) -> dict[str, tuple[str, str]]:
    """For each replaced instrument: the date of its successor, and the claim that it replaces it."""
    successors: dict[str, tuple[str, str]] = {}
    for record in records.values():
        if record.table == "relations" and record.one("relation") in ("replaces", "succeeds"):
            subject = record.id.split(" ", 1)[0]
            successor = records.get(subject)
            if successor is not None and successor.table == "instruments":
                successors[record.one("object")] = (successor.one("signed_on"), record.properties["object"][0].claim_id)
    return successors
