"""Never a wrong number without a mark: what is odd in the rows is refused, counted, or doubted aloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from henequen.model.errors import DataError

Toy = Callable[..., Any]


def test_keys_said_twice_alike_count_once(reconciled: Toy, world: Toy) -> None:
    rows = world(areas=6)
    once, _ = reconciled(rows)
    twice, report = reconciled([*rows, rows[3], rows[3], rows[8]])
    assert once == twice
    again = next(d for d in report["dropped"] if d["reason"] == "repeated_row")
    assert again["rows"] == 3
    assert again["value"] == pytest.approx(2 * rows[3]["primaryValue"] + rows[8]["primaryValue"])


def test_keys_said_twice_differently_are_refused_with_their_rows(reconciled: Toy, world: Toy) -> None:
    rows = world(areas=6)
    other = dict(rows[3]) | {"primaryValue": 12345}
    with pytest.raises(DataError) as caught:
        reconciled([*rows, other])
    assert "row 4" in str(caught.value)
    assert f"row {len(rows) + 1}" in str(caught.value)
    assert "reported.csv" in str(caught.value)


def test_odd_values_are_counted_with_file_and_row(reconciled: Toy, world: Toy, row: Toy) -> None:
    rows = [row("X", "AUS", "BRA", "999011", -5), row("X", "AUS", "BRA", "999012", "inf"), *world(areas=6)]
    _, report = reconciled(rows)
    dropped = {d["reason"]: d for d in report["dropped"]}
    assert dropped["value_negative"]["examples"] == ["reported.csv row 1"]
    assert dropped["value_not_finite"]["examples"] == ["reported.csv row 2"]


def test_a_year_that_is_half_there_is_doubted(reconciled: Toy, world: Toy) -> None:
    rows = world(seed=8)
    for r in rows:
        if r["reporterISO"] == "KEN" and r["flowCode"] == "X":
            r["primaryValue"] = r["primaryValue"] / 2
    _, report = reconciled(rows)
    found = [f for f in report["findings"] if f["rule"] == "level"]
    assert [(f["reporter"], f["flow"]) for f in found] == [("KEN", "exports")]
    assert found[0]["factor"] == pytest.approx(0.5, rel=0.1)


def test_a_unit_that_changes_half_way_is_doubted_and_the_rows_are_marked(reconciled: Toy, world: Toy) -> None:
    rows = world(seed=8)
    mine = [r for r in rows if r["reporterISO"] == "NOR" and r["flowCode"] == "X"]
    for r in mine[len(mine) // 2 :]:
        r["primaryValue"] = r["primaryValue"] * 1000
    found, report = reconciled(rows)
    told = [f for f in report["findings"] if f["rule"] == "unit"]
    assert ("NOR", "exports", 1000.0) in [(f["reporter"], f["flow"], f["factor"]) for f in told]
    disputed = [r for r in found if r["rule"] == "disputed"]
    assert len(disputed) > 100
    assert {r["exporter"] for r in disputed} == {"NOR"}
    assert all(
        r["lower"] <= min(r["x_value"], r["f_value"]) and r["upper"] >= max(r["x_value"], r["f_value"])
        for r in disputed
    )
