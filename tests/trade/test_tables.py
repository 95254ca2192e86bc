"""The reconciliation reads and makes the tables that it declares, and none lives beyond its period."""

from __future__ import annotations

import re
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from henequen.trade.reconcile import pipeline
from henequen.trade.sql.duck import Columns, DuckEngine
from henequen.trade.tables import steps, tables, tables_of_period

Toy = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
_READ = re.compile(r"\b(?:from|join)\s+([a-z_0-9]+)")
_TYPES = {"INTEGER": "int", "BIGINT": "long", "DOUBLE": "double", "VARCHAR": "text", "BOOLEAN": "flag", "BIT": "bits"}


class CheckedEngine(DuckEngine):
    """DuckDB, with every read, made table and column compared with what is declared."""

    faults: set[str]
    used: set[str]

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._there: set[str] = set()

    def _module(self) -> str:
        """The module of this wing that called; none if it did so from a thread of its own."""
        frame = sys._getframe(2)
        while frame is not None:
            name = str(frame.f_globals.get("__name__", ""))
            if name.startswith("henequen.trade.") and not name.startswith("henequen.trade.sql"):
                return name.removeprefix("henequen.trade.")
            frame = frame.f_back  # type: ignore[assignment]
        return ""

    def _reads(self, query: str, module: str) -> None:
        for name in _READ.findall(query):
            if name.startswith("source_"):
                name = "reported"
            elif name not in tables():
                continue  # a name inside the query
            elif name not in self._there:
                self.faults.add(f"{module} reads {name}, which is not there")
            if module and name not in steps()[module].reads:
                self.faults.add(f"{module} reads {name}")
            self.used.add(f"{module} reads {name}")

    def _made(self, name: str, module: str) -> None:
        self._there.add(name)
        if name not in tables():
            self.faults.add(f"{module} makes {name}, which no table is called")
            return
        if module and name not in steps()[module].makes:
            self.faults.add(f"{module} makes {name}")
        said = {column: kind.removesuffix("?") for column, kind in tables()[name].columns.items()}
        needed = {column for column, kind in tables()[name].columns.items() if not kind.endswith("?")}
        here = {
            str(column): "label" if str(kind).startswith("ENUM") else _TYPES.get(str(kind), str(kind))
            for column, kind, *_ in self._con.execute(f"describe {name}").fetchall()
        }
        if not needed <= here.keys() or not here.items() <= said.items():
            self.faults.add(f"{name} has the columns {here}, not {said}")

    def table(self, name: str, query: str) -> None:
        module = self._module()
        self._reads(query, module)
        super().table(name, query)
        self._made(name, module)

    def load(self, name: str, columns: Columns, labels: Any = ()) -> None:
        super().load(name, columns, labels)
        self._made(name, self._module())

    def mark(self, name: str, query: str, below: int) -> None:
        module = self._module()
        self._reads(query, module)
        super().mark(name, query, below)

    def fetch(self, query: str) -> Columns:
        self._reads(query, self._module())
        return super().fetch(query)

    def write(self, query: str, out: Path) -> None:
        self._reads(query, self._module())
        super().write(query, out)

    def drop(self, name: str) -> None:
        self._there.discard(name)
        super().drop(name)

    def close(self) -> None:
        left = {str(row[0]) for row in self._con.execute("select table_name from duckdb_tables()").fetchall()}
        self.faults |= {f"{name} lives beyond its period" for name in left & set(tables_of_period())}
        self.faults |= {f"{name} is not declared" for name in left - tables().keys()}
        super().close()


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> type[CheckedEngine]:
    """The engine of every reconciliation of a test."""
    CheckedEngine.faults, CheckedEngine.used = set(), set()
    monkeypatch.setattr(pipeline, "DuckEngine", CheckedEngine)
    return CheckedEngine


def hub(row: Toy, k: int, *, declared: bool) -> list[Any]:
    code, value = f"97{k // 4 + 1:02d}{10 * (k % 4) + 10}", 90_000 * (k + 3)
    rows = [
        row("X", "AUS", "DEU", code, value), row("M", "DEU", "AUS", code, 1.06 * value, cifvalue=1.06 * value),
        row("X", "DEU", "NOR", code, 1.04 * value), row("M", "NOR", "AUS", code, 1.08 * value, cifvalue=1.08 * value),
    ]  # fmt: skip
    return [*rows, row("RX", "DEU", "NOR", code, 1.04 * value)] if declared else rows


def test_modules_read_and_make_what_they_declare(
    checked: type[CheckedEngine], reconciled: Toy, row: Toy, world: Toy, tmp_path: Path
) -> None:
    rows = world(seed=5)
    rows += [one for k in range(40) for one in hub(row, k, declared=False)]
    rows += [
        row("X", "BRA", "CHL", "980510", 9e5), row("RX", "BRA", "CHL", "980510", 5e5, motCode="1000"),
        row("M", "CHL", "BRA", "980510", 6e5, motCode="1000"), row("M", "CHL", "BRA", "980510", 3e5, motCode="2100"),
        row("X", "BRA", "CHL", "9805", 5), row("X", "KOR", "736", "980510", 5), row("X", "KOR", "729", "980510", 6),
    ]  # fmt: skip
    reconciled(rows)
    base = (tmp_path / "out.parquet").rename(tmp_path / "base.parquet")
    for name in ("report.json", "model.json"):
        (tmp_path / f"out.{name}").rename(tmp_path / f"base.{name}")
    small = world(seed=5, areas=6, products=90)
    reconciled([one for one in rows if one["reporterISO"] == "AUS"], base=base)
    reconciled([dict(one) | {"period": year} for year in ("2018", "2019") for one in small])
    reconciled([dict(one) | ({"classificationCode": "H4"} if one["reporterISO"] == "AUS" else {}) for one in small])
    for method in ("harvard", "baci", "bimts"):
        reconciled(small, method=method)
    assert not checked.faults
    unused = {f"{one.module} reads {name}" for one in steps().values() for name in one.reads} - checked.used
    assert len(unused) < 25, "declared and never read: " + ", ".join(sorted(unused))


def test_an_undeclared_read_is_noticed(
    checked: type[CheckedEngine], reconciled: Toy, world: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = {name: step for name, step in steps().items() if name != "staging.flows"}
    monkeypatch.setitem(globals(), "steps", lambda: without)
    with pytest.raises(KeyError, match=r"staging\.flows"):
        reconciled(world(areas=4, products=60))


def test_makers_are_those_of_the_steps() -> None:
    for table in tables().values():
        makers = {one.module for one in steps().values() if table.name in one.makes}
        assert set(table.made_by) == makers, table.name


def test_the_page_of_tables_is_current() -> None:
    page = runpy.run_path(str(ROOT / "scripts" / "write_tables_page.py"))
    assert page["PAGE"].read_text(encoding="utf-8") == page["page"]()
