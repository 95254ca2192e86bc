"""A full disk or a closed folder is said as what it is, wherever it is met; the child ends with its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from henequen.model.errors import HenequenError
from henequen.trade.readers import text
from henequen.trade.sql.duck import DuckEngine

Toy = Callable[..., Any]


def test_a_full_disk_while_a_csv_is_read_is_no_bad_row(
    reconciled: Toy, world: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def execute(self, query: str, *given: object) -> object:
            if query.startswith("copy"):
                raise duckdb.IOException(f'IO Error: Could not write to file "{tmp_path}": No space left on device')
            return self

        def fetchone(self) -> None:
            return None

        def close(self) -> None:
            pass

    monkeypatch.setattr(text.duckdb, "connect", Full)
    with pytest.raises(HenequenError, match="the disk is full") as caught:
        reconciled(world(areas=4, products=60))
    assert "--work" in str(caught.value)


def test_a_full_disk_while_the_engine_writes_is_told_and_nothing_is_left(
    world: Toy, write_rows: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from henequen.jobs.process import run_in_child

    rows = write_rows(tmp_path / "rows.csv", world(areas=4, products=60))
    (tmp_path / "full.py").write_text(
        "import sys, duckdb\nfrom functools import partial\nfrom henequen.jobs.process import answer_order\n"
        "from henequen.trade.reconcile import job\nfrom henequen.trade.sql.duck import DuckEngine\n"
        "def write(self, query, out):\n    raise OSError(28, 'No space left on device', str(out))\n"
        "DuckEngine.write = write\n"
        "if __name__ == '__main__':\n    answer_order(job.work, sys.argv[1:])\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    order = {
        "inputs": [str(rows)], "mapping": None, "add": [], "concordance": None, "to": None,
        "out": str(tmp_path / "made" / "o.parquet"),
        "method": "two_level", "engine": "duckdb", "memory": "1GB", "threads": 1, "geo": None, "modules": [], "switches": [],
        "interval": 0.9, "work": str(tmp_path / "work"), "base": None,
    }  # fmt: skip
    with pytest.raises(HenequenError, match="the disk is full"):
        run_in_child("full", order)
    assert not list((tmp_path / "made").iterdir())
    assert not list((tmp_path / "work").iterdir())
    assert DuckEngine.name == "duckdb"


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells a child of its parent's death on Linux")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_the_child_ends_with_its_parent(tmp_path: Path, sign: signal.Signals) -> None:
    worker = tmp_path / "sleeper.py"
    worker.write_text(
        "import os, sys, time\nfrom pathlib import Path\nfrom henequen.jobs.process import answer_order\n"
        "def work(order):\n    Path(order['mark']).write_text(str(os.getpid()))\n    time.sleep(60)\n    return {}\n"
        "if __name__ == '__main__':\n    answer_order(work, sys.argv[1:])\n"
    )
    mark = tmp_path / "mark"
    code = f"from henequen.jobs.process import run_in_child\nrun_in_child('sleeper', {{'mark': {str(mark)!r}}})\n"
    path = os.pathsep.join([str(tmp_path), *(entry for entry in sys.path if entry)])
    parent = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path})
    until = time.monotonic() + 120
    while not (mark.exists() and mark.read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    child = int(mark.read_text())
    parent.send_signal(sign)
    parent.wait()
    until = time.monotonic() + 120
    while time.monotonic() < until and _lives(child):
        time.sleep(0.05)
    assert not _lives(child)


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] not in ("Z", "X")
    except OSError:
        return False
