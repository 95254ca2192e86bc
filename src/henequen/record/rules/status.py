"""Derives the status of an instrument: never entered by hand; the first matching rule decides and is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from henequen.model.dates import PartialDate, parse_date
from henequen.model.durations import add_duration, parse_duration
from henequen.model.edition import Edition
from henequen.model.record import Record

__all__ = ["RULES", "Status", "after_term", "instrument_status", "rule_code"]

_STATED = {
    "in_force": "presumed_in_force",
    "in_force_auto_renewal": "in_force_tacit_renewal",
    "validity_not_stipulated": "presumed_in_force",
    "ended": "ended",
    "completed": "completed",
    "replaced": "replaced",
    "suspended": "suspended",
    "signed": "signed",
    "initialled": "signed_not_in_force",
    "under_negotiation": "under_negotiation",
    "proposed": "proposed",
    "under_renewal": "under_renewal",
    "expiring": "presumed_in_force",
}
RULES = {
    "replaced": "replaced by a later instrument",
    "terminated": "a termination is recorded",
    "later": "signed or in force only later",
    "imprecise": "the day is within the imprecise end of the term",
    "within": "within its term",
    "past": "past its term",
    "text": "in force without a term; the text was read",
    "list": "entered into force; no end is recorded, and only a list says so",
    "none": "no rule can decide",
    "said": "the source's own word",
}
"""The rules by code, in the words in which a record and its export carry them."""

_BASIS = {"register": "register", "text": "text", "treaty text": "text"}


@dataclass(frozen=True, slots=True)
class Status:
    """A status with the rule that decided, its date, its basis, and its claims."""

    value: str
    rule: str
    as_of: str
    basis: str
    claims: tuple[str, ...]


def instrument_status(
    record: Record, replaced_by: Mapping[str, tuple[str, str]], editions: Mapping[str, Edition], as_of: str
) -> Status:
    """The status on the day `as_of` (YYYY-MM-DD).

    `replaced_by` gives, for an instrument, its successor's date and the claim that states it. Rules, in order: replaced;
    terminated; under negotiation or proposed (never signed); in force within its term; past its term (renewed tacitly,
    expired, needs an extension, presumed in force); in force without term, if the text was read; the source's own
    word, dated to the source; unknown. An imprecise date whose bounds disagree decides nothing.
    """
    today = parse_date(as_of)
    if record.id in replaced_by:
        when, claim = replaced_by[record.id]
        if not when or parse_date(when).latest <= today.earliest:
            return Status("replaced", RULES["replaced"], when or as_of, "inference", (claim,))
    ended = _date(record, "terminated_on")
    if ended and ended[0].latest <= today.earliest:
        return Status("terminated", RULES["terminated"], ended[0].text, "statement", (ended[1],))
    begun = _date(record, "entry_into_force") or _date(record, "signed_on")
    if begun and begun[0].earliest > today.latest:
        return Status("not_yet", RULES["later"], begun[0].text, "inference", (begun[1],))
    until = _date(record, "valid_until")
    end = until[0] if until else _end_of_term(record, begun[0] if begun else None)
    if end is not None:
        return _status_by_term(record, end, as_of)
    if _date(record, "entry_into_force"):
        entry_claim = record.properties["entry_into_force"][0]
        if _BASIS.get(editions[entry_claim.edition].kind) == "text":
            return Status("in_force", RULES["text"], as_of, "text", (entry_claim.claim_id,))
    if stated := _stated_status(record, editions, as_of):
        return stated
    if record.properties.get("entry_into_force"):
        entry_claim = record.properties["entry_into_force"][0]
        if parse_date(entry_claim.value).latest <= today.earliest:
            return Status(
                "presumed_in_force",
                RULES["list"],
                editions[entry_claim.edition].published_on or as_of,
                _BASIS.get(editions[entry_claim.edition].kind, "statement"),
                (entry_claim.claim_id,),
            )
    return Status("unknown", RULES["none"], as_of, "inference", ())


def _status_by_term(record: Record, end: PartialDate, as_of: str) -> Status:
    """The status of an instrument whose term ends at `end`."""
    today = parse_date(as_of)
    claims = tuple(claim.claim_id for name in ("valid_until", "term") for claim in record.properties.get(name, ())[:1])
    if end.earliest < end.latest and end.earliest <= today.earliest <= end.latest:
        return Status("unknown", RULES["imprecise"], as_of, "inference", claims)
    if today.earliest <= end.earliest:
        return Status("in_force", RULES["within"], as_of, "inference", claims)
    # A programme with fixed years ends with them; an agreement continues or not according to its clause.
    renewal = record.one("renewal") or ("none" if record.one("kind") == "programme" else "")
    return Status(after_term(renewal), RULES["past"], end.text, "inference", claims)


def _stated_status(record: Record, editions: Mapping[str, Edition], as_of: str) -> Status | None:
    """The status that a source states; the newest edition that states it dates it. None if no source states one: a
    source without a status does not contradict one that states it."""
    stated = [claim for claim in record.properties.get("stated_status_code", ()) if claim.value in _STATED]
    if not stated:
        return None
    value, claim_id, source = max(
        ((claim, claim_id, source) for claim in stated for claim_id, source in claim.sources),
        key=lambda entry: (entry[0].rank == "preferred", editions[entry[2]].published_on),
    )
    edition = editions[source]
    return Status(
        _STATED[value.value],
        f"{RULES['said']} ({value.value})",
        edition.published_on or as_of,
        _BASIS.get(edition.kind, "statement"),
        (claim_id,),
    )


def after_term(renewal: str) -> str:
    """The status of an instrument after its term, by its renewal clause.

    >>> after_term("tacit"), after_term("none"), after_term("by_agreement"), after_term("")
    ('in_force_tacit_renewal', 'expired', 'needs_extension', 'presumed_in_force')
    """
    return {"tacit": "in_force_tacit_renewal", "none": "expired", "by_agreement": "needs_extension"}.get(
        renewal, "presumed_in_force"
    )


def _date(record: Record, name: str) -> tuple[PartialDate, str] | None:
    for claim in record.properties.get(name, ()):
        if claim.polarity == "asserted":
            return parse_date(claim.value), claim.claim_id
    return None


def _end_of_term(record: Record, begun: PartialDate | None) -> PartialDate | None:
    term = next((claim.value for claim in record.properties.get("term", ()) if claim.polarity == "asserted"), "")
    if not term or begun is None:
        return None
    length = parse_duration(term)
    return PartialDate(
        add_duration(begun.earliest, length), add_duration(begun.latest, length), f"{begun.text} + {term}"
    )


def rule_code(rule: str) -> tuple[str, str]:
    """The code of a rule as stored in a record, and the code of the source's own word if it decided.

    >>> rule_code("within its term"), rule_code("the source's own word (ended)")
    (('within', ''), ('said', 'ended'))
    """
    words, _, detail = rule.partition(" (")
    codes = {text: code for code, text in RULES.items()}
    return codes.get(words if detail else rule, ""), detail.rstrip(")")
