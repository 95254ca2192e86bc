"""The verb that lists which systems of the documents have a test that closes them, and through which door."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, PackOption
from henequen.cli.show_rows import print_rows
from henequen.cli.system_tests import ClosingTest, closing_tests
from henequen.cli.words import phrase
from henequen.model.errors import UsageError
from henequen.model.message import Message

__all__ = ["systems"]


def systems(pack: PackOption = None, as_json: AsJson = False) -> None:
    """List the systems that the documents describe or call for, and the tests that close each. Needs a source checkout.

    A test closes a system if it goes through a door: a verb, a page, an export or the service. A test that only reads
    rows of the pack is listed as a reader.
    """
    tests = Path(__file__).parents[3] / "tests"
    if not tests.is_dir():
        raise UsageError(Message("tests_are_not_installed"), expected=Message("source_checkout_with_its_tests_folder"))
    closing: dict[int, list[ClosingTest]] = defaultdict(list)
    for test in closing_tests(tests):
        closing[test.system].append(test)
    rows: list[dict[str, object]] = []
    for row in open_pack(pack).view().vocabulary("systems"):
        own = closing.get(int(row["system"]), [])
        through = [test for test in own if test.door]
        rows.append(
            {
                "system": row["system"],
                "name": row["name"],
                "documents": row["documents"],
                "doors": sorted({test.door for test in through}),
                "tests": [f"{test.file}::{test.name}" for test in through],
                "readers": [f"{test.file}::{test.name}" for test in own if not test.door],
            }
        )
    print_rows(rows, ("system", "name", "doors", "tests"), as_json)
    if not as_json:
        closed = sum(1 for row in rows if row["tests"])
        print(phrase("systems.total", closed=closed, all=len(rows)))
