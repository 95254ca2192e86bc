"""Work in a child process: a native crash costs one retry, not the user's session.

The library below has been seen to crash natively once in a few hundred runs. The child reads its order from a JSON
file and writes its answer to another. A crash (ended by a signal) is retried once; a user's error is passed on
unchanged. If the caller shows progress, the child reports it through a pipe, one line per step.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from henequen.files.disk import disk_error
from henequen.files.scratch import scratch_folder
from henequen.jobs.limits import (
    LIMITS_VARIABLE,
    PARENT_VARIABLE,
    Limits,
    apply_limits,
    as_variable,
    end_with_parent,
    limits_in,
)
from henequen.model.errors import DataError, HenequenError, UsageError, error_from
from henequen.model.message import Message, packed, unpacked
from henequen.model.progress import Progress

__all__ = ["answer_order", "progress_of", "run_in_child"]

_NO_ROOM = 74
"""Exit code of a child that could not write its answer (EX_IOERR)."""
_CLEARING = 10.0
"""Seconds that a child has after an interrupt to take its files away."""


def run_in_child(
    module: str,
    order: dict[str, Any],
    *,
    retries: int = 1,
    say: Callable[[str], None] | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
    about: str | None = None,
) -> dict[str, Any]:
    """Run `python -m module ORDER ANSWER` and return what it answers.

    Raises the child's HenequenError unchanged; HenequenError after `retries` more crashes. `say` is called before a
    retry, `progress` with the child's progress (see `progress_of`), which starts again after a retry. `limits` bound
    the child; `about` names the file that it works on, for the message if it ends without an answer.
    """
    _refuse_unencodable(order)
    with scratch_folder("henequen-order-") as folder:
        order_path, answered = folder / "order.json", folder / "answer.json"
        order_path.write_text(json.dumps(order), encoding="utf-8")
        path = os.pathsep.join(entry for entry in sys.path if entry)
        # one thread for the small linear algebra: the same figures on every machine, and no threads that compete with
        # the engine
        environment = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        environment[PARENT_VARIABLE] = str(os.getpid())
        if limits is not None:
            environment[LIMITS_VARIABLE] = as_variable(limits)
        code = 0
        for attempt in range(retries + 1):
            answered.unlink(missing_ok=True)
            code = _run([sys.executable, "-m", module, str(order_path), str(answered)], environment, progress, limits)
            if answered.is_file():
                return _take(json.loads(answered.read_text(encoding="utf-8")))
            if code >= 0 or attempt == retries:
                break
            if say is not None:
                say(Message("engine_crashed_trying_once_more", value=_signal_name(code)))
        if code == _NO_ROOM:
            raise HenequenError(
                Message("disk_full"), where=str(folder), hint=Message("free_some_space_or_name_another")
            )
        if limits is not None:
            raise DataError(
                Message("work_on_this_file_ended_without"),
                where=about,
                found=_signal_name(code) if code < 0 else Message("exit_code", value=code),
                expected=Message("at_most_mb_and_s", memory=f"{limits.memory >> 20:,}", seconds=f"{limits.seconds:g}"),
                hint=Message("check_file_against_its_publisher_checksum"),
            )
        raise HenequenError(
            Message("engine_ended_without_answer"),
            found=_signal_name(code) if code < 0 else Message("exit_code", value=code),
            hint=Message("run_again_with_smaller_memory_or"),
        )


def _refuse_unencodable(order: object) -> None:
    """The engines of a child take names in UTF-8 alone, and report others as damaged rows."""
    if isinstance(order, dict):
        for value in order.values():
            _refuse_unencodable(value)
    elif isinstance(order, list | tuple):
        for value in order:
            _refuse_unencodable(value)
    elif isinstance(order, str):
        try:
            order.encode("utf-8")
        except UnicodeEncodeError:
            raise UsageError(
                Message("name_not_utf_8"),
                found=order[:300].encode("utf-8", "backslashreplace").decode(),
                hint=Message("rename_file_or_folder"),
            ) from None


def _run(
    command: list[str], environment: dict[str, str], progress: Progress | None, limits: Limits | None = None
) -> int:
    """Run the child to its end and return its exit code; its last argument is a pipe, and `progress` is called with
    each line sent."""
    with ExitStack() as open_here:
        lines: Iterable[str] = ()
        pipe: tuple[int, ...] = ()
        if progress is not None and sys.platform != "win32":  # where a child cannot inherit a pipe by its number
            read_end, write_end = os.pipe()
            lines, pipe = open_here.enter_context(os.fdopen(read_end, encoding="utf-8")), (write_end,)
        try:
            child = open_here.enter_context(
                subprocess.Popen([*command, *map(str, pipe)], env=environment, pass_fds=pipe)
            )
        finally:
            for write_end in pipe:
                os.close(write_end)
        if limits is not None:
            timer = threading.Timer(limits.seconds, child.kill)
            timer.daemon = True
            timer.start()
            open_here.callback(timer.cancel)
        try:
            for line in lines:
                share, words = json.loads(line)
                if progress is not None:
                    progress(share, unpacked(words))
            return child.wait()
        except KeyboardInterrupt:  # the child received the signal too, and cleans up
            with suppress(subprocess.TimeoutExpired):
                child.wait(_CLEARING)
            raise
        finally:
            child.kill()


def progress_of(arguments: list[str]) -> Progress:
    """The child's side: report progress through the pipe, if the arguments name one."""
    if len(arguments) < 3:
        return lambda share, words: None
    pipe = int(arguments[2])

    def tell(share: float, words: str) -> None:
        with suppress(BrokenPipeError):  # the parent no longer listens
            os.write(pipe, json.dumps([share, packed(words)]).encode() + b"\n")

    return tell


