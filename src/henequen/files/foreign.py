"""Detects the kind of a foreign file from its content, before any parser opens it, so that a workbook is never read as
CSV.

`look_at` reads the first and last bytes only. A file's name is ignored, since names can be wrong.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from pathlib import Path

from henequen.model.errors import DataError, HenequenError

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
    "parquet": "a Parquet file",
    "zip": "a ZIP archive",
    "xlsx": "an Excel workbook",
    "npz": "a NumPy archive (npz)",
    "gzip": "a gzip archive",
    "bzip2": "a bzip2 archive",
    "xz": "an xz archive",
    "zstd": "a zstd archive",
    "7z": "a 7z archive",
    "rar": "a RAR archive",
    "tar": "a tar archive",
    "pdf": "a PDF",
    "xls": "an old Excel workbook (xls)",
    "npy": "a NumPy array",
    "sqlite": "a SQLite database",
    "hdf5": "an HDF5 file",
    "arrow": "an Arrow file",
    "utf-16": "UTF-16 text",
    "html": "an HTML page",
    "xml": "an XML document",
    "json": "JSON",
    "binary": "binary data",
    "empty": "an empty file",
    "text": "text",
}
_HINTS = {
    "xlsx": "save the sheet that holds the table as CSV (UTF-8), and give that file",
    "xls": "save the sheet that holds the table as CSV (UTF-8), and give that file",
    "html": "this is a web page, often an error page of a download: fetch the file again",
    "utf-16": "save the table as CSV in UTF-8",
    **dict.fromkeys(("zip", "gzip", "bzip2", "xz", "zstd", "7z", "rar", "tar"), "unpack it, and give the table inside"),
}


def look_at(
    path: Path, allowed: Collection[str], *, largest: int, error: type[HenequenError] = DataError, what: str = "table"
) -> str:
    """The kind of the file at `path`, one of `allowed` (of `text`, `json`, `parquet`, `npz`, ...).

    Raises `error`, naming the file, for one that is missing, not a regular file, empty, larger than `largest` bytes, or of
    another kind.
    """
    expected = " or ".join("CSV text" if kind == "text" else _NAMES[kind] for kind in allowed)
    try:
        if not path.is_file():
            kind_of_path = "a folder" if path.is_dir() else "a special file" if path.exists() else "no file"
            raise error(f"the {what} is not here", where=str(path), found=kind_of_path, expected=expected)
        size = path.stat().st_size
        if size > largest:
            raise error(
                f"the {what} is too large",
                where=str(path),
                found=f"{size:,} bytes",
                expected=f"at most {largest:,}",
                hint="give the part that is needed, or a Parquet file",
            )
        kind = _kind(path, size)
    except (OSError, ValueError) as failed:
        raise error(f"the {what} cannot be opened", where=str(path), found=str(failed)) from None
    if kind not in allowed:
        raise error(
            f"the {what} is of another kind",
            where=str(path),
            found=_NAMES[kind],
            expected=expected,
            hint=_HINTS.get(kind),
        )
    return kind


def named_kind(data: bytes) -> str:
    """What bytes that are not text are by their first ones, in words; empty for everything else.

    >>> named_kind(b"%PDF-1.4")
    'a PDF'
    >>> named_kind(b"a = 1")
    ''
    """
    return next((_NAMES[name] for magic, name in _MAGIC if data.startswith(magic)), "")


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
