"""Who faces whom, through reorganisations, by name and date."""

from __future__ import annotations

import pytest

from henequen.model.record import Record, StatedValue
from henequen.record.questions.counterparts import holders, in_charge, successors, who_faces_whom
from henequen.record.store.view import View


def record(table: str, identity: str, **said: str) -> Record:
    return Record(
        table,
        identity,
        {k: tuple(StatedValue(v, f"c-{identity}-{k}", "e") for v in x.split(";")) for k, x in said.items()},
    )


CHAIN = [
    record(
        "successions",
        "1",
        predecessor="finance",
        successor="strategy",
        name="Strategy",
        valid_from="2008",
        valid_to="2026-01-02",
    ),
    record(
        "successions", "2", predecessor="finance", successor="finance-2026", name="Finance", valid_from="2026-01-02"
    ),
    record("successions", "3", predecessor="finance", successor="budget", name="Budget", valid_from="2026-01-02"),
]


def test_a_split_gives_both_heirs_and_a_name_that_came_back_is_matched_by_date() -> None:
    steps = successors("finance", CHAIN)
    assert [s.successor for s in in_charge(steps, "2015-06-01")] == ["strategy"]
    assert {s.successor for s in in_charge(steps, "2026-11-23")} == {"finance-2026", "budget"}
    assert in_charge(steps, "2005-06-01") == []


def test_what_no_source_follows_is_marked() -> None:
    matrix = [
        record(
            "counterparts",
            "m",
            forum="F",
            issue="Customs",
            side_a_bodies="Customs",
            side_b_bodies="Finance",
            side_a_ids="customs",
            side_b_ids="finance",
        )
    ]
    (found,) = who_faces_whom("custom", matrix, CHAIN, {}, "2026-11-23")
    assert found.side_a_today == ("customs ? [no search logged]",)
    assert found.side_b_today == ("Budget", "Finance")
    assert who_faces_whom("tourism", matrix, CHAIN, {}, "2026-11-23") == []


def test_the_heir_of_the_issue_is_the_answer_alone() -> None:
    scoped = [*CHAIN, record("successions", "4", predecessor="finance", successor="customs-office", name="Customs Office",
                             valid_from="2026-01-02", issue_ids="m")]  # fmt: skip
    steps = successors("finance", scoped)
    assert [s.successor for s in in_charge(steps, "2026-11-23", "m")] == ["customs-office"]
    assert {s.successor for s in in_charge(steps, "2026-11-23", "other")} == {"finance-2026", "budget"}


def test_a_body_seen_at_work_is_itself_and_since_is_its_own_beginning() -> None:
    actors = {"bank": record("actors", "bank", name="Bank", valid_from="1937", seen_on="2016-04")}
    (holder,) = holders("bank", "m", [], actors, "2026-11-23", {})
    assert (holder.sure, holder.since, holder.name) == (True, "1937", "Bank")
    (before,) = holders("bank", "m", [], actors, "2015-01-01", {})
    assert not before.sure


@pytest.mark.system(71)
def test_the_matrix_of_the_shipped_pack(view: View) -> None:
    rows = view.records("counterparts")
    by_forum: dict[str, int] = {}
    for row in rows:
        assert row.many("side_a_bodies"), row.id
        assert row.many("side_b_bodies"), row.id
        by_forum[row.one("forum")] = by_forum.get(row.one("forum"), 0) + 1
    assert sorted(by_forum.values()) == [1, 3, 10, 12]
    actors = {a.id: a for a in view.records("actors")}
    (found,) = who_faces_whom("phytosanitary", rows, view.records("successions"), actors, view.as_of)
    assert any("Agriculture, Food and Rural Affairs" in name for name in found.side_b_today)
    assert any("Food and Drug Safety" in name for name in found.side_b_today)
