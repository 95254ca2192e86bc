"""kill -9 at any moment, a full disk, an I/O error: what was accepted is there, the pack reads, the store opens or is made again."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from small_pack import NAME, TEXT, lines, write_empty

from henequen.files.folders import workshop
from henequen.model.errors import HenequenError
from henequen.observatory import Observatory

HERE = Path(__file__).resolve()
SOURCE = HERE.parents[2] / "src"
posix = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

WORKER = r"""
import json, os, signal, sys
from pathlib import Path
root = Path(sys.argv[1])
from henequen.observatory import Observatory

def proposals(number):
    actor = {"table": "actors", "id": f"a{number}", "document": "register", "quote": "Chile", "after": "12 March 1994",
             "kind": "ministry", "name": f"Body {number}", "country": "CHL"}
    event = {"table": "events", "id": f"e{number}", "document": "register", "quote": "July 1996", "kind": "visit",
             "title": f"Visit {number}", "date": "1996-07", "actor_ids": [f"a{number}"]}
    link = {"table": "relations", "document": "register", "quote": "Protocol on Fisheries", "subject": f"e{number}",
            "relation": "celebrates", "object": f"a{number}"}
    return [(f"line {n}", json.dumps(p)) for n, p in enumerate((link, event, actor), 1)]

WATCHED = ("open", "os.rename", "os.remove", "os.mkdir", "shutil.copyfile", "os.rmdir", "fcntl.flock", "sqlite3.connect")

def work(first, fatal):
    count = 0

    def hook(event, given):
        nonlocal count
        if event in WATCHED:
            count += 1
            if count == fatal:
                os.kill(os.getpid(), signal.SIGKILL)

    os.write(1, f"{os.getpid()}\n".encode())
    if fatal:
        sys.addaudithook(hook)
    for number in range(first, first + 10_000):
        Observatory(root).accept(proposals(number), "2020-02-01", "curator")
        os.write(1, f"{number}\n".encode())
        Observatory(root).build()

# every line of the standard input starts a worker as a copy of this process, in which everything is imported already
Observatory(root).read()
for line in sys.stdin:
    child = os.fork()
    if not child:
        work(*map(int, line.split()))
    _, status = os.waitpid(child, 0)
    os.write(1, f"ended {os.waitstatus_to_exitcode(status)}\n".encode())
"""


class Workers:
    """Starts workers, one at a time, that accept proposals and build without end."""

    def __init__(self, root: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
        words = [sys.executable, "-c", WORKER, str(root)]
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
        )

    def start(self, first: int, fatal: int = 0) -> int:
        """Start a worker at a number, which kills itself at its `fatal`-th call on a file; return its process id."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{first} {fatal}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def acknowledged(self) -> list[int]:
        """The numbers that the worker accepted before it was killed."""
        assert self._process.stdout
        numbers = []
        for line in self._process.stdout:
            if line.startswith("ended"):
                assert line == "ended -9\n"
                break
            numbers.append(int(line))
        return numbers

    def close(self) -> None:
        """Let the process end that starts them."""
        self._process.communicate()
        assert self._process.returncode == 0


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HENEQUEN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def inspect(root: Path, accepted: set[int]) -> int:
    """Check the pack after a kill, as it lies and after the next build; returns the first unused number."""
    as_it_lies = {claim.subject for claim in Observatory(root).read().claims}
    assert {f"e{number}" for number in accepted} <= as_it_lies, "something accepted was lost"
    Observatory(root).build()
    pack = Observatory(root).read()
    subjects = {claim.subject for claim in pack.claims}
    assert as_it_lies <= subjects
    events = {int(name[1:]) for name in subjects if name[0] == "e" and name[1:].isdigit()}
    actors = {int(name[1:]) for name in subjects if name[0] == "a" and name[1:].isdigit()}
    links = {int(name.split(" ")[0][1:]) for name in subjects if " celebrates " in name}
    assert accepted <= events == actors == links, "an acceptance stands whole or not at all"
    view = Observatory(root).view()
    assert {record.id for record in view.records("events")} >= {f"e{number}" for number in events}
    view.close()
    assert not list(root.rglob(".*")), "what a kill left is cleaned up"
    assert {path.name for path in workshop(root).iterdir()} <= {"store.sqlite", "store.seal"} | {
        path.name for path in workshop(root).glob("trial-*")
    }
    return max(events, default=0) + 1


def prepared(root: Path) -> None:
    document = write_empty(root)
    Observatory(root).add_document(document)
    Observatory(root).build()


@posix
@pytest.mark.slow
def test_kills_at_random_moments(tmp_path: Path, home: Path) -> None:
    root = tmp_path / "pack"
    prepared(root)
    chance = random.Random(9)
    accepted: set[int] = set()
    first = 1
    with closing(Workers(root)) as workers:
        for _ in range(60):
            worker = workers.start(first)
            time.sleep(chance.uniform(0, 0.2))
            os.kill(worker, signal.SIGKILL)
            accepted |= set(workers.acknowledged())
            first = inspect(root, accepted)
            if first > 60:
                shutil.rmtree(root / "claims")
                accepted, first = set(), 1
    assert not list(workshop(root).glob("trial-*")) or Observatory(root).accept([], "2020-02-01", "c") is not None


