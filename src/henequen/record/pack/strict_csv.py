"""Reads and writes a pack's tables strictly: nothing is guessed, and every refusal names file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from henequen.files.csv_rows import csv_rows, repeated
from henequen.model.errors import PackError
from henequen.model.message import Message
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
                    Message("a_line_too_long"),
                    where=Message("at_line", file=where, n=number),
                    found=Message("more_than_bytes", n=f"{LONGEST_LINE:,}"),
                    expected=Message("at_most_bytes", n=f"{LONGEST_LINE:,}"),
                    hint=Message("split_row_or_correct_unclosed_quotation"),
                )
            if b"\0" in line:
                raise PackError(
                    Message("nul_byte"),
                    where=Message("at_line", file=where, n=number),
                    hint=Message("save_file_as_plain_utf_8"),
                )
            try:
                unseen = first_unseen(line.decode("utf-8"))
            except UnicodeDecodeError as error:
                raise PackError(
                    Message("not_valid_utf_8"),
                    where=Message("at_line_and_byte", file=where, line=number, byte=error.start + 1),
                    found=repr(line[error.start : error.end]),
                    expected=Message("text_in_utf_8"),
                    hint=Message("save_file_as_utf_8"),
                ) from error
            if unseen:
                raise PackError(
                    Message("character_that_terminal_obeys_or_that"),
                    where=Message("at_line", file=where, n=number),
                    found=unseen,
                    expected=Message("text_without_control_characters_and_overrides"),
                    hint=Message("delete_character"),
                )
            size += len(line)
            if size > LARGEST_FILE:
                raise PackError(
                    Message("file_too_large"),
                    where=where,
                    found=Message("more_than_bytes", n=f"{LARGEST_FILE:,}"),
                    expected=Message("at_most_bytes", n=f"{LARGEST_FILE:,}"),
                    hint=Message("take_out_what_does_not_belong"),
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
                Message("empty_table"),
                where=where,
                expected=Message("header_row"),
                hint=Message("write_header_or_delete"),
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
        raise PackError(
            Message("column_occurs_twice"), where=Message("at_first_line", file=where), found=", ".join(twice)
        )
    if allowed is not None:
        unknown = [name for name in header if name not in allowed][:20]
        if unknown:
            raise PackError(
                Message("unknown_column"),
                where=Message("at_first_line", file=where),
                found=", ".join(unknown),
                expected="some of " + ", ".join(allowed),
            )


def _inside(path: Path, root: Path) -> str:
    """The path relative to the pack, if it is a plain file in it; links and paths out of the folder are refused."""
    try:
        where = path.relative_to(root).as_posix()
    except ValueError:
        raise PackError(
            Message("path_leaves_pack_folder"), where=str(path), expected=Message("file_below", root=root)
        ) from None
    if ".." in path.relative_to(root).parts:
        raise PackError(Message("path_leaves_pack_folder"), where=where, expected=Message("file_below", root=root))
    step = root
    for part in path.relative_to(root).parts:
        step = step / part
        if step.is_symlink():
            raise PackError(Message("link_in_pack"), where=where, hint=Message("put_plain_copy_file_in_its"))
    if not path.is_file():
        raise PackError(Message("file_missing"), where=where, hint=Message("restore_or_take_its_name_out"))
    return where
