# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""DuckDB as the engine of the reconciliation's SQL: one text, two engines. The text is in DuckDB's dialect, limited to
constructs with the same meaning in both engines: no cast from fraction to integer without `floor`, no sum over
fractions if a figure depends on it (sums are over integers, so threads cannot change them).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import duckdb
import numpy as np
import numpy.typing as npt

__all__ = ["Columns", "DuckEngine", "Engine", "literal"]

Columns = dict[str, npt.NDArray[Any]]
_BITS = 8192


def literal(text: str) -> str:
    """A text as an SQL literal.

    >>> literal("Cote d'Ivoire")
    "'Cote d''Ivoire'"
    """
    return "'" + text.replace("'", "''") + "'"


class Engine(Protocol):
    """The interface of an engine for the reconciliation."""

    name: str
    version: str
    threads: int
    """The number of threads that may be used, here and outside the engine."""

    def source(self, name: str, path: Path) -> None:
        """Make the Parquet file `path` readable under `name`, with its row numbers as `file_row_number` (from 0)."""

    def table(self, name: str, query: str) -> None:
        """Store the rows of `query` as `name` (they are computed once)."""

    def load(self, name: str, columns: Columns, labels: Sequence[str] = ()) -> None:
        """Store small columns as `name`; `labels` are texts that will be written many times."""

    def fetch(self, query: str) -> Columns:
        """The rows of `query` as columns."""

    def gather(self, query: str) -> Columns:
        """As `fetch`, for results of millions of rows; texts are not supported."""

    def write(self, query: str, out: Path) -> None:
        """Write the rows of `query` to one Parquet file, whose columns depend only on the query: all of them may be
        null."""

    def repeats(self, table: str, group: str, number: str) -> bool:
        """Whether two rows of `table` agree in the columns `group` and `number`, a whole number from 0."""

    def mark(self, name: str, query: str, below: int) -> None:
        """Store as `name` which numbers (`number`, from 0 and `below` a bound) occur in which group (`pair`) among the
        rows of `query`."""

    def marked(self, name: str, group: str, number: str) -> tuple[str, str]:
        """SQL of a join, and of the condition that the `number` of a `group` is marked in `name`."""

    def drop(self, name: str) -> None:
        """Drop a table."""

    def close(self) -> None:
        """Release the engine's resources."""


class DuckEngine:
    """DuckDB in this process, with a memory limit, spilling into `work`. Tables are uncompressed in memory and are
    spilled page by page to files inside `work`, which `close` removes: compressing them into a database file took a
    sixth of the processor time.
    """

    name = "duckdb"

    def __init__(self, work: Path, memory: str = "2GB", threads: int | None = None) -> None:
        self.version = duckdb.__version__
        self.threads = threads or os.cpu_count() or 1
        self._work = work
        work.mkdir(parents=True, exist_ok=True)
        self._con = duckdb.connect()
        self._con.execute(f"set memory_limit = {literal(memory)}")
        self._con.execute(f"set temp_directory = {literal(str(work / 'spill'))}")
        self._con.execute("set preserve_insertion_order = false")
        self._con.execute("set enable_progress_bar = false")
        # a shared subquery would be materialised: reading millions of rows twice is faster
        self._con.execute("set disabled_optimizers = 'common_subplan'")
        if threads:
            self._con.execute(f"set threads = {int(threads)}")

    def source(self, name: str, path: Path) -> None:
        self._con.execute(
            f"create or replace view {name} as select * from read_parquet({literal(str(path))}, file_row_number = true)"
        )

    def table(self, name: str, query: str) -> None:
        self._con.execute(f"create or replace table {name} as {query}")

    def load(self, name: str, columns: Columns, labels: Sequence[str] = ()) -> None:
        self.drop(name)
        self._con.register("loading", columns)
        # an enumeration is written as a dictionary, at a tenth of the cost of text
        kinds = {label: f"label_{name}_{label}" for label in labels}
        for label, kind in kinds.items():
            self._con.execute(f"drop type if exists {kind}")
            self._con.execute(
                f"create type {kind} as enum (select distinct cast({label} as varchar) from loading where {label} is not null "
                "union select '' order by 1)"
            )
        typed = ", ".join(f"cast({label} as {kind}) as {label}" for label, kind in kinds.items())
        self._con.execute(f"create table {name} as select *{f' replace ({typed})' if typed else ''} from loading")
        self._con.unregister("loading")

    def repeats(self, table: str, group: str, number: str) -> bool:
        beyond = int(self.fetch(f"select coalesce(max({number}), -1) + 1 as n from {table}")["n"][0])
        # one bit per number: less memory than the rows, and no sorting
        for low in range(0, beyond, _BITS):
            within = f"{number} between {low} and {low + _BITS - 1}"
            rows = self.fetch(
                f"select coalesce(max(n > bits), false) as twice from (select count(*) as n, "
                f"bit_count(bitstring_agg({number}, {low}, {low + _BITS - 1})) as bits from {table} where {within} group by {group})"
            )
            if rows["twice"][0]:
                return True
        return False

    def mark(self, name: str, query: str, below: int) -> None:
        # one bit per number: a lookup by group stays in the processor's cache, while a table of keys would be hashed
        self.table(
            name, f"select pair, bitstring_agg(number, 0, {max(below - 1, 1)}) as bits from ({query}) group by pair"
        )

    def marked(self, name: str, group: str, number: str) -> tuple[str, str]:
        return (
            f" left join {name} on {name}.pair = {group}",
            f"coalesce(get_bit({name}.bits, cast({number} as integer)) = 1, false)",
        )

    def fetch(self, query: str) -> Columns:
        columns = self._con.execute(query).fetchnumpy()
        return {
            name: np.ma.filled(column, np.nan) if _is_masked_float(column) else column
            for name, column in columns.items()
        }

    def gather(self, query: str) -> Columns:
        return self.fetch(query)

    def write(self, query: str, out: Path) -> None:
        # a column in which no null is known to be would be written as one that has none: files of two periods would not
        # be alike. A row of nulls that never comes prevents the engine from knowing that.
        nulls = ", ".join("null" for _ in self._con.execute(f"describe {query}").fetchall())
        # labels are dictionaries anyway; looking for one among millions of different fractions costs and finds none. Every row
        # group holds rows of all areas: a filter for the missing ones would exclude nothing
        self._con.execute(
            f"copy (select * from ({query}) union all select {nulls} where random() > 1) to {literal(str(out))} "
            "(format parquet, compression snappy, dictionary_size_limit 1, write_bloom_filter false)"
        )

    def drop(self, name: str) -> None:
        self._con.execute(f"drop table if exists {name}")

    def close(self) -> None:
        self._con.close()
        shutil.rmtree(self._work, ignore_errors=True)


def _is_masked_float(column: npt.NDArray[Any]) -> bool:
    return isinstance(column, np.ma.MaskedArray) and column.dtype.kind == "f"
