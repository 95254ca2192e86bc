"""Pages beside scenarios: value-added trade and its balance, the event study and the figures that lead to it."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

TREES = ["", "es/", "ko/"]


@pytest.mark.system(16)
@pytest.mark.parametrize("tree", TREES)
def test_value_added_page_says_what_each_side_made_of_the_others_exports(site: Path, tree: str) -> None:
    text = (site / f"{tree}scenarios/value-added.html").read_text(encoding="utf-8")
    money = {"": "US$3.19 billion", "es/": "3.19 mil millones de dólares", "ko/": "31억 9,000만 달러"}[tree]
    assert "1.4%" in text and money in text
    assert 'href="value-added.html"' in (site / f"{tree}scenarios/index.html").read_text(encoding="utf-8")


@pytest.mark.system(20)
def test_balance_of_each_count_is_split_to_the_cent(site: Path) -> None:
    with (site / "scenarios/balance.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    totals: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0), Decimal(0)])
    for row in rows:
        for k, key in enumerate(("exports", "imports", "balance")):
            totals[row["year"], row["reporter"]][k] += Decimal(row[key])
    assert {reporter for _, reporter in totals} == {"MEX", "KOR"}
    # Both sides' printed totals of 2004, in US dollars: they stay apart, and their parts add up to each exactly.
    assert totals["2004", "KOR"][:2] == [Decimal("411300000.00"), Decimal("2994000000.00")]
    assert all(exports - imports == balance for exports, imports, balance in totals.values())
    assert {row["component"] for row in rows} == {"fuels", "inputs", "final"}
    page = (site / "scenarios/value-added.html").read_text(encoding="utf-8")
    assert "10,968,000.00" in page


@pytest.mark.system(21)
@pytest.mark.parametrize("tree", TREES)
def test_event_study_page_contests_the_claim_and_the_figures_lead_to_it(site: Path, tree: str) -> None:
    text = (site / f"{tree}scenarios/kor-chl-2004.html").read_text(encoding="utf-8")
    assert "+44.1%" in text and "+0.10%" in text and "+58.8%" in text
    contested = {
        "": "That the agreement caused it is not shown",
        "es/": "no queda mostrado",
        "ko/": "입증되지 않습니다",
    }
    assert contested[tree] in text
    data = json.loads((site / "scenarios/kor-chl-2004.json").read_text(encoding="utf-8"))
    assert {row["phase"] for row in data["rows"]} == {"before", "reference", "after"}
    leading = [
        page
        for page in (site / f"{tree}claims").glob("*.html")
        if "scenarios/kor-chl-2004.html" in page.read_text(encoding="utf-8")
    ]
    assert len(leading) == 3
