from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from henequen.model.errors import DataError
from henequen.trade.editions.columns import OUTPUT_COLUMNS

Reconciled = Callable[..., Any]
Toy = Callable[..., Any]


def test_one_row_a_flow_in_the_contract_columns(reconciled: Reconciled, world: Toy) -> None:
    rows, report = reconciled(world())
    assert tuple(rows[0])[: len(OUTPUT_COLUMNS)] == OUTPUT_COLUMNS
    keys = [(r["period"], r["exporter"], r["importer"], r["product"]) for r in rows]
    assert len(keys) == len(set(keys))
    assert {"reporters", "dropped", "rules", "engine", "versions", "seconds"} <= set(report)
    both = [r for r in rows if r["rule"] == "both"]
    assert both
    for r in both:
        assert r["lower"] < r["value"] < r["upper"]
        assert r["w_x"] + r["w_m"] == pytest.approx(1)
        assert r["f_value"] == pytest.approx(r["m_value"] / (1 + r["cif_rate"]))


def test_the_cif_rate_of_the_world_is_found(reconciled: Reconciled, world: Toy) -> None:
    rows, _ = reconciled(world())
    rates = sorted(r["cif_rate"] for r in rows if r["m_value"])
    assert 0.045 < rates[len(rates) // 2] < 0.075


def test_a_fob_import_is_not_reduced(reconciled: Reconciled, row: Toy, world: Toy) -> None:
    rows = world()
    rows.append(row("M", "NOR", "ZAF", "999001", 500, fobvalue=500))
    rows.append(row("M", "NOR", "ZAF", "999002", 530, cifvalue=530, fobvalue=500))
    found, _ = reconciled(rows)
    by = {r["product"]: r for r in found if r["product"].startswith("9990")}
    assert by["999001"]["f_value"] == 500
    assert by["999001"]["cif_rate"] == 0
    assert by["999002"]["f_value"] == 500


def test_results_do_not_depend_on_threads(reconciled: Reconciled, world: Toy) -> None:
    rows = world(seed=3)
    one, _ = reconciled(rows, threads=1)
    two, _ = reconciled(list(reversed(rows)), threads=2)
    assert one == two


def test_a_misfiled_twin_stays_with_value_zero(reconciled: Reconciled, row: Toy, world: Toy) -> None:
    rows = world(seed=5)
    for k, (importer, exporter) in enumerate((i, e) for i in ("NOR", "KEN") for e in ("AUS", "BRA", "CHL", "DEU")):
        rows.append(row("X", exporter, importer, "970110", 2_000_000 + k, netWgt=700))
        rows.append(row("M", importer, exporter, "970190", 2_120_000 + k, cifvalue=2_120_000 + k, netWgt=700))
    found, report = reconciled(rows)
    twins = {
        r["product"]: r for r in found if r["exporter"] == "AUS" and r["importer"] == "NOR" and r["product"][:2] == "97"
    }
    assert {twins["970110"]["rule"], twins["970190"]["rule"]} == {"kept", "moved"}
    moved = next(r for r in twins.values() if r["rule"] == "moved")
    kept = next(r for r in twins.values() if r["rule"] == "kept")
    assert moved["value"] == 0
    assert moved["netted_with"] == kept["product"]
    assert (moved["quantity_kg"], kept["quantity_kg"]) == (0, 700)  # the goods are weighed once
    assert kept["value"] == pytest.approx(2_000_000, rel=0.1)
    assert sum(rule["rows"] for rule in report["rules"]) == len(found)


def test_what_is_left_out_is_counted_by_reason_and_value(reconciled: Reconciled, row: Toy, world: Toy) -> None:
    rows = world()
    rows += [
        row("X", "AUS", "BRA", "999011", 1000),
        row("X", "AUS", "BRA", "999011", 100, partner2Code="156"),
        row("X", "AUS", "BRA", "999011", 200, motCode="1000"),
        row("X", "AUS", "BRA", "999011", 300, customsCode="C01"),
        row("X", "AUS", "BRA", "9980", 400),
        row("X", "AUS", "BRA", "TOTAL", 500),
        row("X", "AUS", "W00", "999011", 600),
        row("X", "AUS", "AUS", "999011", 700),
        row("RX", "AUS", "BRA", "999011", 800),
        row("X", "AUS", "BRA", "999012", -5),
        row("X", "AUS", "BRA", "999013", "inf"),
        row("X", "AUS", "BRA", "999014", "nan"),
        row("X", "AUS", "BRA", "999015", ""),
    ]
    found, report = reconciled(rows)
    assert [r["x_value"] for r in found if r["product"].startswith("9990")] == [1000]
    dropped = {d["reason"]: (d["rows"], d["value"]) for d in report["dropped"]}
    assert dropped["second_partner"] == (1, 100)
    assert dropped["transport_mode"] == (1, 200)
    assert dropped["customs_procedure"] == (1, 300)
    assert dropped["aggregate_product"] == (1, 500)
    assert dropped["aggregate_without_parts"] == (1, 400)  # none of the rows under it has a value to sum
    assert dropped["aggregate_partner"] == (1, 600)
    assert dropped["self_report"] == (1, 700)
    assert dropped["value_negative"] == (1, -5)
    assert dropped["value_not_finite"][0] == 2
    assert dropped["value_missing"][0] == 1


def test_codes_keep_zeros_and_namibia_is_an_area(reconciled: Reconciled, row: Toy, world: Toy) -> None:
    rows = world()
    rows += [row("X", "NAM", "AUS", "010121", 900), row("X", "AUS", "NAM", "010121", 800)]
    found, report = reconciled(rows)
    mine = [r for r in found if "NAM" in (r["exporter"], r["importer"])]
    assert [(r["product"], r["x_value"]) for r in mine] == [("010121", 800), ("010121", 900)]
    assert not report["unknown_areas"]


def test_un_numbers_are_read_as_areas(reconciled: Reconciled, row: Toy, world: Toy) -> None:
    rows = world()
    rows += [
        row("X", "842", "699", "999021", 900),
        row("X", "757", "490", "999021", 800),
        row("X", "251", "579", "999021", 7),
    ]
    found, _ = reconciled(rows)
    pairs = {(r["exporter"], r["importer"]) for r in found if r["product"] == "999021"}
    assert pairs == {("USA", "IND"), ("CHE", "TWN"), ("FRA", "NOR")}


def test_unspecified_partners_and_9999_stay_their_own(reconciled: Reconciled, row: Toy, world: Toy) -> None:
    rows = world()
    rows += [row("X", "AUS", "_X ", "999021", 900), row("X", "AUS", "BRA", "9999AA", 700)]
    found, _ = reconciled(rows)
    assert any(r["importer"] == "_X" and r["value"] > 0 for r in found)
    assert any(r["product"] == "9999AA" and r["rule"] == "exporter_only" for r in found)


def test_nothing_to_reconcile_is_an_error(reconciled: Reconciled, row: Toy) -> None:
    with pytest.raises(DataError, match="level that is summed"):
        reconciled([row("X", "AUS", "BRA", "TOTAL", 5)])


def test_reliability_is_reported_at_both_levels(reconciled: Reconciled, world: Toy) -> None:
    _, report = reconciled(world(noise=0.3))
    levels = {(r["level"], r["side"]) for r in report["reporters"]}
    assert levels == {(level, side) for level in ("product", "pair") for side in ("exporter", "importer")}
    product = [r["variance"] for r in report["reporters"] if r["level"] == "product"]
    assert math.sqrt(sum(product) / len(product)) == pytest.approx(0.3, rel=0.15)
    assert all(r["standard_error"] > 0 for r in report["reporters"])


def test_totals_without_parts_are_told_apart(reconciled: Reconciled, row: Toy, world: Toy) -> None:
    rows = [one for one in world(areas=4) if {one["reporterISO"], one["partnerISO"]} != {"AUS", "CHL"}]
    rows += [
        row("X", "AUS", "CHL", "870321", 40),
        row("X", "AUS", "CHL", "8703", 100),  # a part is there
        row("X", "AUS", "CHL", "87", 200),
        row("X", "AUS", "CHL", "TOTAL", 400),
        row("X", "AUS", "CHL", "8704", 800),  # none is there
        row("X", "AUS", "CHL", "72", 1600),
        row("X", "CHL", "AUS", "8703", 3200),  # parts of the other direction are none of this one
        row("M", "AUS", "CHL", "8703", 6400),
        row("X", "AUS", "CHL", "8703", 12800, classificationCode="H4"),  # the edition does not matter
        row("RX", "AUS", "CHL", "870321", 7),
        row("RX", "AUS", "CHL", "8703", 7),
        row("X", "AUS", "CHL", "7301", 0),
        row("X", "AUS", "CHL", "730110", 0),
        row("X", "AUS", "CHL", "73", 25600),  # a part without a value is none
    ]
    _, report = reconciled(rows)
    dropped = {d["reason"]: (d["rows"], d["value"]) for d in report["dropped"]}
    assert dropped["aggregate_product"] == (5, 100 + 200 + 400 + 12800 + 7)
    assert dropped["aggregate_without_parts"] == (5, 800 + 1600 + 3200 + 6400 + 25600)
    _, report = reconciled(world(areas=4))
    assert not report["dropped"]
