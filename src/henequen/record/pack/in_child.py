"""A pack is foreign until it has been checked: its files are parsed in a child with limits, never in this process.

Other rooms call these functions; `read_pack` and the readers next to it run in the child alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from henequen.jobs.call import call_in_child
from henequen.jobs.limits import Limits
from henequen.record.pack.manifest import Manifest, check_is_pack, read_manifest
from henequen.record.pack.pack import Pack
from henequen.record.pack.strict_csv import read_rows

__all__ = [
    "PACK_LIMITS",
    "HeldTables",
    "check_pack_in_child",
    "manifest_in_child",
    "read_pack_in_child",
    "subjects_in_child",
    "tables_in_child",
]

PACK_LIMITS = Limits(memory=6 << 30, processor=1800, seconds=3600.0)
"""A pack of 300,000 claims needs half a minute and about a gigabyte."""


@dataclass(frozen=True, slots=True)
class HeldTables:
    """Rows that a pack holds, by file, and its manifest."""

    rows: Mapping[str, Sequence[dict[str, str]]]
    manifest: Manifest


def read_pack_in_child(root: Path) -> Pack:
    """The pack at `root`, read and checked; raises PackError as `read_pack`."""
    check_is_pack(root)
    return call_in_child(_read, root, limits=PACK_LIMITS, about=root)


def check_pack_in_child(root: Path) -> None:
    """Raise PackError if the pack at `root` is not valid."""
    call_in_child(_check, root, limits=PACK_LIMITS, about=root)


def subjects_in_child(root: Path) -> frozenset[str]:
    """The ids of the records of the pack at `root`."""
    return call_in_child(_subjects, root, limits=PACK_LIMITS, about=root)


def manifest_in_child(root: Path) -> Manifest:
    """What `pack.toml` of the pack at `root` states."""
    check_is_pack(root)
    return call_in_child(read_manifest, root, limits=PACK_LIMITS, about=root)


def tables_in_child(root: Path, columns: Mapping[str, Sequence[str]]) -> HeldTables:
    """The rows of files of the pack at `root`; `columns` are the columns of each. A file that does not exist has no rows."""
    return call_in_child(_tables, root, dict(columns), limits=PACK_LIMITS, about=root)


def _read(root: Path) -> Pack:
    from henequen.record.pack.read import read_pack  # imported in the child only: this process never reads a pack

    return read_pack(root)


def _check(root: Path) -> None:
    _read(root)


def _subjects(root: Path) -> frozenset[str]:
    return frozenset(claim.subject for claim in _read(root).claims)


def _tables(root: Path, columns: Mapping[str, Sequence[str]]) -> HeldTables:
    rows: dict[str, list[dict[str, Any]]] = {
        name: [row for _, row in read_rows(root / name, root, header)] if (root / name).exists() else []
        for name, header in columns.items()
    }
    return HeldTables(rows, read_manifest(root))
