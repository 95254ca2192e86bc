"""The damaged table of local ties through the verb `read`: every row comes out as a person read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from local_register_rows import OPEN_PARTY, PUT_BACK, ROWS
from reading_door import read

Lines = list[dict[str, Any]]


@pytest.fixture(scope="module")
def lines(seeds: Path) -> Lines:
    """What `read` prints for the article."""
    code, found = read(next(seeds.glob("000_*.txt")))
    assert code == 3  # repairs and open names need a person's look
    return found


@pytest.fixture(scope="module")
def rows(lines: Lines) -> dict[int, dict[str, Any]]:
    """The instruments and activities of the table by row."""
    found: dict[int, dict[str, Any]] = {}
    for line in lines:
        if line["kind"] in ("instrument", "event") and "table" in line["evidence"][0]:
            found[line["evidence"][0]["row"] - 1] = line
    return found


@pytest.mark.system(92)
def test_read_finds_34_rows_of_the_damaged_table(rows: dict[int, dict[str, Any]]) -> None:
    assert sorted(rows) == list(range(1, 35))


@pytest.mark.system(92)
@pytest.mark.parametrize("number", ROWS)
def test_read_gives_row_as_a_person_read_it(rows: dict[int, dict[str, Any]], number: int) -> None:
    table, places, date, status = ROWS[number]
    row = rows[number]
    assert row["kind"] == ("instrument" if table == "instruments" else "event")
    assert set(row.get("subdivisions", [])) == set(places.split())
    assert (row.get("signed") or row.get("date"))["value"] == date
    if row["kind"] == "instrument":
        assert row.get("status_printed", "") == status
    assert row.get("parties") or row.get("participants")


@pytest.mark.system(92)
def test_read_puts_five_cells_back_and_records_each_repair(lines: Lines, rows: dict[int, dict[str, Any]]) -> None:
    repairs = [repair["message"] for repair in lines[0]["repairs"] if "displaced" in repair["message"]]
    assert len(repairs) == 5
    head = min(item["char_start"] for row in rows.values() for item in row["evidence"] if item["col"] == 1)
    for number in PUT_BACK:
        assert any(message.startswith(f"row {number}:") for message in repairs)
        assert any(item["char_start"] < head for item in rows[number]["evidence"])


@pytest.mark.system(92)
def test_read_leaves_seven_parties_to_a_person(lines: Lines, rows: dict[int, dict[str, Any]]) -> None:
    disputed = {number for number, row in rows.items() if row.get("counterparty_candidates")}
    assert disputed == OPEN_PARTY
    assert all(not {"PRK", "KOR"} & set(rows[number]["countries"]) for number in disputed)
    assert sum(line["kind"] == "issue" and line["type"] == "ambiguous_name" for line in lines) >= 7


@pytest.mark.system(92)
def test_read_quotes_stand_in_the_article(seeds: Path, lines: Lines) -> None:
    text = next(seeds.glob("000_*.txt")).read_text(encoding="utf-8")
    quotes = [item for line in lines if line["kind"] != "document" for item in line["evidence"]]
    assert quotes
    assert all(text[item["char_start"] : item["char_end"]] == item["quote"] for item in quotes)
