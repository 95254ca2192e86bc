"""Goods through a hub that tells its re-exports apart: taken off the hub's rows, put back under their origin."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from henequen.trade.readers import area_kinds, area_numbers, open_reported
from henequen.trade.reconcile.pipeline import reconcile
from henequen.trade.reconcile.plan import Plan
from henequen.trade.staging.areas import AreaCodes

Toy = Callable[..., Any]


def through(row: Toy, home: str, code: str, value: float) -> list[Any]:
    """AUS sells `value` of `home` to NOR through DEU; NOR books it under `code`."""
    return [
        row("X", "AUS", "DEU", home, value),
        row("M", "DEU", "AUS", home, 1.06 * value, cifvalue=1.06 * value),
        row("X", "DEU", "NOR", home, 1.04 * value),
        row("RX", "DEU", "NOR", home, 1.04 * value),
        row("M", "NOR", "AUS", code, 1.08 * value, cifvalue=1.08 * value),
    ]


def values(found: list[dict[str, Any]], product: str = "9701") -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(r["exporter"], r["importer"], r["product"]): r for r in found if r["product"].startswith(product)}


def test_the_exporters_figure_is_put_back_to_the_final_importer(reconciled: Toy, row: Toy, world: Toy) -> None:
    found, report = reconciled([*world(seed=5), *through(row, "970110", "970110", 3_000_000)])
    of = values(found)
    assert of["AUS", "NOR", "970110"]["rule"] == "through_hub"
    assert of["AUS", "NOR", "970110"]["value"] == pytest.approx(3_000_000, rel=0.1)
    assert of["AUS", "NOR", "970110"]["x_value"] is None  # nothing was reported there
    assert 0 < of["AUS", "NOR", "970110"]["w_x"] < 1
    for leg in (("AUS", "DEU", "970110"), ("DEU", "NOR", "970110")):
        assert (of[leg]["rule"], of[leg]["value"]) == ("routed", 0)
        assert of[leg]["x_value"] > 0
    assert {r["module"] for r in of.values()} == {"hub_re_exports"}
    assert {"through_hub", "routed"} <= {rule["rule"] for rule in report["rules"]}


def test_re_exports_of_the_exporters_own_stand_beside_a_figure_that_is_put_back(
    reconciled: Toy, row: Toy, world: Toy
) -> None:
    own = [row(flow, "AUS", "NOR", "970110", 20_000) for flow in ("X", "RX")]
    found, _ = reconciled([*world(seed=5), *through(row, "970110", "970110", 3_000_000), *own])
    final = values(found)["AUS", "NOR", "970110"]
    assert (final["rule"], final["x_value"]) == ("through_hub", 20_000)
    assert final["value"] == pytest.approx(3_000_000, rel=0.1)


def test_a_final_importer_that_uses_a_siblings_code_is_told_by_the_hub(reconciled: Toy, row: Toy, world: Toy) -> None:
    found, _ = reconciled([*world(seed=5), *through(row, "970110", "970190", 3_000_000)])
    of = values(found)
    assert of["AUS", "NOR", "970110"]["value"] == pytest.approx(3_000_000, rel=0.1)
    assert (of["AUS", "NOR", "970190"]["rule"], of["AUS", "NOR", "970190"]["value"]) == ("moved", 0)
    assert of["AUS", "NOR", "970190"]["netted_with"] == "970110"
    assert of["AUS", "NOR", "970190"]["m_value"] == pytest.approx(3_240_000)


@pytest.mark.parametrize("code", ["970110", "970190"])
def test_goods_through_a_hub_are_weighed_once(reconciled: Toy, row: Toy, world: Toy, code: str) -> None:
    rows = [one | {"netWgt": 600} for one in through(row, "970110", code, 3_000_000)]
    own = [
        row("X", "DEU", "NOR", "970110", 4 * 1.04 * 3_000_000, netWgt=2400),
        *rows[3:4],
    ]  # three parts in four are its own
    found, _ = reconciled([*world(seed=5), *rows[:2], *own, *rows[4:]])
    of = {key: r["quantity_kg"] for key, r in values(found).items()}
    assert of["AUS", "NOR", "970110"] == 600
    assert of["AUS", "DEU", "970110"] == 0
    assert of.get(("AUS", "NOR", "970190"), 0) == 0
    assert of["DEU", "NOR", "970110"] == pytest.approx(1800)


def test_what_the_hub_keeps_for_itself_stays_there(reconciled: Toy, row: Toy, world: Toy) -> None:
    rows = [*world(seed=5), *through(row, "970110", "970110", 3_000_000)]
    for one in rows:
        if (
            one["cmdCode"] == "970110"
            and "DEU" in (one["reporterISO"], one["partnerISO"])
            and "AUS"
            in (
                one["reporterISO"],
                one["partnerISO"],
            )
        ):
            one["primaryValue"] = 4 * float(one["primaryValue"])
            one["cifvalue"] = one["primaryValue"] if one["flowCode"] == "M" else ""
    found, _ = reconciled(rows)
    of = values(found)
    assert of["AUS", "DEU", "970110"]["value"] == pytest.approx(9_000_000, rel=0.12)
    final = of["AUS", "NOR", "970110"]  # the leg does not tell how much of it went on; the hub's re-export does
    assert (final["rule"], final["x_value"]) == ("through_hub", None)
    assert final["value"] == pytest.approx(3_000_000, rel=0.1)


def test_goods_that_the_final_importer_books_beside_others_are_told_by_the_hub(
    reconciled: Toy, row: Toy, world: Toy
) -> None:
    rows = [*world(seed=5), *through(row, "970110", "970190", 90_000_000)]
    rows[-1] |= {"primaryValue": 1.08 * 120_000_000, "cifvalue": 1.08 * 120_000_000}
    rows.append(row("X", "AUS", "NOR", "970190", 30_000_000))
    found, _ = reconciled(rows)
    of = values(found)
    assert of["AUS", "NOR", "970110"]["value"] == pytest.approx(90_000_000, rel=0.15)
    assert of["AUS", "NOR", "970190"]["value"] == pytest.approx(30_000_000, rel=0.15)
    assert {of["AUS", "NOR", code]["rule"] for code in ("970110", "970190")} == {"shared"}
    assert of["AUS", "NOR", "970110"]["module"] == "hub_re_exports"
    assert (of["AUS", "DEU", "970110"]["rule"], of["AUS", "DEU", "970110"]["value"]) == ("routed", 0)


def test_a_re_export_that_nobody_books_is_taken_off_the_hubs_imports_by_shares(
    reconciled: Toy, row: Toy, world: Toy
) -> None:
    rows = [*world(seed=5), *through(row, "970110", "970110", 3_000_000)[:-1]]
    for exporter, value in (("AUS", 5_000_000), ("BRA", 4_000_000)):
        rows.append(row("X", exporter, "DEU", "970110", value))
        rows.append(row("M", "DEU", exporter, "970110", 1.06 * value, cifvalue=1.06 * value))
    rows = [
        one for one in rows
        if not (one["cmdCode"] == "970110" and one["primaryValue"] in (3_000_000, 1.06 * 3_000_000))
    ]  # fmt: skip
    found, _ = reconciled(rows)
    of = values(found)
    left = {exporter: of[exporter, "DEU", "970110"]["value"] for exporter in ("AUS", "BRA")}
    assert sum(left.values()) == pytest.approx(9_000_000 - 3_000_000, rel=0.1)
    assert left["AUS"] / left["BRA"] == pytest.approx(5 / 4, rel=0.02)
    for exporter in left:
        assert of[exporter, "DEU", "970110"]["rule"] == "routed"
        assert of[exporter, "DEU", "970110"]["upper"] > 1.2 * left[exporter]


def test_a_small_share_of_re_exports_leaves_the_hubs_imports_as_they_are(reconciled: Toy, row: Toy, world: Toy) -> None:
    rows = world(seed=5)
    for exporter, value in (("AUS", 5_000_000), ("BRA", 4_000_000)):
        rows.append(row("X", exporter, "DEU", "970110", value))
        rows.append(row("M", "DEU", exporter, "970110", 1.06 * value, cifvalue=1.06 * value))
    sent = [row(flow, "DEU", "NOR", "970110", 600_000) for flow in ("X", "RX")]
    found, _ = reconciled([*rows, *sent])
    of = values(found)
    assert {of[exporter, "DEU", "970110"]["rule"] for exporter in ("AUS", "BRA")} == {"both"}
    assert of["DEU", "NOR", "970110"]["rule"] == "routed" and of["DEU", "NOR", "970110"]["value"] == 0
    plain, _ = reconciled(rows)
    before = values(plain)
    for exporter in ("AUS", "BRA"):
        assert of[exporter, "DEU", "970110"]["value"] == pytest.approx(
            before[exporter, "DEU", "970110"]["value"], rel=1e-3
        )


def test_without_the_module_nothing_is_moved(reconciled: Toy, row: Toy, world: Toy) -> None:
    found, _ = reconciled([*world(seed=5), *through(row, "970110", "970110", 3_000_000)], modules=())
    assert {r["rule"] for r in values(found).values()} == {"both", "exporter_only", "importer_only"}


def test_a_hub_that_declares_nothing_is_told_by_its_rows(reconciled: Toy, row: Toy, world: Toy) -> None:
    rows = world(seed=5)
    for k in range(40):
        for one in through(
            row, f"97{k // 4 + 1:02d}{10 * (k % 4) + 10}", f"97{k // 4 + 1:02d}{10 * (k % 4) + 10}", 90_000 * (k + 3)
        ):
            if one["flowCode"] != "RX":
                rows.append(one)
    found, report = reconciled(rows)
    (hub,) = report["undeclared_hubs"]
    assert hub["reporter"] == "DEU"
    assert hub["share"] > 4 * hub["usual_share"]
    of = values(found, "97")
    finals = [r for (e, i, _), r in of.items() if (e, i) == ("AUS", "NOR")]
    assert sum(r["value"] for r in finals) == pytest.approx(sum(90_000 * (k + 3) for k in range(40)), rel=0.05)
    gone = [r for (e, i, _), r in of.items() if (e, i) in (("AUS", "DEU"), ("DEU", "NOR"))]
    assert sum(r["value"] for r in gone) < 0.1 * sum(r["x_value"] for r in gone)
    apart, report = reconciled(rows, modules=("hub_re_exports",))
    assert report["undeclared_hubs"] == []
    assert {r["rule"] for (e, i, _), r in values(apart, "97").items() if (e, i) == ("DEU", "NOR")} == {"exporter_only"}


def test_an_update_says_that_it_does_not_look_for_hubs(tmp_path: Path, row: Toy, world: Toy, write_rows: Toy) -> None:
    rows = [*world(seed=5), *through(row, "970110", "970110", 3_000_000)]
    for one in rows:  # EGY's exports at half of what they are
        if one["flowCode"] == "X" and one["reporterISO"] == "EGY":
            one["primaryValue"] = round(0.5 * float(one["primaryValue"]), 2)

    def run(name: str, given: list[Any], base: Path | None) -> dict[str, Any]:
        files = open_reported([write_rows(tmp_path / f"{name}.csv", given)], tmp_path / name)
        plan = Plan(files, tmp_path / f"{name}.parquet", base=base)
        return reconcile(plan, AreaCodes(area_kinds(), area_numbers()))

    first = run("first", rows, None)
    assert [(f["rule"], f["reporter"]) for f in first["findings"]] == [("level", "EGY")]
    again = run("again", [r for r in rows if r["reporterISO"] == "NOR"], tmp_path / "first.parquet")
    told = {(f["rule"], f["reporter"], f.get("edition")) for f in again["findings"]}
    assert told == {("level", "EGY", "first.parquet"), ("hubs_left_aside", "NOR", None)}
    hub = run("hub", [r for r in rows if r["reporterISO"] == "DEU"], tmp_path / "first.parquet")
    assert ("hubs_left_aside", "DEU") in {(f["rule"], f["reporter"]) for f in hub["findings"]}
    leg = duckdb.execute(
        f"select value from '{tmp_path / 'hub.parquet'}' where exporter = 'AUS' and importer = 'DEU' and product = '970110'"
    ).fetchone()
    assert leg is not None
    assert leg[0] == pytest.approx(3_000_000, rel=0.15)  # nobody else's rows are here to tell what passed through
    own = run("own", [r for r in rows if r["reporterISO"] == "EGY"], tmp_path / "first.parquet")
    level = next(f for f in own["findings"] if f["rule"] == "level" and f["flow"] == "exports")
    assert level["factor"] == pytest.approx(0.5, rel=0.1)
    assert json.loads((tmp_path / "own.report.json").read_text())["findings"] == own["findings"]
