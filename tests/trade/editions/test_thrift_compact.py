"""The tree of Thrift's compact protocol, there and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.trade.editions import thrift_compact as thrift
from henequen.trade.editions.thrift_compact import Struct, ThriftError, decoded, encoded


def whole(bits: int) -> st.SearchStrategy[int]:
    return st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


PLAIN: dict[int, st.SearchStrategy[Any]] = {
    thrift.BOOL: st.booleans(),
    thrift.BYTE: whole(8),
    thrift.I16: whole(16),
    thrift.I32: whole(32),
    thrift.I64: whole(64),
    thrift.DOUBLE: st.floats(allow_nan=False),
    thrift.BINARY: st.binary(max_size=40),
}


def typed(inner: st.SearchStrategy[tuple[int, Any]]) -> st.SearchStrategy[tuple[int, Any]]:
    """(kind, value) of containers whose values are of one kind each, as the protocol has it."""

    def alike(kind: int) -> st.SearchStrategy[Any]:
        return PLAIN[kind] if kind in PLAIN else inner.filter(lambda one: one[0] == kind).map(lambda one: one[1])

    kinds = st.sampled_from([*PLAIN, thrift.STRUCT])
    items = kinds.flatmap(lambda kind: st.tuples(st.just(kind), st.lists(alike(kind), max_size=20)))
    pairs = st.tuples(st.sampled_from(sorted(PLAIN)), st.sampled_from(sorted(PLAIN))).flatmap(
        lambda two: st.tuples(
            st.just(two[0]),
            st.just(two[1]),
            st.lists(st.tuples(PLAIN[two[0]], PLAIN[two[1]]), min_size=1, max_size=4),
        )
    )
    return st.one_of(
        st.tuples(st.sampled_from([thrift.LIST, thrift.SET]), items),
        st.tuples(st.just(thrift.MAP), pairs),
        st.tuples(st.just(thrift.STRUCT), st.dictionaries(whole(16), inner, max_size=6)),
    )


VALUES = st.recursive(
    st.one_of(
        *(st.tuples(st.just(kind), values) for kind, values in PLAIN.items()),
        st.just((thrift.STRUCT, dict[int, Any]())),
    ),
    typed,
    max_leaves=12,
)
TREES = st.dictionaries(whole(16), VALUES, max_size=8)


@given(TREES)
def test_a_tree_comes_back_as_it_was(tree: Struct) -> None:
    back = decoded(encoded(tree))
    assert back == tree
    assert list(back) == list(tree)


@given(TREES, st.data())
def test_bytes_that_end_early_are_refused(tree: Struct, data: st.DataObject) -> None:
    raw = encoded(tree)
    with pytest.raises(ThriftError):
        decoded(raw[: data.draw(st.integers(0, len(raw) - 1))])


@given(st.binary(max_size=200))
def test_any_bytes_are_a_tree_or_refused(raw: bytes) -> None:
    try:
        tree = decoded(raw)
    except ThriftError:
        return
    assert decoded(encoded(tree)) == tree or "nan" in repr(tree)


def test_too_deep_is_refused() -> None:
    with pytest.raises(ThriftError, match="inside each other"):
        decoded(bytes([0x1C]) * 5000)


def test_a_struct_may_stand_as_its_bytes() -> None:
    one: Struct = {1: (thrift.I64, 7)}
    for count in (0, 1, 14, 15, 300):
        listed: Struct = {4: (thrift.LIST, (thrift.STRUCT, [one] * count))}
        assert encoded({4: (thrift.LIST, (thrift.STRUCT, [encoded(one)] * count))}) == encoded(listed)


def test_a_footer_comes_back_byte_by_byte(tmp_path: Path) -> None:
    path = tmp_path / "some.parquet"
    duckdb.execute(
        "copy (select i, i / 7 as x, case when i % 3 = 0 then 'a' end as s, {'a': [i]} as n, i::decimal(9,2) as d, "
        f"date '2020-01-01' + i::int as t from range(9000) r(i)) to '{path}' (format parquet, row_group_size 2048)"
    )
    raw = path.read_bytes()
    footer = raw[-8 - int.from_bytes(raw[-8:-4], "little") : -8]
    assert encoded(decoded(footer)) == footer
