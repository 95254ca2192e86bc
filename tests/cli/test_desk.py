"""The desk's verbs: log, looked, undo, a body from a template, dates to come."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
LOG = ("log", "meet-yearly", "--evidence", "partial", "--source", "https://press.example.net/a", "--by", "clerk")


def rows(small: Path, table: str) -> list[dict[str, str]]:
    with (small / "claims" / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def logged_id(out: str) -> str:
    return out.split()[0]


def test_log_makes_edition_and_claim_and_undo_takes_it_back(run: Run, small: Path) -> None:
    done = run(*LOG, "--on", "2021-03", "--published", "2021-04-01", "--pack", small)
    assert done.code == 0
    identity = logged_id(done.out)
    (row,) = rows(small, "happenings")
    assert (row["subject"], row["item"], row["kind"], row["on"]) == (identity, "meet-yearly", "partial", "2021-03")
    shown = {o["property"]: o["value"] for o in run("show", "meet-yearly", "--pack", small, "--json").objects}
    assert shown["evidence"] == "partial"
    again = run(*LOG, "--on", "2021-03", "--published", "2021-04-01", "--pack", small)
    assert "in the record already" in again.out
    assert run("log", "--undo", identity, "--by", "clerk", "--pack", small).code == 0
    shown = {o["property"]: o["value"] for o in run("show", "meet-yearly", "--pack", small, "--json").objects}
    assert shown["evidence"] == "none_found"
    assert run("log", "--undo", identity, "--by", "clerk", "--pack", small).code == 2
    assert rows(small, "happenings")
    assert run(*LOG, "--on", "2021-03", "--published", "2021-04-01", "--pack", small).code == 0
    shown = {o["property"]: o["value"] for o in run("show", "meet-yearly", "--pack", small, "--json").objects}
    assert shown["evidence"] == "partial"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--on", "2021-02-30"), "not a date"),
        (("--on", "2999"), "in the future"),
        (("--on", "2021", "--published", "2020"), "published before it happened"),
        (("--on", "2019-05"), "before the commitment existed"),
        (("--on", "2021", "--until", "2020"), "--until is before --on"),
    ],
)
def test_log_refuses_dates_that_cannot_be(run: Run, small: Path, words: tuple[str, ...], expected: str) -> None:
    done = run(*LOG, *words, "--pack", small)
    assert done.code in (1, 2)
    assert expected in done.err
    assert not (small / "claims" / "happenings.csv").exists()


def test_log_refuses_an_unknown_item_kind_and_source(run: Run, small: Path) -> None:
    assert "unknown item" in run("log", "x", *LOG[2:], "--on", "2021", "--pack", small).err
    assert "--evidence" in run(*LOG[:2], "--evidence", "none", *LOG[4:], "--on", "2021", "--pack", small).err
    assert "neither an edition" in run(*LOG[:4], "--source", "hearsay", "--on", "2021", "--pack", small).err


def test_log_dry_run_writes_nothing(run: Run, small: Path) -> None:
    done = run(*LOG, "--on", "2021", "--dry-run", "--pack", small)
    assert "would write" in done.out
    assert not (small / "claims" / "happenings.csv").exists()


def test_looked_is_the_only_source_of_last_looked(run: Run, small: Path) -> None:
    before = {o["property"]: o["value"] for o in run("show", "meet-yearly", "--pack", small, "--json").objects}
    assert before["last_looked"] == ""
    done = run(
        "looked", "meet-yearly", "--where", "the gazette", "--by", "clerk", "--on", "2021-05-06", "--pack", small
    )
    assert done.code == 0
    after = {o["property"]: o["value"] for o in run("show", "meet-yearly", "--pack", small, "--json").objects}
    assert (after["last_looked"], after["looked_where"]) == ("2021-05-06", "the gazette")
    earlier = run("show", "meet-yearly", "--as-of", "2021-05-05", "--pack", small, "--json").objects
    assert {o["property"]: o["value"] for o in earlier}["last_looked"] == ""


@pytest.mark.system(26)
def test_a_route_that_stopped_and_began_again_has_its_status_on_each_day(run: Run, small: Path) -> None:
    for on, more in (("2021-03-01", ("--until", "2022-06-30")), ("2024-08-03", ())):
        assert run(*LOG[:2], "--evidence", "delivered", *LOG[4:], "--on", on, *more, "--published", "2024-08-05",
                   "--pack", small).code == 0  # fmt: skip

    def evidence(*words: str) -> str:
        told = run("show", "meet-yearly", *words, "--pack", small, "--json").objects
        return str({o["property"]: o["value"] for o in told}["evidence"])

    assert [evidence("--case-on", day) for day in ("2021-02-28", "2021-03-01", "2022-06-30", "2024-08-03")] == [
        "none_found",
        "delivered",
        "stopped",
        "delivered",
    ]
    assert evidence("--as-of", "2022-01-01") == "none_found"  # nothing had been published by then
    assert evidence("--as-of", "2024-08-05") == "delivered"
    assert run("show", "meet-yearly", "--as-of", "2022-01-01", "--case-on", "2022-01-01", "--pack", small).code == 2


@pytest.mark.parametrize(
    "kind", ["commission", "expert-group", "business-council", "foundation", "consortium", "advisory-committee"]
)
@pytest.mark.system(1, 35, 36, 87)
def test_new_body_makes_seats_agenda_and_follow_up(run: Run, small: Path, kind: str) -> None:
    done = run("new", "body", kind, "--name", "Fisheries body", "--by", "clerk", "--pack", small)
    assert done.code == 0, done.err
    assert done.out.splitlines()[-1] == "fisheries-body"
    seats = rows(small, "seats")
    assert {s["side"] for s in seats} == {"CHL", "NZL"}
    assert sum(int(s["count"]) for s in seats) >= 8
    (session,) = rows(small, "sessions")
    assert session["agenda"].count(";") >= 2
    shown = run("show", "fisheries-body", "--pack", small, "--json").objects
    assert len([o for o in shown if o.get("predicate") == "bylaws"]) >= 2
    item = run("show", "fisheries-body-follow-up", "--pack", small, "--json").objects
    assert any(o.get("predicate") == "mechanism" for o in item)
    assert run("new", "body", kind, "--name", "Fisheries body", "--pack", small).code == 2
    assert run("check", "--pack", small).code == 0


def test_new_body_refuses_an_unknown_kind(run: Run, small: Path) -> None:
    assert "expected: commission" in run("new", "body", "club", "--name", "X", "--pack", small).err


def test_due_within_lists_dates_with_lasting_ids(run: Run, small: Path) -> None:
    done = run("due", "--within", "5y", "--as-of", "2023-01-01", "--pack", small, "--json")
    assert done.code == 0
    found = {o["uid"]: o for o in done.objects}
    assert found["fisheries-1994-anniversary-2024"]["number"] == 30
    assert found["fisheries-1994-anniversary-2024"]["date"] == "2024-03-12"
    assert run("due", "--within", "soon", "--pack", small).code == 2
    assert re.fullmatch(r"2024-03-12\tanniversary\tAgreement on Fisheries\tfisheries-1994", run(
        "due", "--within", "2y", "--as-of", "2023-01-01", "--pack", small).out.splitlines()[0])  # fmt: skip
