"""The Products page's material, by hand, and the titles of chapters."""

from __future__ import annotations

import json

import numpy as np
import pytest

from henequen.model.errors import UsageError
from henequen.trade.indicators.reported import Counts, ReportedTrade
from henequen.trade.model.chapters import chapter_title, chapters
from henequen.trade.products import products_material

AREAS = ("AUS", "CHL", "NZL")
PRODUCTS = ("080810", "080910", "870323", "870333")


def counts(*rows: tuple[int, int, int, float]) -> Counts:
    whole = np.array([row[:3] for row in rows], dtype=np.int64).reshape(-1, 3)
    value = np.array([row[3] for row in rows], dtype=np.float64)
    return Counts(whole[:, 0], whole[:, 1], whole[:, 2], value, np.full(value.size, np.nan))


def trade(imports: Counts) -> ReportedTrade:
    exports = counts((1, 2, 0, 30.0), (1, 2, 1, 10.0), (1, 2, 2, 60.0), (1, 0, 0, 5.0), (0, 2, 3, 7.0), (2, 0, 2, 9.0))
    return ReportedTrade("2019", AREAS, PRODUCTS, exports, imports)


def test_both_counts_at_every_level() -> None:
    found = products_material([trade(counts((2, 1, 0, 33.0), (2, 1, 2, 66.0)))], ("CHL", "NZL"))
    rows = {(row["seller"], row["code"]): (row["seller_counts"], row["buyer_counts"]) for row in found["tree"]}
    assert rows["CHL", "08"] == (40.0, 33.0)
    assert rows["CHL", "0809"] == (10.0, 0.0), "the buyer reports, and lists none of it: zero"
    assert rows["CHL", "870323"] == (60.0, 66.0)
    assert not any(seller == "NZL" for seller, _ in rows), "nothing was sold"
    title = next(row["title"] for row in found["tree"] if row["code"] == "87")
    assert title == {"en": "Motor vehicles and parts", "es": "Vehículos y autopartes", "ko": "자동차와 부품"}
    breadth = {(row["seller"], row["counted_by"]): row for row in found["breadth"]}
    own = breadth["CHL", "CHL"]
    # shares .3 .1 .6: HHI .09 + .01 + .36 = .46
    assert (own["products"], own["leading_products"]) == (3, ["870323", "080810", "080910"])
    assert own["hhi"] == pytest.approx(0.46)
    assert breadth["CHL", "NZL"]["products"] == 2
    json.dumps(found, allow_nan=False)


def test_a_silent_side_is_missing_and_not_zero() -> None:
    found = products_material([trade(counts())], ("CHL", "NZL"))
    assert all(row["buyer_counts"] is None for row in found["tree"])
    assert {row["counted_by"] for row in found["breadth"] if row["seller"] == "CHL"} == {"CHL"}
    assert {row["name"] for row in found["not_measurable"]} == {"export_potential"}
    with pytest.raises(UsageError):
        products_material([], ("CHL", "NZL"))


def test_levels_sum_and_potential_is_ordered() -> None:
    imports = counts((2, 1, 0, 33.0), (2, 1, 2, 66.0), (2, 0, 3, 7.0), (1, 2, 3, 1.0), (0, 1, 0, 5.0))
    found = products_material([trade(imports)], ("CHL", "NZL"))
    for name in ("seller_counts", "buyer_counts"):
        sums = [sum(r[name] for r in found["tree"] if r["level"] == n and r["seller"] == "CHL") for n in (2, 4, 6)]
        assert sums[0] == sums[1] == sums[2]
    gaps = [row["unrealised"] for row in found["potential"] if row["seller"] == "CHL"]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps


def test_chapters_have_titles_of_our_own_in_three_languages() -> None:
    assert list(chapters()) == [f"{k:02d}" for k in range(1, 98) if k != 77]
    for language in ("en", "es", "ko"):
        titles = [titles[language] for titles in chapters().values()]
        assert all(title and title == title.strip() and len(title) <= 40 for title in titles)
        assert len(set(titles)) == len(titles)
    assert all(any("가" <= sign <= "힣" for sign in chapter_title(code, "ko")) for code in chapters())
    assert chapter_title("99", "ko") == "99"
