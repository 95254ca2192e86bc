"""The child process of a scenario run: reads its order, runs within its limits, reports its progress, writes files or
an error.

`python -m henequen.scenarios.job FOLDER`: FOLDER holds `order.json` and `scenario.toml`; `progress.json` is
rewritten while it works, `answer.json` contains the outcome, and `out` the tables of a solved run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from henequen.files.atomic import write_durably
from henequen.jobs.limits import Limits, apply_limits, end_with_parent_process
from henequen.model.errors import HenequenError, UsageError
from henequen.model.message import Message
from henequen.scenarios import read_spec, run_scenario
from henequen.scenarios.bases.table import read_table
from henequen.scenarios.files import lines_of, loaded
from henequen.scenarios.result.result import Table
from henequen.scenarios.result.write import write_results
from henequen.scenarios.summary import shipped_tables

__all__ = ["work"]


def work(folder: Path) -> None:
    """Carry out the order in `folder`; every user error is written as data, never as an incomplete result."""
    order = json.loads((folder / "order.json").read_text(encoding="utf-8"))
    _limit(order)
    try:
        answer = _run(folder, order)
    except HenequenError as error:
        answer = {"error": str(error).replace(f"{folder}/", "")}
    except MemoryError:
        answer = {"error": "the scenario needs more memory than a run may have"}
    _write(folder / "answer.json", answer)


def _run(folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    spec = read_spec(folder / "scenario.toml")
    places = None
    if spec.places:
        name = Path(spec.places).name
        if name != spec.places:
            raise UsageError(Message("run_from_page_reads_only_tables"), found=spec.places)
        places = Table(name, read_table(Path(order["beside"]) / name))

    def tell(share: float, text: str) -> None:
        _write(folder / "progress.json", {"share": round(share, 4), "text": text})

    tell(0.0, "reading the table of lines" if spec.model == "partial" else "reading the base")
    lines = lines_of(spec, folder / "scenario.toml")
    base = None if spec.model == "partial" else loaded(Path(order["base"]))
    deadline = float(order["deadline"])
    tell(0.01, "solving")
    result = run_scenario(spec, base, places=places, lines=lines, progress=tell, deadline=deadline)
    tables = shipped_tables(result, spec.focus or list(order["focus"]))
    for extra in ("ranges", "trade", "lines", "products", "suppliers"):
        if extra in result.tables and extra not in tables:
            tables[extra] = result.tables[extra]
    write_results(result, folder / "out", tables, parquet=False)
    write_results(result, folder / "whole")
    return {"done": True, "title": spec.title}


def _limit(order: dict[str, Any]) -> None:
    """Bound memory, processor time, file size and the network; end with the service."""
    deadline = float(order["deadline"])
    end_with_parent_process()
    apply_limits(Limits(memory=int(order["memory"]), processor=int(4 * deadline) + 10, seconds=deadline, file=1 << 30))


def _write(path: Path, value: dict[str, Any]) -> None:
    write_durably(path, json.dumps(value, ensure_ascii=False).encode(), flush=False)


if __name__ == "__main__":
    work(Path(sys.argv[1]))
