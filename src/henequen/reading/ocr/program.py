"""Runs the OCR program of the user's own computer (tesseract on the PATH) on pictures of pages, each in a process with limits."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from henequen.jobs.filter import child_environment
from henequen.jobs.limits import ask_for_end
from henequen.model.message import Message
from henequen.reading.grammar.wordlists import read_toml
from henequen.reading.picture import page_picture

__all__ = ["Recognition", "find_program", "recognise"]

_SECONDS = 120
"""CPU seconds and seconds of wall clock for one page."""
_MEMORY = 2_000_000_000
_LARGEST = 5_000_000
"""Bytes of the words of one page."""
_MOST_PAGES = 60
_WIDTH = 2_000
"""Pixels of a page: about 240 dots per inch on A4."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """The words of each page as the program printed them (from page 1; empty: none), and what went wrong."""

    pages: tuple[str, ...]
    failures: tuple[str, ...]


def find_program() -> str | None:
    """The path of tesseract, or None."""
    return shutil.which("tesseract")


def recognise(program: str, path: Path, pages: int) -> Recognition:
    """Recognise the pages of a PDF; a page that fails is empty, and the reason is kept."""
    texts: list[str] = []
    failures: list[str] = []
    languages = _languages(program)
    for number in range(1, min(pages, _MOST_PAGES) + 1):
        picture = page_picture(path, number, "", width=_WIDTH)
        words, reason = (None, "it cannot be drawn") if picture is None else _run(program, languages, picture)
        texts.append(words or "")
        if words is None:
            failures.append(Message("page", number=number, reason=reason))
    if pages > _MOST_PAGES:
        failures.append(f"pages after the first {_MOST_PAGES} are not recognised")
    return Recognition(tuple(texts), tuple(failures))


def _languages(program: str) -> str:
    """Those of the languages of the readers that the program has, joined as it wants them."""
    printed, _ = _call([program, "--list-langs"], b"")
    names = (printed or b"").decode("utf-8", "replace").split()
    return "+".join(name for name in read_toml("ocr", "languages")["names"] if name in names) or "eng"


def _run(program: str, languages: str, picture: bytes) -> tuple[str | None, str]:
    printed, reason = _call([program, "stdin", "stdout", "-l", languages, "tsv"], picture)
    return (None, reason) if printed is None else (printed.decode("utf-8", "replace"), "")


def _call(command: list[str], stdin: bytes) -> tuple[bytes | None, str]:
    """What a program prints for `stdin`, within the limits; None and the reason if it fails."""
    try:
        process = subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            timeout=_SECONDS,
            env=child_environment() | {"OMP_THREAD_LIMIT": "1"},
            check=False,
            preexec_fn=_limits(),
        )
    except subprocess.TimeoutExpired:
        return None, Message("ocr_program_took_longer_than_seconds", seconds=_SECONDS)
    except OSError as error:
        return None, f"the OCR program cannot be started ({error.strerror})"
    if process.returncode != 0:
        return None, f"the OCR program ended with code {process.returncode}"
    if len(process.stdout) > _LARGEST:
        return None, "the OCR program printed too much"
    return process.stdout, ""


def _limits() -> Callable[[], None] | None:
    """Sets the limits of the program between fork and exec; None where the system has none."""
    if sys.platform == "win32":
        return None
    import resource

    def bound() -> None:
        ask_for_end()
        for what, most in (
            (resource.RLIMIT_AS, _MEMORY),
            (resource.RLIMIT_CPU, _SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (most, most))

    return bound
