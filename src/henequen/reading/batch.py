"""Read many files in a limited child process; a file that ends the child is refused, and the others are still read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from henequen.jobs.conversation import Conversation
from henequen.model.message import Message, unpacked
from henequen.reading.ocr.program import recognise
from henequen.reading.suggesting.endpoint import Endpoint

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
    """The text of the document, if it was requested."""

    @property
    def refused(self) -> bool:
        """Whether the file was not taken."""
        return bool(self.document["status"] == "refused")


def read_files(
    paths: Sequence[Path], with_text: bool = False, endpoint: Endpoint | None = None, ocr: str | None = None
) -> Iterator[Answer]:
    """Read each file and yield its answer, in the order given; optionally with the document's text.

    `ocr` is the path of an OCR program, which then recognises the pages of scans.

    With an `endpoint`, the text of each document is sent to it, and the child reads the document again with what it suggests.
    """
    child = Conversation("henequen.reading.worker", PATIENCE)
    try:
        for path in paths:
            answer, reason = child.ask({"path": str(path), "with_text": with_text or endpoint is not None})
            _word(answer)
            if ocr is not None and answer is not None and _is_scan(answer):
                answer, reason = _recognised(child, ocr, path, answer, with_text)
            if endpoint is not None and answer is not None and answer.get("text"):
                answer, reason = _suggested(child, endpoint, path, answer)
            if answer is None:
                yield _refusal(path, reason)
            elif "refused" in answer:
                yield _refusal(path, answer["refused"], answer.get("trace", ""))
            else:
                yield Answer(answer["document"], answer["proposals"], text=answer.get("text", ""))
    finally:
        child.end()


def _word(answer: dict[str, Any] | None) -> None:
    """Make the messages of a document line again from what the child sent."""
    if answer is None or "document" not in answer:
        return
    document = answer["document"]
    for name in ("reason", "marks", "repairs"):
        if name in document:
            document[name] = unpacked(document[name])
    if "marks" in document:
        document["left_out"] = {unpacked(reason): number for reason, number in answer["left_out"]}


def _is_scan(answer: dict[str, Any]) -> bool:
    document = answer.get("document", {})
    return document.get("status") == "unreadable_without_ocr" and bool(document.get("pages"))


def _recognised(
    child: Conversation, program: str, path: Path, answer: dict[str, Any], with_text: bool
) -> tuple[dict[str, Any] | None, str]:
    """The answer for a scan with the words that the OCR program finds; the first answer, with the reasons, if it finds none."""
    pages = recognise(program, path, int(answer["document"]["pages"]))
    if not any(pages.pages):
        reasons = "; ".join(pages.failures[:3]) or Message("no_words")
        answer["document"]["reason"] = Message(
            "found_nothing", reason=answer["document"]["reason"], name=Path(program).name, reasons=reasons
        )
        return answer, ""
    again, reason = child.ask({"path": str(path), "with_text": with_text, "recognised": list(pages.pages)})
    _word(again)
    if again is not None and "document" in again:
        again["document"]["ocr"] = {"program": Path(program).name, "failures": list(pages.failures)}
    return again, reason


def _suggested(
    child: Conversation, endpoint: Endpoint, path: Path, answer: dict[str, Any]
) -> tuple[dict[str, Any] | None, str]:
    """The answer of the child with what the model suggests; without it, if the child does not survive the suggestions."""
    suggested = endpoint.suggest(answer["text"])
    again, reason = child.ask({"path": str(path), "with_text": True, "answers": list(suggested.answers)})
    _word(again)
    if again is None or "refused" in again:
        again = answer
        suggested = replace(
            suggested, failed={**suggested.failed, Message("answers_could_not_be_read", reason=reason): 1}
        )
    proposed = sum("suggested_by" in proposal for proposal in again["proposals"])
    again["document"]["model"] = {
        "name": endpoint.model,
        "asked": suggested.requests,
        "answered": len(suggested.answers),
        "failed": dict(suggested.failed),
        "proposed": proposed,
    }
    return again, ""


def _refusal(path: Path, reason: str, trace: str = "") -> Answer:
    return Answer({"document": path.name, "kind": "document", "status": "refused", "reason": reason}, [], trace)
