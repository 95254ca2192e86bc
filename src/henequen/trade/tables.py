"""The tables of a reconciliation: the content, maker and lifetime of each.

`data/tables.toml` declares them. A module reads and makes only the tables declared for it; a test reconciles several worlds and
fails on any other. Tables of a period are dropped at its end, so that no table is used in the next period. The page
docs/reference/reconciliation-tables.md is made from the same file (`python scripts/write_tables_page.py`).

Types: int (32 bits), long (64 bits), double, text, flag, bits, label (a text of few values). `pair` is a pair of areas and `product` a
product, as numbers (see `model.pair_key`). `reported` means the rows of the input files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Step", "Table", "steps", "tables", "tables_of_period"]


@dataclass(frozen=True)
class Table:
    """One table: its columns with their types (`?`: only some runs have it), its content, the modules that make it,
    and its lifetime (`lives`): a run, a period, or the step that made it."""

    name: str
    columns: Mapping[str, str]
    meaning: str
    made_by: tuple[str, ...]
    lives: str = "period"


@dataclass(frozen=True)
class Step:
    """One module that uses the engine, and the tables that it reads and makes."""

    module: str
    reads: frozenset[str]
    makes: frozenset[str]


@cache
def _declared() -> dict[str, Any]:
    return tomllib.loads((files("henequen.trade") / "data" / "tables.toml").read_text(encoding="utf-8"))


@cache
def tables() -> Mapping[str, Table]:
    """All tables by name, in the order in which they are made.

    >>> tables()["pair_mean"].columns
    {'pair': 'int', 'mean': 'double'}
    """
    tables_declared = {}
    for name, declaration in _declared()["tables"].items():
        pairs = [one.split() for one in declaration["columns"].replace("\n", " ").split(",")]
        columns = {column: kind for column, kind in pairs}  # noqa: C416 (exactly two items, or an error)
        tables_declared[name] = Table(
            name, columns, declaration["meaning"], tuple(declaration["made_by"]), declaration.get("lives", "period")
        )
    return tables_declared


@cache
def steps() -> Mapping[str, Step]:
    """All modules that use the engine, by name, in the order in which they first do.

    >>> sorted(steps()["misclassified.apply"].makes)
    ['misclassified']
    """
    return {
        module: Step(module, frozenset(declaration["reads"]), frozenset(declaration["makes"]))
        for module, declaration in _declared()["steps"].items()
    }


def tables_of_period() -> tuple[str, ...]:
    """The names of the tables that are dropped at the end of a period."""
    return tuple(name for name, table in tables().items() if table.lives != "run")
