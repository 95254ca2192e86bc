"""Read many files in a limited child process; a file that ends the child is refused, and the others are still read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from henequen.jobs.conversation import Conversation

__all__ = ["Answer", "read_files"]

PATIENCE = 600.0
"""Seconds of wall clock for one file."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child answered for one file: its document line and the lines of its proposals."""

    document: dict[str, Any]
    proposals: list[dict[str, Any]]
    trace: str = ""
    text: str = ""
    """The text of the document, where it was asked for."""

    @property
    def refused(self) -> bool:
        """Whether the file was not taken."""
        return bool(self.document["status"] == "refused")


def read_files(paths: Sequence[Path], with_text: bool = False) -> Iterator[Answer]:
    """Read each file and yield its answer, in the order given; optionally with the document's text."""
    child = Conversation("henequen.reading.worker", PATIENCE)
    try:
        for path in paths:
            answer, reason = child.ask({"path": str(path), "with_text": with_text})
            if answer is None:
                yield _refusal(path, reason)
            elif "refused" in answer:
                yield _refusal(path, answer["refused"], answer.get("trace", ""))
            else:
                yield Answer(answer["document"], answer["proposals"], text=answer.get("text", ""))
    finally:
        child.end()


def _refusal(path: Path, reason: str, trace: str = "") -> Answer:
    return Answer({"document": path.name, "kind": "document", "status": "refused", "reason": reason}, [], trace)
