"""Claims become records; rivals stay visible."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from henequen.model.claim import Claim
from henequen.model.decision import Review
from henequen.model.edition import Edition
from henequen.record.rules.resolve import disagreements, known_by, resolve

EDITIONS = {
    "old": Edition("old", "report", "P", "AAA", "Old", "2005-06-01"),
    "new": Edition("new", "news", "Q", "AAA", "New", "2025-08-12"),
}


def said(value: str, edition: str = "old", predicate: str = "signed_on", recorded_at: str = "2026-01-01") -> Claim:
    return Claim("instruments", "a", predicate, value, edition, recorded_at=recorded_at)


def test_rivals_are_all_kept_and_told() -> None:
    records = resolve([said("1966"), said("1969", "new")], [], EDITIONS)
    assert set(records["a"].many("signed_on")) == {"1966", "1969"}
    (found,) = disagreements(records.values())
    assert {value.value for value in found.values} == {"1966", "1969"}


def test_a_more_precise_date_is_no_rival() -> None:
    records = resolve([said("2001"), said("2001-06-04")], [], EDITIONS)
    assert records["a"].one("signed_on") == "2001-06-04"
    assert not disagreements(records.values())


def test_a_day_within_a_decade_is_no_rival_and_a_day_outside_is() -> None:
    assert not disagreements(resolve([said("1990/1999"), said("1996-12")], [], EDITIONS).values())
    (found,) = disagreements(resolve([said("1990/1999"), said("1996-12"), said("2001")], [], EDITIONS).values())
    assert "2001" in {value.value for value in found.values}


def test_every_edition_that_says_a_value_stays_with_it() -> None:
    claims = [said("1966"), said("1966", "new"), said("1966", "new")]
    (value,) = resolve(claims, [], EDITIONS)["a"].properties["signed_on"]
    assert [edition for _, edition in value.sources] == ["old", "new"]
    assert value.others == ((claims[1].claim_id, "new"),)


def test_a_source_that_prints_no_status_contradicts_nobody() -> None:
    claims = [said("not_stated", predicate="stated_status_code"), said("signed", "new", "stated_status_code")]
    assert not disagreements(resolve(claims, [], EDITIONS).values())


def test_a_person_prefers_and_withdraws() -> None:
    first, second = said("1966"), said("1969", "new")
    prefer = Review(first.claim_id, "accepted", "preferred", "p", "2026-01-01", "")
    assert resolve([first, second], [prefer], EDITIONS)["a"].one("signed_on") == "1966"
    withdraw = Review(second.claim_id, "rejected", "normal", "p", "2026-01-01", "")
    assert resolve([first, second], [withdraw], EDITIONS)["a"].many("signed_on") == ("1966",)


def test_as_of_in_both_times() -> None:
    claims = [said("1966"), said("1969", "new", recorded_at="2026-05-01")]
    assert len(known_by(claims, EDITIONS, "2010-01-01", "")) == 1
    assert len(known_by(claims, EDITIONS, "2026-11-01", "2026-02-01")) == 1
    assert len(known_by(claims, EDITIONS, "", "")) == 2


@given(st.lists(st.sampled_from(["1966", "1969", "1966-04"]), min_size=1, max_size=6), st.integers())
def test_the_order_of_reading_does_not_matter(values: list[str], seed: int) -> None:
    claims = [said(value, ("old", "new")[i % 2]) for i, value in enumerate(values)]
    shuffled = claims[:]
    random.Random(seed).shuffle(shuffled)
    assert [s.value for s in resolve(claims, [], EDITIONS)["a"].properties["signed_on"]] == [
        s.value for s in resolve(shuffled, [], EDITIONS)["a"].properties["signed_on"]
    ]


def test_reading_twice_adds_nothing() -> None:
    assert said("1966").claim_id == said("1966", recorded_at="2027-01-01").claim_id
