"""Parquet as a source of rows: complete, with the expected hash and the required columns."""

from __future__ import annotations

from pathlib import Path

import duckdb

from henequen.files.checksum import Digest
from henequen.files.disk import disk_error
from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["check_parquet", "constant_columns", "file_digest", "parquet_columns"]


def file_digest(path: Path) -> Digest:
    """The SHA-256 of a file's bytes, computed in the background. If there is a file `<name>.sha256` (first word: the
    hash), the two are compared first; DataError if they differ.
    """
    digest = Digest(path)
    beside = path.with_name(path.name + ".sha256")
    if beside.is_file():
        words = beside.read_text(encoding="utf-8").split()
        checksum = digest.hexdigest()
        if not words or words[0].lower() != checksum:
            raise DataError(
                Message("file_does_not_match_its_checksum"),
                where=path.name,
                found=checksum,
                expected=words[0] if words else Message("hash"),
                hint=Message("fetch_again_byte_was_altered_or"),
            )
    return digest


def check_parquet(path: Path) -> None:
    """Raise DataError unless the file begins and ends as Parquet does and its footer can be read."""
    size = path.stat().st_size
    with path.open("rb") as handle:
        head = handle.read(4)
        handle.seek(max(size - 4, 0))
        tail = handle.read(4)
    if head != b"PAR1" or tail != b"PAR1" or size < 12:
        raise DataError(
            Message("not_whole_parquet_file"),
            where=path.name,
            found=Message("bytes_beginning_ending", size=size, head=f"{head!r}", tail=f"{tail!r}"),
            expected=Message("par1_at_both_ends"),
            hint=Message("fetch_again"),
        )


def parquet_columns(path: Path) -> dict[str, str]:
    """Column -> text, integer, number, flag or other, as the file stores it."""
    check_parquet(path)
    con = duckdb.cursor()  # opened once: opening the engine costs ten times as much as such a query
    try:
        rows = con.execute("describe select * from read_parquet(?)", [str(path)]).fetchall()
    except duckdb.Error as error:
        if (full := disk_error(error)) is not None:
            raise full from None
        raise DataError(Message("parquet_file_cannot_be_read"), where=path.name, found=_first(error)) from None
    finally:
        con.close()
    kinds = {"VARCHAR": "text", "DOUBLE": "number", "FLOAT": "number", "BOOLEAN": "flag"}
    types = {}
    for name, kind, *_ in rows:
        base = str(kind).upper()
        if base in kinds:
            types[str(name)] = kinds[base]
        elif "INT" in base:
            types[str(name)] = "integer"
        elif base.startswith("DECIMAL"):
            types[str(name)] = "number"
        else:
            types[str(name)] = "other"
    return types


def constant_columns(path: Path) -> dict[str, str]:
    """Column -> its value as text, of columns with only one value (apart from nulls) by the statistics of the file's
    footer, which must be exact for every row group."""
    con = duckdb.cursor()
    try:
        rows = con.execute(
            "select path_in_schema, min(stats_min_value) from parquet_metadata(?) group by path_in_schema "
            "having bool_and(coalesce(stats_min_value = stats_max_value and min_is_exact and max_is_exact, "
            "stats_null_count = num_values, false)) and count(distinct stats_min_value) = 1",
            [str(path)],
        ).fetchall()
    finally:
        con.close()
    return {str(name): str(value) for name, value in rows}


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]
