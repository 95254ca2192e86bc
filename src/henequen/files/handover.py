"""Puts large files that belong together in their places together: all of them, or none.

Each is written next to its place, under its name followed by `.partial`, and flushed to disk. Then a journal lists the
moves. Once the journal is on disk the hand-over will happen: by this process, or after a crash by the next one that
calls `recover`. Until then the earlier files are unchanged.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from henequen.files.atomic import flush_path, write_durably
from henequen.files.disk import disk_error
from henequen.model.errors import StoreError
from henequen.model.message import Message

__all__ = ["commit", "journal_path", "part_of", "recover", "remove_parts"]


def part_of(path: Path) -> Path:
    """Where the new content of `path` is written.

    >>> part_of(Path("year/flows.parquet")).name
    'flows.parquet.partial'
    """
    return path.with_name(path.name + ".partial")


def journal_path(main: Path) -> Path:
    """The journal of the hand-over whose main file is `main`.

    >>> journal_path(Path("year/flows.parquet")).name
    '.flows.parquet.handover.json'
    """
    return main.with_name(f".{main.name}.handover.json")


def commit(main: Path, paths: Iterable[Path]) -> None:
    """Put the parts of `paths` (in the folder of `main`) in their places; a path without a part is removed.

    Raises HenequenError if the disk refuses; the earlier files are then unchanged.
    """
    listed = list(paths)
    try:
        for path in listed:
            if part_of(path).exists():
                _flush_tree(part_of(path))
        moves = [[path.name, part_of(path).exists()] for path in listed]
        write_durably(journal_path(main), json.dumps(moves).encode())
    except OSError as error:
        with suppress(OSError):
            journal_path(main).unlink(missing_ok=True)
        raise disk_error(error) or error from error
    recover(main)


def recover(main: Path) -> bool:
    """Finish an interrupted hand-over; return whether there was one.

    Raises StoreError if this process may not write there: the folder then holds files of two results.
    """
    journal = journal_path(main)
    try:
        moves = json.loads(journal.read_bytes())
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise StoreError(
            Message("journal_hand_over_cannot_be_read"),
            where=str(journal),
            found=str(error),
            hint=Message("delete_and_make_result_again"),
        ) from None
    try:
        for name, new in moves:
            path = main.with_name(Path(str(name)).name)
            if not new:
                _remove(path)
            elif part_of(path).exists():  # otherwise it was moved before the interruption
                if path.is_dir() or part_of(path).is_dir():
                    _remove(path)
                with suppress(FileNotFoundError):  # another process is finishing it too
                    part_of(path).replace(path)
        flush_path(main.parent)
        journal.unlink(missing_ok=True)
        flush_path(main.parent)
    except OSError as error:
        raise StoreError(
            Message("interrupted_hand_over_cannot_be_finished"),
            where=str(error.filename or main),
            found=str(error.strerror or error),
            hint=Message("nothing_lost_run_command_on_this"),
        ) from error
    return True


def remove_parts(paths: Iterable[Path]) -> None:
    """Remove what an earlier run left under the names of parts."""
    for path in paths:
        with suppress(OSError):
            _remove(part_of(path))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _flush_tree(path: Path) -> None:
    """Flush a file, or a folder with all its content, to disk."""
    if path.is_dir():
        for inner in path.iterdir():
            _flush_tree(inner)
    flush_path(path)
