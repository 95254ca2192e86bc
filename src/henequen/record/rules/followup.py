"""The three statuses of a recommendation or promise: the responsible body's statement, the evidence, and whether the
deadline has passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from henequen.model.dates import parse_date
from henequen.model.edition import Edition
from henequen.model.record import Record
from henequen.record.rules.evidence import CAUTION, Happening, state_on
from henequen.record.rules.looks import Look

__all__ = ["DUE_WITHIN", "NOT_STATED", "FollowUp", "follow_up", "undated"]

NOT_STATED = "not_stated"
"""The word for a status that no source states: an empty cell could also mean that no source was searched."""

DUE_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`official` as stated, or `not_stated`; `evidence`, since when and by which happening; the last search; `schedule`."""

    official: str
    evidence: str
    since: str
    happening: str
    last_looked: str
    looked_where: str
    schedule: str


def follow_up(
    record: Record,
    as_of: str,
    happenings: Sequence[Happening] = (),
    look: Look | None = None,
    undated: Sequence[Happening] = (),
) -> FollowUp:
    """The three statuses on the day `as_of`, from dated `happenings` and the last search for the item.

    `undated` are claims that give a state without a date: each counts from the day its source was published.
    """
    today = parse_date(as_of).earliest
    state = state_on([*undated, *happenings], today)
    deadline = record.one("deadline")
    fulfilled = record.one("fulfilled_on")
    if not deadline:
        schedule = "no_deadline"
    else:
        bounds = parse_date(deadline)
        if fulfilled and parse_date(fulfilled).latest <= today:
            schedule = "met" if parse_date(fulfilled).latest <= bounds.latest else "met_late"
        elif bounds.latest < today:
            schedule = "overdue"
        elif bounds.latest - today <= DUE_WITHIN:
            schedule = "due"
        else:
            schedule = "not_due"
    return FollowUp(
        "; ".join(record.many("official")) or NOT_STATED,
        state.kind,
        state.since,
        state.happening,
        look.on if look else "",
        "; ".join(look.where) if look else "",
        schedule,
    )


def undated(record: Record, editions: Mapping[str, Edition]) -> list[Happening]:
    """The states that sources of `record` give without a date, as of the day each source was published."""
    happenings = []
    for claim in record.properties.get("evidence", ()):
        published = editions[claim.edition].published_on
        if claim.polarity == "asserted" and claim.value in CAUTION and published:
            day = parse_date(published).latest
            happenings.append(
                Happening(
                    claim.claim_id,
                    claim.value,
                    published,
                    "",
                    day,
                    None,
                    claim.claim_id,
                    claim.edition,
                    claim.asserted_by,
                    "",
                )
            )
    return happenings
