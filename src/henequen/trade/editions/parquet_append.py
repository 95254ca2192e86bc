"""Parquet files put together into one without decoding them: row groups as they are, and one footer in the end.

What stands between the first bytes and the footer of a file (pages, dictionaries, bloom filters, indexes) is appended as
it is, and every offset that its footer says is moved by as much. An offset index says itself where pages stand: it is
written anew, behind the rest. Everything else (statistics, encodings, fields that are not known here) passes through.

Source: `parquet.thrift` of the Apache Parquet format, whose field numbers stand below.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from henequen.model.errors import DataError
from henequen.trade.editions.thrift_compact import (
    BINARY,
    I32,
    I64,
    LIST,
    STRUCT,
    Struct,
    ThriftError,
    decoded,
    encoded,
)

__all__ = ["ParquetAppender"]

_MAGIC = b"PAR1"
_TAIL = 8  # the length of the footer in four bytes, and the magic ones
_AT_ONCE = 1 << 24
_SCHEMA, _FILE_ROWS, _GROUPS, _ORDERS, _ENCRYPTION = 2, 3, 4, 7, 8  # of FileMetaData
_NAME = 4  # of SchemaElement
_COLUMNS, _ROWS, _GROUP_OFFSET, _ORDINAL = 1, 3, 5, 7  # of RowGroup
_ELSEWHERE, _META, _INDEX, _INDEX_LENGTH, _CRYPTO, _SECRET = 1, 3, 4, 5, 8, 9  # of ColumnChunk
_INDEXES = (_INDEX, 6)  # its offset index, its column index
_CHUNK_OFFSETS = (2, *_INDEXES)  # and its metadata: given up, zero or anything
_DATA_PAGE = 9  # of ColumnMetaData
_META_OFFSETS = (_DATA_PAGE, 10, 11, 14)  # and its index page, its dictionary page, its bloom filter
_PAGES, _PAGE_OFFSET = 1, 1  # of OffsetIndex, of PageLocation


class ParquetAppender:
    """One Parquet file, made of others that have the same columns; it can be read after `finish`."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._alone = False
        self._footer: Struct = {}
        self._groups: list[bytes] = []
        self._rows = 0

    def append(self, part: Path) -> None:
        """Take in the rows of `part`, which is gone then; the first part becomes the file, and stays as it is if it is the only one.

        Raises DataError, with nothing written, where a part is no whole Parquet file or has other columns than the first.
        """
        if not self._footer and not self._alone:
            shutil.move(part, self._target)
            self._alone = True
            return
        try:
            found = _read_part(part)
            if self._alone:
                first = _read_part(self._target)
                _check_columns(found, first.footer)
                self._begin(first)
            else:
                _check_columns(found, self._footer)
            self._append(found)
        except ThriftError as error:
            raise DataError(
                "not a whole Parquet file",
                where=part.name,
                found=str(error),
                hint="check the disk, and reconcile again",
            ) from None

    def _begin(self, first: _Part) -> None:
        self._groups, _ = _moved(first, 0, 0)
        os.truncate(self._target, first.end)
        self._footer = first.footer | {_GROUPS: (LIST, (STRUCT, []))}
        self._rows = _whole(first.footer, _FILE_ROWS)
        self._alone = False

    def _append(self, part: _Part) -> None:
        by = self._target.stat().st_size - len(_MAGIC)
        groups, indexes = _moved(part, by, part.end + by)
        with part.path.open("rb") as source, self._target.open("ab") as target:
            source.seek(len(_MAGIC))
            _copy(source, target, part.end - len(_MAGIC))
            target.write(indexes)
        part.path.unlink()
        self._groups += groups
        self._rows += _whole(part.footer, _FILE_ROWS)

    def finish(self) -> None:
        """Write the footer, where there are several parts: that of the first, with all row groups."""
        if self._alone:
            return
        rows, groups = (I64, self._rows), (LIST, (STRUCT, self._groups))
        footer = encoded(self._footer | {_FILE_ROWS: rows, _GROUPS: groups})
        with self._target.open("ab") as target:
            target.write(footer + len(footer).to_bytes(4, "little") + _MAGIC)


@dataclass(frozen=True)
class _Part:
    """A Parquet file as its footer tells it; `end` is where the footer begins, `groups` are its row groups."""

    path: Path
    footer: Struct
    groups: list[Struct]
    end: int


def _read_part(path: Path) -> _Part:
    """The file at `path`; ThriftError where it is no whole Parquet file, or one that cannot be appended."""
    with path.open("rb") as handle:
        size = handle.seek(0, os.SEEK_END)
        handle.seek(0)
        head = handle.read(len(_MAGIC))
        handle.seek(max(size - _TAIL, 0))
        tail = handle.read(_TAIL)
        end = size - _TAIL - int.from_bytes(tail[:4], "little")
        if head != _MAGIC or tail[4:] != _MAGIC or end < len(_MAGIC):
            raise ThriftError("it does not begin and end as one")
        handle.seek(end)
        data = handle.read(size - _TAIL - end)
    footer = decoded(data)
    part = _Part(path, footer, _structs(footer, _GROUPS), end)
    _check(part)
    return part


