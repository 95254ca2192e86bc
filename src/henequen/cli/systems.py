"""The verb that says which systems of the documents have a test that closes them."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import typer

from henequen.cli.options import AsJson, PackOption
from henequen.cli.show_rows import print_rows
from henequen.model.errors import UsageError
from henequen.observatory import open_pack

__all__ = ["systems"]

_MARK = re.compile(r"mark\.system\(([^)]*)\)")


def systems(pack: PackOption = None, as_json: AsJson = False) -> None:
    """List the systems that the documents describe or call for, and the tests that close each. Needs a source checkout."""
    tests = Path(__file__).parents[3] / "tests"
    if not tests.is_dir():
        raise UsageError("the tests are not installed", expected="a source checkout with its tests folder")
    closing: dict[int, list[str]] = defaultdict(list)
    for path in sorted(tests.rglob("test_*.py")):
        for number in {
            int(n) for mark in _MARK.findall(path.read_text(encoding="utf-8")) for n in re.findall(r"\d+", mark)
        }:
            closing[number].append(path.relative_to(tests).as_posix())
    rows: list[dict[str, object]] = [
        {
            "system": row["system"],
            "name": row["name"],
            "documents": row["documents"],
            "tests": closing.get(int(row["system"]), []),
        }
        for row in open_pack(pack).view().vocabulary("systems")
    ]
    print_rows(rows, ("system", "name", "tests"), as_json)
    if not as_json:
        closed = sum(1 for row in rows if row["tests"])
        typer.echo(f"{closed} of {len(rows)} systems have a test")
