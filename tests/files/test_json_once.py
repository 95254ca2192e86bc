"""A name that occurs twice in an object of a JSON text is refused at any depth, whatever way it is written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.files.json_once import read_json_once

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_read_json_once_reads_what_the_standard_reader_reads(value: object) -> None:
    assert read_json_once(json.dumps(value)) == value


@pytest.mark.parametrize(
    "text", ['{"a":1,"a":1}', '[{"b":{"a":1,"\\u0061":2}}]', '{"":0,"":0}', b'{"a":1,"b":{},"a":[]}']
)
def test_read_json_once_refuses_a_name_twice(text: str | bytes) -> None:
    with pytest.raises(ValueError, match="occurs twice"):
        read_json_once(text)
