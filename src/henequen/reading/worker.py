"""The child process of the readers: a path in, the document line and the proposals out."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

from henequen.jobs.conversation import answer_requests

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
        return {"refused": "it needs more memory than a reader may use"}
    except RecursionError:
        return {"refused": "it is nested too deeply"}
    except Exception as error:
        reason = f"the reader failed ({type(error).__name__}): please report this file"
        return {"refused": reason, "trace": traceback.format_exc(limit=-6)}
    answer: dict[str, Any] = {
        "document": reading.document_line(),
        "proposals": [proposal.to_json() for proposal in reading.proposals],
    }
    if request.get("with_text") and reading.document is not None:
        answer["text"] = reading.document.text
    return answer


if __name__ == "__main__":
    answer_requests(_read, memory=MEMORY, seconds=SECONDS)
