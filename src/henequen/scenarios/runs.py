"""Runs of scenarios requested from a page: each in a child process with a deadline, with progress and a way to stop
it."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from henequen.jobs.limits import PARENT_VARIABLE
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.scenarios.in_child import worlds_in_child
from henequen.scenarios.presets import Preset
from henequen.scenarios.spec.in_child import read_spec_in_child, spec_of_json
from henequen.scenarios.spec.spec import Spec
from henequen.scenarios.summary import page_of
from henequen.scenarios.worlds.world import World

__all__ = ["KnownBase", "Run", "Runs"]

_KEPT = 20
_TABLE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,60}\.csv")
_MEMORY = 6 << 30


@dataclass(frozen=True, slots=True)
class KnownBase:
    """A base that a run can start from: its folder's name, its description, and the folder."""

    name: str
    title: str
    folder: Path


@dataclass
class Run:
    """One run: `state` is running, done, failed, cancelled or late."""

    id: str
    folder: Path
    process: subprocess.Popen[bytes]
    ends: float
    title: str
    stopped: str = ""
    began: float = field(default_factory=time.monotonic)
    timer: threading.Timer | None = None

    def stop(self, why: str) -> None:
        """End the child, if it is still running; its partial output is not a result."""
        if self.process.poll() is None and not (self.folder / "answer.json").is_file():
            self.stopped = why
            self.process.kill()
            self.process.wait()
            shutil.rmtree(self.folder / "out", ignore_errors=True)
            shutil.rmtree(self.folder / "whole", ignore_errors=True)

    def status(self) -> dict[str, Any]:
        """State, share done, current step, and the error, if any."""
        answer = _read(self.folder / "answer.json")
        common = {"id": self.id, "title": self.title, "seconds": round(time.monotonic() - self.began, 1)}
        if self.stopped:
            return common | {"state": self.stopped, "share": 0.0, "text": "", "error": ""}
        if answer:
            state = "failed" if "error" in answer else "done"
            return common | {"state": state, "share": 1.0, "text": "", "error": answer.get("error", "")}
        if self.process.poll() is not None:
            error = f"the run ended without an answer (code {self.process.returncode}): too much memory or time"
            return common | {"state": "failed", "share": 0.0, "text": "", "error": error}
        progress = _read(self.folder / "progress.json") or {"share": 0.0, "text": ""}
        return common | {"state": "running", "error": "", **progress}


