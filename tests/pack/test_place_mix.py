"""The mix of sectors by state: its statistic adds up, and the shipped shares follow from it by the stated reading."""

from __future__ import annotations

import csv
import importlib.util
from collections import defaultdict
from pathlib import Path

import pytest

from henequen.observatory import Observatory
from henequen.record.store.view import View

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "make_place_mix.py"


def test_the_parts_of_every_state_add_up_to_its_total(view: View) -> None:
    totals: dict[str, int] = {}
    parts: dict[str, int] = defaultdict(int)
    for row in view.vocabulary("place_exports"):
        assert row["period"] == "2018"
        if row["code"] == "TOTAL":
            totals[row["place"]] = int(row["value"])
        else:
            parts[row["place"]] += int(row["value"])
    assert set(totals) == {row["code"] for row in view.vocabulary("map") if row["country"] == "MEX"}
    assert len(totals) == 32 and sum(totals.values()) == 387_442_789  # thousand dollars
    for place, total in totals.items():
        assert abs(parts[place] - total) <= 15, place  # rounding of 24 parts


def test_every_subsector_has_its_sector_and_weights_of_one(view: View) -> None:
    weights: dict[str, float] = defaultdict(float)
    for row in view.vocabulary("place_export_sectors"):
        weights[row["code"]] += float(row["weight"])
    used = {row["code"] for row in view.vocabulary("place_exports")} - {"TOTAL", "UNSTATED"}
    assert used <= set(weights)
    assert all(weight == pytest.approx(1, abs=1e-12) for weight in weights.values())


def test_the_shipped_mix_follows_from_the_statistic(shipped: Observatory) -> None:
    plan = importlib.util.spec_from_file_location("make_place_mix", SCRIPT)
    assert plan is not None and plan.loader is not None
    script = importlib.util.module_from_spec(plan)
    plan.loader.exec_module(script)
    made = script.mix(shipped.root, "MEX")
    with (shipped.root / "scenarios" / "place_mix.csv").open(newline="", encoding="utf-8") as source:
        rows = [tuple(row) for row in csv.reader(source)][1:]
    assert rows == made
    autos = {place: float(share) for place, _, sector, share, _ in rows if sector == "Auto"}
    # Aguascalientes: 7,927,159 of 9,618,407 thousand dollars are transport equipment, 0.9689 of it read as vehicles.
    assert autos["MX-AGU"] == pytest.approx(7_927_159 * 0.9689 / 9_618_407, abs=1e-10)
