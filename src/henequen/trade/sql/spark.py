# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Apache Spark as the engine: the same SQL text, transpiled; for decades of tariff-line data on a cluster.

Needs the extra `spark` (pyspark, sqlglot) and a Java runtime. Without a running session it starts one: local, or on the
master that SPARK_MASTER names. Sums are over integers here too, so partitions cannot change them.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from henequen.model.errors import DataError, HenequenError
from henequen.model.message import Message
from henequen.trade.sql.duck import Columns, literal

__all__ = ["SparkEngine"]

_MANY = 50_000  # number of rows from which a table is passed as a file
_KINDS = {"i": "bigint", "f": "double", "b": "boolean", "O": "string", "U": "string"}


@cache
def _spill_folder(beside: Path) -> Path:
    """The folder of intermediate files, one for this process: its Java process keeps the first one."""
    folder = Path(tempfile.mkdtemp(prefix="henequen-spark-", dir=beside))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class SparkEngine:
    """A Spark session; tables are cached temporary views."""

    name = "spark"

    def __init__(self, work: Path, memory: str = "2GB", threads: int | None = None) -> None:
        try:
            import pyspark
            import sqlglot
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise HenequenError(
                Message("engine_spark_not_installed"), found=str(error), hint=Message("install_extra_henequen_spark")
            ) from None
        self._transpile = sqlglot.transpile
        self.version = str(pyspark.__version__)
        self._work = work
        work.mkdir(parents=True, exist_ok=True)
        self.threads = threads or os.cpu_count() or 1
        master = os.environ.get("SPARK_MASTER", f"local[{threads or '*'}]")
        try:
            self._spark: Any = (
                SparkSession.builder.master(master)
                .appName("henequen-mirror")
                .config("spark.driver.memory", memory.lower().removesuffix("b"))
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", os.environ.get("SPARK_SHUFFLE_PARTITIONS", "8"))
                .config("spark.sql.ansi.enabled", "false")
                .config("spark.sql.maxPlanStringLength", "10000")
                .config("spark.sql.warehouse.dir", str(work / "warehouse"))
                .config("spark.local.dir", str(_spill_folder(work.parent.parent)))
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate()
            )
        except Exception as error:
            raise HenequenError(
                Message("spark_does_not_start"),
                found=str(error).splitlines()[0],
                hint=Message("java_runtime_17_or_later_on"),
            ) from error
        self._spark.sparkContext.setLogLevel("ERROR")
        durable = os.environ.get("SPARK_CHECKPOINT_DIR")
        self._durable = durable is not None
        if durable is not None:
            self._spark.sparkContext.setCheckpointDir(durable)
        self._kept: dict[str, Any] = {}

    def _sql(self, query: str) -> Any:
        (text,) = self._transpile(query, read="duckdb", write="spark")
        return self._spark.sql(text)

    def source(self, name: str, path: Path) -> None:
        frame = self._spark.read.parquet(str(path))
        if "file_row_number" not in frame.columns:
            frame = frame.selectExpr("*", "monotonically_increasing_id() as file_row_number")
        frame.createOrReplaceTempView(name)

    def table(self, name: str, query: str) -> None:
        # cuts the plan: otherwise every later plan would contain all earlier ones
        frame = self._sql(query)
        frame = frame.checkpoint() if self._durable else frame.localCheckpoint()
        before = self._kept.pop(name, None)
        frame.createOrReplaceTempView(name)
        self._kept[name] = frame
        if before is not None:
            before.unpersist()

    def load(self, name: str, columns: Columns, labels: Sequence[str] = ()) -> None:
        if len(next(iter(columns.values()))) > _MANY and not labels:
            path = self._work / f"load-{name}.parquet"
            with duckdb.connect() as con:
                con.register("loading", columns)
                con.execute(f"copy (select * from loading) to {literal(str(path))} (format parquet)")
            self.source(name, path)
            return
        types = ", ".join(f"`{key}` {_KINDS[value.dtype.kind]}" for key, value in columns.items())
        listed = [np.asarray(value).tolist() for value in columns.values()]
        frame = self._spark.createDataFrame(list(zip(*listed, strict=True)), types).cache()
        frame.createOrReplaceTempView(name)
        self._kept[name] = frame

    def repeats(self, table: str, group: str, number: str) -> bool:
        key = f"{group}, {number}"
        return bool(self._sql(f"select {key} from {table} group by {key} having count(*) > 1 limit 1").collect())

    def mark(self, name: str, query: str, below: int) -> None:
        self.table(name, f"select distinct pair, number from ({query})")

    def marked(self, name: str, group: str, number: str) -> tuple[str, str]:
        return f" left join {name} on {name}.pair = {group} and {name}.number = {number}", f"{name}.number is not null"

    def fetch(self, query: str) -> Columns:
        frame = self._sql(query)
        rows = frame.collect()
        columns: Columns = {}
        for k, field in enumerate(frame.schema.fields):
            values = [row[k] for row in rows]
            if field.dataType.typeName() in ("double", "float"):
                columns[field.name] = np.array([np.nan if v is None else v for v in values], dtype=np.float64)
            elif any(v is None for v in values):
                columns[field.name] = np.ma.masked_array(
                    np.array(values, dtype=object), mask=[v is None for v in values]
                )
            elif field.dataType.typeName() == "string":
                columns[field.name] = np.array(values, dtype=object)
            else:
                columns[field.name] = np.array(values)
        return columns

    def gather(self, query: str) -> Columns:
        folder = self._work / "gather"
        self._sql(query).write.mode("overwrite").parquet(str(folder))
        with duckdb.connect() as con:  # the parts of a sorted result are numbered in its order
            columns = con.execute(f"select * from read_parquet({literal(str(folder / 'part-*.parquet'))})").fetchnumpy()
        shutil.rmtree(folder, ignore_errors=True)
        return {
            name: np.ma.filled(column, np.nan) if column.dtype.kind == "f" else column
            for name, column in columns.items()
        }

    def write(self, query: str, out: Path) -> None:
        folder = self._work / f"write-{out.name}"
        frame = self._sql(query)
        nullable = ", ".join(f"`{field.name}` {field.dataType.simpleString()}" for field in frame.schema.fields)
        frame = frame.union(self._spark.createDataFrame([], nullable))  # see `DuckEngine.write`
        frame.coalesce(1).write.mode("overwrite").parquet(str(folder))
        written = sorted(folder.glob("part-*.parquet"))
        if len(written) != 1:
            raise DataError(Message("spark_did_not_write_one_file"), where=out.name, found=len(written), expected=1)
        shutil.move(str(written[0]), str(out))
        shutil.rmtree(folder, ignore_errors=True)

    def drop(self, name: str) -> None:
        frame = self._kept.pop(name, None)
        if frame is not None:
            frame.unpersist()
        self._spark.catalog.dropTempView(name)

    def close(self) -> None:
        self._spark.stop()
        shutil.rmtree(self._work, ignore_errors=True)
