"""The child process of the legal desk: it reads a user's schedules, rates and tables of partners within limits.

`python -m henequen.scenarios.desk_job ORDER ANSWER`: the order names a verb of `VERBS`; the answer contains its rows.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from henequen.jobs.process import answer_order
from henequen.model.countries import country_labelled
from henequen.model.errors import DataError, UsageError
from henequen.model.plain_number import plain_float
from henequen.scenarios.tariffs.margins import preference_margins
from henequen.scenarios.tariffs.schedules import compare_schedules, doubtful_lines, read_schedule
from henequen.scenarios.tariffs.user_rows import user_rows

__all__ = ["VERBS"]

_HIGHEST = 1e4
"""A rate in percent beyond which a cell is not a rate: the highest duties of the world are about a thousand percent."""


def _tariffs(order: dict[str, Any]) -> dict[str, Any]:
    files = [Path(name) for name in order["files"]]
    values = _unit_values(Path(order["unit_values"])) if order["unit_values"] else {}
    read = [read_schedule(file, values) for file in files]
    rows = compare_schedules(read[0], read[1]) if len(read) == 2 else [asdict(line) for line in read[0]]
    return {
        "lines": [len(lines) for lines in read],
        "kinds": [dict(Counter(line.kind for line in lines)) for lines in read],
        "refused": [dict(Counter(line.refused for line in lines if line.refused)) for lines in read],
        "doubtful": [[[line.where, line.printed] for line in doubtful_lines(lines)] for lines in read],
        "rows": rows,
    }


def _unit_values(path: Path) -> dict[str, tuple[float, str]]:
    unit_values: dict[str, tuple[float, str]] = {}
    for n, row in _rows(path, ("code", "unit_value", "unit")):
        where = f"{path.name}, line {n}"
        code = re.sub(r"\D", "", row["code"])
        if not 6 <= len(code) <= 12:
            raise DataError("not a tariff code", where=where, found=row["code"], expected="6 to 12 digits")
        if code in unit_values:
            raise DataError("a code occurs twice", where=where, found=row["code"])
        value = _number(row, "unit_value", where)
        if not value or "/" not in row["unit"]:
            raise DataError(
                "a unit value needs an amount above zero and its unit",
                where=where,
                found=f"{row['unit_value']} {row['unit']}".strip(),
                expected="for example 1.8 and USD/kg, as the schedule writes the unit",
            )
        unit_values[code] = (value, row["unit"])
    return unit_values


def _margin(order: dict[str, Any]) -> dict[str, Any]:
    path = Path(order["file"])
    columns = ("importer", "exporter", "sector", "tariff", "mfn")
    if path.suffix == ".parquet":
        try:
            query = f"select {', '.join(columns)} from read_parquet({_quoted(path)})"  # noqa: S608 - our own columns and a quoted path
            totals = duckdb.connect().execute(query).fetchall()
        except duckdb.Error as error:
            raise DataError("not a table of rates", where=path.name, found=str(error)[:200]) from None
        rows: list[dict[str, Any]] = [dict(zip(columns, row, strict=True)) for row in totals]
    else:
        rows = [row for _, row in _rows(path, columns)]
    _check_rates(rows, path)
    return {"rows": preference_margins(rows, order["importer"], order["exporter"])}


def _check_rates(rows: list[dict[str, Any]], path: Path) -> None:
    """Raise DataError for a rate that is missing or not a percentage, and for a pair and sector that have two rows."""
    lines: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, 1):
        where = f"{path.name}, row {number}"
        key = tuple(str(row[name]) for name in ("importer", "exporter", "sector"))
        if key in lines:
            raise DataError(
                "a rate is there twice",
                where=f"{path.name}, rows {lines[key]} and {number}",
                found=", ".join(key),
                expected="one row per importer, exporter and sector",
            )
        lines[key] = number
        for name in ("tariff", "mfn"):
            try:
                rate = plain_float(str(row[name]))
            except ValueError:
                rate = float("nan")
            if not 0 <= rate < _HIGHEST:
                raise DataError(
                    "not a rate",
                    where=f"{where}, column {name}",
                    found="an empty cell" if row[name] in ("", None) else row[name],
                    expected=f"percent, from 0 to {_HIGHEST:g}; unknown is not zero",
                )


def _partners(order: dict[str, Any]) -> dict[str, Any]:
    path = Path(order["file"])
    rows: list[list[Any]] = []
    lines: dict[str, tuple[int, str]] = {}
    for n, row in _rows(path, ("partner", "exports", "imports")):
        where = f"{path.name}, line {n}"
        label = row["partner"]
        key = country_labelled(label) or label.casefold()
        if key in lines:
            raise DataError(
                "a partner occurs twice",
                where=where,
                found=f"{label}, also line {lines[key][0]}"
                + (f" as {lines[key][1]}" if lines[key][1] != label else ""),
                expected="one row per partner",
            )
        lines[key] = (n, label)
        rows.append([row["partner"], _number(row, "exports", where), _number(row, "imports", where)])
    return {"rows": rows}


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    header, rows = user_rows(path, "table")
    missing = [name for name in columns if name not in header]
    if missing:
        raise DataError(
            "a column is missing",
            where=f"{path.name}, line 1",
            found=", ".join(header[:12]) or "no columns",
            expected=", ".join(columns),
        )
    return [(number, {name: cell.strip() for name, cell in row.items()}) for number, row in rows]


def _number(row: dict[str, str], name: str, where: str) -> float:
    try:
        value = plain_float(row[name])
    except ValueError:
        raise DataError("not a number", where=f"{where}, column {name}", found=row[name]) from None
    if not 0 <= value < 1e18:
        raise DataError("not an amount", where=f"{where}, column {name}", found=row[name], expected="zero or more")
    return value


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


VERBS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "tariffs": _tariffs,
    "margin": _margin,
    "partners": _partners,
}


def work(order: dict[str, Any]) -> dict[str, Any]:
    """Carry out one order."""
    if not all(Path(name).is_file() for name in order.get("files", [order.get("file", "")])):
        raise UsageError("there is no such file", found=order.get("files", order.get("file")))
    return VERBS[order["verb"]](order)


if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
