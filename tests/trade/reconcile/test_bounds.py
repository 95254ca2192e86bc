"""Every figure is at least zero and inside its own interval, whatever explains the row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from henequen.model.errors import HenequenError
from henequen.trade.reconcile import period

Toy = Callable[..., Any]


def hub_rows(row: Toy, seed: int) -> list[Any]:
    """150 flows through a hub that declares its re-exports; exporters and final importers often use a sibling's code."""
    rng = np.random.default_rng(seed)
    exporters, importers, rows = ("AUS", "BRA", "CHL"), ("NOR", "KEN", "ZAF"), dict[tuple[Any, ...], Any]()

    def add(flow: str, reporter: str, partner: str, code: str, value: float, **more: Any) -> None:
        key = (flow, reporter, partner, code)
        before = float(rows[key]["primaryValue"]) if key in rows else 0.0
        rows[key] = row(*key, round(before + value, 2), **more)

    def noise() -> float:
        return float(np.exp(rng.normal(0, 0.15)))

    for k in range(150):
        heading = f"97{k % 50 + 1:02d}"
        codes = [f"{heading}{n}0" for n in (1, 2, 3)]
        true = codes[int(rng.integers(3))]
        value = float(np.exp(rng.normal(13, 1.5)))
        seller, buyer = (side[int(rng.integers(3))] for side in (exporters, importers))
        at_exporter, at_importer = (true if rng.random() > 0.4 else codes[int(rng.integers(3))] for _ in range(2))
        kg = round(value / 5)
        add("X", seller, "DEU", at_exporter, value * noise(), netWgt=kg)
        add("M", "DEU", seller, true, 1.06 * value * (1 if rng.random() > 0.4 else 3) * noise(), netWgt=kg)
        sent = 1.04 * value * noise()
        add("X", "DEU", buyer, true, sent, netWgt=kg)
        add("RX", "DEU", buyer, true, sent, netWgt=kg)
        add("M", buyer, seller, at_importer, 1.06 * value * noise(), netWgt=kg)
    return list(rows.values())


@pytest.mark.parametrize("seed", range(6))
def test_values_and_weights_are_at_least_zero_and_inside_the_interval(
    reconciled: Toy, row: Toy, world: Toy, seed: int
) -> None:
    found, report = reconciled([*world(seed=5, areas=8, products=120), *hub_rows(row, seed)])
    assert {"routed", "moved", "through_hub"} <= {rule["rule"] for rule in report["rules"]}
    for one in found:
        assert 0 <= one["lower"] <= one["value"] <= one["upper"], one
        assert one["quantity_kg"] is None or one["quantity_kg"] >= 0, one
        if one["rule"] == "moved":
            assert one["value"] == 0, one


def test_goods_of_a_leg_under_another_code_are_taken_off_there(reconciled: Toy, row: Toy, world: Toy) -> None:
    """The exporter books a leg under a sibling's code: the goods that went on are taken off once, where they are counted."""
    value = 3_000_000
    rows = [
        row("X", "AUS", "DEU", "970190", value),
        row("M", "DEU", "AUS", "970110", 1.06 * value, cifvalue=1.06 * value),
        row("X", "DEU", "NOR", "970110", 1.04 * value / 2),
        row("RX", "DEU", "NOR", "970110", 1.04 * value / 2),
        row("M", "NOR", "AUS", "970110", 1.08 * value / 2, cifvalue=1.08 * value / 2),
    ]
    found, _ = reconciled([*world(seed=5), *rows])
    of = {(r["exporter"], r["importer"], r["product"]): r for r in found if r["product"].startswith("9701")}
    legs = [of["AUS", "DEU", code] for code in ("970110", "970190")]
    assert sum(leg["value"] for leg in legs) == pytest.approx(value / 2, rel=0.15)
    assert sorted(leg["rule"] for leg in legs) == ["moved", "routed"]
    assert of["AUS", "NOR", "970110"]["value"] == pytest.approx(value / 2, rel=0.1)


def test_a_result_below_zero_is_not_handed_over(
    reconciled: Toy, world: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    combined = period.combined
    monkeypatch.setattr(
        period,
        "combined",
        lambda *a, **k: (
            f"select * replace (case when rule = 'both' then -value else value end as value) from ({combined(*a, **k)})"
        ),
    )
    with pytest.raises(HenequenError, match="below zero") as caught:
        reconciled(world(areas=5, products=60))
    assert "rows of the rule both" in str(caught.value)
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize("method", ["two_level", "baci", "bimts"])
def test_f_value_and_cif_rate_make_up_what_the_importer_reports(
    reconciled: Toy, row: Toy, world: Toy, method: str
) -> None:
    """Importers with CIF alone, FOB alone, and both; a row of which only one column would be right is wrong."""
    rows = world(areas=6, products=90)
    for one in rows:
        if one["flowCode"] == "M" and one["reporterISO"] == "AUS":
            one |= {"fobvalue": one["primaryValue"], "cifvalue": ""}
        elif one["flowCode"] == "M" and one["reporterISO"] == "BRA":
            one["fobvalue"] = round(float(one["primaryValue"]) / 1.108, 2)
    found, _ = reconciled(rows, method=method)
    rates: dict[str, set[float]] = {}
    for one in found:
        if one["m_value"] is not None:
            assert one["f_value"] * (1 + one["cif_rate"]) == pytest.approx(one["m_value"], rel=1e-9)
            rates.setdefault(one["importer"], set()).add(round(one["cif_rate"], 3))
            assert one["fob_reported"] == (one["importer"] in ("AUS", "BRA"))
        assert 0 <= one["lower"] <= one["value"] <= one["upper"], one
    assert (rates["AUS"], rates["BRA"]) == ({0.0}, {0.108})


def test_a_row_whose_exporter_reports_re_exports_alone_is_no_row_of_the_importer_alone(
    reconciled: Toy, row: Toy, world: Toy
) -> None:
    rows = [row(flow, "DEU", "NOR", "970110", 20_000) for flow in ("X", "RX")]
    rows.append(row("M", "NOR", "DEU", "970110", 21_000, cifvalue=21_000))
    found, _ = reconciled([*world(areas=8, products=120), *rows])
    (one,) = [r for r in found if r["product"] == "970110"]
    assert (one["rule"], one["module"], one["x_value"], one["w_x"]) == ("routed", "hub_re_exports", 20_000, 0)
    assert one["value"] == pytest.approx(21_000 / 1.06, rel=0.05)
    assert all(r["x_value"] is None for r in found if r["rule"] == "importer_only")
    assert all(r["m_value"] is None for r in found if r["rule"] == "exporter_only")
