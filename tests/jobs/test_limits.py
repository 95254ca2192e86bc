"""A child that works on a file from outside is bounded, and its end is reported as a fault of that file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from henequen.jobs.limits import Limits
from henequen.jobs.process import run_in_child
from henequen.model.errors import DataError

pytestmark = pytest.mark.process

GREEDY = """
import sys
from henequen.jobs.process import answer_order

def work(order):
    if order["do"] == "memory":
        return {"held": len(bytearray(3_000_000_000))}
    if order["do"] == "network":
        import socket
        try:
            socket.create_connection(("127.0.0.1", 9))
        except PermissionError:
            return {"network": False}
        return {"network": True}
    while True:
        pass

if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
"""


@pytest.fixture
def greedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module of a child that takes what it can."""
    (tmp_path / "greedy_child.py").write_text(GREEDY, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return "greedy_child"


def test_child_that_takes_too_much_memory_is_refused(greedy: str) -> None:
    with pytest.raises(DataError, match="more memory"):
        run_in_child(greedy, {"do": "memory"}, limits=Limits(memory=2 << 30), about="table.csv")


def test_child_that_takes_too_long_is_ended_and_its_file_named(greedy: str) -> None:
    with pytest.raises(DataError, match=r"table\.csv") as caught:
        run_in_child(greedy, {"do": "loop"}, retries=0, limits=Limits(seconds=1.5), about="table.csv")
    assert "1.5 s" in str(caught.value)


def test_child_that_reads_files_has_no_network(greedy: str) -> None:
    assert run_in_child(greedy, {"do": "network"}, limits=Limits()) == {"network": False}


def test_what_a_child_did_not_foresee_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    (tmp_path / "odd_reader.py").write_text(
        "import sys\nfrom henequen.jobs.process import answer_order\n"
        "answer_order(lambda order: {}[order['key']], sys.argv[1:])\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(DataError, match="does not expect") as refused:
        run_in_child("odd_reader", {"key": "x"}, limits=Limits(seconds=60.0), about="file.csv")
    assert "KeyError" in str(refused.value.found)
    assert "Traceback" not in capfd.readouterr().err
