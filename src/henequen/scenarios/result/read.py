"""Results read back from the folder that a run wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from henequen.files.foreign import look_at
from henequen.files.json_once import read_json_once
from henequen.model.errors import DataError
from henequen.model.message import Message, unpacked
from henequen.scenarios.bases.table import read_table
from henequen.scenarios.result.result import ScenarioResult, Table
from henequen.scenarios.result.write import RESULT_FILES

__all__ = ["read_results", "with_messages"]

_LARGEST = 20_000_000  # bytes of diagnostics


def with_messages(head: dict[str, Any]) -> dict[str, Any]:
    """`diagnostics.json` with messages instead of their English text, if it has their codes."""
    messages = head.get("messages", {})
    return head | {name: unpacked(messages[name]) for name in ("assumptions", "limits") if name in messages}


def read_results(folder: Path) -> ScenarioResult:
    """The result in `folder`, as `scenario run` wrote it; raises `DataError` for a folder without one."""
    head_file = folder / "diagnostics.json"
    look_at(head_file, ("json",), largest=_LARGEST, what="file_result")
    try:
        head = with_messages(read_json_once(head_file.read_text(encoding="utf-8")))
        units = head["units"]
        tables = {
            name: Table(name, read_table(folder / f"{name}.parquet"), units.get(name, {}))
            for name in RESULT_FILES
            if (folder / f"{name}.parquet").is_file()
        }
        if not tables:
            raise DataError(Message("folder_does_not_contain_result"), where=str(folder))
        return ScenarioResult(
            title=head["title"],
            model=head["model"],
            tables=tables,
            assumptions=tuple(head["assumptions"]),
            limits=tuple(head["limits"]),
            diagnostics={key: value for key, value in head.items() if key not in _KEPT_APART},
            sources=tuple(head["sources"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError(Message("result_cannot_be_read"), where=str(head_file), found=repr(error)[:200]) from None


_KEPT_APART = ("messages", "title", "assumptions", "limits", "sources", "units")
