"""The duties after a scenario of tariff lines: the lines that a change names, and their new duties."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array
from henequen.scenarios.bases.lines import Lines
from henequen.scenarios.bases.world_lines import WorldLines
from henequen.scenarios.spec.rates import new_rate, rate_paid
from henequen.scenarios.spec.spec import Change, Spec

__all__ = ["Mask", "Reach", "new_duties"]

Mask = NDArray[np.bool_]
Reach = Callable[[Change, Mask, str], Mask]
"""The cells of the table that a change reaches, given its products (one bool each) and the place of the change in the
file."""


def new_duties(spec: Spec, table: Lines | WorldLines, reach: Reach) -> Array:
    """The duties after the scenario, as fractions, in the shape of `table.before`: the table's column `tariff_after`, else
    the duties before; then every change of the file in its order.

    Raises `DataError` if neither the table nor the file changes a duty, if a change names no line of the table, or
    uses an option that only multi-sector worlds support.
    """
    rates = (table.before if table.after is None else table.after).copy()
    if table.after is None and not spec.counterfactual.change:
        raise DataError(Message("no_new_duties"), hint=Message("column_tariff_after_or_counterfactual_change"))
    for number, change in enumerate(spec.counterfactual.change, 1):
        where = f"counterfactual.change {number}"
        chosen = reach(change, _products_of(change, table.products, where), where)
        old = rates[chosen]
        goal = new_rate(change, old)
        if goal is None:
            raise DataError(Message("lines_know_set_scale_add_cap"), where=where)
        new, _ = rate_paid(change, old, goal, _sensitive(change, table.products, chosen, where))
        rates[chosen] = new
    return rates


def _products_of(change: Change, products: tuple[str, ...], where: str) -> Mask:
    """The products that a change names; a trailing * is a prefix."""
    if change.sectors == "all":
        keep = np.ones(len(products), dtype=bool)
    else:
        keep = np.array([any(_fits(item, name) for item in change.sectors) for name in products])
        if not keep.any():
            raise DataError(Message("no_line_fits"), where=where, found=", ".join(change.sectors))
    out = np.array([any(_fits(item, name) for item in change.except_sectors) for name in products])
    return np.asarray(keep & ~out, dtype=bool)


def _sensitive(change: Change, products: tuple[str, ...], chosen: Mask, where: str) -> Mask | None:
    """Of the chosen cells (products first), in their order, those on the sensitive list; None if there is no list."""
    if change.sensitive is None:
        return None
    sectors = change.sensitive.sectors
    by_product = np.atleast_1d(chosen.reshape(len(products), -1).any(axis=1))
    reached = [name for name, is_reached in zip(products, by_product, strict=True) if is_reached]
    for item in [] if sectors == "all" else sectors:
        if not any(_fits(item, name) for name in reached):
            raise DataError(Message("change_reaches_no_such_line"), where=f"{where}: sensitive.sectors", found=item)
    listed = np.array([sectors == "all" or any(_fits(item, name) for item in sectors) for name in products])
    cells: Mask = listed[np.nonzero(chosen)[0]]
    return cells


def _fits(pattern: str, name: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern
