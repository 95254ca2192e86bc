"""Imports of tables of others: sourced facts, and IATI activity files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

COMMON = "source_publisher,source_title,source_date,source_url,how_seen,confidence,note"
FOLLOWUP = f"row_id,item_id,item,date,what_happened,supports_status,{COMMON}\n"
SEEN = "Gazette,Minutes,2021-02-01,https://gazette.example.org/1,stored page excerpt"
TRADE = f"row_id,reporter,partner,flow,year,period,value,unit,valuation,precision,derived,statistic_cited,{COMMON}\n"

IATI = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03">
  <iati-activity default-currency="USD">
    <iati-identifier>CL-GOV-1-FISH</iati-identifier>
    <reporting-org ref="CL-GOV-1" type="10"><narrative>Agency of Chile</narrative></reporting-org>
    <title><narrative xml:lang="es">Pesca artesanal</narrative><narrative xml:lang="en">Small fishing</narrative></title>
    <participating-org ref="CL-GOV-1" role="1" type="10"><narrative>Agency of Chile</narrative></participating-org>
    <participating-org ref="NZ-GOV-2" role="4" type="10"><narrative>Agency of New Zealand</narrative></participating-org>
    <activity-status code="2"/>
    <activity-date iso-date="2019-03-01" type="2"/>
    <activity-date iso-date="2021-12-31" type="3"/>
    <recipient-country code="FJ" percentage="100"/>
    <sector vocabulary="1" code="31320"/>
    <budget type="1"><period-start iso-date="2019-01-01"/><period-end iso-date="2019-12-31"/>
      <value currency="USD" value-date="2019-01-01">1000.10</value></budget>
    <budget type="1"><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>
      <value value-date="2020-01-01">2000.20</value></budget>
    <transaction><transaction-type code="3"/><transaction-date iso-date="2019-06-01"/>
      <value value-date="2019-06-01">500</value></transaction>
  </iati-activity>
</iati-activities>
"""


