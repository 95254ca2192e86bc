"""The years of a staged agreement: which rate holds in which year, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from henequen.analysis.scenario.shocks import Shock, pick
from henequen.analysis.scenario.spec import Spec
from henequen.analysis.tariffs.staging import phase, staged_rates
from henequen.sources.bases.base import Array, Base

__all__ = ["Year", "years_of"]


@dataclass(frozen=True)
class Year:
    """Tariffs (N, N, J) of one year without and with the agreement, and the cells it changes."""

    year: int
    before: Array
    after: Array
    changed: NDArray[np.bool_]


def years_of(spec: Spec, base: Base, shock: Shock) -> list[Year]:
    """One `Year` a calendar year; empty without [staging]. A sector that no category names is cut at once."""
    if spec.staging is None:
        return []
    owner: dict[int, int] = {}
    for number, category in enumerate(spec.staging.category):
        where = f"staging.category {category.name}"
        for sector in pick(category.sectors, base.sectors, base.sector_names, "sector", where):
            owner.setdefault(sector, number)
    years = []
    cells = shock.after != shock.before
    for year in range(spec.staging.start, spec.staging.end + 1):
        k = year - spec.staging.start
        made = np.ones(len(base.sectors))
        for sector, number in owner.items():
            item = spec.staging.category[number]
            made[sector] = phase(item.kind, k, item.years, grace=item.grace, share=item.share, months=item.months)
        general, rate = staged_rates(shock.before, shock.after, made[None, None, :], spec.staging.mfn_erosion, k)
        years.append(Year(year, np.where(cells, general, shock.before), np.where(cells, rate, shock.before), cells))
    return years
