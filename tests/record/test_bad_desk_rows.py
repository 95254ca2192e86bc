"""Rows of the desk's tables that are not right are refused with file and line, or are a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from henequen.model.errors import PackError
from henequen.observatory import Observatory

HAPPENING = "subject,item,kind,on,from,until,edition\n"
BAD = {
    "a session of no body": ("sessions", "subject,number,on,edition\ns,1,2020,register\n", "without body"),
    "a session of an unknown body": ("sessions", "subject,body,on,edition\ns,nobody,2020,register\n", "leads nowhere"),
    "a body that succeeds itself": (
        "successions",
        "subject,predecessor,successor,edition\ns,min-fisheries,min-fisheries,register\n",
        "succeeds itself",
    ),
    "a happening without a date": ("happenings", HAPPENING + "h,meet-yearly,started,,,,register\n", "needs one date"),
    "a happening with two dates": (
        "happenings",
        HAPPENING + "h,meet-yearly,started,2020,2020,,register\n",
        "needs one date",
    ),
    "a day that does not exist": (
        "happenings",
        HAPPENING + "h,meet-yearly,started,2020-02-30,,,register\n",
        "not in the calendar",
    ),
    "an end before the beginning": (
        "happenings",
        HAPPENING + "h,meet-yearly,delivered,,2020,2019,register\n",
        "ends before it begins",
    ),
    "an unknown item": ("happenings", HAPPENING + "h,no-such,started,2020,,,register\n", "leads nowhere"),
    "an unknown kind": ("happenings", HAPPENING + "h,meet-yearly,ended,2020,,,register\n", "unknown code"),
    "a search of nothing": ("looks", "subject,on,by,edition\nl,2020,me,register\n", "without items, where"),
    "a score outside its scale": (
        "scores",
        "subject,item,feasibility,dependence,rater,on,edition\ns,meet-yearly,6,1,me,2020,register\n",
        "outside its scale",
    ),
    "a fund entry without an amount": (
        "funds",
        "subject,fund,side,on,kind,unit,edition\nf,min-fisheries,CHL,2020,pledge,USD,register\n",
        "without amount",
    ),
    "a membership that ends before it begins": (
        "memberships",
        "subject,body,member,from,until,edition\nm,min-fisheries,min-primary,2020,2019,register\n",
        "ends before it begins",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_is_refused_with_file_and_line(name: str, small: Path) -> None:
    table, text, expected = BAD[name]
    (small / "claims" / f"{table}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=expected) as caught:
        Observatory(small).build()
    assert caught.value.where and f"claims/{table}.csv, line 2" in caught.value.where


def test_two_states_on_one_day_are_a_finding(small: Path) -> None:
    rows = "h1,meet-yearly,delivered,2020-05-01,,,register\nh2,meet-yearly,contrary,2020-05-01,,,register\n"
    (small / "claims" / "happenings.csv").write_text(HAPPENING + rows, encoding="utf-8")
    _, findings = Observatory(small).check()
    assert [f.rule for f in findings if f.rule.startswith("record.")] == ["record.two_states"]


def test_evidence_older_than_its_commitment_is_a_finding(small: Path) -> None:
    (small / "claims" / "happenings.csv").write_text(
        HAPPENING + "h1,meet-yearly,delivered,1980,,,register\n", encoding="utf-8"
    )
    _, findings = Observatory(small).check()
    (found,) = [f for f in findings if f.rule.startswith("record.")]
    assert (found.rule, found.subjects) == ("record.evidence_before", ("h1",))


def test_the_desk_tables_survive_the_round_trip(small: Path, tmp_path: Path) -> None:
    from henequen.publish.export.write import write_pack
    from henequen.record.store.render_pack import END_OF_TIME

    (small / "claims" / "happenings.csv").write_text(
        HAPPENING + "h1,meet-yearly,delivered,,2020-05-01,2020-06,register\n", encoding="utf-8"
    )
    (small / "claims" / "looks.csv").write_text(
        "subject,items,on,by,where,found,edition\nl,meet-yearly; min-fisheries,2020-02-01,me,a; b,false,register\n",
        encoding="utf-8",
    )
    first = Observatory(small).view(END_OF_TIME)
    write_pack(first, tmp_path / "again")
    again = Observatory(tmp_path / "again").view(END_OF_TIME)
    assert [c.claim_id for c in again.claims()] == [c.claim_id for c in first.claims()]
