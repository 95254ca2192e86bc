"""A child that works on a file from outside is bounded, and its end is reported as a fault of that file."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
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


SLEEPERS = {
    "conversation": """
import time
from henequen.jobs.conversation import answer_requests

def work(request):
    import os, pathlib
    pathlib.Path(__file__).with_name("mark").write_text(str(os.getpid()))
    time.sleep(60)
    return {}

if __name__ == "__main__":
    import resource
    resource.setrlimit = lambda *_: None  # the mark of this test is a file
    answer_requests(work, memory=1 << 30, seconds=60)
""",
    "filter": """
import os, pathlib, resource, time
from henequen.jobs.filter import limit_child

if __name__ == "__main__":
    resource.setrlimit = lambda *_: None
    limit_child()
    pathlib.Path(__file__).with_name("mark").write_text(str(os.getpid()))
    time.sleep(60)
""",
}
STARTERS = {
    "conversation": "from henequen.jobs.conversation import Conversation\nConversation('sleeper', 60).ask({})",
    "filter": "from pathlib import Path\nfrom henequen.jobs.filter import read_in_child\nread_in_child('sleeper', Path(__file__))",
}


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells a child of its parent's death on Linux")
@pytest.mark.parametrize("way", sorted(SLEEPERS))
def test_every_kind_of_child_ends_with_its_parent(tmp_path: Path, way: str) -> None:
    (tmp_path / "sleeper.py").write_text(SLEEPERS[way], encoding="utf-8")
    (tmp_path / "starter.py").write_text(STARTERS[way], encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), *(entry for entry in sys.path if entry)])
    parent = subprocess.Popen([sys.executable, str(tmp_path / "starter.py")], env={**os.environ, "PYTHONPATH": path})
    mark = tmp_path / "mark"
    _wait(lambda: mark.exists() and bool(mark.read_text()))
    child = int(mark.read_text())
    parent.kill()
    parent.wait()
    _wait(lambda: not _lives(child))


def test_a_run_goes_on_when_the_thread_that_started_it_ends(tmp_path: Path) -> None:
    """The service starts runs in threads of a pool, and a pool ends its idle threads."""
    (tmp_path / "job.py").write_text(
        "import pathlib, time\nfrom henequen.jobs.limits import end_with_parent_process\nend_with_parent_process()\n"
        "mark = pathlib.Path(__file__)\nmark.with_name('begun').touch()\n"
        "while not mark.with_name('go').exists(): time.sleep(0.02)\nmark.with_name('done').touch()\n"
    )
    path = os.pathsep.join(entry for entry in sys.path if entry)
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> None:
        started.append(
            subprocess.Popen([sys.executable, str(tmp_path / "job.py")], env={**os.environ, "PYTHONPATH": path})
        )
        _wait(lambda: (tmp_path / "begun").exists())

    thread = threading.Thread(target=begin)
    thread.start()
    thread.join()
    (tmp_path / "go").touch()
    assert started[0].wait(120) == 0
    assert (tmp_path / "done").exists()


def _wait(met: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not met():
        assert time.monotonic() < until
        time.sleep(0.02)


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] not in ("Z", "X")
    except OSError:
        return False
