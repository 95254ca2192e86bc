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
from henequen.model.message import Message

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
            Message("object_answer_has_one_key_twice"),
            where=where,
            found=parsed.key,
            expected=Message("each_key_once"),
            hint=Message("fetch_again_unclear_which_two_values"),
        )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        answer = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise DataError(
            Message("answer_not_json"), where=path.name, found=str(error), hint=Message("fetch_again")
        ) from None
    if isinstance(answer, list) and answer and isinstance(answer[0], list):
        yield from _under_names(path, answer)
        return
    answers = answer if isinstance(answer, list) else [answer]
    for one in answers:
        _refuse_twice(one, path.name)
        if not isinstance(one, dict) or not isinstance(one.get("data"), list):
            raise DataError(Message("not_answer_service"), where=path.name, expected=Message("object_with_list_data"))
        if one.get("error"):
            raise DataError(Message("answer_error"), where=path.name, found=one["error"])
        rows = one["data"]
        count = one.get("count", len(rows))
        if count != len(rows):
            raise DataError(
                Message("answer_not_whole"),
                where=path.name,
                found=Message("count_rows", n=len(rows)),
                expected=f"{count}",
            )
        if len(rows) >= CAP and "count" in one:
            raise DataError(
                Message("answer_has_as_many_rows_as"),
                where=path.name,
                found=Message("count_rows", n=len(rows)),
                expected=Message("fewer_than", n=CAP),
                hint=Message("ask_for_fewer_partners_or_products"),
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
                Message("answer_not_whole"),
                where=path.name,
                found=Message("count_rows", n=rows),
                expected=Message("its_own_total", total=total),
                hint=Message("ask_for_all_rows_at_once"),
            )


def _under_names(path: Path, answer: list[Any]) -> Iterator[dict[str, Any]]:
    """Rows under a row of names; a name that occurs twice (requested, and repeated as a predicate) counts once if both
    values are the same."""
    names, *rows = answer
    if not all(isinstance(name, str) and name for name in names):
        raise DataError(Message("not_answer_service"), where=path.name, expected=Message("names_in_first_row"))
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, list) or len(row) != len(names):
            raise DataError(
                Message("row_answer_does_not_match_its"),
                where=Message("at_record", file=path.name, n=number),
                found=Message("count_cells", n=len(row)) if isinstance(row, list) else type(row).__name__,
                expected=Message("count_cells", n=len(names)),
                hint=Message("fetch_again"),
            )
        named_cells: dict[str, Any] = {}
        for name, cell in zip(names, row, strict=True):
            if named_cells.setdefault(name, cell) != cell:
                raise DataError(
                    Message("row_answer_has_two_values_under"),
                    where=Message("at_record", file=path.name, n=number),
                    found=Message("named_cells_and_cell", name=name, named_cells=named_cells[name], cell=cell),
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
                Message("row_answer_not_object"),
                where=Message("at_record", file=path.name, n=count),
                found=type(row).__name__,
            )
        for name, cell in row.items():
            if isinstance(cell, (dict, list)):
                raise DataError(
                    Message("cell_answer_has_more_than_one"),
                    where=Message("at_record", file=path.name, n=count),
                    found=name,
                )
            column = columns.setdefault(name, [])
            column.extend([None] * (count - 1 - len(column)))
            column.append(None if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell))
    if not count:
        raise DataError(Message("answer_has_no_rows"), where=path.name, hint=Message("leave_file_out"))
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
