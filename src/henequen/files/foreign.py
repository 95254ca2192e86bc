"""Detects the kind of a foreign file from its content, before any parser opens it, so that a workbook is never read as
CSV.

`look_at` reads the first and last bytes only. A file's name is ignored, since names can be wrong.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from pathlib import Path

from henequen.model.errors import DataError, HenequenError
from henequen.model.message import Message, either

__all__ = ["look_at", "named_kind"]

_HEAD = 65_536
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"\x93NUMPY", "npy"),
    (b"SQLite format 3", "sqlite"),
    (b"\x89HDF", "hdf5"),
    (b"ARROW1", "arrow"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NAMES = {
    "parquet": "parquet_file",
    "zip": "zip_archive",
    "xlsx": "excel_workbook",
    "npz": "numpy_archive_npz",
    "gzip": "gzip_archive",
    "bzip2": "bzip2_archive",
    "xz": "xz_archive",
    "zstd": "zstd_archive",
    "7z": "n_7z_archive",
    "rar": "rar_archive",
    "tar": "tar_archive",
    "pdf": "pdf_file",
    "xls": "old_excel_workbook_xls",
    "npy": "numpy_array",
    "sqlite": "sqlite_database",
    "hdf5": "hdf5_file",
    "arrow": "arrow_file",
    "utf-16": "utf_16_text",
    "html": "html_page",
    "xml": "xml_document",
    "json": "json_text",
    "binary": "binary_data",
    "empty": "empty_file",
    "text": "as_text",
}
_HINTS = {
    "xlsx": "save_sheet_that_holds_table_as",
    "xls": "save_sheet_that_holds_table_as",
    "html": "this_web_page_often_error_page",
    "utf-16": "save_table_as_csv_in_utf",
    **dict.fromkeys(("zip", "gzip", "bzip2", "xz", "zstd", "7z", "rar", "tar"), "unpack_and_give_table_inside"),
}
"""The code of the message for each kind, and of what to do about it."""


def look_at(
    path: Path,
    allowed: Collection[str],
    *,
    largest: int,
    error: type[HenequenError] = DataError,
    what: str = "file_table",
) -> str:
    """The kind of the file at `path`, one of `allowed` (of `text`, `json`, `parquet`, `npz`, ...).

    Raises `error`, naming the file, for one that is missing, not a regular file, empty, larger than `largest` bytes, or of
    another kind.
    """
    try:
        if not path.is_file():
            kind_of_path = Message("folder" if path.is_dir() else "special_file" if path.exists() else "no_file")
            raise error(
                Message("not_here", what=Message(what)),
                where=str(path),
                found=kind_of_path,
                expected=_expected(allowed),
            )
        size = path.stat().st_size
        if size > largest:
            raise error(
                Message("too_large", what=Message(what)),
                where=str(path),
                found=Message("count_bytes", n=f"{size:,}"),
                expected=Message("at_most", value=f"{largest:,}"),
                hint=Message("give_part_that_needed_or_parquet"),
            )
        kind = _kind(path, size)
    except (OSError, ValueError) as failed:
        raise error(Message("cannot_be_opened", what=Message(what)), where=str(path), found=str(failed)) from None
    if kind not in allowed:
        raise error(
            Message("another_kind", what=Message(what)),
            where=str(path),
            found=Message(_NAMES[kind]),
            expected=_expected(allowed),
            hint=Message(_HINTS[kind]) if kind in _HINTS else None,
        )
    return kind


def _expected(allowed: Collection[str]) -> str:
    return either([Message("csv_text" if kind == "text" else _NAMES[kind]) for kind in allowed])


def named_kind(data: bytes) -> str:
    """What bytes that are not text are by their first ones, in words; empty for everything else.

    >>> str(named_kind(b"%PDF-1.4"))
    'a PDF'
    >>> named_kind(b"a = 1")
    ''
    """
    return next((Message(_NAMES[name]) for magic, name in _MAGIC if data.startswith(magic)), "")


def _kind(path: Path, size: int) -> str:
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not head:
            return "empty"
        if head[257:262] == b"ustar":
            return "tar"
        kind = next((name for magic, name in _MAGIC if head.startswith(magic)), "")
        if kind == "parquet":
            file.seek(max(0, size - 8))
            tail = file.read(8)
            whole = tail.endswith(b"PAR1") and int.from_bytes(tail[:4], "little") <= size - 12
            return "parquet" if whole else "binary"
    if kind == "zip":
        return _archive(path)
    if kind:
        return kind
    if b"\x00" in head:
        return "binary"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith(b"<"):
        return "xml"
    return "json" if start.startswith((b"{", b"[")) else "text"


def _archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return "zip"
    if "[Content_Types].xml" in names:
        return "xlsx"
    return "npz" if names and all(name.endswith(".npy") for name in names) else "zip"
