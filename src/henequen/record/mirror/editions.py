# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Editions of reconciled figures, and what changed between two of them.

An edition is a file of flows, or a file of touched flows with `<name>.edition.json` beside it: its base, and the
(period, reporter) whose flows it replaces. Nothing is overwritten: every edition stays readable.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from henequen.model.errors import DataError
from henequen.record.mirror.combine import OUTPUT_COLUMNS
from henequen.record.mirror.seal import check_seal

__all__ = ["Change", "compare", "edition_path", "rows_of", "write_edition"]

_KEY = ("period", "exporter", "importer", "product")


def edition_path(out: Path) -> Path:
    """Where the note of an edition stands.

    >>> edition_path(Path("update.parquet")).name
    'update.edition.json'
    """
    return out.with_suffix(".edition.json")


def write_edition(out: Path, base: Path, replaces: Sequence[tuple[str, str]]) -> None:
    """Say beside `out` that it replaces the flows of (period, reporter) in `base`."""
    try:
        told = str(base.resolve().relative_to(out.resolve().parent))
    except ValueError:
        told = str(base.resolve())
    note = {"base": told, "replaces": [list(one) for one in replaces]}
    partial = edition_path(out).with_name(edition_path(out).name + ".partial")
    partial.write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")
    partial.replace(edition_path(out))


def rows_of(path: Path, depth: int = 0) -> str:
    """SQL (DuckDB) of an edition's rows, its bases included; DataError for a chain that is broken or runs in a circle,
    and for an edition whose bytes are not those that were sealed."""
    if not path.is_file():
        raise DataError("no such edition", where=path.name)
    check_seal(path)
    if depth > 100:
        raise DataError("editions that build on each other in a circle", where=path.name)
    columns = ", ".join(OUTPUT_COLUMNS)
    own = f"select {columns} from read_parquet({_text(str(path))})"
    note = edition_path(path)
    if not note.is_file():
        return own
    told = json.loads(note.read_text(encoding="utf-8"))
    base = rows_of((path.parent / told["base"]).resolve(), depth + 1)
    kept = " and ".join(
        f"not (period = {_text(period)} and (exporter = {_text(area)} or importer = {_text(area)}))"
        for period, area in told["replaces"]
    )
    return f"select {columns} from ({base}) where {kept} union all {own}"


@dataclass(frozen=True)
class Change:
    """What became of one group of flows between two editions: rows and values (US dollars) before and after."""

    reason: str
    rows: int
    before: float
    after: float


_REASONS = (
    ("new flow", "old.value is null"),
    ("flow no longer there", "new.value is null"),
    ("exporter revised", "new.x_value is distinct from old.x_value and new.m_value is not distinct from old.m_value"),
    ("importer revised", "new.m_value is distinct from old.m_value and new.x_value is not distinct from old.x_value"),
    ("both revised", "new.x_value is distinct from old.x_value and new.m_value is distinct from old.m_value"),
    ("netting changed", "new.rule is distinct from old.rule or new.netted_with is distinct from old.netted_with"),
    ("CIF rate changed", "abs(coalesce(new.cif_rate, 0) - coalesce(old.cif_rate, 0)) > 1e-9"),
    ("weights changed", "abs(new.value - old.value) > 0.005"),
)


def compare(old: Path, new: Path, *, top: int = 20) -> tuple[list[Change], list[dict[str, Any]]]:
    """What changed from edition `old` to `new` and why: totals by the first reason that fits, and the `top` largest changes.

    A row counts as changed where its value moved by half a cent or more, or it came or went. Sums are exact in cents.
    """
    con = duckdb.connect()
    cases = " ".join(f"when {condition} then {_text(reason)}" for reason, condition in _REASONS)
    # codes that a concordance does not carry stay beside those of the edition that they are not in
    twice = any(
        con.execute(f"select 1 from ({rows_of(one)}) group by {', '.join(_KEY)} having count(*) > 1 limit 1").fetchone()
        for one in (old, new)
    )
    keys = " and ".join(f"new.{name} = old.{name}" for name in (*_KEY, *(("classification",) if twice else ())))
    named = ", ".join(f"coalesce(new.{name}, old.{name}) as {name}" for name in _KEY)
    con.execute(
        f"create temp table change as select {named}, case {cases} end as reason, old.value as before, new.value as after "
        f"from ({rows_of(new)}) new full join ({rows_of(old)}) old on {keys} "
        "where old.value is null or new.value is null or abs(new.value - old.value) > 0.005"
    )
    cents = "cast(coalesce(sum(cast(floor({0} * 100 + 0.5) as bigint)), 0) as bigint)"
    totals = con.execute(
        f"select reason, count(*), {cents.format('before')}, {cents.format('after')} from change group by 1 order by 1"
    ).fetchall()
    largest = con.execute(
        f"select {', '.join(_KEY)}, reason, before, after from change "
        f"order by abs(coalesce(after, 0) - coalesce(before, 0)) desc, {', '.join(_KEY)} limit {int(top)}"
    ).fetchall()
    con.close()
    names = (*_KEY, "reason", "before", "after")
    return (
        [Change(str(reason), int(n), int(before) / 100, int(after) / 100) for reason, n, before, after in totals],
        [dict(zip(names, row, strict=True)) for row in largest],
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
