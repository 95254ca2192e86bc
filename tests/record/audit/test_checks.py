"""The checks that a pack lists: each rule in both directions, and rows that cannot be read."""

from __future__ import annotations

from typing import Any

import pytest

from henequen.model.errors import PackError
from henequen.model.finding import Finding
from henequen.model.observation import Observation
from henequen.record.audit import audit
from henequen.record.audit.checks import RULES

PERCENT = {"unit": "percent", "unit_mult": 0}


def run(observations: list[Observation], **row: str) -> list[Finding]:
    prefixes = (
        "share.of_base",
        "share.span",
        "sum.parts",
        "same.statistic",
        "same.sum",
        "same.explained",
        "part.leading",
        "part.cannot_lead",
        "count.",
    )
    return [f for f in audit(observations, {}, [row]) if f.rule.startswith(prefixes)]


def counted(make: Any, value: str, component: str, **fields: object) -> Observation:
    return make.figure(
        value, **{"measure": "count", "unit": "companies", "unit_mult": 0, "component": component, **fields}
    )  # type: ignore[no-any-return]


@pytest.mark.parametrize(("printed", "severities"), [("3.0", []), ("3.3", ["error"])])
def test_share(make: Any, printed: str, severities: list[str]) -> None:
    cells = [
        make.figure(printed, measure="share", component="s", **PERCENT),
        counted(make, "768", "part"),
        counted(make, "25708", "whole"),
    ]
    found = run(cells, rule="share", left="component=s", right="component=part", base="component=whole", join="period")
    assert [f.severity for f in found] == severities


def test_a_share_that_the_rounding_of_its_parts_explains(make: Any) -> None:
    cells = [
        make.figure("2.8", measure="share", component="s", **PERCENT),
        make.figure("12.4", component="part"),
        make.figure("433.7", component="whole"),
    ]
    found = run(cells, rule="share", left="component=s", right="component=part", base="component=whole")
    assert [f.severity for f in found] == ["rounding"]


def test_a_share_of_another_span(make: Any) -> None:
    cells = [
        make.figure("1.7", measure="share", component="s", **PERCENT),
        make.figure("590", component="part", period="1994-01/2003-03"),
        make.figure("34.1", component="whole", period="1994/2002", unit_mult=9),
    ]
    found = run(cells, rule="share", left="component=s", right="component=part", base="component=whole")
    assert [(f.rule, f.severity) for f in found] == [("share.span", "info")]


@pytest.mark.parametrize(("whole", "findings"), [("1033", 0), ("1023", 1)])
def test_sum(make: Any, whole: str, findings: int) -> None:
    cells = [counted(make, v, c) for v, c in ((whole, "all"), ("702", "men"), ("135", "women"), ("196", "children"))]
    parts = "component=men + component=women + component=children"
    assert len(run(cells, rule="sum", left="component=all", right=parts)) == findings


@pytest.mark.parametrize(("one", "other", "findings"), [("6100", "6300", 1), ("12600", "12600", 0)])
def test_same(make: Any, one: str, other: str, findings: int) -> None:
    cells = [make.figure(one, component="income"), make.figure(other, component="product")]
    assert len(run(cells, rule="same", left="component=income", right="component=product", join="reporter")) == findings


def test_same_with_an_open_side(make: Any) -> None:
    def ranks(trade: str) -> list[Observation]:
        rank = {"measure": "other", "unit": "rank", "unit_mult": 0}
        return [
            make.figure("10", component="powers", comparator="at_most", **rank),
            make.figure(trade, component="trade", **rank),
        ]

    row = {"rule": "same", "left": "component=powers", "right": "component=trade", "join": "reporter"}
    assert len(run(ranks("14"), **row)) == 1
    assert not run(ranks("9"), **row)


@pytest.mark.parametrize(("printed", "findings"), [("64.3", 1), ("70.7", 0)])
def test_sum_same(make: Any, printed: str, findings: int) -> None:
    cells = [
        make.figure(v, measure="share", component=c, **PERCENT)
        for v, c in ((printed, "all"), ("35.8", "a"), ("34.9", "b"))
    ]
    found = run(cells, rule="sum_same", left="component=all", right="component=a + component=b")
    assert len(found) == findings


@pytest.mark.parametrize(
    ("whole", "count", "severities"),
    [("6.16", "32", ["warning"]), ("6.16", "20", ["error"]), ("6.16", "60", []), ("2.00", "32", [])],
)
def test_leading_parts_and_their_rest(make: Any, whole: str, count: str, severities: list[str]) -> None:
    cells = [
        make.figure(whole, unit_mult=9),
        *[
            make.figure(v, place=p, marks=("breakdown",))
            for p, v in (("CL-RM", "1290"), ("CL-AN", "385"), ("CL-VS", "157"))
        ],
    ]
    found = run(cells, rule="leading", left="measure=export;place=*", base="measure=export;place=", value=count)
    assert [f.severity for f in found] == severities


@pytest.mark.parametrize(("printed", "findings"), [("73", 0), ("74", 1)])
def test_a_share_of_whole_things(make: Any, printed: str, findings: int) -> None:
    cells = [make.figure(printed, measure="share", component="done", **PERCENT), counted(make, "37", "projects")]
    assert len(run(cells, rule="whole_number", left="component=done", base="component=projects")) == findings


@pytest.mark.parametrize(("times", "findings"), [("3", 0), ("5", 1)])
def test_multiple(make: Any, times: str, findings: int) -> None:
    cells = [counted(make, "107", "there"), counted(make, "32", "here")]
    assert len(run(cells, rule="multiple", left="component=there", right="component=here", value=times)) == findings


def test_explained(make: Any) -> None:
    cells = [make.figure("1500", component="survey"), make.figure("656.1", component="register")]
    (finding,) = run(cells, rule="explained", left="component=survey", right="component=register", basis="It says why.")
    assert finding.severity == "info"
    assert "2.3 times" in finding.message and finding.message.endswith("It says why.")


def test_a_row_with_an_unknown_rule_or_field_is_refused_with_its_line(make: Any) -> None:
    with pytest.raises(PackError, match="line 2"):
        audit([], {}, [{"rule": "guess", "left": ""}])
    with pytest.raises(PackError, match="no such field"):
        audit([], {}, [{"rule": "same", "left": "colour=red"}])


def test_a_check_that_points_at_nothing_says_nothing() -> None:
    assert audit([], {}, [{"rule": rule, "left": "component=none", "value": "1"} for rule in RULES]) == []
