"""Verbal claims: each assertion against a series that bears it out and one that does not."""

from __future__ import annotations

from typing import Any

import pytest

from henequen.model.errors import PackError
from henequen.model.finding import Finding
from henequen.model.observation import Observation
from henequen.model.record import Record
from henequen.record.audit import audit
from henequen.record.audit.sayings import ASSERTIONS


def heard(statements: list[Record], observations: list[Observation], **tables: list[Record]) -> list[Finding]:
    found = audit(observations, {"statements": statements, **tables})
    ids = {s.id for s in statements}
    return [f for f in found if ids & set(f.subjects)]


def points(make: Any, values: list[str], measure: str = "import", **fields: object) -> list[Observation]:
    given = {
        "table": "Table 2",
        "measure": measure,
        "flow": measure if measure in ("export", "import") else "",
        **fields,
    }
    return [make.figure(v, period=str(1990 + n), row=str(1990 + n), **given) for n, v in enumerate(values)]


def says(make: Any, assertion: str, **fields: str) -> Record:
    given = {"measure": "import", "reporter": "CHL", "partner": "PER", "restatement": "purchases grew", **fields}
    return make.record("statements", f"st-{assertion}", assertion=assertion, **given)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("assertion", "measure", "bears_out", "contradicts"),
    [
        ("increasing_every_year", "import", ["1.0", "2.0", "3.0"], ["1.0", "3.0", "2.0"]),
        ("decreasing_every_year", "import", ["3.0", "2.0", "1.0"], ["3.0", "1.0", "2.0"]),
        ("increasing", "import", ["1.0", "0.5", "2.0"], ["2.0", "3.0", "1.0"]),
        ("decreasing", "import", ["3.0", "4.0", "1.0"], ["1.0", "0.5", "2.0"]),
        ("surplus_every_year", "balance", ["1.0", "2.0"], ["1.0", "-2.0"]),
        ("deficit_every_year", "balance", ["-1.0", "-2.0"], ["-1.0", "2.0"]),
    ],
)
def test_trends(make: Any, assertion: str, measure: str, bears_out: list[str], contradicts: list[str]) -> None:
    said = says(make, assertion, measure=measure)
    assert not heard([said], points(make, bears_out, measure))
    (finding,) = heard([said], points(make, contradicts, measure))
    assert finding.evidence[0] == said.evidence[0], "the words that are contradicted come first"


def test_steadily_names_the_years_that_fell_and_counts_them(make: Any) -> None:
    said = says(make, "increasing_every_year", measure="balance")
    (finding,) = heard([said], points(make, ["-1.0", "-3.0", "-2.0", "-4.0"], "balance"))
    assert finding.severity == "warning"
    assert "fell in 1992 (1 of 3 years)" in finding.message


def test_a_change_within_rounding_is_no_fall(make: Any) -> None:
    said = says(make, "increasing_every_year")
    assert not heard([said], points(make, ["1.0", "1.0", "2.0"]))
    coarse = [make.figure("2", period="1990", table="T", measure="import", flow="import", unit_mult=9),
              make.figure("1999.9", period="1991", table="T", measure="import", flow="import")]  # fmt: skip
    assert not heard([said], coarse)


def test_only_the_years_spoken_of_count(make: Any) -> None:
    said = says(make, "increasing_every_year", period="1990/1992")
    assert not heard([said], points(make, ["1.0", "2.0", "3.0", "1.0"]))


def test_every_reporter_is_heard_where_none_is_named(make: Any) -> None:
    said = make.record(
        "statements", "st", assertion="increasing_every_year", measure="total_trade", restatement="it grew"
    )
    mine = points(make, ["1.0", "2.0", "3.0"], "total_trade")
    theirs = points(make, ["1.0", "3.0", "2.0"], "total_trade", reporter="PER", partner="CHL", table="Table 1")
    (finding,) = heard([said], mine + theirs)
    assert "Table 1" in finding.message and "Table 2" not in finding.message


def test_one_series_below_another(make: Any) -> None:
    said = says(make, "less_every_year", measure="balance", other="reporter=PER;partner=CHL")
    mine = points(make, ["5.0", "6.0"], "balance")
    theirs = points(make, ["-9.0", "-9.0"], "balance", reporter="PER", partner="CHL")
    assert not heard([said], mine + theirs)
    (finding,) = heard([said], mine + points(make, ["-9.0", "-4.0"], "balance", reporter="PER", partner="CHL"))
    assert "1991" in finding.message and "1990:" not in finding.message


def test_one_series_faster_than_another(make: Any) -> None:
    said = says(make, "faster_than", other="measure=export;flow=export")
    slow, fast = ["10.0", "12.0"], ["10.0", "90.0"]
    assert not heard([said], points(make, fast) + points(make, slow, "export"))
    assert heard([said], points(make, slow) + points(make, fast, "export"))


def test_an_annual_rate_by_its_method(make: Any) -> None:
    values = ["52.6", "46.2", "29.9", "44.3", "30.6", "34.9", "13.7"]
    (finding,) = heard([says(make, "annual_rate", other="rate=-20.0")], points(make, values))
    assert finding.severity == "info"
    assert "compound" in finding.message and "+48.2 % in 1993" in finding.message
    (finding,) = heard([says(make, "annual_rate", other="rate=-30.0")], points(make, values))
    assert finding.severity == "error"


