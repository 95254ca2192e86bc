"""From the changes of a scenario file to arrays of tariffs and trade-cost factors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array, Base
from henequen.scenarios.spec.rates import cost_factor, new_rate, rate_paid
from henequen.scenarios.spec.spec import Change, Spec

__all__ = ["Applied", "Shock", "build_shock", "cells_of", "pairs_of", "pick"]


@dataclass(frozen=True)
class Applied:
    """One change as carried out: cells touched, of which with trade; trade-weighted and simple mean rate before, after."""

    change: Change
    cells: int
    trading_cells: int
    mean_before: float
    mean_after: float
    weighted_before: float
    weighted_after: float


@dataclass(frozen=True)
class Shock:
    """Tariffs before and after (N, N, J), the factor on trade costs (N, N, J, or None), and the effect of each
    change."""

    before: Array
    after: Array
    iceberg: Array | None
    changed: NDArray[np.bool_]
    applied: tuple[Applied, ...]


def build_shock(spec: Spec, base: Base) -> Shock:
    """The shock of `spec` on `base`; raises `DataError` for regions, sectors, tariff sets that the base does not have."""
    start = spec.baseline.tariffs or base.data_tariffs or ""
    before = base.tariffs(start)
    after = base.tariffs(spec.counterfactual.tariffs or start).copy()
    iceberg: Array | None = None
    trade = base.arrays["trade"]
    applied = []
    for number, change in enumerate(spec.counterfactual.change, 1):
        where = f"counterfactual.change {number}"
        cells = cells_of(change, base, where)
        old = after[cells]
        if change.variable is not None:
            raise DataError(Message("cost_variable_belongs_gravity_model"), where=where, found=change.variable)
        stated = cost_factor(change)
        if stated is not None:
            iceberg = np.ones_like(after) if iceberg is None else iceberg
            iceberg[cells] *= stated
            new = old
        else:
            goal = base.tariffs(change.source)[cells] if change.source is not None else new_rate(change, old)
            assert goal is not None
            new, factor = rate_paid(change, old, goal, _sensitive(change, base, cells, where))
            after[cells] = new
            if change.compliance_cost > 0:
                iceberg = np.ones_like(after) if iceberg is None else iceberg
                iceberg[cells] *= factor
        if (new <= -1).any():
            raise DataError(
                Message("tariff_100_or_below"), where=where, found=float(new.min()), expected=Message("above_minus_one")
            )
        weight = trade[cells]
        total = float(weight.sum())
        applied.append(
            Applied(
                change,
                int(cells.sum()),
                int((weight > 0).sum()),
                float(old.mean()) if old.size else 0.0,
                float(new.mean()) if new.size else 0.0,
                float((old * weight).sum() / total) if total else 0.0,
                float((new * weight).sum() / total) if total else 0.0,
            )
        )
    changed = after != before
    if iceberg is not None:
        changed |= iceberg != 1
    return Shock(before, after, iceberg, changed, tuple(applied))


def _sensitive(change: Change, base: Base, cells: NDArray[np.bool_], where: str) -> NDArray[np.bool_] | None:
    """Which of the `cells` are in a sector of the sensitive list; a listed sector that the change leaves out is an
    error."""
    if change.sensitive is None:
        return None
    where = f"{where}: sensitive.sectors"
    listed = pick(change.sensitive.sectors, base.sectors, base.sector_names, "sector", where)
    if change.sensitive.sectors != "all":
        concerned = set(pick(change.sectors, base.sectors, base.sector_names, "sector", where))
        concerned -= set(pick(change.except_sectors, base.sectors, base.sector_names, "sector", where))
        outside = [base.sectors[j] for j in listed if j not in concerned]
        if outside:
            raise DataError(Message("change_does_not_reach_these_sectors"), where=where, found=", ".join(outside))
    on_lines: NDArray[np.bool_] = np.isin(np.nonzero(cells)[2], listed)
    return on_lines


def pairs_of(change: Change, base: Base, where: str) -> NDArray[np.bool_]:
    """The pairs (N importers, N exporters) that a change names; never home sales. Raises `DataError` for an unknown region."""
    pairs = np.zeros((len(base.regions),) * 2, dtype=bool)
    if change.among is not None:
        members = pick(change.among, base.regions, base.region_names, "region", where)
        pairs[np.ix_(members, members)] = True
    else:
        buyers = pick(change.importers or "all", base.regions, base.region_names, "region", where)
        sellers = pick(change.exporters or "all", base.regions, base.region_names, "region", where)
        pairs[np.ix_(buyers, sellers)] = True
    pairs[:, pick(change.except_exporters, base.regions, base.region_names, "region", where)] = False
    np.fill_diagonal(pairs, False)
    return pairs


def cells_of(change: Change, base: Base, where: str) -> NDArray[np.bool_]:
    """The cells (N, N, J) that a change names; never home sales, never a sector without trade."""
    pairs = pairs_of(change, base, where)
    sectors = np.zeros(len(base.sectors), dtype=bool)
    sectors[pick(change.sectors, base.sectors, base.sector_names, "sector", where)] = True
    sectors[pick(change.except_sectors, base.sectors, base.sector_names, "sector", where)] = False
    trade = base.arrays["trade"]
    sectors &= trade.sum(axis=(0, 1)) > np.einsum("nnj->j", trade)
    cells: NDArray[np.bool_] = pairs[:, :, None] & sectors
    if not cells.any():
        raise DataError(
            Message("change_reaches_no_cell"), where=where, hint=Message("home_sales_and_sectors_without_trade")
        )
    return cells


def pick(members: Sequence[str] | str, codes: Sequence[str], names: Sequence[str], kind: str, where: str) -> list[int]:
    """Positions of the requested items, by code or name; "all" is everything; an unknown name is an error with near
    ones."""
    if members == "all":
        return list(range(len(codes)))
    index_of = {name.casefold(): k for k, name in enumerate(names)} | {
        code.casefold(): k for k, code in enumerate(codes)
    }
    picked = []
    for item in [members] if isinstance(members, str) else members:
        position = index_of.get(item.casefold())
        if position is None:
            raise DataError(
                Message("base_has_no_such", what=kind),
                where=where,
                found=item,
                expected=_some(codes),
                hint=Message("near", names=", ".join(_near(item, [*codes, *names])))
                if _near(item, [*codes, *names])
                else None,
            )
        picked.append(position)
    return picked


def _some(codes: Iterable[str]) -> str:
    listed = list(codes)
    return ", ".join(listed) if len(listed) <= 45 else ", ".join(listed[:45]) + ", ..."


def _near(item: str, options: list[str]) -> list[str]:
    from difflib import get_close_matches

    return list(dict.fromkeys(get_close_matches(item, options, 3)))
