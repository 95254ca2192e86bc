"""The pages of partners, opportunity, suppliers and cubes, in the written site of the shipped pack."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest


def plain(path: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8")))


@pytest.mark.system(59)
@pytest.mark.parametrize(
    ("tree", "words"),
    [("", "has Yeosu since 2002"), ("es/", "tiene a Yeosu desde 2002"), ("ko/", "여수시, 2002년부터")],
)
def test_a_page_of_partners_says_first_what_the_place_has(site: Path, tree: str, words: str) -> None:
    for name in ("MX-QUE-queretaro", "MX-QUE"):
        text = plain(site / f"{tree}partners/{name}.html")
        assert words in text
        assert text.index(words) < text.index(
            {"": "Candidates for", "es/": "Candidatos para", "ko/": "의 후보: 상대국"}[tree]
        )


def test_the_index_of_partners_shows_the_back_test_beside_its_baselines(site: Path) -> None:
    text = plain(site / "partners/index.html")
    for words in (
        "This ranking",
        "By size alone",
        "By distance alone",
        "By unweighted structure",
        "At random",
        "13 known ties",
        "The largest first",
        "558 ties between towns of other pairs of countries",
        "The ranking finds more than the best baseline",
    ):
        assert words in text


@pytest.mark.system(15)
@pytest.mark.system(23)
def test_the_page_of_opportunity_has_both_sides_and_the_promising_sectors(site: Path) -> None:
    twin = json.loads((site / "opportunity/index.json").read_text(encoding="utf-8"))
    assert len(twin["potential0"]) == len(twin["potential1"]) == 16
    assert len(twin["promising"]) == 9
    text = plain(site / "opportunity/index.html")
    assert "What Mexico could sell to South Korea" in text and "lost to China" in text
    plan = plain(site / "opportunity/mex-15t16.html")
    assert "Export plan: Food, drinks and tobacco" in plan and "31.7%" in plan and "No evidence found" in plan
    assert "No se encontró evidencia" in plain(site / "es/opportunity/mex-15t16.html")


@pytest.mark.system(58)
def test_the_page_of_suppliers_lists_plants_with_their_claims(site: Path) -> None:
    html = (site / "opportunity/suppliers.html").read_text(encoding="utf-8")
    assert "Kia Pesquería" in html and "claims/o-dbf25f60b804.html" in html
    assert "henequen suppliers --makers" in html


@pytest.mark.system(53)
@pytest.mark.system(103)
def test_the_cube_has_every_claim_with_its_definition_and_a_csv(site: Path) -> None:
    twin = json.loads((site / "opportunity/cubes.json").read_text(encoding="utf-8"))
    trade = {row["id"] for row in twin["trade"]}
    assert {"o-ee61fe089556", "o-1f38491c0e5d", "o-b29939437f40"} <= trade
    assert "o-3a66d84502e6" in {row["id"] for row in twin["investment"]}
    assert all(row["Definition"] and row["Source"] for row in (*twin["trade"], *twin["investment"]))
    assert (site / "opportunity/cubes-trade.csv").is_file()
    assert "<svg" in (site / "opportunity/cubes.html").read_text(encoding="utf-8")


def test_a_place_leads_to_its_partners_and_its_sales(site: Path) -> None:
    html = (site / "places/MX-NLE.html").read_text(encoding="utf-8")
    assert 'href="../partners/MX-NLE.html"' in html and 'href="../opportunity/MX-NLE.html"' in html
