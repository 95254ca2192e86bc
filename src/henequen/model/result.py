"""The answer of an analysis: a table with its units, assumptions, diagnostics and sources.

A table has the Arrow interface (`__arrow_c_stream__`), so pandas, polars, DuckDB and any other library that reads
Arrow accept it unchanged; none of them is needed here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from henequen.model.errors import UsageError
from henequen.model.message import Message

if TYPE_CHECKING:
    import duckdb

__all__ = ["ListedTable", "Result", "ResultTable"]

_SHOWN = 10
"""Rows that a notebook shows."""


class ResultTable(ABC):
    """Named columns of equal length in a fixed order. A missing value is None, never zero."""

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""

    @abstractmethod
    def open(self) -> duckdb.DuckDBPyConnection:
        """A connection of DuckDB that has the rows as `result`; close it."""

    @abstractmethod
    def __len__(self) -> int:
        """The number of rows."""

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of an SQL query on the table, whose name is `result`."""
        con = self.open()
        try:
            return con.execute(sql).fetchall()
        finally:
            con.close()

    def head(self, rows: int = _SHOWN) -> list[dict[str, Any]]:
        """The first rows as dictionaries."""
        return [row for row, _ in zip(self.rows(), range(rows), strict=False)]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each row as a dictionary, in order."""
        con, names = self.open(), self.names
        try:
            con.execute("select * from result")
            while batch := con.fetchmany(10_000):
                for row in batch:
                    yield dict(zip(names, row, strict=True))
        finally:
            con.close()

    def df(self) -> Any:
        """The rows as a pandas DataFrame; UsageError if pandas is not installed."""
        if find_spec("pandas") is None:
            raise UsageError(
                Message("pandas_not_installed"),
                expected="pandas",
                hint=Message("install_pandas_or_use_polars_dataframe"),
            )
        con = self.open()
        try:
            return con.execute("select * from result").df()
        finally:
            con.close()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The rows as a stream of Arrow's C interface; other libraries call this."""
        return self.open().sql("select * from result").__arrow_c_stream__(requested_schema)


@dataclass(frozen=True)
class ListedTable(ResultTable):
    """A table whose columns are held in memory.

    >>> table = ListedTable({"period": ["2019", "2020"], "gap": [1.5, None]})
    >>> len(table), table.head(1)
    (2, [{'period': '2019', 'gap': 1.5}])
    """

    columns: Mapping[str, Sequence[str | float | int | bool | None]]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(self.columns)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def open(self) -> duckdb.DuckDBPyConnection:
        """A connection of DuckDB that has the rows as `result`; close it."""
        import duckdb  # loaded when it is used, so that importing only this module is fast
        import numpy as np

        arrays: dict[str, Any] = {"row_of_table": np.arange(len(self))}
        picked = []
        for name, values in self.columns.items():
            values_present = [value for value in values if value is not None]
            quoted = '"' + name.replace('"', '""') + '"'
            if values_present and all(isinstance(value, (int, float)) for value in values_present):
                kind = (
                    "boolean"
                    if all(isinstance(v, bool) for v in values_present)
                    else ("bigint" if all(isinstance(v, int) for v in values_present) else "double")
                )
                arrays[name] = np.array([0 if value is None else value for value in values], dtype=float)
            else:
                kind = "varchar"
                arrays[name] = np.array(["" if value is None else str(value) for value in values], dtype=object)
            arrays[f"{name} is missing"] = np.array([value is None for value in values], dtype=bool)
            missing = '"' + f"{name} is missing".replace('"', '""') + '"'
            picked.append(f"case when not {missing} then cast({quoted} as {kind}) end as {quoted}")
        con = duckdb.connect()
        con.register("listed", arrays)
        con.execute(f"create table result as select {', '.join(picked)} from listed order by row_of_table")  # noqa: S608 - our own names
        return con

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each row as a dictionary, in order."""
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(self.columns, values, strict=True))


@dataclass(frozen=True)
class Result:
    """An answer with the five members that all answers have."""

    table: ResultTable
    units: Mapping[str, str] = field(default_factory=dict)
    """Column -> its unit."""
    assumptions: tuple[str, ...] = ()
    diagnostics: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.table)

    def df(self) -> Any:
        """The table as a pandas DataFrame; UsageError if pandas is not installed."""
        return self.table.df()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table as a stream of Arrow's C interface; other libraries call this."""
        return self.table.__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        """The first rows with their units, for a notebook."""
        names = self.table.names
        heads = "".join(
            f"<th>{escape(name)}<br><small>{escape(self.units.get(name, ''))}</small></th>" for name in names
        )
        rows = self.table.head()
        body = "".join(f"<tr>{''.join(f'<td>{_cell(row[name])}</td>' for name in names)}</tr>" for row in rows)
        total = len(self.table)
        shown = f"{total:,} rows" if total <= len(rows) else f"the first {len(rows)} of {total:,} rows"
        listed = (("Assumptions", self.assumptions), ("Sources", self.sources))
        notes = "".join(
            f"<p>{title}</p><ul>{''.join(f'<li>{escape(note)}</li>' for note in notes)}</ul>"
            for title, notes in listed
            if notes
        )
        return f"<table><caption>{shown}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{notes}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    return escape(
        f"{value:,.6g}"
        if isinstance(value, float) and abs(value) < 1e6
        else f"{value:,.2f}"
        if isinstance(value, float)
        else str(value)
    )
