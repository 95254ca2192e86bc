"""What the reader noticed: sums that do not add up, dates that can be exchanged. Through `henequen read --json`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reading_door import proposals, read

TABLE = (
    "Exports of Chile to Peru (US$ million)\n\nProduct,2018,2019,2020\n"
    "Meat,10.5,11.0,12.0\nWine,20.0,21.5,22.0\nTotal,30.5,32.5,{}\n"
)


def issues(tmp_path: Path, name: str, text: str) -> list[dict[str, Any]]:
    """The issues of one file."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return proposals(read(path)[1], "issue")


@pytest.mark.system(92)
def test_read_reports_a_total_that_does_not_add_up(tmp_path: Path) -> None:
    (issue,) = issues(tmp_path, "table.csv", TABLE.format("45.0"))
    assert (issue["type"], issue["severity"], issue["printed"], issue["expected"]) == (
        "arithmetic",
        "warning",
        "45.0",
        "34",
    )
    assert issue["evidence"][0]["quote"] == "45.0"


def test_read_takes_rounding_and_partial_tables_for_no_error(tmp_path: Path) -> None:
    assert not issues(tmp_path, "rounded.csv", TABLE.format("34.1"))
    partial = TABLE.replace("30.5,32.5,{}", "90.0,95.0,99.0")
    assert not issues(tmp_path, "partial.csv", partial)


@pytest.mark.system(92)
def test_read_reports_a_balance_that_differs_from_exports_less_imports(tmp_path: Path) -> None:
    text = (
        "In 2019 exports of Chile to Peru were 120.5 million dollars and imports of Chile from Peru were 80.2 million "
        "dollars. The trade surplus of Chile with Peru was {} million dollars in 2019.\n"
    )
    (issue,) = issues(tmp_path, "wrong.txt", text.format("45.3"))
    assert (issue["type"], issue["expected"]) == ("arithmetic", "40.3")
    assert not issues(tmp_path, "right.txt", text.format("40.3"))


@pytest.mark.system(92)
def test_read_leaves_the_day_of_an_open_date_to_a_person(tmp_path: Path) -> None:
    path = tmp_path / "open.txt"
    path.write_text("Chile and Peru met on 03/04/2021 in Lima.\n", encoding="utf-8")
    lines = read(path)[1]
    (issue,) = proposals(lines, "issue")
    assert (issue["type"], issue["printed"]) == ("ambiguous_date", "03/04/2021")
    assert proposals(lines, "event")[0]["date"] == {"value": "2021", "precision": "year"}


@pytest.mark.system(92)
def test_read_lets_the_column_of_a_register_decide_its_dates(tmp_path: Path) -> None:
    head = "Title of instrument;Parties;Signed\n"
    rows = "Agreement on Trade;Kenya; India;03/04/2001\nTreaty on Extradition;Kenya, India;{}\n".replace(
        "Kenya; India", "Kenya, India"
    )
    decided = tmp_path / "decided.csv"
    decided.write_text(head + rows.format("25/12/2003"), encoding="utf-8")
    found = proposals(read(decided)[1], "instrument")
    assert [line["signed"]["value"] for line in found] == ["2001-04-03", "2003-12-25"]
    still = issues(tmp_path, "open.csv", head + rows.format("05/06/2003"))
    assert [issue["printed"] for issue in still] == ["03/04/2001", "05/06/2003"]
