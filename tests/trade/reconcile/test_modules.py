"""Adjustment modules: each leaves a trail, each can be left out, and what does not exist is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from henequen.model.errors import UsageError
from henequen.trade.staging.adjustments import all_modules, chosen_modules

Toy = Callable[..., Any]


def _rows(world: Toy, row: Toy) -> list[Any]:
    return [
        *world(areas=6, products=60),
        row("X", "AUS", "BRA", "710812", 1000),
        row("M", "BRA", "AUS", "710812", 90000, cifvalue=90000),
        row("X", "AUS", "BRA", "999999", 500),
        row("X", "CHL", "BRA", "970121", 100),
        row("RX", "CHL", "BRA", "970121", 60),
    ]


def test_every_module_leaves_a_trail_and_can_be_left_out(reconciled: Toy, world: Toy, row: Toy) -> None:
    rows = _rows(world, row)
    touched = {"hub_re_exports": "970121", "non_monetary_gold": "710812", "unallocated_trade": "999999"}
    assert {*touched, "undeclared_re_exports"} == {
        module.name for module in all_modules()
    }  # the last: see test_routing
    with_all, report = reconciled(rows, modules=chosen_modules([]))
    trail = {r["product"]: r["module"] for r in with_all if r["module"]}
    assert trail == {product: name for name, product in touched.items()}
    assert report["modules"] == [*touched, "undeclared_re_exports"]
    values = {r["product"]: r["value"] for r in with_all if r["exporter"] == "CHL" and r["product"] == "970121"}
    for name, product in touched.items():
        without, report = reconciled(rows, modules=chosen_modules([name]))
        assert name not in report["modules"]
        trail = {r["product"]: r["module"] for r in without if r["module"]}
        assert trail == {p: other for other, p in touched.items() if other != name}
        if name == "hub_re_exports":
            kept = next(r["value"] for r in without if r["product"] == product)
            assert kept > 2 * values[product]  # 100 and not 40
            taken = next(d for d in report["dropped"] if d["reason"] == "contained_re_trade")
            assert (taken["rows"], taken["value"]) == (1, 60.0)


def test_gold_tells_nothing_of_reliability(reconciled: Toy, world: Toy, row: Toy) -> None:
    rows = _rows(world, row)
    _, plain = reconciled([r for r in rows if r["cmdCode"] != "710812"], modules=chosen_modules([]))
    _, apart = reconciled(rows, modules=chosen_modules([]))
    _, counted = reconciled(rows, modules=chosen_modules(["non_monetary_gold"]))

    def variances(report: Any) -> list[float]:
        return [one["variance"] for one in report["reporters"] if one["level"] == "product"]

    assert variances(apart) == pytest.approx(variances(plain), rel=0.02)
    assert variances(counted) != pytest.approx(variances(plain), rel=0.02)


def test_an_unknown_module_is_refused_and_every_module_has_a_source() -> None:
    with pytest.raises(UsageError, match="unknown adjustment module"):
        chosen_modules(["silver"])
    assert all(module.source and module.reason for module in all_modules())


def test_trade_with_an_area_that_is_none_bears_the_module(reconciled: Toy, world: Toy, row: Toy) -> None:
    rows = [*world(areas=6, products=60), row("X", "AUS", "_X", "970121", 900)]
    found, _ = reconciled(rows)
    assert {r["module"] for r in found if r["importer"] == "_X"} == {"unallocated_trade"}
    assert {r["module"] for r in found if r["importer"] != "_X"} == {None}