@posix
@pytest.mark.slow
def test_kills_at_every_step(tmp_path: Path, home: Path) -> None:
    """The process ends itself at its n-th opening, renaming or removing of a file: between any two replacements too."""
    root = tmp_path / "pack"
    prepared(root)
    accepted: set[int] = set()
    first = 1
    with closing(Workers(root)) as workers:
        for fatal in range(1, 101):
            workers.start(first, fatal * 2 + fatal % 2)
            accepted |= set(workers.acknowledged())
            first = inspect(root, accepted)
            if first > 60:
                shutil.rmtree(root / "claims")
                accepted, first = set(), 1


@posix
def test_a_few_kills(tmp_path: Path, home: Path) -> None:
    root = tmp_path / "pack"
    prepared(root)
    accepted: set[int] = set()
    first = 1
    with closing(Workers(root)) as workers:
        for fatal in (1, 60, 75, 90, 97, 104):
            workers.start(first, fatal)
            accepted |= set(workers.acknowledged())
            first = inspect(root, accepted)


@pytest.mark.parametrize(
    ("step", "number"),
    [("fsync", errno.ENOSPC), ("fsync", errno.EIO), ("replace", errno.ENOSPC), ("open", errno.EIO)],
)
def test_a_full_disk_is_an_error_and_no_damage(
    small: Path, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    (tmp_path / NAME).write_text(TEXT, encoding="utf-8", newline="")
    Observatory(small).add_document(tmp_path / NAME)
    before = {claim.claim_id for claim in Observatory(small).read().claims}
    more = lines(
        (
            {"table": "actors", "id": "x", "quote": "Auckland", "kind": "municipality", "name": "Auckland"},
            {"table": "events", "id": "y", "quote": "July 1996", "kind": "visit", "title": "Y", "actor_ids": ["x"]},
        )
    )
    real = getattr(os, step)
    for most in range(40):
        calls = 0
        outcomes = set()

        def fail(*given: object, most: int = most, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls > most:
                raise OSError(number, os.strerror(number))
            return real(*given, **named)

        for work in (
            lambda: Observatory(small).accept(more, "2020-02-01", "curator"),
            lambda: Observatory(small).build(force=True),
        ):
            with monkeypatch.context() as patch:
                patch.setattr(os, step, fail)
                try:
                    work()
                    outcomes.add("done")
                except (OSError, HenequenError) as error:
                    outcomes.add("told")
                    assert not isinstance(error, HenequenError) or error.exit_code == 1
        read = {claim.claim_id for claim in Observatory(small).read().claims}
        assert before <= read
        Observatory(small).build()
        assert not list(small.rglob(".*"))
        subjects = {claim.subject for claim in Observatory(small).read().claims}
        assert ("x" in subjects) == ("y" in subjects), "both or neither"
        if outcomes == {"done"}:
            break
    assert outcomes == {"done"}


@posix
def test_a_disk_that_fills_up_under_the_child(small: Path, tmp_path: Path, home: Path) -> None:
    """With a bound on the size of files the child runs out of room at any of them: exit 1, words, and nothing damaged."""
    (tmp_path / NAME).write_text(TEXT, encoding="utf-8", newline="")
    Observatory(small).add_document(tmp_path / NAME)
    proposal = tmp_path / "p.jsonl"
    proposal.write_text(lines(({"table": "actors", "id": "x", "quote": "Auckland", "name": "Auckland"},))[0][1])
    sound = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2);"
        "from henequen.cli import main; main(sys.argv[2:])"
    )
    for room in (0, 300, 1500, 40_000):
        for verb in (["review", "accept", str(proposal), "--by", "c"], ["build", "--force"]):
            if room > 1000 and verb[0] == "review":
                continue  # there is room enough for the rows
            done = subprocess.run(
                [sys.executable, "-c", script, str(room), *verb, "--pack", str(small)],
                capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(SOURCE)}, timeout=300,
            )  # fmt: skip
            assert done.returncode == 1, (room, verb, done.stdout, done.stderr)
            assert done.stderr.startswith("henequen: "), done.stderr
            assert {path: path.read_bytes() for path in small.rglob("*") if path.is_file()} == sound
    assert Observatory(small).build().store.is_file()


def test_two_at_once_lose_nothing(small: Path, tmp_path: Path, home: Path) -> None:
    (tmp_path / NAME).write_text(TEXT, encoding="utf-8", newline="")
    Observatory(small).add_document(tmp_path / NAME)
    script = (
        "import json, sys; from pathlib import Path; from henequen.observatory import Observatory\n"
        "for n in range(8):\n"
        "    p = {'table': 'actors', 'id': f'{sys.argv[2]}{n}', 'document': 'register', 'quote': 'Auckland', 'name': 'A'}\n"
        "    Observatory(Path(sys.argv[1])).accept([('line', json.dumps(p))], '2020-02-01', 'c')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    both = [subprocess.Popen([sys.executable, "-c", script, str(small), who], env=environment) for who in ("x", "y")]
    assert [process.wait(300) for process in both] == [0, 0]
    subjects = {claim.subject for claim in Observatory(small).read().claims}
    assert {f"{who}{n}" for who in ("x", "y") for n in range(8)} <= subjects


def test_a_lock_is_waited_for_only_so_long(small: Path) -> None:
    from henequen.files.lock import locked
    from henequen.model.errors import StoreError

    with (
        locked(small / "pack.toml"),
        pytest.raises(StoreError, match="another process"),
        locked(small / "pack.toml", patience=0.05),
    ):
        pass
    with locked(small / "pack.toml", patience=0):
        pass
