"""The shipped record to today, asked at the command line: who holds an issue now, which statuses no source says."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Answer

Run = Callable[..., Answer]


@pytest.mark.system(71)
def test_nearly_every_row_of_the_matrix_names_todays_bodies(run: Run) -> None:
    rows = {row["id"]: row for words in ("meeting", "coordination") for row in run("who", words, "--json").objects}
    assert len(rows) == 26
    doubtful = [
        identity for identity, row in rows.items() if "?" in str(row["side_a_today"]) + str(row["side_b_today"])
    ]
    assert doubtful == ["cp-science-scientific-exchanges"]
    maritime = rows["cp-trade-transportation-maritime-in-particular-and-logistics"]
    assert any("Secretaría de Marina" in body for body in maritime["side_a_today"])


def test_at_most_eight_bilateral_instruments_have_no_status_from_a_source(run: Run, tmp_path: Path) -> None:
    assert run("export", "--to", "csv", tmp_path).code == 0
    with (tmp_path / "instruments.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if {"MEX", "KOR"} <= set(row["countries"].split(";"))]
    unknown = {row["id"] for row in rows if row["status"] == "unknown"}
    assert len(rows) >= 124
    assert len(unknown) <= 8
    with (tmp_path / "looks.csv").open(encoding="utf-8", newline="") as file:
        searched = {item for row in csv.DictReader(file) for item in row["items"].split(";")}
    assert unknown <= searched


def test_every_initiative_of_paragraphs_38_and_39_has_evidence_or_a_search(run: Run, tmp_path: Path) -> None:
    assert run("export", "--to", "csv", tmp_path).code == 0

    def rows(name: str) -> list[dict[str, str]]:
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    known = {row["item"] for row in rows("happenings")} | {i for row in rows("looks") for i in row["items"].split(";")}
    wanted = [row["id"] for row in rows("recommendations") if {"V§38", "V§39"} & set(row["section"].split(";"))]
    assert len(wanted) >= 48
    assert [identity for identity in wanted if identity not in known] == []
