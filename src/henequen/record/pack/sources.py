"""`sources.csv`: the pages, feeds and registers that a pack names to be watched."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from henequen.model.countries import country
from henequen.model.durations import parse_duration
from henequen.model.errors import PackError
from henequen.model.message import Message
from henequen.model.watched import KINDS, Watched
from henequen.record.pack.strict_csv import read_rows

__all__ = ["SOURCES", "read_sources"]

SOURCES = "sources.csv"
_NEEDED = ("source_id", "url", "kind", "every", "publisher", "title")
_COLUMNS = (*_NEEDED, "side", "note")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def read_sources(root: Path) -> tuple[Watched, ...]:
    """The sources of the pack at `root`, in the order of its table; empty if the pack has no such table."""
    path = root / SOURCES
    if not path.exists() and not path.is_symlink():
        return ()
    sources: dict[str, Watched] = {}
    for line, row in read_rows(path, root, _COLUMNS):
        where = f"{SOURCES}, line {line}"
        for column, (is_right, expected) in _CHECKS.items():
            if not is_right(row.get(column, "")):
                raise PackError(
                    Message("not_right", column=column),
                    where=where,
                    found=row.get(column, "") or Message("nothing"),
                    expected=expected,
                )
        if row["source_id"] in sources:
            raise PackError(
                Message("id_occurs_twice"), where=where, found=row["source_id"], hint=Message("rename_one_rows")
            )
        sources[row["source_id"]] = Watched(**{**row, "side": row.get("side") or "INT"})
    return tuple(sources.values())


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        return False
    named = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    return named and port_is_right and text.isascii() and " " not in text


def _is_duration(text: str) -> bool:
    try:
        length = parse_duration(text)
    except ValueError:
        return False
    return bool(length.months or length.days)


_CHECKS: dict[str, tuple[Callable[[str], bool], str]] = {
    "source_id": (lambda text: bool(_ID.fullmatch(text)), "lower-case letters, digits and hyphens"),
    "url": (_is_address, "an address: https://... without a user name"),
    "kind": (lambda text: text in KINDS, ", ".join(KINDS)),
    "every": (_is_duration, "a duration of a day or more: P1D, P1W, P1M"),
    "publisher": (lambda text: bool(text.strip()), "who publishes it"),
    "title": (lambda text: bool(text.strip()), "what it is called"),
    "side": (lambda text: not text or country(text) is not None, "ISO 3166-1 alpha-3, JOINT or INT"),
}