def _check(part: _Part) -> None:
    """ThriftError where the footer lacks what is needed here, contradicts itself, or leads out of the file."""
    chunks = [chunk for group in part.groups for chunk in _structs(group, _COLUMNS)]
    if _ENCRYPTION in part.footer or any({_ELSEWHERE, _CRYPTO, _SECRET} & chunk.keys() for chunk in chunks):
        raise ThriftError("encrypted, or spread over several files")
    if not _structs(part.footer, _SCHEMA):
        raise ThriftError("no columns")
    if _whole(part.footer, _FILE_ROWS) != sum(_whole(group, _ROWS) for group in part.groups):
        raise ThriftError("the rows of the row groups are not those of the file")
    for chunk in chunks:
        meta = _field(chunk, _META, STRUCT)
        places = [_whole(meta, _DATA_PAGE), *_offsets(meta, _META_OFFSETS), *_offsets(chunk, _INDEXES)]
        if _INDEX_LENGTH in chunk:
            places.append(_whole(chunk, _INDEX) + _field(chunk, _INDEX_LENGTH, I32) - 1)
        if not all(len(_MAGIC) <= place < part.end for place in places):
            raise ThriftError("a column stands outside the file")


def _check_columns(part: _Part, first: Struct) -> None:
    if part.footer[_SCHEMA] == first[_SCHEMA] and part.footer.get(_ORDERS) == first.get(_ORDERS):
        return
    here, there = (_structs(footer, _SCHEMA)[1:] for footer in (part.footer, first))  # behind the root
    raise DataError(
        "the parts of a result have different columns", where=part.path.name, found=_names(here, there),
        expected=_names(there, here), hint="please report it, with the versions of the report; a period alone can be reconciled",
    )  # fmt: skip


def _names(columns: list[Struct], others: list[Struct]) -> str:
    odd = [_field(column, _NAME, BINARY).decode("utf-8", "replace") for column in columns if column not in others]
    return ", ".join(odd) or f"{len(columns)} columns"


def _moved(part: _Part, by: int, behind: int) -> tuple[list[bytes], bytes]:
    """The row groups of `part`, whose bytes are moved by so many, as bytes; and its offset indexes, to stand at `behind`."""
    indexes = bytearray()
    with part.path.open("rb") as source:
        for group in part.groups:
            _shift(group, (_GROUP_OFFSET,), by)
            group.pop(_ORDINAL, None)  # it counts within a file, and only encryption asks for it
            for chunk in _structs(group, _COLUMNS):
                index = _moved_index(source, chunk, by) if by else b""
                _shift(chunk, _CHUNK_OFFSETS, by)
                _shift(_field(chunk, _META, STRUCT), _META_OFFSETS, by)
                if index:
                    chunk[_INDEX], chunk[_INDEX_LENGTH] = (I64, behind + len(indexes)), (I32, len(index))
                    indexes += index
    return [encoded(group) for group in part.groups], bytes(indexes)


def _moved_index(source: BinaryIO, chunk: Struct, by: int) -> bytes:
    """The offset index of a column, whose pages are moved by so many bytes; nothing where there is none."""
    if not _offsets(chunk, (_INDEX,)):
        return b""
    source.seek(_whole(chunk, _INDEX))
    index = decoded(source.read(_field(chunk, _INDEX_LENGTH, I32)))
    for page in _structs(index, _PAGES):
        _shift(page, (_PAGE_OFFSET,), by)
    return encoded(index)


def _offsets(tree: Struct, names: Iterable[int]) -> list[int]:
    """The offsets that are said; some writers say 0 for none."""
    return [offset for name in names if name in tree and (offset := _whole(tree, name))]


def _shift(tree: Struct, names: Iterable[int], by: int) -> None:
    for name in names:
        if _offsets(tree, (name,)):
            tree[name] = (I64, _whole(tree, name) + by)


def _whole(tree: Struct, name: int) -> int:
    number: int = _field(tree, name, I64)
    return number


def _structs(tree: Struct, name: int) -> list[Struct]:
    kind, items = _field(tree, name, LIST)
    if items and kind != STRUCT:
        raise ThriftError(f"the field {name} is no list of structs")
    found: list[Struct] = items
    return found


def _field(tree: Struct, name: int, kind: int) -> Any:
    found, value = tree.get(name, (None, None))
    if found != kind:
        raise ThriftError(f"the field {name} is {'missing' if found is None else 'of another kind'}")
    return value


def _copy(source: BinaryIO, target: BinaryIO, count: int) -> None:
    while count:
        data = source.read(min(count, _AT_ONCE))
        if not data:
            raise OSError("a file became shorter while it was read")
        target.write(data)
        count -= len(data)
