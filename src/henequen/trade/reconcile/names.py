"""Tables that turn the numbers of areas, products, rules and modules into words when OUT is written."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from henequen.trade.editions.columns import RULES
from henequen.trade.reconcile.plan import Plan
from henequen.trade.sql.duck import Engine
from henequen.trade.staging.adjustments import all_modules, excluded_areas, excluded_products, module_number
from henequen.trade.staging.coding import Codes

__all__ = ["load_names"]


def load_names(engine: Engine, codes: Codes, plan: Plan, cif_factor: npt.NDArray[np.float64], period: str) -> None:
    """Load `product_name`, `area_name` and `row_label`: the words that OUT has for numbers."""
    engine.load(
        "product_name",
        {
            "product": np.arange(len(codes.products), dtype=np.int32),
            "name": _objects(codes.products),
            "classification": _objects(codes.schemes),
            "module": _numbers(excluded_products(codes.products, plan.modules)),
            "cif_factor": cif_factor,
        },
        labels=("name", "classification"),
    )
    engine.load(
        "area_name",
        {
            "area": np.arange(len(codes.areas), dtype=np.int32),
            "name": _objects(codes.areas),
            "period": _objects((period,) * len(codes.areas)),
            "module": _numbers(excluded_areas(codes.areas, plan.modules)),
        },
        labels=("name", "period"),
    )
    modules = (None, *(module.name for module in all_modules()))
    engine.load(
        "row_label",
        {
            "number": np.arange(len(modules) * len(RULES), dtype=np.int32),
            "name": _objects(tuple(RULES) * len(modules)),
            "module": np.repeat(_objects(modules), len(RULES)),
        },
        labels=("name", "module"),
    )


def _numbers(modules: tuple[str | None, ...]) -> npt.NDArray[np.int32]:
    return np.array([module_number(name) for name in modules], dtype=np.int32)


def _objects(texts: tuple[str | None, ...]) -> npt.NDArray[Any]:
    return np.array(texts, dtype=object)
