"""Real processes killed at random moments, and a look at what is there afterwards, for the test of a few and the benchmark of many."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
from readers_of_the_record import DECIDED, FOLLOWUP
from readers_of_trade import ROWS
from readers_of_worlds import LINES, SMART
from small_pack import write_small

__all__ = ["DOORS", "Door", "kill_once", "whole_run"]

SOURCE = Path(__file__).resolve().parents[1] / "src"


@dataclass(frozen=True)
class Door:
    """A command that writes: its words (DIR is a folder of its own), what is laid down before, and the look afterwards, which
    raises AssertionError for anything that is neither as before nor as it should be."""

    name: str
    words: tuple[str, ...]
    prepare: Callable[[Path], None]
    look: Callable[[Path], None]


def _run(words: tuple[str, ...], folder: Path) -> subprocess.Popen[bytes]:
    filled = [word.replace("DIR", str(folder)) for word in words]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "HENEQUEN_HOME": str(folder / "home")}
    return subprocess.Popen(
        [sys.executable, "-m", "henequen", *filled], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment,
        start_new_session=True,
    )  # fmt: skip


def whole_run(door: Door, folder: Path) -> float:
    """Prepare and run the command to its end; the seconds that it took."""
    folder.mkdir()
    door.prepare(folder)
    began = time.monotonic()
    child = _run(door.words, folder)
    _, said = child.communicate(timeout=300)
    assert child.returncode in (0, 3), said.decode("utf-8", "replace")[-2000:]
    door.look(folder)
    return time.monotonic() - began


def kill_once(door: Door, folder: Path, seconds: float, rng: random.Random) -> None:
    """Prepare, run, kill the command and its children at a random moment, look; then run again over what is left, and look."""
    folder.mkdir()
    door.prepare(folder)
    child = _run(door.words, folder)
    with suppress(subprocess.TimeoutExpired):
        child.wait(rng.uniform(0.0, 1.1 * seconds))
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()
    door.look(folder)


def _written(name: str, text: str) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        (folder / name).write_text(text, encoding="utf-8")

    return prepare


def _with_pack(name: str = "", text: str = "", beside: dict[str, str] | None = None) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        before = os.environ.get("HENEQUEN_HOME")
        os.environ["HENEQUEN_HOME"] = str(folder / "home")
        try:
            write_small(folder / "pack")
        finally:
            os.environ.pop("HENEQUEN_HOME")
            if before is not None:
                os.environ["HENEQUEN_HOME"] = before
        for path, content in {**(beside or {}), **({name: text} if name else {})}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")

    return prepare


def _answers(folder: Path, *words: str) -> str:
    child = _run(words, folder)
    _, said = child.communicate(timeout=120)
    text = said.decode("utf-8", "replace")
    assert child.returncode in (0, 3), f"{' '.join(words)}: {text[-2000:]}"
    assert "Traceback" not in text
    return text


def _result(folder: Path) -> None:
    if (folder / "o.parquet").exists():
        _answers(folder, "mirror", "diff", "DIR/o.parquet", "DIR/o.parquet")


def _site(folder: Path) -> None:
    site = folder / "site"
    if not site.exists():
        return
    text = (site / "index.html").read_text(encoding="utf-8")
    for target in re.findall(r'(?:href|src)="([^"#?:]+)', text):
        path = site / target
        assert path.exists() or (path / "index.html").exists(), target


def _export(folder: Path) -> None:
    package = folder / "open" / "datapackage.json"
    if not (folder / "open").exists():
        return
    for resource in json.loads(package.read_text(encoding="utf-8"))["resources"]:
        data = (package.parent / resource["path"]).read_bytes()
        if "bytes" in resource:
            assert len(data) == resource["bytes"], resource["path"]
        if "hash" in resource:
            assert resource["hash"].rpartition(":")[2] in (
                hashlib.sha256(data).hexdigest(), hashlib.md5(data, usedforsecurity=False).hexdigest(),
            ), resource["path"]  # fmt: skip


def _documents(folder: Path) -> None:
    _answers(folder, "documents", "add", "DIR/register.txt", "--pack", "DIR/pack")
    _answers(folder, "verify", "DIR/register.txt", "--pack", "DIR/pack")


def _scenario(folder: Path) -> None:
    out = folder / "out"
    if not out.exists() or not [path for path in out.iterdir() if not path.name.startswith(".")]:
        return  # as before: no file of the result is there yet
    json.loads((out / "diagnostics.json").read_text(encoding="utf-8"))
    names = {path.stem for path in out.glob("*.csv")}
    assert names == {path.stem for path in out.glob("*.parquet")} and names
    for path in out.glob("*.parquet"):
        assert duckdb.execute("select count(*) from read_parquet(?)", [str(path)]).fetchone()


def _import(folder: Path) -> None:
    _answers(folder, "check", "--pack", "DIR/pack")
    rows = folder / "pack" / "claims" / "happenings.csv"
    assert not rows.exists() or len(rows.read_text(encoding="utf-8").splitlines()) == 2


def _with_result(folder: Path) -> None:
    """A result of two years, and what a reporter says anew of one of them."""
    rows = ["period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue"]
    rows += [
        f"{year},{flow},{reporter},{partner},H5,{code},{value}"
        for year in (2018, 2019)
        for flow, reporter, partner in (("X", "CHL", "NZL"), ("M", "NZL", "CHL"), ("X", "NZL", "AUS"))
        for code, value in (("010231", 100 + year), ("040210", 50))
    ]
    (folder / "r.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    late = [rows[0], *(f"{row}0" for row in rows[1:] if row.startswith("2019,X,CHL"))]
    (folder / "late.csv").write_text("\n".join(late) + "\n", encoding="utf-8")
    _answers(folder, "mirror", "reconcile", str(folder / "r.csv"), "--out", str(folder / "base.parquet"))


def _updated(folder: Path) -> None:
    """The base is as it was; the update is not there, or it is complete and sealed."""
    read = "select count(*) from read_parquet('{}/**/*.parquet', hive_partitioning = true)"
    assert duckdb.execute(read.format(folder / "base.parquet")).fetchone() == (8,)
    if (folder / "o.parquet").exists():
        _answers(folder, "mirror", "diff", str(folder / "base.parquet"), str(folder / "o.parquet"))
        assert duckdb.execute(read.format(folder / "o.parquet")).fetchone() == (8,)


DOORS = (
    Door("reconcile", ("mirror", "reconcile", "DIR/r.csv", "--out", "DIR/o.parquet"), _written("r.csv", ROWS), _result),
    Door(
        "update", ("mirror", "reconcile", "DIR/late.csv", "--update", "DIR/base.parquet", "--out", "DIR/o.parquet"),
        _with_result, _updated,
    ),
    Door("site", ("site", "DIR/site", "--pack", "DIR/pack"), _with_pack(), _site),
    Door("export", ("export", "DIR/open", "--pack", "DIR/pack"), _with_pack(), _export),
    Door(
        "documents add", ("documents", "add", "DIR/register.txt", "--pack", "DIR/pack"),
        lambda folder: (_with_pack()(folder), shutil.rmtree(folder / "home"))[0], _documents,
    ),
    Door(
        "scenario run", ("scenario", "run", "DIR/p.toml", "--out", "DIR/out"),
        lambda folder: (_written("p.toml", SMART)(folder), _written("lines.csv", LINES)(folder))[0], _scenario,
    ),
    Door(
        "import", ("import", "facts", "DIR/f.csv", "--pack", "DIR/pack"),
        _with_pack("f.csv", FOLLOWUP, {"pack/vocab/fact_rows.csv": DECIDED}), _import,
    ),
)  # fmt: skip
