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
from henequen.model.message import Message
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
            raise DataError(
                Message("not_tariff_code"), where=where, found=row["code"], expected=Message("six_to_twelve_digits")
            )
        if code in unit_values:
            raise DataError(Message("code_occurs_twice"), where=where, found=row["code"])
        value = _number(row, "unit_value", where)
        if not value or "/" not in row["unit"]:
            raise DataError(
                Message("unit_value_needs_amount_above_zero"),
                where=where,
                found=f"{row['unit_value']} {row['unit']}".strip(),
                expected=Message("for_example_1_8_and_usd"),
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
            raise DataError(Message("not_table_rates"), where=path.name, found=str(error)[:200]) from None
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
                Message("rate_there_twice"),
                where=Message("at_two_rows", file=path.name, first=lines[key], second=number),
                found=", ".join(key),
                expected=Message("one_row_per_importer_exporter_and"),
            )
        lines[key] = number
        for name in ("tariff", "mfn"):
            try:
                rate = plain_float(str(row[name]))
            except ValueError:
                rate = float("nan")
            if not 0 <= rate < _HIGHEST:
                raise DataError(
                    Message("not_rate"),
                    where=Message("in_column", where=where, column=name),
                    found=Message("empty_cell") if row[name] in ("", None) else row[name],
                    expected=Message("percent_from_0_unknown_not_zero", highest=f"{_HIGHEST:g}"),
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
                Message("partner_occurs_twice"),
                where=where,
                found=f"{label}, also line {lines[key][0]}"
                + (f" as {lines[key][1]}" if lines[key][1] != label else ""),
                expected=Message("one_row_per_partner"),
            )
        lines[key] = (n, label)
        rows.append([row["partner"], _number(row, "exports", where), _number(row, "imports", where)])
    return {"rows": rows}


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    header, rows = user_rows(path, "file_table")
    missing = [name for name in columns if name not in header]
    if missing:
        raise DataError(
            Message("a_column_missing"),
            where=Message("at_first_line", file=path.name),
            found=", ".join(header[:12]) or Message("no_columns"),
            expected=", ".join(columns),
        )
    return [(number, {name: cell.strip() for name, cell in row.items()}) for number, row in rows]


def _number(row: dict[str, str], name: str, where: str) -> float:
    try:
        value = plain_float(row[name])
    except ValueError:
        raise DataError(
            Message("value_not_number"), where=Message("in_column", where=where, column=name), found=row[name]
        ) from None
    if not 0 <= value < 1e18:
        raise DataError(
            Message("not_amount"),
            where=Message("in_column", where=where, column=name),
            found=row[name],
            expected=Message("zero_or_more"),
        )
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
        raise UsageError(Message("there_no_such_file"), found=order.get("files", order.get("file")))
    return VERBS[order["verb"]](order)


if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
