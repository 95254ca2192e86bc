"""The years of a staged agreement: the rate of each year, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from henequen.scenarios.bases.base import Array, Base
from henequen.scenarios.spec.shocks import Shock, pick
from henequen.scenarios.spec.spec import Spec
from henequen.scenarios.tariffs.staging import phase, staged_rates

__all__ = ["Unfinished", "Year", "unfinished", "years_of"]


@dataclass(frozen=True)
class Year:
    """Tariffs (N, N, J) of one year without and with the agreement, and the cells it changes."""

    year: int
    before: Array
    after: Array
    changed: NDArray[np.bool_]


@dataclass(frozen=True)
class Unfinished:
    """A staging category that has not reached its end in the last year: its name, the share of its cut made by then,
    its final share, and the number of cells that the change affects in its sectors."""

    name: str
    share: float
    goal: float
    cells: int


_NEVER_LATER = 10_000  # years: longer than any grace and any staging


def unfinished(spec: Spec, base: Base, shock: Shock) -> list[Unfinished]:
    """The categories that are still changing when the calendar ends, without those that have no changed cell.

    `shock` is that of the whole change, before staging.
    """
    if spec.staging is None:
        return []
    owner = _owners(spec, base)
    touched = (shock.after != shock.before).sum(axis=(0, 1))
    unfinished_items = []
    for number, item in enumerate(spec.staging.category):
        terms = {"grace": item.grace, "share": item.share, "months": item.months}
        schedule = phase(item.kind, spec.staging.end - spec.staging.start, item.years, **terms)  # type: ignore[arg-type]
        goal = phase(item.kind, _NEVER_LATER, item.years, **terms)  # type: ignore[arg-type]
        count = int(sum(touched[sector] for sector, own in owner.items() if own == number))
        if schedule != goal and count:
            unfinished_items.append(Unfinished(item.name, schedule, goal, count))
    return unfinished_items


def _owners(spec: Spec, base: Base) -> dict[int, int]:
    """The category of each sector that one names: the first that does."""
    owner: dict[int, int] = {}
    for number, category in enumerate(spec.staging.category if spec.staging else ()):
        where = f"staging.category {category.name}"
        for sector in pick(category.sectors, base.sectors, base.sector_names, "sector", where):
            owner.setdefault(sector, number)
    return owner


def years_of(spec: Spec, base: Base, shock: Shock) -> list[Year]:
    """One `Year` per calendar year; empty without [staging]. A sector that no category names is cut at once."""
    if spec.staging is None:
        return []
    owner = _owners(spec, base)
    years = []
    cells = shock.after != shock.before
    for year in range(spec.staging.start, spec.staging.end + 1):
        k = year - spec.staging.start
        shares = np.ones(len(base.sectors))
        for sector, number in owner.items():
            item = spec.staging.category[number]
            shares[sector] = phase(item.kind, k, item.years, grace=item.grace, share=item.share, months=item.months)
        general, rate = staged_rates(shock.before, shock.after, shares[None, None, :], spec.staging.mfn_erosion, k)
        years.append(Year(year, np.where(cells, general, shock.before), np.where(cells, rate, shock.before), cells))
    return years
