"""Bodies by their sessions, negotiations by their steps, funds by their rule, programmes by their end."""

from __future__ import annotations

from decimal import Decimal

import pytest

from henequen.model.record import Record, StatedValue
from henequen.record.questions.channels import body_state, sessions_of
from henequen.record.questions.funds import ledgers
from henequen.record.questions.lapses import lapse_of
from henequen.record.questions.negotiations import course_of, talks_of


def record(table: str, identity: str, **said: str) -> Record:
    return Record(table, identity, {k: (StatedValue(v, f"c-{identity}-{k}", "e"),) for k, v in said.items()})


@pytest.mark.parametrize(
    ("as_of", "kind", "years"),
    [
        ("2001-01-01", "unknown", -1),
        ("2004-12-31", "active", 2),
        ("2005-07-01", "dormant", 3),
        ("2020-01-01", "ended", 17),
    ],
)
def test_body_state_follows_from_sessions(as_of: str, kind: str, years: int) -> None:
    body = record("actors", "b", valid_to="2019-06")
    sessions = sessions_of([record("sessions", "s", body="b", on="2002-07-01")], as_of)
    state = body_state(body, sessions, as_of)
    assert (state.kind, state.years) == (kind, years)


def test_proposed_body_is_proposed_until_it_meets() -> None:
    body = record("actors", "b", proposed_on="2005-06-01")
    assert body_state(body, {}, "2020-01-01").kind == "proposed"
    held = sessions_of([record("sessions", "s", body="b", on="2019")], "2020-01-01")
    assert body_state(body, held, "2020-01-01").kind == "active"


def test_announcements_without_a_round_are_empty() -> None:
    steps = [("launched", "2006-02"), ("round", "2006-04"), ("suspended", "2008-06"), ("announced", "2012"),
             ("announced", "2016"), ("meeting", "2017"), ("announced", "2022-03-01")]  # fmt: skip
    talks = talks_of(
        [record("talks", f"t{n}", negotiation="n", kind=k, on=d) for n, (k, d) in enumerate(steps)], "2026-01-01"
    )
    course = course_of(talks["n"], "2026-01-01")
    assert (course.stage, course.since, course.rounds) == ("announced", "2012", 1)
    assert course.empty_announcements == ("2012", "2016", "2022-03-01")
    assert [stage.kind for stage in course.stages] == ["launched", "negotiating", "suspended", "announced"]
    assert course.stages[2].days == (2012 - 2008) * 365 + 1 - 152
    before = course_of(
        talks_of([record("talks", "t", negotiation="n", kind="round", on="2006-04")], "2005-01-01").get("n", []),
        "2005-01-01",
    )
    assert before.stage == "unknown"


def test_matching_rule_says_who_is_short() -> None:
    fund = record("actors", "f", matching="1:1")
    entries = [
        record("funds", "1", fund="f", side="AAA", on="2020", kind="contribution", amount="100.10", unit="USD"),
        record("funds", "2", fund="f", side="BBB", on="2020", kind="contribution", amount="60", unit="USD"),
        record("funds", "3", fund="f", side="BBB", on="2021", kind="spending", amount="20.05", unit="USD"),
    ]
    (ledger,) = ledgers(fund, entries, ("AAA", "BBB"))
    assert ledger.short == (Decimal(0), Decimal("40.10"))
    assert ledger.balance == Decimal("140.05") and ledger.matched is False
    entries.append(
        record("funds", "4", fund="f", side="BBB", on="2022", kind="contribution", amount="40.10", unit="USD")
    )
    assert ledgers(fund, entries, ("AAA", "BBB"))[0].matched


@pytest.mark.parametrize(
    ("as_of", "kind"),
    [("2005-01-31", "running"), ("2005-07-02", "due"), ("2005-12-31", "due"), ("2006-01-01", "lapsed")],
)
def test_lapse_alert_on_a_test_clock(as_of: str, kind: str) -> None:
    assert lapse_of(record("programmes", "p", until="2005"), as_of).kind == kind
