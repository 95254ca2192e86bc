"""The open data: the columns that are promised, places that lead to what is printed, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
import re
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.files import spreadsheet
from henequen.files.spreadsheet import plain_cell
from henequen.model.countries import country
from henequen.model.dates import parse_date
from henequen.model.match_key import match_key
from henequen.model.properties import codes
from henequen.observatory import Observatory
from henequen.publish.export.tables import TABLES
from henequen.publish.export.write import render_csv, write_export
from henequen.record.store.view import View

pytestmark = pytest.mark.pack

PROMISED = """
instruments: id kind title level parties places subjects signed_on stated_status status status_as_of status_basis counterparty_status counterparty_candidates
activities: id kind title date places actors counterparty_status
observations: id measure component reporter asserted_by flow partner place product period period_basis value missing unit unit_mult comparator valuation as_printed
actors: id kind name country place variants
recommendations: id kind section addressed_to area restatement mechanism deadline official evidence schedule
counterparts: forum issue side_a_bodies side_b_bodies
exchanges: period category content annotation direction
events: id date kind title actors places
findings: id rule severity message printed computed
"""  # noqa: E501
COLUMNS = {
    name: [*columns.split(), "document", "char_start", "char_end"]
    for name, _, columns in (line.partition(": ") for line in PROMISED.strip().splitlines())
}
Rows = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="session")
def folder(view: View, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    write_export(view, folder)
    write_export(view, folder / "lines", "jsonl")
    return folder


@pytest.fixture(scope="session")
def rows(folder: Path) -> Rows:
    found = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file, strict=True))
    return found


@pytest.mark.parametrize("table", COLUMNS)
def test_the_promised_columns_stand_in_order(folder: Path, rows: Rows, table: str) -> None:
    header = (folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert [name for name in header if name in COLUMNS[table]] == COLUMNS[table]
    front = [name for name in COLUMNS[table] if name not in ("document", "char_start", "char_end")]
    assert [name for name in header if name != "id" or "id" in front][: len(front)] == front
    assert len(header) == len(set(header))
    assert rows[table], "the shipped pack has rows for every table"
    assert header == TABLES[table].columns, "an empty table has the same header"


def test_ids_are_unique(rows: Rows) -> None:
    for table, listed in rows.items():
        if listed and "id" in listed[0]:
            assert len({row["id"] for row in listed}) == len(listed), table


def test_places_are_parallel_lists(rows: Rows) -> None:
    for table, listed in rows.items():
        for row in listed:
            lists = [row[name].split(";") if row[name] else [] for name in ("document", "char_start", "char_end")]
            assert len({len(items) for items in lists}) == 1, (table, row)
            assert all(0 <= int(start) < int(end) for start, end in zip(lists[1], lists[2], strict=True))


def test_places_lead_to_what_is_printed(view: View, rows: Rows, document_texts: dict[str, str]) -> None:
    texts = document_texts
    editions = set(view.editions)
    for row in rows["observations"]:
        if not row["document"]:  # A figure from a table of data has no passage: its edition is its source.
            assert row["edition"] in editions, row
            continue
        places = zip(row["document"].split(";"), row["char_start"].split(";"), row["char_end"].split(";"), strict=True)
        told = [match_key(texts[name][int(start) : int(end)]).key for name, start, end in places]
        assert match_key(row["as_printed"].removeprefix("'")).key in told[0], row
    lengths = {name: len(text) for name, text in texts.items()}
    for listed in rows.values():
        for row in listed:
            for name, end in zip(row["document"].split(";"), row["char_end"].split(";"), strict=True):
                assert not name or int(end) <= lengths[name]


def test_values_parse_back(view: View, rows: Rows) -> None:
    by_id = {o.id: o for o in view.observations()}
    assert len(rows["observations"]) == len(by_id)
    for row in rows["observations"]:
        o = by_id[row["id"]]
        assert (Decimal(row["value"]) if row["value"] else None) == o.value
        assert bool(row["value"]) != (row["missing"] == "true")
        assert "e" not in row["value"].lower()
        assert int(row["unit_mult"]) == o.unit_mult
        assert row["measure"] in codes("measure")
        assert row["flow"] in ("", *codes("flow"))
        assert row["period_basis"] in codes("period_basis")


def test_statuses_have_one_word_for_what_no_source_states(view: View, rows: Rows) -> None:
    for table, column, name in (
        ("recommendations", "official", "official"),
        ("instruments", "stated_status_code", "stated_status_code"),
    ):
        silent = {record.id for record in view.records(table) if not record.many(name)}
        assert silent and all(row[column] for row in rows[table])
        assert {row[column] for row in rows[table] if row["id"] in silent} == {"not_stated"}
        assert all(row[column] != "not_stated" for row in rows[table] if row["id"] not in silent | undecided(view))


def undecided(view: View) -> set[str]:
    """Instruments of which a source itself was coded as giving no status."""
    return {record.id for record in view.records("instruments") if "not_stated" in record.many("stated_status_code")}


def test_an_event_keeps_its_rival_dates(rows: Rows) -> None:
    (event,) = [row for row in rows["events"] if row["id"] == "event-china-largest-partner-of-korea"]
    assert {event["date"], event["rival_dates"]} == {"2002", "2004"}


def test_dates_and_codes_are_valid(view: View, rows: Rows) -> None:
    dated = {
        "instruments": ("signed_on", "status_as_of", "entry_into_force", "valid_until"),
        "activities": ("date",),
        "events": ("date",),
        "recommendations": ("deadline",),
    }
    for table, columns in dated.items():
        for row in rows[table]:
            for column in columns:
                if row[column]:
                    parse_date(row[column])
    for table in ("instruments", "activities", "events", "actors"):
        column = "place" if table == "actors" else "places"
        for row in rows[table]:
            for place in filter(None, row[column].split(";")):
                assert place in view.places
                assert re.fullmatch(r"[A-Z]{3}|[A-Z]{2}-[A-Z0-9]{2,3}(/.+)?", place), place
    for row in rows["actors"]:
        assert not row["country"] or country(row["country"])
    for row in rows["instruments"]:
        assert row["status"] in codes("status")
        assert row["status_basis"] in codes("status_basis")
        assert row["counterparty_status"] in codes("counterparty")
        assert (row["counterparty_status"] == "disputed") == (len(row["counterparty_candidates"].split(";")) > 1)
    for row in rows["exchanges"]:
        assert re.fullmatch(r"([A-Z]{3}->[A-Z]{3}|both)?", row["direction"]), row
    for row in rows["findings"]:
        assert row["severity"] in ("error", "warning", "rounding", "info")


def test_lines_are_the_twin_of_the_table(folder: Path, rows: Rows) -> None:
    for table, listed in rows.items():
        text = (folder / "lines" / f"{table}.jsonl").read_text(encoding="utf-8")
        lines = [json.loads(line) for line in text.split("\n") if line]
        assert [{name: plain_cell(value) for name, value in line.items()} for line in lines] == listed


def test_the_data_package_describes_the_files(folder: Path) -> None:
    for place in (folder, folder / "lines"):
        package = json.loads((place / "datapackage.json").read_text(encoding="utf-8"))
        assert {resource["name"] for resource in package["resources"]} == set(TABLES)
        for resource in package["resources"]:
            data = (place / resource["path"]).read_bytes()
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert resource["bytes"] == len(data)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30), min_size=1))
def test_no_cell_is_a_formula(cells: list[str]) -> None:
    columns = [f"c{number}" for number in range(len(cells))]
    text = render_csv([dict(zip(columns, cells, strict=True))], columns)
    _, read = csv.reader(io.StringIO(text, newline=""))
    for cell, before in zip(read, cells, strict=True):
        assert cell.removeprefix("'") == before.removeprefix("'")
        if cell[:1] in tuple("=+-@\t\r\n＝＋－＠"):
            assert re.fullmatch(r"[+-][0-9.,' \u00a0]*%?", cell), "only numbers begin with a sign"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\n=1", "-A1", "\r", "\t-5"]
)
def test_what_spreadsheets_run_is_made_plain(cell: str) -> None:
    assert plain_cell(cell) == f"'{cell}"


def test_numbers_stay_numbers() -> None:
    for cell in ("-4464.1", "-19.5%", "+3", "-", "1,060.6", "(19.5)", "n.d.", ""):
        assert plain_cell(cell) == cell


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_export_is_whole_or_absent(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """A full disk at any step: the files of before stand, or those of now, never some of each; nothing is left over."""
    view = Observatory(small).view()
    out = tmp_path / "out"
    write_export(view, out)
    whole = {path.name: path.read_bytes() for path in out.iterdir()}
    later = Observatory(small).view(as_of="2019-01-01")
    real = getattr(os, step)
    for most in range(0, 2 * len(whole) + 4):
        calls = 0

        def fail(*given: object, most: int = most, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls > most:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*given, **named)

        with monkeypatch.context() as patch:
            patch.setattr(os, step, fail)
            try:
                write_export(later, out)
            except Exception:
                done = False
            else:
                done = True
        if done:
            break
        write_export(view, out)
        assert {path.name: path.read_bytes() for path in out.iterdir()} == whole
    assert done
    assert {path.name for path in out.iterdir()} == set(whole)
    view.close()
    later.close()


def test_the_rows_that_a_page_saves_are_guarded_by_the_same_rule() -> None:
    script = (files("henequen.publish.site") / "assets" / "site.js").read_text(encoding="utf-8")
    assert spreadsheet._FORMULA.pattern.partition("|")[2] in script
