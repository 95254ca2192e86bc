"""No machine decides between codes whose names are too near."""

from __future__ import annotations

import pytest

from henequen.model.countries import undecidable
from henequen.model.decision import Judgement
from henequen.model.record import Record, StatedValue
from henequen.record.rules.counterparty import counterparty
from henequen.record.store.view import View

PAIR = sorted(min(undecidable(), key=lambda group: sorted(group)[-1]))


def doubtful(*codes: str) -> Record:
    return Record("instruments", "a", {"counterparty_candidates": tuple(StatedValue(c, "c", "e") for c in codes)})


def test_unsure_is_disputed_and_counted_for_nobody() -> None:
    found = counterparty(doubtful(*PAIR), [Judgement("a", PAIR[0], "unsure", "a person", "2026-01-01", "")])
    assert (found.status, found.candidates, found.counted) == ("disputed", tuple(PAIR), False)


def test_a_person_may_decide_and_a_rule_may_not() -> None:
    by_rule = Judgement("a", PAIR[0], "same", "rule:nearest@1", "2026-01-01", "")
    assert counterparty(doubtful(*PAIR), [by_rule]).status == "disputed"
    by_person = Judgement("a", PAIR[0], "same", "a person", "2026-01-01", "")
    assert counterparty(doubtful(*PAIR), [by_person]).status == "settled"


def test_two_people_who_differ_decide_nothing() -> None:
    rivals = [Judgement("a", code, "same", f"person {code}", "2026-01-01", "") for code in PAIR]
    assert counterparty(doubtful(*PAIR), rivals).status == "disputed"


@pytest.mark.system(93)
def test_seven_rows_of_the_shipped_pack_are_disputed(view: View) -> None:
    disputed = [r for r in view.records("instruments") if r.derived["counterparty_status"] == "disputed"]
    assert len(disputed) == 7
    candidates = {r.derived["counterparty_candidates"] for r in disputed}
    assert len(candidates) == 1
    assert frozenset(candidates.pop().split(";")) in undecidable()
    assert {code for r in disputed for code in r.many("places")} == {"MX-DUR", "MX-PUE", "MX-OAX"}
    assert all(len(r.many("countries")) == 1 for r in disputed), "counted for neither candidate"
    about_parties = [
        j for r in disputed for j in view.judgements if j.left == r.id and j.right in r.many("counterparty_candidates")
    ]
    assert len(about_parties) == 14
    assert {j.judgement for j in about_parties} == {"unsure"}
