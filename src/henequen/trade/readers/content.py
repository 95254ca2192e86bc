"""Detects the format of a file from its content, not from its name: Parquet, JSON, XML, text, gzip; anything else is
refused with a reason."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Literal

from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["Kind", "kind_of", "unpacked"]

Kind = Literal["parquet", "json", "xml", "text", "gzip"]

_XML = (b"<?xml", b"<response", b"<OpenAPI_ServiceResponse")

_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet", "unpack it, or save the sheet as CSV"),
    (b"PK\x05\x06", "an empty ZIP archive", "fetch it again"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet or document", "save it as CSV"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"BZh", "a bzip2 file", "unpack it"),
    (b"\xfd7zXZ", "an xz file", "unpack it"),
    (b"\x28\xb5\x2f\xfd", "a zstd file", "unpack it"),
    (b"%PDF", "a PDF", "ask the source for the table as CSV"),
    (b"SQLite format 3", "an SQLite database", "write its table out as CSV"),
    (b"\x89HDF", "an HDF5 file", "write its table out as CSV or Parquet"),
    (b"<stata_dta>", "a Stata file", "write its table out as CSV or Parquet"),
    (b"<", "HTML", "a page came instead of the data, or save the table as CSV"),
)
_EXPANSION = 200
_SPARE = 64 * 1024 * 1024


def kind_of(path: Path) -> Kind:
    """The kind of a file; DataError for an unsupported one, with its kind and what to do."""
    with path.open("rb") as handle:
        head = handle.read(32)
    if not head:
        raise DataError(Message("file_empty"), where=path.name, hint=Message("fetch_again"))
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if text.startswith(_XML):
        return "xml"
    for magic, what, hint in _REFUSED:
        if text.startswith(magic):
            raise DataError(
                Message("this_which_not_read_here", what=what),
                where=path.name,
                expected=Message("parquet_csv_json_or_one_them"),
                hint=hint,
            )
    if path.suffix.lower() == ".parquet":
        raise DataError(
            Message("not_whole_parquet_file"),
            where=path.name,
            found=Message("beginning", head=f"{head[:4]!r}"),
            expected=Message("par1_at_both_ends"),
            hint=Message("fetch_again"),
        )
    return "json" if text[:1] in (b"{", b"[") else "text"


def unpacked(path: Path, out: Path) -> Path:
    """Unpack the gzip file `path` to `out`, its checksum verified; DataError if it is damaged, cut short, or expands
    more than tables do: it stops when the output exceeds 200 times the input read so far plus 64 MB."""
    written = 0
    try:
        with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as packed, out.open("wb") as plain:
            while chunk := packed.read(1 << 22):
                written += len(chunk)
                most = raw.tell() * _EXPANSION + _SPARE
                if written > most:
                    raise DataError(
                        Message("gzip_file_expands_beyond_allowed_size"),
                        where=path.name,
                        found=Message("more_than_bytes_out", most=f"{most:,}", raw=f"{raw.tell():,}"),
                        hint=Message("unpack_yourself_and_look_at"),
                    )
                plain.write(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(
            Message("gzip_file_damaged"), where=path.name, found=str(error), hint=Message("fetch_again")
        ) from None
    return out
