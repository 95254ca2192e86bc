"""Adjustment modules: rules for trade that one of the two sides cannot observe, as data, each with its source."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from henequen.model.errors import UsageError
from henequen.model.message import Message

__all__ = ["Module", "all_modules", "chosen_modules", "excluded_areas", "excluded_products", "module_number"]


@dataclass(frozen=True)
class Module:
    """`name`, its `action` (hub, excluded_products, reassign), the `products` and `partners` it touches (prefixes,
    separated by `;`, `*` for all), whether it applies by default, its reason and its source."""

    name: str
    action: str
    products: tuple[str, ...]
    areas: tuple[str, ...]
    default: bool
    reason: str
    source: str


@cache
def all_modules() -> tuple[Module, ...]:
    """The shipped table of modules.

    >>> [module.name for module in all_modules() if module.default]
    ['hub_re_exports', 'non_monetary_gold', 'unallocated_trade', 'undeclared_re_exports']
    """
    path = files("henequen.trade.staging") / "data" / "modules.csv"
    with path.open(encoding="utf-8") as handle:
        return tuple(
            Module(
                row["name"],
                row["action"],
                tuple(row["products"].split(";")),
                tuple(row["areas"].split(";")),
                row["default"] == "yes",
                row["reason"],
                row["source"],
            )
            for row in csv.DictReader(handle)
        )


def excluded_products(products: Sequence[str], names: Sequence[str]) -> tuple[str | None, ...]:
    """For each product code the module among `names` that excludes it from the estimate of reliability, or None.

    >>> excluded_products(["710812", "870323", "9999AA"], ["non_monetary_gold", "unallocated_trade"])
    ('non_monetary_gold', None, 'unallocated_trade')
    """
    rules = [(m.products, m.name) for m in all_modules() if m.action == "exclude" and m.name in names]
    return tuple(next((name for heads, name in rules if code.startswith(heads)), None) for code in products)


def excluded_areas(areas: Sequence[str], names: Sequence[str]) -> tuple[str | None, ...]:
    """For each area code the module among `names` that excludes it (not a real area), or None.

    >>> excluded_areas(["_X", "FRA"], ["unallocated_trade"])
    ('unallocated_trade', None)
    """
    rules = [(set(m.areas), m.name) for m in all_modules() if m.action == "exclude" and m.name in names]
    return tuple(next((name for codes, name in rules if code in codes), None) for code in areas)


def module_number(name: str | None) -> int:
    """The number of a module in SQL; 0 means no module.

    >>> module_number(None), module_number("hub_re_exports")
    (0, 1)
    """
    return 0 if name is None else 1 + [module.name for module in all_modules()].index(name)


def chosen_modules(without: Sequence[str]) -> tuple[str, ...]:
    """Names of the modules that apply when `without` are left out; UsageError for a name that does not exist."""
    names = [module.name for module in all_modules()]
    for name in without:
        if name not in names:
            raise UsageError(Message("unknown_adjustment_module"), found=name, expected=", ".join(names))
    return tuple(module.name for module in all_modules() if module.default and module.name not in without)
