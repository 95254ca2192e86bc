"""Units of quantity."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from henequen.trade.model.quantity_units import quantity_units


def test_every_unit_of_the_service_is_known(shared: Path) -> None:
    with (shared / "data/trade/comtrade_api/ref_qtyunit.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) > 30
    for row in rows:
        unit = quantity_units()[row["qtyCode"]]
        told = row["qtyDescription"].lower()
        if unit.kind == "weight":
            assert told.startswith("weight in")
        assert unit.kind != "weight" or unit.factor > 0
        if told.startswith("weight in"):
            assert unit.kind == "weight"


@pytest.mark.parametrize(
    ("code", "kind", "factor"),
    [("13", "weight", 0.0002), ("21", "weight", 1000), ("11", "number", 12),
     ("18", "energy", 1e12 / 3.6e6), ("19", "volume", 42 * 3.785411784)],
)  # fmt: skip
def test_factors(code: str, kind: str, factor: float) -> None:
    assert quantity_units()[code].kind == kind
    assert quantity_units()[code].factor == pytest.approx(factor, rel=1e-12)
