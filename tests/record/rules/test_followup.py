"""Three statuses, and "no evidence found" is never "not done"."""

from __future__ import annotations

import pytest

from henequen.model.record import Record, Said
from henequen.record.rules.followup import follow_up


def item(**said: str) -> Record:
    return Record("recommendations", "r", {k: (Said(v, "c", "e"),) for k, v in said.items()})


@pytest.mark.parametrize(
    ("said", "as_of", "schedule"),
    [
        ({}, "2026-01-01", "no_deadline"),
        ({"deadline": "2030"}, "2026-01-01", "not_due"),
        ({"deadline": "2026-03"}, "2026-01-15", "due"),
        ({"deadline": "2025"}, "2026-01-01", "overdue"),
        ({"deadline": "2025", "fulfilled_on": "2025-06"}, "2026-01-01", "met"),
        ({"deadline": "2025-03", "fulfilled_on": "2025-06"}, "2026-01-01", "met_late"),
        ({"deadline": "2025"}, "2025-12-31", "due"),
    ],
)
@pytest.mark.system(54)
def test_schedule(said: dict[str, str], as_of: str, schedule: str) -> None:
    assert follow_up(item(**said), as_of).schedule == schedule


def test_none_found_carries_the_day_last_looked() -> None:
    found = follow_up(item(), "2026-01-01")
    assert (found.evidence, found.last_looked, found.official) == ("none_found", "2026-01-01", "")


def test_the_furthest_evidence_counts() -> None:
    said = {"evidence": (Said("started", "c1", "e"), Said("partial", "c2", "e"))}
    assert follow_up(Record("recommendations", "r", said), "2026-01-01").evidence == "partial"