class Runs:
    """The runs of one service: their folder, the bases they may use, one run at a time. `folder` gets one folder per
    run; the latest are kept. `focus` are the regions kept in the tables.
    """

    def __init__(
        self,
        folder: Path,
        bases: Sequence[Path] = (),
        found_in: Path | None = None,
        focus: Sequence[str] = (),
        beside: Path | None = None,
        deadline: float = 120.0,
    ) -> None:
        self.folder = folder
        self.deadline = deadline
        self._given = tuple(bases)
        self._found_in = found_in
        self._focus = tuple(focus)
        self._beside = beside or folder
        self._runs: dict[str, Run] = {}
        self._lock = threading.Lock()

    def bases(self) -> list[KnownBase]:
        """The bases given when the service began, those in the user's folder of bases, then the worlds that the pack ships."""
        folders = list(self._given)
        if self._found_in is not None and self._found_in.is_dir():
            folders += sorted(self._found_in.iterdir())
        bases: dict[str, KnownBase] = {}
        for folder in folders:
            head = _read(folder / "base.json")
            if head and folder.name not in bases:
                title = f"{head.get('name', folder.name)}, {head.get('year') or '–'}"
                bases[folder.name] = KnownBase(folder.name, title, folder.absolute())
        for world in self._worlds:
            if world.file is not None and world.id not in bases:
                bases[world.id] = KnownBase(world.id, f"{world.title}, {world.year}", world.file.absolute())
        return list(bases.values())

    @cached_property
    def _worlds(self) -> list[World]:
        """The worlds of the pack whose scenarios these are; read once, in a child."""
        return worlds_in_child(self._beside.parent) if self._beside.name == "scenarios" else []

    def start(self, text: str, base: str, lines: str = "") -> Run:
        """Begin a run of the scenario `text` on the base called `base`, or, for a partial scenario, on the table `lines` (CSV).

        Raises `UsageError` if that is impossible: no such base, no table, a table for a model that reads none.
        """
        identity = f"run-{secrets.token_hex(6)}"
        folder = self.folder / identity
        folder.mkdir(parents=True)
        try:
            (folder / "scenario.toml").write_text(text, encoding="utf-8", newline="\n")
            spec, checked = read_spec_in_child(folder / "scenario.toml")
            (folder / "spec.json").write_text(checked, encoding="utf-8")
            beginning = self._lines(spec, folder, lines) if spec.model == "partial" else self._base(base, lines)
            order = {
                "base": str(beginning),
                "deadline": self.deadline,
                "memory": _MEMORY,
                "focus": list(self._focus),
                "beside": str(self._beside),
            }
            (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
            with self._lock:
                return self._begin(identity, folder, spec.title)
        except Exception:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _begin(self, identity: str, folder: Path, title: str) -> Run:
        if any(run.status()["state"] == "running" for run in self._runs.values()):
            raise UsageError(Message("another_run_going_on"), hint=Message("wait_for_or_cancel"))
        self._forget(folder)
        run = Run(identity, folder, _child(folder), time.monotonic() + self.deadline, title)
        run.timer = threading.Timer(self.deadline + 1, run.stop, ("late",))
        run.timer.daemon = True
        run.timer.start()
        self._runs[identity] = run
        return run

    def _base(self, base: str, lines: str) -> Path:
        base_found = next((item for item in self.bases() if item.name == base), None)
        if base_found is None:
            raise UsageError(
                Message("there_no_such_base"),
                found=base or Message("none_at_all"),
                expected=", ".join(b.name for b in self.bases()) or Message("none_yet"),
            )
        if lines.strip():
            raise UsageError(
                Message("table_tariff_lines_for_partial_scenario"),
                found=Message("table_and_model_that_reads_base"),
                hint=Message("write_model_partial_or_leave_table"),
            )
        return base_found.folder

    def _lines(self, spec: Spec, folder: Path, lines: str) -> Path:
        """Keep the table of lines in the folder of the scenario, under the name that the scenario uses."""
        name = spec.partial.lines if spec.partial else ""
        if not _TABLE.fullmatch(name):
            raise UsageError(
                Message("run_from_page_reads_table_that"),
                where="partial.lines",
                found=name,
                expected=Message("plain_name_as_lines_csv"),
            )
        if not lines.strip():
            raise UsageError(
                Message("partial_scenario_needs_its_table_lines"),
                where="partial.lines",
                found=Message("no_table"),
                hint=Message("paste_as_csv_with_its_header"),
            )
        (folder / name).write_text(lines, encoding="utf-8", newline="\n")
        return folder / name

    def get(self, identity: str) -> Run | None:
        """A run of this service."""
        return self._runs.get(identity)

    def page(self, run: Run) -> dict[str, Any]:
        """A solved run in the form that the pages of scenarios use."""
        spec = spec_of_json((run.folder / "spec.json").read_text(encoding="utf-8"))
        if not spec.focus:
            spec = spec.model_copy(update={"focus": list(self._focus)})
        page = page_of(Preset(run.id, run.folder / "scenario.toml", spec, run.folder / "out"))
        return page | {"file": f"{run.id}.toml"}

    def close(self) -> None:
        """Stop all running children."""
        for run in self._runs.values():
            if run.timer is not None:
                run.timer.cancel()
            run.stop("cancelled")
            try:
                run.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                run.process.kill()
                run.process.wait()

    def _forget(self, but: Path) -> None:
        """Remove all but the latest runs' folders, those of earlier services too."""
        if not self.folder.is_dir():
            return
        old = sorted((p for p in self.folder.glob("run-*") if p.is_dir() and p != but), key=lambda p: p.stat().st_mtime)
        for folder in old[: max(0, len(old) - _KEPT + 1)]:
            self._runs.pop(folder.name, None)
            shutil.rmtree(folder, ignore_errors=True)


def _child(folder: Path) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(entry for entry in sys.path if entry)
    environment = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    environment[PARENT_VARIABLE] = str(os.getpid())
    return subprocess.Popen(
        [sys.executable, "-m", "henequen.scenarios.job", str(folder)],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
