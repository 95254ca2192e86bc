"""What the tests of the systems share: the verbs, and a pack with changed figures."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from henequen.cli import main
from henequen.observatory import Observatory

# file, component of the figure, table: the value and the print that replace it
CHANGED = {
    ("mbn-2025-08", "reinvestment of earnings", ""): ("861", "891", "US$891 million"),
    ("commission-2005", "share of the projects accomplished", ""): ("73", "72", "72%"),
    ("commission-2005", "Korean investment by branch", "Table 7"): ("125252.5", "125352.5", "125,352.5"),
    ("commission-2005", "imports", "Table 3"): ("103.7", "113.7", "+113.7%"),
}

Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a verb with `--json` and return its exit code and its lines."""

    def call(*words: object) -> tuple[int, list[dict[str, Any]]]:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([*map(str, words), "--json"])
        out, err = capfd.readouterr()
        assert isinstance(stop.value.code, int) and "Traceback" not in err, err
        return stop.value.code, [json.loads(line) for line in out.splitlines()]

    return call


@pytest.fixture(scope="session")
def changed_pack(shipped: Observatory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped pack in which four figures no longer fit the others."""
    root = tmp_path_factory.mktemp("changed") / "pack"
    shutil.copytree(shipped.root, root)
    for (edition, component, table), (before, value, printed) in CHANGED.items():
        path = root / "observations" / f"{edition}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        (row,) = (r for r in rows if (r["component"], r["table_ref"], r["value"]) == (component, table, before))
        row["value"], row["as_printed"] = value, printed
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return root
