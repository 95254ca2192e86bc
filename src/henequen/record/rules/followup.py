"""The three statuses of what was asked or promised: what the responsible body says, what evidence shows, how time stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from henequen.model.dates import parse_date
from henequen.model.record import Record

__all__ = ["DUE_WITHIN", "FollowUp", "follow_up"]

DUE_WITHIN = timedelta(days=90)
_ORDER = ("delivered", "partial", "started", "contrary")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`official` as said (or empty), `evidence` with the day last looked, `schedule`."""

    official: str
    evidence: str
    last_looked: str
    schedule: str


def follow_up(record: Record, as_of: str) -> FollowUp:
    """The three statuses on the day `as_of`. No evidence found is never "not done": it carries the day last looked."""
    today = parse_date(as_of).earliest
    found = [value for value in _ORDER if value in record.many("evidence")]
    evidence = found[0] if found else "none_found"
    deadline = record.one("deadline")
    fulfilled = record.one("fulfilled_on")
    if not deadline:
        schedule = "no_deadline"
    else:
        bounds = parse_date(deadline)
        if fulfilled:
            schedule = "met" if parse_date(fulfilled).latest <= bounds.latest else "met_late"
        elif bounds.latest < today:
            schedule = "overdue"
        elif bounds.latest - today <= DUE_WITHIN:
            schedule = "due"
        else:
            schedule = "not_due"
    return FollowUp("; ".join(record.many("official")), evidence, as_of, schedule)
