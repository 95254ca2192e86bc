"""Event studies: a built-in effect is found, none is found where there is none, the agreement of Korea and Chile by the verb."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from at_hand import models_folder
from typer.testing import CliRunner

from henequen.cli.scenario import app
from henequen.model.errors import DataError
from henequen.scenarios.event_study.read import read_panel
from henequen.scenarios.event_study.study import Panel, study_event

pytestmark = pytest.mark.world

YEARS = tuple(range(1994, 2007))


def _panel(effect: float, noise: float = 0.1, count: int = 12) -> Panel:
    rng = np.random.default_rng(7)
    shape = (count, count, len(YEARS))
    seller = rng.uniform(1, 3, (count, 1, len(YEARS)))
    buyer = rng.uniform(1, 3, (1, count, len(YEARS)))
    value = 100 * seller * buyer * rng.uniform(1, 2, (count, count, 1)) * np.exp(noise * rng.standard_normal(shape))
    value[0, 1, YEARS.index(2004) :] *= 1 + effect
    names = tuple(f"A{k:02d}" for k in range(count))
    return Panel(names, YEARS, value, np.zeros(shape), "money", "made up")


@pytest.mark.parametrize("effect", [0.0, 1.0])
def test_study_finds_the_effect_that_is_there(effect: float) -> None:
    found = study_event(_panel(effect), "A00", "A01", start=2004, reference=(2001, 2002, 2003), placebos=60)
    after = [row for row in found.rows if row["phase"] == "after"]
    assert len(after) == 3
    for row in after:
        assert row["lower"] <= 100 * effect <= row["upper"]
        assert row["effect"] == pytest.approx(100 * effect, abs=45)
    assert (after[0]["p"] < 0.05) == (effect > 0)
    reference = [np.log1p(row["effect"] / 100) for row in found.rows if row["phase"] == "reference"]
    assert sum(reference) == pytest.approx(0, abs=1e-9)


def test_study_refuses_what_it_cannot_answer() -> None:
    panel = _panel(0.0)
    with pytest.raises(DataError, match="area"):
        study_event(panel, "A00", "ZZZ", start=2004, reference=(2003,))
    with pytest.raises(DataError, match="reference"):
        study_event(panel, "A00", "A01", start=2004, reference=(2005,))
    panel.value[0, 1, 0] = 0.0
    with pytest.raises(DataError, match="without trade"):
        study_event(panel, "A00", "A01", start=2004, reference=(2003,))


@pytest.mark.system(21)
def test_event_study_verb_tests_the_claim_about_korea_and_chile(tmp_path: Path) -> None:
    panel = models_folder().parent / "trade" / "agtpa_manufacturing_1986_2006.parquet"
    years = ["--reference", "2001", "--reference", "2002", "--reference", "2003", "--first", "1994"]
    order = ["event-study", str(panel), "--pair", "KOR", "--pair", "CHL", "--start", "2004", *years, "--placebos", "40"]
    done = CliRunner().invoke(app, [*order, "--json", "--out", str(tmp_path / "study")])
    assert done.exit_code == 0, done.output
    rows = {(r["exporter"], r["year"]): r for r in map(json.loads, done.stdout.splitlines())}
    # Growth of the size that was claimed (58.6 and 54.3 % over eleven months) is in the annual data ...
    assert rows["KOR", 2004]["growth"] == pytest.approx(44.1, abs=0.1)
    assert rows["CHL", 2004]["growth"] == pytest.approx(71.2, abs=0.1)
    # ... but Korea sold that much more to everybody, and Chile bought it of everybody: against controls nothing is left.
    assert abs(rows["KOR", 2004]["effect"]) < 5
    assert rows["KOR", 2004]["lower"] < 0 < rows["KOR", 2004]["upper"]
    assert rows["CHL", 2004]["effect"] == pytest.approx(58.8, abs=2)
    with (tmp_path / "study_trend.csv").open(encoding="utf-8") as file:
        assert [row["exporter"] for row in csv.DictReader(file)] == ["KOR", "CHL"]


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ("A,A,2000,5,0\nA,A,2000,6,0\n", "twice"),
        ("A,A,2000,,0\n", "missing"),
        ("A,A,2000,-5,0\n", "row 1"),
        ("A,A,2000,5,2\n", "row 1"),
        ("A,A,2000,5,0\nA,B,2000,5,0\n", "not whole"),
    ],
)
def test_panel_that_is_not_right_is_refused_by_name(rows: str, part: str, tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    path.write_text(f"exporter,importer,year,trade,rta\n{rows}", encoding="utf-8")
    with pytest.raises(DataError, match=part) as caught:
        read_panel(path)
    assert "panel.csv" in str(caught.value)
