"""`henequen opportunity` and `henequen plan` on the shipped pack and on a user's table."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.system(15)
@pytest.mark.system(8)
def test_opportunity_shows_the_three_parts_and_who_took_the_shares(run: Run) -> None:
    rows = run("opportunity", "Mexico", "--partner", "KOR", "--json").objects
    industries = [r for r in rows if r["row"] == "industry"]
    assert len(industries) == 16 and [r["rank"] for r in industries] == list(range(1, 17))
    for one in industries:
        assert one["potential"] == pytest.approx(one["supply"] * one["ease"] * one["demand"], rel=1e-9)
    vehicles = next(r for r in industries if r["product"] == "34t35")
    assert vehicles["duty"]["applied"] == pytest.approx(0.060084) and vehicles["margin"] < 0
    lost = [r for r in rows if r["row"] == "displaced"]
    assert {r["market"] for r in lost} == {"KOR", "USA"}
    for r in lost:
        assert Decimal(r["change"]) == Decimal(r["growth"]) - Decimal(r["to_rival"]) - Decimal(r["to_others"])


def test_opportunity_of_a_state_scales_the_nation_and_names_what_is_unknown(run: Run) -> None:
    nation = {r["product"]: r for r in run("opportunity", "Mexico", "--json").objects if r["row"] == "industry"}
    rows = run("opportunity", "Aguascalientes", "--json").objects
    about, *rest = rows
    state = {r["product"]: r for r in rest if r["row"] == "industry"}
    part = state["34t35"]["part"]
    assert 0 < part < 1
    assert state["34t35"]["potential"] == pytest.approx(part * nation["34t35"]["potential"])
    assert "27t28" in about["unknown"] or state["27t28"]["potential"] is not None
    assert all(state[product]["potential"] is None for product in about["unknown"])


@pytest.mark.system(23)
def test_opportunity_ranks_every_promising_sector_with_evidence(run: Run) -> None:
    rows = run("opportunity", "--promising", "--json").objects
    assert [(r["item"], r["rank"]) for r in rows] == [
        *(("v29-sectors", n) for n in range(1, 7)),
        *(("v30-sectors", n) for n in range(1, 4)),
    ]
    assert all(r["sectors"] and r["evidence"] and r["evidence"][0]["unrealised"] is not None for r in rows)
    assert "Autopartes" in run("opportunity", "--promising", "--lang", "es").out


@pytest.mark.system(120)
def test_plan_of_one_product_goes_from_pack_to_page(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "beer.html"
    answer = run("plan", "beer", "--out", out)
    text = out.read_text(encoding="utf-8")
    assert answer.code == 0 and text.startswith("<!doctype html>")
    for words in (
        "Export plan: beer, HS 2203",
        "31.7%",  # the record's claim: most-favoured duty on drinks
        "Ease the special taxes on consumer goods",
        "Position Mexican products in Korea",
        '<a href="https://doi.org/10.1111/roie.12178">',
        "No evidence found (last looked:",
        "Sanitary or technical certificates",
    ):
        assert words in text, words
    assert "sugars" not in text and "sanitary rules" not in text  # the duties and barriers of other products
    cited = {int(n) for n in re.findall(r'<a href="#source-(\d+)">', text)}
    listed = [int(n) for n in re.findall(r'<li id="source-(\d+)">', text)]
    assert listed == sorted(cited) == list(range(1, len(listed) + 1)) and len(listed) >= 5
    assert "o-017b3b0bab9e" in run("plan", "beer", "--json").objects[0]["figures"]
    printed = run("plan", "avocado").out
    assert "import licences" in printed and "special taxes" not in printed and "## Sources" in printed
    spanish = run("plan", "2203", "--lang", "es").out
    assert "Plan de exportación: 2203 (Alimentos, bebidas y tabaco)" in spanish and "Costos por averiguar" in spanish
    assert "수출 계획" in run("plan", "맥주", "--lang", "ko").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("opportunity", "Tokyo"), "is in neither country"),
        (("opportunity", "Mexico", "--partner", "JPN"), "--partner is not the other side"),
        (("opportunity",), "no place was given"),
        (("plan", "unobtainium"), "no product has this name"),
        (("plan", "beer", "--out", "plan.pdf"), "--out is neither"),
    ],
)
def test_opportunity_refuses_with_what_to_do(run: Run, words: tuple[str, ...], said: str) -> None:
    answer = run(*words)
    assert answer.code == 2 and said in answer.err


def test_opportunity_takes_a_users_table(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "trade.csv"
    rows = ["year,exporter,importer,product,value"]
    for seller, values in (("MEX", (10, 30)), ("CHN", (20, 20)), ("WLD", (100, 100))):
        for buyer in ("KOR", "WLD"):
            rows += [
                f"2020,{seller},{buyer},{code},{value}" for code, value in zip(("0804", "2203"), values, strict=True)
            ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = [r for r in run("opportunity", "Mexico", "--table", path, "--json").objects if r["row"] == "industry"]
    assert {r["product"] for r in found} == {"0804", "2203"} and found[0]["duty"]["applied"] is None
    path.write_text("\n".join(rows).replace("100", "-1") + "\n", encoding="utf-8")
    refused = run("opportunity", "Mexico", "--table", path)
    assert refused.code == 1 and "a value is not an amount" in refused.err
