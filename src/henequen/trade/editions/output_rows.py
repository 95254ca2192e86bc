# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""The rows of a result on disk: one file, or a partitioned data set with a folder per period.

OUT                            one period, or several requested as one file
OUT/period=2019/flows.parquet  several periods: the folder's name holds the period, as DuckDB, Spark, pandas and polars read it
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from henequen.trade.editions.columns import OUTPUT_COLUMNS
from henequen.trade.sql.duck import Engine, literal

__all__ = ["OutputRows", "file_of_period", "files_of", "is_result_folder", "rows_source"]

_FILE = "flows.parquet"


def is_result_folder(path: Path) -> bool:
    """Whether `path` is a folder of partitions by period."""
    return path.is_dir() and any(path.glob(f"period=*/{_FILE}"))


def files_of(path: Path) -> list[Path]:
    """The files of a result, in order of name: the file itself, or those of its periods."""
    return sorted(path.glob(f"period=*/{_FILE}")) if path.is_dir() else [path]


def file_of_period(folder: Path, period: str) -> Path:
    """The file of a period in a partitioned result.

    >>> file_of_period(Path("out.parquet"), "2019").as_posix()
    'out.parquet/period=2019/flows.parquet'
    """
    return folder / f"period={period}" / _FILE


def rows_source(path: Path) -> str:
    """SQL that reads a result (DuckDB).

    >>> rows_source(Path("flows.parquet"))
    "read_parquet('flows.parquet')"
    """
    if not path.is_dir():
        return f"read_parquet({literal(str(path))})"
    pattern = literal(str(path / "period=*" / _FILE))
    return f"read_parquet({pattern}, hive_partitioning = true, hive_types = {{'period': varchar}})"


class OutputRows:
    """The rows of a result while they are written, period by period; `target` is read after `finish`."""

    def __init__(self, target: Path, work: Path, periods: Sequence[str], single: bool) -> None:
        self._target, self._work = target, work
        self._partitioned = len(periods) > 1 and not single
        self._parts: list[Path] = []

    def write(self, engine: Engine, query: str, period: str) -> None:
        """Write the rows of `query` (in the columns of a result), all of one period."""
        columns = [name for name in OUTPUT_COLUMNS if name != "period" or not self._partitioned]
        if self._partitioned:
            part = file_of_period(self._target, period)
            part.parent.mkdir(parents=True)
        else:
            part = self._work / f"part-{period}.parquet"
        engine.write(f"select {', '.join(columns)} from ({query})", part)
        self._parts.append(part)

    def finish(self) -> None:
        """Join the parts into one file, if requested."""
        if self._partitioned or not self._parts:
            return
        if len(self._parts) == 1:
            shutil.move(self._parts[0], self._target)
            return
        import duckdb  # loaded when it is used

        listed = ", ".join(literal(str(part)) for part in self._parts)
        with duckdb.connect(config={"temp_directory": str(self._work / "joined")}) as con:
            con.execute(
                f"copy (select {', '.join(OUTPUT_COLUMNS)} from read_parquet([{listed}])) to {literal(str(self._target))} "
                "(format parquet, compression snappy)"
            )
        for part in self._parts:
            part.unlink()
