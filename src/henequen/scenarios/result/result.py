"""The frozen result of a scenario: tables with their units, assumptions, diagnostics, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from henequen.model.result import ListedTable, Result, ResultTable

if TYPE_CHECKING:
    import duckdb

__all__ = ["Cell", "ScenarioResult", "Table"]

Cell = str | float | int | None


@dataclass(frozen=True)
class Table(ResultTable):
    """Columns of equal length in a fixed order; `units` by column; `None` is an empty cell, never zero."""

    name: str
    columns: Mapping[str, Sequence[Cell]]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(self.columns)

    def open(self) -> duckdb.DuckDBPyConnection:
        """A connection of DuckDB that has the rows as `result`; close it."""
        return ListedTable(self.columns).open()

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def rows(self) -> Iterator[dict[str, Cell]]:
        """Each row as a dictionary, in order."""
        names = list(self.columns)
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))


@dataclass(frozen=True)
class ScenarioResult:
    """The answer of `scenario run`; `tables` has at least `regions`, `trade` and `sectors` for general equilibrium."""

    title: str
    model: str
    tables: Mapping[str, Table]
    assumptions: tuple[str, ...]
    limits: tuple[str, ...]
    diagnostics: Mapping[str, Any]
    sources: tuple[str, ...]

    @property
    def table(self) -> Table:
        """The main table: regions, if there is one."""
        return self.tables.get("regions") or next(iter(self.tables.values()))

    @property
    def units(self) -> Mapping[str, str]:
        """Column of the main table -> its unit."""
        return self.table.units

    def __len__(self) -> int:
        return len(self.table)

    def df(self) -> Any:
        """The main table as a pandas DataFrame; UsageError if pandas is not installed. Others: `result.tables["trade"].df()`."""
        return self.table.df()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The main table as a stream of Arrow's C interface; other libraries call this."""
        return self.table.__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        """Title, first rows with units, assumptions, limits and sources, for a notebook."""
        messages = (*self.assumptions, *self.limits)
        shown = Result(self.table, self.units, messages, self.diagnostics, self.sources)._repr_html_()
        return f"<h4>{escape(self.title)}</h4>{shown}"
