"""The reference of the mirror verbs names every finding and every rule that a report may hold, and what to do about it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from henequen.trade.editions.columns import RULES
from henequen.trade.reconcile.plan import METHODS
from henequen.trade.reconcile.published_methods import HARVARD_DEFECTS
from henequen.trade.staging.adjustments import all_modules

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "henequen"
TEXT = (ROOT / "docs" / "reference" / "mirror-columns.md").read_text(encoding="utf-8")
ELSEWHERE = {"converted"}  # stands under `conversions`


def strings(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from strings(node.body)
        yield from strings(node.orelse)


def findings() -> set[str]:
    """Every rule of a finding in the code: the first argument of `report_finding` and of the readers' `Note`."""
    found: set[str] = set()
    for path in sorted((SOURCE / "trade").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id in ("report_finding", "Note"):
                found.update(strings(node.args[0]))
    return found


def table(heading: str, columns: int) -> dict[str, list[str]]:
    """Names in code marks of the first column -> the other cells, of the table that begins with `heading`."""
    rows = TEXT[TEXT.index(heading) :].split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    assert all(len(row) == columns and all(row) for row in cells)
    return {name: row[1:] for row in cells for name in re.findall(r"`(\w+)`", row[0])}


def test_every_finding_is_explained_with_what_to_do() -> None:
    assert set(table("| Rule | Meaning | What to do |", 3)) == findings() - ELSEWHERE


def test_every_rule_of_a_row_is_explained() -> None:
    assert set(table("| Rule | Meaning |\n", 2)) == set(RULES)


def test_every_method_switch_and_module_is_explained() -> None:
    methods = table("| `--method` |", 3)
    assert set(methods) == set(METHODS)
    assert all(f"`{name}`" in methods["harvard"][1] for name in HARVARD_DEFECTS)
    assert set(table("| Module |", 2)) == {module.name for module in all_modules()}
