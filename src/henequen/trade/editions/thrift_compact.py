"""Thrift's compact protocol, in which Parquet writes its footer and indexes, as a tree and back.

Generic: what the fields mean is for the caller to know, and fields that it does not know pass through unchanged.

    struct          dict of field id -> (kind, value), in the order in which the fields were written
    list, set       (kind of the items, items)
    map             (kind of the keys, kind of the values, pairs)
    whole numbers   int;  fractions float;  texts and binaries bytes;  truths bool

Source: "Thrift Compact protocol encoding", the specification of Apache Thrift.
"""

from __future__ import annotations

import struct
from typing import Any

__all__ = [
    "BINARY", "BOOL", "BYTE", "DOUBLE", "I16", "I32", "I64", "LIST", "MAP", "SET", "STRUCT", "Struct", "ThriftError",
    "decoded", "encoded",
]  # fmt: skip

Struct = dict[int, tuple[int, Any]]
"""Field id -> (kind, value)."""

TRUE, BOOL, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
"""The kinds as they are written; a truth of a struct has the kind BOOL here, since the bytes have its value for a kind."""
_DEEPEST = 32
"""Structs and lists inside each other; a Parquet footer has eight."""


class ThriftError(ValueError):
    """The bytes are none of this protocol; `args[0]` says why."""


def decoded(data: bytes) -> Struct:
    """The struct that `data` begins with. Raises ThriftError where the bytes end early or say what the protocol cannot.

    >>> decoded(bytes([0x15, 0x02, 0x18, 0x01, 0x61, 0x00]))
    {1: (5, 1), 2: (8, b'a')}
    """
    try:
        return _Reader(data).struct(_DEEPEST)
    except (IndexError, struct.error):
        raise ThriftError("the bytes end too early") from None


def encoded(tree: Struct) -> bytes:
    """`tree` as bytes. A struct among the items of a list may stand there as bytes that are encoded already.

    >>> encoded({1: (5, 1), 2: (8, b"a")}).hex()
    '150218016100'
    """
    out = bytearray()
    _write_struct(out, tree)
    return bytes(out)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def struct(self, depth: int) -> Struct:
        found: Struct = {}
        last = 0
        while head := self._byte():
            kind, step = head & 15, head >> 4
            last = last + step if step else self._whole(16)
            if last in found:
                raise ThriftError(f"the field {last} stands twice")
            found[last] = (BOOL, kind == TRUE) if kind in (TRUE, BOOL) else (kind, self._value(kind, depth - 1))
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if depth < 0:
            raise ThriftError(f"more than {_DEEPEST} structs and lists inside each other")
        if kind in (TRUE, BOOL):
            return self._byte() == TRUE
        if kind == BYTE:
            return int.from_bytes(self._bytes(1), signed=True)
        if kind in (I16, I32, I64):
            return self._whole(16 << (kind - I16))
        if kind == DOUBLE:
            return struct.unpack("<d", self._bytes(8))[0]
        if kind == BINARY:
            return self._bytes(self._varint())
        if kind in (LIST, SET):
            head = self._byte()
            count = head >> 4 if head >> 4 != 15 else self._varint()
            return head & 15, [self._value(head & 15, depth - 1) for _ in range(count)]
        if kind == MAP:
            count = self._varint()
            kinds = self._byte() if count else 0
            key, value = kinds >> 4, kinds & 15
            return key, value, [(self._value(key, depth - 1), self._value(value, depth - 1)) for _ in range(count)]
        if kind == STRUCT:
            return self.struct(depth)
        raise ThriftError(f"an unknown kind of value: {kind}")

    def _byte(self) -> int:
        byte = self._data[self._at]
        self._at += 1
        return byte

    def _bytes(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._data):
            raise IndexError
        found = self._data[self._at : end]
        self._at = end
        return found

    def _varint(self) -> int:
        number = 0
        for shift in range(0, 70, 7):
            byte = self._byte()
            number |= (byte & 127) << shift
            if byte < 128:
                return number
        raise ThriftError("a number of more than 64 bits")

    def _whole(self, bits: int) -> int:
        number = self._varint()
        if number >> bits:
            raise ThriftError(f"a number of more than {bits} bits")
        return (number >> 1) ^ -(number & 1)


def _write_struct(out: bytearray, tree: Struct) -> None:
    last = 0
    for name, (kind, value) in tree.items():
        head = (TRUE if value else BOOL) if kind in (TRUE, BOOL) else kind
        if 0 < name - last < 16:
            out.append((name - last) << 4 | head)
        else:
            out.append(head)
            _write_whole(out, name)
        last = name
        if kind not in (TRUE, BOOL):
            _write_value(out, kind, value)
    out.append(0)


def _write_value(out: bytearray, kind: int, value: Any) -> None:
    if kind in (TRUE, BOOL):
        out.append(TRUE if value else BOOL)
    elif kind == BYTE:
        out += value.to_bytes(1, signed=True)
    elif kind in (I16, I32, I64):
        _write_whole(out, value)
    elif kind == DOUBLE:
        out += struct.pack("<d", value)
    elif kind == BINARY:
        _write_varint(out, len(value))
        out += value
    elif kind in (LIST, SET):
        of, items = value
        out.append(min(len(items), 15) << 4 | of)
        if len(items) >= 15:
            _write_varint(out, len(items))
        for item in items:
            _write_value(out, of, item)
    elif kind == MAP:
        key, of, pairs = value
        _write_varint(out, len(pairs))
        if pairs:
            out.append(key << 4 | of)
        for one, other in pairs:
            _write_value(out, key, one)
            _write_value(out, of, other)
    elif isinstance(value, bytes):
        out += value
    else:
        _write_struct(out, value)


def _write_whole(out: bytearray, number: int) -> None:
    _write_varint(out, number << 1 if number >= 0 else (-number << 1) - 1)


def _write_varint(out: bytearray, number: int) -> None:
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
