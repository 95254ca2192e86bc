"""Scenario results as files and as plain data: CSV and Parquet with the same rows, diagnostics beside them.

Files are written apart and then put in place together; a failed run leaves no result files, not even old ones.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from henequen.analysis.scenario.result import Cell, ScenarioResult, Table

__all__ = ["RESULT_FILES", "clear_results", "result_data", "write_results"]

RESULT_FILES = ("regions", "trade", "sectors", "third_suppliers", "losers", "places", "years", "lines", "ranges")


def write_results(result: ScenarioResult, folder: Path) -> list[Path]:
    """Write every table as NAME.csv and NAME.parquet and `diagnostics.json` to `folder`; the paths written, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    clear_results(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".part-") as scratch:
        made = []
        for name, table in result.tables.items():
            made += write_table(table, Path(scratch) / name)
        diagnostics = Path(scratch) / "diagnostics.json"
        diagnostics.write_text(json.dumps(_head(result), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        made.append(diagnostics)
        for path in made:
            path.replace(folder / path.name)
    return [folder / path.name for path in made]


def clear_results(folder: Path) -> None:
    """Remove result files of an earlier run, so that nobody takes them for this one's."""
    for name in RESULT_FILES:
        for ending in (".csv", ".parquet"):
            (folder / (name + ending)).unlink(missing_ok=True)
    (folder / "diagnostics.json").unlink(missing_ok=True)
    for left in folder.glob(".part-*"):
        shutil.rmtree(left, ignore_errors=True)


def write_table(table: Table, stem: Path) -> list[Path]:
    """`stem`.csv (full precision) and `stem`.parquet of one table."""
    source = stem.with_suffix(".csv")
    types = {name: _type(values) for name, values in table.columns.items()}
    with source.open("w", encoding="utf-8", newline="\n") as out:
        out.write(",".join(table.columns) + "\n")
        for row in zip(*table.columns.values(), strict=True):
            out.write(",".join(_text(value) for value in row) + "\n")
    target = stem.with_suffix(".parquet")
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{_quoted(source)}', header = true, auto_detect = false, delim = ',', quote = '\"', "  # noqa: S608
            f"escape = '\"', columns = {{{columns}}})) TO '{_quoted(target)}' (FORMAT parquet)"
        )
    return [source, target]


def result_data(result: ScenarioResult) -> dict[str, Any]:
    """A result as plain dictionaries and lists, for a page or a service: title, tables (rows), units, assumptions, limits,
    diagnostics, sources."""
    return {
        "title": result.title,
        "model": result.model,
        "tables": {name: list(table.rows()) for name, table in result.tables.items()},
        "units": {name: dict(table.units) for name, table in result.tables.items()},
        "assumptions": list(result.assumptions),
        "limits": list(result.limits),
        "sources": list(result.sources),
        "diagnostics": dict(result.diagnostics),
    }


def _head(result: ScenarioResult) -> dict[str, Any]:
    return {
        **result.diagnostics,
        "title": result.title,
        "model": result.model,
        "version": _version("henequen"),
        "versions": {"henequen": _version("henequen"), "numpy": np.__version__, "duckdb": duckdb.__version__},
        "assumptions": list(result.assumptions),
        "limits": list(result.limits),
        "sources": list(result.sources),
        "units": {name: dict(table.units) for name, table in result.tables.items()},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _type(values: Sequence[Cell]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int} and kinds:
        return "BIGINT"
    return "DOUBLE" if kinds <= {int, float} and (kinds or not values) else "VARCHAR"


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\n\r') else text


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
