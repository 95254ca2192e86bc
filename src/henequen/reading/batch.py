"""Read many files in a limited child process; a file that ends the child is refused, and the rest go on."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Answer", "read_files"]

PATIENCE = 180.0
"""Seconds of wall clock for one file."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child answered for one file: its document line and the lines of its proposals."""

    document: dict[str, Any]
    proposals: list[dict[str, Any]]
    trace: str = ""

    @property
    def refused(self) -> bool:
        """Whether the file was not taken."""
        return bool(self.document["status"] == "refused")


def read_files(paths: Sequence[Path]) -> Iterator[Answer]:
    """Read each file and yield its answer, in the order given."""
    child: _Child | None = None
    try:
        for path in paths:
            if child is None:
                child = _Child()
            answer, reason = child.ask(path)
            if answer is None:
                child.end()
                child = None
                yield _refusal(path, reason)
            elif "refused" in answer:
                yield _refusal(path, answer["refused"], answer.get("trace", ""))
            else:
                yield Answer(answer["document"], answer["proposals"])
    finally:
        if child is not None:
            child.end()


def _refusal(path: Path, reason: str, trace: str = "") -> Answer:
    return Answer({"document": path.name, "kind": "document", "status": "refused", "reason": reason}, [], trace)


class _Child:
    """One child process, and the conversation with it."""

    def __init__(self) -> None:
        path = os.pathsep.join(entry for entry in sys.path if entry)
        environment = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "henequen.reading.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
        )  # fmt: skip

    def ask(self, path: Path) -> tuple[dict[str, Any] | None, str]:
        """The child's answer, or None and why there is none."""
        assert self.process.stdin is not None and self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps({"path": str(path)}).encode() + b"\n")
            self.process.stdin.flush()
        except OSError:
            return None, self._cause()
        received = bytearray()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.process.stdout, selectors.EVENT_READ)
            while not received.endswith(b"\n"):
                if not waiting.select(PATIENCE):
                    return None, f"it took longer than {PATIENCE:.0f} seconds"
                part = os.read(self.process.stdout.fileno(), 1 << 20)
                if not part:
                    return None, self._cause()
                received += part
        answer: dict[str, Any] = json.loads(received)
        return answer, ""

    def _cause(self) -> str:
        code = self.process.wait(10)
        if code == -getattr(signal, "SIGXCPU", 24):
            return "it took more CPU time than a reader may use"
        if code < 0:
            return f"its reader crashed ({signal.Signals(-code).name}); the file is probably damaged"
        return "its reader ended without an answer; the file is probably damaged"

    def end(self) -> None:
        """Stop the child and take its pipes away."""
        self.process.kill()
        self.process.communicate()
