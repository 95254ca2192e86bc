"""Scenario results as files and as plain data: CSV and Parquet with the same rows, and diagnostics. Files are written
elsewhere first and then moved together; a failed run leaves no result files, not even old ones.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from henequen.files.atomic import recover, write_together
from henequen.files.scratch import scratch_folder
from henequen.files.spreadsheet import plain_cell
from henequen.model.errors import DataError
from henequen.model.message import Message, packed
from henequen.scenarios.bases.table import read_table, texts
from henequen.scenarios.result.result import Cell, ScenarioResult, Table

__all__ = ["RESULT_FILES", "clear_results", "compare_results", "write_results"]

RESULT_FILES = (
    "regions",
    "trade",
    "sectors",
    "third_suppliers",
    "losers",
    "places",
    "years",
    "models",
    "lines",
    "products",
    "suppliers",
    "ranges",
)


def write_results(
    result: ScenarioResult, folder: Path, tables: Mapping[str, Table] | None = None, parquet: bool = True
) -> list[Path]:
    """Write every table (or only `tables`) as NAME.csv and NAME.parquet, and `diagnostics.json`, to `folder`; the paths, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    recover(folder)
    with scratch_folder("henequen-results-") as scratch:
        paths = []
        for name, table in (result.tables if tables is None else tables).items():
            paths += write_table(table, scratch / name, parquet)
        diagnostics = scratch / "diagnostics.json"
        diagnostics.write_text(json.dumps(_head(result), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        paths.append(diagnostics)
        write_together(folder, {Path(path.name): path.read_bytes() for path in paths}, remove=_earlier(folder))
    return [folder / path.name for path in paths]


def clear_results(folder: Path) -> None:
    """Remove result files of an earlier run, so that they are not mistaken for this run's."""
    for name in _earlier(folder):
        (folder / name).unlink(missing_ok=True)


def _earlier(folder: Path) -> list[Path]:
    """Result files of an earlier run, which must not be mistaken for this run's."""
    names = [f"{name}{ending}" for name in RESULT_FILES for ending in (".csv", ".parquet")]
    return [Path(name) for name in (*names, "diagnostics.json") if (folder / name).exists()]


def write_table(table: Table, stem: Path, parquet: bool = True) -> list[Path]:
    """`stem`.csv (full precision) and, by default, `stem`.parquet of one table."""
    source = stem.with_suffix(".csv")
    types = {name: _type(values) for name, values in table.columns.items()}
    plain = {name: [_plain(value) for value in values] for name, values in table.columns.items()}
    if not parquet:
        _write_csv(source, plain)
        return [source]
    _write_csv(source, table.columns)
    target = stem.with_suffix(".parquet")
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{_quoted(source)}', header = true, auto_detect = false, delim = ',', quote = '\"', "  # noqa: S608 - quoted paths
            f"escape = '\"', columns = {{{columns}}})) TO '{_quoted(target)}' (FORMAT parquet)"
        )
    _write_csv(source, plain)  # the Parquet file keeps the names as they are
    return [source, target]


def _write_csv(path: Path, columns: Mapping[str, Sequence[Cell]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(",".join(columns) + "\n")
        for row in zip(*columns.values(), strict=True):
            out.write(",".join(_text(value) for value in row) + "\n")


def _plain(value: Cell) -> Cell:
    return plain_cell(value) if isinstance(value, str) else value


def compare_results(
    folders: Sequence[Path], measure: str, regions: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """Rows (region, one column per folder, lowest, highest) of `measure` from the `regions.csv` of result folders.

    Raises `DataError` for a folder without results or without the measure. A region that a result lacks is an empty cell.
    """
    compared: list[dict[str, float | None]] = []
    for folder in folders:
        columns = read_table(folder / "regions.csv")
        if measure not in columns:
            raise DataError(Message("no_such_measure"), where=str(folder), found=measure, expected=", ".join(columns))
        cells = [None if cell is None else float(cell) for cell in columns[measure]]
        compared.append(dict(zip(texts(columns["region"]), cells, strict=True)))
    names = list(dict.fromkeys(name for one in compared for name in one))
    rows = []
    for name in names if not regions else [name for name in names if name in regions]:
        values = [one.get(name) for one in compared]
        present = [value for value in values if value is not None]
        row: dict[str, Any] = {"region": name}
        row |= {str(folder): value for folder, value in zip(folders, values, strict=True)}
        rows.append(row | {"lowest": min(present, default=None), "highest": max(present, default=None)})
    return rows


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
        "messages": {"assumptions": packed(result.assumptions), "limits": packed(result.limits)},
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
