"""The open data of the shipped pack keep what the tables promise: codes, places, parallel lists, nothing counted twice."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from henequen.publish.export.write import write_export
from henequen.record.store.view import View

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def tables(view: View, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    folder = tmp_path_factory.mktemp("open-data")
    write_export(view, folder)
    found: dict[str, Rows] = {}
    for path in sorted(Path(folder).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def items(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def test_how_much_there_is(tables: dict[str, Rows]) -> None:
    counts = {name: len(rows) for name, rows in tables.items()}
    assert counts["activities"] >= 11 and counts["counterparts"] == 26
    assert counts["instruments"] >= 120
    assert counts["observations"] >= 550
    assert 90 <= counts["exchanges"] <= 120
    assert counts["events"] >= 80
    assert counts["actors"] >= 330 and counts["recommendations"] > 170


def test_levels_and_places_are_codes(tables: dict[str, Rows], view: View) -> None:
    levels = {"national", "state", "municipal", "agency", "university", "private"}
    assert {row["level"] for row in tables["instruments"]} == levels
    for name in ("instruments", "activities", "events"):
        for row in tables[name]:
            for place in items(row["places"]):
                assert re.fullmatch(r"(MX|KR)-[A-Z0-9]{2,3}(/[a-z-]+)?", place) and place in view.places, (
                    name,
                    row["id"],
                    place,
                )


def test_missing_cells_are_flagged_and_empty(tables: dict[str, Rows]) -> None:
    missing = [row for row in tables["observations"] if row["missing"] and row["edition"] == "commission-2005"]
    assert len(missing) == 9
    assert {(row["missing"], row["value"], row["as_printed"]) for row in missing} == {("true", "", "-")}
    assert all(row["value"] for row in tables["observations"] if not row["missing"])


def test_places_in_documents_are_parallel_lists(tables: dict[str, Rows]) -> None:
    for name in ("instruments", "activities", "observations", "recommendations", "counterparts", "exchanges", "events"):
        for row in tables[name]:
            lists = [items(row[column]) for column in ("document", "char_start", "char_end")]
            assert len(lists[0]) == len(lists[1]) == len(lists[2]), (name, row["id"])
            assert all(int(start) < int(end) for start, end in zip(lists[1], lists[2], strict=True))


def test_nothing_is_listed_in_two_tables(tables: dict[str, Rows]) -> None:
    ids = {name: [row["id"] for row in tables[name]] for name in tables if "id" in next(iter(tables[name]), {})}
    assert all(len(set(found)) == len(found) for found in ids.values())
    assert set(ids["activities"]) <= set(ids["events"])
    names = ("instruments", "events", "exchanges", "recommendations", "counterparts", "actors")
    for one in names:
        for other in names:
            assert one == other or not set(ids[one]) & set(ids[other])
    activities = {row["id"]: (row["date"], row["title"]) for row in tables["activities"]}
    others = {(row["date"], row["title"]) for row in tables["events"] if row["id"] not in activities}
    assert not set(activities.values()) & others


def test_every_event_has_a_day_month_year_or_span(tables: dict[str, Rows]) -> None:
    day = r"\d{4}(-\d\d(-\d\d)?)?"
    assert [row["id"] for row in tables["events"] if not re.fullmatch(f"{day}(/{day})?", row["date"])] == []


def test_actors_are_told_apart_by_name(tables: dict[str, Rows]) -> None:
    names: dict[str, str] = {}
    for row in tables["actors"]:
        assert row["kind"] and row["name"], row["id"]
        assert names.setdefault(row["name"], row["id"]) == row["id"] or row["id"].endswith("-2026"), row["name"]
    assert [row["id"] for row in tables["actors"] if row["country"] == "PRK"] == ["north-korea"]


def test_links_lead_somewhere(tables: dict[str, Rows]) -> None:
    known = {row["id"] for name in tables if name != "claims" for row in tables[name] if "id" in row}
    for row in tables["relations"]:
        assert {row["subject"], row["object"]} <= known, row
    actors = {row["id"] for row in tables["actors"]}
    for name, column in (("instruments", "party_ids"), ("activities", "actor_ids"), ("exchanges", "actor_ids"),
                         ("recommendations", "addressed_ids")):  # fmt: skip
        assert {i for row in tables[name] for i in items(row[column])} <= actors, (name, column)
