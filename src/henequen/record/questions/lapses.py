"""When money or a term runs out: programmes that lapse soon, or have lapsed without a later one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from henequen.model.dates import parse_date
from henequen.model.record import Record

__all__ = ["ALERT", "Lapse", "lapse_of"]

ALERT = 183
"""Days before the end from which a programme counts as about to lapse: half a year."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """`open` (no end known), `running`, `due` (ends within `ALERT` days) or `lapsed`; the day, and days until or since."""

    kind: str
    on: str
    days: int


def lapse_of(programme: Record, as_of: str) -> Lapse:
    """The state of a programme on the day `as_of`, by the end that a source gives."""
    until = programme.one("until")
    if not until:
        return Lapse("open", "", 0)
    today, end = date.fromisoformat(as_of), parse_date(until).latest
    days = (end - today).days
    if days < 0:
        return Lapse("lapsed", until, -days)
    return Lapse("due" if days <= ALERT else "running", until, days)
