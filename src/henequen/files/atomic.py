"""Writes files whole or not at all: a temporary file next to each, flushed to disk, then put in its place.

Several files that belong together go through a journal: once it is written, all of them will be put in their place,
by this run or by the next one (`recover`); before that, none is.
"""

from __future__ import annotations

import glob
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from henequen.files.scratch import scratch_folder
from henequen.model.errors import PackError, StoreError, UsageError
from henequen.model.message import Message

__all__ = ["flush_path", "recover", "refuse_full", "unrecovered", "write_durably", "write_folder", "write_together"]

_JOURNAL = ".henequen-journal.json"
_PARTS = ".henequen-*.part"
_NEW = 60.0
"""Seconds before a temporary file counts as a left-over."""


def write_durably(path: Path, data: bytes, *, flush: bool = True) -> None:
    """Replace the content of `path` by `data`; whatever happens, the file has either the old or the new content.

    Without `flush` a crash of the machine may still lose the new content, which suits reports of progress.
    """
    _remove_abandoned(path)
    part = _stage(path, data, flush=flush)
    try:
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if flush:
        flush_path(path.parent)


def refuse_full(folder: Path) -> None:
    """Raise UsageError unless `folder` does not exist yet or is empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(Message("folder_not_empty"), found=str(folder), expected=Message("new_or_empty_folder"))


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder with `files` (names relative to it), whole or not at all."""
    refuse_full(folder)
    if folder.exists():
        write_together(folder, {Path(name): data for name, data in files.items()})
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with scratch_folder(".henequen-new-", folder.parent) as part:
        whole = part / folder.name
        for name, data in files.items():
            write_durably(whole / name, data)
        whole.rename(folder)
    flush_path(folder.parent)


def write_together(root: Path, files: Mapping[Path, bytes], remove: Iterable[Path] = ()) -> None:
    """Replace several files below `root` (paths relative to it), and remove those of `remove`: all, or none.

    They are put in their place in the order given. The caller must hold the folder's lock.
    """
    root = root.resolve()
    staged: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            staged[path] = _stage(root / path, data)
        moves = [["", path.as_posix()] for path in remove if path not in files]
        moves += [[part.relative_to(root).as_posix(), path.as_posix()] for path, part in staged.items()]
        write_durably(root / _JOURNAL, json.dumps(moves).encode())
    except BaseException:
        (root / _JOURNAL).unlink(missing_ok=True)
        for part in staged.values():
            part.unlink(missing_ok=True)
        raise
    try:
        _carry_out(root)
    except OSError as error:
        raise StoreError(
            Message("not_every_file_could_be_put", strerror=error.strerror),
            where=str(root),
            hint=Message("nothing_lost_next_henequen_build_continues"),
        ) from error


def unrecovered(root: Path) -> bool:
    """Is there something below `root` that an interrupted run left?"""
    return (root / _JOURNAL).exists() or next(root.rglob(_PARTS), None) is not None


def recover(root: Path) -> None:
    """Finish the moves that an interrupted run had journalled below `root`, and remove its temporary files. The caller
    must hold the lock."""
    if (root / _JOURNAL).exists():
        _carry_out(root)
    for path in root.rglob(_PARTS):
        with suppress(OSError):  # a read-only folder keeps its leftovers, which do no harm
            path.unlink()


def _carry_out(root: Path) -> None:
    folders = {root}
    for part, path in _moves(root):
        if part is None:
            path.unlink(missing_ok=True)
        elif part.exists():  # otherwise it was moved before the interruption
            part.replace(path)
        folders.add(path.parent)
    for folder in sorted(folders):
        flush_path(folder)
    (root / _JOURNAL).unlink()
    flush_path(root)


def _moves(root: Path) -> list[tuple[Path | None, Path]]:
    """The moves of the journal; a journal that this program did not write is refused, because a pack may come from
    anywhere."""
    try:
        listed = json.loads((root / _JOURNAL).read_bytes())
        moves = [(root / str(part) if part else None, root / str(path)) for part, path in listed]
        within = root.resolve()
        if not all(part is None or part.match(_PARTS) for part, _ in moves) or not all(
            step.resolve().is_relative_to(within) and not step.is_symlink() for move in moves for step in move if step
        ):
            raise ValueError("it names other files than those of the pack")
    except (ValueError, TypeError, RecursionError) as error:
        raise PackError(
            Message("not_journal_this_program", reason=error), where=_JOURNAL, hint=Message("delete")
        ) from None
    return moves


def _prefix(path: Path) -> str:
    """How the names of temporary files for `path` begin."""
    return f".henequen-{path.name[:80]}-"


def _remove_abandoned(path: Path) -> None:
    """Remove the temporary files that a killed run left for `path`; files younger than a minute may belong to a
    running process."""
    for part in path.parent.glob(f"{glob.escape(_prefix(path))}*.part"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > _NEW:
                part.unlink()


def _stage(path: Path, data: bytes, *, flush: bool = True) -> Path:
    """A temporary file next to `path` with `data` in it, flushed to disk if `flush`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            part.chmod(0o644)
            if flush:
                os.fsync(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def flush_path(path: Path) -> None:
    """Flush a file, or the names in a folder, to disk; Windows flushes files only."""
    if path.is_dir() and sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
