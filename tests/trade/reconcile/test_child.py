from __future__ import annotations

import sys
from pathlib import Path

import pytest

from henequen.jobs.process import run_in_child
from henequen.model.errors import DataError, HenequenError

WORKER = """
import os, sys
from pathlib import Path
from henequen.model.errors import DataError
from henequen.jobs.process import answer_order, progress_of

def work(order):
    tell = progress_of(sys.argv[1:])
    tell(0.25, "first")
    mark = Path(order["mark"])
    tries = len(mark.read_text()) if mark.exists() else 0
    mark.write_text("x" * (tries + 1))
    if tries < order["crashes"]:
        os.abort()
    tell(0.75, "second: \u3042")
    if order.get("refuse"):
        raise DataError("a row is off", where="file.csv, line 3", found="7", expected="6", hint="look")
    return {"tries": tries + 1}

if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
"""


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "mirror_test_worker.py").write_text(WORKER)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return "mirror_test_worker"


def test_a_crash_costs_one_retry(worker: str, tmp_path: Path) -> None:
    said: list[str] = []
    done = run_in_child(worker, {"mark": str(tmp_path / "m"), "crashes": 1}, say=said.append)
    assert done == {"tries": 2}
    assert "SIGABRT" in said[0]


def test_a_second_crash_is_said_in_clear_words(worker: str, tmp_path: Path) -> None:
    with pytest.raises(HenequenError, match="without an answer"):
        run_in_child(worker, {"mark": str(tmp_path / "m"), "crashes": 9})
    assert (tmp_path / "m").read_text() == "xx"


def test_an_error_of_the_users_is_handed_on_and_not_retried(worker: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        run_in_child(worker, {"mark": str(tmp_path / "m"), "crashes": 0, "refuse": True})
    assert caught.value.where == "file.csv, line 3"
    assert (tmp_path / "m").read_text() == "x"


def test_progress_begins_anew_with_a_retry(worker: str, tmp_path: Path) -> None:
    heard: list[tuple[float, str]] = []
    said: list[str] = []
    run_in_child(
        worker,
        {"mark": str(tmp_path / "m"), "crashes": 1},
        say=said.append,
        progress=lambda share, words: heard.append((share, words)),
    )
    assert heard == [(0.25, "first"), (0.25, "first"), (0.75, "second: \u3042")]
    assert len(said) == 1


def test_an_error_of_who_listens_ends_the_child(worker: str, tmp_path: Path) -> None:
    def refuse(share: float, words: str) -> None:
        raise ValueError(words)

    with pytest.raises(ValueError, match="first"):
        run_in_child(worker, {"mark": str(tmp_path / "m"), "crashes": 0}, progress=refuse)
