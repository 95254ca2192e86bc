"""Codes: one provider reads alike in every format, no code is repaired and no area merged without a finding."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from henequen.model.errors import DataError

Toy = Callable[..., Any]
COMTRADE = ("period", "reporterCode", "reporterISO", "flowCode", "partnerCode", "partnerISO", "classificationCode", "cmdCode",
            "primaryValue", "motCode")  # fmt: skip
BLANK = [
    ("2021", 410, None, "X", 484, None, "H5", "854231", 1000.0, 0),
    ("2021", 484, None, "M", 410, None, "H5", "854231", 1100.0, 0),
]


def findings_of(report: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return [one for one in report["findings"] if one["rule"] == rule]


@pytest.mark.parametrize("letters", [(None, None), ("KOR", None), ("", "MEX"), ("N/A", "  ")])
@pytest.mark.parametrize("form", ["csv", "parquet", "json"])
def test_a_row_without_letters_of_its_reporter_is_read_by_the_number(
    reconciled: Toy, tmp_path: Path, form: str, letters: tuple[str | None, str | None]
) -> None:
    rows = [(*one[:2], code, *one[3:]) for one, code in zip(BLANK, letters, strict=True)]
    path = tmp_path / f"rows.{form}"
    if form == "json":
        path.write_text(json.dumps({"count": 2, "data": [dict(zip(COMTRADE, one, strict=True)) for one in rows]}))
    elif form == "csv":
        lines = [",".join("" if cell is None else str(cell) for cell in one) for one in rows]
        path.write_text("\n".join([",".join(COMTRADE), *lines]) + "\n")
    else:
        with duckdb.connect() as con:
            con.execute(
                'create table t(period varchar, "reporterCode" int, "reporterISO" varchar, "flowCode" varchar, "partnerCode" int, '
                '"partnerISO" varchar, "classificationCode" varchar, "cmdCode" varchar, "primaryValue" double, "motCode" int)'
            )
            con.executemany("insert into t values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            con.execute(f"copy t to '{path}' (format parquet)")
    found, report = reconciled(path)
    assert [(r["exporter"], r["importer"], r["x_value"], r["m_value"], r["rule"]) for r in found] == [
        ("KOR", "MEX", 1000, 1100, "both")
    ]
    assert not report["dropped"]


def test_a_code_that_lost_its_zero_is_counted(reconciled: Toy, row: Toy) -> None:
    rows = [
        row("X", "AUS", "BRA", "30110", 100),
        row("M", "BRA", "AUS", "030110", 106),
        row("X", "AUS", "BRA", "870321", 7),
    ]
    found, report = reconciled(rows)
    assert [(r["product"], r["rule"]) for r in found] == [("030110", "both"), ("870321", "exporter_only")]
    (told,) = findings_of(report, "padded_code")
    assert (told["rows"], told["value"]) == (1, 100)
    assert "(30110), which is read with it (030110)" in told["message"]
    _, report = reconciled(rows[1:])
    assert not findings_of(report, "padded_code")


def test_numbers_of_an_area_as_it_was_and_as_it_is_are_added_up(reconciled: Toy, row: Toy) -> None:
    """Sudan until 2011 (736) and since (729): a reporter of 2011 may have rows with either."""
    rows = [
        row("X", "KOR", "736", "854231", 1000, netWgt=10), row("X", "KOR", "729", "854231", 70, netWgt=1),
        row("X", "KOR", "728", "854231", 30), row("M", "736", "KOR", "854231", 1190),
    ]  # fmt: skip
    found, report = reconciled(rows)
    of = {r["importer"]: r for r in found}
    assert (of["SDN"]["x_value"], of["SDN"]["m_value"], of["SDN"]["quantity_kg"]) == (1070, 1190, 11)
    assert of["SSD"]["x_value"] == 30
    (told,) = findings_of(report, "joined_area")
    assert (told["flows"], told["value"], told["areas"]) == (1, 1070, {"SDN": ["729", "736"]})
    again, report = reconciled([*rows, rows[0]])
    assert [r["x_value"] for r in again if r["importer"] == "SDN"] == [1070]
    assert [(one["reason"], one["rows"]) for one in report["dropped"]] == [("repeated_row", 1)]
    with pytest.raises(DataError, match="reported twice with different values"):
        reconciled([*rows, rows[0] | {"primaryValue": 1001}])


def test_rows_of_other_areas_beside_added_numbers_are_not_added_up(reconciled: Toy, row: Toy) -> None:
    """Only rows of an area with several numbers are added up: a row of others that stands twice counts once."""
    joined = [row("X", "KOR", "736", "854231", 1000), row("X", "KOR", "729", "854231", 70)]
    other = [row("X", "KOR", "MEX", "854231", 500, netWgt=5), row("M", "MEX", "KOR", "854231", 520)]
    found, report = reconciled([*joined, *other, other[0]])
    of = {r["importer"]: r for r in found}
    assert (of["SDN"]["x_value"], of["MEX"]["x_value"], of["MEX"]["m_value"]) == (1070, 500, 520)
    assert (of["MEX"]["quantity_kg"], findings_of(report, "joined_area")[0]["flows"]) == (5, 1)
    assert [(one["reason"], one["rows"], one["value"]) for one in report["dropped"]] == [("repeated_row", 1, 500.0)]
    found, report = reconciled([*joined, joined[1], *other, other[0]])
    assert {r["importer"]: r["x_value"] for r in found} == {"SDN": 1070, "MEX": 500}
    assert [(one["reason"], one["rows"], one["value"]) for one in report["dropped"]] == [("repeated_row", 2, 570.0)]
    with pytest.raises(DataError, match="reported twice with different values"):
        reconciled([*joined, *other, other[0] | {"primaryValue": 501}])


def test_letters_of_single_providers_are_areas(reconciled: Toy, row: Toy) -> None:
    spelled = {"XK": "XKX", "EL": "GRC", "UK": "GBR", "AN": "ANT", "CS": "SCG", "NA": "NAM"}
    found, report = reconciled([row("X", "MEX", code, "870323", 11) for code in spelled])
    assert {r["importer"] for r in found} == set(spelled.values())
    assert not report["unknown_areas"]
    _, report = reconciled([row("X", "MEX", "GB", "870323", 12), row("X", "MEX", "UK", "870323", 13)])
    assert findings_of(report, "joined_area")[0]["areas"] == {"GBR": ["GB", "UK"]}


def test_months_beside_their_year_have_a_hint(reconciled: Toy, row: Toy) -> None:
    _, report = reconciled([row("X", "MEX", "KOR", "870323", 12), row("X", "MEX", "KOR", "870323", 1, period="201901")])
    (told,) = findings_of(report, "months_beside_years")
    assert "--add month" in told["message"]
