"""The Python interface of reading: `henequen.read`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.model.result import ListedTable, Result
from henequen.reading.batch import read_files

__all__ = ["Reading", "read"]


@dataclass(frozen=True)
class Reading(Result):
    """The proposals of documents: one row per proposed claim. Reading accepts no claim.

    `documents` holds one object per file with its status, `proposals` the claims as docs/reference/reading.md describes them.
    """

    documents: tuple[Mapping[str, Any], ...] = ()
    proposals: tuple[Mapping[str, Any], ...] = field(default=())


def read(paths: str | Path | Sequence[str | Path]) -> Reading:
    """Read one or more documents in a limited child process and return what they propose.

    A file that is refused is in `documents` with its reason; the others are still read. Raises UsageError if a file
    does not exist.
    """
    files = [Path(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]
    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        raise UsageError(Message("there_no_such_file"), found=", ".join(missing), expected=Message("document_read"))
    answers = list(read_files(files))
    proposals = [proposal for answer in answers for proposal in answer.proposals]
    names = list(dict.fromkeys(name for proposal in proposals for name in proposal)) or ["document", "kind"]
    columns = {name: [_cell(proposal.get(name)) for proposal in proposals] for name in names}
    return Reading(
        table=ListedTable(columns),
        units={"value": "as printed, times multiplier, in unit"},
        assumptions=("Proposed by rules; a person accepts.", "A field that the document does not print is left out."),
        diagnostics={
            "files": len(files),
            "refused": sum(answer.refused for answer in answers),
            "proposals": len(proposals),
        },
        sources=tuple(path.name for path in files),
        documents=tuple(answer.document for answer in answers),
        proposals=tuple(proposals),
    )


def _cell(value: Any) -> str | None:
    return None if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