def answer_order(work: Callable[[dict[str, Any]], dict[str, Any]], arguments: list[str]) -> None:
    """The child's side: read the order, do `work`, write the answer (or the error, as data)."""
    order_path, answered = Path(arguments[0]), Path(arguments[1])
    limits = limits_in(os.environ)
    end_with_parent()
    apply_limits(limits)
    try:
        answer: dict[str, Any] = {"done": work(json.loads(order_path.read_text(encoding="utf-8")))}
    except (KeyboardInterrupt, RuntimeError) as stopped:
        # the engine's name for an interruption
        if isinstance(stopped, KeyboardInterrupt) or str(stopped) == "Query interrupted":
            raise SystemExit(130) from None  # the parent was interrupted too, and reports it
        if limits is None:
            raise
        answer = _unforeseen(stopped).as_dict()
    except Exception as caught:
        if isinstance(caught, HenequenError):
            answer = caught.as_dict()
        elif isinstance(caught, (OSError, UnicodeDecodeError, MemoryError)) or _is_of_engine(caught):
            answer = _of_engine(caught).as_dict()
        elif limits is None:
            raise
        else:
            answer = _unforeseen(caught).as_dict()
    partial = answered.with_suffix(".partial")
    try:
        partial.write_text(json.dumps(answer), encoding="utf-8")
        partial.replace(answered)
    except OSError:
        raise SystemExit(_NO_ROOM) from None  # the parent says so


def _unforeseen(error: Exception) -> HenequenError:
    """The error for an unexpected exception in a reader of foreign files: a message, never a traceback."""
    return DataError(
        Message("file_was_not_read_its_reader"),
        found=f"{type(error).__name__}: {(str(error).splitlines() or ['no words'])[0][:300]}",
        hint=Message("check_file_if_right_this_fault"),
    )


def _is_of_engine(error: Exception) -> bool:
    """Did the engine raise this? It is not loaded to find out: most children never use it."""
    engine = sys.modules.get("duckdb")
    return engine is not None and isinstance(error, engine.Error)


def _of_engine(error: Exception) -> HenequenError:
    """The error for a refusal of the engine: too little memory, a full disk, or bytes that are not valid Parquet."""
    import duckdb

    refused = disk_error(error)
    if refused is not None:
        return refused
    first_line = (str(error).splitlines() or [type(error).__name__])[0][:300]
    if isinstance(error, OSError):
        return HenequenError(
            Message("system_refuses_read_or_write"),
            where=str(error.filename or "") or None,
            found=error.strerror or first_line,
            hint=Message("check_disk_and_work_for_its"),
        )
    if isinstance(error, MemoryError):
        return DataError(Message("this_needs_more_memory_than_child"), hint=Message("give_part_that_needed"))
    if isinstance(error, duckdb.OutOfMemoryException):
        return HenequenError(
            Message("engine_has_too_little_memory"), found=first_line, hint=Message("raise_memory_or_lower_threads")
        )
    if isinstance(error, duckdb.IOException):
        return HenequenError(
            Message("engine_cannot_read_or_write"), found=first_line, hint=Message("check_disk_and_work_for_its")
        )
    return DataError(
        Message("engine_cannot_read_rows"),
        found=first_line,
        expected=Message("parquet_file_whose_pages_can_be"),
        hint=Message("parquet_file_may_be_damaged_compare"),
    )


def _take(answer: dict[str, Any]) -> dict[str, Any]:
    if "done" in answer:
        outcome: dict[str, Any] = answer["done"]
        return outcome
    raise error_from(answer)


def _signal_name(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"code {code}"
