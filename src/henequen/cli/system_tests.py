"""Reads the tests of a checkout: which test closes which system, and through which door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["DOORS", "ClosingTest", "closing_tests"]

DOORS = {
    "run": "verb",
    "outside": "verb",
    "command": "verb",
    "main": "verb",
    "site": "page",
    "report": "page",
    "desk": "page",
    "shelves": "page",
    "Renderer": "page",
    "page": "page",
    "write_site": "page",
    "exported": "export",
    "write_export": "export",
    "export": "export",
    "client": "service",
    "service": "service",
    "TestClient": "service",
    "create_app": "service",
}
"""What a test uses (a fixture, a function), and the door that it thereby goes through."""

DOOR_MODULES = {"reading_door": "verb"}
"""Modules of the tests whose functions open a door, and which door."""


@dataclass(frozen=True, slots=True)
class ClosingTest:
    """One test that carries the number of a system; `door` is empty if it uses none."""

    system: int
    file: str
    name: str
    door: str


def closing_tests(tests: Path) -> list[ClosingTest]:
    """All tests below the folder `tests` that carry a number, in order of file and line."""
    closing: list[ClosingTest] = []
    for path in sorted(tests.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        doors = DOORS | dict(_imported_doors(tree))
        functions: dict[str, ast.FunctionDef] = {}
        for node in ast.walk(tree):  # level by level: a fixture comes before a method with the same name
            if isinstance(node, ast.FunctionDef):
                functions.setdefault(node.name, node)
        for function in functions.values():
            numbers = sorted({number for mark in function.decorator_list for number in _numbers(mark)})
            if function.name.startswith("test_") and numbers:
                door = _door(function, functions, doors)
                name = path.relative_to(tests).as_posix()
                closing.extend(ClosingTest(number, name, function.name, door) for number in numbers)
    return closing


def _numbers(mark: ast.expr) -> Iterator[int]:
    """The arguments of `pytest.mark.system(...)` in a decorator, also within the parameters of another one."""
    for node in ast.walk(mark):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "system":
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, int):
                    yield argument.value


def _imported_doors(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names that a file imports from modules that open a door, and the door."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in DOOR_MODULES:
            yield from ((alias.asname or alias.name, DOOR_MODULES[node.module]) for alias in node.names)


def _door(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef], doors: dict[str, str]) -> str:
    """The first door that a test, its fixtures in the same file or the functions that it calls go through."""
    waiting, reached = [function], {function.name}
    while waiting:
        current = waiting.pop(0)
        used = [argument.arg for argument in current.args.args]
        used += [node.id for statement in current.body for node in ast.walk(statement) if isinstance(node, ast.Name)]
        for name in used:
            if name in doors:
                return doors[name]
            if name in functions and name not in reached:
                reached.add(name)
                waiting.append(functions[name])
    return ""
