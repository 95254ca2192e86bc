# ruff: noqa: E501 (one door is one line)
"""Hostile files at every door that takes files: no crash, no traceback, no gigabyte, no ten seconds.

    python benchmarks/hostile.py [--only DOOR] [--case WORDS] [--seed 7] [--workers 1] [--quick]

Each door gets its valid file, then mutations of it (cut, flipped bytes, NUL, a very wide row, a very long line, numbers of 5,000
digits, deep nesting, other encodings) and files of other kinds (bombs in ZIP and gzip, entities in XML, truncated and lying
Parquet), values that cannot be (infinite, twice in one object, days that no calendar has, text that turns its direction), and what
is no file at all (a folder, a pipe, an endless device, a link to itself). A case fails if the command ends by a signal or with an exit code that is none of ours, prints a
traceback, holds more than 1 GB, or uses more than ten seconds of processor time. Prints a table, and returns 1 if a case failed.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hostile_doors import NO_FILES, Door, bombs, cases, doors

MEMORY, SECONDS = 1 << 30, 10.0
QUICK = (
    "valid",
    "noise",
    "NUL",
    "wide row",
    "many columns",
    "huge number",
    "deep json",
    "zip bomb",
    "flips 2",
    "folder",
    "pipe",
    "device",
    "link to itself",
    "twice",
)

PREPARE = """
import sys
from pathlib import Path
from hostile_doors import TRADE
from small_pack import write_small
from henequen.observatory import open_pack
from henequen.scenarios.bases import save_base
from henequen.scenarios.bases.long import import_long

home = Path(sys.argv[1])
write_small(home / "small")
(home / "long").mkdir()
(home / "long" / "trade.csv").write_text(TRADE, encoding="utf-8")
save_base(import_long(home / "long", theta=5.0), home / "base")
open_pack(None).build()
"""
"""In a process of its own: a child's largest memory begins with that of the process that starts it."""


@dataclass
class Outcome:
    """What a case took, and why it failed, if it did."""

    door: str
    case: str
    code: int
    seconds: float
    memory: int
    failure: str


def run(door: Door, case: str, data: bytes, base: Path, small: Path, environment: dict[str, str]) -> Outcome:
    """One command on one file, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        folder = Path(name) / "in"
        if door.pack:
            shutil.copytree(small, folder)
        folder.mkdir(exist_ok=True)
        for other, content in door.beside.items():
            (folder / other).write_bytes(content)
        (folder / door.file).parent.mkdir(parents=True, exist_ok=True)
        _lay(folder / door.file, case, data)
        words = {"FILE": str(folder / door.file), "DIR": str(folder), "BASE": str(base)}
        command = [_filled(word, words) for word in door.command]
        began = time.perf_counter()
        with (Path(name) / "err").open("wb") as errors, (Path(name) / "out").open("wb") as out:
            child = subprocess.Popen(
                [sys.executable, "-m", "henequen", *command], stdout=out, stderr=errors, env=environment, cwd=name
            )
            killer = threading.Timer(60, child.kill)
            killer.start()
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            killer.cancel()
        said = (Path(name) / "err").read_text("utf-8", "replace")
    seconds = min(used.ru_utime + used.ru_stime, time.perf_counter() - began)
    return Outcome(
        door.name,
        case,
        child.returncode,
        seconds,
        used.ru_maxrss * 1024,
        _failure(child.returncode, said, seconds, used),
    )


def _lay(path: Path, case: str, data: bytes) -> None:
    """Put the bytes of a case at `path`, or what is no file."""
    if case in NO_FILES:
        path.unlink(missing_ok=True)
    if case == "folder":
        path.mkdir()
    elif case == "pipe":
        os.mkfifo(path)
    elif case == "device":
        path.symlink_to("/dev/zero")
    elif case == "link to itself":
        path.symlink_to(path)
    elif case != "text that is gone":
        path.write_bytes(data)


def _filled(word: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        word = word.replace(name, value)
    return word


def _failure(code: int, said: str, seconds: float, used: resource.struct_rusage) -> str:
    if code not in (0, 1, 2, 3):
        return f"exit {code}"
    if "Traceback" in said:
        return f"traceback: {said.strip().splitlines()[-1][:100]}"
    if len(said) > 20_000:
        return f"message of {len(said):,} characters"
    if used.ru_maxrss * 1024 > MEMORY:
        return f"{used.ru_maxrss >> 10} MB"
    return f"{seconds:.1f} s" if seconds > SECONDS else ""


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


def main() -> int:
    """Run all cases and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument(
        "--case", default="", help="only cases whose name holds one of these words, separated by commas"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="a third of the cases")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hostile-home-") as home:
        os.environ["HENEQUEN_HOME"] = home
        small, base = Path(home) / "small", Path(home) / "base"
        subprocess.run([sys.executable, "-c", PREPARE, home], check=True, env=_environment())
        environment = _environment()
        wanted = [word for word in given.case.split(",") if word]
        others, outcomes = bombs(), []
        print(f"{'door':18} {'files':>5} {'taken':>5} {'failed':>6} {'most s':>7} {'most MB':>8}", flush=True)
        with ThreadPoolExecutor(given.workers) as pool:
            for door in doors():
                if given.only and given.only not in door.name:
                    continue
                if door.pack and (small / door.file).is_file():
                    door.valid = (small / door.file).read_bytes()
                asked = []
                for case, data in cases(door, random.Random(f"{given.seed} {door.name}"), others):
                    if (not given.quick or case in QUICK) and (not wanted or any(word in case for word in wanted)):
                        asked.append(pool.submit(run, door, case, data, base, small, environment))
                        if len(asked) >= given.workers:  # no more files are held than are at work
                            asked[-given.workers].result()
                    del data
                if asked:
                    _print(door.name, [one.result() for one in asked])
                    outcomes += [one.result() for one in asked]
    failed = sum(bool(o.failure) for o in outcomes)
    print(f"{len(outcomes)} files, {failed} failed; limits: {MEMORY >> 20} MB, {SECONDS:g} s of processor time")
    return 1 if failed else 0


def _print(name: str, outcomes: list[Outcome]) -> None:
    print(
        f"{name:18} {len(outcomes):5} {sum(o.code in (0, 3) for o in outcomes):5} {sum(bool(o.failure) for o in outcomes):6}"
        f" {max(o.seconds for o in outcomes):7.1f} {max(o.memory for o in outcomes) >> 20:8}",
        flush=True,
    )
    for o in outcomes:
        if o.failure:
            print(f"  FAILED on {o.case}: {o.failure}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
