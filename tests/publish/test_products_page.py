"""The Products page and the split of the gap: what the documents say, nothing invented, sums exact."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest


def plain(path: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8")))


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.mark.system(50)
def test_breadth_and_concentration_by_side_and_year(site: Path) -> None:
    rows = [row for row in rows_of(site / "products/products.csv") if row["kind"] == "breadth"]
    found = {(row["reporter"], row["period"], row["value"]) for row in rows}
    assert {("MEX", "2005", "500"), ("KOR", "2005", "4000"), ("MEX", "2001", "75.81")} <= found
    page = plain(site / "products/index.html")
    assert "under 500" in page and "4,000" in page and "75.81%" in page


@pytest.mark.system(52)
def test_the_growth_chain_of_automobiles_is_reproduced(site: Path) -> None:
    page = json.loads((site / "products/index.json").read_text(encoding="utf-8"))
    mine = [row for row in page["products"] if row["product"] == "MTI:7411"]
    amounts = {row["period"]: Decimal(row["value"]) for row in mine if row["measure"] == "import"}
    growth = {row["period"]: Decimal(row["value"]) for row in mine if row["measure"] == "growth"}
    assert sorted(amounts) == [str(year) for year in range(1999, 2005)] and len(growth) == 5
    for year, printed in growth.items():
        computed = 100 * (amounts[year] / amounts[str(int(year) - 1)] - 1)
        assert abs(computed - printed) <= Decimal("0.06"), year
    assert "1,240.6%" in plain(site / "products/index.html")


def test_every_figure_of_the_page_opens_to_its_place(site: Path) -> None:
    html = (site / "products/index.html").read_text(encoding="utf-8")
    for row in rows_of(site / "products/products.csv"):
        assert f'href="../claims/{row["id"]}.html"' in html


def test_no_investment_and_no_example_data(site: Path) -> None:
    rows = rows_of(site / "products/products.csv")
    assert rows and not any("fdi" in row["measure"] or "remunerated" in row["measure"] for row in rows)
    assert "so none is shown here" in plain(site / "products/index.html")


@pytest.mark.parametrize("tree", ["", "es/", "ko/"])
def test_the_parts_of_a_gap_add_up_to_it(site: Path, tree: str) -> None:
    own = site / f"{tree}counts/gap.csv"  # a file that is the same in every language lies in the first tree
    rows = rows_of(own if own.exists() else site / "counts/gap.csv")
    assert len(rows) > 10
    for row in rows:
        parts = [row[c] for c in ("valuation", "timing", "misclassification", "routing", "one_sided", "residual")]
        assert sum(Decimal(p) for p in parts if p) == Decimal(row["gap"])
        assert set(row["not_measurable"].split(";")) >= {"misclassification", "routing", "one_sided"}
        assert all(not row[c] for c in row["not_measurable"].split(";"))


def test_the_reporters_rules_stand_in_words(site: Path) -> None:
    page = plain(site / "counts/index.html")
    assert "re-exports" in page and "Cannot be measured from totals" in page and "Third countries" in page
