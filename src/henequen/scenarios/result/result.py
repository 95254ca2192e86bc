"""The frozen result of a scenario: tables with their units, assumptions, diagnostics, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Cell", "ScenarioResult", "Table"]

Cell = str | float | int | None


@dataclass(frozen=True)
class Table:
    """Columns of equal length in a fixed order; `units` by column; `None` is an empty cell, never zero."""

    name: str
    columns: Mapping[str, Sequence[Cell]]
    units: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def rows(self) -> Iterator[dict[str, Cell]]:
        """Each row as a dictionary, in order."""
        names = list(self.columns)
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))


@dataclass(frozen=True)
class ScenarioResult:
    """What `scenario run` answers; `tables` holds at least `regions`, `trade` and `sectors` for general equilibrium."""

    title: str
    model: str
    tables: Mapping[str, Table]
    assumptions: tuple[str, ...]
    limits: tuple[str, ...]
    diagnostics: Mapping[str, Any]
    sources: tuple[str, ...]

    @property
    def table(self) -> Table:
        """The main table: regions where there is one."""
        return self.tables.get("regions") or next(iter(self.tables.values()))

    @property
    def units(self) -> Mapping[str, str]:
        return self.table.units
