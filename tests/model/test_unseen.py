"""What a terminal obeys is found and shown as an escape that JSON reads back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from henequen.model.unseen import escaped, first_unseen


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    shown = escaped(text)
    assert first_unseen(shown, but="") == ""
    assert not set(shown) & {"\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\r", "\x7f"}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_json_reads_back_as_it_was(text: str) -> None:
    assert json.loads(escaped(json.dumps(text, ensure_ascii=False))) == text
