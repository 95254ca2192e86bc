"""The three published methods on small cases worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from henequen.model.errors import UsageError

Toy = Callable[..., Any]


@pytest.mark.parametrize("method", ["baci", "harvard", "bimts"])
def test_a_preset_gives_one_row_a_flow_between_the_two_figures(reconciled: Toy, world: Toy, method: str) -> None:
    rows, report = reconciled(world(), method=method)
    assert report["method"] == method
    both = [r for r in rows if r["rule"] == "both"]
    assert both
    if method != "harvard":  # the pair's scale moves Harvard's values outside
        assert all(
            min(r["x_value"], r["f_value"]) - 1e-6 <= r["value"] <= max(r["x_value"], r["f_value"]) + 1e-6 for r in both
        )


def test_bimts_weights_are_the_symmetry_indices(reconciled: Toy, row: Toy) -> None:
    # SI = 1 - sum|X-F| / sum(X+F). AUS exports: |100-100|, |100-300| -> 1 - 200/600 = 2/3; BRA as importer of AUS: 1;
    # CHL as importer of AUS: 1 - 200/400 = 1/2. w(AUS->CHL) = (2/3) / (2/3 + 1/2) = 4/7.
    rows = [
        row("X", "AUS", "BRA", "100110", 100), row("M", "BRA", "AUS", "100110", 100, fobvalue=100),
        row("X", "AUS", "CHL", "100110", 100), row("M", "CHL", "AUS", "100110", 300, fobvalue=300),
    ]  # fmt: skip
    found, _ = reconciled(rows, method="bimts")
    chile = next(r for r in found if r["importer"] == "CHL")
    assert chile["w_x"] == pytest.approx(4 / 7)
    assert chile["value"] == pytest.approx(4 / 7 * 100 + 3 / 7 * 300)


def test_baci_weighs_the_steadier_reporter_more(reconciled: Toy, world: Toy) -> None:
    rows = world(seed=2)
    for r in rows:
        if r["reporterISO"] == "KEN":
            r["primaryValue"] = r["primaryValue"] * (3 if int(r["cmdCode"][2:4]) % 2 else 1 / 3)
            r["cifvalue"] = ""
    found, _ = reconciled(rows, method="baci")
    weights = [r["w_x"] for r in found if r["exporter"] == "KEN" and r["rule"] == "both"]
    assert sum(weights) / len(weights) < 0.2


def test_harvard_defects_can_be_switched_off(reconciled: Toy, world: Toy, row: Toy) -> None:
    rows = world()
    rows.append(row("X", "AUS", "BRA", "999001", 500))
    rows.append(row("M", "BRA", "AUS", "999001", 400, fobvalue=400))
    published, _ = reconciled(rows, method="harvard")
    small = next(r for r in published if r["product"] == "999001")
    assert (small["rule"], small["value"]) == ("below_minimum", 0)
    repaired, report = reconciled(
        rows, method="harvard", switches=("flag_weights", "small_flows", "cif_by_subtraction")
    )
    small = next(r for r in repaired if r["product"] == "999001")
    assert small["rule"] == "both"
    assert report["switches"] == ["flag_weights", "small_flows", "cif_by_subtraction"]
    f = next(r for r in published if r["rule"] == "both" and r["cif_rate"] > 0)
    assert f["f_value"] == pytest.approx(f["m_value"] * (1 - f["cif_rate"]))
    f = next(r for r in repaired if r["rule"] == "both" and r["cif_rate"] > 0)
    assert f["f_value"] == pytest.approx(f["m_value"] / (1 + f["cif_rate"]))


def test_an_unknown_switch_is_refused(reconciled: Toy, world: Toy) -> None:
    with pytest.raises(UsageError, match="no such switch"):
        reconciled(world(areas=4), method="baci", switches=("small_flows",))
