"""The files next to a result (its report, its model, the note of an update): JSON that a user could have changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from henequen.files.json_once import read_json_once
from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["read_sidecar"]


def read_sidecar(path: Path) -> dict[str, Any]:
    """The content of the file at `path`; raises DataError, naming it, if it is not one JSON object in which no name occurs twice."""
    try:
        content = read_json_once(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as damaged:
        raise DataError(
            Message("file_next_to_result_is_damaged"),
            where=str(path),
            found=str(damaged)[:200],
            hint=Message("reconcile_again_or_take_file_from"),
        ) from None
    if not isinstance(content, dict):
        raise DataError(
            Message("file_next_to_result_is_damaged"),
            where=str(path),
            found=type(content).__name__,
            hint=Message("reconcile_again_or_take_file_from"),
        )
    return content
