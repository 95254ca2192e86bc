"""Goods through a hub that tells its re-exports apart: taken off the hub's rows, put back under their origin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

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


def test_a_final_importer_that_uses_a_siblings_code_is_told_by_the_hub(reconciled: Toy, row: Toy, world: Toy) -> None:
    found, _ = reconciled([*world(seed=5), *through(row, "970110", "970190", 3_000_000)])
    of = values(found)
    assert of["AUS", "NOR", "970110"]["value"] == pytest.approx(3_000_000, rel=0.1)
    assert (of["AUS", "NOR", "970190"]["rule"], of["AUS", "NOR", "970190"]["value"]) == ("moved", 0)
    assert of["AUS", "NOR", "970190"]["netted_with"] == "970110"
    assert of["AUS", "NOR", "970190"]["m_value"] == pytest.approx(3_240_000)


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
    assert of["AUS", "NOR", "970110"]["rule"] == "importer_only"


def test_without_the_module_nothing_is_moved(reconciled: Toy, row: Toy, world: Toy) -> None:
    found, _ = reconciled([*world(seed=5), *through(row, "970110", "970110", 3_000_000)], modules=())
    assert {r["rule"] for r in values(found).values()} == {"both", "exporter_only", "importer_only"}
