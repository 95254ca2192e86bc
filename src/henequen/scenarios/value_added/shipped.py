"""The value-added tables of a pack: computed from world tables by the verb, read by pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from henequen.files.toml_gate import read_toml
from henequen.scenarios.bases.table import numbers, read_table, texts
from henequen.scenarios.result.result import Table
from henequen.scenarios.result.write import write_table
from henequen.scenarios.value_added.leontief import (
    InputOutput,
    Leontief,
    content_of_exports,
    final_demand_by_last_seller,
    identity_gap,
)

__all__ = ["shipped_value_added", "value_added_tables", "write_tables"]


def value_added_tables(
    table: InputOutput, sides: Sequence[str], thirds: Sequence[str], fuels: Sequence[str] = ()
) -> dict[str, list[dict[str, Any]]]:
    """`content` (the origin of value added in each side's exports to the other and to `thirds`), `last_seller` (the
    countries through which each side's value added reaches final buyers there), `uses` of the trade between the sides,
    and the identity `check`."""
    solved = Leontief(table)
    first, second = sides
    flows = [(first, second), (second, first), *((side, third) for third in thirds for side in sides)]
    buyers = [(first, second), (second, first), *((side, third) for third in thirds for side in sides)]
    year = {"year": table.year}
    content = [year | row for seller, buyer in flows for row in content_of_exports(solved, seller, buyer)]
    last = [year | row for origin, buyer in buyers for row in final_demand_by_last_seller(solved, origin, buyer)]
    uses = []
    for seller, buyer in ((first, second), (second, first)):
        own, buyer_block = table.block(seller), table.block(buyer)
        used = table.intermediate[own, buyer_block].sum(axis=1)
        bought = table.final[own, table.areas.index(buyer)]
        for j, sector in enumerate(table.sectors):
            uses.append(
                year
                | {
                    "exporter": seller,
                    "importer": buyer,
                    "sector": sector,
                    "intermediate": float(used[j]),
                    "final": float(bought[j]),
                    "fuels": "yes" if sector in fuels else "",
                }
            )
    check = [
        year
        | {
            "identity_gap": identity_gap(solved),
            "left_out": solved.left_out,
            "exact": "yes" if table.exact else "",
        }
    ]
    return {"content": content, "last_seller": last, "uses": uses, "check": check}


def write_tables(tables: Mapping[str, Sequence[Mapping[str, Any]]], folder: Path) -> list[Path]:
    """Write each table as CSV; existing rows of other years are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        old = _rows(path) if path.is_file() else []
        years = {row["year"] for row in rows}
        kept = [row for row in old if row["year"] not in years]
        merged = sorted([*kept, *rows], key=lambda row: row["year"] or 0)
        columns = {column: [_short(row.get(column)) for row in merged] for column in rows[0]}
        written += write_table(Table(name, columns), folder / name, parquet=False)
    return written


def shipped_value_added(pack: Path) -> dict[str, Any]:
    """The tables of the pack with their `about.toml` (source, licence, fuels); empty if the pack has none."""
    folder = pack / "scenarios" / "value_added"
    if not (folder / "content.csv").is_file():
        return {}
    about = read_toml(folder / "about.toml", what="file_description") if (folder / "about.toml").is_file() else {}
    return {"about": about} | {path.stem: _rows(path) for path in sorted(folder.glob("*.csv"))}


_NUMBERS = ("value", "share", "intermediate", "final", "identity_gap", "left_out")


def _rows(path: Path) -> list[dict[str, Any]]:
    columns = read_table(path)
    years = [int(value) for value in numbers(columns["year"], path, "year")]
    read: dict[str, list[Any]] = {"year": years}
    for name, values in columns.items():
        if name in _NUMBERS:
            read[name] = [None if value in (None, "") else float(value) for value in values]
        elif name != "year":
            read[name] = texts(values)
    return [dict(zip(read, row, strict=True)) for row in zip(*read.values(), strict=True)]


def _short(value: Any) -> Any:
    """Round to nine significant digits: sums of rounded rows still equal their total to a dollar in a billion."""
    return float(f"{value:.10g}") if isinstance(value, float) else value
