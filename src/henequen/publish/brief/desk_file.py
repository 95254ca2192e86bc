"""A desk's own points and classification, from a small TOML file; marked as the desk's own wherever they appear."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from henequen.files.toml_gate import TomlBounds
from henequen.jobs.foreign_text import toml_in_child
from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["DeskFile", "read_desk_file"]

_MOST_BYTES = 32 * 1024
_KEYS = {"classification": str, "purpose": str, "points": list, "lines": list, "side": str}
_MARKUP = re.compile(r"<[^>]*>|[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_LONGEST = 400
_MOST_POINTS = 7


@dataclass(frozen=True, slots=True)
class DeskFile:
    """What a desk adds: a classification, a purpose, points, and lines to take."""

    classification: str = ""
    purpose: str = ""
    points: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def read_desk_file(path: Path) -> DeskFile:
    """Read and check the file. Raises DataError with the file and the key at the first invalid value."""
    content = toml_in_child(path, bounds=TomlBounds(size=_MOST_BYTES, parts=8), what="file_desk")
    for key, value in content.items():
        if key not in _KEYS:
            raise DataError(Message("desk_file_has_unknown_key"), where=path.name, found=key, expected=", ".join(_KEYS))
        if not isinstance(value, _KEYS[key]) or (
            isinstance(value, list) and not all(isinstance(v, str) for v in value)
        ):
            raise DataError(
                Message("desk_file_has_wrong_type", key=key),
                where=path.name,
                expected=Message("a_text") if _KEYS[key] is str else Message("list_texts"),
            )
        for item in value if isinstance(value, list) else [value]:
            if _MARKUP.search(item):
                raise DataError(Message("desk_file_has_markup_or_control", key=key), where=path.name, found=item[:80])
            if len(item) > _LONGEST:
                raise DataError(
                    Message("text_in_desk_file_too_long", key=key),
                    where=path.name,
                    found=Message("count_characters", n=len(item)),
                    expected=Message("at_most", value=_LONGEST),
                )
    points = tuple(content.get("points", ()))
    if len(points) > _MOST_POINTS:
        raise DataError(
            Message("desk_file_has_too_many_points"),
            where=path.name,
            found=len(points),
            expected=Message("at_most", value=_MOST_POINTS),
        )
    return DeskFile(
        content.get("classification", ""), content.get("purpose", ""), points, tuple(content.get("lines", ()))
    )
