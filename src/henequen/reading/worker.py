"""The child process of the readers: a path in, the document line and the proposals out."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

from henequen.jobs.conversation import answer_requests
from henequen.model.message import Message, packed

__all__ = ["MEMORY", "SECONDS"]

MEMORY = 1_500_000_000
"""Bytes of address space."""
SECONDS = 60
"""CPU seconds for one file."""


def _read(request: dict[str, Any]) -> dict[str, Any]:
    from henequen.reading.read import read_file

    try:
        reading = read_file(Path(request["path"]), request.get("answers", ()), request.get("recognised", ()))
    except MemoryError:
        return {"refused": Message("needs_more_memory_than_reader_may")}
    except RecursionError:
        return {"refused": Message("nested_too_deeply_2")}
    except Exception as error:
        reason = Message("reader_failed_please_report_this_file", name=type(error).__name__)
        return {"refused": reason, "trace": traceback.format_exc(limit=-6)}
    document: dict[str, Any] = reading.document_line()
    left_out = [[packed(reason), number] for reason, number in document.pop("left_out", {}).items()]
    worded = {name: packed(document[name]) for name in ("reason", "marks", "repairs") if name in document}
    answer: dict[str, Any] = {
        "document": document | worded,
        "left_out": left_out,
        "proposals": [proposal.to_json() for proposal in reading.proposals],
    }
    if request.get("with_text") and reading.document is not None:
        answer["text"] = reading.document.text
    return answer


if __name__ == "__main__":
    answer_requests(_read, memory=MEMORY, seconds=SECONDS)
