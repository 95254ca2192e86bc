# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Answers in JSON: `{"data": [{...}], ...}` as UN Comtrade and DataMexico send them, one answer or a list of answers; and
rows under a row of names, `[["A", "B"], ["1", "2"], ...]`, as the US Census Bureau sends them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from henequen.model.errors import DataError

__all__ = ["CAP", "answers_to_parquet"]

CAP = 100_000
"""Most rows that UN Comtrade gives in one answer; an answer that long may be cut off and is refused."""


class _Twice(dict[str, Any]):
    """An object of the answer with a duplicate key: `key`."""

    key = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) == len(pairs):
        return mapping
    twice = _Twice(mapping)
    twice.key = Counter(key for key, _ in pairs).most_common(1)[0][0]
    return twice


def _refuse_twice(parsed: object, where: str) -> None:
    if isinstance(parsed, _Twice):
        raise DataError(
            "an object of the answer has one key twice",
            where=where,
            found=parsed.key,
            expected="each key once",
            hint="fetch it again: it is unclear which of the two values is right",
        )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        answer = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise DataError("not JSON", where=path.name, found=str(error), hint="fetch it again") from None
    if isinstance(answer, list) and answer and isinstance(answer[0], list):
        yield from _under_names(path, answer)
        return
    answers = answer if isinstance(answer, list) else [answer]
    for one in answers:
        _refuse_twice(one, path.name)
        if not isinstance(one, dict) or not isinstance(one.get("data"), list):
            raise DataError("not an answer of a service", where=path.name, expected='an object with a list "data"')
        if one.get("error"):
            raise DataError("the answer is an error", where=path.name, found=one["error"])
        rows = one["data"]
        count = one.get("count", len(rows))
        if count != len(rows):
            raise DataError("the answer is not whole", where=path.name, found=f"{len(rows)} rows", expected=f"{count}")
        if len(rows) >= CAP and "count" in one:
            raise DataError(
                "the answer has as many rows as the service allows and may be cut off",
                where=path.name,
                found=f"{len(rows)} rows",
                expected=f"fewer than {CAP}",
                hint="ask for fewer partners or products at a time",
            )
        yield from rows
    _check_pages(answers, path)


def _check_pages(answers: Sequence[dict[str, Any]], path: Path) -> None:
    """DataError if answers state (`"page": {"total": N}`) more rows than they contain together."""
    rows_of: dict[int, int] = {}
    for one in answers:
        page = one.get("page")
        _refuse_twice(page, path.name)
        total = page.get("total") if isinstance(page, dict) else None
        if isinstance(total, int) and not isinstance(total, bool):
            rows_of[total] = rows_of.get(total, 0) + len(one["data"])
    for total, rows in rows_of.items():
        if rows < total:
            raise DataError(
                "the answer is not whole",
                where=path.name,
                found=f"{rows} rows",
                expected=f"{total}, its own total",
                hint="ask for all rows at once, or put all pages as a list into one file",
            )


def _under_names(path: Path, answer: list[Any]) -> Iterator[dict[str, Any]]:
    """Rows under a row of names; a name that occurs twice (requested, and repeated as a predicate) counts once if both
    values are the same."""
    names, *rows = answer
    if not all(isinstance(name, str) and name for name in names):
        raise DataError("not an answer of a service", where=path.name, expected="names in the first row")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, list) or len(row) != len(names):
            raise DataError(
                "a row of the answer does not match its column names",
                where=f"{path.name}, record {number}",
                found=f"{len(row)} cells" if isinstance(row, list) else type(row).__name__,
                expected=f"{len(names)} cells",
                hint="fetch it again",
            )
        named_cells: dict[str, Any] = {}
        for name, cell in zip(names, row, strict=True):
            if named_cells.setdefault(name, cell) != cell:
                raise DataError(
                    "a row of the answer has two values under one name",
                    where=f"{path.name}, record {number}",
                    found=f"{name}: {named_cells[name]} and {cell}",
                )
        yield named_cells


def answers_to_parquet(path: Path, out: Path) -> None:
    """Write the rows of an answer as Parquet, the service's own names for columns and every cell as text, digit by digit
    as the answer has it. A name that some rows lack is a missing value there."""
    columns: dict[str, list[str | None]] = {}
    count = 0
    for count, row in enumerate(_rows(path), start=1):
        _refuse_twice(row, f"{path.name}, record {count}")
        if not isinstance(row, dict):
            raise DataError(
                "a row of the answer is not an object", where=f"{path.name}, record {count}", found=type(row).__name__
            )
        for name, cell in row.items():
            if isinstance(cell, (dict, list)):
                raise DataError(
                    "a cell of the answer has more than one value", where=f"{path.name}, record {count}", found=name
                )
            column = columns.setdefault(name, [])
            column.extend([None] * (count - 1 - len(column)))
            column.append(None if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell))
    if not count:
        raise DataError("the answer has no rows", where=path.name, hint="leave the file out")
    table = {name: np.array(cells + [None] * (count - len(cells)), dtype=object) for name, cells in columns.items()}
    con = duckdb.connect()
    try:
        con.register("answer", table)
        named = ['"' + name.replace('"', '""') + '"' for name in table]
        con.execute(
            f"copy (select {', '.join(f'cast({name} as varchar) as {name}' for name in named)} from answer) "
            f"to '{str(out).replace(chr(39), chr(39) * 2)}' (format parquet)"
        )
    finally:
        con.close()
