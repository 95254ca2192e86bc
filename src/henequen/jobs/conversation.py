"""A child process that answers one request after another, within limits; a request that ends it costs only itself.

The parent writes one JSON object per line to the child's standard input and gets one per line back. Memory and CPU
seconds per request are limited; the child has no network, starts no process and writes no file.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from henequen.jobs.limits import PARENT_VARIABLE, end_with_parent
from henequen.model.message import Message, packed, unpacked

__all__ = ["Conversation", "answer_requests"]


class Conversation:
    """The parent's side: asks `python -m module` and waits at most `patience` seconds for each answer."""

    def __init__(self, module: str, patience: float) -> None:
        self._module = module
        self._patience = patience
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, request: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
        """Return the child's answer, or None and the reason why it is missing; the next request gets a new child."""
        child = self._child = self._child or self._start()
        assert child.stdin is not None and child.stdout is not None
        try:
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.flush()
        except OSError:
            return None, self._end_with_reason(child)
        received = bytearray()
        with selectors.DefaultSelector() as waiting:
            waiting.register(child.stdout, selectors.EVENT_READ)
            while not received.endswith(b"\n"):
                if not waiting.select(self._patience):
                    self.end()
                    return None, Message("took_longer_than_seconds", patience=f"{self._patience:.0f}")
                part = os.read(child.stdout.fileno(), 1 << 20)
                if not part:
                    return None, self._end_with_reason(child)
                received += part
        answer: dict[str, Any] = json.loads(received)
        if "refused" in answer:
            answer["refused"] = unpacked(answer["refused"])
        return answer, ""

    def end(self) -> None:
        """Stop the child."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(entry for entry in sys.path if entry)
        environment = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        environment[PARENT_VARIABLE] = str(os.getpid())
        return subprocess.Popen(
            [sys.executable, "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )

    def _end_with_reason(self, child: subprocess.Popen[bytes]) -> str:
        with suppress(subprocess.TimeoutExpired):
            child.wait(10)
        code = child.returncode
        self.end()
        if code == -getattr(signal, "SIGXCPU", 24):
            return Message("took_more_cpu_time_than_reader")
        if code is not None and code < 0:
            return Message("its_reader_crashed_file_probably_damaged", name=signal.Signals(-code).name)
        return Message("its_reader_ended_without_answer_file")


def answer_requests(work: Callable[[dict[str, Any]], dict[str, Any]], *, memory: int, seconds: int) -> None:
    """The child's side: answer until standard input ends, with `memory` bytes at most and `seconds` of CPU per request."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogatepass")
    os.dup2(2, 1)  # output of libraries must not mix with the answers
    end_with_parent()
    _limit_process(memory)
    for line in sys.stdin:
        _limit_request(seconds)
        answer = work(json.loads(line))
        if "refused" in answer:
            answer["refused"] = packed(answer["refused"])
        answers.write(json.dumps(answer, ensure_ascii=True) + "\n")
        answers.flush()


def _limit_process(memory: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_forbid)


def _forbid(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec"):
        raise PermissionError(f"this process may not call {event}")


def _limit_request(seconds: int) -> None:
    """Start the CPU limit of this request at the time that the process has used so far."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
