"""Figures and tables: what the audit finds, exchanges by period, the first programme, investment, export records."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from site_door import listed, words

pytestmark = pytest.mark.pack

Run = Any

# category: rows, as the five tables print them (a category that a page break repeats counts once)
EXCHANGES = {
    "1960s": {"Education": 1, "Performing Arts & Etc.": 1, "Religion": 1},
    "1970s": {"Brotherhood": 1, "Education": 3, "Performing Arts": 2, "Exhibition": 1},
    "1980s": {"Brotherhood": 1, "Education": 3, "Performing Arts": 2, "Exhibition": 2},
    "1990s": {"Exchange Agreement": 1, "Sports": 1, "Publications": 2, "Cultural activities": 4, "Education": 8,
              "Performing Arts": 9, "Exhibition": 4},
    "2000-2002": {"Exchange Agreement": 8, "Literary Exchange": 4, "Radio, TV": 2, "Education": 11, "Others": 1,
                  "Performing Arts": 10, "Exhibition": 11},
}  # fmt: skip


def audit(run: Run, *words: object) -> dict[str, list[str]]:
    """The messages of `audit` by rule."""
    found: dict[str, list[str]] = {}
    for row in run("audit", *words)[1]:
        found.setdefault(row["rule"], []).append(row["message"])
    return found


@pytest.mark.system(49)
def test_audit_finds_the_wrong_total_of_1985_and_no_other_sum(run: Run) -> None:
    found = audit(run)
    (wrong,) = found["sum.total_trade"]
    assert "1985" in wrong and "0.4 million USD off" in wrong
    assert not {"sum.rows", "growth.chain", "share.of_total"} & set(found)
    assert any("Table 7 and Table 8" in m and "125,252.5 thousand USD" in m for m in found["period.unstated"])


@pytest.mark.system(49)
def test_audit_finds_a_changed_total_and_a_changed_growth_rate(run: Run, changed_pack: Path) -> None:
    found = audit(run, "--pack", changed_pack)
    (rows,) = found["sum.rows"]
    assert "Table 7" in rows and "125,352.5" in rows and "100.0 thousand USD off" in rows
    (chain,) = found["growth.chain"]
    assert "103.72 %" in chain and "113.7 % is printed" in chain


@pytest.mark.system(104)
def test_audit_checks_the_parts_of_the_investment_of_2024(run: Run, changed_pack: Path) -> None:
    assert "part.above_whole" not in audit(run), "861 and 442 fit into 1,310"
    (message,) = audit(run, "--pack", changed_pack)["part.above_whole"]
    assert "891 million USD" in message and "1.31 billion USD" in message


@pytest.mark.system(104)
def test_investment_page_has_2024_by_type_and_by_state(site: Path) -> None:
    figures = listed(site / "investment" / "index.html", "figures")
    news = {(f["what"], f["period"], f["place"]): f["amount"] for f in figures if f["document"] == "mbn-2025-08"}
    flow = "foreign direct investment, flow "
    korea = flow + "(FDI from South Korea)"
    assert news[korea, "2024", ""] == "US$1.31 billion"
    assert news[flow + "(reinvestment of earnings)", "2024", ""] == "US$861 million"
    assert news[flow + "(inter-company debt)", "2024", ""] == "US$442 million"
    assert news[flow + "(FDI from South Korea, accumulated)", "1999–2024", ""] == "US$11.8 billion"
    states = {place: amount for (what, _, place), amount in news.items() if what == korea and place}
    assert states == {
        "Nuevo León": "US$626 million",
        "Mexico City": "US$132 million",
        "Baja California": "US$125 million",
    }


@pytest.mark.system(74)
def test_exchanges_of_each_period_are_counted_by_category(site: Path) -> None:
    rows = listed(site / "exchanges" / "index.html", "exchanges")
    for period, expected in EXCHANGES.items():
        assert Counter(row["category"] for row in rows if row["period"] == period) == expected, period
    counted = {row["content"]: row["count"] for row in rows if row["count"]}
    assert counted["Mexican food festival (14 times)"] == "14"
    (wrapped,) = (row for row in rows if row["period"] == "1980s" and "Fine Arts" in row["content"])
    assert len(wrapped["annotation"].split(";")) == 5
    assert {row["direction"] for row in rows} <= {"MEX->KOR", "KOR->MEX", "both", ""}
    assert "the 1980s (8)" in words(site / "exchanges" / "index.html")


@pytest.mark.system(75)
def test_first_programme_is_evaluated_as_27_of_37(run: Run, site: Path, changed_pack: Path) -> None:
    programmes = {row["id"]: row for row in listed(site / "follow-up" / "programmes.html", "programmes")}
    assert "27 of 37" in programmes["programme-culture-2000-2002"]["Evaluation"]
    assert "73%" in programmes["programme-culture-2000-2002"]["Evaluation"]
    item = words(site / "follow-up" / "iv3-programme-2000-2002.html")
    assert "37 projects, 18 in education and 19 in culture" in item
    assert "count.of_share" not in audit(run)
    (message,) = audit(run, "--pack", changed_pack)["count.of_share"]
    assert "no whole number out of 37 is 72 %; 27 would be 73 %" in message


@pytest.mark.system(109)
def test_export_records_of_six_industries_keep_their_year(site: Path) -> None:
    page = site / "products" / "index.html"
    rows = [
        r for r in listed(page, "products") if (r["reporter"], r["partner"], r["measure"]) == ("KOR", "WLD", "export")
    ]
    values: dict[str, set[str]] = {}
    for row in rows:
        if row["document"] == "mbn-2025-08":
            assert row["period"] == "2024"
            values.setdefault(row["product"].removeprefix("SECTOR:").split(",")[0].split(";")[0], set()).add(
                row["value"]
            )
    assert {name: "141.9" in v for name, v in values.items() if name == "semiconductors"} == {"semiconductors": True}
    for name, value in {
        "automobiles": "70.8",
        "shipbuilding": "25.6",
        "bio-health": "15.1",
        "agriculture": "11.7",
        "cosmetic products": "10.2",
    }.items():
        assert value in values[name], name
    text = words(page)
    for printed in ("US$141.9 billion", "US$70.8 billion", "US$25.6 billion", "US$15.1 billion", "US$11.7 billion"):
        assert printed in text, printed
