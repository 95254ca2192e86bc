"""`henequen cube`: cells of the pack's claims, and cells added up from a file in DataMexico's layout."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

ROWS = """Month ID,Month,State ID,State,HS6 ID,HS6,Flow ID,Flow,Country ID,Country,Trade Value
201201,2012-01,19,Nuevo León,17870829,Parts,1,Imports,kor,South Korea,100
201202,2012-02,19,Nuevo León,17870829,Parts,1,Imports,kor,South Korea,50
201201,2012-01,19,Nuevo León,7391732,Tubes,2,Exports,kor,South Korea,7
201201,2012-01,19,Nuevo León,7391732,Tubes,1,Imports,usa,United States,9
"""


@pytest.mark.system(103)
def test_cube_of_claims_keeps_every_definition(run: Run) -> None:
    rows = run("cube", "--cube", "trade", "--json").objects
    found = {(r["place"], r["flow"], r["period"]): r for r in rows}
    assert found["MX-CMX", "export", "2024"]["value"] == "1290000000"
    assert found["MX-NLE", "import", "2024"]["source"] == "o-b0b2ae536b58"
    assert all(r["definition"] and r["source"].startswith("o-") for r in rows)
    assert not any(r["place"] == "MX-OAX" for r in rows)  # no claim, no cell


@pytest.mark.system(53)
def test_cube_of_investment_has_states_branches_and_years(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "cube.csv"
    assert run("cube", "--cube", "investment", "--out", out).code == 0
    with out.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    assert {"MX-BCN", "MX-NLE", ""} <= {r["place"] for r in rows}
    assert any(r["product"].startswith("SECTOR:") for r in rows)
    assert len({r["period"] for r in rows}) > 3 and {r["definition"].split(" ")[0] for r in rows} >= {
        "fdi_stock",
        "fdi_flow",
    }


@pytest.mark.system(103)
def test_cube_adds_up_a_file_and_says_how_many_months_it_holds(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "state.csv"
    path.write_text(ROWS, encoding="utf-8")
    rows = run("cube", path, "--partner", "KOR", "--json").objects
    assert [(r["place"], r["product"], r["flow"], r["value"], r["months"]) for r in rows] == [
        ("MX-NLE", "39", "export", "7", 2),
        ("MX-NLE", "87", "import", "150", 2),
    ]
    path.write_text(ROWS.replace("South Korea,50", "South Korea,-1"), encoding="utf-8")
    refused = run("cube", path)
    assert refused.code == 1 and "the value is not an amount" in refused.err and "state.csv:3" in refused.err
