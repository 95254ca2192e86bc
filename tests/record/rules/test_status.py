"""The status of an instrument is derived: the first rule that matches decides, and says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from henequen.model.edition import Edition
from henequen.model.record import Record, StatedValue
from henequen.record.rules.status import instrument_status

LIST = Edition("list-2022", "article", "A newspaper", "AAA", "A list", "2022-09-09")
TEXT = Edition("text", "text", "Official gazette", "AAA", "The text", "1990-01-01")
EDITIONS = {"list-2022": LIST, "text": TEXT}


def record(edition: str = "list-2022", **said: str) -> Record:
    return Record("instruments", "a", {k: (StatedValue(v, f"c-{k}", edition),) for k, v in said.items()})


@pytest.mark.parametrize(
    ("said", "as_of", "status", "basis"),
    [
        ({"signed_on": "1990", "terminated_on": "2001-05"}, "2010-01-01", "terminated", "statement"),
        ({"signed_on": "1990", "valid_until": "2012-12-31"}, "2010-01-01", "in_force", "inference"),
        ({"signed_on": "1990-05-01", "term": "P5Y"}, "1994-01-01", "in_force", "inference"),
        (
            {"signed_on": "1990-05-01", "term": "P5Y", "renewal": "tacit"},
            "2000-01-01",
            "in_force_tacit_renewal",
            "inference",
        ),
        ({"signed_on": "1990-05-01", "term": "P5Y", "renewal": "none"}, "2000-01-01", "expired", "inference"),
        (
            {"signed_on": "1990-05-01", "term": "P5Y", "renewal": "by_agreement"},
            "2000-01-01",
            "needs_extension",
            "inference",
        ),
        ({"signed_on": "1990-05-01", "term": "P5Y"}, "2000-01-01", "presumed_in_force", "inference"),
        ({"kind": "programme", "signed_on": "1990", "valid_until": "1994"}, "2000-01-01", "expired", "inference"),
        ({"signed_on": "1990", "term": "P5Y"}, "1995-06-01", "unknown", "inference"),
        ({"signed_on": "1990", "stated_status_code": "completed"}, "2023-01-01", "completed", "statement"),
        (
            {"signed_on": "1990", "stated_status_code": "in_force_auto_renewal"},
            "2023-01-01",
            "in_force_tacit_renewal",
            "statement",
        ),
        (
            {"signed_on": "1990", "stated_status_code": "validity_not_stipulated"},
            "2023-01-01",
            "presumed_in_force",
            "statement",
        ),
        ({"stated_status_code": "under_negotiation"}, "2023-01-01", "under_negotiation", "statement"),
        ({"signed_on": "1990", "stated_status_code": "not_stated"}, "2023-01-01", "unknown", "inference"),
        ({"signed_on": "1990"}, "2023-01-01", "unknown", "inference"),
    ],
)
@pytest.mark.system(43)
def test_first_rule_decides(said: dict[str, str], as_of: str, status: str, basis: str) -> None:
    found = instrument_status(record(**said), {}, EDITIONS, as_of)
    assert (found.value, found.basis) == (status, basis)


def test_a_word_of_the_source_is_dated_to_the_source() -> None:
    found = instrument_status(record(stated_status_code="completed"), {}, EDITIONS, "2026-01-01")
    assert (found.as_of, found.claims) == ("2022-09-09", ("c-stated_status_code",))


def test_the_newest_edition_with_a_word_dates_it() -> None:
    old = StatedValue("signed", "c-old", "list-2022", others=(("c-new", "text"),))
    newer = EDITIONS | {"text": replace(EDITIONS["text"], published_on="2024-05-01")}
    found = instrument_status(Record("instruments", "a", {"stated_status_code": (old,)}), {}, newer, "2026-01-01")
    assert (found.as_of, found.claims) == ("2024-05-01", ("c-new",))


def test_a_successor_replaces_from_its_own_day() -> None:
    heirs = {"a": ("2003-06", "c-heir")}
    said = record(signed_on="2000-05", valid_until="2002-12-31")
    assert instrument_status(said, heirs, EDITIONS, "2002-06-01").value == "in_force"
    assert instrument_status(said, heirs, EDITIONS, "2005-01-01").value == "replaced"


def test_only_who_read_the_text_may_say_in_force() -> None:
    assert (
        instrument_status(record("text", entry_into_force="1991-01-01"), {}, EDITIONS, "2020-01-01").value == "in_force"
    )
    assert (
        instrument_status(record(entry_into_force="1991-01-01"), {}, EDITIONS, "2020-01-01").value
        == "presumed_in_force"
    )