def facts(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "facts.csv"
    path.write_text(text, encoding="utf-8")
    return path


def decide(small: Path) -> None:
    (small / "vocab").mkdir(exist_ok=True)
    (small / "vocab" / "fact_rows.csv").write_text(
        "row,table,record,object,cells\nF1,happenings,meet-yearly,,\n", encoding="utf-8"
    )


def test_facts_are_taken_or_refused_with_a_reason(run: Run, small: Path, tmp_path: Path) -> None:
    decide(small)
    path = facts(
        tmp_path,
        FOLLOWUP
        + f"f-1,F1,Meet,2021-01-20,They met,partial,{SEEN},high,\n"
        + f"f-2,F1,Meet,,They met,partial,{SEEN},high,\n"
        + f"f-3,F2,Meet,2021,They met,partial,{SEEN},high,\n"
        + "f-4,F1,Meet,2021,They met,partial,note,n,,,unsourced lead,low,\n"
        + f"f-5,F1,Meet,2021,Nothing,none found,{SEEN},high,\n"
        + f"f-6,F1,Meet,2018-01-01,They met,partial,{SEEN},high,\n"
        + f"f-7,F1,Meet,2021-02-30,They met,partial,{SEEN},high,\n",
    )
    dry = run("import", "facts", path, "--pack", small, "--dry-run", "--json")
    assert dry.code == 3
    assert not (small / "claims" / "happenings.csv").exists()
    done = run("import", "facts", path, "--pack", small, "--json")
    assert done.objects == dry.objects
    told = {o["row"]: (o["state"], o["reason"]) for o in done.objects}
    assert told["f-1"] == ("taken", "")
    assert {row: state for row, (state, _) in told.items() if row != "f-1"} == dict.fromkeys(
        ("f-2", "f-3", "f-4", "f-5", "f-6", "f-7"), "refused"
    )
    for row, words in (
        ("f-2", "no date"),
        ("f-3", "vocab/fact_rows.csv"),
        ("f-4", "not seen in a page"),
        ("f-5", "henequen looked"),
        ("f-6", "before the commitment existed"),
        ("f-7", "not a date"),
    ):
        assert words in told[row][1], row
    again = run("import", "facts", path, "--pack", small, "--json")
    assert {o["row"]: o["state"] for o in again.objects}["f-1"] == "present"


def test_figures_of_facts_keep_derived_apart(run: Run, small: Path, tmp_path: Path) -> None:
    path = facts(
        tmp_path,
        TRADE
        + f"t-1,CHL,NZL,X,2019,year,12.50,USD million,FOB (rule),exact,0,customs,{SEEN},high,\n"
        + f"t-2,CHL,NZL,M,2019,Jan-Nov,9,USD million,CIF (rule),rounded,1,derived,{SEEN},medium,\n"
        + f"t-3,CHL,NZL,M,latest,year,9,USD million,CIF,rounded,0,x,{SEEN},medium,\n",
    )
    told = {o["row"]: o for o in run("import", "facts", path, "--pack", small, "--json").objects}
    assert (told["t-1"]["state"], told["t-2"]["state"], told["t-3"]["state"]) == ("taken", "taken", "refused")
    with (small / "observations" / "facts-trade.csv").open(encoding="utf-8") as file:
        first, second = csv.DictReader(file)
    assert (first["value"], first["decimals"], first["valuation"]) == ("12.50", "2", "FOB")
    assert (second["period"], second["method"], second["marks"]) == ("2019-01/2019-11", "derived", "derived")


def test_another_table_is_not_a_table_of_facts(run: Run, small: Path, tmp_path: Path) -> None:
    done = run("import", "facts", facts(tmp_path, "a,b\n1,2\n"), "--pack", small)
    assert done.code == 1 and "facts.csv, line 1" in done.err
    done = run("import", "facts", facts(tmp_path, FOLLOWUP + "f-1,F1\n"), "--pack", small)
    assert done.code == 1 and "facts.csv, line 2" in done.err


@pytest.mark.system(38)
def test_iati_activities_become_projects(run: Run, small: Path, tmp_path: Path) -> None:
    path = tmp_path / "activities.xml"
    path.write_text(IATI, encoding="utf-8")
    done = run("import", "iati", path, "--pack", small, "--json")
    assert done.code == 0, done.err
    (project,) = done.objects
    assert (project["title"], project["providers"], project["recipients"]) == ("Small fishing", "CHL; NZL", "FJI")
    with (small / "claims" / "projects.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["budget"], row["disbursed"], row["status"]) == ("3000.30", "500", "implementation")
    assert run("import", "iati", path, "--pack", small).code == 0
    assert run("check", "--pack", small).code == 0
    site = tmp_path / "site"
    assert run("site", site, "--pack", small).code in (0, 3)
    assert "Small fishing" in (site / "follow-up" / "projects.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (('version="2.03"', 'version="2.02"'), "another version"),
        (("<iati-activities", "<!DOCTYPE a [<!ENTITY b 'c'>]>\n<iati-activities"), "document type declaration"),
        (('currency="USD"', 'currency="EUR"'), "several currencies"),
        (('code="FJ"', 'code="XQ"'), "unknown country"),
        (("</iati-activities>", ""), "not well-formed"),
        ((">1000.10<", ">1 000<"), "not a number"),
        (("CL-GOV-1-FISH", " "), "without an iati-identifier"),
    ],
)
def test_other_iati_files_are_refused_with_a_line(
    run: Run, small: Path, tmp_path: Path, change: tuple[str, str], expected: str
) -> None:
    path = tmp_path / "activities.xml"
    path.write_text(IATI.replace(*change, 1), encoding="utf-8")
    done = run("import", "iati", path, "--pack", small)
    assert done.code == 1
    assert expected in done.err and "line" in done.err
    assert not (small / "claims" / "projects.csv").exists()
