# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Strict reading of separated text into Parquet: fixed columns, every cell text, nothing guessed.

Refused, with file and line: NUL bytes, bytes that are not UTF-8, a row with more or fewer cells than the header, a quote
that is not closed, a cell in a column of numbers that is not a number (see `numbers`). Kept unchanged: leading zeros,
`NA` (Namibia's code; in a column of numbers it means missing), empty cells (missing).
"""

from __future__ import annotations

import codecs
import csv
import re
from pathlib import Path

import duckdb

from henequen.files.disk import disk_error
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.readers.numbers import NumberStyle, check_numbers

__all__ = ["first_names", "read_header", "recoded", "text_to_parquet"]

_CHUNK = 1 << 22
_LONGEST = 1 << 20
_MOST_COLUMNS = 2_000
"""A layout of a statistical service has some 50; the engine takes minutes over 50,000."""


def recoded(path: Path, out: Path, encoding: str, name: str) -> Path:
    """Rewrite the text of `path` in UTF-8; DataError with the first line whose bytes are not in `encoding`."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    try:
        with path.open("rb") as handle, out.open("w", encoding="utf-8", newline="") as plain:
            while chunk := handle.read(_CHUNK):
                text = decoder.decode(chunk)
                line += text.count("\n")
                plain.write(text)
            plain.write(decoder.decode(b"", final=True))
    except UnicodeDecodeError as error:
        raise DataError(
            Message("not_in_encoding", encoding=encoding),
            where=Message("after_line", name=name, line=line),
            found=repr(error.object[error.start : error.start + 4]),
            hint=Message("name_encoding_in_which_file_was"),
        ) from None
    return out


def _likely(path: Path) -> str:
    """A hint at the probable encoding of a text file."""
    with path.open("rb") as handle:
        head = handle.read(1 << 16)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return 'it seems to be UTF-16: save it as UTF-8, or state encoding = "utf-16" in a mapping file'
    try:
        text = codecs.getincrementaldecoder("cp949")().decode(head)
    except UnicodeDecodeError:
        text = ""
    if sum("\uac00" <= sign <= "\ud7a3" for sign in text) > 2:
        return 'it seems to be Hangul in CP949: state encoding = "cp949" in a mapping file'
    return "save it as UTF-8, or name its encoding in a mapping file"


def _check_bytes(path: Path, name: str) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            nul = chunk.find(b"\0")
            if nul >= 0:
                raise DataError(
                    Message("nul_byte_in_text_file"),
                    where=Message("at_line", file=name, n=line + chunk.count(10, 0, nul)),
                    expected=Message("as_text"),
                    hint=_likely(path)
                    if chunk[:2] in (b"\xff\xfe", b"\xfe\xff")
                    else Message("file_damaged_or_not_text_fetch"),
                )
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                raise DataError(
                    Message("text_not_utf_8"),
                    where=Message("at_line", file=name, n=line + chunk.count(10, 0, error.start)),
                    found=repr(error.object[error.start : error.start + 4]),
                    hint=_likely(path),
                ) from None
            line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise DataError(Message("file_ends_inside_character"), where=Message("at_line", file=name, n=line)) from None


def first_names(path: Path, encoding: str) -> list[str]:
    """The names in the first line, read in `encoding`; empty if it cannot be read so. Never raises."""
    with path.open(encoding=encoding, errors="replace", newline="") as handle:
        try:
            first = handle.readline(_LONGEST).removeprefix("\ufeff")
            return next(csv.reader([first], delimiter=_separator(first), strict=True), [])
        except (csv.Error, UnicodeError):
            return []


def _separator(first: str) -> str:
    return max(",;\t", key=first.count)


def read_header(path: Path, name: str | None = None) -> tuple[str, list[str]]:
    """Separator (comma, semicolon, tab) and names of the first line; a byte order mark is not part of a name.

    The whole file is scanned first: DataError with the line of a NUL byte or of bytes that are not UTF-8. `name` is
    the file's name in messages.
    """
    name = name or path.name
    _check_bytes(path, name)
    with path.open(encoding="utf-8-sig", newline="") as handle:
        first = handle.readline()
    separator = _separator(first)
    try:
        names = next(csv.reader([first], delimiter=separator, strict=True), [])
    except csv.Error as error:
        raise DataError(
            Message("header_cannot_be_read"), where=Message("at_first_line", file=name), found=str(error)
        ) from None
    if len(names) > _MOST_COLUMNS:
        raise DataError(
            Message("too_many_columns"),
            where=Message("at_first_line", file=name),
            found=f"{len(names):,}",
            expected=Message("at_most", value=f"{_MOST_COLUMNS:,}"),
        )
    if len(names) < 2 or len(set(names)) != len(names) or not all(names):
        raise DataError(
            Message("not_header"),
            where=Message("at_first_line", file=name),
            found=first.strip()[:80],
            expected=Message("different_names_separated_by_comma_semicolon"),
        )
    return separator, names


def text_to_parquet(
    path: Path, out: Path, numbers: set[str], style: NumberStyle | None = None, name: str | None = None
) -> list[str]:
    """Write the text file `path` as Parquet `out`, all columns text but `numbers` (DOUBLE); returns the column names.

    A cell of `numbers`, written in `style`, may be empty; `inf` and `nan` are kept, so that the reconciliation counts
    them.
    """
    called, style = name or path.name, style or NumberStyle()
    separator, names = read_header(path, called)
    columns = "{" + ", ".join(f"'{column.replace(chr(39), chr(39) * 2)}': 'VARCHAR'" for column in names) + "}"
    source = (
        f"read_csv(?, auto_detect=false, header=true, delim='{separator}', quote='\"', escape='\"', columns={columns}, "
        "strict_mode=true, ignore_errors=false, null_padding=false, allow_quoted_nulls=false, max_line_size=1048576)"
    )
    con = duckdb.connect()
    try:
        con.execute("set preserve_insertion_order = true")
        check_numbers(con, source, numbers, style, called, first=2, what="line", argument=[str(path)])
        quoted = {column: '"' + column.replace('"', '""') + '"' for column in names}
        picked = ", ".join(
            f"{style.value(quoted[column])} as {quoted[column]}" if column in numbers else quoted[column]
            for column in names
        )
        copied = con.execute(f"copy (select {picked} from {source}) to '{_quoted(out)}' (format parquet)", [str(path)])
        written = int(copied.fetchall()[0][0])
    except duckdb.Error as error:
        if (full := disk_error(error)) is not None:
            raise full from None
        raise _refusal(called, names, str(error)) from None
    finally:
        con.close()
    if not written:
        raise DataError(
            Message("file_has_no_rows"),
            where=called,
            found=Message("only_header"),
            expected=Message("row_under"),
            hint=Message("leave_file_out_or_fetch_again"),
        )
    return names


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _refusal(name: str, names: list[str], message: str) -> DataError:
    line = re.search(r"[Ll]ine:?\s*(\d+)", message)
    lines = message.splitlines()
    reason = next((part.strip() for part in lines[1:] if part.strip()), lines[0])
    return DataError(
        Message("row_does_not_match_header"),
        where=Message("at_line", file=name, n=line.group(1)) if line else name,
        found=reason[:160],
        expected=Message("cells_quotes_closed", n=len(names)),
        hint=Message("repair_line_or_fetch_file_again"),
    )