def test_a_beginning_with_figures_before_it(make: Any) -> None:
    assert not heard([says(make, "begins", period="1990")], points(make, ["1.0", "2.0"]))
    assert heard([says(make, "begins", period="1991")], points(make, ["1.0", "2.0"]))


@pytest.mark.parametrize(("printed", "findings"), [("72.9", 1), ("32.0", 0), ("25.0", 0)])
def test_a_share_of_total_trade_of_goods_that_go_one_way(make: Any, printed: str, findings: int) -> None:
    said = says(make, "one_way_share", measure="total_trade", flow="export", product="petroleum", period="2000")
    cells = [
        *make.flows("9.2", "27.0", "36.2", "-17.8"),
        *make.flows("559.5", "264.1", "823.6", "295.4", reporter="PER", partner="CHL", table="Table 2"),
        make.figure(printed, measure="share", unit="percent", unit_mult=0, product="petroleum"),
    ]
    found = [f for f in heard([said], cells) if f.rule == "share.impossible"]
    assert len(found) == findings
    assert all("25.4 %" in f.message and "32.1 %" in f.message for f in found)


@pytest.mark.parametrize(("rate", "findings"), [("7.6", 1), ("20.6", 0), ("17.0", 0)])
def test_a_threshold_passed_for_the_first_time(make: Any, rate: str, findings: int) -> None:
    said = says(make, "first_above", measure="export", product="food", period="2000", other="threshold=10000000000")
    cells = [
        make.figure("11.7", product="food", unit_mult=9, partner="WLD"),
        make.figure(rate, measure="growth", unit="percent", unit_mult=0, product="food", partner="WLD"),
    ]
    assert len(heard([said], cells)) == findings


def test_a_count_against_the_items_named(make: Any) -> None:
    assert not heard([says(make, "count_of", other="number=3;list=a | b | c")], [])
    (finding,) = heard([says(make, "count_of", other="number=4;list=a | b | c")], [])
    assert (finding.rule, finding.printed, finding.computed) == ("count.list", "4", "3")


def test_a_count_against_a_table(make: Any) -> None:
    rows = [make.record("exchanges", f"e{n}", period="1960s", category=f"c{n % 2}", content="x") for n in range(3)]
    other = "table=exchanges;period=1960s"
    assert not heard([says(make, "count_of", other=f"number=3;{other}")], [], exchanges=rows)
    (more,) = heard([says(make, "count_of", other=f"number=4;{other}")], [], exchanges=rows)
    assert more.severity == "warning"
    (headings,) = heard([says(make, "count_of", other=f"number=2;{other}")], [], exchanges=rows)
    assert headings.severity == "info", "the number may be that of the headings"


@pytest.mark.parametrize(("services", "findings"), [("58.4", 1), ("66.8", 0)])
def test_shares_of_one_whole(make: Any, services: str, findings: int) -> None:
    said = says(make, "adds_up_to_hundred", measure="share", component="share of GDP", other="parts=a|b|c")
    share = {"measure": "share", "unit": "percent", "unit_mult": 0, "component": "share of GDP"}
    cells = [make.figure(v, product=p, **share) for p, v in (("a", "31.6"), ("b", services), ("c", "1.6"))]
    assert len(heard([said], cells)) == findings
    for setting, kind in (("", ("share.listed", "warning")), (";severity=info", ("share.listed_open", "info"))):
        said = says(
            make, "adds_up_to_hundred", measure="share", component="share of GDP", other=f"parts=a|b|c{setting}"
        )
        assert [(f.rule, f.severity) for f in heard([said], cells)] == [kind] * findings
    said = says(make, "adds_up_to_hundred", measure="share", component="share of GDP", other="parts=a|b;severity=error")
    with pytest.raises(PackError, match="severity=error"):
        heard([said], cells)


def test_a_beginning_that_a_register_has_earlier(make: Any) -> None:
    said = says(make, "began_in", period="2000", other="table=exchanges;field=content;word=scholarship")
    early = make.record("exchanges", "e1", period="1990s", content="Scholarships of both governments")
    late = make.record("exchanges", "e2", period="2001", content="Scholarships of both governments")
    assert not heard([said], [], exchanges=[late])
    (finding,) = heard([said], [], exchanges=[early, late])
    assert finding.rule == "date.earlier"


def test_one_event_with_two_dates(make: Any) -> None:
    def dated(year: str, identity: str) -> Record:
        return make.record(  # type: ignore[no-any-return]
            "statements",
            identity,
            assertion="happened_in",
            component="overtaking",
            period=year,
            restatement=f"in {year}",
        )

    (finding,) = heard([dated("2002", "a"), dated("2004", "b")], [])
    assert (finding.rule, finding.severity) == ("date.conflict", "error")
    assert not heard([dated("2002", "a"), dated("2002-07", "b")], [])


def test_opposite_judgements(make: Any) -> None:
    high, low = says(make, "level_high"), says(make, "level_low")
    assert [f.rule for f in heard([high, low], [])] == ["level.conflict"]
    assert not heard([high, says(make, "level_low", partner="BOL")], [])


def test_an_unknown_assertion_is_refused(make: Any) -> None:
    with pytest.raises(PackError, match="unknown assertion"):
        audit([], {"statements": [says(make, "shrinking_mostly")]})


def test_every_assertion_has_a_test_here() -> None:
    from pathlib import Path

    text = Path(__file__).read_text(encoding="utf-8")
    assert not [name for name in ASSERTIONS if f'"{name}"' not in text]
