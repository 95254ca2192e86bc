"""Three statuses, and "no evidence found" is never "not done"."""

from __future__ import annotations

import pytest

from henequen.model.edition import Edition
from henequen.model.record import Record, StatedValue
from henequen.record.rules.followup import follow_up, undated
from henequen.record.rules.looks import Look


def item(**said: str) -> Record:
    return Record("recommendations", "r", {k: (StatedValue(v, "c", "e"),) for k, v in said.items()})


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


def test_none_found_carries_the_last_search_and_no_other_day() -> None:
    found = follow_up(item(), "2026-01-01")
    assert (found.evidence, found.last_looked, found.official) == ("none_found", "", "not_stated")
    look = Look("look-1", "2025-11-02", ("the two registers", "the press"), "a clerk", (), has_evidence=False)
    found = follow_up(item(), "2026-01-01", look=look)
    assert (found.last_looked, found.looked_where) == ("2025-11-02", "the two registers; the press")


def test_undated_evidence_counts_from_the_day_of_its_source() -> None:
    editions = {
        "e": Edition("e", "report", "P", "INT", "T", published_on="2005-06-01"),
        "f": Edition("f", "report", "P", "INT", "T", published_on="2009"),
    }
    said = {"evidence": (StatedValue("started", "c1", "e"), StatedValue("partial", "c2", "f"))}
    record = Record("recommendations", "r", said)
    states = [
        follow_up(record, day, undated=undated(record, editions)).evidence
        for day in ("2005-05-31", "2005-06-01", "2009-06-30", "2009-12-31")
    ]
    assert states == ["none_found", "started", "started", "partial"]
