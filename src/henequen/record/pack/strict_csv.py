"""Reads and writes a pack's tables strictly: nothing is guessed, and every refusal names file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from henequen.files.csv_rows import csv_rows, repeated
from henequen.model.errors import PackError
from henequen.model.unseen import first_unseen

__all__ = ["LONGEST_LINE", "csv_line", "read_rows", "read_text", "render_rows"]

LONGEST_LINE = 1_000_000
LARGEST_FILE = 50_000_000
"""Bytes of one file: a hundred times the largest table of the shipped pack, and a few hundred megabytes of memory."""
_QUOTED = re.compile(r'[",\r\n]')


def read_text(path: Path, root: Path) -> str:
    """The text of one file of a pack: a regular file inside `root`, UTF-8 without NUL, 50 MB and a million bytes a line at most."""
    where = _inside(path, root)
    lines: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE + 1):
            number = len(lines) + 1
            if len(line) > LONGEST_LINE:
                raise PackError(
                    "a line is too long",
                    where=f"{where}, line {number}",
                    found=f"more than {LONGEST_LINE:,} bytes",
                    expected=f"at most {LONGEST_LINE:,} bytes",
                    hint="split the row, or correct an unclosed quotation mark",
                )
            if b"\0" in line:
                raise PackError("a NUL byte", where=f"{where}, line {number}", hint="save the file as plain UTF-8 text")
            try:
                unseen = first_unseen(line.decode("utf-8"))
            except UnicodeDecodeError as error:
                raise PackError(
                    "not valid UTF-8",
                    where=f"{where}, line {number}, byte {error.start + 1}",
                    found=repr(line[error.start : error.end]),
                    expected="text in UTF-8",
                    hint="save the file as UTF-8",
                ) from error
            if unseen:
                raise PackError(
                    "a character that a terminal obeys or that turns the direction of writing",
                    where=f"{where}, line {number}",
                    found=unseen,
                    expected="text without control characters and overrides of direction",
                    hint="delete the character",
                )
            size += len(line)
            if size > LARGEST_FILE:
                raise PackError(
                    "a file is too large",
                    where=where,
                    found=f"more than {LARGEST_FILE:,} bytes",
                    expected=f"at most {LARGEST_FILE:,} bytes",
                    hint="take out what does not belong to the pair",
                )
            lines.append(line)
    return b"".join(lines).decode("utf-8").removeprefix("\ufeff")


def read_rows(path: Path, root: Path, allowed: Sequence[str] | None = None) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of one CSV table with the number of the line each begins on.

    Every row has as many cells as the header; every column is one of `allowed` (if given) and occurs once.
    """
    where = path.relative_to(root).as_posix()

    def names_of(header: list[str] | None) -> list[str]:
        if header is None:
            raise PackError(
                "an empty table", where=where, expected="a header row", hint="write the header, or delete it"
            )
        _check_header(header, allowed, where)
        return header

    return csv_rows(read_text(path, root), where, names_of, PackError)


def render_rows(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A table as CSV text: comma, minimal quotes, line feed. Raises ValueError at a cell that no column has."""
    out = [csv_line(header)]
    for row in rows:
        if not row.keys() <= set(header):
            raise ValueError(f"no such column: {', '.join(row.keys() - set(header))}")
        out.append(csv_line([row.get(name, "") for name in header]))
    return "".join(out)


def csv_line(cells: Sequence[str]) -> str:
    """One row of a CSV table. (The csv module leaves a lone carriage return unquoted, which ends the row for its reader.)

    >>> csv_line(["a", "d, e", ""]).strip()
    'a,"d, e",'
    """
    if list(cells) == [""]:
        return '""\n'
    return ",".join('"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell for cell in cells) + "\n"


def _check_header(header: list[str], allowed: Sequence[str] | None, where: str) -> None:
    twice = repeated(header)
    if twice:
        raise PackError("a column occurs twice", where=f"{where}, line 1", found=", ".join(twice))
    if allowed is not None:
        unknown = [name for name in header if name not in allowed][:20]
        if unknown:
            raise PackError(
                "an unknown column",
                where=f"{where}, line 1",
                found=", ".join(unknown),
                expected="some of " + ", ".join(allowed),
            )


def _inside(path: Path, root: Path) -> str:
    """The path relative to the pack, if it is a plain file in it; links and paths out of the folder are refused."""
    try:
        where = path.relative_to(root).as_posix()
    except ValueError:
        raise PackError("a path leaves the pack's folder", where=str(path), expected=f"a file below {root}") from None
    if ".." in path.relative_to(root).parts:
        raise PackError("a path leaves the pack's folder", where=where, expected=f"a file below {root}")
    step = root
    for part in path.relative_to(root).parts:
        step = step / part
        if step.is_symlink():
            raise PackError("a link in a pack", where=where, hint="put a plain copy of the file in its place")
    if not path.is_file():
        raise PackError("a file is missing", where=where, hint="restore it, or take its name out of the pack")
    return where
