# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""UN Comtrade answers in JSON: `{"count": n, "data": [{47 fields}], "error": ""}`, one answer or a list of answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from henequen.model.errors import DataError

__all__ = ["CAP", "answers_to_parquet"]

CAP = 100_000
"""Most rows that the service gives in one answer; an answer that long may be cut off and is refused."""

_KINDS = {
    "refYear": "INTEGER", "refMonth": "INTEGER", "reporterCode": "INTEGER", "partnerCode": "INTEGER",
    "partner2Code": "INTEGER", "motCode": "INTEGER", "qtyUnitCode": "INTEGER", "aggrLevel": "INTEGER",
    "qty": "DOUBLE", "altQty": "DOUBLE", "netWgt": "DOUBLE", "grossWgt": "DOUBLE", "cifvalue": "DOUBLE",
    "fobvalue": "DOUBLE", "primaryValue": "DOUBLE", "isLeaf": "BOOLEAN", "isAggregate": "BOOLEAN",
}  # fmt: skip


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        answer = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise DataError("not JSON", where=path.name, found=str(error), hint="fetch it again") from None
    for one in answer if isinstance(answer, list) else [answer]:
        if not isinstance(one, dict) or not isinstance(one.get("data"), list):
            raise DataError("not an answer of UN Comtrade", where=path.name, expected='an object with a list "data"')
        if one.get("error"):
            raise DataError("the answer is an error", where=path.name, found=one["error"])
        rows = one["data"]
        count = one.get("count", len(rows))
        if count != len(rows):
            raise DataError("the answer is not whole", where=path.name, found=f"{len(rows)} rows", expected=f"{count}")
        if len(rows) >= CAP:
            raise DataError(
                "the answer stands at the service's limit and may be cut off", where=path.name,
                found=f"{len(rows)} rows", expected=f"fewer than {CAP}", hint="ask for fewer partners or products at a time",
            )  # fmt: skip
        yield from rows


def answers_to_parquet(path: Path, out: Path) -> list[str]:
    """Write the rows of an answer as Parquet with the service's own column names; returns them."""
    rows = list(_rows(path))
    if not rows:
        raise DataError("the answer has no rows", where=path.name, hint="leave the file out")
    names = list(rows[0])
    con = duckdb.connect()
    try:
        declared = ", ".join(f'"{name}" {_KINDS.get(name, "VARCHAR")}' for name in names)
        con.execute(f"create table answer ({declared})")
        marks = ", ".join("?" for _ in names)
        table = [[_cell(row.get(name), _KINDS.get(name)) for name in names] for row in rows]
        con.executemany(f"insert into answer values ({marks})", table)
        target = str(out).replace("'", "''")
        con.execute(f"copy answer to '{target}' (format parquet)")
    except duckdb.Error as error:
        raise DataError("a row of the answer has another type than the service documents", where=path.name,
                        found=str(error).splitlines()[0]) from None  # fmt: skip
    finally:
        con.close()
    return names


def _cell(value: Any, kind: str | None) -> Any:
    if value is None:
        return None
    if kind == "DOUBLE":
        return float(value)
    return value if kind in ("INTEGER", "BOOLEAN") else str(value)
