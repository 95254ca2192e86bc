"""A desk's own points and classification, from a small TOML file; marked as its own wherever they appear."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from henequen.model.errors import DataError

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
    """Read and check the file. Raises DataError naming it and the key at the first thing that is not right."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"the desk file cannot be read ({error.strerror})", where=str(path)) from None
    if len(data) > _MOST_BYTES:
        raise DataError(
            "the desk file is too long",
            where=path.name,
            found=f"{len(data):,} bytes",
            expected=f"at most {_MOST_BYTES:,}",
        )
    text = data.decode("utf-8", errors="replace")
    if "\ufffd" in text:
        raise DataError("the desk file is not UTF-8", where=path.name)
    if any(line.count(".") > 8 and "=" in line and line.index("=") > line.rfind(".") for line in text.splitlines()):
        raise DataError("a key of the desk file is nested too deeply", where=path.name)
    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise DataError(f"the desk file is not TOML ({error})", where=path.name) from None
    for key, value in told.items():
        if key not in _KEYS:
            raise DataError("the desk file has an unknown key", where=path.name, found=key, expected=", ".join(_KEYS))
        if not isinstance(value, _KEYS[key]) or (
            isinstance(value, list) and not all(isinstance(v, str) for v in value)
        ):
            raise DataError(
                f"{key} of the desk file has the wrong type",
                where=path.name,
                expected="a text" if _KEYS[key] is str else "a list of texts",
            )
        for item in value if isinstance(value, list) else [value]:
            if _MARKUP.search(item):
                raise DataError(
                    f"{key} of the desk file has markup or control characters", where=path.name, found=item[:80]
                )
            if len(item) > _LONGEST:
                raise DataError(
                    f"a text in {key} of the desk file is too long",
                    where=path.name,
                    found=f"{len(item)} characters",
                    expected=f"at most {_LONGEST}",
                )
    points = tuple(told.get("points", ()))
    if len(points) > _MOST_POINTS:
        raise DataError(
            "the desk file has too many points", where=path.name, found=len(points), expected=f"at most {_MOST_POINTS}"
        )
    return DeskFile(told.get("classification", ""), told.get("purpose", ""), points, tuple(told.get("lines", ())))
